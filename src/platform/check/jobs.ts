import { z } from "zod";

import { DAY, HOUR, type Instant, instant } from "../../core/time.ts";
import type { Clock } from "../clock.ts";
import type { Tx } from "../db.ts";
import { type Checked, allInvariants, violations } from "../invariants.ts";
import { type Job, type JobKind, type JobRow, ask } from "../jobs/index.ts";
import * as store from "./store.ts";

/** `by`: who asks, as the job keeps it too. */
const order = z.strictObject({ by: z.string().min(1).max(200) });

export const CHECK: JobKind<z.output<typeof order>> = {
  name: "platform.check",
  payload: order,
  keyOf: () => "all",
};

/** All invariants are looked at in the background; while a look is open there is no second one. */
export function askCheck(tx: Tx, by: string, now: Instant): Promise<JobRow> {
  return ask(tx, CHECK, { by }, by, now);
}

/** At what hour of the day, UTC, the books are looked at by themselves: before the day's work in each region begins. */
const NIGHT = HOUR;
const EVERY_MS = 10 * 60_000;

function lastNight(now: Instant): Instant {
  return instant(Math.floor((now - NIGHT) / DAY) * DAY + NIGHT);
}

/** The look itself, and what asks for one each night; `clock` is the machine's. */
export function checkJobs(clock: Clock): Job[] {
  const since = clock.now();
  return [
    {
      kind: "asked",
      of: CHECK,
      clock: "business",
      run: async ({ by }: z.output<typeof order>, { database, now, progress }) => {
        const startedAt = clock.now();
        const results: Checked[] = [];
        const total = allInvariants().length;
        progress("check", 0, total);
        const broken = await violations(database, now, (one) => {
          results.push(one);
          progress("check", results.length, total);
        });
        const durationMs = BigInt(Math.max(0, clock.now() - startedAt));
        const run = { askedBy: by, checkedAt: now, startedAt, durationMs, results };
        const runId = await database.transaction((tx) => store.insertRun(tx, run));
        return { run: runId.toString(), invariants: total, broken: broken.length };
      },
    },
    {
      kind: "recurring",
      name: "platform.check_nightly",
      clock: "machine",
      everyMs: EVERY_MS,
      workers: "one",
      run: ({ database, now }) =>
        database.transaction(async (tx) => {
          const last = await store.lastRun(tx);
          // Where there was none yet, the first night after the start is waited for: a start is busy enough.
          if ((last?.startedAt ?? since) < lastNight(clock.now()))
            await askCheck(tx, "job:platform.check_nightly", now);
          return false;
        }),
    },
  ];
}
