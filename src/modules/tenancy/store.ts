import { type ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, textArray } from "../../platform/db.ts";
import { type StaffRole } from "../../platform/http/index.ts";
import { type Role } from "./permissions.ts";
import { type ProjectFacts, type Region } from "./region.ts";

/** All SQL on region, app_user, account, project, project_member and api_token. */
type Reader = Pick<Tx, "query">;

export async function selectRegions(tx: Reader): Promise<Region[]> {
  return tx.query<Region & Record<string, unknown>>(
    `select region_code as "regionCode", name, sites, currency, time_zone as "timeZone", supplier_code as "supplierCode",
            country_code as "countryCode", document_address as "documentAddress", payment_methods as "paymentMethods",
            edm_available as "edmAvailable"
       from region order by region_code`,
    [],
    "regions_all",
  );
}

export async function upsertRegion(tx: Tx, region: Region): Promise<void> {
  await tx.execute(
    `insert into region (region_code, name, sites, currency, time_zone, supplier_code, country_code, document_address,
                         payment_methods, edm_available)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (region_code) do update set
       name = excluded.name, sites = excluded.sites, currency = excluded.currency, time_zone = excluded.time_zone,
       supplier_code = excluded.supplier_code, country_code = excluded.country_code,
       document_address = excluded.document_address, payment_methods = excluded.payment_methods,
       edm_available = excluded.edm_available`,
    [
      region.regionCode,
      JSON.stringify(region.name),
      textArray(region.sites),
      region.currency,
      region.timeZone,
      region.supplierCode,
      region.countryCode,
      region.documentAddress,
      JSON.stringify(region.paymentMethods),
      region.edmAvailable,
    ],
  );
}

export async function hasProjects(tx: Reader, regionCode: string): Promise<boolean> {
  const rows = await tx.query("select 1 from project where region_code = $1 limit 1", [regionCode]);
  return rows.length > 0;
}

const FACTS = `p.project_id as "projectId", p.account_id as "accountId", p.region_code as "regionCode", p.currency,
  r.time_zone as "timeZone", p.name, p.status, p.created_at as "createdAt"`;

export async function selectFacts(tx: Reader, projectIds: readonly ProjectId[]): Promise<ProjectFacts[]> {
  return tx.query<ProjectFacts>(
    `select ${FACTS} from project p join region r using (region_code) where p.project_id = any($1::bigint[])`,
    [numberArray(projectIds)],
    "project_facts",
  );
}

export async function selectProjectsOf(tx: Reader, userId: string): Promise<(ProjectFacts & { role: Role })[]> {
  return tx.query<ProjectFacts & { role: Role }>(
    `select ${FACTS}, m.role
       from project_member m join project p using (project_id) join region r using (region_code)
      where m.user_id = $1 order by p.name, p.project_id`,
    [userId],
    "projects_of_user",
  );
}

export interface NewUser {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly language: "ru" | "en";
}

/** False when the e-mail is registered already (REG-02). */
export async function insertUser(tx: Tx, user: NewUser): Promise<boolean> {
  const touched = await tx.execute(
    `insert into app_user (user_id, email, name, language) values ($1, $2, $3, $4)
     on conflict on constraint app_user_email_once do nothing`,
    [user.userId, user.email, user.name, user.language],
  );
  return touched === 1;
}

export async function insertAccount(tx: Tx, regionCode: string, ownerUserId: string, now: Instant): Promise<bigint> {
  const rows = await tx.query<{ accountId: bigint }>(
    `insert into account (region_code, owner_user_id, created_at) values ($1, $2, $3) returning account_id as "accountId"`,
    [regionCode, ownerUserId, formatInstant(now)],
  );
  return rows[0]?.accountId ?? 0n;
}

export async function selectAccount(
  tx: Reader,
  accountId: bigint,
): Promise<{ regionCode: string; ownerUserId: string } | null> {
  const rows = await tx.query<{ regionCode: string; ownerUserId: string }>(
    `select region_code as "regionCode", owner_user_id as "ownerUserId" from account where account_id = $1`,
    [accountId],
  );
  return rows[0] ?? null;
}

export async function selectAccountOwners(
  tx: Reader,
  accountIds: readonly bigint[],
): Promise<{ accountId: bigint; ownerUserId: string }[]> {
  return tx.query(
    `select account_id as "accountId", owner_user_id as "ownerUserId" from account where account_id = any($1::bigint[])`,
    [numberArray(accountIds)],
    "account_owners",
  );
}

export interface NewProject {
  readonly projectId: ProjectId;
  readonly accountId: bigint;
  readonly region: Region;
  readonly name: string;
  readonly now: Instant;
}

/** False when the PID is taken. */
export async function insertProject(tx: Tx, project: NewProject): Promise<boolean> {
  const { projectId, accountId, region, name, now } = project;
  const touched = await tx.execute(
    `insert into project (project_id, account_id, region_code, currency, name, status, created_at)
     values ($1, $2, $3, $4, $5, 'active', $6) on conflict (project_id) do nothing`,
    [projectId, accountId, region.regionCode, region.currency, name, formatInstant(now)],
  );
  return touched === 1;
}

/** Never touches the owner's row: the owner is changed by an exchange of roles (REG-05), not by a grant. */
export async function upsertMember(tx: Tx, projectId: ProjectId, userId: string, role: Role): Promise<boolean> {
  const touched = await tx.execute(
    `insert into project_member as known (project_id, user_id, role) values ($1, $2, $3)
     on conflict (project_id, user_id) do update set role = excluded.role where known.role <> 'owner'`,
    [projectId, userId, role],
  );
  return touched === 1;
}

export interface UserRow extends NewUser {
  readonly staffRole: StaffRole | null;
  readonly blockedAt: Instant | null;
}

const USER = `user_id as "userId", email, name, language, staff_role as "staffRole", blocked_at as "blockedAt"`;

export async function selectUser(tx: Reader, userId: string): Promise<UserRow | null> {
  const rows = await tx.query<UserRow>(`select ${USER} from app_user where user_id = $1`, [userId], "user_by_id");
  return rows[0] ?? null;
}

/** By the e-mail in whatever letters; null when nobody signs in with it. */
export async function selectUserId(tx: Reader, email: string): Promise<string | null> {
  const rows = await tx.query<{ userId: string }>(`select user_id as "userId" from app_user where email = lower($1)`, [
    email,
  ]);
  return rows[0]?.userId ?? null;
}

export async function selectRoles(tx: Reader, userId: string): Promise<ReadonlyMap<ProjectId, Role>> {
  const rows = await tx.query<{ projectId: ProjectId; role: Role }>(
    `select project_id as "projectId", role from project_member where user_id = $1`,
    [userId],
    "roles_of_user",
  );
  return new Map(rows.map((row) => [row.projectId, row.role]));
}

/** The owner of a project: who is told of its freezing (FRZ-03); null when there is none. */
export async function ownerOf(tx: Reader, projectId: ProjectId): Promise<NewUser | null> {
  const rows = await tx.query<NewUser>(
    `select u.user_id as "userId", u.email, u.name, u.language
       from project_member m join app_user u using (user_id) where m.project_id = $1 and m.role = 'owner'`,
    [projectId],
    "owner_of_project",
  );
  return rows[0] ?? null;
}

export async function updateStaffRole(tx: Tx, userId: string, staffRole: StaffRole | null): Promise<number> {
  return tx.execute("update app_user set staff_role = $2 where user_id = $1", [userId, staffRole]);
}

export async function updateBlocked(tx: Tx, userId: string, blockedAt: Instant | null): Promise<number> {
  return tx.execute("update app_user set blocked_at = $2 where user_id = $1", [
    userId,
    blockedAt === null ? null : formatInstant(blockedAt),
  ]);
}

export interface TokenRow {
  readonly tokenId: bigint;
  readonly userId: string | null;
  readonly projectId: ProjectId | null;
  readonly scopes: readonly string[];
  readonly expiresAt: Instant;
}

/** Not revoked; whether it has expired is for the caller, whose clock it is. */
export async function selectToken(tx: Reader, hash: Buffer): Promise<TokenRow | null> {
  const rows = await tx.query<TokenRow>(
    `select token_id as "tokenId", user_id as "userId", project_id as "projectId", scopes, expires_at as "expiresAt"
       from api_token where token_hash = $1 and revoked_at is null`,
    [hash],
    "token_by_hash",
  );
  return rows[0] ?? null;
}

export interface NewToken extends Omit<TokenRow, "tokenId"> {
  readonly name: string;
  readonly hash: Buffer;
  readonly now: Instant;
}

export async function insertToken(tx: Tx, token: NewToken): Promise<bigint> {
  const rows = await tx.query<{ tokenId: bigint }>(
    `insert into api_token (token_hash, name, user_id, project_id, scopes, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7) returning token_id as "tokenId"`,
    [
      token.hash,
      token.name,
      token.userId,
      token.projectId,
      textArray(token.scopes),
      formatInstant(token.now),
      formatInstant(token.expiresAt),
    ],
  );
  return rows[0]?.tokenId ?? 0n;
}

export async function revokeTokenRow(tx: Tx, tokenId: bigint, now: Instant): Promise<number> {
  return tx.execute("update api_token set revoked_at = $2 where token_id = $1 and revoked_at is null", [
    tokenId,
    formatInstant(now),
  ]);
}

/** Whether nobody has registered yet. */
export async function isEmpty(tx: Reader): Promise<boolean> {
  return (await tx.query("select 1 from app_user limit 1")).length === 0;
}
