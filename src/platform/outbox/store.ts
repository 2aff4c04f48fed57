import type { Subject, SubjectKind } from "../../core/subject.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../db.ts";
import { holdLock } from "../locks.ts";

/** Commits that left something to send are announced here. */
export const OUTBOX_CHANNEL = "outbox";

/** A message as a sender gets it. */
export interface OutboxMessage {
  readonly messageId: bigint;
  readonly subject: Subject;
  readonly destination: string;
  readonly topic: string;
  /** Leaves strictly after the messages before it with the same subject and destination. */
  readonly ordered: boolean;
  /** As it is stored and sent; its topic reads it (`topic.payloadOf`). */
  readonly payload: Readonly<Record<string, unknown>>;
  /** The business instant of what happened. */
  readonly createdAt: Instant;
  readonly failures: number;
  readonly parked: boolean;
}

/** One attempt as it is kept for ever; instants are machine time. */
export interface Attempt {
  readonly startedAt: Instant;
  readonly durationMs: number;
  readonly outcome: "delivered" | "retry" | "refused";
  readonly status: number | null;
  readonly detail: string | null;
  readonly sent: Readonly<Record<string, unknown>>;
}

export interface ClaimRequest {
  readonly destination: string;
  readonly now: Instant;
  readonly leaseUntil: Instant;
  /** How many streams (or unordered messages) at most. */
  readonly streams: number;
  /** How many messages of one stream at most. */
  readonly chain: number;
}

type SubjectColumns = { readonly subjectKind: SubjectKind; readonly subjectId: bigint };

/** The subject of a row that names it in two columns. */
function withSubject<R extends SubjectColumns>(row: R) {
  const { subjectKind, subjectId, ...rest } = row;
  return { ...rest, subject: { kind: subjectKind, id: subjectId } };
}

export interface Claimed {
  readonly messages: OutboxMessage[];
  /** How many messages were put aside because one before them is still open. */
  readonly deferred: number;
}

/** How many due messages are looked at in one claim. */
const WINDOW = 256;

/**
 * Leases the oldest open message of due streams, and with it the next ones of that stream: nobody else can take those
 * while their head is open. `next_attempt_at` is the lease, so a worker that dies only delays a repeat.
 *
 * Due messages behind an open head are put aside (`infinity`) until that is closed, so that however many wait during an
 * outage, a look costs the same. Their head is locked meanwhile: it cannot be closed, and look for its successor, between
 * our seeing it open and our putting them aside.
 */
export async function claim(tx: Tx, request: ClaimRequest): Promise<Claimed> {
  // One look at a destination at a time: two that met in one stream, each with a part of it locked, would wait for each
  // other.
  await holdLock(tx, "outboxClaim", request.destination);
  const rows = await tx.query<Omit<OutboxMessage, "subject"> & SubjectColumns & { readonly taken: boolean }>(
    CLAIM,
    [
      request.destination,
      formatInstant(request.now),
      formatInstant(request.leaseUntil),
      request.streams,
      request.chain,
      WINDOW,
    ],
    "outbox_claim",
  );
  const messages = rows.filter((row) => row.taken).map(withSubject);
  messages.sort((one, other) => (one.messageId < other.messageId ? -1 : 1));
  return { messages, deferred: rows.length - messages.length };
}

/** `first`: the oldest open message of each stream that has a due one; `chain`: what is taken, heads and those behind them. */
const CLAIM = `
  with due as materialized (
    select m.subject_id, m.subject_kind, m.message_id, m.ordered, m.next_attempt_at
      from outbox_message m
     where m.destination = $1 and m.delivered_at is null and m.failed_at is null and m.next_attempt_at <= $2
     order by m.next_attempt_at, m.message_id
     limit $6
     for update skip locked
  ), first as materialized (
    select s.subject_id, s.subject_kind, o.message_id
      from (select distinct subject_id, subject_kind from due where ordered) s
     cross join lateral (
       select h.message_id
         from outbox_message h
        where h.destination = $1 and h.subject_id = s.subject_id and h.subject_kind = s.subject_kind and h.ordered
          and h.delivered_at is null and h.failed_at is null
        order by h.message_id
        limit 1) o
  ), held as materialized (
    select f.message_id
      from first f join outbox_message o on o.subject_id = f.subject_id and o.message_id = f.message_id
     where o.delivered_at is null and o.failed_at is null
     for share of o skip locked
  ), head as materialized (
    select d.subject_id, d.subject_kind, d.message_id, d.ordered
      from due d left join first f on f.subject_id = d.subject_id and f.subject_kind = d.subject_kind
     where not d.ordered or f.message_id = d.message_id
     order by d.next_attempt_at, d.message_id
     limit $4
  ), chain as materialized (
    select subject_id, message_id from head
    union all
    select head.subject_id, n.message_id
      from head cross join lateral (
        select o.message_id
          from outbox_message o
         where head.ordered and o.destination = $1 and o.subject_id = head.subject_id
           and o.subject_kind = head.subject_kind and o.ordered and o.message_id > head.message_id
           and o.delivered_at is null and o.failed_at is null
         order by o.message_id
         limit $5 - 1) n
  ), target as (
    select subject_id, message_id, true as taken from chain
    union all
    select d.subject_id, d.message_id, false
      from due d join first f on f.subject_id = d.subject_id and f.subject_kind = d.subject_kind
     where d.ordered and d.message_id > f.message_id
       and f.message_id in (select message_id from held)
       and d.message_id not in (select message_id from chain)
  )
  update outbox_message m
     set next_attempt_at = case when target.taken then $3::timestamptz else 'infinity' end
    from target
   where m.subject_id = target.subject_id and m.message_id = target.message_id
     and m.delivered_at is null and m.failed_at is null
  returning m.message_id as "messageId", m.subject_kind as "subjectKind", m.subject_id as "subjectId", destination, topic,
            ordered, payload, created_at as "createdAt", failures, parked_at is not null as parked, target.taken`;

/**
 * Closes a message. A repeat by a worker whose lease ran out is recorded too and changes nothing else; one that arrived while it
 * was given up did arrive.
 */
export async function recordClosed(tx: Tx, message: OutboxMessage, attempt: Attempt, now: Instant): Promise<void> {
  const isDelivered = attempt.outcome === "delivered";
  const attemptNo = await tx.query<{ attempts: number }>(
    `update outbox_message
        set attempts = attempts + 1, parked_at = null, last_error = $4,
            delivered_at = case when $5 and delivered_at is null and (failed_at is null or given_up_at is not null)
                                then $3::timestamptz else delivered_at end,
            failed_at = case when $5 and given_up_at is not null then null
                             when not $5 and delivered_at is null and failed_at is null then $3::timestamptz else failed_at end,
            given_up_at = case when $5 then null else given_up_at end,
            given_up_by = case when $5 then null else given_up_by end,
            given_up_why = case when $5 then null else given_up_why end
      where subject_id = $1 and message_id = $2
     returning attempts`,
    [message.subject.id, message.messageId, formatInstant(now), isDelivered ? null : attempt.detail, isDelivered],
    "outbox_close",
  );
  await insertAttempt(tx, message, attemptNo[0]?.attempts ?? 0, attempt);
  if (message.ordered) await wakeNext(tx, message);
}

/** The head of a stream is closed: the one that now comes first is due if it was put aside. */
export async function wakeNext(
  tx: Tx,
  { destination, subject }: Pick<OutboxMessage, "destination" | "subject">,
): Promise<void> {
  await tx.execute(
    `update outbox_message m
        set next_attempt_at = '-infinity'
       from (select subject_id, message_id
               from outbox_message
              where destination = $1 and subject_id = $2 and subject_kind = $3 and ordered
                and delivered_at is null and failed_at is null
              order by message_id
              limit 1) n
      where m.subject_id = n.subject_id and m.message_id = n.message_id and m.next_attempt_at = 'infinity'`,
    [destination, subject.id, subject.kind],
    "outbox_wake_next",
  );
}

/** Puts a message off; nothing but the attempt is recorded when another worker has taken it over meanwhile. */
export async function recordFailure(
  tx: Tx,
  message: OutboxMessage,
  attempt: Attempt,
  plan: { readonly leaseUntil: Instant; readonly nextAttemptAt: Instant; readonly parkedAt: Instant | null },
): Promise<void> {
  const rows = await tx.query<{ attempts: number }>(
    `update outbox_message
        set attempts = attempts + 1,
            failures = case when next_attempt_at = $3 then failures + 1 else failures end,
            last_error = case when next_attempt_at = $3 then $6 else last_error end,
            parked_at = case when next_attempt_at = $3 then coalesce(parked_at, $5::timestamptz) else parked_at end,
            next_attempt_at = case when next_attempt_at = $3 then $4::timestamptz else next_attempt_at end
      where subject_id = $1 and message_id = $2
     returning attempts`,
    [
      message.subject.id,
      message.messageId,
      formatInstant(plan.leaseUntil),
      formatInstant(plan.nextAttemptAt),
      plan.parkedAt === null ? null : formatInstant(plan.parkedAt),
      attempt.detail,
    ],
    "outbox_fail",
  );
  await insertAttempt(tx, message, rows[0]?.attempts ?? 0, attempt);
}

/** Gives back leased messages that were not tried because one before them failed. */
export async function release(tx: Tx, messages: readonly OutboxMessage[], leaseUntil: Instant): Promise<void> {
  await tx.execute(
    `update outbox_message m
        set next_attempt_at = '-infinity'
       from unnest($1::bigint[], $2::bigint[]) as r (subject_id, message_id)
      where m.subject_id = r.subject_id and m.message_id = r.message_id and m.next_attempt_at = $3`,
    [messages.map((one) => one.subject.id), messages.map((one) => one.messageId), formatInstant(leaseUntil)],
  );
}

/**
 * After the machine's clock was set back, retries planned by the old clock would wait for hours: whatever is planned
 * beyond the longest possible delay becomes due at once. `all` looks again at what was put aside, too.
 */
export function pullForward(tx: Tx, beyond: Instant, all: boolean): Promise<number> {
  return tx.execute(
    `update outbox_message
        set next_attempt_at = '-infinity'
      where delivered_at is null and failed_at is null and next_attempt_at > $1
        and ($2 or next_attempt_at < 'infinity')`,
    [formatInstant(beyond), all],
  );
}

export interface RemovalRequest {
  /** Machine time: what was delivered before it may go. */
  readonly before: Instant;
  /** Where the last look ended; null to begin. */
  readonly after: RemovalCursor | null;
  readonly limit: number;
}

export interface RemovalCursor {
  readonly deliveredAt: Instant;
  readonly messageId: bigint;
}

export interface Removal {
  readonly removed: number;
  /** Where to look next; null when all that was delivered before has been looked at. */
  readonly next: RemovalCursor | null;
}

/**
 * Removes delivered messages with their attempts, at most `limit` looked at, the longest delivered first. Of an ordered
 * stream the last message stays for ever, since it says how things stand, and so does whatever came after one that stays:
 * a replay never skips a message in the middle. The database counts what went, and refuses what is not delivered.
 */
export async function removeDelivered(tx: Tx, request: RemovalRequest): Promise<Removal> {
  const { before, after, limit } = request;
  await tx.query("select set_config('saldo.outbox_before', $1, true)", [formatInstant(before)]);
  const rows = await tx.query<RemovalCursor & { readonly removed: boolean }>(
    `with old as materialized (
       select subject_id, subject_kind, message_id, destination, ordered, delivered_at
         from outbox_message
        where delivered_at < $1 and (delivered_at, message_id) > ($2::timestamptz, $3::bigint)
        order by delivered_at, message_id
        limit $4
        for update skip locked
     ), gone as (
       delete from outbox_message m
        using old o
        where m.subject_id = o.subject_id and m.message_id = o.message_id
          and (not o.ordered
               or exists (select from outbox_message n
                           where n.subject_id = o.subject_id and n.subject_kind = o.subject_kind
                             and n.destination = o.destination and n.ordered and n.message_id > o.message_id)
                  and not exists (select from outbox_message k
                                   where k.subject_id = o.subject_id and k.subject_kind = o.subject_kind
                                     and k.destination = o.destination and k.ordered and k.message_id < o.message_id
                                     and k.failed_at is null and (k.delivered_at is null or k.delivered_at >= $1)))
       returning m.message_id
     )
     select o.delivered_at as "deliveredAt", o.message_id as "messageId", g.message_id is not null as removed
       from old o left join gone g using (message_id)
      order by o.delivered_at, o.message_id`,
    [
      formatInstant(before),
      after === null ? "-infinity" : formatInstant(after.deliveredAt),
      after?.messageId ?? 0n,
      limit,
    ],
    "outbox_remove",
  );
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    removed: rows.filter((row) => row.removed).length,
    next: last ? { deliveredAt: last.deliveredAt, messageId: last.messageId } : null,
  };
}

/** A message that needs a person: parked, or refused by its receiver. */
export interface StuckMessage {
  readonly messageId: bigint;
  readonly subject: Subject;
  readonly destination: string;
  readonly topic: string;
  readonly state: "parked" | "refused";
  readonly createdAt: Instant;
  readonly attempts: number;
  readonly lastError: string | null;
}

export async function selectStuck(tx: Pick<Tx, "query">, limit: number): Promise<StuckMessage[]> {
  const rows = await tx.query<Omit<StuckMessage, "subject"> & SubjectColumns>(
    `select message_id as "messageId", subject_kind as "subjectKind", subject_id as "subjectId", destination, topic,
            created_at as "createdAt", attempts,
            case when failed_at is null then 'parked' else 'refused' end as state, last_error as "lastError"
       from outbox_message
      where delivered_at is null and given_up_at is null and (parked_at is not null or failed_at is not null)
      order by message_id limit $1`,
    [limit],
  );
  return rows.map(withSubject);
}

/** A message of a subject by its number; that there is none is a defect. */
export async function selectMessage(
  tx: Pick<Tx, "query">,
  { subject, messageId }: Pick<OutboxMessage, "subject" | "messageId">,
): Promise<OutboxMessage> {
  const rows = await tx.query<Omit<OutboxMessage, "subject"> & SubjectColumns>(
    `select message_id as "messageId", subject_kind as "subjectKind", subject_id as "subjectId", destination, topic, ordered,
            payload, created_at as "createdAt", failures, parked_at is not null as parked
       from outbox_message where subject_id = $1 and message_id = $2`,
    [subject.id, messageId],
  );
  return withSubject(only(rows));
}

/**
 * Makes an undelivered message due at once, as if it had never failed; null when there is none of that number. Whoever does not
 * know whose it is has all messages looked through.
 */
export async function reopen(
  tx: Tx,
  messageId: bigint,
  subjectId: bigint | null,
): Promise<{ readonly reopened: boolean } | null> {
  const rows = await tx.query<{ subject_id: bigint; delivered: boolean }>(
    subjectId === null ? REOPENED_BY_NUMBER : REOPENED_OF_SUBJECT,
    [messageId, ...(subjectId === null ? [] : [subjectId])],
  );
  const [row] = rows;
  if (!row) return null;
  if (row.delivered) return { reopened: false };
  await tx.execute(
    `update outbox_message
        set failed_at = null, parked_at = null, given_up_at = null, given_up_by = null, given_up_why = null,
            last_error = null, failures = 0, next_attempt_at = '-infinity'
      where subject_id = $1 and message_id = $2`,
    [row.subject_id, messageId],
  );
  return { reopened: true };
}

const REOPENED_BY_NUMBER =
  "select subject_id, delivered_at is not null as delivered from outbox_message where message_id = $1 for update";
const REOPENED_OF_SUBJECT =
  "select subject_id, delivered_at is not null as delivered from outbox_message where message_id = $1 and subject_id = $2 for update";

function insertAttempt(tx: Tx, message: OutboxMessage, attemptNo: number, attempt: Attempt): Promise<number> {
  return tx.execute(
    `insert into outbox_attempt
       (subject_id, message_id, attempt_no, started_at, duration_ms, outcome, status, detail, sent)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      message.subject.id,
      message.messageId,
      attemptNo,
      formatInstant(attempt.startedAt),
      attempt.durationMs,
      attempt.outcome,
      attempt.status,
      attempt.detail,
      JSON.stringify(attempt.sent),
    ],
    "outbox_attempt",
  );
}
