import fc from "fast-check";
import { expect, test } from "vitest";

import type { Instant } from "../../core/time.ts";
import { MINUTE } from "../../core/time.ts";
import { type BonusSlot, planMoreBonus, spentByLot } from "./bonus-plan.ts";
import { type Lot, planSpending } from "./spend.ts";

const DAYS = 6;
const minor = fc.bigInt({ min: 0n, max: 40n });
const when = (day: number) => (day * MINUTE) as Instant;
/** Bonuses of one group: nothing is spent yet. */
const lots = fc
  .array(
    fc.record({
      granted: fc.bigInt({ min: 1n, max: 60n }),
      from: fc.integer({ min: 0, max: DAYS - 1 }),
      days: fc.option(fc.integer({ min: 1, max: DAYS }), { nil: null }),
    }),
    { maxLength: 5 },
  )
  .map((some) =>
    some.map(
      ({ granted, from, days }, index): Lot => ({
        lotNo: BigInt(index + 1),
        fundingSource: "bonus",
        bonusGroup: "compute",
        grantedMinor: granted,
        remainingMinor: granted,
        expiredMinor: 0n,
        receivedAt: when(from),
        expiresAt: days === null ? null : when(from + days),
      }),
    ),
  );
/** What each day costs, and in which order the days become known. */
const costs = fc.array(minor, { minLength: DAYS, maxLength: DAYS });
const arrival = fc.shuffledSubarray(
  Array.from({ length: DAYS }, (_, index) => index),
  { minLength: DAYS, maxLength: DAYS },
);

const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, one) => total + one, 0n);
const slot = (day: number, byBonusMinor: bigint, byMoneyMinor: bigint): BonusSlot => {
  return { endsAt: when(day + 1), byBonusMinor, byMoneyMinor };
};
const withSpent = (before: readonly Lot[], spent: ReadonlyMap<bigint, bigint>): Lot[] =>
  before.map((lot) => ({ ...lot, remainingMinor: lot.grantedMinor - (spent.get(lot.lotNo) ?? 0n) }));

/** As life goes when all is known in time: day by day, what is valid then, soonest expiry first. */
function inOrder(granted: readonly Lot[], due: readonly bigint[]): { byBonus: bigint[]; lots: Lot[] } {
  let now = [...granted];
  const byBonus = due.map((amountMinor, day) => {
    const valid = now.filter(
      (lot) => lot.receivedAt < when(day + 1) && (lot.expiresAt === null || lot.expiresAt >= when(day + 1)),
    );
    const { parts, remaining } = planSpending(valid, [{ bonusGroup: "compute", amountMinor }]);
    now = now.map((lot) => ({ ...lot, remainingMinor: remaining.get(lot.lotNo) ?? lot.remainingMinor }));
    return sum(parts.filter((part) => part.fundingSource === "bonus").map((part) => part.amountMinor));
  });
  return { byBonus, lots: now };
}

/** Days become known one by one, whatever expired since; a day may first be told to cost another sum. */
function asItCame(granted: readonly Lot[], due: readonly bigint[], wrong: readonly bigint[], order: readonly number[]) {
  const known = due.map(() => 0n);
  const byBonus = due.map(() => 0n);
  let now = [...granted];
  const steps = [
    ...order.map((day) => [day, wrong[day] ?? 0n] as const),
    ...order.map((day) => [day, due[day] ?? 0n] as const),
  ];
  for (const [day, amount] of steps) {
    known[day] = amount;
    const paid = byBonus[day] ?? 0n;
    const back = paid > amount ? paid - amount : 0n;
    byBonus[day] = paid - back;
    // What is given back comes to some lot that paid.
    let left = back;
    now = now.map((lot) => {
      const room = lot.grantedMinor - lot.remainingMinor;
      const part = room < left ? room : left;
      left -= part;
      return { ...lot, remainingMinor: lot.remainingMinor + part };
    });
    const slots = known.map((minorOfDay, index) => {
      const own = byBonus[index] ?? 0n;
      return slot(index, own, minorOfDay - own);
    });
    const more = planMoreBonus(now, slots);
    more.forEach((part, index) => {
      byBonus[index] = (byBonus[index] ?? 0n) + part;
    });
    const after = known.map((minorOfDay, index) => {
      const own = byBonus[index] ?? 0n;
      return slot(index, own, minorOfDay - own);
    });
    const spent = spentByLot(now, after, sum(more));
    expect(sum(spent?.values() ?? [])).toBe(sum(byBonus));
    now = withSpent(now, spent ?? new Map());
    expect(now.every((lot) => lot.remainingMinor >= 0n && lot.remainingMinor <= lot.grantedMinor)).toBe(true);
    expect(byBonus.every((own, index) => own >= 0n && own <= (known[index] ?? 0n))).toBe(true);
  }
  return { byBonus, lots: now };
}

test("BAL-04 PRC-04 in whatever order days become known or are corrected, bonuses pay as much in all as in order, and keep as much of each", () => {
  fc.assert(
    fc.property(lots, costs, costs, arrival, (granted, due, wrong, order) => {
      const ordered = inOrder(granted, due);
      const came = asItCame(granted, due, wrong, order);
      expect(sum(came.byBonus)).toBe(sum(ordered.byBonus));
      expect(came.lots.map((lot) => lot.remainingMinor)).toEqual(ordered.lots.map((lot) => lot.remainingMinor));
    }),
    { numRuns: 500 },
  );
});

test("BAL-04 when all was known in time nothing is paid otherwise", () => {
  fc.assert(
    fc.property(lots, costs, (granted, due) => {
      const ordered = inOrder(granted, due);
      const slots = due.map((amount, day) =>
        slot(day, ordered.byBonus[day] ?? 0n, amount - (ordered.byBonus[day] ?? 0n)),
      );
      expect(planMoreBonus(ordered.lots, slots)).toEqual(slots.map(() => 0n));
      const spent = spentByLot(ordered.lots, slots, 0n);
      expect(withSpent(granted, spent ?? new Map())).toEqual(ordered.lots);
    }),
    { numRuns: 300 },
  );
});

test("BAL-04 what bonuses paid it goes on paying, and more than they paid is claimed by nobody", () => {
  const [bonus] = fc.sample(
    lots.filter((some) => some.length > 0),
    { numRuns: 1, seed: 7 },
  )[0] as [Lot];
  expect(planMoreBonus([bonus], [slot(0, bonus.grantedMinor + 1n, 5n)])).toEqual([0n]);
  expect(spentByLot([bonus], [slot(0, bonus.grantedMinor + 1n, 5n)], 0n)).toBeNull();
});
