import type { ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, textArray } from "../../platform/db.ts";
import type { Facts, Group, Severity } from "./kind.ts";

/** SQL on what people were told: notification, notification_box, notification_told. */
type Reader = Pick<Tx, "query">;

/** Commits that told somebody something are announced here, with the numbers of the users. */
export const NOTIFICATION_CHANNEL = "notification";

/** False where the message was told before. */
export async function insertTold(tx: Tx, messageId: bigint, at: Instant): Promise<boolean> {
  const touched = await tx.execute(
    "insert into notification_told (message_id, told_at) values ($1, $2) on conflict do nothing",
    [messageId, formatInstant(at)],
  );
  return touched === 1;
}

export interface NewNotification {
  readonly kind: string;
  readonly group: Group;
  readonly severity: Severity;
  readonly facts: Facts;
  readonly thing: string;
  readonly at: Instant;
  /** Since when a row of the same thing takes this one in; null: it stands by itself. */
  readonly gatherSince: Instant | null;
}

export interface Addressee {
  readonly userNo: bigint;
  readonly projectId: ProjectId | null;
  readonly permission: string | null;
}

/**
 * Tells each of these users, and answers whom. Their boxes are locked in one order, so that nobody waits for another in a
 * circle; numbers follow the order of commits, and whoever reads on from the last number it knows misses nothing.
 */
export async function insertNotifications(
  tx: Tx,
  told: NewNotification,
  addressees: readonly Addressee[],
): Promise<void> {
  const users = addressees.map(({ userNo }) => userNo);
  const boxes = await tx.query<{ userNo: bigint; no: bigint }>(
    `insert into notification_box as b (user_no, last_no)
     select user_no, 1 from unnest($1::bigint[]) as u (user_no) order by user_no
     on conflict (user_no) do update set last_no = b.last_no + 1
     returning user_no as "userNo", last_no as no`,
    [numberArray(users)],
    "notification_boxes",
  );
  const numbers = new Map(boxes.map(({ userNo, no }) => [userNo, no]));
  await tx.execute(
    `with reader as (
       select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[]) as r (user_no, no, project_id, permission)
     ), gathered as (
       update notification n
          set notification_no = r.no, times = n.times + 1, at = greatest($9::timestamptz, n.at), read_at = null, facts = $8
         from reader r
        where n.user_no = r.user_no and n.thing = $10 and n.kind = $5 and n.at >= $11::timestamptz
       returning n.user_no
     )
     insert into notification (user_no, notification_no, kind, topic_group, severity, project_id, permission, facts, thing,
                               first_at, at)
     select user_no, no, $5, $6, $7, project_id, permission, $8, $10, $9, $9
       from reader where user_no not in (select user_no from gathered)`,
    [
      numberArray(users),
      numberArray(users.map((userNo) => numbers.get(userNo) as bigint)),
      numberArray(addressees.map(({ projectId }) => projectId)),
      textArray(addressees.map(({ permission }) => permission)),
      told.kind,
      told.group,
      told.severity,
      JSON.stringify(told.facts),
      formatInstant(told.at),
      told.thing,
      told.gatherSince === null ? "infinity" : formatInstant(told.gatherSince),
    ],
    "notification_insert",
  );
  await announce(tx, users);
}

/** So many numbers go into one announcement. */
const ANNOUNCED_AT_ONCE = 300;

/** Tells whoever listens that the lists of these users changed, when the transaction commits. */
export async function announce(tx: Tx, users: readonly bigint[]): Promise<void> {
  for (let start = 0; start < users.length; start += ANNOUNCED_AT_ONCE) {
    const some = users.slice(start, start + ANNOUNCED_AT_ONCE).join(",");
    await tx.query("select pg_notify($1, $2)", [NOTIFICATION_CHANNEL, some]);
  }
}

export interface NotificationRow {
  readonly no: bigint;
  readonly kind: string;
  readonly severity: Severity;
  readonly projectId: ProjectId | null;
  readonly facts: Facts;
  readonly times: number;
  readonly firstAt: Instant;
  readonly at: Instant;
  readonly readAt: Instant | null;
}

export interface NotificationFilter {
  readonly userNo: bigint;
  /** `permission project_id`: what the reader may do where. */
  readonly rights: readonly string[];
  readonly group: Group | null;
  readonly severity: Severity | null;
  readonly unread: boolean;
  readonly projectId: ProjectId | null;
  /** Older than this number. */
  readonly before: bigint | null;
  readonly limit: number;
}

const VISIBLE = "n.user_no = $1 and (n.project_id is null or n.permission || ' ' || n.project_id = any ($2::text[]))";
const NOTIFICATION = `n.notification_no as no, n.kind, n.severity, n.project_id as "projectId", n.facts, n.times,
  n.first_at as "firstAt", n.at, n.read_at as "readAt"`;

/** The newest first. */
export function selectNotifications(tx: Reader, filter: NotificationFilter): Promise<NotificationRow[]> {
  return tx.query(
    `select ${NOTIFICATION} from notification n
      where ${VISIBLE} and ($3::text is null or n.topic_group = $3) and ($4::text is null or n.severity = $4)
        and (not $5 or n.read_at is null) and ($6::bigint is null or n.project_id = $6)
        and ($7::bigint is null or n.notification_no < $7)
      order by n.notification_no desc limit $8`,
    [
      filter.userNo,
      textArray(filter.rights),
      filter.group,
      filter.severity,
      filter.unread,
      filter.projectId,
      filter.before,
      filter.limit,
    ],
    "notification_list",
  );
}

/** Those after a number, the oldest first. */
export function selectNotificationsAfter(
  tx: Reader,
  {
    userNo,
    rights,
    after,
    limit,
  }: Pick<NotificationFilter, "userNo" | "rights" | "limit"> & { readonly after: bigint },
): Promise<NotificationRow[]> {
  return tx.query(
    `select ${NOTIFICATION} from notification n where ${VISIBLE} and n.notification_no > $3
      order by n.notification_no limit $4`,
    [userNo, textArray(rights), after, limit],
    "notification_after",
  );
}

/** The number of the newest; 0 where there is none. */
export async function selectLastNo(tx: Reader, userNo: bigint): Promise<bigint> {
  const rows = await tx.query<{ no: bigint | null }>(
    "select max(notification_no) as no from notification where user_no = $1",
    [userNo],
    "notification_last",
  );
  return rows[0]?.no ?? 0n;
}

/** Unread ones, counted no further than `most`. */
export async function countUnread(
  tx: Reader,
  userNo: bigint,
  rights: readonly string[],
  most: number,
): Promise<number> {
  const rows = await tx.query<{ n: bigint }>(
    `select count(*) as n from (select 1 from notification n where ${VISIBLE} and n.read_at is null limit $3) u`,
    [userNo, textArray(rights), most],
    "notification_unread",
  );
  return Number(rows[0]?.n ?? 0n);
}

/** Marks one as read, or all up to a number; answers how many were unread. */
export async function updateRead(
  tx: Tx,
  userNo: bigint,
  which: { readonly no: bigint } | { readonly upTo: bigint },
  now: Instant,
): Promise<number> {
  const [from, to] = "no" in which ? [which.no, which.no] : [0n, which.upTo];
  const touched = await tx.execute(
    `update notification set read_at = $4
      where user_no = $1 and notification_no between $2 and $3 and read_at is null`,
    [userNo, from, to, formatInstant(now)],
  );
  if (touched > 0) await announce(tx, [userNo]);
  return touched;
}

/** Removes what is older than an instant, `limit` at most; answers how many went. */
export async function deleteOld(tx: Tx, before: Instant, toldBefore: Instant, limit: number): Promise<number> {
  const gone = await tx.execute(
    `delete from notification where (user_no, notification_no) in (
       select user_no, notification_no from notification where at < $1 order by at limit $2)`,
    [formatInstant(before), limit],
  );
  const told = await tx.execute(
    `delete from notification_told where message_id in (
       select message_id from notification_told where told_at < $1 order by told_at limit $2)`,
    [formatInstant(toldBefore), limit],
  );
  return Math.max(gone, told);
}
