import type { ProjectId } from "../../core/ids.ts";
import type { Instant } from "../../core/time.ts";
import { type Tx, likePatterns } from "../../platform/db.ts";
import type { Role } from "./permissions.ts";
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

const FOUND = `p.project_id as "projectId", p.name, p.region_code as "regionCode", p.currency, p.status,
  p.status_since as "statusSince", p.created_at as "createdAt", v.activated_at as "activatedAt",
  u.name as "ownerName", u.email as "ownerEmail"`;
const WITH_OWNERS = `left join account_activation v using (account_id)
  left join project_member m on m.project_id = p.project_id and m.role = 'owner'
  left join app_user u on u.user_id = m.user_id`;

/**
 * Projects by number, name or owner, whatever became of them (REG-08). What many names have fills a page from the newest ones; only
 * what does not is looked for in all, by trigrams, which are dear where they are common: the planner cannot tell which it is, as row
 * security keeps it from the statistics.
 */
export function foundProjects(tx: Pick<Tx, "query">, search: ProjectSearch): Promise<FoundProject[]> {
  const { words, projectId, before, limit } = search;
  if (words === null)
    return tx.query<FoundProject>(
      `select ${FOUND} from project p ${WITH_OWNERS}
        where ($1::bigint is null or p.project_id = $1) and ($2::bigint is null or p.project_id < $2)
        order by p.project_id desc limit $3`,
      [projectId, before, limit],
    );
  return tx.query<FoundProject>(
    `with near as materialized (
       select q.project_id from (select project_id, name from project where project_id < $4 order by project_id desc limit 2000) q
        where q.name ilike $1 or q.name ilike $2 order by q.project_id desc limit $5),
     all_of_them as materialized (
       select q.project_id from project q
        where (select count(*) from near) < $5 and (q.name ilike $1 or q.name ilike $2) and q.project_id < $4)
     select ${FOUND}
       from (select project_id from near
             union
             (select project_id from all_of_them order by project_id desc limit $5)
             union
             (select o.project_id from app_user w join project_member o on o.user_id = w.user_id and o.role = 'owner'
               where w.email = lower($3) and o.project_id < $4 order by o.project_id desc limit $5)) f
       join project p using (project_id) ${WITH_OWNERS}
      order by p.project_id desc limit $5`,
    [...likePatterns(words), words, before ?? ABOVE_ALL, limit],
  );
}

const ABOVE_ALL = 10_000_000_000n;

export interface ProjectPerson {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly blocked: boolean;
}

/** Whoever belongs to a project, the owner first; at most `limit`. */
export function selectPeopleForStaff(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
  limit: number,
): Promise<ProjectPerson[]> {
  return tx.query<ProjectPerson>(
    `select u.name, u.email, m.role, u.blocked_at is not null as blocked
       from project_member m join app_user u using (user_id)
      where m.project_id = $1 order by m.role <> 'owner', u.name, u.user_no limit $2`,
    [projectId, limit],
  );
}

export interface ProjectToken {
  readonly tokenId: bigint;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Instant;
  readonly lastUsedAt: Instant | null;
}

/** What opens a project beside its people, the newest first; never the tokens themselves. At most `limit`. */
export function selectTokensForStaff(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
  limit: number,
): Promise<ProjectToken[]> {
  return tx.query<ProjectToken>(
    `select token_id as "tokenId", name, scopes, expires_at as "expiresAt", last_used_at as "lastUsedAt"
       from api_token where project_id = $1 and revoked_at is null order by token_id desc limit $2`,
    [projectId, limit],
  );
}

/** When it was conserved and used again, the latest last. */
export async function selectConservedIn(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
): Promise<{ readonly from: Instant; readonly to: Instant | null }[]> {
  return tx.query(
    `select lower(g) as "from", upper(g) as "to" from project, unnest(conserved_in) g where project_id = $1
     union all
     select status_since, null from project where project_id = $1 and status = 'conserved' order by 1`,
    [projectId],
  );
}
