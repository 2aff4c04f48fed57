import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  bill,
  type Cells,
  COLUMNS,
  counts,
  FIVE,
  FOCUS_NOW as now,
  openBills,
} from "../../../../test/support/focus-bills.ts";
import { decimal } from "../../../core/decimal.ts";
import { dismissByHand, releaseByHand, UsageIntake } from "../intake/index.ts";

const { database, newPayer, run, payer } = await openBills();

const FILLED = (
  "BillingAccountId,BillingCurrency,ChargePeriodEnd,ConsumedQuantity,ListUnitPrice,PricingQuantity,ProviderName,ResourceId," +
  "SkuId,SkuPriceId,SubAccountId"
).split(",");

describe("cells of a bill that are filled in later", () => {
  const whole: Cells = { ResourceId: "vm", ConsumedQuantity: "7200", ConsumedUnit: "Seconds" };
  const without = (columns: readonly string[]) => COLUMNS.filter((name) => !columns.includes(name));
  const emptied = (row: Cells, columns: readonly string[]): Cells => ({
    ...row,
    ...Object.fromEntries(columns.map((name) => [name, ""])),
  });

  test.each(FILLED)("PRC-04 a row whose %s comes later is the same row, as a cell and as a column", async (name) => {
    await newPayer();
    const rows = [whole, { ...whole, ChargePeriodStart: "2026-10-05T01:00:00Z" }, whole];
    expect((await run(bill(rows, without([name])))).counts).toEqual(counts(3));
    for (let time = 0; time < 2; time += 1) expect((await run(bill(rows))).counts).toEqual(counts(0, 3));
    expect((await run(bill(rows.map((row) => emptied(row, [name]))))).counts).toEqual(counts(0, 3));
    expect((await run(bill([...rows, whole]))).counts).toEqual(counts(1, 3));
  });

  test("PRC-04 whichever cells come later, however often, in whatever order: each row is charged once", async () => {
    const steps = fc.array(fc.subarray(FILLED), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 3 }), async (lacking, times) => {
        await newPayer();
        const rows = Array.from({ length: times }, () => whole);
        let left = FILLED;
        let accepted = 0;
        // Each time fewer cells lack.
        for (const some of [...lacking, []]) {
          left = left.filter((name) => some.includes(name));
          const found = await run(bill(rows.map((row) => emptied(row, left))));
          accepted += found.counts.accepted;
          expect(found.counts.rejected).toBe(0);
        }
        expect(accepted).toBe(times);
      }),
      { numRuns: 15 },
    );
  });

  test("PRC-04 an event is only ever one row: a bill that comes in parts does not lose the second", async () => {
    const [r1, r2, none] = [{ ResourceId: "r1" }, { ResourceId: "r2" }, { ResourceId: "" }];
    await newPayer();
    await run(bill([none]));
    expect((await run(bill([r1]))).counts).toEqual(counts(0, 1));
    expect((await run(bill([r2]))).counts).toEqual(counts(1));
    expect((await run(bill([r2, r1]))).counts).toEqual(counts(0, 2));
    await newPayer();
    await run(bill([none, none]));
    expect((await run(bill([r1]))).counts).toEqual(counts(0, 1));
    expect((await run(bill([r2]))).counts).toEqual(counts(0, 1));
    expect((await run(bill([{ ResourceId: "r3" }]))).counts).toEqual(counts(1));
    await newPayer();
    await run(bill([none]));
    // One of them is the row of before, the other is new: as many are charged as there are.
    expect((await run(bill([r1, none]))).counts).toEqual(counts(1, 1));
    expect((await run(bill([none, r1]))).counts).toEqual(counts(0, 2));
  });

  test("PRC-04 a provider spelt anew names the same rows, however often and beside cells that come later; one more is one more", async () => {
    await newPayer();
    const rows = [...FIVE, FIVE[0] as Cells].map((row): Cells => ({ ...row, ProviderName: "AWS" }));
    const spelt = (name: string, all = rows) => all.map((row) => ({ ...row, ProviderName: name }));
    const bare = rows.map((row) => emptied(row, ["SkuPriceId"]));
    expect((await run(bill(bare))).counts).toEqual(counts(6));
    for (const name of ["Amazon Web Services, Inc.", "aws", "AWS"])
      expect((await run(bill(spelt(name)))).counts).toEqual(counts(0, 6));
    expect((await run(bill(spelt("Aws", [...rows, FIVE[0] as Cells])))).counts).toEqual(counts(1, 6));
    // Both in one file: as many are charged as there are.
    const twice = [...spelt("AWS", [FIVE[1] as Cells]), ...spelt("Amazon Web Services", [FIVE[1] as Cells])];
    expect((await run(bill(twice))).counts).toEqual(counts(1, 1));
    expect((await run(bill(spelt("Other", [FIVE[1] as Cells])))).counts).toEqual(counts(1));
  });

  test.each(FILLED)(
    "PRC-04 a row whose %s is emptied later is not charged again and not lost: it waits for a person",
    async (name) => {
      await newPayer();
      expect((await run(bill([whole, whole]))).counts).toEqual(counts(2));
      const bare = emptied(whole, [name]);
      const again = await run(bill([bare, bare]));
      expect([again.counts, new Set(again.codes)]).toEqual([counts(0, 0, 0, 2), new Set(["may_be_known"])]);
      expect((await run(bill([bare, bare]))).counts).toEqual(counts(0, 2));
      // Another day's is honest.
      const other = {
        ...bare,
        ChargePeriodStart: "2026-10-06T00:00:00Z",
        ChargePeriodEnd: name === "ChargePeriodEnd" ? "" : "2026-10-06T02:00:00Z",
      };
      expect((await run(bill([other]))).counts).toEqual(counts(1));
      // A person who accepts one of them charges it, once.
      const [held] = await database.query<{ id: bigint }>(
        "select quarantine_id as id from usage_quarantine where state = 'waiting' and source = $1 order by 1 limit 1",
        [`focus/payer-${payer()}`],
      );
      await database.transaction((tx) => releaseByHand(tx, new UsageIntake(database), held?.id as bigint, now, "test"));
      expect((await run(bill([bare, bare]))).counts).toEqual(counts(0, 2));
    },
  );

  test("PRC-04 what waits in quarantine is the same row when its cells are filled in or its provider is spelt anew", async () => {
    await newPayer();
    const large = { ...whole, ListCost: "1000000000000000", ListUnitPrice: "500000000000000" };
    expect((await run(bill([emptied(large, ["SkuId", "ConsumedQuantity"])]))).counts).toEqual(counts(0, 0, 0, 1));
    for (const row of [emptied(large, ["SkuId"]), large, { ...large, ProviderName: "ACME, Inc." }])
      expect((await run(bill([row]))).counts).toEqual(counts(0, 1));
    const waiting = await database.query<{ id: bigint }>(
      "select quarantine_id as id from usage_quarantine where source = $1",
      [`focus/payer-${payer()}`],
    );
    expect(waiting).toHaveLength(1);
    const [{ id }] = waiting as [{ id: bigint }];
    await database.transaction((tx) => releaseByHand(tx, new UsageIntake(database), id, now, "test"));
    expect((await run(bill([large, { ...large, ProviderName: "acme" }]))).counts).toEqual(counts(0, 1, 0, 1));
  });

  const heldOf = () =>
    database.query<{ id: bigint; reason: string }>(
      "select quarantine_id as id, reason from usage_quarantine where source = $1 order by 1",
      [`focus/payer-${payer()}`],
    );

  test.each(FILLED)(
    "PRC-04 a row that waits in quarantine and comes again with an empty %s waits beside it as perhaps the same, also when the first was dismissed",
    async (name) => {
      await newPayer();
      const large = { ...whole, ListCost: "1000000000000000", ListUnitPrice: "500000000000000" };
      expect((await run(bill([large]))).codes).toEqual(["too_large"]);
      const bare = emptied(large, [name]);
      for (const _ of ["as it waits", "as it comes again"]) await run(bill([bare]));
      const [first, second, ...more] = await heldOf();
      expect([first?.reason, second?.reason, more]).toEqual(["too_large", "may_be_known", []]);
      const decision = { by: "test", note: "a broken meter" };
      for (const row of [first, second])
        await database.transaction((tx) => dismissByHand(tx, row?.id as bigint, now, decision));
      const barer = emptied(
        bare,
        ["SkuPriceId", "BillingAccountId"].filter((other) => other !== name),
      );
      expect((await run(bill([barer]))).codes).toEqual(["may_be_known"]);
      for (const row of [large, bare, barer]) expect((await run(bill([row]))).counts).toEqual(counts(0, 1));
    },
  );

  test("PRC-04 a row that is no usage and comes again without its category is not charged; another one of its instant is", async () => {
    await newPayer();
    const tax = { ...whole, ChargeCategory: "Tax", ListCost: "13" };
    const purchase = { ...whole, ChargeCategory: "Purchase", ListCost: "14" };
    expect((await run(bill([tax, purchase]))).counts).toEqual(counts(1, 0, 0, 1));
    const bare = [tax, purchase].map((row) => ({ ...row, ChargeCategory: "" }));
    expect((await run(bill(bare))).counts).toEqual(counts(0, 0, 0, 2));
    expect((await heldOf()).map(({ reason }) => reason)).toEqual(["not_usage", "may_be_known", "may_be_known"]);
    expect((await run(bill([...bare, { ...tax, ChargeCategory: "", ListCost: "15" }]))).counts).toEqual(counts(1, 2));
  });

  test("PRC-04 a commitment whose cells are emptied later is a conflict, not usage", async () => {
    await newPayer();
    const columns = [...COLUMNS, "CommitmentDiscountId", "CommitmentDiscountStatus"];
    const unused = { ...whole, CommitmentDiscountId: "c-1", CommitmentDiscountStatus: "Unused" };
    expect((await run(bill([unused], columns))).codes).toEqual(["commitment"]);
    expect((await run(bill([whole], columns))).codes).toEqual(["conflict"]);
  });

  test("PRC-04 at another rate a row whose cells were filled in is a conflict", async () => {
    await newPayer();
    await run(bill([emptied(whole, ["SkuId"])]), { rate: decimal("90") });
    const again = await run(bill([whole]), { rate: decimal("91") });
    expect([again.counts, again.codes]).toEqual([counts(0, 0, 1), ["conflict"]]);
  });
});
