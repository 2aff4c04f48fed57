import type { ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../../platform/db.ts";
import type { SsoConnection } from "../../platform/identity/index.ts";
import type { NewcomerRole } from "./permissions.ts";

/** All SQL on sso_connection. Business time. */
type Reader = Pick<Tx, "query">;

export const SSO_STATES = ["claimed", "proved", "approved", "refused", "removed"] as const;
export type SsoState = (typeof SSO_STATES)[number];

export interface SsoRow extends SsoConnection {
  readonly projectId: ProjectId;
  /** What the domain's record has to say. */
  readonly proof: string;
  readonly defaultRole: NewcomerRole;
  readonly required: boolean;
  readonly state: SsoState;
  readonly claimedBy: string;
  readonly claimedAt: Instant;
  readonly provedAt: Instant | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly reason: string | null;
  /** When somebody came by it last. */
  readonly usedAt: Instant | null;
}

const ROW = `sso_connection_id as "connectionId", project_id as "projectId", domain, issuer, client_id as "clientId", proof,
  default_role as "defaultRole", required, state, claimed_by as "claimedBy", claimed_at as "claimedAt", proved_at as "provedAt",
  decided_by as "decidedBy", decided_at as "decidedAt", reason, used_at as "usedAt"`;
const CONNECTION = `sso_connection_id as "connectionId", domain, issuer, client_id as "clientId"`;
const OPEN = "state in ('claimed', 'proved', 'approved')";
/** Of those that are over the latest are shown. */
const MOST_SHOWN = 20;

/** Null where the project claims the domain already. */
export async function insertConnection(
  tx: Tx,
  row: Pick<SsoRow, "projectId" | "domain" | "issuer" | "clientId" | "proof" | "defaultRole" | "claimedBy">,
  now: Instant,
): Promise<bigint | null> {
  const { projectId, domain, issuer, clientId, proof, defaultRole, claimedBy } = row;
  const rows = await tx.query<{ id: bigint }>(
    `insert into sso_connection (project_id, domain, issuer, client_id, proof, default_role, state, claimed_by, claimed_at)
     values ($1, $2, $3, $4, $5, $6, 'claimed', $7, $8) on conflict do nothing returning sso_connection_id as id`,
    [projectId, domain, issuer, clientId, proof, defaultRole, claimedBy, formatInstant(now)],
  );
  return rows[0]?.id ?? null;
}

/** How many domains a project has that are not over. */
export async function countOpen(tx: Reader, projectId: ProjectId): Promise<number> {
  const rows = await tx.query<{ n: bigint }>(
    `select count(*) as n from sso_connection where project_id = $1 and ${OPEN}`,
    [projectId],
  );
  return Number(only(rows).n);
}

/** Of a project, what is in force first. */
export function selectConnections(tx: Reader, projectId: ProjectId): Promise<SsoRow[]> {
  return tx.query(
    `select ${ROW} from sso_connection where project_id = $1 order by not (${OPEN}), sso_connection_id desc limit ${MOST_SHOWN}`,
    [projectId],
    "sso_of_project",
  );
}

export async function lockConnection(tx: Tx, connectionId: bigint): Promise<SsoRow | null> {
  const rows = await tx.query<SsoRow>(`select ${ROW} from sso_connection where sso_connection_id = $1 for update`, [
    connectionId,
  ]);
  return rows[0] ?? null;
}

export async function selectConnection(reader: Reader, connectionId: bigint): Promise<SsoRow | null> {
  const rows = await reader.query<SsoRow>(`select ${ROW} from sso_connection where sso_connection_id = $1`, [
    connectionId,
  ]);
  return rows[0] ?? null;
}

export async function updateChoices(
  tx: Tx,
  connectionId: bigint,
  { defaultRole, required }: Pick<SsoRow, "defaultRole" | "required">,
): Promise<void> {
  await tx.execute("update sso_connection set default_role = $2, required = $3 where sso_connection_id = $1", [
    connectionId,
    defaultRole,
    required,
  ]);
}

/** False where another connection has proved the domain. */
export async function updateProved(tx: Tx, connectionId: bigint, now: Instant): Promise<boolean> {
  const touched = await tx.execute(
    `update sso_connection c set state = 'proved', proved_at = $2 where sso_connection_id = $1
        and not exists (select from sso_connection o where o.domain = c.domain and o.state in ('proved', 'approved'))`,
    [connectionId, formatInstant(now)],
  );
  return touched > 0;
}

export async function updateDecided(
  tx: Tx,
  connectionId: bigint,
  { state, by, reason }: { readonly state: SsoState; readonly by: string; readonly reason: string | null },
  now: Instant,
): Promise<void> {
  await tx.execute(
    `update sso_connection set state = $2, decided_by = $3, decided_at = $4, reason = $5, required = false
      where sso_connection_id = $1`,
    [connectionId, state, by, formatInstant(now), reason],
  );
}

export async function updateUsed(tx: Tx, connectionId: bigint, now: Instant): Promise<void> {
  await tx.execute("update sso_connection set used_at = $2 where sso_connection_id = $1", [
    connectionId,
    formatInstant(now),
  ]);
}

export async function selectApprovedFor(reader: Reader, domain: string): Promise<SsoConnection | null> {
  const rows = await reader.query<SsoConnection>(
    `select ${CONNECTION} from sso_connection where domain = $1 and state = 'approved'`,
    [domain],
    "sso_of_domain",
  );
  return rows[0] ?? null;
}

export async function selectApproved(reader: Reader, connectionId: bigint): Promise<SsoConnection | null> {
  const rows = await reader.query<SsoConnection>(
    `select ${CONNECTION} from sso_connection where sso_connection_id = $1 and state = 'approved'`,
    [connectionId],
    "sso_approved",
  );
  return rows[0] ?? null;
}

/** Whether the user's domain lets nobody in by anything else: all but the owner of the project, and staff. */
export async function selectIsRequired(reader: Reader, userId: string): Promise<boolean> {
  const rows = await reader.query<{ bound: boolean }>(
    "select is_bound_by_company($1) as bound",
    [userId],
    "sso_required",
  );
  return only(rows).bound;
}

/** The people of a domain who may get in by nothing else; staff and the project's owner are not among them. */
export async function selectBound(
  tx: Reader,
  { domain, projectId }: Pick<SsoRow, "domain" | "projectId">,
): Promise<string[]> {
  const rows = await tx.query<{ userId: string }>(
    `select user_id as "userId" from app_user u where substring(u.email from '@([^@]+)$') = $1 and staff_role is null
        and not exists (select from project_member m where m.project_id = $2 and m.user_id = u.user_id and m.role = 'owner')`,
    [domain, projectId],
  );
  return rows.map(({ userId }) => userId);
}

/** What open claims of a domain ask its record to say. */
export async function selectProofs(reader: Reader, domain: string): Promise<string[]> {
  const rows = await reader.query<{ proof: string }>(
    "select proof from sso_connection where domain = $1 and state = 'claimed'",
    [domain],
  );
  return rows.map(({ proof }) => proof);
}

export interface OfficeSso extends SsoRow {
  readonly projectName: string;
  readonly claimerName: string;
  readonly claimerEmail: string;
  /** Who of the house has an address of this domain. */
  readonly people: number;
}

/** For staff: what waits, the longest first; or all, the newest first. `before` is a number that the page before ended with. */
export function selectForOffice(
  reader: Reader,
  { show, before, limit }: { readonly show: "waiting" | "all"; readonly before: bigint | null; readonly limit: number },
): Promise<OfficeSso[]> {
  return reader.query(
    `select ${ROW}, p.name as "projectName", u.name as "claimerName", u.email as "claimerEmail",
            (select count(*)::int from app_user a where substring(a.email from '@([^@]+)$') = c.domain) as people
       from sso_connection c join project p using (project_id) join app_user u on u.user_id = c.claimed_by
      where (($1 = 'waiting' and c.state = 'proved') or ($1 = 'all' and c.state <> 'claimed'))
        and ($2::bigint is null or c.sso_connection_id < $2)
      order by c.sso_connection_id desc limit $3`,
    [show, before, limit],
    "sso_for_office",
  );
}
