import { DAY, HOUR, MINUTE, plus } from "../../core/time.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Job } from "../../platform/jobs/index.ts";
import { deleteCarried } from "./digest-store.ts";
import { sendDigests } from "./letter-digest.ts";
import { deleteOld } from "./notification-store.ts";

/** How long a notification is kept, and how long it is known which messages were told. */
const KEPT_DAYS = 400;
const KNOWN_DAYS = 120;
const DIGESTS_AT_ONCE = 200;
const REMOVED_AT_ONCE = 5_000;

/** Old notifications go, and letters that were gathered. By the machine's clock, as the messages that they came from. */
export function notificationJobs(clock: Clock): Job[] {
  return [
    {
      kind: "recurring",
      name: "notifications.retention",
      clock: "machine",
      everyMs: HOUR,
      workers: "one",
      run: ({ database, now }) =>
        database.transaction(async (tx) => {
          const gone = await deleteOld(
            tx,
            plus(now, -KEPT_DAYS * DAY),
            plus(clock.now(), -KNOWN_DAYS * DAY),
            REMOVED_AT_ONCE,
          );
          const carried = await deleteCarried(tx, plus(now, -KNOWN_DAYS * DAY), REMOVED_AT_ONCE);
          return Math.max(gone, carried) === REMOVED_AT_ONCE;
        }),
    },
  ];
}

/** Letters that waited for others go, when their time is over. */
export function digestJob(): Job {
  return {
    kind: "recurring",
    name: "notifications.digests",
    clock: "business",
    everyMs: MINUTE,
    workers: "many",
    run: ({ database, now }) => database.transaction((tx) => sendDigests(tx, now, DIGESTS_AT_ONCE)),
  };
}
