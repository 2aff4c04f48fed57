import { type Instant, formatInstant } from "../../core/time.ts";
import type { SubjectKind } from "../../core/subject.ts";
import { type Tx, only, textArray } from "../../platform/db.ts";
import type { OutboxMessage } from "../../platform/outbox/index.ts";

/** SQL on letters that wait for others of their kind: letter_window, letter_gathered. */
type Reader = Pick<Tx, "query">;

/** Until when the window of a reader and kind lasts, held until the transaction ends; `none` where there was none. */
export async function holdWindow(tx: Tx, userNo: bigint, kind: string, none: Instant): Promise<Instant> {
  await tx.execute(
    "insert into letter_window (user_no, kind, until) values ($1, $2, $3) on conflict (user_no, kind) do nothing",
    [userNo, kind, formatInstant(none)],
    "letter_window_open",
  );
  const rows = await tx.query<{ until: Instant }>(
    "select until from letter_window where user_no = $1 and kind = $2 for update",
    [userNo, kind],
    "letter_window_hold",
  );
  return only(rows).until;
}

export async function updateWindow(tx: Tx, userNo: bigint, kind: string, until: Instant): Promise<void> {
  await tx.execute(
    "update letter_window set until = $3 where user_no = $1 and kind = $2",
    [userNo, kind, formatInstant(until)],
    "letter_window_next",
  );
}

/** The number of a message that goes by itself. */
const BY_ITSELF = 0n;

/** What was decided about a message before, when it was tried first; null: nothing yet. */
export async function selectDecided(tx: Reader, messageId: bigint): Promise<"gathered" | "by_itself" | null> {
  const rows = await tx.query<{ digestNo: bigint | null }>(
    `select digest_no as "digestNo" from letter_gathered where message_id = $1`,
    [messageId],
    "letter_decided",
  );
  const [row] = rows;
  if (!row) return null;
  return row.digestNo === BY_ITSELF ? "by_itself" : "gathered";
}

/** Whether something of this reader and kind waits to be gathered. */
export async function hasWaiting(tx: Reader, userNo: bigint, kind: string): Promise<boolean> {
  const rows = await tx.query(
    "select from letter_gathered where user_no = $1 and kind = $2 and digest_no is null limit 1",
    [userNo, kind],
    "letter_waiting",
  );
  return rows.length > 0;
}

/** Puts a message with the others, or notes that it goes by itself. */
export async function insertDecided(
  tx: Tx,
  message: Pick<OutboxMessage, "messageId" | "topic" | "subject" | "payload" | "createdAt">,
  of: { readonly userNo: bigint; readonly kind: string; readonly isGathered: boolean },
): Promise<void> {
  await tx.execute(
    `insert into letter_gathered (message_id, user_no, kind, topic, subject_kind, subject_id, payload, created_at, digest_no)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      message.messageId,
      of.userNo,
      of.kind,
      message.topic,
      message.subject.kind,
      message.subject.id,
      JSON.stringify(message.payload),
      formatInstant(message.createdAt),
      of.isGathered ? null : BY_ITSELF,
    ],
    "letter_gather",
  );
}

export interface Digest {
  readonly userNo: bigint;
  readonly kind: string;
  readonly digestNo: bigint;
}

/**
 * Takes what waits in windows that are over, at most `limit` of them, and opens the next window of each. Those that end after
 * `longest`, as no window does, were opened by a clock that was set back since, and are over.
 */
export function takeDue(
  tx: Tx,
  now: Instant,
  next: readonly { readonly kind: string; readonly until: Instant }[],
  limit: number,
  longest: Instant,
): Promise<Digest[]> {
  return tx.query<Digest>(
    `with due as materialized (
       select user_no, kind from letter_window w
        where (w.until <= $1 or w.until > $5) and exists (
          select from letter_gathered g where g.user_no = w.user_no and g.kind = w.kind and g.digest_no is null)
        order by w.until, w.user_no, w.kind limit $4 for update skip locked
     ), numbered as materialized (
       select user_no, kind, nextval('letter_digest_no') as digest_no from due
     ), taken as (
       update letter_gathered g set digest_no = n.digest_no from numbered n
        where g.user_no = n.user_no and g.kind = n.kind and g.digest_no is null
     ), opened as (
       update letter_window w set until = coalesce(k.until, $1)
         from numbered n left join unnest($2::text[], $3::timestamptz[]) k (kind, until) on k.kind = n.kind
        where w.user_no = n.user_no and w.kind = n.kind
     )
     select user_no as "userNo", kind, digest_no as "digestNo" from numbered order by digest_no`,
    [
      formatInstant(now),
      textArray(next.map(({ kind }) => kind)),
      textArray(next.map(({ until }) => formatInstant(until))),
      limit,
      formatInstant(longest),
    ],
    "letter_digests_due",
  );
}

export interface Gathered {
  readonly messageId: bigint;
  readonly topic: string;
  readonly subject: { readonly kind: SubjectKind; readonly id: bigint };
  readonly payload: Readonly<Record<string, unknown>>;
  readonly createdAt: Instant;
}

/** What a letter carries, in the order in which it happened. */
export async function selectGathered(tx: Reader, digestNo: bigint, limit: number): Promise<Gathered[]> {
  const rows = await tx.query<Omit<Gathered, "subject"> & { subjectKind: SubjectKind; subjectId: bigint }>(
    `select message_id as "messageId", topic, subject_kind as "subjectKind", subject_id as "subjectId", payload,
            created_at as "createdAt"
       from letter_gathered where digest_no = $1 order by message_id limit $2`,
    [digestNo, limit],
    "letter_gathered_of",
  );
  return rows.map(({ subjectKind: kind, subjectId: id, ...rest }) => ({ ...rest, subject: { kind, id } }));
}

export async function countGathered(tx: Reader, digestNo: bigint): Promise<number> {
  const rows = await tx.query<{ n: bigint }>("select count(*) as n from letter_gathered where digest_no = $1", [
    digestNo,
  ]);
  return Number(only(rows).n);
}

/** Removes what was carried and happened before, `limit` at most; answers how many went. */
export function deleteCarried(tx: Tx, before: Instant, limit: number): Promise<number> {
  return tx.execute(
    `delete from letter_gathered where message_id in (
       select message_id from letter_gathered where created_at < $1 and digest_no is not null order by created_at limit $2)`,
    [formatInstant(before), limit],
  );
}
