import { z } from "zod";

import { type Instant, monthPeriod } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { monthInput } from "../../platform/http/index.ts";
import { type Job, type JobKind, type JobRow, ask } from "../../platform/jobs/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { regionOf } from "../tenancy/index.ts";
import { monthCloseAsked, waitingIssueAsked } from "./acts.ts";
import { MonthNotOver, closeMonth, issueWaiting, refuseBeforeFirst } from "./close-month.ts";
import type { ClosePorts } from "./ports.ts";

/** A region's code and a month of it. */
export const monthCloseOrder = z.strictObject({ region: z.string().min(1).max(40), month: monthInput });
export type MonthCloseOrder = z.output<typeof monthCloseOrder>;

const MONTH_CLOSE: JobKind<MonthCloseOrder> = {
  name: "closing.month",
  payload: monthCloseOrder,
  keyOf: ({ region, month }) => `${region} ${month}`,
};

/** DOC-01 in the background: one job a region's month, however often it is asked for. Refuses month_not_over. */
export async function askMonthClose(tx: Tx, order: MonthCloseOrder, by: string, now: Instant): Promise<JobRow> {
  const region = await regionOf(tx, order.region);
  if (now < monthPeriod(order.month, region.timeZone).end) throw MonthNotOver({ values: { month: order.month } });
  await refuseBeforeFirst(tx, region, order.month);
  const job = await ask(tx, MONTH_CLOSE, order, by, now);
  const { region: regionCode, month } = order;
  await recordAct(tx, monthCloseAsked, now, { subjects: [], regionCode, thing: `job:${job.jobId}`, after: { month } });
  return job;
}

/** A region's code. */
export const waitingOrder = z.strictObject({ region: z.string().min(1).max(40) });
export type WaitingOrder = z.output<typeof waitingOrder>;

const ISSUE_WAITING: JobKind<WaitingOrder> = {
  name: "closing.issue_waiting",
  payload: waitingOrder,
  keyOf: ({ region }) => region,
};

/** PYR-10 in the background: issues what waits of a region's closed months; one job a region. Refuses unknown_region. */
export async function askIssueWaiting(tx: Tx, order: WaitingOrder, by: string, now: Instant): Promise<JobRow> {
  await regionOf(tx, order.region);
  const job = await ask(tx, ISSUE_WAITING, order, by, now);
  await recordAct(tx, waitingIssueAsked, now, { subjects: [], regionCode: order.region, thing: `job:${job.jobId}` });
  return job;
}

/** The month close and the issue of what waits, which may be left off after each piece of work that is committed and goes on from there. */
export function closingJobs(ports: ClosePorts): Job[] {
  return [
    {
      kind: "asked",
      of: MONTH_CLOSE,
      clock: "business",
      run: async ({ region, month }: MonthCloseOrder, { database, now, progress }) => {
        const onProgress = (step: string, done: number) => progress(step, done);
        return { ...(await closeMonth(database, { ...ports, onProgress }, region, month, now)) };
      },
    },
    {
      kind: "asked",
      of: ISSUE_WAITING,
      clock: "business",
      run: async ({ region }: WaitingOrder, { database, now, progress }) => {
        const onProgress = (step: string, done: number) => progress(step, done);
        return { ...(await issueWaiting(database, { ...ports, onProgress }, region, now)) };
      },
    },
  ];
}
