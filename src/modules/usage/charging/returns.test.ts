import fc from "fast-check";
import { expect, test } from "vitest";

import { localDate } from "../../../core/time.ts";
import type { GrainRow, PaidRow } from "./accrual-store.ts";
import { type GrainReturn, type PaidPool, planGrainReturn, poolOf } from "./returns.ts";

const DAY = localDate("2026-10-05");
const KEY = { projectId: 1n, resourceId: "a", skuId: 1 };
/** The reverse of the order in which sources pay: what is owed first, the bonus last. */
const REVERSE = ["credit", "coveredOther", "coveredTransfer", "other", "transfer", "bonus"] as const;

const grain = (overcharge: bigint): GrainRow => ({
  ...KEY,
  bonusGroup: "compute",
  priceId: null,
  quantity: "0",
  numerator: "0",
  amountMinor: -overcharge,
});

const minor = fc.bigInt({ min: 0n, max: 60n });
/** How something was paid: what of the credit was covered is part of it. */
const paid = fc.tuple(minor, minor, minor, minor, minor, minor).map(
  ([transferMinor, otherMinor, bonusMinor, stillOwed, coveredTransferMinor, coveredOtherMinor]): PaidRow => ({
    ...KEY,
    transferMinor,
    otherMinor,
    bonusMinor,
    creditMinor: stillOwed + coveredTransferMinor + coveredOtherMinor,
    coveredTransferMinor,
    coveredOtherMinor,
  }),
);
const add = (a: PaidPool, b: PaidPool): PaidPool => {
  const total = { ...a };
  for (const source of REVERSE) total[source] += b[source];
  return total;
};
const sum = (pool: PaidPool) => REVERSE.reduce((total, source) => total + pool[source], 0n);

/** A grain's own money, and its month's, which holds it. */
const situations = fc.record({
  own: fc.option(paid, { nil: undefined }),
  others: paid,
  overcharge: fc.bigInt({ min: 1n, max: 500n }),
});
type Situation = Parameters<typeof run>[0];

function run({ own, others, overcharge }: { own: PaidRow | undefined; others: PaidRow; overcharge: bigint }) {
  const month = add(poolOf(own), poolOf(others));
  const before = { ...month };
  const plan = planGrainReturn(DAY, grain(overcharge), own, month);
  const taken = { ...before };
  for (const source of REVERSE) taken[source] -= month[source];
  return { plan, before, left: month, taken };
}

const holds = (check: (situation: Situation, result: ReturnType<typeof run>) => void) =>
  fc.assert(fc.property(situations, (situation) => check(situation, run(situation))));
const given = ({ returns }: GrainReturn, source: string) =>
  returns.filter((one) => one.fundingSource === source).reduce((total, one) => total + one.amountMinor, 0n);

test("PRC-04 what is given back and what nobody paid yet is the overcharge, and no source gives more than it paid", () => {
  holds(({ overcharge }, { plan, before, left, taken }) => {
    expect(sum(taken) + plan.missingMinor).toBe(overcharge);
    expect(plan.missingMinor).toBe(overcharge > sum(before) ? overcharge - sum(before) : 0n);
    expect(REVERSE.every((source) => left[source] >= 0n && taken[source] >= 0n)).toBe(true);
  });
});

test("BAL-04 PAY-08 in the reverse order of spending: no source gives before the ones ahead of it gave all", () => {
  holds(({ own, others, overcharge }, { plan }) => {
    const other = run({ own: undefined, others: own ?? others, overcharge });
    const last = REVERSE.findLastIndex((source) => other.taken[source] > 0n);
    expect(REVERSE.slice(0, Math.max(last, 0)).every((source) => other.left[source] === 0n)).toBe(true);
    expect(plan.returns.map((one) => one.fundingSource)).toEqual(
      ["credit", "other", "transfer", "bonus"].filter((source) => given(plan, source) > 0n),
    );
  });
});

test("PRC-04 a grain gives back its own money first, and the month's only beyond that", () => {
  holds(({ own, overcharge }, { taken }) => {
    const pool = poolOf(own);
    if (overcharge <= sum(pool)) expect(REVERSE.every((source) => taken[source] <= pool[source])).toBe(true);
    else expect(REVERSE.every((source) => taken[source] >= pool[source])).toBe(true);
  });
});

test("PAY-08 what is written, returned to lots and taken back from covers is the same money, by source", () => {
  holds((_situation, { plan, taken }) => {
    const { written } = plan;
    expect([-written.transfer, -written.other, -written.bonus]).toEqual([taken.transfer, taken.other, taken.bonus]);
    expect(-written.credit).toBe(taken.credit + taken.coveredOther + taken.coveredTransfer);
    const uncovered = Object.fromEntries(plan.uncovers.map((one) => [one.fundingSource, -one.amountMinor]));
    expect([uncovered["transfer"] ?? 0n, uncovered["other"] ?? 0n]).toEqual([
      taken.coveredTransfer,
      taken.coveredOther,
    ]);
    expect(given(plan, "credit")).toBe(taken.credit);
    expect(given(plan, "transfer")).toBe(taken.transfer + taken.coveredTransfer);
    expect(given(plan, "other")).toBe(taken.other + taken.coveredOther);
    expect(given(plan, "bonus")).toBe(taken.bonus);
  });
});
