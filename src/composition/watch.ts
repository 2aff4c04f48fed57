import { MINUTE } from "../core/time.ts";
import { type Clock, systemClock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { type Loop, startLoop } from "../platform/loop.ts";
import { type Sender, dispatchDue } from "../platform/outbox/index.ts";
import { type AlarmParts, watchOnce } from "./alarms.ts";
import { TOPICS } from "./topics.ts";

export interface WatchParts {
  readonly database: Database;
  /** Business time. */
  readonly clock: Clock;
  readonly alarms: AlarmParts;
  /** How letters leave; null: no mail server is named. Made when it is needed. */
  readonly mail: () => Promise<Sender | null>;
}

const EVERY_MS = MINUTE;

/**
 * A worker that stands still raises no alarm and sends no letter: whoever serves the API looks, too, and as long as no worker is
 * heard of sends the letters that wait (reliability 69).
 */
export async function watchWorkers({ database, clock, alarms, mail }: WatchParts): Promise<void> {
  const found = await watchOnce(database, clock.now(), alarms);
  if (!found.some(({ alarm }) => alarm === "worker_silent")) return;
  const sender = await mail();
  if (sender) await dispatchDue({ database, clock: systemClock, topics: TOPICS, senders: { mail: sender } });
}

export function startWatch(parts: WatchParts, onError: (error: unknown) => void): Loop {
  return startLoop({
    pauseMs: EVERY_MS,
    keepsProcess: false,
    turn: async () => {
      await watchWorkers(parts);
      return false;
    },
    onError,
  });
}
