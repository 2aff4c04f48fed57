import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { add, decimal, formatDecimal, fromInteger, parseDecimal, ZERO } from "../../../core/decimal.ts";
import { CsvReader } from "./csv.ts";
import { FocusHeader } from "./focus-header.ts";
import { RowsSeen } from "./focus-ids.ts";
import { FocusSum } from "./focus-price.ts";
import { FocusReader, type FocusUsage } from "./focus-row.ts";
import { readDecimal } from "./focus-text.ts";

type Cells = Readonly<Record<string, string>>;

const usual: Cells = {
  listcost: "0.5",
  listunitprice: "0.25",
  pricingquantity: "2",
  pricingunit: "GB",
  chargeperiodstart: "2026-03-05T10:00:00Z",
  subaccountid: "sub-1",
  skuid: "sku-1",
  skupriceid: "price-1",
  servicename: "Storage",
  billingcurrency: "RUB",
  providername: "Cloud",
  publishername: "Publisher",
  resourceid: "res-1",
  tags: '{"env":"prod"}',
};

/** Calls `look` on each row of a bill of these cells. */
function eachRow(rows: readonly Cells[], columns: readonly string[], look: (reader: CsvReader) => void): void {
  const quoted = rows.map((row) => columns.map((name) => `"${(row[name] ?? "").replaceAll('"', '""')}"`).join(","));
  const reader = new CsvReader();
  // A wide first line, so that the delimiter is told from the texts.
  reader.push(`${columns.join(",")}\n${quoted.join("\n")}\n`);
  reader.next();
  while (reader.next()) look(reader);
}

function read(rows: readonly Cells[], columns: readonly string[] = Object.keys(usual)): FocusUsage[] {
  const found: FocusUsage[] = [];
  const reader = new FocusReader(new FocusHeader(columns), fromInteger(1n));
  eachRow(
    rows.map((row) => ({ ...usual, ...row })),
    columns,
    (row) => found.push(reader.read(row, () => "id") as FocusUsage),
  );
  return found;
}

describe("a row of CSV", () => {
  test("is what its fields are, without making them texts", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "я", '"', "\n", ",", "\ud83d\ude00", " ") });
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), text, (fields, other) => {
        const columns = fields.map((_, index) => `c${index}`);
        const bytes = Buffer.alloc(1_000);
        eachRow([Object.fromEntries(fields.map((field, index) => [`c${index}`, field]))], columns, (row) => {
          fields.forEach((field, place) => {
            expect(row.field(place)).toBe(field);
            expect(row.is(place, field)).toBe(true);
            expect(row.is(place, other)).toBe(field === other);
            expect(bytes.toString("utf8", 7, row.write(place, bytes, 7))).toBe(field);
            expect(row.hash(place) === row.hash(fields.indexOf(field))).toBe(true);
          });
        });
      }),
    );
  });
});

describe("a row of a FOCUS bill", () => {
  const idsOf = (rows: readonly Cells[], columns: readonly string[] = Object.keys(usual)) => {
    const reader = new FocusReader(new FocusHeader(columns), fromInteger(1n));
    const seen = new RowsSeen();
    const found: string[] = [];
    eachRow(
      rows.map((row) => ({ ...usual, ...row })),
      columns,
      (row) => reader.read(row, (key) => found[found.push(seen.idOf(null, key)) - 1] ?? ""),
    );
    return found;
  };

  test("PRC-04 keeps its id in every version, whatever the order of the columns", () => {
    const rows = [{ resourceid: 'Хранилище, "S3"' }, {}, {}];
    const pinned = [
      "80a216a4-2e36-587b-ab88-c00be7d53206",
      "714b3ed5-f53f-5ef6-b69a-6a917b7be64d",
      "177a6e3e-53c7-5e46-96b9-b8d8157a9a75",
    ];
    expect(idsOf(rows)).toEqual(pinned);
    expect(idsOf(rows, Object.keys(usual).reverse())).toEqual(pinned);
  });

  test("PRC-04 what says nothing of its charge and other spellings leave it the same row; another charge is another row", () => {
    const [own] = idsOf([{}]);
    const same: Cells[] = [
      { tags: "" },
      { servicename: "Renamed", publishername: "" },
      { listcost: "0.50", listunitprice: "0.2500", pricingquantity: "2.000" },
      { listcost: "5E-1", pricingquantity: "+2" },
      { listcost: "" },
      { chargeperiodstart: "2026-03-05 10:00:00" },
      { chargeperiodstart: "2026-03-05T13:00:00.000+03:00" },
      { billingcurrency: "rub", resourceid: " res-1 " },
      { invoiceid: "INV-1", chargeclass: "NULL", consumedquantity: "", regionid: "r-1", x_cell: "1" },
    ];
    for (const cells of same) expect(idsOf([cells], [...Object.keys(usual), ...Object.keys(cells)])[0]).toBe(own);
    const other: Cells[] = [
      { resourceid: "res-2" },
      { resourceid: "" },
      { providername: "Other" },
      { skupriceid: "price-2" },
      { listunitprice: "0.125" },
      { chargeperiodend: "2026-03-05T11:00:00Z" },
      { consumedquantity: "7" },
      { subaccountid: "sub-2" },
      { skuid: "sku-2" },
      { listcost: "0.51" },
      { pricingquantity: "3" },
      { chargeperiodstart: "2026-03-05T11:00:00Z" },
      { billingcurrency: "USD" },
      { chargecategory: "Purchase" },
      { chargeclass: "Correction" },
    ];
    const ids = other.map((cells) => idsOf([cells], [...Object.keys(usual), ...Object.keys(cells)])[0]);
    expect(new Set([own, ...ids]).size).toBe(other.length + 1);
  });

  test("PRC-02 is of one SKU with the rows that agree in price, unit, vendor and service, and of no other", () => {
    const rows = [
      {},
      { listcost: "0.25", pricingquantity: "1" },
      { listunitprice: "0.5", pricingquantity: "1" },
      { pricingunit: "TB" },
      { providername: "Other" },
      { servicename: "Network" },
      { skupriceid: "price-2" },
      { skuid: "sku-2" },
      {},
    ];
    const codes = read(rows).map((row) => row.sku.code);
    expect(codes[1]).toBe(codes[0]);
    expect(codes[8]).toBe(codes[0]);
    expect(new Set(codes).size).toBe(7);
    // The second name of a column counts where the first is empty.
    const [own, publisher, other] = read([{}, { providername: "" }, { providername: "", publishername: "Else" }]);
    expect(publisher?.sku.code).not.toBe(own?.sku.code);
    expect(other?.sku.code).not.toBe(publisher?.sku.code);
  });

  test("is read right however many texts there were before", () => {
    const rows = Array.from({ length: 45_000 }, (_, n) => ({
      resourceid: `res-${n % 30_000}`,
      skupriceid: `price-${n % 7_000}`,
      subaccountid: `sub-${n % 11}`,
      tags: n % 3 === 0 ? `{"n":"${n % 25_000}"}` : "",
    }));
    read(rows).forEach((row, n) => {
      const expected = rows[n] as (typeof rows)[number];
      expect(row.resource).toBe(expected.resourceid);
      expect(row.account.subAccount).toBe(expected.subaccountid);
      expect(row.labels).toBe(expected.tags || null);
    });
  });
});

describe("amounts of a bill", () => {
  const digits = fc.string({ unit: fc.constantFrom("0", "1", "5", "9", ".", "-", "+", "e", " "), maxLength: 24 });
  const padded = fc
    .tuple(fc.bigInt(0n, 10n ** 20n), fc.nat(12), fc.nat(6))
    .map(([units, scale, zeros]) => formatDecimal({ units, scale }) + (scale > 0 ? "0".repeat(zeros) : ""));

  test("PRC-04 are read as every decimal is", () => {
    fc.assert(
      fc.property(fc.oneof(digits, padded), (text) => {
        expect(readDecimal(text)).toEqual(parseDecimal(text) ?? undefined);
      }),
      { numRuns: 2_000 },
    );
    expect(readDecimal(`1.5${"0".repeat(80)}`)).toEqual(decimal("1.5"));
    for (const text of ["0.0.0", "1.5.00", "1..0"]) expect(readDecimal(text)).toBeUndefined();
  });

  test("PRC-04 add up to the last digit", () => {
    const amount = fc.record({ units: fc.bigInt(-(10n ** 25n), 10n ** 25n), scale: fc.nat(30) });
    fc.assert(
      fc.property(fc.array(amount), (amounts) => {
        const total = new FocusSum();
        for (const one of amounts) total.add(one);
        expect(total.text()).toBe(formatDecimal(amounts.reduce(add, ZERO)));
      }),
    );
  });
});
