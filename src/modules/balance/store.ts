import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, instantArray, numberArray, only, textArray } from "../../platform/db.ts";
import type { FundingSource } from "../ledger/index.ts";
import type { Lot } from "./spend.ts";

export interface Wallet {
  readonly projectId: ProjectId;
  readonly regionCode: string;
  readonly currency: string;
  readonly firstPaidAt: Instant | null;
  readonly frozenAt: Instant | null;
  readonly deletionDueAt: Instant | null;
  readonly deletedAt: Instant | null;
  /** When the project itself was deleted (REG-08). */
  readonly closedAt: Instant | null;
  /** Below zero, but automation was halted when it was to be frozen. */
  readonly freezePending: boolean;
}

const WALLET = `project_id as "projectId", region_code as "regionCode", currency, first_paid_at as "firstPaidAt",
  frozen_at as "frozenAt", deletion_due_at as "deletionDueAt", deleted_at as "deletedAt", closed_at as "closedAt",
  freeze_pending_since is not null as "freezePending"`;

/** Makes the missing wallets of projects of one region and locks all of them, in project order. */
export async function lockWallets(
  tx: Tx,
  regionCode: string,
  currency: string,
  projectIds: readonly ProjectId[],
): Promise<Wallet[]> {
  const ids = numberArray(projectIds);
  const select = `select ${WALLET} from wallet where project_id = any($1::bigint[]) order by project_id for update`;
  let rows = await tx.query<Wallet>(select, [ids], "wallet_lock");
  if (rows.length < new Set(projectIds).size) {
    await tx.execute(
      `insert into wallet (project_id, region_code, currency)
       select distinct id, $2, $3 from unnest($1::bigint[]) id order by id on conflict do nothing`,
      [ids, regionCode, currency],
    );
    rows = await tx.query<Wallet>(select, [ids], "wallet_lock");
  }
  return rows;
}

export async function selectWallets(tx: Pick<Tx, "query">, projectIds: readonly ProjectId[]): Promise<Wallet[]> {
  const rows = await tx.query<Wallet>(
    `select ${WALLET} from wallet where project_id = any($1::bigint[])`,
    [numberArray(projectIds)],
    "wallet_select",
  );
  return rows;
}

/** The lots that can still be spent; with `spent`, the used-up ones too (to give money back to them). */
export async function selectLots(
  tx: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
  spent = false,
): Promise<Map<ProjectId, Lot[]>> {
  const rows = await tx.query<Lot & { projectId: ProjectId }>(
    `select project_id as "projectId", lot_no as "lotNo", funding_source as "fundingSource", bonus_group as "bonusGroup",
            granted_minor as "grantedMinor", remaining_minor as "remainingMinor", expired_minor as "expiredMinor", received_at as "receivedAt",
            expires_at as "expiresAt"
       from fund_lot where project_id = any($1::bigint[]) ${spent ? "" : "and remaining_minor > 0"}`,
    [numberArray(projectIds)],
    spent ? "lots_all" : "lots_unspent",
  );
  return Map.groupBy(rows, (lot) => lot.projectId);
}

export async function selectExpired(
  tx: Pick<Tx, "query">,
  now: Instant,
  limit: number,
): Promise<{ projectId: ProjectId; since: Instant }[]> {
  if (!(await anyExpired(tx, now))) return [];
  return tx.query(
    `select project_id as "projectId", min(expires_at) as since from fund_lot
      where remaining_minor > 0 and expires_at <= $1 group by project_id order by project_id limit $2`,
    [formatInstant(now), limit],
    "lots_expired",
  );
}

/** Asked every second, and nearly always answered no: by one row of an index, with a plan that serves for ever. */
async function anyExpired(tx: Pick<Tx, "query">, now: Instant): Promise<boolean> {
  const { any } = only(
    await tx.query<{ any: boolean }>(
      `select exists (select from (
         select 1 from fund_lot where remaining_minor > 0 and expires_at <= $1 order by expires_at limit 1) first) as any`,
      [formatInstant(now)],
      "lots_any_expired",
    ),
  );
  return any;
}

/** Which of the projects ever had a bonus. */
export async function selectWithBonus(tx: Pick<Tx, "query">, projectIds: readonly ProjectId[]): Promise<ProjectId[]> {
  const rows = await tx.query<{ projectId: ProjectId }>(
    `select distinct project_id as "projectId" from fund_lot where project_id = any($1::bigint[]) and bonus_group is not null`,
    [numberArray(projectIds)],
    "lots_with_bonus",
  );
  return rows.map((row) => row.projectId);
}

export interface LotRemainder {
  readonly projectId: ProjectId;
  readonly lotNo: bigint;
  readonly remainingMinor: Minor;
  /** What expired in all; without it that stays as it is. */
  readonly expiredMinor?: Minor;
}

/** Says what is left of lots; of bonuses also writes down what that takes out of each lot, or puts back (invariant 6). */
export async function updateLots(tx: Tx, remainders: readonly LotRemainder[]): Promise<void> {
  if (remainders.length === 0) return;
  await tx.execute(
    `with changed as (
       update fund_lot f set remaining_minor = n.remaining, expired_minor = coalesce(n.expired, f.expired_minor)
         from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) n(project_id, lot_no, remaining, expired)
        where f.project_id = n.project_id and f.lot_no = n.lot_no
       returning f.project_id, f.lot_no, f.bonus_group, old.remaining_minor - new.remaining_minor as taken,
                 new.expired_minor - old.expired_minor as expired
     )
     insert into bonus_move as m (project_id, lot_no, taken_minor, expired_minor)
     select project_id, lot_no, taken, expired from changed where bonus_group is not null
     on conflict (project_id, lot_no) do update
       set taken_minor = m.taken_minor + excluded.taken_minor, expired_minor = m.expired_minor + excluded.expired_minor`,
    [
      numberArray(remainders.map((lot) => lot.projectId)),
      numberArray(remainders.map((lot) => lot.lotNo)),
      numberArray(remainders.map((lot) => lot.remainingMinor)),
      numberArray(remainders.map((lot) => lot.expiredMinor ?? null)),
    ],
    "lots_update",
  );
}

export interface NewLot {
  readonly projectId: ProjectId;
  readonly lotNo: bigint;
  readonly fundingSource: Exclude<FundingSource, "credit">;
  readonly bonusGroup: string | null;
  readonly amountMinor: Minor;
  readonly receivedAt: Instant;
  readonly expiresAt: Instant | null;
}

export async function insertLots(tx: Tx, lots: readonly NewLot[]): Promise<void> {
  await tx.execute(
    `insert into fund_lot (project_id, lot_no, funding_source, bonus_group, granted_minor, remaining_minor, received_at, expires_at)
     select p, l, s, g, a, a, r, e
       from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[], $7::timestamptz[])
            n(p, l, s, g, a, r, e)`,
    [
      numberArray(lots.map((lot) => lot.projectId)),
      numberArray(lots.map((lot) => lot.lotNo)),
      textArray(lots.map((lot) => lot.fundingSource)),
      textArray(lots.map((lot) => lot.bonusGroup)),
      numberArray(lots.map((lot) => lot.amountMinor)),
      instantArray(lots.map((lot) => lot.receivedAt)),
      instantArray(lots.map((lot) => lot.expiresAt)),
    ],
  );
}

export interface Paid {
  readonly projectId: ProjectId;
  readonly at: Instant;
  /** Charges on credit wait for the money, or the project is frozen: it is to be charged anew. */
  readonly recheck: boolean;
}

/** Notes the first payment of projects and which of them are to be charged anew; of several payments the first counts. */
export async function markPaid(tx: Tx, paid: readonly Paid[]): Promise<void> {
  await tx.execute(
    `update wallet w set first_paid_at = coalesce(w.first_paid_at, n.at),
            cover_since = case when n.recheck then coalesce(w.cover_since, n.at) else w.cover_since end
       from (select distinct on (p) p, a, c from unnest($1::bigint[], $2::timestamptz[], $3::boolean[])
               with ordinality u(p, a, c, o) order by p, o) n(project_id, at, recheck)
      where w.project_id = n.project_id`,
    [
      numberArray(paid.map((one) => one.projectId)),
      instantArray(paid.map((one) => one.at)),
      `{${paid.map((one) => one.recheck).join(",")}}`,
    ],
  );
}

/** Charges on credit wait for money that these projects have. */
export async function markToCover(tx: Tx, projectIds: readonly ProjectId[], at: Instant): Promise<void> {
  if (projectIds.length === 0) return;
  await tx.execute("update wallet set cover_since = $2 where project_id = any($1::bigint[]) and cover_since is null", [
    numberArray(projectIds),
    formatInstant(at),
  ]);
}

export async function selectToCover(tx: Tx, limit: number): Promise<ProjectId[]> {
  const rows = await tx.query<{ projectId: ProjectId }>(
    `select project_id as "projectId" from wallet where cover_since is not null order by project_id limit $1`,
    [limit],
    "wallet_to_cover",
  );
  return rows.map((row) => row.projectId);
}

export async function selectToCoverAmong(tx: Tx, projectIds: readonly ProjectId[]): Promise<ProjectId[]> {
  const rows = await tx.query<{ projectId: ProjectId }>(
    `select project_id as "projectId" from wallet where project_id = any($1::bigint[]) and cover_since is not null
      order by project_id for update`,
    [numberArray(projectIds)],
    "wallet_cover_among",
  );
  return rows.map((row) => row.projectId);
}

export async function clearToCover(tx: Tx, projectIds: readonly ProjectId[]): Promise<void> {
  await tx.execute(
    "update wallet set cover_since = null where project_id = any($1::bigint[]) and cover_since is not null",
    [numberArray(projectIds)],
  );
}

export interface FreezeChange {
  readonly projectId: ProjectId;
  readonly at: Instant;
  readonly deletionDueAt: Instant | null;
}

/** A freeze begins a deletion queue of its own (FRZ-02), also of a project whose objects went in an earlier one. */
export async function setFrozen(tx: Tx, changes: readonly FreezeChange[]): Promise<void> {
  await tx.execute(
    `update wallet w set frozen_at = n.at, deletion_due_at = n.due, deletion_warned_at = null, deleted_at = null,
            freeze_pending_since = null
       from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) n(project_id, at, due)
      where w.project_id = n.project_id`,
    [
      numberArray(changes.map((change) => change.projectId)),
      instantArray(changes.map((change) => change.at)),
      instantArray(changes.map((change) => change.deletionDueAt)),
    ],
  );
}

export async function clearFrozen(tx: Tx, projectIds: readonly ProjectId[]): Promise<void> {
  await tx.execute(
    `update wallet set frozen_at = null, deletion_due_at = null, deletion_warned_at = null, deleted_at = null,
            freeze_pending_since = null
      where project_id = any($1::bigint[])`,
    [numberArray(projectIds)],
  );
}

/** Notes that projects wait to be frozen; answers how many wait in all. */
export async function setFreezePending(tx: Tx, projectIds: readonly ProjectId[], at: Instant): Promise<number> {
  await tx.execute(
    `update wallet set freeze_pending_since = coalesce(freeze_pending_since, $2) where project_id = any($1::bigint[])`,
    [numberArray(projectIds), formatInstant(at)],
  );
  const row = only(
    await tx.query<{ n: bigint }>("select count(*) as n from wallet where freeze_pending_since is not null"),
  );
  return Number(row.n);
}

/** What waited to be frozen got its money in time, or a post-paid contract. */
export async function clearFreezePending(tx: Tx, projectIds: readonly ProjectId[]): Promise<void> {
  await tx.execute("update wallet set freeze_pending_since = null where project_id = any($1::bigint[])", [
    numberArray(projectIds),
  ]);
}

export async function selectFreezePending(tx: Tx): Promise<Wallet[]> {
  const rows = await tx.query<Wallet>(
    `with held as materialized (
       select *, freeze_pending_since as since from wallet where freeze_pending_since is not null order by project_id for update)
     select ${WALLET} from held order by since, project_id`,
  );
  return rows;
}

export type FreezeEventKind = "frozen" | "unfrozen" | "deletion_ahead" | "deletion_due" | "deleted";

export interface FreezeEvent {
  readonly projectId: ProjectId;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly kind: FreezeEventKind;
  readonly reason: string;
  readonly balanceMinor: Minor;
}

export async function insertFreezeEvents(tx: Tx, events: readonly FreezeEvent[]): Promise<void> {
  await tx.execute(
    `insert into freeze_event (project_id, at, recorded_at, kind, reason, balance_minor)
     select * from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::text[], $5::text[], $6::bigint[])`,
    [
      numberArray(events.map((event) => event.projectId)),
      instantArray(events.map((event) => event.at)),
      instantArray(events.map((event) => event.recordedAt)),
      textArray(events.map((event) => event.kind)),
      textArray(events.map((event) => event.reason)),
      numberArray(events.map((event) => event.balanceMinor)),
    ],
  );
}

/** What became of a project, the latest first; at most `limit`. */
export function selectFreezeEvents(tx: Pick<Tx, "query">, projectId: ProjectId, limit: number): Promise<FreezeEvent[]> {
  return tx.query<FreezeEvent>(
    `select project_id as "projectId", at, recorded_at as "recordedAt", kind, reason, balance_minor as "balanceMinor"
       from freeze_event where project_id = $1 order by event_no desc limit $2`,
    [projectId, limit],
  );
}

export async function countFreezeEvents(tx: Tx, kind: FreezeEventKind, since: Instant): Promise<number> {
  const row = only(
    await tx.query<{ n: bigint }>("select count(*) as n from freeze_event where kind = $1 and recorded_at > $2", [
      kind,
      formatInstant(since),
    ]),
  );
  return Number(row.n);
}

export async function countWallets(tx: Tx): Promise<number> {
  const row = only(await tx.query<{ n: bigint }>("select count(*) as n from wallet where deleted_at is null"));
  return Number(row.n);
}

export interface Halt {
  readonly haltId: bigint;
  readonly kind: "freeze" | "deletion";
  readonly haltedAt: Instant;
  readonly affected: number;
  readonly allowed: number;
}

export function selectOpenHalts(tx: Tx): Promise<Halt[]> {
  return tx.query<Halt>(
    `select halt_id as "haltId", kind, halted_at as "haltedAt", affected, allowed
       from automation_halt where released_at is null order by halt_id`,
  );
}

/** Halts, or shows a halt that is open already how many are waiting now: each of them counts once. */
export async function openHalt(
  tx: Tx,
  kind: Halt["kind"],
  at: Instant,
  affected: number,
  allowed: number,
): Promise<void> {
  await tx.execute(
    `insert into automation_halt (kind, halted_at, affected, allowed) values ($1, $2, $3, $4)
     on conflict (kind) where released_at is null do update set affected = greatest(automation_halt.affected, excluded.affected)`,
    [kind, formatInstant(at), affected, allowed],
  );
}

/** `shown`: how many who released it were shown; null: as many as wait. */
export async function releaseHalt(
  tx: Tx,
  kind: Halt["kind"],
  { at, by, shown }: { readonly at: Instant; readonly by: string; readonly shown: number | null },
): Promise<boolean> {
  const count = await tx.execute(
    `update automation_halt set released_at = $2, released_by = $3, allowance = coalesce($4::int, affected)
      where kind = $1 and released_at is null`,
    [kind, formatInstant(at), by, shown],
  );
  return count > 0;
}

/** How many more than usual recent releases allow: what the operators saw when releasing; and when the first of them was. */
export async function selectReleasedAllowance(
  tx: Tx,
  kind: Halt["kind"],
  since: Instant,
): Promise<{ readonly released: number; readonly firstAt: Instant | null }> {
  const row = only(
    await tx.query<{ n: bigint; firstAt: Instant | null }>(
      `select coalesce(sum(allowance), 0)::bigint as n, min(released_at) as "firstAt" from automation_halt
        where kind = $1 and released_at > $2`,
      [kind, formatInstant(since)],
    ),
  );
  return { released: Number(row.n), firstAt: row.firstAt };
}

/** What is due by `now` and was told to the owner by `toldBy`. */
export async function selectDeletionsDue(tx: Tx, now: Instant, toldBy: Instant, limit: number): Promise<Wallet[]> {
  const rows = await tx.query<Wallet>(
    `select ${WALLET} from wallet
      where deletion_due_at <= $1 and deletion_warned_at <= $3 and deleted_at is null and closed_at is null and frozen_at is not null
      order by deletion_due_at limit $2 for update skip locked`,
    [formatInstant(now), limit, formatInstant(toldBy)],
  );
  return rows;
}

export async function selectDeletionsAhead(tx: Tx, until: Instant, limit: number): Promise<Wallet[]> {
  const rows = await tx.query<Wallet>(
    `select ${WALLET} from wallet
      where deletion_due_at <= $1 and deletion_warned_at is null and deleted_at is null and closed_at is null
      order by deletion_due_at limit $2 for update skip locked`,
    [formatInstant(until), limit],
  );
  return rows;
}

/** Owners were told at `at` that objects are deleted at `deletionDueAt`. */
export async function markWarned(
  tx: Tx,
  told: readonly Pick<Wallet, "projectId" | "deletionDueAt">[],
  at: Instant,
): Promise<void> {
  await tx.execute(
    `update wallet w set deletion_warned_at = $3, deletion_due_at = n.due
       from unnest($1::bigint[], $2::timestamptz[]) n(project_id, due) where w.project_id = n.project_id`,
    [
      numberArray(told.map((one) => one.projectId)),
      instantArray(told.map((one) => one.deletionDueAt)),
      formatInstant(at),
    ],
  );
}

export async function markDeleted(tx: Tx, projectIds: readonly ProjectId[], at: Instant): Promise<void> {
  await tx.execute("update wallet set deleted_at = $2 where project_id = any($1::bigint[])", [
    numberArray(projectIds),
    formatInstant(at),
  ]);
}

/** Of a deleted project: the deletion queue has nothing to do in it any more. */
export async function setClosed(tx: Tx, projectId: ProjectId, at: Instant): Promise<void> {
  await tx.execute("update wallet set closed_at = $2 where project_id = $1", [projectId, formatInstant(at)]);
}

export interface KeptWarning {
  readonly projectId: ProjectId;
  readonly told: "freeze_ahead" | "freeze_last_day";
  readonly runsOutAt: Instant;
  readonly toldAt: Instant;
}

export function selectWarnings(
  tx: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
): Promise<Pick<KeptWarning, "projectId" | "told">[]> {
  return tx.query(
    `select project_id as "projectId", told from freeze_warning where project_id = any($1::bigint[])`,
    [numberArray(projectIds)],
    "freeze_warnings",
  );
}

export async function upsertWarnings(tx: Tx, warnings: readonly KeptWarning[]): Promise<void> {
  await tx.execute(
    `insert into freeze_warning (project_id, told, runs_out_at, told_at)
     select * from unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::timestamptz[])
     on conflict (project_id) do update set told = excluded.told, runs_out_at = excluded.runs_out_at, told_at = excluded.told_at`,
    [
      numberArray(warnings.map(({ projectId }) => projectId)),
      textArray(warnings.map(({ told }) => told)),
      instantArray(warnings.map(({ runsOutAt }) => runsOutAt)),
      instantArray(warnings.map(({ toldAt }) => toldAt)),
    ],
  );
}

export async function deleteWarnings(tx: Tx, projectIds: readonly ProjectId[]): Promise<void> {
  await tx.execute("delete from freeze_warning where project_id = any($1::bigint[])", [numberArray(projectIds)]);
}

/** Removes lots of which nothing was spent; answers how many. */
export function deleteUnspentLots(
  tx: Tx,
  lots: readonly { readonly projectId: ProjectId; readonly entryId: bigint }[],
): Promise<number> {
  return tx.execute(
    `delete from fund_lot f using unnest($1::bigint[], $2::bigint[]) n(project_id, lot_no)
      where f.project_id = n.project_id and f.lot_no = n.lot_no and f.remaining_minor = f.granted_minor`,
    [numberArray(lots.map((lot) => lot.projectId)), numberArray(lots.map((lot) => lot.entryId))],
  );
}
