import { MINUTE } from "../../core/time.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Job } from "../../platform/jobs/index.ts";
import { countDueErasures } from "./erasure-store.ts";
import { eraseNext, forgetNextLetters, lookedBefore } from "./erasure.ts";
import type { PersonalPorts } from "./personal.ts";

/** Reliability 65: people are erased when their time has come. */
export function erasureJobs(ports: PersonalPorts): Job[] {
  return [
    {
      kind: "recurring",
      name: "tenancy.erase",
      clock: "business",
      everyMs: MINUTE,
      workers: "many",
      run: async ({ database, now }) => (await database.transaction((tx) => eraseNext(tx, ports, now))) !== undefined,
      pending: (database, now) => countDueErasures(database, now, lookedBefore(now)),
    },
  ];
}

/** Letters to who was erased go when they were sent. */
export function erasureRetention(machineClock: Clock): Job {
  return {
    kind: "recurring",
    name: "tenancy.forget_letters",
    clock: "machine",
    everyMs: MINUTE,
    workers: "one",
    run: ({ database }) => database.transaction((tx) => forgetNextLetters(tx, machineClock.now())),
  };
}
