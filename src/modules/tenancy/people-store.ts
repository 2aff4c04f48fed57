import type { ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, only, textArray } from "../../platform/db.ts";
import type { GivenRole, Role } from "./permissions.ts";
import type { ProjectStatus } from "./region.ts";

/** SQL on who belongs to a project: project_member, project_invitation, owner_change, and the names of projects. */
type Reader = Pick<Tx, "query">;

export interface Member {
  readonly userId: string;
  readonly userNo: bigint;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** As a reader of the project's rows sees them (the database answers for its own projects alone), the owner first. */
export function selectMembers(tx: Reader, projectId: ProjectId): Promise<Member[]> {
  return tx.query(
    `select user_id as "userId", user_no as "userNo", email, name, role from tenant_members() where project_id = $1
      order by role <> 'owner', name, user_no`,
    [projectId],
    "members_of_project",
  );
}

/** These people's roles, held against other changes until the transaction's end, in one order for everybody. */
export function lockMembers(
  tx: Tx,
  projectId: ProjectId,
  who: { readonly userId: string } | { readonly userNo: bigint },
  actorId: string,
): Promise<(Member & { readonly language: "ru" | "en" })[]> {
  return tx.query(
    `select u.user_id as "userId", u.user_no as "userNo", u.email, u.name, u.language, m.role
       from project_member m join app_user u using (user_id)
      where m.project_id = $1 and (m.user_id in ($2, $4) or u.user_no = $3)
      order by m.user_id for update of m`,
    [projectId, "userId" in who ? who.userId : null, "userNo" in who ? who.userNo : null, actorId],
  );
}

/** Somebody who may be told of a project. */
export interface Recipient {
  readonly projectId: ProjectId;
  readonly userId: string;
  readonly userNo: bigint;
  readonly email: string;
  readonly language: "ru" | "en";
  readonly role: Role;
}

/** Who belongs to these projects and may sign in, whoever asks: for what people are told. */
export function selectRecipients(tx: Reader, projectIds: readonly ProjectId[]): Promise<Recipient[]> {
  return tx.query(
    `select m.project_id as "projectId", u.user_id as "userId", u.user_no as "userNo", u.email, u.language, m.role
       from project_member m join app_user u using (user_id)
      where m.project_id = any ($1::bigint[]) and u.blocked_at is null
      order by m.project_id, u.user_no`,
    [numberArray(projectIds)],
    "recipients_of_projects",
  );
}

export async function countMembers(tx: Reader, projectId: ProjectId): Promise<number> {
  const rows = await tx.query<{ n: bigint }>(
    `select (select count(*) from project_member where project_id = $1)
          + (select count(*) from project_invitation where project_id = $1 and ended_at is null) as n`,
    [projectId],
  );
  return Number(only(rows).n);
}

/** False where the user is a member already. */
export async function insertMember(tx: Tx, projectId: ProjectId, userId: string, role: GivenRole): Promise<boolean> {
  const touched = await tx.execute(
    "insert into project_member (project_id, user_id, role) values ($1, $2, $3) on conflict do nothing",
    [projectId, userId, role],
  );
  return touched === 1;
}

export async function updateRole(tx: Tx, projectId: ProjectId, userId: string, role: Role): Promise<void> {
  await tx.execute("update project_member set role = $3 where project_id = $1 and user_id = $2", [
    projectId,
    userId,
    role,
  ]);
}

/** A member goes, with the tokens that stood for this user in this project. */
export async function deleteMember(tx: Tx, projectId: ProjectId, userId: string, now: Instant): Promise<void> {
  await tx.execute("delete from project_member where project_id = $1 and user_id = $2", [projectId, userId]);
  await tx.execute(
    "update api_token set revoked_at = $3 where project_id = $1 and user_id = $2 and revoked_at is null",
    [projectId, userId, formatInstant(now)],
  );
}

/** Nobody comes in any more, and no token of the project opens anything. */
export async function endAccess(tx: Tx, projectId: ProjectId, at: Instant): Promise<void> {
  await tx.execute(
    "update project_invitation set ended_at = $2, ended_as = 'withdrawn' where project_id = $1 and ended_at is null",
    [projectId, formatInstant(at)],
  );
  await tx.execute("update api_token set revoked_at = $2 where project_id = $1 and revoked_at is null", [
    projectId,
    formatInstant(at),
  ]);
}

export interface Invitation {
  readonly invitationId: bigint;
  readonly projectId: ProjectId;
  readonly email: string;
  readonly role: GivenRole;
  readonly invitedBy: string;
  readonly invitedAt: Instant;
  readonly expiresAt: Instant;
  readonly endedAs: "accepted" | "declined" | "withdrawn" | null;
}

const INVITATION = `invitation_id as "invitationId", project_id as "projectId", email, role, invited_by as "invitedBy",
  invited_at as "invitedAt", expires_at as "expiresAt", ended_as as "endedAs"`;

/** The open ones of a project, the newest first. */
export function selectOpenInvitations(tx: Reader, projectId: ProjectId): Promise<Invitation[]> {
  return tx.query(
    `select ${INVITATION} from project_invitation where project_id = $1 and ended_at is null
      order by invitation_id desc`,
    [projectId],
    "open_invitations",
  );
}

/** Held against other answers until the transaction's end. */
export async function lockInvitation(tx: Tx, invitationId: bigint): Promise<Invitation | null> {
  const rows = await tx.query<Invitation>(
    `select ${INVITATION} from project_invitation where invitation_id = $1 for update`,
    [invitationId],
  );
  return rows[0] ?? null;
}

export async function selectInvitation(tx: Reader, invitationId: bigint): Promise<Invitation | null> {
  const rows = await tx.query<Invitation>(`select ${INVITATION} from project_invitation where invitation_id = $1`, [
    invitationId,
  ]);
  return rows[0] ?? null;
}

/** Null where one is open already for this project and address. */
export async function insertInvitation(
  tx: Tx,
  invitation: Omit<Invitation, "invitationId" | "endedAs">,
): Promise<bigint | null> {
  const { projectId, email, role, invitedBy, invitedAt, expiresAt } = invitation;
  const rows = await tx.query<{ invitationId: bigint }>(
    `insert into project_invitation (project_id, email, role, invited_by, invited_at, expires_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (project_id, email) where ended_at is null do nothing returning invitation_id as "invitationId"`,
    [projectId, email, role, invitedBy, formatInstant(invitedAt), formatInstant(expiresAt)],
  );
  return rows[0]?.invitationId ?? null;
}

/** False where it has ended. */
export async function prolongInvitation(
  tx: Tx,
  invitationId: bigint,
  by: string,
  expiresAt: Instant,
): Promise<boolean> {
  const touched = await tx.execute(
    "update project_invitation set invited_by = $2, expires_at = $3 where invitation_id = $1 and ended_at is null",
    [invitationId, by, formatInstant(expiresAt)],
  );
  return touched === 1;
}

/** False where it has ended before. */
export async function endInvitation(
  tx: Tx,
  invitationId: bigint,
  as: NonNullable<Invitation["endedAs"]>,
  now: Instant,
): Promise<boolean> {
  const touched = await tx.execute(
    "update project_invitation set ended_at = $2, ended_as = $3 where invitation_id = $1 and ended_at is null",
    [invitationId, formatInstant(now), as],
  );
  return touched === 1;
}

/** Withdraws what somebody invited to and may not give any more: all but the roles that are left. */
export async function withdrawInvitationsBy(
  tx: Tx,
  projectId: ProjectId,
  userId: string,
  left: readonly GivenRole[],
  now: Instant,
): Promise<void> {
  await tx.execute(
    `update project_invitation set ended_at = $4, ended_as = 'withdrawn'
      where project_id = $1 and invited_by = $2 and ended_at is null and not (role = any($3::text[]))`,
    [projectId, userId, textArray(left), formatInstant(now)],
  );
}

export interface OwnerChange {
  readonly ownerChangeId: bigint;
  readonly projectId: ProjectId;
  readonly fromUserId: string;
  readonly toUserId: string;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
  readonly endedAs: "consented" | "declined" | "withdrawn" | null;
}

const OWNER_CHANGE = `owner_change_id as "ownerChangeId", project_id as "projectId", from_user_id as "fromUserId",
  to_user_id as "toUserId", asked_at as "askedAt", expires_at as "expiresAt", ended_as as "endedAs"`;

export async function selectOpenOwnerChange(tx: Reader, projectId: ProjectId): Promise<OwnerChange | null> {
  const rows = await tx.query<OwnerChange>(
    `select ${OWNER_CHANGE} from owner_change where project_id = $1 and ended_at is null`,
    [projectId],
    "open_owner_change",
  );
  return rows[0] ?? null;
}

export async function selectOwnerChange(tx: Reader, ownerChangeId: bigint): Promise<OwnerChange | null> {
  const rows = await tx.query<OwnerChange>(`select ${OWNER_CHANGE} from owner_change where owner_change_id = $1`, [
    ownerChangeId,
  ]);
  return rows[0] ?? null;
}

/** Null where another is open already. */
export async function insertOwnerChange(
  tx: Tx,
  change: Omit<OwnerChange, "ownerChangeId" | "endedAs">,
): Promise<bigint | null> {
  const { projectId, fromUserId, toUserId, askedAt, expiresAt } = change;
  const rows = await tx.query<{ ownerChangeId: bigint }>(
    `insert into owner_change (project_id, from_user_id, to_user_id, asked_at, expires_at) values ($1, $2, $3, $4, $5)
     on conflict (project_id) where ended_at is null do nothing returning owner_change_id as "ownerChangeId"`,
    [projectId, fromUserId, toUserId, formatInstant(askedAt), formatInstant(expiresAt)],
  );
  return rows[0]?.ownerChangeId ?? null;
}

/** Ends the open one of a project, where there is one and, with `toUserId`, where it is about this member. */
export async function endOwnerChange(
  tx: Tx,
  projectId: ProjectId,
  as: NonNullable<OwnerChange["endedAs"]>,
  now: Instant,
  toUserId?: string,
): Promise<number> {
  return tx.execute(
    `update owner_change set ended_at = $3, ended_as = $2
      where project_id = $1 and ended_at is null and ($4::text is null or to_user_id = $4)`,
    [projectId, as, formatInstant(now), toUserId ?? null],
  );
}

export interface Asked {
  readonly kind: "invitation" | "owner_change";
  readonly askedId: bigint;
  readonly projectId: ProjectId;
  readonly projectName: string;
  readonly role: Role;
  readonly byName: string;
  readonly byEmail: string;
  readonly expiresAt: Instant;
}

/** What waits for the answer of the user whose rows are read. */
export function selectAsked(tx: Reader, now: Instant): Promise<Asked[]> {
  return tx.query(
    `select kind, asked_id as "askedId", project_id as "projectId", project_name as "projectName", role, by_name as "byName",
            by_email as "byEmail", expires_at as "expiresAt"
       from tenant_asked() where expires_at > $1 order by kind desc, project_name, asked_id limit 100`,
    [formatInstant(now)],
    "asked_of_user",
  );
}

/** The name before; null when there is no such project. */
export async function updateProjectName(tx: Tx, projectId: ProjectId, name: string): Promise<string | null> {
  const rows = await tx.query<{ before: string }>(
    "update project set name = $2 where project_id = $1 returning old.name as before",
    [projectId, name],
  );
  return rows[0]?.before ?? null;
}

/** Every project of these accounts, deleted ones as well. */
export function selectOwnProjects(
  tx: Reader,
  accountIds: readonly bigint[],
): Promise<{ readonly projectId: ProjectId; readonly status: ProjectStatus }[]> {
  return tx.query(
    'select project_id as "projectId", status from project where account_id = any($1::bigint[]) order by project_id',
    [numberArray(accountIds)],
  );
}

/** Those that were deleted since an instant count as well. */
export async function countProjects(tx: Reader, accountId: bigint, since: Instant): Promise<number> {
  const rows = await tx.query<{ n: bigint }>(
    "select count(*) as n from project where account_id = $1 and (status <> 'deleted' or status_since >= $2)",
    [accountId, formatInstant(since)],
  );
  return Number(only(rows).n);
}

export interface ListedToken {
  readonly tokenId: bigint;
  readonly name: string;
  /** The user for whom it stands in the project; null for the project's own. */
  readonly userId: string | null;
  readonly issuedBy: string | null;
  readonly scopes: readonly string[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly lastUsedAt: Instant | null;
}

/** Those of a project that are not revoked, the newest first. */
export function selectTokens(tx: Reader, projectId: ProjectId): Promise<ListedToken[]> {
  return tx.query(
    `select token_id as "tokenId", name, user_id as "userId", issued_by as "issuedBy", scopes, created_at as "createdAt",
            expires_at as "expiresAt", last_used_at as "lastUsedAt"
       from tenant_tokens() where project_id = $1 order by token_id desc limit 500`,
    [projectId],
    "tokens_of_project",
  );
}

export interface TokenOfUser extends Omit<ListedToken, "userId" | "issuedBy"> {
  readonly projectId: ProjectId | null;
}

/** The live tokens that borrow a user's rights, and those of projects that the user made, the newest first. */
export function selectTokensOf(tx: Reader, userId: string, now: Instant): Promise<TokenOfUser[]> {
  return tx.query(
    `select token_id as "tokenId", name, project_id as "projectId", scopes, created_at as "createdAt",
            expires_at as "expiresAt", last_used_at as "lastUsedAt"
       from api_token where (user_id = $1 or issued_by = $1) and revoked_at is null and expires_at > $2
      order by token_id desc limit 500`,
    [userId, formatInstant(now)],
    "tokens_of_user",
  );
}

/** Revokes all of those; answers which they were. */
export function revokeTokensOf(
  tx: Tx,
  userId: string,
  now: Instant,
): Promise<{ readonly tokenId: bigint; readonly projectId: ProjectId | null }[]> {
  return tx.query(
    `update api_token set revoked_at = $2 where (user_id = $1 or issued_by = $1) and revoked_at is null and expires_at > $2
      returning token_id as "tokenId", project_id as "projectId"`,
    [userId, formatInstant(now)],
  );
}

/** The project's live tokens: how many, and whether one has this name. */
export async function countTokens(
  tx: Reader,
  projectId: ProjectId,
  name: string,
  now: Instant,
): Promise<{ readonly count: number; readonly named: boolean }> {
  const rows = await tx.query<{ count: bigint; named: boolean }>(
    `select count(*) as count, coalesce(bool_or(name = $2), false) as named from api_token
      where project_id = $1 and revoked_at is null and expires_at > $3`,
    [projectId, name, formatInstant(now)],
  );
  const { count, named } = only(rows);
  return { count: Number(count), named };
}

/** Whether this token belongs to the project and is not revoked. */
export async function isTokenOf(tx: Reader, projectId: ProjectId, tokenId: bigint): Promise<boolean> {
  const rows = await tx.query(
    "select 1 from api_token where token_id = $2 and project_id = $1 and revoked_at is null",
    [projectId, tokenId],
  );
  return rows.length > 0;
}
