import fc from "fast-check";
import { expect, test } from "vitest";

import { localDate } from "../../../core/time.ts";
import type { PaidRow } from "./accrual-store.ts";
import { type GrainReturn, type PaidPool, planGrainMoves, planGrainReturn, poolOf } from "./returns.ts";
import type { StagedGrain } from "./charge-day.ts";

const DAY = localDate("2026-10-05");
const KEY = { projectId: 1n, resourceId: "a", skuId: 1, contractId: 7n };
/** The reverse of the order in which sources pay: what is owed first, the bonus last. */
const REVERSE = ["credit", "coveredOther", "coveredTransfer", "other", "transfer", "bonus"] as const;

const grain = (overcharge: bigint): StagedGrain => ({
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

/** A grain's own money, its month's under its contract, which holds it, and its month's under another. */
const situations = fc.record({
  own: fc.option(paid, { nil: undefined }),
  others: paid,
  elsewhere: paid,
  overcharge: fc.bigInt({ min: 1n, max: 500n }),
});
type Situation = Parameters<typeof run>[0];

interface Paid {
  readonly own: PaidRow | undefined;
  readonly others: PaidRow;
  readonly elsewhere?: PaidRow;
  readonly overcharge: bigint;
}

function run({ own, others, elsewhere, overcharge }: Paid) {
  const ofContract = add(poolOf(own), poolOf(others));
  const underContract = { ...ofContract };
  const month = add(ofContract, poolOf(elsewhere));
  const before = { ...month };
  const plan = planGrainReturn(DAY, grain(overcharge), own, { ofContract, ofMonth: month });
  const taken = { ...before };
  for (const source of REVERSE) taken[source] -= month[source];
  return { plan, before, left: month, taken, underContract };
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

test("REG-06 a grain gives back what another contract paid only when its own has nothing left", () => {
  holds(({ overcharge }, { taken, underContract }) => {
    const within = overcharge <= sum(underContract);
    if (within) expect(REVERSE.every((source) => taken[source] <= underContract[source])).toBe(true);
    else expect(REVERSE.every((source) => taken[source] >= underContract[source])).toBe(true);
  });
});

const staged = (contractId: bigint, amountMinor: bigint): StagedGrain => ({ ...grain(0n), contractId, amountMinor });

test("REG-06 PAY-08 what goes to another contract keeps who paid it and what covered it, and no money moves", () => {
  const given = fc.array(fc.tuple(paid, minor), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(given, fc.array(minor, { minLength: 1, maxLength: 3 }), (givers, takers) => {
      const rows = [
        ...givers.map(([, less], index) => staged(BigInt(index), -less)),
        ...takers.map((more, index) => staged(BigInt(100 + index), more)),
      ].filter((row) => row.amountMinor !== 0n);
      const moves = planGrainMoves(DAY, rows, (contractId) => givers[Number(contractId)]?.[0]);
      const net = (pick: (move: (typeof moves)[number]) => bigint) =>
        moves.reduce((total, move) => total + pick(move), 0n);
      expect(net((move) => move.amountMinor)).toBe(0n);
      for (const source of ["transfer", "other", "bonus", "credit"] as const)
        expect(net((move) => move.written[source])).toBe(0n);
      for (const source of ["transfer", "other"] as const) {
        const covers = moves.flatMap((move) => move.uncovers).filter((one) => one.fundingSource === source);
        expect(covers.reduce((total, one) => total + one.amountMinor, 0n)).toBe(0n);
      }
      for (const { written, amountMinor } of moves) {
        expect(written.transfer + written.other + written.bonus + written.credit).toBe(amountMinor);
        expect([written.row.quantity, written.row.numerator]).toEqual(["0", "0"]);
      }
      for (const row of rows) {
        const own = moves.filter((move) => move.written.row.contractId === row.contractId);
        const moved = own.reduce((total, move) => total + move.amountMinor, 0n);
        expect(
          row.amountMinor < 0n ? moved <= 0n && moved >= row.amountMinor : moved >= 0n && moved <= row.amountMinor,
        ).toBe(true);
      }
    }),
  );
});
