import type { ProjectId } from "../../../core/ids.ts";
import { type Subject, subjectsOf } from "../../../core/subject.ts";
import type { Instant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { payerOf } from "../../parties/index.ts";
import { projectFacts } from "../../tenancy/index.ts";

/** Who has a hand in the money of these projects (reliability 63): by the projects, their accounts and their payers, in order. */
export async function interestsIn(tx: Tx, projectIds: Iterable<ProjectId>, now: Instant): Promise<Subject[]> {
  const ids = ordered(projectIds);
  if (ids.length === 0) return [];
  const accounts = [...(await projectFacts(tx, ids)).values()].map(({ accountId }) => accountId);
  const payers = [...(await payerOf(tx, ids, now)).values()].map(({ payer }) => payer.payerId);
  return [
    ...subjectsOf("project", ids),
    ...subjectsOf("account", ordered(accounts)),
    ...subjectsOf("payer", ordered(payers)),
  ];
}

function ordered(ids: Iterable<bigint>): bigint[] {
  return [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1));
}
