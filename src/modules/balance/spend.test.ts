import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type Claim, type Lot, type Part, planReturns, planSpending } from "./spend.ts";

const GROUPS = ["compute", "traffic"] as const;

/** Small numbers, so that lots run out, arrive together and expire together. */
const lot = fc
  .record({
    group: fc.constantFrom(...GROUPS),
    source: fc.constantFrom("transfer" as const, "other" as const, "bonus" as const),
    granted: fc.bigInt({ min: 0n, max: 100n }),
    spent: fc.bigInt({ min: 0n, max: 100n }),
    receivedAt: fc.integer({ min: 0, max: 4 }),
    expiresAt: fc.option(fc.integer({ min: 5, max: 8 })),
  })
  .map(({ group, source, granted, spent, receivedAt, expiresAt }): Omit<Lot, "lotNo"> => {
    const isBonus = source === "bonus";
    const remainingMinor = spent < granted ? granted - spent : 0n;
    const kind = { fundingSource: source, bonusGroup: isBonus ? group : null, expiresAt: isBonus ? expiresAt : null };
    return { ...kind, grantedMinor: granted, remainingMinor, expiredMinor: 0n, receivedAt };
  });
const lots = fc
  .array(lot, { maxLength: 8 })
  .map((some) => some.map((one, index): Lot => ({ ...one, lotNo: BigInt(index + 1) })));
const untouched = lots.map((some) => some.map((one): Lot => ({ ...one, remainingMinor: one.grantedMinor })));
const claims = fc.array(
  fc.record({ bonusGroup: fc.constantFrom(null, ...GROUPS), amountMinor: fc.bigInt({ min: 0n, max: 150n }) }),
  { maxLength: 6 },
);

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, one) => total + one, 0n);
const of = (parts: readonly (Part | Claim)[], fits: (part: Part) => boolean = () => true) =>
  sum((parts as Part[]).filter(fits).map((part) => part.amountMinor));
const after = (before: readonly Lot[], remaining: ReadonlyMap<bigint, bigint>): Lot[] =>
  before.map((one) => ({ ...one, remainingMinor: remaining.get(one.lotNo) ?? one.remainingMinor }));
const taken = (before: readonly Lot[], now: readonly Lot[], fits: (one: Lot) => boolean) =>
  sum(before.map((one, index) => (fits(one) ? one.remainingMinor - (now[index]?.remainingMinor ?? 0n) : 0n)));
const isEmpty = (one: Lot) => one.remainingMinor === 0n;

/** Lots in the order in which they are spent: money by arrival, the bonuses of a group by expiry. */
function queues(some: readonly Lot[]): Lot[][] {
  const byOrder = (a: Lot, b: Lot) =>
    (a.expiresAt ?? Infinity) === (b.expiresAt ?? Infinity)
      ? a.receivedAt - b.receivedAt || Number(a.lotNo - b.lotNo)
      : (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity);
  return [null, ...GROUPS].map((group) => some.filter((one) => one.bonusGroup === group).sort(byOrder));
}

describe("planSpending", () => {
  test("BAL-04 every claim is paid whole, and what pays it leaves the lots: nothing is made or lost, none goes below zero", () => {
    fc.assert(
      fc.property(lots, claims, (before, due) => {
        const { parts, remaining } = planSpending(before, due);
        const now = after(before, remaining);
        for (const group of [null, ...GROUPS])
          expect(of(parts, (part) => part.bonusGroup === group)).toBe(of(due, (claim) => claim.bonusGroup === group));
        for (const source of ["transfer", "other"] as const)
          expect(taken(before, now, (one) => one.fundingSource === source)).toBe(
            of(parts, (part) => part.fundingSource === source),
          );
        expect(parts.every((part) => part.amountMinor > 0n)).toBe(true);
        expect(
          now.every(
            (one, index) => one.remainingMinor >= 0n && one.remainingMinor <= (before[index] as Lot).remainingMinor,
          ),
        ).toBe(true);
      }),
    );
  });

  test("BAL-02 a bonus pays for its own group alone", () => {
    fc.assert(
      fc.property(lots, claims, (before, due) => {
        const { parts, remaining } = planSpending(before, due);
        const now = after(before, remaining);
        for (const group of GROUPS)
          expect(taken(before, now, (one) => one.bonusGroup === group)).toBe(
            of(parts, (part) => part.fundingSource === "bonus" && part.bonusGroup === group),
          );
        expect(parts.some((part) => part.fundingSource === "bonus" && part.bonusGroup === null)).toBe(false);
      }),
    );
  });

  test("BAL-04 PAY-08 the bonus that expires soonest goes first, money first in, first out: none before the one ahead of it is empty", () => {
    fc.assert(
      fc.property(lots, claims, (before, due) => {
        const { remaining } = planSpending(before, due);
        for (const queue of queues(before)) {
          const last = queue.findLastIndex((one) => remaining.has(one.lotNo));
          expect(after(queue.slice(0, Math.max(last, 0)), remaining).every(isEmpty)).toBe(true);
        }
      }),
    );
  });

  test("BAL-04 money pays when the group's bonus is empty, and credit begins where both are", () => {
    fc.assert(
      fc.property(lots, claims, (before, due) => {
        const { parts, remaining } = planSpending(before, due);
        const [money = [], ...bonuses] = queues(after(before, remaining));
        for (const { bonusGroup, fundingSource } of parts) {
          const own = bonuses[GROUPS.indexOf(bonusGroup as (typeof GROUPS)[number])] ?? [];
          if (fundingSource !== "bonus") expect(own.every(isEmpty)).toBe(true);
          if (fundingSource === "credit") expect(money.every(isEmpty)).toBe(true);
        }
      }),
    );
  });

  test("BAL-04 the same whatever the order in which lots are read, and claim by claim as all at once", () => {
    fc.assert(
      fc.property(lots, claims, fc.func(fc.integer()), (before, due, rank) => {
        const plan = planSpending(before, due);
        const shuffled = before.toSorted((a, b) => rank(a.lotNo) - rank(b.lotNo));
        expect(planSpending(shuffled, due).parts).toEqual(plan.parts);
        let left: Lot[] = [...before];
        const totals: bigint[] = [];
        for (const claim of due) {
          const step = planSpending(left, [claim]);
          totals.push(of(step.parts));
          left = after(left, step.remaining);
        }
        expect(left).toEqual(after(before, plan.remaining));
        expect(totals).toEqual(due.map((claim) => claim.amountMinor));
      }),
    );
  });

  test("a claim below zero is a defect of the caller: money goes back by planReturns", () => {
    expect(() => planSpending([], [{ bonusGroup: null, amountMinor: -1n }])).toThrow(RangeError);
  });
});

describe("planReturns", () => {
  test("PAY-08 what was spent last goes back in reverse: the lots stand as before it, and the next charge spends the same", () => {
    fc.assert(
      fc.property(untouched, claims, claims, (fresh, earlier, later) => {
        const before = after(fresh, planSpending(fresh, earlier).remaining);
        const { parts, remaining } = planSpending(before, later);
        const now = after(before, remaining);
        expect(after(now, planReturns(now, parts))).toEqual(before);
      }),
    );
  });

  test("PAY-08 the lot that paid is named, and what it paid goes back into it before any other", () => {
    fc.assert(
      fc.property(untouched, claims, fc.nat({ max: 7 }), (before, due, at) => {
        const { parts, remaining } = planSpending(before, due);
        for (const one of before)
          expect(of(parts, (part) => part.lotNo === one.lotNo)).toBe(
            one.remainingMinor - (remaining.get(one.lotNo) ?? one.remainingMinor),
          );
        const part = parts[at];
        if (part?.lotNo === null || part === undefined) return;
        const now = after(before, remaining);
        const back = planReturns(now, [part]);
        expect([...back]).toEqual([[part.lotNo, (remaining.get(part.lotNo) ?? 0n) + part.amountMinor]]);
      }),
    );
  });

  test("BAL-04 money returns to the source that paid, no more than it gave, and what was on credit to no lot", () => {
    fc.assert(
      fc.property(
        lots,
        fc.bigInt({ min: 0n, max: 300n }),
        fc.constantFrom("transfer", "other", "bonus", "credit"),
        (before, amountMinor, fundingSource) => {
          const bonusGroup = fundingSource === "bonus" ? "compute" : null;
          const isSource = (one: Lot) => one.fundingSource === fundingSource && one.bonusGroup === bonusGroup;
          const room = sum(before.filter(isSource).map((one) => one.grantedMinor - one.remainingMinor));
          const plan = () => planReturns(before, [{ bonusGroup, fundingSource, amountMinor }]);
          if (fundingSource === "credit") expect(plan().size).toBe(0);
          else if (amountMinor > room) expect(plan).toThrow(/more is given back/);
          else {
            const now = after(before, plan());
            expect(-taken(before, now, isSource)).toBe(amountMinor);
            expect(-taken(before, now, () => true)).toBe(amountMinor);
            expect(now.every((one) => one.remainingMinor <= one.grantedMinor)).toBe(true);
          }
        },
      ),
    );
  });
});
