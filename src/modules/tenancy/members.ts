import { refusal } from "../../core/errors.ts";
import { type ProjectId } from "../../core/ids.ts";
import { subjectsOf } from "../../core/subject.ts";
import { type Instant } from "../../core/time.ts";
import type { AccessReason } from "../../core/security-kind.ts";
import {
  type AccountPace,
  type ListedPasskey,
  type ListedSession,
  accountPace,
  deleteLinks,
  deleteSessions,
  hasFactor,
  openAccount,
  selectPasskeysOf,
  selectSessionsOf,
} from "../../platform/identity/index.ts";
import { type Tx } from "../../platform/db.ts";
import { type StaffRole } from "../../platform/http/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { memberSet, signInUnlocked, staffRoleSet, userBlocked, userUnblocked } from "./acts.ts";
import { type TokenOfUser, selectTokensOf } from "./people-store.ts";
import { type Role } from "./permissions.ts";
import { type ProjectFacts } from "./region.ts";
import {
  selectProjectsOf,
  selectRoles,
  selectUser,
  selectUserId,
  updateBlocked,
  updateStaffRole,
  upsertMember,
} from "./store.ts";

export const OwnerNotGranted = refusal(
  "owner_not_granted",
  409,
  "Владелец у проекта один: эту роль не выдают и не отнимают, владельца меняют",
  "A project has one owner: the role is neither granted nor taken, the owner is changed",
);
export const UnknownUser = refusal("unknown_user", 404, "Нет такого пользователя", "There is no such user");
export const UnknownProject = refusal("unknown_project", 404, "Нет такого проекта", "There is no such project");

/** Adds a member or changes a member's role (REG-04). Refuses OwnerNotGranted. */
export async function addMember(tx: Tx, projectId: ProjectId, userId: string, role: Role, now: Instant): Promise<void> {
  const before = (await selectRoles(tx, userId)).get(projectId) ?? null;
  if (role === "owner" || !(await upsertMember(tx, projectId, userId, role))) throw OwnerNotGranted();
  const subjects = [{ kind: "project" as const, id: projectId }];
  await recordAct(tx, memberSet, now, { subjects, thing: `user:${userId}`, before: { role: before }, after: { role } });
}

/** A user's projects with the role in each, by name. */
export function projectsOf(tx: Pick<Tx, "query">, userId: string): Promise<(ProjectFacts & { role: Role })[]> {
  return selectProjectsOf(tx, userId);
}

/** Who becomes staff comes in through no company any more: what began so ends. `reason` stays in the books. Refuses UnknownUser. */
export async function setStaffRole(
  tx: Tx,
  userId: string,
  role: StaffRole | null,
  now: Instant,
  reason?: string,
): Promise<void> {
  const before = { role: (await selectUser(tx, userId))?.staffRole ?? null };
  if ((await updateStaffRole(tx, userId, role)) === 0) throw UnknownUser();
  if (role !== null) await deleteLinks(tx, userId);
  const after = { role, ...(reason === undefined ? {} : { reason }) };
  await recordAct(tx, staffRoleSet, now, { ...(await onUser(tx, userId)), before, after });
}

/** A blocked user cannot sign in; sessions and tokens stop within 5 s everywhere (reliability 38). */
export async function blockUser(tx: Tx, userId: string, now: Instant, reason?: AccessReason): Promise<void> {
  if ((await updateBlocked(tx, userId, now)) === 0) throw UnknownUser();
  await deleteSessions(tx, userId);
  await recordAct(tx, userBlocked, now, { ...(await onUser(tx, userId)), ...(reason ? { after: { reason } } : {}) });
}

/** Who signs in with the e-mail. Refuses UnknownUser. */
export async function userIdOf(tx: Pick<Tx, "query">, email: string): Promise<string> {
  const userId = await selectUserId(tx, email);
  if (userId === null) throw UnknownUser();
  return userId;
}

export async function unblockUser(tx: Tx, userId: string, now: Instant, reason?: AccessReason): Promise<void> {
  if ((await updateBlocked(tx, userId, null)) === 0) throw UnknownUser();
  await recordAct(tx, userUnblocked, now, { ...(await onUser(tx, userId)), ...(reason ? { after: { reason } } : {}) });
}

/** Asked by the identity after the right password: a blocked user gets no session (PTR-07). */
export async function userMaySignIn(tx: Pick<Tx, "query">, userId: string): Promise<boolean> {
  const user = await selectUser(tx, userId);
  return user !== null && user.blockedAt === null;
}

export interface SignIn extends AccountPace {
  readonly email: string;
  readonly name: string;
  readonly staffRole: StaffRole | null;
  readonly blocked: boolean;
  readonly secondFactor: boolean;
  readonly passkeys: readonly ListedPasskey[];
  readonly sessions: readonly ListedSession[];
  /** Live ones that borrow the user's rights or that the user made. */
  readonly tokens: readonly TokenOfUser[];
}

/**
 * How the sign-in of whoever has this address of mail stands (reliability 41): sessions and tries by the machine's time, tokens by
 * that of the business. Refuses UnknownUser.
 */
export async function signInOf(
  tx: Pick<Tx, "query">,
  address: string,
  { machineNow, now }: { readonly machineNow: Instant; readonly now: Instant },
): Promise<SignIn> {
  const user = await selectUser(tx, await userIdOf(tx, address));
  if (user === null) throw UnknownUser();
  const { userId, email, name, staffRole, blockedAt } = user;
  const sessions = await selectSessionsOf(tx, userId, machineNow);
  const tokens = await selectTokensOf(tx, userId, now);
  const secondFactor = await hasFactor(tx, userId);
  const passkeys = await selectPasskeysOf(tx, userId);
  const pace = await accountPace(tx, email, machineNow);
  const blocked = blockedAt !== null;
  return { email, name, staffRole, blocked, secondFactor, passkeys, sessions, tokens, ...pace };
}

/** The member of a project with this e-mail, in whatever letters; null when there is none. */
export async function memberByEmail(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
  email: string,
): Promise<{ readonly userId: string; readonly role: Role; readonly maySignIn: boolean } | null> {
  const userId = await selectUserId(tx, email);
  const role = userId === null ? undefined : (await selectRoles(tx, userId)).get(projectId);
  return userId === null || role === undefined ? null : { userId, role, maySignIn: await userMaySignIn(tx, userId) };
}

/** Ends the slowing down of a user's sign-in (reliability 41). Refuses UnknownUser. */
export async function openSignIn(tx: Tx, email: string, now: Instant): Promise<void> {
  const userId = await userIdOf(tx, email);
  await openAccount(tx, email);
  await recordAct(tx, signInUnlocked, now, await onUser(tx, userId));
}

/** An act on a user, who may read of it. */
export async function onUser(tx: Tx, userId: string) {
  const user = await selectUser(tx, userId);
  return { subjects: subjectsOf("user", user ? [user.userNo] : []), thing: `user:${userId}` };
}
