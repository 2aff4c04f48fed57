import { gzipSync } from "node:zlib";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { ownerOf } from "../../../../test/support/database.ts";
import {
  bill,
  type Cells,
  COLUMNS,
  counts,
  FIVE,
  FOCUS_NOW as now,
  openBills,
  USUAL,
} from "../../../../test/support/focus-bills.ts";
import { decimal } from "../../../core/decimal.ts";
import { at } from "../../../core/time.ts";
import { releaseByHand, UsageIntake } from "../intake/index.ts";
import type { FileImport } from "./file.ts";

const { database, newPayer, run, payer } = await openBills();
const subAccounts = () =>
  database
    .query<{ id: string }>("select sub_account_id as id from focus_project where payer_id = $1 order by 1", [payer()])
    .then((rows) => rows.map(({ id }) => id));

describe("a row of a bill is known by what makes its charge", () => {
  test("PRC-04 a bill that comes again with its invoice's number is all duplicates", async () => {
    await newPayer();
    expect((await run(bill(FIVE))).counts).toEqual(counts(5));
    const invoiced = FIVE.map((row) => ({ ...row, InvoiceId: "INV-2026-11" }));
    expect((await run(bill(invoiced))).counts).toEqual(counts(0, 5));
  });

  /** The same rows as another export has them. */
  const variant = fc.record({
    filled: fc.subarray(["InvoiceId", "Tags", "ChargeDescription", "SubAccountName", "EffectiveCost", "ServiceName"]),
    added: fc.subarray(["RegionId", "AvailabilityZone", "ResourceName", "x_Extra", "CommitmentDiscountStatus"]),
    numbers: fc.constantFrom(
      (text: string) => text,
      (text: string) => `${text}.00`,
      (text: string) => `+${text}`,
      (text: string) => `${text}E0`,
      (text: string) => `0${text}`,
    ),
    nulls: fc.constantFrom("", "NULL", "(null)", "None", "\\N", "N/A", "nan"),
    time: fc.constantFrom(
      (text: string) => text,
      (text: string) => text.replace("T", " ").replace("Z", ""),
      (text: string) => text.replace("Z", ".000+00:00"),
    ),
    quoted: fc.boolean(),
    delimiter: fc.constantFrom(",", ";", "\t"),
    lines: fc.constantFrom("\n", "\r\n"),
    encoding: fc.constantFrom("utf8", "bom", "utf16le", "gzip", "sep"),
    order: fc.func(fc.nat()),
  });

  test("PRC-04 the same rows in any other spelling, encoding and order are all duplicates; one more row is one more", async () => {
    await newPayer();
    const rows: Cells[] = [
      ...FIVE,
      FIVE[0] as Cells,
      { ResourceId: "", SkuId: "S2" },
      { ListCost: "", ResourceId: "x" },
    ];
    expect((await run(bill(rows))).counts).toEqual(counts(8));
    let extra = 0;
    await fc.assert(
      fc.asyncProperty(variant, async (as) => {
        const columns = [...COLUMNS, ...as.added].sort((a, b) => as.order(a) - as.order(b));
        extra += 1;
        const all = [...rows, { ResourceId: `extra-${extra}` }].map((row): Cells => {
          const own = { ...USUAL, ...row };
          const changed = Object.entries(own).map(([name, text]) => {
            if (text === "") return [name, as.nulls];
            if (/Cost|Price$|Quantity/.test(name)) return [name, as.numbers(text)];
            return [name, name.startsWith("ChargePeriod") ? as.time(text) : text];
          });
          const later = [...as.filled, ...as.added].map((name) => [
            name,
            name === "EffectiveCost" ? "7" : `later ${extra}`,
          ]);
          return { ...(Object.fromEntries(changed) as Cells), ...(Object.fromEntries(later) as Cells) };
        });
        all.sort((a, b) => as.order(a["ResourceId"]) - as.order(b["ResourceId"]));
        const lines = bill(all, columns, as.delimiter).split("\n");
        const text = (as.encoding === "sep" ? [`sep=${as.delimiter}`, ...lines] : lines).join(as.lines);
        const bytes = {
          utf8: () => Buffer.from(text),
          sep: () => Buffer.from(text),
          bom: () => Buffer.from(`\ufeff${text}`),
          utf16le: () => Buffer.from(`\ufeff${text}`, "utf16le"),
          gzip: () => gzipSync(text),
        }[as.encoding as "utf8"]();
        expect((await run(bytes)).counts).toEqual(counts(1, 8));
      }),
      { numRuns: 40 },
    );
  });

  test("PRC-04 two different rows are never one: each that differs in resource, SKU, its price, provider, period, quantity or cost counts, in one file or in parts", async () => {
    await newPayer();
    const cells = fc.record({
      ResourceId: fc.constantFrom("r-1", "r-2", "r-3"),
      SkuPriceId: fc.constantFrom("p-1", "p-2"),
      ProviderName: fc.constantFrom("Acme", "Other"),
      ListUnitPrice: fc.constantFrom("50", "25"),
      ChargePeriodEnd: fc.constantFrom("2026-10-05T02:00:00Z", "2026-10-05T03:00:00Z"),
      SkuId: fc.constantFrom("s-1", "s-2"),
      ListCost: fc.constantFrom("100", "200", "100.5"),
      PricingQuantity: fc.constantFrom("2", "4"),
      ChargePeriodStart: fc.constantFrom("2026-10-05T00:00:00Z", "2026-10-05T01:00:00Z"),
      SubAccountId: fc.constantFrom("a", "b"),
    });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(cells, { selector: (row) => JSON.stringify(row), maxLength: 12 }),
        async (rows) => {
          const fresh = rows.filter((row) => !seen.has(JSON.stringify(row)));
          for (const row of fresh) seen.add(JSON.stringify(row));
          expect((await run(bill(rows))).counts).toEqual(counts(fresh.length, rows.length - fresh.length));
        },
      ),
      { numRuns: 30 },
    );
  });

  test("PRC-04 a column of ids that a bill has got since names the same rows; the same bill at another rate is a conflict", async () => {
    await newPayer();
    await run(bill(FIVE), { rate: decimal("90") });
    const named = FIVE.map((row, index) => ({ ...row, Id: `row-${index}` }));
    expect((await run(bill(named, ["Id", ...COLUMNS]), { rate: decimal("90") })).counts).toEqual(counts(0, 5));
    const again = await run(bill(FIVE), { rate: decimal("91") });
    expect([again.counts, new Set(again.codes)]).toEqual([counts(0, 0, 5), new Set(["conflict"])]);
  });

  test.each([
    ["all cells", "body - 'by'"],
    ["what stood for cells", `body || '{"by":"charge"}'`],
  ])("PRC-04 reliability 61: rows of the time when %s made a row are known by their charge", async (_, as) => {
    await newPayer();
    const columns = [...COLUMNS, "Id"];
    const old = [...FIVE, FIVE[0] as Cells].map((row, index) => ({ ...row, Id: `cells-${index}` }));
    const credit = { ChargeCategory: "Credit", ListCost: "-5", ResourceId: "c", Id: "cells-c" };
    expect((await run(bill([...old, credit], columns))).counts).toEqual(counts(6, 0, 0, 1));
    // As the migration leaves such a payer: other ids, and what is no usage kept without saying by what it is known.
    const source = `focus/payer-${payer()}`;
    await database.query(`update usage_quarantine set body = ${as}, event_ref = 'old' where source = $1`, [source]);
    await ownerOf(database).query(
      "insert into focus_known_by_cells select $1, max(batch_id) from usage_batch on conflict do nothing",
      [source],
    );
    const invoiced = [...FIVE, FIVE[0] as Cells, { ...credit, Id: "" }].map((row) => ({ ...row, InvoiceId: "INV" }));
    expect((await run(bill(invoiced))).counts).toEqual(counts(0, 7));
    expect((await run(bill([...invoiced, FIVE[0] as Cells, credit]))).counts).toEqual(counts(1, 7, 0, 1));
    expect((await run(bill([...invoiced, FIVE[0] as Cells, credit]))).counts).toEqual(counts(0, 9));
  });
});

describe("a bill is read as it was written, or not at all", () => {
  const DEPARTMENTS = [
    { SubAccountId: "отдел", ResourceId: "k0" },
    { SubAccountId: "склад", ResourceId: "k1" },
  ];
  /** In an encoding of one byte a letter, by its table. */
  const oneByte = (text: string, encoding: string) => {
    const decoder = new TextDecoder(encoding);
    const table = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
    return Buffer.from([...text].map((letter) => table.get(letter) ?? 63));
  };

  test.each(["windows-1251", "koi8-r", "ibm866"] as const)(
    "PRC-04 %s is refused with the option that reads it, and read with it: two sub-accounts stay two",
    async (encoding) => {
      await newPayer();
      const bytes = oneByte(bill(DEPARTMENTS), encoding);
      await expect(run(bytes)).rejects.toMatchObject({
        kind: { code: "file_encoding_unknown" },
        details: { values: { line: "2", known: expect.stringContaining(encoding) } },
      });
      expect(await subAccounts()).toEqual([]);
      expect((await run(bytes, { encoding })).counts).toEqual(counts(2));
      expect((await run(gzipSync(bytes), { encoding })).counts).toEqual(counts(0, 2));
      expect((await run(bill(DEPARTMENTS))).counts).toEqual(counts(0, 2));
      expect(await subAccounts()).toEqual(["отдел", "склад"]);
    },
  );

  test("PRC-04 UTF-16 of either order is read, with and without its mark", async () => {
    await newPayer();
    const little = Buffer.from(bill(DEPARTMENTS), "utf16le");
    const big = Buffer.from(little).swap16();
    const marked = [
      Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    ];
    for (const [index, bytes] of [little, big, ...marked].entries())
      expect((await run(bytes)).counts).toEqual(index === 0 ? counts(2) : counts(0, 2));
    expect(await subAccounts()).toEqual(["отдел", "склад"]);
  });

  test("PRC-04 one broken byte anywhere refuses the whole file before anything is taken from it", async () => {
    await newPayer();
    const bytes = Buffer.from(bill([...FIVE, ...DEPARTMENTS]));
    const letters = [...bytes.keys()].filter((place) => (bytes[place] as number) > 127);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...letters), fc.constantFrom(0xff, 0xc0, 0x41), async (place, byte) => {
        const broken = Buffer.from(bytes);
        broken[place] = byte;
        await expect(run(broken)).rejects.toMatchObject({ kind: { code: "file_encoding_unknown" } });
      }),
      { numRuns: 20 },
    );
    expect(await subAccounts()).toEqual([]);
    await expect(run(bytes, { encoding: "windows-1251" })).rejects.toMatchObject({
      kind: { code: "file_encoding_unknown" },
    });
  });

  test.each(["�����", "?????", "??-??", "a\ufffd", "????? 7", "?????(2)", "Отдел ?", "7?????", "na?ve", "?1", "a?b?"])(
    "PRC-04 a sub-account whose letters were lost is rejected: %s",
    async (id) => {
      await newPayer();
      const {
        counts: found,
        codes,
        focus,
      } = await run(bill([{ SubAccountId: id }, { SubAccountId: "what?" }, { SubAccountId: "a?id=1" }]));
      expect([found, codes]).toEqual([counts(2, 0, 1), ["text_lost"]]);
      expect(focus?.costs).toMatchObject({ file: "300", accepted: "200", rejected: "100" });
    },
  );

  test("PRC-04 two sub-accounts of the same beginning are two, however long", async () => {
    await newPayer();
    const long = "a".repeat(600);
    await run(
      bill([
        { SubAccountId: `${long}1` },
        { SubAccountId: `${long}2` },
        { SubAccountId: "t\u0001x" },
        { SubAccountId: "t x" },
      ]),
    );
    expect(await subAccounts()).toHaveLength(4);
  });

  test.each(["sep=,", "SEP=,", '"sep=,"', "sep=,,,,", "\ufeffsep=,", "\n\nsep=,"])(
    "PRC-04 the line that spreadsheets put before the header is read: %j",
    async (line) => {
      await newPayer();
      expect((await run(`${line}\r\n${bill(FIVE)}`)).counts).toEqual(counts(5));
    },
  );

  test("PRC-04 another delimiter than the three is named", async () => {
    await expect(run(`sep=|\n${bill(FIVE, COLUMNS, "|")}`)).rejects.toMatchObject({
      kind: { code: "delimiter_not_read" },
    });
  });

  test.each([
    ["Parquet", Buffer.from("PAR1\u0015\u0004\u0015\u0010")],
    ["zip / xlsx", Buffer.from("PK\u0003\u0004\u0014\u0000")],
    ["gzip in gzip", gzipSync(gzipSync("a,b"))],
    ["bzip2", Buffer.from("BZh91AY&SY\u0000\u0001")],
    ["Zstandard", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 4, 0])],
    ["xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
    ["tar", gzipSync(Buffer.concat([Buffer.from("bill.csv".padEnd(257, "\u0000")), Buffer.from("ustar")]))],
    ["Avro", Buffer.from("Obj\u0001")],
    ["XML / HTML", Buffer.from("<html>")],
    ["binary", Buffer.alloc(4_000)],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0])],
  ])("a file that is %s is named as such", async (format, bytes) => {
    await expect(run(bytes)).rejects.toMatchObject({
      kind: { code: "file_format_not_read" },
      details: { values: { format } },
    });
  });

  test("an archive that unpacks to a thousand times its size is refused, and memory is not filled", async () => {
    const before = process.memoryUsage().arrayBuffers;
    await expect(run(gzipSync(Buffer.alloc(200 * 1024 ** 2, "a")))).rejects.toMatchObject({
      kind: { code: "file_too_large" },
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(300 * 1024 ** 2);
    await expect(run(gzipSync(`a,${"b".repeat(2_000_000)}`), { format: "focus" })).rejects.toMatchObject({
      kind: { code: "header_too_long" },
    });
  });

  test("a column twice in the header is refused: which of them is right is not known", async () => {
    const text = bill(FIVE, [...COLUMNS, "ListCost"]);
    await expect(run(text)).rejects.toMatchObject({ kind: { code: "columns_repeated" } });
  });
});

describe("amounts of a bill", () => {
  test("PRC-04 an implausible amount waits for a person as with native meters, is released once, and is known then", async () => {
    await newPayer();
    const rows = [
      { ListCost: "1000000000000000", ListUnitPrice: "1000000000000000", PricingQuantity: "1", ResourceId: "b1" },
      { ListCost: "10", ListUnitPrice: "10", PricingQuantity: "1", ResourceId: "b2" },
    ];
    const first = await run(bill(rows));
    expect([first.counts, first.codes]).toEqual([counts(1, 0, 0, 1), ["too_large"]]);
    expect(first.focus?.costs).toMatchObject({ file: "1000000000000010", quarantined: "1000000000000000" });
    const later = rows.map((row) => ({ ...row, InvoiceId: "INV", Tags: '{"a":"b"}' }));
    expect((await run(bill(later))).counts).toEqual(counts(0, 2));
    const [held] = await database.query<{ id: bigint }>(
      "select quarantine_id as id from usage_quarantine where state = 'waiting' and source = $1",
      [`focus/payer-${payer()}`],
    );
    await database.transaction((tx) => releaseByHand(tx, new UsageIntake(database), held?.id as bigint, now, "test"));
    expect((await run(bill(rows))).counts).toEqual(counts(0, 2));
  });

  test.each([
    ["1000000000", null, 1],
    ["1000000000.01", null, 0],
    ["20000000", "90", 0],
    ["10000000", "90", 1],
  ])("PRC-04 a row of %s at the rate %s is accepted: %i", async (cost, rate, accepted) => {
    await newPayer();
    const row = { ListCost: cost, ListUnitPrice: cost, PricingQuantity: "1" };
    const report = await run(bill([row]), { rate: rate === null ? null : decimal(rate) });
    expect(report.counts).toEqual(counts(accepted, 0, 0, 1 - accepted));
  });

  test("PRC-04 however a bill spells nothing, its rows are read and its sums are its own", async () => {
    await newPayer();
    const nulls = ["", "NULL", "null", "(null)", "None", "\\N", "N/A", "nan"];
    const amounts = { ListCost: "1.5", ListUnitPrice: "0.5", ConsumedQuantity: "3", SkuPriceId: "S1-P" };
    const empty = ["PricingQuantity", "PricingUnit", "ConsumedUnit", "SkuId", "ResourceId", "SubAccountId", "Tags"];
    const rows = nulls.map((none): Cells => ({ ...amounts, ...Object.fromEntries(empty.map((name) => [name, none])) }));
    const { counts: found, focus } = await run(bill(rows));
    expect(found).toEqual(counts(8));
    expect(focus?.costs).toMatchObject({ file: "12", accepted: "12" });
    expect(await subAccounts()).toEqual(["BA1"]);
  });

  test("PRC-04 the file's sum holds every cost that can be read, whatever becomes of its row", async () => {
    await newPayer();
    const { focus, counts: found } = await run(
      `${bill([
        { ListCost: "1", ListUnitPrice: "x" },
        { ListCost: "2", PricingQuantity: "y" },
        { ListCost: "4", ChargePeriodStart: "soon" },
        { ListCost: "8", ChargeCategory: "Tax" },
        { ListCost: "16", SubAccountId: "\ufffd" },
        { ListCost: "32" },
        { ListCost: "64", BillingCurrency: "EUR" },
        { ListCost: "n" },
      ])}\nragged,row`,
    );
    expect(found).toEqual(counts(1, 0, 7, 1));
    expect(focus?.costs).toEqual({ file: "63", accepted: "32", duplicates: "0", rejected: "23", quarantined: "8" });
    expect(focus?.notSummed).toBe(3);
  });

  test.each([
    ["the first row", 0],
    ["one in the middle", 2],
    ["the last row", 4],
  ])(
    "PRC-04 a row without a currency is in its bill's, wherever it stands, and that is said: %s",
    async (_title, place) => {
      for (const none of ["", "NULL", "(null)"]) {
        await newPayer();
        const rows = FIVE.map((row, index) => ({ ...row, BillingCurrency: index === place ? none : "USD" }));
        const { focus, counts: found, exceptions } = await run(bill(rows));
        expect(found).toEqual(counts(5));
        expect(focus?.currency).toBe("USD");
        expect(focus?.costs.accepted).toBe(focus?.costs.file);
        expect(focus?.notSummed).toBe(0);
        expect(exceptions).toMatchObject([{ line: place + 2, became: "priced_otherwise", code: "no_currency" }]);
        // It is the same row when the vendor fills the cell.
        const { counts: again } = await run(bill(rows.map((row) => ({ ...row, BillingCurrency: "USD" }))));
        expect(again).toEqual(counts(0, 5));
      }
    },
  );

  test("PRC-04 the first currency that is named is the bill's; a bill that names none is of no currency", async () => {
    await newPayer();
    const named = ["", "USD", "", "EUR", "USD"].map((BillingCurrency, index) => ({ ...FIVE[index], BillingCurrency }));
    const mixed = await run(bill(named));
    expect(mixed.counts).toEqual(counts(4, 0, 1));
    expect(mixed.focus?.currency).toBe("USD");
    expect(mixed.exceptions.map(({ line, code }) => [line, code]).sort(([a], [b]) => Number(a) - Number(b))).toEqual([
      [2, "no_currency"],
      [4, "no_currency"],
      [5, "other_currency"],
    ]);
    await newPayer();
    const none = await run(bill(FIVE.map((row) => ({ ...row, BillingCurrency: "" }))));
    expect([none.counts, none.exceptions, none.focus?.currency]).toEqual([counts(5), [], ""]);
  });

  test("PRC-04 a commitment is not charged beside what it covers: its purchase and what is left unused of it wait", async () => {
    await newPayer();
    const { counts: found, codes } = await run(
      bill(
        [
          { ChargeCategory: "Purchase", CommitmentDiscountId: "sp-1", ResourceId: "sp-1" },
          { ChargeCategory: "Purchase", PricingCategory: "Committed", ResourceId: "sp-2" },
          { CommitmentDiscountId: "sp-1", CommitmentDiscountStatus: "Unused", ResourceId: "sp-1" },
          {
            CommitmentDiscountId: "sp-1",
            CommitmentDiscountStatus: "Used",
            PricingCategory: "Committed",
            ResourceId: "vm",
          },
          { ChargeCategory: "Purchase", ResourceId: "licence" },
        ],
        [...COLUMNS, "CommitmentDiscountId", "CommitmentDiscountStatus", "PricingCategory"],
      ),
    );
    expect([found, codes]).toEqual([counts(2, 0, 0, 3), ["commitment", "commitment", "commitment"]]);
  });
});

describe("whose contract a bill uses", () => {
  const contracts = async (text: string, options: Partial<FileImport> = {}) =>
    (await run(text, options)).focus?.contracts.map(({ contract, projects, isConcluded }) => ({
      number: contract.number,
      projects,
      isConcluded,
    }));

  /** Whose contract 7/26 is in force since June, in the middle of the month. */
  async function newClient(): Promise<void> {
    await newPayer();
    const since = "2026-06-15T00:00:00+03:00";
    await database.query(
      `update contract set starts_at = $2, type = 'individual', payment_scheme = 'postpaid', number = '7/26',
              signed_on = '2026-06-15' where payer_id = $1`,
      [payer(), since],
    );
    await database.query("update project_payer set starts_at = $2 where payer_id = $1", [payer(), since]);
  }
  const from = (start: string, cells: Cells = {}) =>
    bill([{ ...cells, ChargePeriodStart: start, ChargePeriodEnd: "" }]);

  test("DOC-09 the import says it; where none is in force, none is made up but where that is allowed, and said", async () => {
    await newClient();
    const july = from("2026-07-10T00:00:00Z");
    expect(await contracts(july, { mayConclude: false })).toEqual([
      { number: "7/26", projects: 1, isConcluded: false },
    ]);
    const january = from("2026-01-10T00:00:00Z", { SubAccountId: "early" });
    await expect(run(january, { mayConclude: false })).rejects.toMatchObject({
      kind: { code: "focus_contract_missing" },
      details: { values: { on: "2026-01-10", contracts: "7/26 (2026-06-15)" } },
    });
    await expect(run(january, { contract: "7/26" })).rejects.toMatchObject({
      kind: { code: "focus_contract_differs" },
    });
    expect(await subAccounts()).toEqual(["sub"]);
    const number = `FOCUS-${payer()}-2026-01`;
    expect(await contracts(january)).toEqual([{ number, projects: 1, isConcluded: true }]);
    expect(await contracts(january)).toEqual([{ number, projects: 1, isConcluded: false }]);
    await expect(run(july, { contract: "none" })).resolves.toMatchObject({ counts: counts(0, 1) });
    const other = from("2026-07-10T00:00:00Z", { SubAccountId: "other" });
    await expect(run(other, { contract: "none" })).rejects.toMatchObject({ kind: { code: "focus_contract_differs" } });
    expect(await contracts(other, { contract: "7/26" })).toEqual([{ number: "7/26", projects: 1, isConcluded: false }]);
  });

  test("DOC-09 a contract that begins in mid-month is used from its beginning on, not from the month's", async () => {
    await newClient();
    expect(await contracts(from("2026-06-20T00:00:00Z"), { mayConclude: false })).toEqual([
      { number: "7/26", projects: 1, isConcluded: false },
    ]);
    const [project] = await database.query("select starts_at from focus_project where payer_id = $1", [payer()]);
    expect(project).toEqual({ starts_at: at("2026-06-15T00:00:00+03:00") });
  });

  test("REG-06 DOC-09 an older bill leaves who has paid since, and under which contract, as it is", async () => {
    await newClient();
    await run(from("2026-07-10T00:00:00Z"));
    const assignments = () =>
      database.query<{ contract: string | null; starts: number }>(
        `select c.number as contract, p.starts_at as starts from project_payer p join contract c using (contract_id)
           join focus_project f using (project_id) where f.payer_id = $1 order by 2`,
        [payer()],
      );
    const july = { contract: "7/26", starts: at("2026-07-01T00:00:00+03:00") };
    expect(await assignments()).toEqual([july]);
    await run(from("2026-02-10T00:00:00Z"));
    const february = { contract: `FOCUS-${payer()}-2026-02`, starts: at("2026-02-01T00:00:00+03:00") };
    expect(await assignments()).toEqual([february, july]);
  });
});
