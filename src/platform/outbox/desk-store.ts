import type { Subject, SubjectKind } from "../../core/subject.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, textArray } from "../db.ts";

/** What the office looks through: what is not closed, and of what got stuck the parts that a person decides about. */
export const MESSAGE_SHOWS = ["waiting", "parked", "refused", "given_up"] as const;
export type MessageShow = (typeof MESSAGE_SHOWS)[number];

/** A message without its payload, which may hold anything. */
export interface DeskMessage {
  readonly messageId: bigint;
  readonly subject: Subject;
  readonly destination: string;
  readonly topic: string;
  readonly state: MessageShow;
  readonly createdAt: Instant;
  readonly attempts: number;
  readonly lastError: string | null;
  /** Machine time; null: at once, or behind another of its order. */
  readonly nextAttemptAt: Instant | null;
  readonly givenUpAt: Instant | null;
  readonly givenUpBy: string | null;
  readonly givenUpWhy: string | null;
  /** Where the list goes on after it, with its id: microseconds of its next try, or an infinity. */
  readonly place: string;
}

/** Where the page before ended. */
export interface DeskPlace {
  readonly place: string;
  readonly messageId: bigint;
}

const COLUMNS = `m.message_id as "messageId", m.subject_kind as "subjectKind", m.subject_id as "subjectId", m.destination, m.topic,
  m.created_at as "createdAt", m.attempts, m.last_error as "lastError", m.given_up_at as "givenUpAt", m.given_up_by as "givenUpBy",
  m.given_up_why as "givenUpWhy", m.next_attempt_at as next_attempt_at,
  case when isfinite(m.next_attempt_at) then (extract(epoch from m.next_attempt_at) * 1000000)::bigint::text
       else m.next_attempt_at::text end as place,
  case when m.failed_at is null and isfinite(m.next_attempt_at) then m.next_attempt_at end as "nextAttemptAt",
  case when m.given_up_at is not null then 'given_up' when m.failed_at is not null then 'refused'
       when m.parked_at is not null then 'parked' else 'waiting' end as state`;
/** The second parameter, a place, as an instant. */
const AFTER = `case when $2::text like '%infinity' then $2::timestamptz
                    else timestamptz 'epoch' + $2::bigint * interval '1 microsecond' end`;
const IS_OPEN = "m.delivered_at is null and m.failed_at is null";
const IS_PARKED = "m.parked_at is not null and m.delivered_at is null and m.failed_at is null";
const IS_REFUSED = "m.failed_at is not null and m.given_up_at is null";
const IS_GIVEN_UP = "m.given_up_at is not null";

/** For each list one page of each destination, straight from its index, and of those the first. Parameters: destinations, place, id, limit. */
const PAGES: Readonly<Record<MessageShow, string>> = {
  waiting: `select p.* from unnest($1::text[]) d cross join lateral (
              select ${COLUMNS} from outbox_message m
               where m.destination = d and ${IS_OPEN} and (m.next_attempt_at, m.message_id) > (${AFTER}, $3::bigint)
               order by m.next_attempt_at, m.message_id limit $4) p
             order by p.next_attempt_at, p."messageId" limit $4`,
  parked: `select p.* from unnest($1::text[]) d cross join lateral (
             select ${COLUMNS} from outbox_message m
              where m.destination = d and ${IS_PARKED} and m.message_id > $3::bigint and $2::text is not null
              order by m.message_id limit $4) p
            order by p."messageId" limit $4`,
  refused: `select p.* from unnest($1::text[]) d cross join lateral (
              select ${COLUMNS} from outbox_message m
               where m.destination = d and ${IS_REFUSED} and m.message_id > $3::bigint and $2::text is not null
               order by m.message_id limit $4) p
             order by p."messageId" limit $4`,
  given_up: `select p.* from unnest($1::text[]) d cross join lateral (
               select ${COLUMNS} from outbox_message m
                where m.destination = d and ${IS_GIVEN_UP} and m.message_id > $3::bigint and $2::text is not null
                order by m.message_id limit $4) p
              order by p."messageId" limit $4`,
};

type Row = Omit<DeskMessage, "subject"> & { readonly subjectKind: SubjectKind; readonly subjectId: bigint };

function withSubject({ subjectKind, subjectId, ...rest }: Row): DeskMessage {
  return { ...rest, subject: { kind: subjectKind, id: subjectId } };
}

/** At most `limit` messages of these destinations after a place: what waits by its next try, all else the oldest first. */
export async function selectDesk(
  tx: Pick<Tx, "query">,
  show: MessageShow,
  page: { readonly destinations: readonly string[]; readonly after: DeskPlace | null; readonly limit: number },
): Promise<DeskMessage[]> {
  const { destinations, after, limit } = page;
  const rows = await tx.query<Row>(
    PAGES[show],
    [textArray(destinations), after?.place ?? "-infinity", after?.messageId ?? 0n, limit],
    `outbox_desk_${show}`,
  );
  return rows.map(withSubject);
}

/** How many there are of each list, `most` at most of one destination; and when the oldest that waits was left. */
export interface DeskCount {
  readonly destination: string;
  readonly waiting: bigint;
  readonly parked: bigint;
  readonly refused: bigint;
  readonly oldestAt: Instant | null;
}

export function countDesk(tx: Pick<Tx, "query">, destinations: readonly string[], most: number): Promise<DeskCount[]> {
  return tx.query(
    `select d as destination,
            (select count(*) from (select from outbox_message m where m.destination = d and ${IS_OPEN} limit $2) x) as waiting,
            (select count(*) from (select from outbox_message m where m.destination = d and ${IS_PARKED} limit $2) x) as parked,
            (select count(*) from (select from outbox_message m where m.destination = d and ${IS_REFUSED} limit $2) x) as refused,
            (select min(x.created_at) from (select m.created_at from outbox_message m where m.destination = d and ${IS_OPEN}
                                             order by m.next_attempt_at, m.message_id limit $2) x) as "oldestAt"
       from unnest($1::text[]) d order by d`,
    [textArray(destinations), most],
    "outbox_desk_count",
  );
}

/** A message that is parked, was refused or given up, locked; null for any other. Found by the indexes of these, however many wait. */
export async function lockStuck(
  tx: Tx,
  messageId: bigint,
): Promise<(DeskMessage & { readonly ordered: boolean }) | null> {
  const found = await tx.query<{ subjectId: bigint }>(
    `select m.subject_id as "subjectId" from outbox_message m where m.message_id = $1 and ${IS_PARKED}
     union all select m.subject_id from outbox_message m where m.message_id = $1 and ${IS_REFUSED}
     union all select m.subject_id from outbox_message m where m.message_id = $1 and ${IS_GIVEN_UP}`,
    [messageId],
  );
  const rows = await tx.query<Row & { readonly ordered: boolean }>(
    `select ${COLUMNS}, m.ordered from outbox_message m
      where m.subject_id = $1 and m.message_id = $2 and m.delivered_at is null
        and (m.parked_at is not null or m.failed_at is not null)
      for update`,
    [found[0]?.subjectId ?? 0n, messageId],
  );
  const [row] = rows;
  return row ? { ...withSubject(row), ordered: row.ordered } : null;
}

/** Closes a message for good; `now` is machine time. */
export async function closeGivenUp(
  tx: Tx,
  { subject, messageId }: Pick<DeskMessage, "subject" | "messageId">,
  given: { readonly by: string; readonly why: string; readonly now: Instant },
): Promise<void> {
  await tx.execute(
    `update outbox_message
        set failed_at = coalesce(failed_at, $3), parked_at = null, given_up_at = $3, given_up_by = $4, given_up_why = $5
      where subject_id = $1 and message_id = $2`,
    [subject.id, messageId, formatInstant(given.now), given.by, given.why],
  );
}
