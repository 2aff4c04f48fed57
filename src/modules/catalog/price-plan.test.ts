import fc from "fast-check";
import { expect, test } from "vitest";

import { decimal, formatDecimal } from "../../core/decimal.ts";
import { type Instant, instant } from "../../core/time.ts";
import { FOREVER, type ListPrice, type WantedPrice } from "./price.ts";
import { overlapping, planPrices } from "./price-plan.ts";

const SKU = 7;

function wanted(startsAt: number, endsAt: number, unitPrice: string): WantedPrice {
  const terms = { model: "flat", unitPrice: decimal(unitPrice), tiers: null, committedQuantity: null } as const;
  return { skuId: SKU, ...terms, startsAt: instant(startsAt), endsAt: instant(endsAt) };
}

let nextId = 0n;

/** Carries a plan out on plain rows, as the store does on the table. */
function carryOut(rows: readonly ListPrice[], prices: readonly WantedPrice[], whole = false): ListPrice[] {
  const plan = planPrices(rows, prices, whole);
  const ended = rows.map((row) => {
    const end = plan.ends.find((one) => one.priceId === row.priceId);
    return end ? { ...row, endsAt: end.endsAt } : row;
  });
  const added = plan.inserts.map((price) => ({ ...price, priceId: (nextId += 1n), priceListId: 1 }));
  return [...ended, ...added].filter((row) => row.startsAt < row.endsAt).sort((a, b) => a.startsAt - b.startsAt);
}

const show = (rows: readonly ListPrice[]) =>
  rows.map((row) => [row.startsAt, row.endsAt === FOREVER ? "on" : row.endsAt, formatDecimal(row.unitPrice)]);

test("PRC-02 a new version ends the one before and alters nothing else", () => {
  const first = carryOut([], [wanted(100, FOREVER, "5")]);
  const plan = planPrices(first, [wanted(100, 200, "5"), wanted(200, FOREVER, "6")]);
  expect(plan.ends).toEqual([{ priceId: first[0]?.priceId, endsAt: 200, before: FOREVER }]);
  expect(plan.inserts).toEqual([wanted(200, FOREVER, "6")]);
  expect(plan.changed).toEqual(new Map([[SKU, 200]]));
});

test("PRC-02 a price for a limited time leaves what was there before and behind it", () => {
  const rows = carryOut(carryOut([], [wanted(100, FOREVER, "5")]), [wanted(200, 300, "4")]);
  expect(show(rows)).toEqual([
    [100, 200, "5"],
    [200, 300, "4"],
    [300, "on", "5"],
  ]);
});

test("PRC-02 a corrected version withdraws the wrong one at its own start", () => {
  const rows = carryOut([], [wanted(100, FOREVER, "5")]);
  const plan = planPrices(rows, [wanted(100, FOREVER, "4")]);
  expect(plan.ends.map((end) => end.endsAt)).toEqual([100]);
  expect(plan.changed.get(SKU)).toBe(100);
});

test("PRC-02 a whole list ends what is no longer named", () => {
  const rows = carryOut([], [wanted(100, 200, "5"), wanted(200, FOREVER, "6")]);
  expect(show(carryOut(rows, [wanted(100, 150, "5")], true))).toEqual([[100, 150, "5"]]);
  expect(show(carryOut(rows, [wanted(100, 150, "5")]))).toEqual([
    [100, 150, "5"],
    [150, 200, "5"],
    [200, "on", "6"],
  ]);
});

test("PRC-02 overlapping versions of one SKU are found", () => {
  expect(overlapping([wanted(100, 200, "1"), wanted(200, 300, "1")])).toBeNull();
  expect(overlapping([wanted(150, 300, "1"), wanted(100, 200, "1")])?.startsAt).toBe(150);
});

const versions = fc
  .uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 6 })
  .chain((bounds) =>
    fc.tuple(
      fc.constant(bounds.sort((a, b) => a - b)),
      fc.array(fc.constantFrom("1", "2"), { minLength: 6, maxLength: 6 }),
    ),
  )
  .map(([bounds, prices]) =>
    bounds
      .slice(1)
      .flatMap((end, index) =>
        prices[index] === "2" && index === 1 ? [] : [wanted(bounds[index] ?? 0, end, prices[index] ?? "1")],
      ),
  );

test("PRC-02 after a plan the wanted prices hold, others stay, nothing overlaps, and again it plans nothing", () => {
  const priceAt = (rows: readonly WantedPrice[], then: number): string | undefined => {
    const found = rows.filter((row) => row.startsAt <= then && then < row.endsAt);
    expect(found.length).toBeLessThanOrEqual(1);
    return found[0] && formatDecimal(found[0].unitPrice);
  };
  fc.assert(
    fc.property(fc.array(versions, { minLength: 1, maxLength: 4 }), fc.boolean(), (loads, whole) => {
      let rows: ListPrice[] = [];
      for (const prices of loads) {
        const before = rows;
        const { changed } = planPrices(before, prices, whole);
        rows = carryOut(before, prices, whole);
        const first = Math.min(...prices.map((price) => price.startsAt));
        for (let then = 0; then <= 13; then += 1) {
          const kept = whole && then >= first ? undefined : priceAt(before, then);
          expect(priceAt(rows, then)).toBe(priceAt(prices, then) ?? kept);
          if (then < (changed.get(SKU) ?? (FOREVER as Instant)))
            expect(priceAt(rows, then)).toBe(priceAt(before, then));
        }
        expect(planPrices(rows, prices, whole)).toEqual({ ends: [], inserts: [], changed: new Map() });
      }
    }),
  );
});
