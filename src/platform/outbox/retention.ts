import { DAY, type Instant, plus } from "../../core/time.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import type { RecurringJob } from "../jobs/index.ts";
import { serverTime } from "../server-clock.ts";
import { type Removal, type RemovalCursor, type RemovalRequest, removeDelivered } from "./store.ts";

const LOOKED_AT_ONCE = 2_000;
const EVERY_MS = DAY / 4;

/**
 * Removes messages delivered before an instant (machine time) that a replay no longer needs, a batch a transaction; may be
 * stopped between any two. Answers how many went.
 */
export async function removeOld(
  database: Database,
  before: Instant,
  stop?: AbortSignal,
  batch = LOOKED_AT_ONCE,
): Promise<number> {
  let removed = 0;
  let after: RemovalCursor | null = null;
  do {
    const request: RemovalRequest = { before, after, limit: batch };
    const round: Removal = await database.transaction((tx) => removeDelivered(tx, request));
    removed += round.removed;
    after = round.next;
  } while (after !== null && stop?.aborted !== true);
  return removed;
}

/** The outbox's retention, by machine time (`clock`). Of two clocks the earlier counts: one that jumped ahead must remove nothing. */
export function outboxRetention(clock: Clock, days: number): RecurringJob {
  return {
    kind: "recurring",
    name: "outbox.retention",
    clock: "machine",
    everyMs: EVERY_MS,
    workers: "one",
    run: async ({ database, stop }) => {
      const [here, there] = [clock.now(), await serverTime(database)];
      const earlier = here < there ? here : there;
      await removeOld(database, plus(earlier, -days * DAY), stop);
      return false;
    },
  };
}
