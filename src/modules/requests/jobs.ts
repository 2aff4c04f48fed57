import { DAY, plus } from "../../core/time.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Job } from "../../platform/jobs/index.ts";
import { settleRequests } from "./act-on-request.ts";
import { raiseOverdue } from "./desk.ts";
import { countUnraised } from "./desk-store.ts";
import { deleteOldMail } from "./mail-store.ts";
import { countSettling } from "./store.ts";

const BATCH = 50;

/** No server comes again with a mail after so long. */
const KEPT_FOR = 90 * DAY;
const MAIL_BATCH = 1_000;

/** Requests that nobody writes to any more are closed, with a letter; passed deadlines are told to staff. */
export function requestJobs(): Job[] {
  return [
    {
      kind: "recurring",
      name: "requests.settle",
      clock: "business",
      everyMs: 60_000,
      workers: "many",
      run: ({ database, now }) => database.transaction((tx) => settleRequests(tx, now, BATCH)),
      pending: countSettling,
    },
    {
      kind: "recurring",
      name: "requests.raise",
      clock: "business",
      everyMs: 60_000,
      workers: "many",
      run: ({ database, now }) => database.transaction((tx) => raiseOverdue(tx, now, BATCH)),
      pending: countUnraised,
    },
  ];
}

/** Mails that were taken long ago are not remembered any more. */
export function mailRetention(machineClock: Clock): Job {
  return {
    kind: "recurring",
    name: "requests.forget_mail",
    clock: "machine",
    everyMs: 3_600_000,
    workers: "one",
    run: ({ database }) =>
      database.transaction(async (tx) => {
        const before = plus(machineClock.now(), -KEPT_FOR);
        return (await deleteOldMail(tx, before, MAIL_BATCH)) === MAIL_BATCH;
      }),
  };
}
