import { NotFound, refusal } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import { DAY, type Instant, plus } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { LinkUnusable, askLink, paceLetters, readLink, useLink } from "../../platform/identity/index.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { invitationAnswered, invitationWithdrawn, memberInvited } from "./acts.ts";
import { type Person, RoleNotYours, actorOf, onProject, rolesWithin } from "./change-members.ts";
import {
  type Invitation,
  countMembers,
  endInvitation,
  insertInvitation,
  insertMember,
  lockInvitation,
  prolongInvitation,
  selectInvitation,
} from "./people-store.ts";
import type { GivenRole, Role } from "./permissions.ts";
import { projectPeople } from "./project-people.ts";
import { normalEmail, registerStaff } from "./register.ts";
import { nextUserNo, selectFacts, selectRoles, selectUser, selectUserByEmail } from "./store.ts";

export const AlreadyMember = refusal(
  "already_member",
  409,
  "Этот человек уже участник проекта",
  "This person is a member of the project already",
);
export const InvitedAlready = refusal(
  "invited_already",
  409,
  "Этот адрес уже приглашён: отправьте приглашение ещё раз или отзовите его",
  "This address is invited already: send the invitation again or withdraw it",
);
export const InvitationOver = refusal(
  "invitation_over",
  410,
  "Приглашение отозвано, истекло, или на него уже ответили",
  "The invitation was withdrawn, has expired or has been answered",
);
export const ProjectFull = refusal(
  "project_full",
  409,
  "В проекте не больше {limit} участников вместе с приглашёнными",
  "A project has at most {limit} members, invited ones among them",
);

/** Business time; the link in the letter lives as long by the machine's. */
const INVITATION_LIVES = 7 * DAY;
export const MOST_MEMBERS = 300;

export interface Inviting {
  readonly person: Person;
  /** Of the network, for the pace of letters. */
  readonly address: string;
  readonly machineNow: Instant;
  readonly now: Instant;
}

/**
 * REG-04: invites a mail address to a role; a letter brings the link. Whether the address is registered shows nowhere.
 * Answers the invitation's id. Refuses NotAnEmail, RoleNotYours, AlreadyMember, InvitedAlready, ProjectFull, TooManyLetters.
 */
export async function inviteMember(
  tx: Tx,
  projectId: ProjectId,
  { email: typed, role }: { readonly email: string; readonly role: GivenRole },
  inviting: Inviting,
): Promise<bigint> {
  const { person, now } = inviting;
  const email = normalEmail(typed);
  const { actor } = await actorOf(tx, projectId, person, "members.manage");
  if (!rolesWithin(actor.role, person).includes(role)) throw RoleNotYours({ field: "role" });
  if ((await countMembers(tx, projectId)) >= MOST_MEMBERS)
    throw ProjectFull({ values: { limit: String(MOST_MEMBERS) } });
  const known = await selectUserByEmail(tx, email);
  if (known && (await selectRoles(tx, known.userId)).has(projectId)) throw AlreadyMember({ field: "email" });
  const expiresAt = plus(now, INVITATION_LIVES);
  const invitation = { projectId, email, role, invitedBy: person.userId, invitedAt: now, expiresAt };
  const invitationId = await insertInvitation(tx, invitation);
  if (invitationId === null) throw InvitedAlready({ field: "email" });
  await sendLink(tx, { ...invitation, invitationId }, inviting);
  return invitationId;
}

/** Sends the letter again, with a new link and time; the link before does nothing any more. Refuses as inviteMember does. */
export async function resendInvitation(
  tx: Tx,
  projectId: ProjectId,
  invitationId: bigint,
  inviting: Inviting,
): Promise<void> {
  const open = await openWithinReach(tx, projectId, invitationId, inviting.person);
  // The link's row before the invitation's, as an answer by the link takes them.
  await sendLink(tx, open, inviting);
  const expiresAt = plus(inviting.now, INVITATION_LIVES);
  if (!(await prolongInvitation(tx, invitationId, inviting.person.userId, expiresAt))) throw InvitationOver();
}

/** Takes an invitation back: neither its link nor the console accept it any more. Refuses RoleNotYours, InvitationOver. */
export async function withdrawInvitation(
  tx: Tx,
  projectId: ProjectId,
  invitationId: bigint,
  person: Person,
  now: Instant,
): Promise<void> {
  const open = await openWithinReach(tx, projectId, invitationId, person);
  if (!(await endInvitation(tx, invitationId, "withdrawn", now))) throw InvitationOver();
  await recordAct(tx, invitationWithdrawn, now, { ...actOn(open), before: { role: open.role } });
}

async function openWithinReach(tx: Tx, projectId: ProjectId, invitationId: bigint, person: Person) {
  const { actor } = await actorOf(tx, projectId, person, "members.manage");
  const invitation = await selectInvitation(tx, invitationId);
  if (invitation?.projectId !== projectId) throw NotFound({ values: { what: "id" } });
  if (invitation.endedAs !== null) throw InvitationOver();
  if (!rolesWithin(actor.role, person).includes(invitation.role)) throw RoleNotYours();
  return invitation;
}

async function sendLink(
  tx: Tx,
  invitation: Pick<Invitation, "invitationId" | "projectId" | "email" | "role">,
  { person, address, machineNow, now }: Inviting,
): Promise<void> {
  const { invitationId, projectId, email, role } = invitation;
  await paceLetters(tx, email, address, machineNow);
  const known = await selectUserByEmail(tx, email);
  const userNo = known?.userNo ?? (await nextUserNo(tx));
  const language = known?.language ?? person.language;
  const asked = { purpose: "invitation", email, userNo, regionCode: null, language, thingId: invitationId } as const;
  const link = await askLink(tx, asked, machineNow);
  const letter = { kind: "invitation", invitationId, language, ...link } as const;
  await enqueue(tx, [projectPeople.message(projectId, letter, now)]);
  await recordAct(tx, memberInvited, now, { ...actOn(invitation), after: { role } });
}

function actOn({ projectId, invitationId }: Pick<Invitation, "projectId" | "invitationId">) {
  return { ...onProject(projectId), thing: `invitation:${invitationId}` };
}

/** Told of the project that invited, and of no other that the person belongs to. */
function recordAnswer(tx: Tx, invitation: Invitation, answer: "accepted" | "declined", now: Instant): Promise<void> {
  return recordAct(tx, invitationAnswered, now, { ...actOn(invitation), after: { answer, role: invitation.role } });
}

export interface ShownInvitation extends Pick<Invitation, "invitationId" | "email" | "role"> {
  readonly projectName: string;
  readonly byName: string;
  readonly byEmail: string;
  /** Whether somebody signs in with the address: who holds the link reads the mail of the address. */
  readonly registered: boolean;
}

/** For the page that an invitation's link opens. Refuses LinkUnusable. */
export async function invitationOf(
  tx: Tx,
  link: string,
  { machineNow, now }: Pick<Inviting, "machineNow" | "now">,
): Promise<ShownInvitation> {
  const { thingId } = await readLink(tx, "invitation", link, machineNow);
  const { invitationId, email, role, projectId, invitedBy } = await openOfLink(tx, thingId, now);
  const [project] = await selectFacts(tx, [projectId]);
  const by = await selectUser(tx, invitedBy);
  const registered = (await selectUserByEmail(tx, email)) !== null;
  const shown = { invitationId, email, role, registered };
  return { ...shown, projectName: project?.name ?? "", byName: by?.name ?? "", byEmail: by?.email ?? "" };
}

async function openOfLink(tx: Tx, invitationId: bigint | null, now: Instant): Promise<Invitation> {
  const invitation = await lockInvitation(tx, invitationId ?? 0n);
  if (!invitation || invitation.endedAs !== null || invitation.expiresAt <= now) throw LinkUnusable();
  return invitation;
}

export interface Joining {
  readonly link: string;
  readonly name: string;
  readonly password: string;
  readonly language: "ru" | "en";
  readonly machineNow: Instant;
  readonly now: Instant;
}

/**
 * REG-04: somebody unregistered answers by the link: a user without an account or a project of its own, and a member. Once.
 * Refuses LinkUnusable, WeakPassword, EmailTaken (who is registered signs in); then the link stays usable.
 */
export async function completeInvitation(tx: Tx, joining: Joining): Promise<{ email: string; userId: string }> {
  const { link, name, password, language, machineNow, now } = joining;
  const { thingId, userNo } = await useLink(tx, "invitation", link, machineNow);
  const invitation = await openOfLink(tx, thingId, now);
  const { email } = invitation;
  const userId = await registerStaff(tx, { email, name, password, language, userNo, now });
  await join(tx, invitation, userId, now);
  return { email, userId };
}

/** Declines by the link, registered or not. Refuses LinkUnusable. */
export async function declineByLink(
  tx: Tx,
  link: string,
  { machineNow, now }: Pick<Inviting, "machineNow" | "now">,
): Promise<void> {
  const { thingId } = await useLink(tx, "invitation", link, machineNow);
  const invitation = await openOfLink(tx, thingId, now);
  await endInvitation(tx, invitation.invitationId, "declined", now);
  await recordAnswer(tx, invitation, "declined", now);
}

/**
 * REG-04: a signed-in user answers an invitation to the own mail address; any other is unknown to it, whoever forwarded the
 * link. Of two answers the first stands. Refuses an unknown invitation and InvitationOver.
 */
export async function answerInvitation(
  tx: Tx,
  invitationId: bigint,
  person: Person,
  answer: "accepted" | "declined",
  now: Instant,
): Promise<void> {
  const user = await selectUser(tx, person.userId);
  const invitation = await lockInvitation(tx, invitationId);
  if (!user || invitation?.email !== user.email) throw NotFound({ values: { what: "id" } });
  if (invitation.endedAs !== null || invitation.expiresAt <= now) throw InvitationOver();
  if (answer === "accepted") return join(tx, invitation, user.userId, now);
  await endInvitation(tx, invitationId, "declined", now);
  await recordAnswer(tx, invitation, "declined", now);
}

/** Who is a member by now keeps the role it has. */
async function join(tx: Tx, invitation: Invitation, userId: string, now: Instant): Promise<void> {
  const { invitationId, projectId, role, invitedBy } = invitation;
  await endInvitation(tx, invitationId, "accepted", now);
  await recordAnswer(tx, invitation, "accepted", now);
  if (!(await insertMember(tx, projectId, userId, role))) return;
  const letter = (kind: "added" | "joined", reader: string, otherUserId: string, of: Role) =>
    projectPeople.message(projectId, { kind, userId: reader, otherUserId, role: of, at: now }, now);
  await enqueue(tx, [letter("added", userId, invitedBy, role), letter("joined", invitedBy, userId, role)]);
}
