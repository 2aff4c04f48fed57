import type { ProjectId } from "../../../core/ids.ts";
import { formatInstant, type Instant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import type { Statements } from "../intake/index.ts";

export interface FocusProject {
  readonly subAccount: string;
  readonly projectId: ProjectId;
  readonly startsAt: Instant;
}

/** The projects that sub-accounts of a payer's bills became. */
export function focusProjects(statements: Statements, payerId: bigint): Promise<FocusProject[]> {
  return statements.query<FocusProject>(
    `select sub_account_id as "subAccount", project_id as "projectId", starts_at as "startsAt"
       from focus_project where payer_id = $1`,
    [payerId],
  );
}

export async function insertFocusProject(tx: Tx, payerId: bigint, project: FocusProject): Promise<void> {
  await tx.execute(
    "insert into focus_project (payer_id, sub_account_id, project_id, starts_at) values ($1, $2, $3, $4)",
    [payerId, project.subAccount, project.projectId, formatInstant(project.startsAt)],
  );
}

export async function moveFocusStart(tx: Tx, payerId: bigint, project: FocusProject): Promise<void> {
  await tx.execute("update focus_project set starts_at = $3 where payer_id = $1 and sub_account_id = $2", [
    payerId,
    project.subAccount,
    formatInstant(project.startsAt),
  ]);
}
