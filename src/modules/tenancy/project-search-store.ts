import type { ProjectId } from "../../core/ids.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import type { ProjectStatus } from "./region.ts";

/** All SQL of what staff look projects up by, over the tables of the room. */

/** What staff look a project up by; all null: every project. */
export interface ProjectSearch {
  /** Part of a name, or the whole address of an owner. */
  readonly words: string | null;
  readonly projectId: ProjectId | null;
  /** By number, the highest first: only projects below this one. */
  readonly before: ProjectId | null;
  readonly limit: number;
}

export interface FoundProject {
  readonly projectId: ProjectId;
  readonly name: string;
  readonly regionCode: string;
  readonly currency: string;
  readonly status: ProjectStatus;
  readonly statusSince: Instant | null;
  readonly createdAt: Instant;
  /** When the account's services were switched on; null: not yet (REG-03). */
  readonly activatedAt: Instant | null;
  readonly ownerName: string | null;
  readonly ownerEmail: string | null;
}

/** Projects by number, name or owner, whatever became of them (REG-08). */
export function foundProjects(
  tx: Pick<Tx, "query">,
  { words, projectId, before, limit }: ProjectSearch,
): Promise<FoundProject[]> {
  const like = words === null ? null : `%${words.replace(/[\\%_]/g, "\\$&")}%`;
  return tx.query<FoundProject>(
    `select p.project_id as "projectId", p.name, p.region_code as "regionCode", p.currency, p.status,
            p.status_since as "statusSince", p.created_at as "createdAt", v.activated_at as "activatedAt",
            u.name as "ownerName", u.email as "ownerEmail"
       from project p
       left join account_activation v using (account_id)
       left join project_member m on m.project_id = p.project_id and m.role = 'owner'
       left join app_user u on u.user_id = m.user_id
      where ($1::text is null or p.name ilike $1 or u.email = lower($2))
        and ($3::bigint is null or p.project_id = $3)
        and ($4::bigint is null or p.project_id < $4)
      order by p.project_id desc limit $5`,
    [like, words, projectId, before, limit],
  );
}
