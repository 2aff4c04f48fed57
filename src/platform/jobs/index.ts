/** The front door of background work: what a room's jobs.ts, the composition and the CLI need. */
export { jobActs } from "./acts.ts";
export { ask, cancelJob, jobById, openJob, parkedJobs, retryJob } from "./asked.ts";
export type { JobRow, JobState } from "./asked.ts";
export type { AskedContext, AskedJob, Job, JobKind, LateJob, RecurringJob } from "./job.ts";
export { jobRoutes, jobSchema, jobShown } from "./http.ts";
export { countOpen as jobCounts, listJobs } from "./store.ts";
export { drainJobs, startJobs } from "./runner.ts";
export type { JobRunner, RunnerParts } from "./runner.ts";
