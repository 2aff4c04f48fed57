import type { ProjectId } from "../../core/ids.ts";
import { type Instant, type LocalMonth, firstDay, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../../platform/db.ts";
import type { ProjectStatus } from "./region.ts";

/** All SQL on the end of a project: project.status, project_deletion. Business time. */

/** Held until the transaction's end. */
export async function lockStatus(tx: Tx, projectId: ProjectId): Promise<ProjectStatus> {
  const { status } = only(
    await tx.query<{ status: ProjectStatus }>("select status from project where project_id = $1 for update", [
      projectId,
    ]),
  );
  return status;
}

export async function updateStatus(tx: Tx, projectId: ProjectId, status: ProjectStatus, at: Instant): Promise<void> {
  await tx.execute("update project set status = $2, status_since = $3 where project_id = $1", [
    projectId,
    status,
    formatInstant(at),
  ]);
}

/** Months, both included. */
export interface Months {
  readonly from: LocalMonth;
  readonly to: LocalMonth;
}

export async function insertDeletion(
  tx: Tx,
  projectId: ProjectId,
  { userId, papers, at }: { readonly userId: string; readonly papers: Months | null; readonly at: Instant },
): Promise<void> {
  await tx.execute(
    `insert into project_deletion (project_id, deleted_at, deleted_by, papers_from, papers_to)
     values ($1, $2, $3, $4, $5)`,
    [projectId, formatInstant(at), userId, papers && firstDay(papers.from), papers && firstDay(papers.to)],
  );
}
