import type { Job } from "../../platform/jobs/index.ts";
import { processDeletions } from "./freezing.ts";

/** FRZ-04: projects whose time in the deletion queue is over. */
export function balanceJobs(): Job[] {
  return [
    {
      kind: "recurring",
      name: "balance.deletions",
      clock: "business",
      everyMs: 5_000,
      workers: "many",
      run: async ({ database, now }) => (await database.transaction((tx) => processDeletions(tx, now))) > 0,
    },
  ];
}
