import { z } from "zod";

import { type Instant, monthPeriod } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { monthSchema } from "../../platform/http/index.ts";
import { type Job, type JobKind, type JobRow, ask } from "../../platform/jobs/index.ts";
import { regionOf } from "../tenancy/index.ts";
import { type ClosePorts, MonthNotOver, closeMonth } from "./close-month.ts";

/** A region's code and a month of it. */
export const monthCloseOrder = z.strictObject({ region: z.string().min(1).max(40), month: monthSchema });
export type MonthCloseOrder = z.output<typeof monthCloseOrder>;

const MONTH_CLOSE: JobKind<MonthCloseOrder> = {
  name: "closing.month",
  payload: monthCloseOrder,
  keyOf: ({ region, month }) => `${region} ${month}`,
};

/** DOC-01 in the background: one job a region's month, however often it is asked for. Refuses month_not_over. */
export async function askMonthClose(tx: Tx, order: MonthCloseOrder, by: string, now: Instant): Promise<JobRow> {
  const { timeZone } = await regionOf(tx, order.region);
  if (now < monthPeriod(order.month, timeZone).end) throw MonthNotOver({ values: { month: order.month } });
  return ask(tx, MONTH_CLOSE, order, by, now);
}

/** The month close, which may be left off after each piece of work that is committed and goes on from there. */
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
  ];
}
