import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import type { Instant, LocalMonth } from "../../core/time.ts";
import { type Tx, inOrder } from "../../platform/db.ts";
import { holdLock, shareLock } from "../../platform/locks.ts";
import { type EntryDraft, type LedgerAccount, checkDraft } from "./entry.ts";
import * as store from "./store.ts";

export {
  type ChargedPart,
  type EntryFacts,
  PAYMENT,
  bonusEntry,
  bonusExpiryEntry,
  bonusRevivalEntry,
  chargeEntry,
  correctionEntry,
  coverEntry,
  isBonus,
  paymentEntry,
  paymentReturnEntry,
  suspenseHoldEntry,
  suspenseReleaseEntry,
} from "./chart.ts";
export type { EntryDraft, FundingSource, LedgerAccount } from "./entry.ts";

export interface Posted {
  readonly entryId: bigint;
  /** True when an entry with this idempotency key was there before: nothing was written now. */
  readonly repeated: boolean;
}

/** Those of some entries that count in a month or before it. */
export function bookedBy(
  tx: Pick<Tx, "query">,
  entries: readonly store.EntryKey[],
  month: LocalMonth,
): Promise<store.EntryKey[]> {
  return store.selectBookedBy(tx, entries, month);
}

/**
 * Writes entries with their postings, in one statement. Atomic with the caller's transaction. An idempotency key that
 * the project already used (in the books or earlier in `drafts`) writes nothing and answers the first entry. The database
 * refuses (SQLSTATE 23514) an entry that does not sum to zero, one in another currency than its ledger account's, one
 * that touches an account its kind may not (chart.ts), and one booked into a closed month.
 */
export async function post(tx: Tx, drafts: readonly EntryDraft[]): Promise<Posted[]> {
  if (drafts.length === 0) return [];
  for (const draft of drafts) checkDraft(draft);
  const ids = await store.insertEntries(tx, drafts);
  const posted: Posted[] = [];
  for (const [index, draft] of drafts.entries()) {
    const id = ids[index];
    if (id !== null && id !== undefined) posted.push({ entryId: id, repeated: false });
    else {
      const first = await store.entryByKey(tx, draft.projectId, draft.idempotencyKey ?? "");
      if (first === null) throw new Error(`${draft.reference}: neither written nor found`);
      posted.push({ entryId: first, repeated: true });
    }
  }
  return posted;
}

/** The present balance (minor units, credit positive) of every ledger account of the given projects. */
export async function balances(
  tx: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
): Promise<Map<ProjectId, Map<LedgerAccount, Minor>>> {
  const result = new Map<ProjectId, Map<LedgerAccount, Minor>>();
  for (const row of await store.selectBalances(tx, projectIds)) {
    let accounts = result.get(row.projectId);
    if (!accounts) result.set(row.projectId, (accounts = new Map()));
    accounts.set(row.ledgerAccount, row.balanceMinor);
  }
  return result;
}

/**
 * The month in which something of `month` is to be booked: the month itself while it is open, else the first open month
 * after it (PRC-04). A month before one that is closed is not open any more, though nothing was booked in it: months are
 * closed in order. Holds off a close of the region until the transaction ends, so the answer stays true.
 */
export async function bookingMonth(tx: Tx, regionCode: string, month: LocalMonth): Promise<LocalMonth> {
  // The lock is held before the server looks.
  const [, months] = await inOrder([
    () => shareLock(tx, "period", regionCode),
    () => store.selectLockedMonths(tx, regionCode),
  ]);
  const last = months.at(-1);
  return last !== undefined && month <= last ? store.nextMonth(last) : month;
}

/** The closed months of a region, oldest first. */
export function lockedMonths(tx: Pick<Tx, "query">, regionCode: string): Promise<LocalMonth[]> {
  return store.selectLockedMonths(tx, regionCode);
}

/** The earliest month with entries that is not closed; null when there is none. */
export function earliestOpenMonth(tx: Tx, regionCode: string): Promise<LocalMonth | null> {
  return store.selectEarliestOpen(tx, regionCode);
}

/** The first month of a region with entries, closed or not; null when nothing was booked yet. */
export function firstBookedMonth(tx: Pick<Tx, "query">, regionCode: string): Promise<LocalMonth | null> {
  return store.selectFirstBooked(tx, regionCode);
}

/** Waits for transactions that are posting in the region, and keeps new ones out until this transaction ends. */
export function holdPosting(tx: Tx, regionCode: string): Promise<void> {
  return holdLock(tx, "period", regionCode);
}

/** Closes a month of a region to posting, for good. Waits for transactions that are posting. Repeating it is harmless. */
export async function lockPeriod(tx: Tx, regionCode: string, month: LocalMonth, at: Instant): Promise<void> {
  await holdPosting(tx, regionCode);
  await store.insertPeriodLock(tx, regionCode, month, at);
}

/** One journal entry with its postings, as it was booked. */
export type BookedEntry = store.EntryRow & { readonly postings: readonly store.PostingRow[] };

/** A journal entry of a project; null when it has none of that number. */
export async function entryOf(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
  entryId: bigint,
): Promise<BookedEntry | null> {
  const entry = await store.selectEntry(tx, projectId, entryId);
  return entry && { ...entry, postings: await store.selectPostings(tx, projectId, entryId) };
}

/**
 * For joins of other rooms that page charges and money as one list: the postings that moved a project's own money, with
 * project_id, entry_id, region_code, kind, effective_at, reference, funding_source and amount_minor (credit positive).
 */
export { MONEY_MOVEMENTS } from "./movement-sql.ts";
