import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../db.ts";

/** parked: it failed too often or was refused; a person retries or cancels it. */
export type JobState = "waiting" | "running" | "parked" | "done" | "cancelled";

export interface JobRow {
  readonly jobId: bigint;
  readonly kind: string;
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly state: JobState;
  /** What it is at, and how far: `total` is null when nobody knows it beforehand. */
  readonly step: string | null;
  readonly done: bigint;
  readonly total: bigint | null;
  readonly failures: number;
  readonly lastError: string | null;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly askedBy: string;
  readonly askedAt: Instant;
  /** Who cancelled or retried it last. */
  readonly decidedBy: string | null;
  /** It is to be cancelled and has not left off yet. */
  readonly cancelAsked: boolean;
  readonly finishedAt: Instant | null;
}

export interface TakenJob {
  readonly jobId: bigint;
  /** Counts the takings: of two workers that believe they have the job only the later one may write. */
  readonly attempt: number;
  readonly payload: unknown;
  readonly cancelAsked: boolean;
}

export interface Progress {
  readonly step: string | null;
  readonly done: number;
  readonly total: number | null;
}

export type Held = Pick<TakenJob, "jobId" | "attempt"> & Progress;

/** `released`: left off because the worker stops, to be taken again at once. */
export type Outcome = "done" | "failed" | "refused" | "released" | "cancelled";

export interface Ended extends Held {
  readonly outcome: Outcome;
  readonly error: string | null;
  /** What the job answered, as JSON. */
  readonly result: string | null;
}

const COLUMNS = `job_id as "jobId", kind, key, payload, state, step, done, total, failures, last_error as "lastError", result,
  asked_by as "askedBy", asked_at as "askedAt", decided_by as "decidedBy", cancel_asked as "cancelAsked",
  finished_at as "finishedAt"`;

/** A worker that was not heard of for so long is dead: its jobs are taken by another. */
const LEASE = "interval '30 seconds'";
/** Failures in a row, deaths of workers among them, after which a job is parked. */
const PARK_AFTER = 8;
/** 5 seconds, doubled each time, an hour at most. */
const RETRY_DELAY = "least(interval '1 hour', interval '5 seconds' * 2 ^ least(j.failures, 20))";

// `due_at` is machine time, and the server's own: workers on machines whose clocks differ share the jobs all the same.

/** Adds a job unless one of its kind and key is open; an open one that is parked is tried again. */
export function insert(
  tx: Tx,
  job: { kind: string; key: string; payload: object; askedBy: string; askedAt: Instant },
): Promise<JobRow[]> {
  return tx.query(
    `insert into job as j (kind, key, payload, asked_by, asked_at, state, due_at)
     values ($1, $2, $3, $4, $5, 'waiting', clock_timestamp())
     on conflict (kind, key) where finished_at is null do update
        set state = case j.state when 'parked' then 'waiting' else j.state end,
            due_at = case j.state when 'parked' then clock_timestamp() else j.due_at end,
            failures = case j.state when 'parked' then 0 else j.failures end
     returning ${COLUMNS}`,
    [job.kind, job.key, JSON.stringify(job.payload), job.askedBy, formatInstant(job.askedAt)],
  );
}

/** Takes due jobs of a kind, oldest first, those of dead workers among them; several workers take different ones. */
export async function take(tx: Tx, kind: string, limit: number): Promise<TakenJob[]> {
  const rows = await tx.query<TakenJob & { state: JobState }>(
    `with due as (
       select job_id from job
        where kind = $1 and finished_at is null and state in ('waiting', 'running') and due_at <= clock_timestamp()
        order by job_id limit $2 for update skip locked)
     update job j
        set state = case when j.state = 'running' and j.failures + 1 >= ${PARK_AFTER} then 'parked' else 'running' end,
            failures = j.failures + (j.state = 'running')::int,
            last_error = case j.state when 'running' then 'its worker died' else j.last_error end,
            attempt = j.attempt + 1, due_at = clock_timestamp() + ${LEASE}
       from due where j.job_id = due.job_id
     returning j.job_id as "jobId", j.attempt, j.payload, j.cancel_asked as "cancelAsked", j.state`,
    [kind, limit],
    "job_take",
  );
  return rows.filter((row) => row.state === "running").sort((a, b) => (a.jobId < b.jobId ? -1 : 1));
}

/** Keeps the jobs in hand and how far they are; those that are not answered are no longer this worker's. */
export function renew(tx: Tx, held: readonly Held[]): Promise<{ jobId: bigint; cancelAsked: boolean }[]> {
  return tx.query(
    `update job j set due_at = clock_timestamp() + ${LEASE}, step = h.step, done = h.done, total = h.total
       from unnest($1::bigint[], $2::int[], $3::text[], $4::bigint[], $5::bigint[]) h (job_id, attempt, step, done, total)
      where j.job_id = h.job_id and j.attempt = h.attempt and j.state = 'running'
     returning j.job_id as "jobId", j.cancel_asked as "cancelAsked"`,
    columnsOf(held),
    "job_renew",
  );
}

/** Records how jobs ended; of one that was taken by another meanwhile nothing. `now` is business time. */
export async function settle(tx: Tx, ended: readonly Ended[], now: Instant): Promise<void> {
  await tx.execute(
    `update job j
        set state = case
              when s.outcome = 'done' then 'done'
              when s.outcome = 'cancelled' or j.cancel_asked then 'cancelled'
              when s.outcome = 'refused' or (s.outcome = 'failed' and j.failures + 1 >= ${PARK_AFTER}) then 'parked'
              else 'waiting' end,
            finished_at = case
              when s.outcome in ('done', 'cancelled') or j.cancel_asked then $9::timestamptz end,
            due_at = clock_timestamp() + case s.outcome when 'failed' then ${RETRY_DELAY} else interval '0' end,
            failures = j.failures + (s.outcome in ('failed', 'refused'))::int,
            last_error = coalesce(s.error, j.last_error), result = s.result,
            step = s.step, done = s.done, total = s.total
       from unnest($1::bigint[], $2::int[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::jsonb[])
            s (job_id, attempt, step, done, total, outcome, error, result)
      where j.job_id = s.job_id and j.attempt = s.attempt and j.state = 'running'`,
    [
      ...columnsOf(ended),
      ended.map((one) => one.outcome),
      ended.map((one) => one.error),
      ended.map((one) => one.result),
      formatInstant(now),
    ],
    "job_settle",
  );
}

function columnsOf(held: readonly Held[]): unknown[] {
  return [
    held.map((one) => one.jobId),
    held.map((one) => one.attempt),
    held.map((one) => one.step),
    held.map((one) => one.done),
    held.map((one) => one.total),
  ];
}

/** What waits is over at once, what runs leaves off at its next safe place; a finished job is not answered. */
export function cancel(tx: Tx, jobId: bigint, by: string, now: Instant): Promise<JobRow[]> {
  return tx.query(
    `update job set cancel_asked = true, decided_by = $2,
            state = case state when 'running' then state else 'cancelled' end,
            finished_at = case state when 'running' then null else $3::timestamptz end
      where job_id = $1 and finished_at is null
     returning ${COLUMNS}`,
    [jobId, by, formatInstant(now)],
  );
}

/** A job that waits or is parked becomes due now, as if it had never failed; any other is not answered. */
export function retry(tx: Tx, jobId: bigint, by: string): Promise<JobRow[]> {
  return tx.query(
    `update job set state = 'waiting', due_at = clock_timestamp(), failures = 0, decided_by = $2
      where job_id = $1 and state in ('waiting', 'parked')
     returning ${COLUMNS}`,
    [jobId, by],
  );
}

/** All jobs, those that are not finished, and of these those that wait for a person. */
export const JOB_SHOWS = ["all", "open", "parked"] as const;
export type JobShow = (typeof JOB_SHOWS)[number];

const ALL_JOBS = `select ${COLUMNS} from job where $1::bigint is null or job_id < $1 order by job_id desc limit $2`;
const OPEN_JOBS = `select ${COLUMNS} from job where finished_at is null and ($1::bigint is null or job_id < $1)
  order by job_id desc limit $2`;
const PARKED_JOBS = `select ${COLUMNS} from job where finished_at is null and state = 'parked' and ($1::bigint is null or job_id < $1)
  order by job_id desc limit $2`;

/** At most `limit` jobs, newest first, those asked for before the job `before` when it is given. */
export function listJobs(
  tx: Pick<Tx, "query">,
  before: bigint | null,
  limit: number,
  show: JobShow = "all",
): Promise<JobRow[]> {
  return tx.query({ all: ALL_JOBS, open: OPEN_JOBS, parked: PARKED_JOBS }[show], [before, limit]);
}

/** The open jobs of a kind, the oldest first. */
export function selectOpen(tx: Pick<Tx, "query">, kind: string): Promise<JobRow[]> {
  return tx.query(`select ${COLUMNS} from job where kind = $1 and finished_at is null order by job_id limit 10`, [
    kind,
  ]);
}

export function selectOne(tx: Pick<Tx, "query">, jobId: bigint): Promise<JobRow[]> {
  return tx.query(`select ${COLUMNS} from job where job_id = $1`, [jobId]);
}

/** Open jobs and those of them that wait for a person, each counted to `most` at most. */
export async function countOpen(tx: Pick<Tx, "query">, most: number): Promise<{ open: bigint; parked: bigint }> {
  const rows = await tx.query<{ open: bigint; parked: bigint }>(
    `select (select count(*) from (select from job where finished_at is null limit $1) x) as open,
            (select count(*) from (select from job where finished_at is null and state = 'parked' limit $1) x) as parked`,
    [most],
    "job_count",
  );
  return only(rows);
}

export function countParked(tx: Pick<Tx, "query">): Promise<{ kind: string; count: bigint; since: Instant }[]> {
  return tx.query(
    `select kind, count(*) as count, min(asked_at) as since from job
      where finished_at is null and state = 'parked' group by kind order by kind`,
  );
}
