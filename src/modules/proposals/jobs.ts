import type { Job } from "../../platform/jobs/index.ts";
import { expireProposals, kindsOf } from "./decide.ts";
import type { ProposalKind } from "./kind.ts";
import { countOverdue } from "./store.ts";

const BATCH = 50;

/** What nobody decided about in time is over. */
export function proposalJobs(list: readonly ProposalKind[]): Job[] {
  const kinds = kindsOf(list);
  return [
    {
      kind: "recurring",
      name: "proposals.expire",
      clock: "business",
      everyMs: 60_000,
      workers: "many",
      run: ({ database, now }) => database.transaction((tx) => expireProposals(tx, kinds, now, BATCH)),
      pending: countOverdue,
    },
  ];
}
