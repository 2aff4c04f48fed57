import { DAY, type Instant, plus } from "../core/time.ts";
import type { Database } from "../platform/db.ts";
import { drainJobs } from "../platform/jobs/index.ts";
import type { Logger } from "../platform/log.ts";
import type { SandboxClock } from "../platform/sandbox-clock.ts";
import { dueJobs } from "./jobs.ts";

interface PlayParts {
  readonly database: Database;
  readonly clock: SandboxClock;
  readonly log: Logger;
  /** Told after each day that was lived through; what it throws ends the play there. */
  readonly onDay?: () => void;
  /** Asked before each day. */
  readonly beforeDay?: () => void;
}

/** The days from one instant to another, a day that has begun counts. */
export function daysUntil(from: Instant, target: Instant): number {
  return Math.max(1, Math.ceil((target - from) / DAY));
}

/**
 * Moves business time day by day and does each day's work before the next: who runs out of money on the third day is
 * frozen on the third day, and the deletion queue counts from there. `standing` = time stays at the target.
 */
export async function playTime(parts: PlayParts, target: Instant, standing: boolean): Promise<void> {
  const { database, clock, log, onDay, beforeDay } = parts;
  const from = clock.now();
  const days = daysUntil(from, target);
  await clock.play(standing, async (moveTo) => {
    for (let day = 1; day <= days; day += 1) {
      beforeDay?.();
      // The day stands while its work is done, so that a month played twice comes out the same.
      await moveTo(day === days ? target : plus(from, day * DAY));
      await drainJobs({ database, clock, log, production: false, jobs: dueJobs() });
      onDay?.();
    }
  });
}
