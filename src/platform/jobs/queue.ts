import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";

import { Logger, type Runner, type WorkerEvents, run, runMigrations } from "graphile-worker";

import { type Instant, formatInstant } from "../../core/time.ts";
import type { Database, Tx } from "../db.ts";
import { SPACE, SessionLocks } from "./locks.ts";

/** Does one job. Idempotent: a job whose worker died is run again. Throwing means "again later". */
export type JobHandler = (payload: unknown, context: JobContext) => Promise<void>;

export interface JobContext {
  readonly jobId: string;
  /** 1 at the first run. */
  readonly attempt: number;
  /** Aborted when the worker is told to stop: leave off at a safe place. */
  readonly signal: AbortSignal;
}

export type Jobs<N extends string = string> = Readonly<Record<N, JobHandler>>;

export interface JobOptions {
  /** Of waiting jobs with the same key only the last one is kept; one that already runs is followed by this one. */
  readonly key?: string;
  /** Jobs of one queue run one after another, in order as long as none fails. Few queues: one per region, not per project. */
  readonly queue?: string;
  /** Machine time; business time is for the handler to look at. */
  readonly runAt?: Instant;
  readonly maxAttempts?: number;
}

export interface JobSpec<N extends string = string> extends JobOptions {
  readonly name: N;
  readonly payload: object;
}

const NAME = /^[a-z][a-z0-9_.]{0,99}$/;
const LONGEST_QUEUE = 127;

/** The jobs of this program: `defineJobs({ "close.month": async (payload) => … })`. */
export function defineJobs<N extends string>(handlers: Record<N, JobHandler>): Jobs<N> {
  for (const name of Object.keys(handlers)) if (!NAME.test(name)) throw new TypeError(`not a job name: ${name}`);
  return Object.freeze({ ...handlers });
}

/** Leaves a job in the business transaction: it exists when that commits, and only then. */
export async function addJob(tx: Tx, name: string, payload: object, options: JobOptions = {}): Promise<void> {
  await addJobs(tx, [{ name, payload, ...options }]);
}

/** addJob for many, in one statement. Keys must be different from each other. */
export async function addJobs(tx: Tx, specs: readonly JobSpec[]): Promise<void> {
  for (const { queue } of specs)
    if (queue && queue.length > LONGEST_QUEUE) throw new TypeError("the queue's name is too long");
  if (specs.length === 0) return;
  await tx.query(
    `select count(*) from graphile_worker.add_jobs(array(
       select row(s.name, s.payload, s.queue, coalesce(s.run_at, now() + s.position * interval '1 microsecond'), s.max_attempts, s.key, null, null)::graphile_worker.job_spec
         from unnest($1::text[], $2::json[], $3::text[], $4::timestamptz[], $5::int[], $6::text[])
              with ordinality as s (name, payload, queue, run_at, max_attempts, key, position)))`,
    [
      specs.map((spec) => spec.name),
      specs.map((spec) => JSON.stringify(spec.payload)),
      specs.map((spec) => spec.queue ?? null),
      specs.map((spec) => (spec.runAt === undefined ? null : formatInstant(spec.runAt))),
      specs.map((spec) => spec.maxAttempts ?? null),
      specs.map((spec) => spec.key ?? null),
    ],
    "jobs_add",
  );
}

/** Brings the job queue's own tables (schema graphile_worker) up to date: part of the migrate step. */
export async function migrateJobs(url: string): Promise<void> {
  await runMigrations({ connectionString: url, logger: quiet(() => undefined) });
}

export interface JobsOptions {
  readonly database: Database;
  /** The same database: the queue keeps connections of its own. */
  readonly url: string;
  readonly jobs: Jobs;
  /** How many at a time in this process. */
  readonly concurrency?: number;
  /** How many jobs are fetched at once; more = faster, and more that wait elsewhere when this worker is slow. */
  readonly batch?: number;
  readonly pollMs?: number;
  readonly onError: (error: unknown, job: { readonly name: string; readonly jobId: string } | null) => void;
}

export interface JobWorker {
  /** Lets running jobs come to an end (their signal is aborted after five seconds) and returns the rest. */
  stop(): Promise<void>;
  /** Frees the jobs of workers that died; done by itself every minute. Answers how many workers those were. */
  recover(): Promise<number>;
}

const RECOVER_EVERY_MS = 60_000;

/** Works jobs off. Any number of workers may run side by side; a job is at one of them at a time. */
export async function startJobs(options: JobsOptions): Promise<JobWorker> {
  const locks = new SessionLocks(options.database);
  const events: WorkerEvents = new EventEmitter();
  let poolId = randomUUID() as string;
  events.on("pool:create", ({ workerPool }) => (poolId = workerPool.id));
  events.on("job:error", ({ job, error }) =>
    options.onError(error, { name: job.task_identifier, jobId: String(job.id) }),
  );
  const runner = await run({
    ...settings(options),
    events,
    taskList: tasks(options.jobs),
    noHandleSignals: true,
    parsedCronItems: [],
  });
  runner.promise.catch((error: unknown) => options.onError(error, null));
  const recover = () => unlockDead(options.database, locks, poolId);
  await recover();
  const timer = setInterval(
    () => void recover().catch((error: unknown) => options.onError(error, null)),
    RECOVER_EVERY_MS,
  );
  return { recover, stop: () => stop(runner, locks, timer) };
}

async function stop(runner: Runner, locks: SessionLocks, timer: NodeJS.Timeout): Promise<void> {
  clearInterval(timer);
  await runner.stop().catch(() => undefined);
  await locks.close();
}

function settings(options: JobsOptions) {
  const { url, concurrency = 4, batch = 100, pollMs = 1_000 } = options;
  return {
    preset: {
      worker: {
        connectionString: url,
        concurrentJobs: concurrency,
        maxPoolSize: Math.max(4, Math.min(concurrency, 10)),
        pollInterval: pollMs,
        localQueue: { size: Math.max(batch, concurrency + 1) },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
        logger: quiet((message) => options.onError(new Error(message), null)),
      },
    },
  };
}

function tasks(jobs: Jobs) {
  return Object.fromEntries(
    Object.entries(jobs).map(([name, handler]) => [
      name,
      (payload: unknown, { job, abortSignal }: { job: { id: string; attempts: number }; abortSignal: AbortSignal }) =>
        handler(payload, { jobId: String(job.id), attempt: job.attempts, signal: abortSignal }),
    ]),
  );
}

/**
 * A worker that was killed keeps its jobs locked, by the queue's own rule for four hours. Every worker therefore holds a
 * session lock named after it while it lives; whoever is named in a lock on a job, has had it for a minute and holds no
 * such session lock is dead.
 */
async function unlockDead(database: Database, locks: SessionLocks, poolId: string): Promise<number> {
  await locks.take(`jobs ${poolId}`);
  return database.transaction(async (tx) => {
    const rows = await tx.query<{ locked_by: string }>(
      `select locked_by from graphile_worker._private_jobs
        where locked_by is not null
        group by locked_by
       having max(locked_at) < clock_timestamp() - interval '1 minute'
          and not exists (
            select from pg_locks l
             where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
               and l.classid = $1 and l.objid = (hashtext('jobs ' || locked_by)::bigint & 4294967295)::oid and l.objsubid = 2)`,
      [SPACE],
    );
    const dead = rows.map((row) => row.locked_by);
    if (dead.length > 0) await tx.query("select graphile_worker.force_unlock_workers($1)", [dead]);
    return dead.length;
  });
}

/** Jobs that used up their attempts: shown to the operator, kept until somebody decides. */
export function failedJobs(
  tx: Pick<Tx, "query">,
): Promise<{ jobId: bigint; name: string; lastError: string | null }[]> {
  return tx.query(
    `select id as "jobId", task_identifier as name, last_error as "lastError"
       from graphile_worker.jobs where attempts >= max_attempts order by id`,
  );
}

/** Only errors of the queue itself are passed on; failures of jobs come as events, and are logged beside them. */
function quiet(onError: (message: string) => void): Logger {
  return new Logger(() => (level, message) => {
    if (level === "error" && !message.startsWith("Failed task")) onError(message);
  });
}
