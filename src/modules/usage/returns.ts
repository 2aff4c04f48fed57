import type { Minor } from "../../core/money.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Return } from "../balance/index.ts";
import type { GrainRow, PaidRow, ReturnedGrain, UncoverRow } from "./accrual-store.ts";

export interface GrainReturn {
  readonly written: ReturnedGrain;
  readonly returns: readonly Return[];
  readonly uncovers: readonly UncoverRow[];
}

/**
 * Gives a grain's overcharge back in the reverse order of spending (BAL-04, PAY-08): first what is still on credit, then
 * what a later payment covered, then the payment account's own money, last the bonus.
 */
export function planGrainReturn(day: LocalDate, row: GrainRow, paid: PaidRow | undefined): GrainReturn {
  let due = -row.amount_minor;
  const take = (available: Minor): Minor => {
    const taken = available < due ? (available > 0n ? available : 0n) : due;
    due -= taken;
    return taken;
  };
  const coveredTransfer = paid?.covered_transfer_minor ?? 0n;
  const coveredOther = paid?.covered_other_minor ?? 0n;
  const credit = take((paid?.credit_minor ?? 0n) - coveredTransfer - coveredOther);
  const fromCoverOther = take(coveredOther);
  const fromCoverTransfer = take(coveredTransfer);
  const other = take(paid?.other_minor ?? 0n);
  const transfer = take(paid?.transfer_minor ?? 0n);
  const bonus = take(paid?.bonus_minor ?? 0n);
  if (due > 0n) throw new Error(`a grain of project ${row.project_id} gives back ${due} more than it was charged`);
  const returns: Return[] = [];
  const push = (fundingSource: Return["fundingSource"], amountMinor: Minor) => {
    if (amountMinor > 0n) returns.push({ bonusGroup: row.bonus_group, fundingSource, amountMinor });
  };
  push("credit", credit);
  push("other", fromCoverOther + other);
  push("transfer", fromCoverTransfer + transfer);
  push("bonus", bonus);
  const uncover = (fundingSource: "transfer" | "other", amountMinor: Minor): UncoverRow => ({
    projectId: row.project_id,
    entryId: 0n,
    day,
    resourceId: row.resource_id,
    skuId: row.sku_id,
    chargedMonth: paid?.charged_month ?? "",
    fundingSource,
    amountMinor: -amountMinor,
  });
  return {
    written: {
      row,
      transfer: -transfer,
      other: -other,
      bonus: -bonus,
      credit: -(credit + fromCoverOther + fromCoverTransfer),
    },
    returns,
    uncovers: [uncover("other", fromCoverOther), uncover("transfer", fromCoverTransfer)].filter(
      (cover) => cover.amountMinor !== 0n,
    ),
  };
}
