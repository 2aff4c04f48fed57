import type { ProjectId } from "../../core/ids.ts";
import { type Instant, type LocalMonth, firstDay, formatInstant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import type { ProjectStatus } from "./region.ts";

/** All SQL on the end of a project: project.status, project_deletion. Business time. */

/** Held until the transaction's end; who only refers to the project (charging, papers) does not wait. Null when it is unknown. */
export async function lockStatus(tx: Tx, projectId: ProjectId): Promise<ProjectStatus | null> {
  const rows = await tx.query<{ status: ProjectStatus }>(
    "select status from project where project_id = $1 for no key update",
    [projectId],
  );
  return rows[0]?.status ?? null;
}

export async function updateStatus(tx: Tx, projectId: ProjectId, status: ProjectStatus, at: Instant): Promise<void> {
  await tx.execute(
    `update project set status = $2, status_since = $3,
            conserved_in = case when status = 'conserved' and status_since < $3
                                then conserved_in + tstzmultirange(tstzrange(status_since, $3)) else conserved_in end
      where project_id = $1`,
    [projectId, status, formatInstant(at)],
  );
}

/** Projects that were conserved, resumed or deleted at or after an instant: a thousand at most, the last ones. */
export function selectChangedSince(
  reader: Pick<Tx, "query">,
  since: Instant,
): Promise<{ readonly projectId: ProjectId; readonly statusSince: Instant }[]> {
  return reader.query(
    `select project_id as "projectId", status_since as "statusSince" from project where status_since >= $1
      order by status_since desc limit 1000`,
    [formatInstant(since)],
    "projects_changed_since",
  );
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
