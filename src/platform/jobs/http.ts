import { z } from "zod";

import { formatInstant } from "../../core/time.ts";
import {
  type Route,
  cursorQuery,
  idInCursor,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  route,
  userOf,
} from "../http/index.ts";
import { jobCancelled, jobRetried } from "./acts.ts";
import { JobFinished, JobNotWaiting, type JobRow, cancelJob, retryJob } from "./asked.ts";
import { JOB_SHOWS, listJobs } from "./store.ts";

export const jobSchema = z
  .strictObject({
    id: idSchema,
    kind: z.string().meta({ example: "closing.month" }),
    payload: z.record(z.string(), z.unknown()),
    state: z.enum(["waiting", "running", "parked", "done", "cancelled"]).meta({
      description: "parked: it failed too often or was refused, and waits for a person",
    }),
    step: z.string().nullable(),
    done: z.int(),
    total: z.int().nullable().meta({ description: "null when nobody knows it beforehand" }),
    failures: z.int(),
    lastError: z.string().nullable(),
    result: z.record(z.string(), z.unknown()).nullable(),
    askedBy: z.string(),
    askedAt: instantSchema,
    decidedBy: z.string().nullable().meta({ description: "who cancelled or retried it last" }),
    cancelAsked: z.boolean().meta({ description: "is cancelled at its next safe place" }),
    finishedAt: instantSchema.nullable(),
  })
  .meta({ id: "Job" });

/** A job as the API and the command line show it. */
export function jobShown({ jobId, key: _key, ...job }: JobRow): z.input<typeof jobSchema> {
  return {
    ...job,
    id: jobId.toString(),
    done: Number(job.done),
    total: job.total === null ? null : Number(job.total),
    askedAt: formatInstant(job.askedAt),
    finishedAt: job.finishedAt === null ? null : formatInstant(job.finishedAt),
  };
}

const operators = { kind: "staff", roles: ["operator"] } as const;

/** Where an operator sees what was asked for, and decides about it. */
export function jobRoutes(): Route[] {
  const decision = {
    method: "POST",
    params: z.strictObject({ id: idInput }),
    response: jobSchema,
    access: operators,
    idempotent: "inherent",
  } as const;
  return [
    route({
      method: "GET",
      path: "/v1/office/jobs",
      operationId: "listJobs",
      summary: "Work that was asked for and is done in the background, the newest first",
      query: z.strictObject({ show: z.enum(JOB_SHOWS).default("all"), cursor: cursorQuery, limit: limitQuery }),
      response: z.strictObject({ items: z.array(jobSchema), nextCursor: nextCursorSchema }),
      access: operators,
      handler: async ({ query, read }) => {
        const found = await read((tx) => listJobs(tx, idInCursor(query.cursor), query.limit + 1, query.show));
        return pageOf(found, query.limit, ({ jobId }) => jobId, jobShown);
      },
    }),
    route({
      ...decision,
      path: "/v1/office/jobs/{id}/cancel",
      operationId: "cancelJob",
      summary: "Ends a job: at once, or when it runs, at its next safe place",
      act: jobCancelled,
      refusals: [JobFinished],
      handler: async ({ params, principal, now, transaction }) =>
        jobShown(await transaction((tx) => cancelJob(tx, params.id, userOf(principal), now))),
    }),
    route({
      ...decision,
      path: "/v1/office/jobs/{id}/retry",
      operationId: "retryJob",
      summary: "Tries a job that waits or is parked again now",
      act: jobRetried,
      refusals: [JobNotWaiting],
      handler: async ({ params, principal, now, transaction }) =>
        jobShown(await transaction((tx) => retryJob(tx, params.id, userOf(principal), now))),
    }),
  ];
}
