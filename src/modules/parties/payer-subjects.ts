import { type Subject, subjectsOf } from "../../core/subject.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { projectsOfPayer } from "./lookup.ts";
import { selectPayers } from "./store.ts";

/** The people of so many of its projects read of an act on their payer. */
const MOST_PROJECTS = 500;

/** Whom an act on a payer concerns: itself, its account and the projects that it pays for. */
export async function subjectsOfPayer(tx: Tx, payerId: bigint, now: Instant): Promise<Subject[]> {
  const [payer] = await selectPayers(tx, [payerId]);
  return [
    { kind: "payer", id: payerId },
    ...subjectsOf("account", payer ? [payer.accountId] : []),
    ...subjectsOf("project", await projectsOfPayer(tx, payerId, now, MOST_PROJECTS)),
  ];
}
