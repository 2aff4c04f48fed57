import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only, textArray } from "../../platform/db.ts";

/** All SQL on erasure. Business time, but for when letters were gone. */
type Reader = Pick<Tx, "query">;

export interface Erasure {
  readonly erasureId: bigint;
  readonly userNo: bigint;
  readonly askedAt: Instant;
  readonly askedByKind: "person" | "staff";
  readonly reason: string | null;
  readonly dueAt: Instant;
  readonly heldAt: Instant | null;
  readonly holdReason: string | null;
  /** Codes of what keeps it from being done though it is due. */
  readonly waitsFor: readonly string[] | null;
  readonly endedAt: Instant | null;
  readonly endedAs: "erased" | "withdrawn" | null;
}

const ERASURE = `erasure_id as "erasureId", user_no as "userNo", asked_at as "askedAt", asked_by_kind as "askedByKind", reason,
  due_at as "dueAt", held_at as "heldAt", hold_reason as "holdReason", waits_for as "waitsFor", ended_at as "endedAt",
  ended_as as "endedAs"`;

/** Null where one is open already. */
export async function insertErasure(
  tx: Tx,
  erasure: Pick<Erasure, "userNo" | "askedAt" | "askedByKind" | "reason" | "dueAt"> & { readonly askedBy: string },
): Promise<bigint | null> {
  const { userNo, askedAt, askedByKind, askedBy, reason, dueAt } = erasure;
  const rows = await tx.query<{ erasureId: bigint }>(
    `insert into erasure (user_no, asked_at, asked_by_kind, asked_by, reason, due_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (user_no) where ended_at is null do nothing returning erasure_id as "erasureId"`,
    [userNo, formatInstant(askedAt), askedByKind, askedBy, reason, formatInstant(dueAt)],
  );
  return rows[0]?.erasureId ?? null;
}

export async function selectOpenErasure(reader: Reader, userNo: bigint): Promise<Erasure | null> {
  const rows = await reader.query<Erasure>(
    `select ${ERASURE} from erasure where user_no = $1 and ended_at is null`,
    [userNo],
    "erasure_open",
  );
  return rows[0] ?? null;
}

/** By its id, as long as it is open; held against other decisions until the transaction's end. */
export async function lockErasure(tx: Tx, erasureId: bigint): Promise<Erasure | null> {
  const rows = await tx.query<Erasure>(
    `select ${ERASURE} from erasure where erasure_id = $1 and ended_at is null for update`,
    [erasureId],
  );
  return rows[0] ?? null;
}

/** One that is due and that nothing is known to keep, the oldest first; null when there is none that nobody else works on. */
export async function lockDueErasure(tx: Tx, now: Instant, lookedBefore: Instant): Promise<Erasure | null> {
  const rows = await tx.query<Erasure>(
    `select ${ERASURE} from erasure
      where ended_at is null and held_at is null and due_at <= $1 and (looked_at is null or looked_at <= $2)
      order by due_at, erasure_id limit 1 for update skip locked`,
    [formatInstant(now), formatInstant(lookedBefore)],
  );
  return rows[0] ?? null;
}

export async function countDueErasures(reader: Reader, now: Instant, lookedBefore: Instant): Promise<number> {
  const rows = await reader.query<{ n: bigint }>(
    `select count(*) as n from erasure
      where ended_at is null and held_at is null and due_at <= $1 and (looked_at is null or looked_at <= $2)`,
    [formatInstant(now), formatInstant(lookedBefore)],
  );
  return Number(only(rows).n);
}

export async function updateWaiting(tx: Tx, erasureId: bigint, codes: readonly string[], at: Instant): Promise<void> {
  await tx.execute("update erasure set waits_for = $2, looked_at = $3 where erasure_id = $1", [
    erasureId,
    textArray(codes),
    formatInstant(at),
  ]);
}

/** With a reason it is held, without it goes on. */
export async function updateHold(
  tx: Tx,
  erasureId: bigint,
  hold: { readonly by: string; readonly reason: string; readonly at: Instant } | null,
): Promise<void> {
  await tx.execute("update erasure set held_at = $2, held_by = $3, hold_reason = $4 where erasure_id = $1", [
    erasureId,
    hold && formatInstant(hold.at),
    hold?.by ?? null,
    hold?.reason ?? null,
  ]);
}

export async function endErasure(
  tx: Tx,
  erasureId: bigint,
  as: NonNullable<Erasure["endedAs"]>,
  at: Instant,
): Promise<void> {
  await tx.execute("update erasure set ended_at = $2, ended_as = $3, waits_for = null where erasure_id = $1", [
    erasureId,
    formatInstant(at),
    as,
  ]);
}

export interface ListedErasure extends Erasure {
  readonly email: string;
  readonly name: string;
}

/** The newest first; open ones alone where that is asked for. Behind an id. */
export function selectErasures(
  reader: Reader,
  filter: { readonly open: boolean; readonly before: bigint | null; readonly limit: number },
): Promise<ListedErasure[]> {
  return reader.query<ListedErasure>(
    `select ${ERASURE}, u.email, u.name from erasure join app_user u using (user_no)
      where (not $1 or ended_at is null) and ($2::bigint is null or erasure_id < $2)
      order by erasure_id desc limit $3`,
    [filter.open, filter.before, filter.limit],
    "erasures",
  );
}

/** An erased person whose letters are not known to be gone, held; null when there is none. */
export async function lockLettersLeft(tx: Tx): Promise<{ erasureId: bigint; userNo: bigint } | null> {
  const rows = await tx.query<{ erasureId: bigint; userNo: bigint }>(
    `select erasure_id as "erasureId", user_no as "userNo" from erasure
      where ended_as = 'erased' and letters_gone_at is null order by looked_at nulls first, erasure_id
      limit 1 for update skip locked`,
  );
  return rows[0] ?? null;
}

/** `gone` where no letter is left; else when it was looked at. Machine time. */
export async function updateLetters(tx: Tx, erasureId: bigint, isGone: boolean, at: Instant): Promise<void> {
  await tx.execute(
    "update erasure set looked_at = $2, letters_gone_at = case when $3 then $2::timestamptz end where erasure_id = $1",
    [erasureId, formatInstant(at), isGone],
  );
}
