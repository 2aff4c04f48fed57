import type { Minor } from "../../../core/money.ts";
import type { LocalDate } from "../../../core/time.ts";
import type { Return } from "../../balance/index.ts";
import type { GrainRow, PaidRow, PaidSums, ReturnedGrain, UncoverRow } from "./accrual-store.ts";

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

/**
 * Gives a grain's overcharge back in the reverse order of spending (BAL-04, PAY-08): first what is still on credit, then
 * what a later payment covered, then the payment account's own money, last the bonus. A grain gives back its own money
 * first; under volume prices a day may cost less than nothing, and then the rest is the month's money for the same SKU,
 * the day's own other resources included, once they are charged.
 */
export function planGrainReturn(day: LocalDate, row: GrainRow, own: PaidRow | undefined, month: PaidPool): GrainReturn {
  let due = -row.amountMinor;
  const taken: PaidPool = { credit: 0n, coveredOther: 0n, coveredTransfer: 0n, other: 0n, transfer: 0n, bonus: 0n };
  for (const limit of [poolOf(own), month]) {
    for (const source of ORDER) {
      const left = limit[source] - (limit === month ? 0n : taken[source]);
      const available = left < month[source] ? left : month[source];
      const part = available < due ? (available > 0n ? available : 0n) : due;
      taken[source] += part;
      month[source] -= part;
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
  const uncover = (fundingSource: "transfer" | "other", amountMinor: Minor): UncoverRow => ({
    projectId: row.projectId,
    entryId: 0n,
    day,
    resourceId: row.resourceId,
    skuId: row.skuId,
    fundingSource,
    amountMinor: -amountMinor,
  });
  return {
    missingMinor: due,
    written: {
      row,
      transfer: -taken.transfer,
      other: -taken.other,
      bonus: -taken.bonus,
      credit: -(taken.credit + taken.coveredOther + taken.coveredTransfer),
    },
    returns,
    uncovers: [uncover("other", taken.coveredOther), uncover("transfer", taken.coveredTransfer)].filter(
      (cover) => cover.amountMinor !== 0n,
    ),
  };
}
