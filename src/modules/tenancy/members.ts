import { refusal } from "../../core/errors.ts";
import { type ProjectId } from "../../core/ids.ts";
import { type Instant } from "../../core/time.ts";
import { deleteSessions } from "../../platform/identity/index.ts";
import { type Tx } from "../../platform/db.ts";
import { type StaffRole } from "../../platform/http/index.ts";
import { type Role } from "./permissions.ts";
import { type ProjectFacts } from "./region.ts";
import { selectProjectsOf, selectUser, selectUserId, updateBlocked, updateStaffRole, upsertMember } from "./store.ts";

export const OwnerNotGranted = refusal(
  "owner_not_granted",
  409,
  "Владелец у проекта один: эту роль не выдают и не отнимают, владельца меняют",
  "A project has one owner: the role is neither granted nor taken, the owner is changed",
);
export const UnknownUser = refusal("unknown_user", 404, "Нет такого пользователя", "There is no such user");
export const UnknownProject = refusal("unknown_project", 404, "Нет такого проекта", "There is no such project");

/** Adds a member or changes a member's role (REG-04). Refuses OwnerNotGranted. */
export async function addMember(tx: Tx, projectId: ProjectId, userId: string, role: Role): Promise<void> {
  if (role === "owner" || !(await upsertMember(tx, projectId, userId, role))) throw OwnerNotGranted();
}

/** A user's projects with the role in each, by name. */
export function projectsOf(tx: Pick<Tx, "query">, userId: string): Promise<(ProjectFacts & { role: Role })[]> {
  return selectProjectsOf(tx, userId);
}

export async function setStaffRole(tx: Tx, userId: string, staffRole: StaffRole | null): Promise<void> {
  if ((await updateStaffRole(tx, userId, staffRole)) === 0) throw UnknownUser();
}

/** A blocked user cannot sign in; sessions and tokens stop within 5 s everywhere (reliability 38). */
export async function blockUser(tx: Tx, userId: string, now: Instant): Promise<void> {
  if ((await updateBlocked(tx, userId, now)) === 0) throw UnknownUser();
  await deleteSessions(tx, userId);
}

/** Who signs in with the e-mail. Refuses UnknownUser. */
export async function userIdOf(tx: Pick<Tx, "query">, email: string): Promise<string> {
  const userId = await selectUserId(tx, email);
  if (userId === null) throw UnknownUser();
  return userId;
}

export async function unblockUser(tx: Tx, userId: string): Promise<void> {
  if ((await updateBlocked(tx, userId, null)) === 0) throw UnknownUser();
}

/** Asked by the identity after the right password: a blocked user gets no session (PTR-07). */
export async function userMaySignIn(tx: Pick<Tx, "query">, userId: string): Promise<boolean> {
  const user = await selectUser(tx, userId);
  return user !== null && user.blockedAt === null;
}
