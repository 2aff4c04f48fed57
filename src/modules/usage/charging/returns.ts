import type { Minor } from "../../../core/money.ts";
import type { LocalDate } from "../../../core/time.ts";
import type { Return } from "../../balance/index.ts";
import type { PaidRow, PaidSums, ReturnedGrain, UncoverRow } from "./accrual-store.ts";
import type { StagedGrain } from "./charge-day.ts";

export interface GrainReturn {
  readonly written: ReturnedGrain;
  readonly returns: readonly Return[];
  readonly uncovers: readonly UncoverRow[];
  /** What nobody paid yet: more than zero until what is staged beside it is charged. */
  readonly missingMinor: Minor;
}

/** What of a SKU's charges of a month can still be given back, by who paid; planGrainReturn takes off what it gives. */
export interface PaidPool {
  credit: Minor;
  coveredOther: Minor;
  coveredTransfer: Minor;
  other: Minor;
  transfer: Minor;
  bonus: Minor;
}

const ORDER = ["credit", "coveredOther", "coveredTransfer", "other", "transfer", "bonus"] as const;

export function poolOf(paid: PaidSums | undefined): PaidPool {
  const coveredTransfer = paid?.coveredTransferMinor ?? 0n;
  const coveredOther = paid?.coveredOtherMinor ?? 0n;
  return {
    credit: (paid?.creditMinor ?? 0n) - coveredTransfer - coveredOther,
    coveredOther,
    coveredTransfer,
    other: paid?.otherMinor ?? 0n,
    transfer: paid?.transferMinor ?? 0n,
    bonus: paid?.bonusMinor ?? 0n,
  };
}

export function joinPools(pools: readonly PaidPool[]): PaidPool {
  const sum = nothing();
  for (const pool of pools) for (const source of ORDER) sum[source] += pool[source];
  return sum;
}

/** What all grains of a SKU of a month can still give back: under the row's own contract, and under all of them. */
export interface MonthPools {
  readonly ofContract: PaidPool;
  readonly ofMonth: PaidPool;
}

/**
 * Gives a grain's overcharge back in the reverse order of spending (BAL-04, PAY-08): first what is still on credit, then
 * what a later payment covered, then the payment account's own money, last the bonus. A grain gives back its own money
 * first; under volume prices a day may cost less than nothing, and then the rest is the month's money for the same SKU, that
 * of its own contract first, the day's own other resources included, once they are charged.
 */
export function planGrainReturn(
  day: LocalDate,
  row: StagedGrain,
  own: PaidRow | undefined,
  { ofContract, ofMonth }: MonthPools,
): GrainReturn {
  let due = -row.amountMinor;
  const taken = nothing();
  const ownPool = poolOf(own);
  for (const limit of [ownPool, ofContract, ofMonth]) {
    for (const source of ORDER) {
      const left = limit[source] - (limit === ownPool ? taken[source] : 0n);
      const within = limit === ofMonth ? left : least(left, ofContract[source]);
      const part = least(most(least(within, ofMonth[source]), 0n), due);
      taken[source] += part;
      if (limit !== ofMonth) ofContract[source] -= part;
      ofMonth[source] -= part;
      due -= part;
    }
  }
  const returns: Return[] = [];
  const push = (fundingSource: Return["fundingSource"], amountMinor: Minor) => {
    if (amountMinor > 0n) returns.push({ bonusGroup: row.bonusGroup, fundingSource, amountMinor });
  };
  push("credit", taken.credit);
  push("other", taken.coveredOther + taken.other);
  push("transfer", taken.coveredTransfer + taken.transfer);
  push("bonus", taken.bonus);
  return { missingMinor: due, ...givenUp(day, row, taken, -1n), returns };
}

const nothing = (): PaidPool => ({
  credit: 0n,
  coveredOther: 0n,
  coveredTransfer: 0n,
  other: 0n,
  transfer: 0n,
  bonus: 0n,
});
const least = (a: Minor, b: Minor): Minor => (a < b ? a : b);
const most = (a: Minor, b: Minor): Minor => (a > b ? a : b);

/** The charge and the covers that a grain loses (sign -1) or gets (1). */
function givenUp(
  day: LocalDate,
  row: StagedGrain,
  taken: PaidPool,
  sign: 1n | -1n,
): Pick<GrainReturn, "written" | "uncovers"> {
  const cover = (fundingSource: "transfer" | "other", amountMinor: Minor): UncoverRow => ({
    projectId: row.projectId,
    entryId: 0n,
    day,
    resourceId: row.resourceId,
    skuId: row.skuId,
    contractId: row.contractId,
    fundingSource,
    amountMinor: sign * amountMinor,
  });
  return {
    written: {
      row,
      transfer: sign * taken.transfer,
      other: sign * taken.other,
      bonus: sign * taken.bonus,
      credit: sign * (taken.credit + taken.coveredOther + taken.coveredTransfer),
    },
    uncovers: [cover("other", taken.coveredOther), cover("transfer", taken.coveredTransfer)].filter(
      (one) => one.amountMinor !== 0n,
    ),
  };
}

/** What goes from one contract to another: no money moves, each kopeck keeps who paid it and what covered it. */
export interface GrainMove extends Pick<GrainReturn, "written" | "uncovers"> {
  /** What is written so is no longer staged: negative for the contract that gives up. */
  readonly amountMinor: Minor;
}

/**
 * Of the changes of one grain, some negative and some positive, what one contract gives up to another (REG-06). `paid` is
 * how the grain was paid under a contract. What is left of the changes is given back and charged as any other change.
 */
export function planGrainMoves(
  day: LocalDate,
  rows: readonly StagedGrain[],
  paid: (contractId: bigint) => PaidSums | undefined,
): GrainMove[] {
  const moves: GrainMove[] = [];
  const takers = rows.filter((row) => row.amountMinor > 0n).map((row) => ({ row, left: row.amountMinor }));
  for (const giver of rows.filter((row) => row.amountMinor < 0n)) {
    const pool = poolOf(paid(giver.contractId));
    let due = -giver.amountMinor;
    for (const taker of takers) {
      const taken = nothing();
      let moved = 0n;
      for (const source of ORDER) {
        const part = least(most(pool[source], 0n), least(due, taker.left));
        taken[source] += part;
        pool[source] -= part;
        due -= part;
        taker.left -= part;
        moved += part;
      }
      if (moved === 0n) continue;
      moves.push({ ...givenUp(day, without(giver), taken, -1n), amountMinor: -moved });
      moves.push({ ...givenUp(day, without(taker.row), taken, 1n), amountMinor: moved });
    }
  }
  return moves;
}

/** Quantity and cost stay with what is staged. */
function without(row: StagedGrain): StagedGrain {
  return { ...row, quantity: "0", numerator: "0", priceId: null };
}
