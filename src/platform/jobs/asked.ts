import { NotFound, refusal } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import { type Tx, only } from "../db.ts";
import { recordAct } from "../record-act.ts";
import { jobCancelled, jobRetried } from "./acts.ts";
import type { JobKind } from "./job.ts";
import * as store from "./store.ts";

export type { JobRow, JobState } from "./store.ts";
export { countParked as parkedJobs } from "./store.ts";

export const JobFinished = refusal(
  "job_finished",
  409,
  "Задание {id} уже окончено",
  "The job {id} is finished already",
);

export const JobNotWaiting = refusal(
  "job_not_waiting",
  409,
  "Задание {id} сейчас выполняется или уже окончено",
  "The job {id} runs at the moment or is finished already",
);

/**
 * Asks for a job in the business transaction: it exists when that commits, and only then. While one of the same kind and
 * key is open it is answered instead, and tried again when it was parked. `by` is who asks, `at` business time.
 */
export async function ask<P extends object>(
  tx: Tx,
  kind: JobKind<P>,
  payload: P,
  by: string,
  at: Instant,
): Promise<store.JobRow> {
  const checked = kind.payload.parse(payload);
  const order = { kind: kind.name, key: kind.keyOf(checked), payload: checked, askedBy: by, askedAt: at };
  return only(await store.insert(tx, order));
}

/** The oldest open job of a kind; null when there is none. */
export async function openJob(tx: Pick<Tx, "query">, kind: Pick<JobKind<never>, "name">): Promise<store.JobRow | null> {
  return (await store.selectOpen(tx, kind.name))[0] ?? null;
}

/** Refuses NotFound. */
export async function jobById(tx: Pick<Tx, "query">, jobId: bigint): Promise<store.JobRow> {
  const [found] = await store.selectOne(tx, jobId);
  if (!found) throw NotFound({ values: { what: `job ${jobId}` } });
  return found;
}

/** Ends a job: one that waits or is parked at once, one that runs at its next safe place. Refuses NotFound, job_finished. */
export async function cancelJob(tx: Tx, jobId: bigint, by: string, now: Instant): Promise<store.JobRow> {
  const [cancelled] = await store.cancel(tx, jobId, by, now);
  if (cancelled) {
    await recordAct(tx, jobCancelled, now, onJob(cancelled));
    return cancelled;
  }
  await jobById(tx, jobId);
  throw JobFinished({ values: { id: String(jobId) } });
}

/** Makes a job that waits or is parked due now. Refuses NotFound, job_not_waiting. */
export async function retryJob(tx: Tx, jobId: bigint, by: string, now: Instant): Promise<store.JobRow> {
  const [retried] = await store.retry(tx, jobId, by);
  if (retried) {
    await recordAct(tx, jobRetried, now, onJob(retried));
    return retried;
  }
  await jobById(tx, jobId);
  throw JobNotWaiting({ values: { id: String(jobId) } });
}

function onJob({ jobId, kind, payload }: store.JobRow) {
  const region = typeof payload === "object" && payload !== null && "region" in payload ? payload.region : null;
  const where = typeof region === "string" ? { regionCode: region } : {};
  return { subjects: [], ...where, thing: `job:${jobId}`, after: { kind } };
}
