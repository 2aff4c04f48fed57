import { Refusal } from "../../core/errors.ts";
import { MINUTE } from "../../core/time.ts";
import type { Actor } from "../act.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import type { Logger } from "../log.ts";
import { serverTime } from "../server-clock.ts";
import type { AskedJob, Job, JobClock, LateJob, RecurringJob } from "./job.ts";
import { SessionLocks } from "../session-locks.ts";
import { type Loop, startLoop } from "../loop.ts";
import * as store from "./store.ts";

export interface RunnerParts {
  readonly database: Database;
  /** Business time. */
  readonly clock: Clock;
  readonly log: Logger;
  /** In production the business clock is the machine's, and the database server's clock is held against it. */
  readonly production: boolean;
  readonly jobs: readonly Job[];
  /** Milliseconds since some moment, never back; the process's own unless a test says otherwise. */
  readonly elapsed?: (() => number) | undefined;
}

export interface JobRunner {
  /** Looks now whether something is due or asked for. */
  wake(): void;
  /** Does what is due now by business time, until nothing is, and comes back: for a clock that was moved, and for tests. */
  drain(): Promise<void>;
  /** Which recurring job should have come round and did not: it hangs, or fails each time (reliability 69). */
  late(): LateJob | null;
  /** Ends after the work in hand; a job that was asked for is left off at its next safe place. */
  stop(): Promise<void>;
}

const LARGEST_CLOCK_DIFFERENCE = 5 * MINUTE;
const ASKED_EVERY_MS = 1_000;
/** How soon a cancelled job learns of it; a small part of the lease. */
const RENEW_EVERY_MS = 2_000;

/** The worker role: drives all jobs, each in a loop of its own, so that none waits for another. Several may run. */
export function startJobs(parts: RunnerParts): JobRunner {
  const names = parts.jobs.map(nameOf);
  if (new Set(names).size !== names.length) throw new TypeError("two jobs have the same name");
  const locks = new SessionLocks(parts.database);
  const held = new Set<HeldJob>();
  const rounds = new Rounds(parts);
  const onError = (error: unknown, job: string): void => {
    const said = error instanceof Refusal ? error.kind.code : error;
    parts.log.error({ error: said, job }, "a job failed and will be repeated");
  };
  const loops = parts.jobs.flatMap((job): Loop[] => {
    const common = { onError: (error: unknown) => onError(error, nameOf(job)) };
    if (job.kind === "recurring")
      return [
        startLoop({
          ...common,
          pauseMs: job.everyMs,
          turn: (stop) => rounds.of(job, () => runRecurring(parts, job, locks, stop)),
        }),
      ];
    const lane = () =>
      startLoop({ ...common, pauseMs: ASKED_EVERY_MS, turn: (stop) => runAsked(parts, job, held, stop) });
    return Array.from({ length: job.lanes ?? 1 }, lane);
  });
  const renewal = startLoop({
    pauseMs: RENEW_EVERY_MS,
    onError: (error) => onError(error, "renewal"),
    turn: () => renew(parts.database, held),
  });
  return {
    wake: () => loops.forEach((loop) => loop.wake()),
    drain: () => drainJobs(parts),
    late: () => rounds.late(),
    stop: async () => {
      const stopped = loops.map((loop) => loop.stop());
      for (const one of held) one.abort.abort(STOPPED);
      await Promise.all(stopped);
      await renewal.stop();
      await locks.close();
    },
  };
}

/** When each recurring job last came round. A job that another worker holds came round, too: it looked. */
class Rounds {
  readonly #elapsed: () => number;
  readonly #dueAt = new Map<string, number>();

  constructor({ jobs, elapsed = () => performance.now() }: RunnerParts) {
    this.#elapsed = elapsed;
    for (const job of jobs) if (job.kind === "recurring") this.#dueAt.set(job.name, elapsed() + job.everyMs);
  }

  async of(job: RecurringJob, round: () => Promise<boolean>): Promise<boolean> {
    const more = await round();
    this.#dueAt.set(job.name, this.#elapsed() + job.everyMs);
    return more;
  }

  late(): LateJob | null {
    const now = this.#elapsed();
    const all = [...this.#dueAt].map(([job, dueAt]) => ({ job, lateMs: now - dueAt }));
    const [first] = all.filter(({ lateMs }) => lateMs > 0).toSorted((one, other) => other.lateMs - one.lateMs);
    return first ?? null;
  }
}

/**
 * Does what is due by business time, in the order of the jobs, until nothing is; in the sandbox also waits for what a
 * worker beside this one has in hand.
 */
export async function drainJobs(parts: RunnerParts): Promise<void> {
  const { database, clock, production } = parts;
  const never = new AbortController().signal;
  const locks = new SessionLocks(database);
  try {
    for (const job of parts.jobs) {
      if (job.kind !== "recurring" || job.clock !== "business") continue;
      const pending = async () => !production && ((await job.pending?.(database, clock.now())) ?? 0) > 0;
      while ((await runRecurring(parts, job, locks, never)) || (await pending()));
    }
  } finally {
    await locks.close();
  }
}

async function runRecurring(parts: RunnerParts, job: RecurringJob, locks: SessionLocks, stop: AbortSignal) {
  const { database, clock } = parts;
  if (!(await mayRun(parts, job))) return false;
  const lock = `job ${job.name}`;
  if (job.workers === "one" && !(await locks.take(lock))) return false;
  try {
    return await job.run({ database: database.as(actorOf(job)), now: clock.now(), stop });
  } finally {
    await locks.give(lock);
  }
}

/** A clock that jumped must not charge, freeze or delete anybody: two sources have to agree. */
async function mayRun(
  { database, clock, log, production }: RunnerParts,
  job: { readonly clock: JobClock; readonly whileClocksDiffer?: true },
): Promise<boolean> {
  if (!production || job.clock === "machine" || job.whileClocksDiffer === true) return true;
  const difference = Math.abs((await serverTime(database)) - clock.now());
  if (difference <= LARGEST_CLOCK_DIFFERENCE) return true;
  log.error(
    { differenceMs: difference },
    "the clocks of this machine and of the database differ: automation is halted",
  );
  return false;
}

interface HeldJob extends store.Held {
  step: string | null;
  done: number;
  total: number | null;
  /** Aborted when the job is to be left off; the reason is one of the constants below. */
  readonly abort: AbortController;
}

const CANCELLED = "cancelled";
const STOPPED = "the worker stops";
const TAKEN = "another worker has taken it";

/** Takes batch after batch until nothing is left; how one ended is recorded in the transaction that takes the next. */
async function runAsked(
  parts: RunnerParts,
  job: AskedJob<unknown>,
  held: Set<HeldJob>,
  stop: AbortSignal,
): Promise<boolean> {
  const { database, clock } = parts;
  let mine: (HeldJob & store.TakenJob)[] = [];
  let ended: store.Ended[] = [];
  try {
    do {
      const goOn = !stop.aborted && (await mayRun(parts, job));
      const taken = await database.transaction(async (tx) => {
        if (ended.length > 0) await store.settle(tx, ended, clock.now());
        return goOn ? store.take(tx, job.of.name, job.batch ?? 1) : [];
      });
      for (const one of mine) held.delete(one);
      mine = taken.map((one) => ({ ...one, step: null, done: 0, total: null, abort: new AbortController() }));
      ended = [];
      for (const one of mine) {
        held.add(one);
        if (one.cancelAsked) one.abort.abort(CANCELLED);
        else if (stop.aborted) one.abort.abort(STOPPED);
      }
      for (const one of mine) ended.push(await runOne(parts, job, one));
    } while (mine.length > 0);
  } finally {
    for (const one of mine) held.delete(one);
  }
  return false;
}

async function runOne(
  { database, clock, log }: RunnerParts,
  job: AskedJob<unknown>,
  one: HeldJob & store.TakenJob,
): Promise<store.Ended> {
  const { signal } = one.abort;
  const progress = (step: string, done: number, total?: number): void => {
    Object.assign(one, { step, done, total: total ?? null });
    signal.throwIfAborted();
  };
  const end = (outcome: store.Outcome, error: string | null = null, result: string | null = null): store.Ended => ({
    ...progressOf(one),
    outcome,
    error,
    result,
  });
  try {
    signal.throwIfAborted();
    const context = { database: database.as(actorOf(job)), now: clock.now(), stop: signal, progress };
    return end("done", null, JSON.stringify(await job.run(job.of.payload.parse(one.payload), context)));
  } catch (error) {
    if (signal.aborted) return end(signal.reason === CANCELLED ? "cancelled" : "released");
    // What is refused now is refused the next time too, but for a database that is away.
    const refused = error instanceof Refusal && error.kind.status < 500;
    log.error({ error: refused ? error.kind.code : error, job: job.of.name, jobId: String(one.jobId) }, "a job failed");
    return end(refused ? "refused" : "failed", describe(error));
  }
}

function progressOf({ jobId, attempt, step, done, total }: HeldJob): store.Held {
  return { jobId, attempt, step, done, total };
}

function describe(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}

/** Tells the other workers that the jobs in hand are; learns which are cancelled, and which another one has taken. */
async function renew(database: Database, held: ReadonlySet<HeldJob>): Promise<boolean> {
  const mine = [...held];
  if (mine.length === 0) return false;
  const kept = await database.transaction((tx) => store.renew(tx, mine.map(progressOf)));
  const cancelAsked = new Map(kept.map((one) => [one.jobId, one.cancelAsked]));
  for (const one of mine) {
    const cancelled = cancelAsked.get(one.jobId);
    // A job that was settled while the statement ran is not in hand any more.
    if (cancelled === undefined ? held.has(one) : cancelled) one.abort.abort(cancelled ? CANCELLED : TAKEN);
  }
  return false;
}

/** What a job does is done by the house, in the job's name (AUD-01). */
function actorOf(job: Job): Actor {
  return { kind: "system", key: `job:${nameOf(job)}` };
}

function nameOf(job: Job): string {
  return job.kind === "recurring" ? job.name : job.of.name;
}
