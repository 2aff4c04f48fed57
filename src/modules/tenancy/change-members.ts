import { Forbidden, NotFound, refusal } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import type { Principal } from "../../platform/http/index.ts";
import { endSessionsBy } from "../../platform/identity/index.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { memberRemoved, memberSet } from "./acts.ts";
import { lockStatus } from "./ending-store.ts";
import { OwnerNotGranted } from "./members.ts";
import {
  type Member,
  deleteMember,
  endOwnerChange,
  lockMembers,
  updateRole,
  withdrawInvitationsBy,
} from "./people-store.ts";
import { type GivenRole, type Permission, type Role, permissionsIn, rolesGivenBy } from "./permissions.ts";
import { projectPeople } from "./project-people.ts";
import { selectConnections } from "./sso-store.ts";

export const RoleNotYours = refusal(
  "role_not_yours",
  403,
  "Ваша роль не позволяет выдавать и отнимать эту роль",
  "Your role neither gives nor takes this role",
);
export const OwnRole = refusal(
  "own_role",
  409,
  "Свою роль не меняют: это делает другой участник",
  "Nobody changes the own role: another member does",
);
export const OwnerStays = refusal(
  "owner_stays",
  409,
  "Владелец не может покинуть проект: сначала передайте проект другому участнику",
  "The owner cannot leave the project: give it to another member first",
);

/** A person who acts, in the browser or by a token that stands for the person. */
export interface Person {
  readonly userId: string;
  readonly language: "ru" | "en";
  /** The scopes of the token; null in the browser. */
  readonly scopes: readonly string[] | null;
}

/** Refuses forbidden: people decide about people, a machine's token does not. */
export function personOf(principal: Principal): Person {
  if (principal.kind !== "user") throw Forbidden();
  const { userId, language, scopes } = principal;
  return { userId, language, scopes };
}

/** As personOf, in the browser alone: what a user answers for the own person is no token's matter. */
export function personHimself(principal: Principal): Person {
  const person = personOf(principal);
  if (person.scopes !== null) throw Forbidden();
  return person;
}

/** The roles that someone gives and takes. A token reaches no further than a user administrator, whoever lent it. */
export function rolesWithin(role: Role, { scopes }: Pick<Person, "scopes">): readonly GivenRole[] {
  const given = rolesGivenBy(role);
  return scopes === null ? given : given.filter((one) => rolesGivenBy("user_administrator").includes(one));
}

type Locked = Awaited<ReturnType<typeof lockMembers>>[number];

/**
 * The actor's role and the project's state as they are now, held until the transaction's end: what other processes remember of
 * them may be two seconds old. Refuses forbidden when it has not the permission (any more).
 */
export async function actorOf(
  tx: Tx,
  projectId: ProjectId,
  person: Pick<Person, "userId">,
  permission: Permission,
  who: Parameters<typeof lockMembers>[2] = person,
): Promise<{ readonly actor: Locked; readonly target: Locked | null }> {
  const isDeleted = (await lockStatus(tx, projectId)) === "deleted";
  const members = await lockMembers(tx, projectId, who, person.userId);
  const actor = members.find(({ userId }) => userId === person.userId);
  if (!actor || !permissionsIn(actor.role, isDeleted).includes(permission)) throw Forbidden();
  const target = members.find((one) => ("userId" in who ? one.userId === who.userId : one.userNo === who.userNo));
  return { actor, target: target ?? null };
}

/** Both, when the actor may give and take what the target has. Refuses unknown, OwnerNotGranted, OwnRole, RoleNotYours. */
async function withinReach(tx: Tx, projectId: ProjectId, person: Person, userNo: bigint) {
  const { actor, target } = await actorOf(tx, projectId, person, "members.manage", { userNo });
  if (!target) throw NotFound({ values: { what: "id" } });
  if (target.role === "owner") throw OwnerNotGranted();
  if (target.userId === actor.userId) throw OwnRole();
  const mine = rolesWithin(actor.role, person);
  if (!mine.includes(target.role)) throw RoleNotYours();
  return { actor, target, mine };
}

/**
 * REG-04: gives a member another role, and writes to that member; the same role again changes nothing. Answers who it is.
 * Refuses an unknown member, OwnerNotGranted, OwnRole, RoleNotYours.
 */
export async function changeRole(
  tx: Tx,
  projectId: ProjectId,
  person: Person,
  { userNo, role, now }: { readonly userNo: bigint; readonly role: GivenRole; readonly now: Instant },
): Promise<Member> {
  const { actor, target, mine } = await withinReach(tx, projectId, person, userNo);
  if (!mine.includes(role)) throw RoleNotYours({ field: "role" });
  if (target.role === role) return target;
  await updateRole(tx, projectId, target.userId, role);
  const states = { before: { role: target.role }, after: { role } };
  await recordAct(tx, memberSet, now, { ...onProject(projectId), thing: `user:${target.userId}`, ...states });
  await withdrawInvitationsBy(tx, projectId, target.userId, rolesGivenBy(role), now);
  const letter = { kind: "role_changed", userId: target.userId, otherUserId: actor.userId, role, at: now } as const;
  await enqueue(tx, [projectPeople.message(projectId, letter, now)]);
  return target;
}

/**
 * REG-04: a member goes, with the tokens that stood for this user in the project and the invitations it sent; everywhere
 * within 5 s (reliability 38). A letter tells. Answers who it was. Refuses as changeRole does.
 */
export async function removeMember(
  tx: Tx,
  projectId: ProjectId,
  person: Person,
  userNo: bigint,
  now: Instant,
): Promise<Member> {
  const { actor, target } = await withinReach(tx, projectId, person, userNo);
  await takeOut(tx, projectId, target, now);
  const { userId, role } = target;
  const letter = { kind: "removed", userId, otherUserId: actor.userId, role, at: now } as const;
  await enqueue(tx, [projectPeople.message(projectId, letter, now)]);
  return target;
}

/** REG-04: a member goes by itself, as removeMember says. Refuses OwnerStays. */
export async function leaveProject(tx: Tx, projectId: ProjectId, person: Person, now: Instant): Promise<void> {
  const { actor } = await actorOf(tx, projectId, person, "project.view");
  if (actor.role === "owner") throw OwnerStays();
  await takeOut(tx, projectId, actor, now);
}

async function takeOut(
  tx: Tx,
  projectId: ProjectId,
  { userId, role }: Pick<Member, "userId" | "role">,
  now: Instant,
): Promise<void> {
  await deleteMember(tx, projectId, userId, now);
  // Whom the company let in for this project is out at once, and not when the session ends by itself.
  const connections = await selectConnections(tx, projectId);
  await endSessionsBy(
    tx,
    userId,
    connections.map(({ connectionId }) => connectionId),
  );
  await withdrawInvitationsBy(tx, projectId, userId, [], now);
  await endOwnerChange(tx, projectId, "withdrawn", now, userId);
  await recordAct(tx, memberRemoved, now, { ...onProject(projectId), thing: `user:${userId}`, before: { role } });
}

/** Whom an act on the people of a project concerns. */
export function onProject(id: ProjectId) {
  return { subjects: [{ kind: "project", id }] } as const;
}
