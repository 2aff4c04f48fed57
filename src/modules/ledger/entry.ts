import type { ProjectId } from "../../core/ids.ts";
import type { Currency, Minor } from "../../core/money.ts";
import type { Instant, LocalMonth } from "../../core/time.ts";

export type EntryKind =
  | "charge"
  | "correction"
  | "cover"
  | "payment"
  | "payment_return"
  | "suspense"
  | "bonus"
  | "bonus_expiry";

/** Where the money of a posting came from (PAY-08): documents need it, and it cannot be derived later. */
export type FundingSource = "transfer" | "other" | "bonus" | "credit";

/** The name of a ledger account of a project: a name of the chart (chart.ts), or one of its families with the member's own name. */
export type LedgerAccount = string & { readonly __ledgerAccount: unique symbol };

export interface PostingDraft {
  readonly ledgerAccount: LedgerAccount;
  /** Positive = credit. Never zero. */
  readonly amountMinor: Minor;
  readonly fundingSource: FundingSource;
}

export interface EntryDraft {
  /** The project whose books the entry belongs to; 0 for the region's own. */
  readonly projectId: ProjectId;
  readonly regionCode: string;
  readonly currency: Currency;
  readonly kind: EntryKind;
  /** The business instant from which the entry counts in balances. */
  readonly effectiveAt: Instant;
  /** The business instant at which it was written down. */
  readonly bookedAt: Instant;
  /** The local month in which it counts for documents; a closed month is refused by the database. */
  readonly bookingMonth: LocalMonth;
  /** What caused it, as `bank_statement_line:17`. */
  readonly reference: string;
  /** The same key of the same project again changes nothing. */
  readonly idempotencyKey?: string;
  readonly postings: readonly PostingDraft[];
}

/** Refuses a draft that could not be a double entry; such a draft is a defect of the caller. */
export function checkDraft(draft: EntryDraft): void {
  if (draft.postings.length < 2) throw new Error(`${draft.reference}: an entry has two postings or more`);
  let sum = 0n;
  for (const posting of draft.postings) {
    if (posting.amountMinor === 0n) throw new Error(`${draft.reference}: a posting of nothing`);
    sum += posting.amountMinor;
  }
  if (sum !== 0n) throw new Error(`${draft.reference}: postings sum to ${sum}, not to zero`);
}
