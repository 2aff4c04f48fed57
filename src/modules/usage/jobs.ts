import { DAY, type Instant, plus } from "../../core/time.ts";
import type { Job } from "../../platform/jobs/index.ts";
import { accrueDue, countBacklog, wakeCommitted, wakeSwitched } from "./charging/index.ts";
import { rateBatches } from "./rating/index.ts";

/** So far a process that has just begun looks back: that long, nobody may have looked. */
const NOBODY_LOOKED = 62 * DAY;

/** First who changed its scheme or committed itself is woken, so that the charging that follows finds it due. */
export function usageJobs(): Job[] {
  let looked: Instant | null = null;
  return [
    {
      kind: "recurring",
      name: "usage.wake_switched",
      clock: "business",
      everyMs: 5_000,
      workers: "many",
      run: async ({ database, now }) => {
        await wakeSwitched(database, now, looked ?? plus(now, -NOBODY_LOOKED));
        looked = now;
        return false;
      },
    },
    {
      kind: "recurring",
      name: "usage.wake_committed",
      clock: "business",
      everyMs: 60_000,
      workers: "many",
      run: async ({ database, now }) => {
        await wakeCommitted(database, now);
        return false;
      },
    },
    {
      kind: "recurring",
      name: "usage.charge",
      clock: "business",
      everyMs: 250,
      workers: "many",
      run: async ({ database, now }) => (await rateBatches(database, now)) + (await accrueDue(database, now)) > 0,
      pending: countBacklog,
    },
  ];
}
