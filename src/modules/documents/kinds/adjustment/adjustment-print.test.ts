import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { charge, organisation, supplier } from "../../../../../test/support/document-fixture.ts";
import { extractVat } from "../../../../core/money.ts";
import { at, localMonth } from "../../../../core/time.ts";
import { decideAdjustment } from "./adjustment.ts";
import { adjustmentPrint } from "./adjustment-print.ts";

interface Figures {
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
}
interface Printed {
  readonly status: string;
  readonly invoiceHead: string;
  readonly accountant: string;
  readonly lines: readonly Record<"before" | "after" | "increase" | "decrease", Figures | null>[];
  readonly increase: Figures | null;
  readonly decrease: Figures | null;
}

/** What stood before and by how much it changes; never below zero. */
const changes = fc.array(
  fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 11n }), fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n }))
    .map(([before, change]) => [before, change < -before ? -before : change] as const)
    .filter(([, change]) => change !== 0n),
  { minLength: 1, maxLength: 8 },
);

function printed(of: readonly (readonly [before: bigint, change: bigint])[], rate: string | null = "22"): Printed {
  const { snapshot } = decideAdjustment({
    number: "ОБ-К-7",
    month: localMonth("2026-11"),
    currency: "RUB",
    supplier,
    buyer: organisation,
    corrects: null,
    pids: ["mcs0000000017"],
    charges: of.map(([before, gross]) => ({
      ...charge("Диски", gross),
      vatRate: rate,
      before: extractVat(before, rate),
    })),
    issuedAt: at("2026-12-01T09:00:00Z"),
  });
  return adjustmentPrint(snapshot).data as unknown as Printed;
}

/** `1 234,56` as minor units; rows of an adjustment bear no sign. */
function minor(text: string): bigint {
  expect(text).toMatch(/^[\d\u00a0\u202f ]+,\d\d$/);
  return BigInt(text.replaceAll(/\D/g, ""));
}
const amounts = (row: Figures) => ({ net: minor(row.net), vat: minor(row.vat), gross: minor(row.gross) });

it("DOC-11 the change of a document without VAT is no invoice: status 2, nobody signs for one", () => {
  expect(printed([[500n, -100n]])).toMatchObject({
    status: "1",
    invoiceHead: "Ковалёва И. С.",
    accountant: "Орлов П.",
  });
  expect(printed([[500n, -100n]], null)).toMatchObject({ status: "2", invoiceHead: "", accountant: "" });
});

describe("the rows of an adjustment", () => {
  it("DOC-05 DOC-07 an increase stands in row В and a decrease in row Г, never both, none with a sign", () => {
    fc.assert(
      fc.property(changes, (of) => {
        const { lines } = printed(of);
        for (const [index, [, change]] of of.entries()) {
          const line = lines[index];
          const row = change > 0n ? line?.increase : line?.decrease;
          expect(change > 0n ? line?.decrease : line?.increase).toBeNull();
          expect(row && amounts(row).gross).toBe(change > 0n ? change : -change);
        }
      }),
    );
  });

  it("DOC-05 DOC-07 after is before with the change, net, VAT and gross; the totals are the sums of their rows", () => {
    fc.assert(
      fc.property(changes, (of) => {
        const { lines, ...totals } = printed(of);
        for (const { before, after, increase, decrease } of lines) {
          for (const column of ["net", "vat", "gross"] as const) {
            const change = increase ? amounts(increase)[column] : -amounts(decrease as Figures)[column];
            expect(amounts(before as Figures)[column] + change).toBe(amounts(after as Figures)[column]);
          }
        }
        for (const row of ["increase", "decrease"] as const) {
          const rows = lines.flatMap((line) => (line[row] ? [amounts(line[row])] : []));
          if (rows.length === 0) {
            expect(totals[row]).toBeNull();
            continue;
          }
          const sum = (column: "net" | "vat" | "gross") => rows.reduce((all, one) => all + one[column], 0n);
          expect(amounts(totals[row] as Figures)).toEqual({ net: sum("net"), vat: sum("vat"), gross: sum("gross") });
          expect(sum("net") + sum("vat")).toBe(sum("gross"));
        }
      }),
    );
  });
});
