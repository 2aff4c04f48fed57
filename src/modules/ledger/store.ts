import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import { type Instant, type LocalMonth, addMonths, formatInstant } from "../../core/time.ts";
import { type Tx, inOrder, instantArray, numberArray, only, textArray } from "../../platform/db.ts";
import type { EntryDraft, LedgerAccount } from "./entry.ts";

/** Entry numbers are handed out in blocks, so that a posting costs no round trip for its number. */
const BLOCK = 1024n;
const blocks = new WeakMap<object, { next: bigint; end: bigint }>();

async function takeIds(tx: Tx, count: number): Promise<bigint[]> {
  const ids: bigint[] = [];
  while (ids.length < count) {
    const block = blocks.get(tx.client);
    if (!block || block.next === block.end) {
      const { id } = only(
        await tx.query<{ id: bigint }>("select nextval('journal_entry_id') as id", [], "ledger_block"),
      );
      blocks.set(tx.client, { next: id, end: id + BLOCK });
    } else {
      ids.push(block.next);
      block.next += 1n;
    }
  }
  return ids;
}

const FEW = 20;

const ENTRIES = `
  insert into journal_entry
    (project_id, entry_id, region_code, kind, effective_at, booked_at, booking_month, reference, idempotency_key)
  select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[],
                       $7::date[], $8::text[], $9::text[])`;

const LINES = `
  select * from unnest($10::bigint[], $11::bigint[], $12::smallint[], $13::text[], $14::text[], $15::bigint[], $16::text[],
                       $17::timestamptz[])
           with ordinality as l(project_id, entry_id, line_no, ledger_account, currency, amount_minor, funding_source,
                                effective_at, ordinal)`;

/** In key order, so that two batches over the same accounts wait for each other instead of deadlocking. */
const CHANGED = `
  on conflict (project_id, ledger_account) do update
    set balance_minor = b.balance_minor + excluded.balance_minor,
        posting_count = b.posting_count + excluded.posting_count
  returning project_id, ledger_account, balance_minor, posting_count`;

/** The balances after postings of which each has an account of its own. */
const WRITTEN_ONCE = `
changed as (
  insert into ledger_balance as b (project_id, ledger_account, currency, balance_minor, posting_count)
  select project_id, ledger_account, currency, amount_minor, 1 from line order by project_id, ledger_account${CHANGED}
), written as (
  insert into posting (project_id, entry_id, line_no, ledger_account, currency, amount_minor, funding_source,
                       effective_at, balance_after_minor, posting_no)
  select project_id, l.entry_id, l.line_no, ledger_account, l.currency, l.amount_minor, l.funding_source,
         l.effective_at, c.balance_minor, c.posting_count
    from line l join changed c using (project_id, ledger_account)
)`;

/** The same when several postings of the batch share an account: each has the balance that it left. */
const WRITTEN_IN_TURN = `
changed as (
  insert into ledger_balance as b (project_id, ledger_account, currency, balance_minor, posting_count)
  select project_id, ledger_account, min(currency), sum(amount_minor)::bigint, count(*)
    from line group by project_id, ledger_account order by project_id, ledger_account${CHANGED}
), written as (
  insert into posting (project_id, entry_id, line_no, ledger_account, currency, amount_minor, funding_source,
                       effective_at, balance_after_minor, posting_no)
  select l.project_id, l.entry_id, l.line_no, l.ledger_account, l.currency, l.amount_minor, l.funding_source,
         l.effective_at,
         c.balance_minor - coalesce(sum(l.amount_minor) over later, 0)::bigint,
         c.posting_count - (count(*) over later)
    from line l join changed c using (project_id, ledger_account)
  window later as (partition by l.project_id, l.ledger_account order by l.ordinal desc
                   rows between unbounded preceding and 1 preceding)
)`;

/**
 * Entries of which some may be there already: only what is new is written, and told. Joined by the entry's number alone: of
 * two columns the planner expects so few matches that it would compare thousands of lines pair by pair.
 */
const keyed = (written: string): string => `
with entry as (${ENTRIES}
  on conflict (project_id, idempotency_key) do nothing
  returning entry_id
), line as (${LINES} join entry using (entry_id)
), ${written}
select count(*) as written, case when count(*) < $18::int then array_agg(entry_id) end as "entryIds" from entry`;

/** Entries without keys are all new: a conflict need not be looked for, which costs a write of its own for each. */
const unkeyed = (written: string): string => `
with entry as (${ENTRIES}
), line as (${LINES}
), ${written}
select $18::bigint as written, null::bigint[] as "entryIds"`;

const STATEMENTS = {
  ledger_keyed_once: keyed(WRITTEN_ONCE),
  ledger_keyed_in_turn: keyed(WRITTEN_IN_TURN),
  ledger_once: unkeyed(WRITTEN_ONCE),
  ledger_in_turn: unkeyed(WRITTEN_IN_TURN),
};

/** Written while the next so many are made ready. */
const AT_ONCE = 2_500;

/** Writes entries with their postings and balances; answers the ids in order, null where repeated. */
export async function insertEntries(tx: Tx, drafts: readonly EntryDraft[]): Promise<readonly (bigint | null)[]> {
  const ids = await takeIds(tx, drafts.length);
  const [first, ...others] = drafts;
  if (first && others.length === 0 && first.postings.length < ONE_ENTRY.length && hasOwnAccounts(first))
    return insertOne(tx, first, ids[0] as bigint);
  if (drafts.length <= AT_ONCE) return insertSome(tx, drafts, ids);
  // By project: two batches that come in several statements still wait for each other in one order.
  const places = drafts.map((_, place) => place).sort((a, b) => compareProjects(drafts[a], drafts[b]) || a - b);
  const parts = Array.from({ length: Math.ceil(places.length / AT_ONCE) }, (_, part) => () => {
    const from = part * AT_ONCE;
    const some = places.slice(from, from + AT_ONCE).map((place) => drafts[place] as EntryDraft);
    return insertSome(tx, some, ids.slice(from, from + AT_ONCE));
  });
  const sorted = (await inOrder(parts)).flat();
  const written: (bigint | null)[] = [];
  places.forEach((place, index) => (written[place] = sorted[index] ?? null));
  return written;
}

function hasOwnAccounts({ postings }: EntryDraft): boolean {
  return new Set(postings.map((posting) => posting.ledgerAccount)).size === postings.length;
}

/** The statement for one entry with so many postings, each of an account of its own: a third cheaper than a set of one. */
function oneEntry(postings: number): string {
  const lines = Array.from({ length: postings }, (_, index) => {
    const place = 11 + index * 3;
    return `(${index + 1}::smallint, $${place}::text, $${place + 1}::bigint, $${place + 2}::text)`;
  });
  return `
with entry as (
  insert into journal_entry
    (project_id, entry_id, region_code, kind, effective_at, booked_at, booking_month, reference, idempotency_key)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (project_id, idempotency_key) do nothing
  returning entry_id
), line(line_no, ledger_account, amount_minor, funding_source) as (
  values ${lines.join(", ")}
), changed as (
  insert into ledger_balance as b (project_id, ledger_account, currency, balance_minor, posting_count)
  select $1, ledger_account, $10, amount_minor, 1 from line where exists (select from entry)
   order by ledger_account${CHANGED}
), written as (
  insert into posting (project_id, entry_id, line_no, ledger_account, currency, amount_minor, funding_source,
                       effective_at, balance_after_minor, posting_no)
  select $1, $2, l.line_no, ledger_account, $10, l.amount_minor, l.funding_source, $5, c.balance_minor, c.posting_count
    from line l join changed c using (ledger_account)
)
select count(*) as written from entry`;
}

/** By the number of postings. */
const ONE_ENTRY = Array.from({ length: 9 }, (_, postings) => oneEntry(postings));

async function insertOne(tx: Tx, draft: EntryDraft, id: bigint): Promise<readonly (bigint | null)[]> {
  const postings = draft.postings.length;
  const rows = await tx.query<{ written: bigint }>(
    ONE_ENTRY[postings] as string,
    [
      draft.projectId,
      id,
      draft.regionCode,
      draft.kind,
      formatInstant(draft.effectiveAt),
      formatInstant(draft.bookedAt),
      `${draft.bookingMonth}-01`,
      draft.reference,
      draft.idempotencyKey ?? null,
      draft.currency,
      ...draft.postings.flatMap((posting) => [posting.ledgerAccount, posting.amountMinor, posting.fundingSource]),
    ],
    `ledger_one_${postings}`,
  );
  return [only(rows).written === 1n ? id : null];
}

function compareProjects(a: EntryDraft | undefined, b: EntryDraft | undefined): number {
  return Number((a?.projectId ?? 0n) - (b?.projectId ?? 0n));
}

/** Asks at once: what is to be asked next is made ready while the database works. */
async function insertSome(
  tx: Tx,
  drafts: readonly EntryDraft[],
  ids: readonly bigint[],
): Promise<readonly (bigint | null)[]> {
  const postings = drafts.flatMap((draft) => draft.postings);
  const owners: EntryDraft[] = [];
  const entryIds: bigint[] = [];
  const lineNumbers: number[] = [];
  const accounts = new Set<string>();
  for (const [place, draft] of drafts.entries()) {
    draft.postings.forEach(({ ledgerAccount }, index) => {
      owners.push(draft);
      entryIds.push(ids[place] as bigint);
      lineNumbers.push(index + 1);
      accounts.add(`${draft.projectId} ${ledgerAccount}`);
    });
  }
  const isKeyed = drafts.some((draft) => draft.idempotencyKey !== undefined);
  const name = `ledger_${isKeyed ? "keyed_" : ""}${accounts.size === postings.length ? "once" : "in_turn"}` as const;
  const rows = await tx.query<{ written: bigint; entryIds: string[] | null }>(
    STATEMENTS[name],
    [
      numberArray(drafts.map((draft) => draft.projectId)),
      numberArray(ids),
      textArray(drafts.map((draft) => draft.regionCode)),
      textArray(drafts.map((draft) => draft.kind)),
      instantArray(drafts.map((draft) => draft.effectiveAt)),
      instantArray(drafts.map((draft) => draft.bookedAt)),
      textArray(drafts.map((draft) => `${draft.bookingMonth}-01`)),
      textArray(drafts.map((draft) => draft.reference)),
      textArray(drafts.map((draft) => draft.idempotencyKey ?? null)),
      numberArray(owners.map((draft) => draft.projectId)),
      numberArray(entryIds),
      numberArray(lineNumbers),
      textArray(postings.map((posting) => posting.ledgerAccount)),
      textArray(owners.map((draft) => draft.currency)),
      numberArray(postings.map((posting) => posting.amountMinor)),
      textArray(postings.map((posting) => posting.fundingSource)),
      instantArray(owners.map((draft) => draft.effectiveAt)),
      drafts.length,
    ],
    // A plan made for a few entries would join thousands pair by pair.
    drafts.length <= FEW ? name : undefined,
  );
  const { written, entryIds: fresh } = only(rows);
  if (written === BigInt(drafts.length)) return ids;
  const news = new Set(fresh?.map(BigInt));
  return ids.map((id) => (news.has(id) ? id : null));
}

export async function entryByKey(tx: Tx, projectId: ProjectId, key: string): Promise<bigint | null> {
  const rows = await tx.query<{ entryId: bigint }>(
    `select entry_id as "entryId" from journal_entry where project_id = $1 and idempotency_key = $2`,
    [projectId, key],
    "ledger_by_key",
  );
  return rows[0]?.entryId ?? null;
}

export interface BalanceRow {
  projectId: ProjectId;
  ledgerAccount: LedgerAccount;
  balanceMinor: Minor;
}

export function selectBalances(tx: Pick<Tx, "query">, projectIds: readonly ProjectId[]): Promise<BalanceRow[]> {
  return tx.query<BalanceRow>(
    `select project_id as "projectId", ledger_account as "ledgerAccount", balance_minor as "balanceMinor" from ledger_balance
      where project_id = any($1::bigint[])`,
    [numberArray(projectIds)],
    "ledger_balances",
  );
}

export async function insertPeriodLock(tx: Tx, regionCode: string, month: LocalMonth, at: Instant): Promise<void> {
  await tx.execute(
    "insert into period_lock (region_code, month, locked_at) values ($1, $2, $3) on conflict do nothing",
    [regionCode, `${month}-01`, formatInstant(at)],
  );
}

export async function selectLockedMonths(tx: Pick<Tx, "query">, regionCode: string): Promise<LocalMonth[]> {
  const rows = await tx.query<{ month: string }>(
    "select to_char(month, 'YYYY-MM') as month from period_lock where region_code = $1 order by month",
    [regionCode],
    "ledger_locks",
  );
  return rows.map((row) => row.month as LocalMonth);
}

export async function selectFirstBooked(tx: Pick<Tx, "query">, regionCode: string): Promise<LocalMonth | null> {
  const row = only(
    await tx.query<{ month: LocalMonth | null }>(
      "select to_char(min(booking_month), 'YYYY-MM') as month from journal_entry where region_code = $1",
      [regionCode],
    ),
  );
  return row.month;
}

export async function selectEarliestOpen(tx: Tx, regionCode: string): Promise<LocalMonth | null> {
  const row = only(
    await tx.query<{ month: LocalMonth | null }>(
      // From month to month by the index, instead of through all entries.
      `with recursive booked as (
         select (select min(booking_month) from journal_entry where region_code = $1) as month
         union all
         select (select min(booking_month) from journal_entry where region_code = $1 and booking_month > b.month)
           from booked b where b.month is not null
       )
       select to_char(min(month), 'YYYY-MM') as month from booked b
        where month is not null and not exists (select from period_lock l where l.region_code = $1 and l.month = b.month)`,
      [regionCode],
    ),
  );
  return row.month;
}

export function nextMonth(month: LocalMonth): LocalMonth {
  return addMonths(month, 1);
}

export interface EntryRow {
  kind: EntryDraft["kind"];
  effectiveAt: Instant;
  bookedAt: Instant;
  bookingMonth: LocalMonth;
  reference: string;
}

export async function selectEntry(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
  entryId: bigint,
): Promise<EntryRow | null> {
  const rows = await tx.query<EntryRow>(
    `select kind, effective_at as "effectiveAt", booked_at as "bookedAt",
            to_char(booking_month, 'YYYY-MM') as "bookingMonth", reference
       from journal_entry where project_id = $1 and entry_id = $2`,
    [projectId, entryId],
  );
  return rows[0] ?? null;
}

export interface EntryKey {
  readonly projectId: ProjectId;
  readonly entryId: bigint;
}

/** Those of the entries that count in a month or before it. */
export function selectBookedBy(
  tx: Pick<Tx, "query">,
  entries: readonly EntryKey[],
  month: LocalMonth,
): Promise<EntryKey[]> {
  return tx.query<EntryKey>(
    `select e.project_id as "projectId", e.entry_id as "entryId"
       from unnest($1::bigint[], $2::bigint[]) n(project_id, entry_id) join journal_entry e using (project_id, entry_id)
      where e.booking_month <= $3`,
    [
      numberArray(entries.map((entry) => entry.projectId)),
      numberArray(entries.map((entry) => entry.entryId)),
      `${month}-01`,
    ],
  );
}

export interface PostingRow {
  ledgerAccount: LedgerAccount;
  currency: string;
  amountMinor: Minor;
  fundingSource: string;
  balanceAfterMinor: Minor;
}

export function selectPostings(tx: Pick<Tx, "query">, projectId: ProjectId, entryId: bigint): Promise<PostingRow[]> {
  return tx.query<PostingRow>(
    `select ledger_account as "ledgerAccount", currency, amount_minor as "amountMinor",
            funding_source as "fundingSource", balance_after_minor as "balanceAfterMinor"
       from posting where project_id = $1 and entry_id = $2 order by line_no`,
    [projectId, entryId],
  );
}
