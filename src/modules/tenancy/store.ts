import { type ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, only, textArray } from "../../platform/db.ts";
import { type StaffRole } from "../../platform/http/index.ts";
import { type Role } from "./permissions.ts";
import { type ProjectFacts, type Region } from "./region.ts";

/** All SQL on region, app_user, account, project, project_member and api_token. */
type Reader = Pick<Tx, "query">;

export async function selectRegions(tx: Reader): Promise<Region[]> {
  return tx.query<Region & Record<string, unknown>>(
    `select region_code as "regionCode", name, sites, currency, time_zone as "timeZone", supplier_code as "supplierCode",
            country_code as "countryCode", document_address as "documentAddress", payment_methods as "paymentMethods",
            edm_available as "edmAvailable", bonus_group as "bonusGroup", sign_up_bonus as "signUpBonus",
            two_person_limits as "twoPersonLimits"
       from region order by region_code`,
    [],
    "regions_all",
  );
}

export async function upsertRegion(tx: Tx, region: Region): Promise<void> {
  await tx.execute(
    `insert into region (region_code, name, sites, currency, time_zone, supplier_code, country_code, document_address,
                         payment_methods, edm_available, bonus_group, sign_up_bonus, two_person_limits)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (region_code) do update set
       name = excluded.name, sites = excluded.sites, currency = excluded.currency, time_zone = excluded.time_zone,
       supplier_code = excluded.supplier_code, country_code = excluded.country_code,
       document_address = excluded.document_address, payment_methods = excluded.payment_methods,
       edm_available = excluded.edm_available, bonus_group = excluded.bonus_group, sign_up_bonus = excluded.sign_up_bonus,
       two_person_limits = excluded.two_person_limits`,
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
      region.bonusGroup,
      JSON.stringify(region.signUpBonus),
      JSON.stringify(region.twoPersonLimits),
    ],
  );
}

export async function hasProjects(tx: Reader, regionCode: string): Promise<boolean> {
  const rows = await tx.query("select 1 from project where region_code = $1 limit 1", [regionCode]);
  return rows.length > 0;
}

const FACTS = `p.project_id as "projectId", p.account_id as "accountId", p.region_code as "regionCode", p.currency,
  r.time_zone as "timeZone", p.name, p.status, p.status_since as "statusSince", p.created_at as "createdAt",
  (select json_agg(json_build_array((extract(epoch from lower(g)) * 1000)::bigint, (extract(epoch from upper(g)) * 1000)::bigint))
     from unnest(p.conserved_in) g) as "conservedIn"`;

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
  /** Where one was given out before (see nextUserNo). */
  readonly userNo?: bigint;
}

/** False when the e-mail is registered already (REG-02). */
export async function insertUser(tx: Tx, user: NewUser): Promise<boolean> {
  const touched = await tx.execute(
    `insert into app_user (user_id, email, name, language, user_no)
     values ($1, $2, $3, $4, coalesce($5, nextval(pg_get_serial_sequence('app_user', 'user_no'))))
     on conflict on constraint app_user_email_once do nothing`,
    [user.userId, user.email, user.name, user.language, user.userNo ?? null],
  );
  return touched === 1;
}

/** `registered`: it comes with its user, who did not join by invitation (BAL-03). */
export async function insertAccount(
  tx: Tx,
  regionCode: string,
  ownerUserId: string,
  registered: boolean,
  now: Instant,
): Promise<bigint> {
  const rows = await tx.query<{ accountId: bigint }>(
    `insert into account (region_code, owner_user_id, registered, created_at) values ($1, $2, $3, $4)
     returning account_id as "accountId"`,
    [regionCode, ownerUserId, registered, formatInstant(now)],
  );
  return rows[0]?.accountId ?? 0n;
}

/** The zone of each account's region. */
export async function selectAccountZones(tx: Reader, accountIds: readonly bigint[]): Promise<Map<bigint, string>> {
  const rows = await tx.query<{ accountId: bigint; timeZone: string }>(
    `select account_id as "accountId", time_zone as "timeZone" from account join region using (region_code)
      where account_id = any($1::bigint[])`,
    [numberArray(accountIds)],
  );
  return new Map(rows.map((row) => [row.accountId, row.timeZone]));
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

export async function selectAccountsOf(tx: Reader, userId: string): Promise<bigint[]> {
  const rows = await tx.query<{ accountId: bigint }>(
    'select account_id as "accountId" from account where owner_user_id = $1 order by account_id',
    [userId],
    "accounts_of_user",
  );
  return rows.map(({ accountId }) => accountId);
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
  readonly userNo: bigint;
  readonly staffRole: StaffRole | null;
  readonly blockedAt: Instant | null;
  /** Since when nobody knows any more whose row it was (reliability 65). */
  readonly erasedAt: Instant | null;
}

const USER = `user_id as "userId", user_no as "userNo", email, name, language, staff_role as "staffRole", blocked_at as "blockedAt",
  erased_at as "erasedAt"`;

export async function selectUser(tx: Reader, userId: string): Promise<UserRow | null> {
  const rows = await tx.query<UserRow>(`select ${USER} from app_user where user_id = $1`, [userId], "user_by_id");
  return rows[0] ?? null;
}

/** All logins of one mailbox, as far as the house can know: `ann+2@x` is `ann@x`. Addresses are kept in small letters. */
export function selectLoginsOfMailbox(tx: Reader, email: string): Promise<{ userId: string; email: string }[]> {
  return tx.query(
    `select user_id as "userId", email from app_user
      where regexp_replace(email, '\\+[^@]*@', '@') = regexp_replace(lower($1), '\\+[^@]*@', '@') order by user_id`,
    [email],
    "logins_of_mailbox",
  );
}

/** As selectUser; what is decided about a user is decided one after the other until the transaction's end. */
export async function lockUser(tx: Tx, userId: string): Promise<UserRow | null> {
  const rows = await tx.query<UserRow>(`select ${USER} from app_user where user_id = $1 for no key update`, [userId]);
  return rows[0] ?? null;
}

export async function selectUserByNo(tx: Reader, userNo: bigint): Promise<UserRow | null> {
  const rows = await tx.query<UserRow>(`select ${USER} from app_user where user_no = $1`, [userNo], "user_by_no");
  return rows[0] ?? null;
}

/** Of these numbers those that are users', each with its user. */
export function selectUserNos(tx: Reader, userNos: readonly bigint[]): Promise<{ userNo: bigint; userId: string }[]> {
  return tx.query(
    `select user_no as "userNo", user_id as "userId" from app_user where user_no = any($1::bigint[])`,
    [numberArray(userNos)],
    "users_by_no",
  );
}

/** A number for somebody who is not a user yet. */
export async function nextUserNo(tx: Reader): Promise<bigint> {
  const rows = await tx.query<{ userNo: bigint }>(
    `select nextval(pg_get_serial_sequence('app_user', 'user_no')) as "userNo"`,
  );
  return only(rows).userNo;
}

/** By the e-mail in whatever letters; null when nobody signs in with it. */
export async function selectUserByEmail(tx: Reader, email: string): Promise<UserRow | null> {
  const rows = await tx.query<UserRow>(`select ${USER} from app_user where email = lower($1)`, [email]);
  return rows[0] ?? null;
}

/** Those of the users that there are. */
export async function selectPeople(
  tx: Reader,
  userIds: readonly string[],
): Promise<Pick<UserRow, "userId" | "name" | "email">[]> {
  return tx.query(
    `select user_id as "userId", name, email from app_user where user_id = any ($1) order by name, user_id`,
    [textArray(userIds)],
  );
}

/** By the e-mail in whatever letters; null when nobody signs in with it. */
export async function selectUserId(tx: Reader, email: string): Promise<string | null> {
  const rows = await tx.query<{ userId: string }>(`select user_id as "userId" from app_user where email = lower($1)`, [
    email,
  ]);
  return rows[0]?.userId ?? null;
}

/** The account that a user owns, or the first one whose project has the user as a member; null for staff alone. */
export async function selectAccountOfUser(tx: Reader, userId: string): Promise<bigint | null> {
  const rows = await tx.query<{ accountId: bigint }>(
    `select account_id as "accountId" from account where owner_user_id = $1
     union all
     select p.account_id from project_member m join project p using (project_id) where m.user_id = $1
     limit 1`,
    [userId],
  );
  return rows[0]?.accountId ?? null;
}

/** The region of a user's account; null for staff alone. */
export async function regionOfAccount(tx: Reader, userId: string): Promise<string | null> {
  const accountId = await selectAccountOfUser(tx, userId);
  return accountId === null ? null : ((await selectAccount(tx, accountId))?.regionCode ?? null);
}

/** Of a user's projects those that are deleted (REG-08). */
export async function selectDeletedOf(tx: Reader, userId: string): Promise<ReadonlySet<ProjectId>> {
  const rows = await tx.query<{ projectId: ProjectId }>(
    `select p.project_id as "projectId" from project_member m join project p using (project_id)
      where m.user_id = $1 and p.status = 'deleted'`,
    [userId],
    "deleted_projects_of_user",
  );
  return new Set(rows.map(({ projectId }) => projectId));
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

/** The members of staff with one of these roles who are not blocked, by name. */
export function selectStaff(
  tx: Reader,
  roles: readonly StaffRole[],
): Promise<{ userNo: bigint; userId: string; name: string }[]> {
  return tx.query(
    `select user_no as "userNo", user_id as "userId", name from app_user
      where staff_role = any($1::text[]) and blocked_at is null order by name, user_id limit 500`,
    [textArray(roles)],
    "staff_with_roles",
  );
}

export interface StaffMember {
  readonly userNo: bigint;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly blockedAt: Instant | null;
}

/** At most `limit` members of staff behind one, by number. */
export function selectStaffPage(tx: Reader, after: bigint | null, limit: number): Promise<StaffMember[]> {
  return tx.query<StaffMember>(
    `select user_no as "userNo", name, email, staff_role as role, blocked_at as "blockedAt" from app_user
      where staff_role is not null and user_no > $1 order by user_no limit $2`,
    [after ?? 0n, limit],
    "staff_page",
  );
}

/** The operators who may sign in; who is one is decided one after the other until the transaction's end. */
export async function lockOperators(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ userId: string }>(
    `select user_id as "userId" from app_user
      where staff_role = 'operator' and blocked_at is null order by user_id for no key update`,
  );
  return rows.map(({ userId }) => userId);
}

/** False when somebody else has the address. */
export async function updateEmail(tx: Tx, userId: string, email: string): Promise<boolean> {
  const touched = await tx.execute(
    "update app_user set email = $2 where user_id = $1 and not exists (select from app_user where email = $2)",
    [userId, email],
  );
  return touched > 0;
}

export async function updateProfile(
  tx: Tx,
  userId: string,
  { name, language }: Pick<UserRow, "name" | "language">,
): Promise<void> {
  await tx.execute("update app_user set name = $2, language = $3 where user_id = $1", [userId, name, language]);
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
  /** The hour in which it was used last. */
  readonly lastUsedAt: Instant | null;
}

/** Not revoked; whether it has expired is for the caller, whose clock it is. */
export async function selectToken(tx: Reader, hash: Buffer): Promise<TokenRow | null> {
  const rows = await tx.query<TokenRow>(
    `select token_id as "tokenId", user_id as "userId", project_id as "projectId", scopes, expires_at as "expiresAt",
            last_used_at as "lastUsedAt"
       from api_token where token_hash = $1 and revoked_at is null`,
    [hash],
    "token_by_hash",
  );
  return rows[0] ?? null;
}

/** Writes down that a token is in use; nothing where that was written for this instant or a later one. */
export async function updateLastUsed(database: Reader, tokenId: bigint, at: Instant): Promise<void> {
  await database.query(
    `update api_token set last_used_at = $2 where token_id = $1 and (last_used_at is null or last_used_at < $2)`,
    [tokenId, formatInstant(at)],
    "token_used",
  );
}

export interface NewToken extends Omit<TokenRow, "tokenId" | "lastUsedAt"> {
  readonly issuedBy: string | null;
  readonly name: string;
  readonly hash: Buffer;
  readonly now: Instant;
}

export async function insertToken(tx: Tx, token: NewToken): Promise<bigint> {
  const rows = await tx.query<{ tokenId: bigint }>(
    `insert into api_token (token_hash, name, user_id, project_id, scopes, created_at, expires_at, issued_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning token_id as "tokenId"`,
    [
      token.hash,
      token.name,
      token.userId,
      token.projectId,
      textArray(token.scopes),
      formatInstant(token.now),
      formatInstant(token.expiresAt),
      token.issuedBy,
    ],
  );
  return rows[0]?.tokenId ?? 0n;
}

/** Whose the token was; null when there is none that is not revoked. */
export async function revokeTokenRow(
  tx: Tx,
  tokenId: bigint,
  now: Instant,
): Promise<{ readonly projectId: ProjectId | null } | null> {
  const rows = await tx.query<{ projectId: ProjectId | null }>(
    `update api_token set revoked_at = $2 where token_id = $1 and revoked_at is null returning project_id as "projectId"`,
    [tokenId, formatInstant(now)],
  );
  return rows[0] ?? null;
}

/** Of these users those that the reader of a project's rows knows: its members. */
export function selectMemberNames(
  tx: Reader,
  userIds: readonly string[],
): Promise<Pick<UserRow, "userId" | "name" | "email">[]> {
  return tx.query('select user_id as "userId", name, email from member_names($1::text[])', [textArray(userIds)]);
}

/** Whether nobody has registered yet. */
export async function isEmpty(tx: Reader): Promise<boolean> {
  return (await tx.query("select 1 from app_user limit 1")).length === 0;
}

/** When the first project of a region was created; null while it has none. */
export async function selectFirstProjectAt(tx: Reader, regionCode: string): Promise<Instant | null> {
  const rows = await tx.query<{ first: Instant | null }>(
    "select min(created_at) as first from project where region_code = $1",
    [regionCode],
  );
  return rows[0]?.first ?? null;
}
