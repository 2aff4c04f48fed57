import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, textArray } from "../db.ts";
import type { AlarmCode, AlarmSeverity } from "./alarm.ts";

/** SQL on raised_alarm. */
type Reader = Pick<Tx, "query">;

export interface RaisedAlarm {
  readonly alarmId: bigint;
  readonly alarm: AlarmCode;
  readonly subject: string;
  readonly severity: AlarmSeverity;
  readonly begunAt: Instant;
  readonly resumedAt: Instant;
  readonly lastSeenAt: Instant;
  readonly endedAt: Instant | null;
  readonly times: number;
  readonly count: bigint;
  readonly toldAt: Instant | null;
}

const RAISED = `r.alarm_id as "alarmId", r.alarm, r.subject, r.severity, r.begun_at as "begunAt", r.resumed_at as "resumedAt",
  r.last_seen_at as "lastSeenAt", r.ended_at as "endedAt", r.times, r.count, r.told_at as "toldAt"`;

export interface SeenAlarm {
  readonly alarm: AlarmCode;
  readonly subject: string;
  readonly severity: AlarmSeverity;
  readonly count: number;
}

/** Notes what is seen: what is open goes on, what ended after `backSince` comes back, the rest begins. */
export async function upsertSeen(tx: Tx, seen: readonly SeenAlarm[], now: Instant, backSince: Instant): Promise<void> {
  await tx.execute(
    `with found as (
       select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) f (alarm, subject, severity, count)
     ), known as (
       select f.*, l.alarm_id, l.ended_at
         from found f left join lateral (
           select alarm_id, ended_at from raised_alarm l where l.alarm = f.alarm and l.subject = f.subject
            order by alarm_id desc limit 1) l on true
     ), gone_on as (
       update raised_alarm r
          set last_seen_at = greatest(r.last_seen_at, $5), count = k.count, severity = k.severity, ended_at = null,
              resumed_at = case when k.ended_at is null then r.resumed_at else greatest(r.resumed_at, $5) end,
              times = r.times + case when k.ended_at is null then 0 else 1 end
         from known k
        where r.alarm_id = k.alarm_id and (k.ended_at is null or k.ended_at > $6)
     )
     insert into raised_alarm (alarm, subject, severity, begun_at, resumed_at, last_seen_at, count)
     select alarm, subject, severity, $5, $5, $5, count from known
      where alarm_id is null or ended_at <= $6`,
    [
      textArray(seen.map(({ alarm }) => alarm)),
      textArray(seen.map(({ subject }) => subject)),
      textArray(seen.map(({ severity }) => severity)),
      numberArray(seen.map(({ count }) => BigInt(count))),
      formatInstant(now),
      formatInstant(backSince),
    ],
    "alarm_seen",
  );
}

export interface Ending {
  readonly now: Instant;
  /** Alarms that each machine sees for itself, and the one that looks. */
  readonly ofMachines: readonly AlarmCode[];
  readonly machine: string;
  /** A machine that has not looked since then is gone, and what it saw with it. */
  readonly goneSince: Instant;
}

/** Ends what is open and not among what is seen; answers it. */
export function endUnseen(tx: Tx, seen: readonly SeenAlarm[], ending: Ending): Promise<RaisedAlarm[]> {
  return tx.query<RaisedAlarm>(
    `update raised_alarm r set ended_at = greatest(r.resumed_at, $3)
      where r.ended_at is null
        and not exists (select from unnest($1::text[], $2::text[]) f (alarm, subject) where f.alarm = r.alarm and f.subject = r.subject)
        and (r.alarm <> all ($4::text[]) or r.subject = $5 or r.last_seen_at < $6)
     returning ${RAISED}`,
    [
      textArray(seen.map(({ alarm }) => alarm)),
      textArray(seen.map(({ subject }) => subject)),
      formatInstant(ending.now),
      textArray(ending.ofMachines),
      ending.machine,
      formatInstant(ending.goneSince),
    ],
    "alarm_end",
  );
}

/** Marks open ones as told that nobody was told of since they began or came back, and answers them. */
export function takeUntold(
  tx: Tx,
  waits: readonly { readonly alarm: AlarmCode; readonly toldFrom: Instant }[],
  now: Instant,
  againSince: Instant,
): Promise<RaisedAlarm[]> {
  return tx.query<RaisedAlarm>(
    `update raised_alarm r set told_at = $3
       from unnest($1::text[], $2::timestamptz[]) w (alarm, told_from)
      where w.alarm = r.alarm and r.ended_at is null and r.resumed_at <= w.told_from
        and (r.told_at is null or r.told_at < r.resumed_at and r.told_at <= $4)
     returning ${RAISED}`,
    [
      textArray(waits.map(({ alarm }) => alarm)),
      textArray(waits.map(({ toldFrom }) => formatInstant(toldFrom))),
      formatInstant(now),
      formatInstant(againSince),
    ],
    "alarm_tell",
  );
}

/** What is open, the longest first, at most `limit`. */
export function selectOpen(tx: Reader, limit: number): Promise<RaisedAlarm[]> {
  return tx.query<RaisedAlarm>(
    `select ${RAISED} from raised_alarm r where r.ended_at is null order by r.resumed_at, r.alarm_id limit $1`,
    [limit],
    "alarm_open",
  );
}

/** Raised ones, the newest first. */
export function selectRaised(
  tx: Reader,
  filter: { readonly open: boolean; readonly before: bigint | null; readonly limit: number },
): Promise<RaisedAlarm[]> {
  return tx.query<RaisedAlarm>(
    `select ${RAISED} from raised_alarm r
      where (not $1 or r.ended_at is null) and ($2::bigint is null or r.alarm_id < $2)
      order by r.alarm_id desc limit $3`,
    [filter.open, filter.before, filter.limit],
    "alarm_list",
  );
}
