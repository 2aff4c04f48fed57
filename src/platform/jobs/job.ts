import type { z } from "zod";

import type { Instant } from "../../core/time.ts";
import type { Database } from "../db.ts";

/**
 * Background work as a value. A room exports its jobs from `jobs.ts`; `allJobs` of the composition collects them, and one
 * runner drives them (docs/decisions/0026-one-way-of-background-work.md).
 */
export type Job = RecurringJob | AskedJob<unknown>;

/**
 * By which clock a job works. `business`: it charges, freezes or deletes by business time; in production it runs only while
 * this machine's clock and the database's agree (reliability row 15). `machine`: housekeeping that no moved clock concerns.
 */
export type JobClock = "business" | "machine";

/** Looks again and again whether something is due. */
export interface RecurringJob {
  readonly kind: "recurring";
  /** `room.what`, unique. */
  readonly name: string;
  readonly clock: JobClock;
  /** By business time, and yet while the clocks differ: it tells of that and moves nothing. */
  readonly whileClocksDiffer?: true;
  /** Machine time between a run that left nothing to do and the next. */
  readonly everyMs: number;
  /** `many`: workers share the work by row locks; `one`: one worker at a time, another takes over when it dies. */
  readonly workers: "one" | "many";
  /** Idempotent. True when there is more to do: it is then run again at once. */
  run(context: RunContext): Promise<boolean>;
  /** How much is due and not done yet, also what another worker holds: whoever drains the jobs waits until it is 0. */
  pending?(database: Database, now: Instant): Promise<number>;
}

export interface RunContext {
  readonly database: Database;
  /** Business time at the start of the run. */
  readonly now: Instant;
  /** Aborted when the worker is told to stop: leave off at the next safe place. */
  readonly stop: AbortSignal;
}

/** What may be asked for: what is to be done, apart from who can do it, so that a process without the means may ask. */
export interface JobKind<P> {
  /** `room.what`, unique; kept in the database with each job. */
  readonly name: string;
  readonly payload: z.ZodType<P>;
  /** Of open jobs of one kind and key there is never more than one. */
  keyOf(payload: P): string;
}

/** How jobs of a kind are done. */
export interface AskedJob<P> {
  readonly kind: "asked";
  readonly of: JobKind<P>;
  readonly clock: JobClock;
  /** How many a worker takes at once, to be done one after another; more than 1 only for work of milliseconds. */
  readonly batch?: number;
  /** How many batches at a time in one worker; 1 when left out. */
  readonly lanes?: number;
  /**
   * Idempotent: it is run again when a worker dies in the middle or it throws. A refusal is for a person to decide and
   * parks the job at once. What it answers is shown to the operator.
   */
  run(payload: P, context: AskedContext): Promise<Readonly<Record<string, unknown>>>;
}

export interface AskedContext extends RunContext {
  /** At each safe place: keeps how far it has come, and throws when the job is to be left off here (see `stop`). */
  progress(step: string, done: number, total?: number): void;
}

/** The job of a worker that has not come round for the longest time, and by how much it is late. */
export interface LateJob {
  readonly job: string;
  readonly lateMs: number;
}
