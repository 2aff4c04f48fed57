import { NotFound, refusal } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import { DAY, HOUR, type Instant, plus } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { takeTurns } from "../../platform/identity/index.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { recordAct, recordActs } from "../../platform/record-act.ts";
import { memberSet, ownerChangeAnswered, ownerChangeAsked, ownerChangeWithdrawn } from "./acts.ts";
import { type Person, actorOf, onProject } from "./change-members.ts";
import { UnknownUser } from "./members.ts";
import {
  endOwnerChange,
  insertOwnerChange,
  lockMembers,
  selectOpenOwnerChange,
  selectOwnerChange,
  updateRole,
  withdrawInvitationsBy,
} from "./people-store.ts";
import { type GivenRole, type Role, rolesGivenBy } from "./permissions.ts";
import { projectPeople } from "./project-people.ts";
import { ownerOf, selectUser } from "./store.ts";

export const OwnerAskedAlready = refusal(
  "owner_asked_already",
  409,
  "Уже ждём согласия другого участника: сначала отзовите прежний запрос",
  "Another member's consent is waited for: withdraw that request first",
);
export const OwnerChangeOver = refusal(
  "owner_change_over",
  410,
  "Запрос отозван, истёк, или на него уже ответили",
  "The request was withdrawn, has expired or has been answered",
);
export const OwnerAskedTooOften = refusal(
  "owner_asked_too_often",
  429,
  "Запросов о смене владельца слишком много, повторите через {minutes} мин",
  "The owner's change was asked for too often, try again in {minutes} min",
);
export const OwnerAlready = refusal(
  "owner_already",
  409,
  "Этот участник и есть владелец",
  "This member is the owner already",
);

type Locked = Awaited<ReturnType<typeof lockMembers>>[number];

const CONSENT_WAITS = 14 * DAY;

/**
 * REG-05: the owner asks a member to become the owner, in any state of the balance; nothing changes before the member
 * agrees. One that nobody answered in time gives way to the next. Each is a letter, so they have a pace, by `machineNow`. Refuses an
 * unknown member, OwnerAlready, OwnerAskedAlready, OwnerAskedTooOften.
 */
export async function askOwnerChange(
  tx: Tx,
  projectId: ProjectId,
  person: Person,
  { userNo, machineNow, now }: { readonly userNo: bigint; readonly machineNow: Instant; readonly now: Instant },
): Promise<void> {
  const { actor, target } = await actorOf(tx, projectId, person, "project.transfer", { userNo });
  if (!target || (await selectUser(tx, target.userId))?.blockedAt !== null) throw NotFound({ values: { what: "id" } });
  if (target.userId === actor.userId) throw OwnerAlready();
  const before = await selectOpenOwnerChange(tx, projectId);
  if (before && before.expiresAt <= now) await endOwnerChange(tx, projectId, "withdrawn", now);
  const expiresAt = plus(now, CONSENT_WAITS);
  const change = { projectId, fromUserId: actor.userId, toUserId: target.userId, askedAt: now, expiresAt };
  if ((await insertOwnerChange(tx, change)) === null) throw OwnerAskedAlready();
  const pace = { of: `owner of ${projectId}`, burst: 5, everyMs: HOUR };
  await takeTurns(tx, [pace], machineNow, OwnerAskedTooOften);
  await recordAct(tx, ownerChangeAsked, now, { ...onProject(projectId), thing: `user:${target.userId}` });
  await tell(tx, projectId, "owner_asked", target.userId, actor.userId, target.role, now);
}

/** The owner thinks better of it. Refuses OwnerChangeOver. */
export async function withdrawOwnerChange(tx: Tx, projectId: ProjectId, person: Person, now: Instant): Promise<void> {
  await actorOf(tx, projectId, person, "project.transfer");
  if ((await endOwnerChange(tx, projectId, "withdrawn", now)) === 0) throw OwnerChangeOver();
  await recordAct(tx, ownerChangeWithdrawn, now, onProject(projectId));
}

/**
 * REG-05: the member who was asked agrees: old and new owner change roles, and both are written to. The account, its payer and
 * its papers stay with the account's owner (decisions 0030, 0045). Answers whose rights changed. Refuses an unknown request
 * and OwnerChangeOver.
 */
export async function answerOwnerChange(
  tx: Tx,
  ownerChangeId: bigint,
  person: Person,
  answer: "consented" | "declined",
  now: Instant,
): Promise<readonly string[]> {
  const asked = await selectOwnerChange(tx, ownerChangeId);
  if (asked?.toUserId !== person.userId) throw NotFound({ values: { what: "id" } });
  const { projectId, fromUserId, toUserId } = asked;
  if (asked.endedAs !== null || asked.expiresAt <= now) throw OwnerChangeOver();
  const members = await lockMembers(tx, projectId, { userId: fromUserId }, toUserId);
  const [from, to] = [fromUserId, toUserId].map((userId) => members.find((one) => one.userId === userId));
  if (!to || from?.role !== "owner") throw OwnerChangeOver();
  if ((await endOwnerChange(tx, projectId, answer, now, toUserId)) === 0) throw OwnerChangeOver();
  await recordAct(tx, ownerChangeAnswered, now, {
    ...onProject(projectId),
    thing: `user:${toUserId}`,
    after: { answer },
  });
  if (answer === "declined") {
    await tell(tx, projectId, "owner_declined", fromUserId, toUserId, "owner", now);
    return [];
  }
  await exchange(tx, projectId, from, to, now);
  return [fromUserId, toUserId];
}

/**
 * REG-05: a member becomes the owner and the owner what the member was, where the provider decided so; what the old owner
 * had asked another member is over. The caller has made sure that it may be done: this asks nobody. Refuses UnknownUser for
 * who is no member or may not sign in, OwnerAlready.
 */
export async function exchangeOwner(tx: Tx, projectId: ProjectId, newOwnerId: string, now: Instant): Promise<void> {
  const owner = await ownerOf(tx, projectId);
  const members = await lockMembers(tx, projectId, { userId: owner?.userId ?? "" }, newOwnerId);
  const [from, to] = [owner?.userId, newOwnerId].map((userId) => members.find((one) => one.userId === userId));
  if (!to || (await selectUser(tx, newOwnerId))?.blockedAt !== null) throw UnknownUser();
  if (to.role === "owner") throw OwnerAlready();
  // Who was the owner a moment ago is none any more: another change came first.
  if (from?.role !== "owner") throw OwnerChangeOver();
  await endOwnerChange(tx, projectId, "withdrawn", now);
  await exchange(tx, projectId, from, to, now);
}

/** The one way in which a project changes its owner: roles, the invitations that go with the old one's rights, letters to both. */
async function exchange(tx: Tx, projectId: ProjectId, from: Locked, to: Locked, now: Instant): Promise<void> {
  const role = to.role as GivenRole;
  // One owner at any instant: the old one steps down first.
  await updateRole(tx, projectId, from.userId, role);
  await updateRole(tx, projectId, to.userId, "owner");
  const subjects = [{ kind: "project" as const, id: projectId }];
  await recordActs(tx, memberSet, now, [
    { subjects, thing: `user:${to.userId}`, before: { role }, after: { role: "owner" } },
    { subjects, thing: `user:${from.userId}`, before: { role: "owner" }, after: { role } },
  ]);
  await withdrawInvitationsBy(tx, projectId, from.userId, rolesGivenBy(role), now);
  await tell(tx, projectId, "owner_received", to.userId, from.userId, "owner", now);
  await tell(tx, projectId, "owner_given", from.userId, to.userId, role, now);
}

async function tell(
  tx: Tx,
  projectId: ProjectId,
  kind: "owner_asked" | "owner_declined" | "owner_received" | "owner_given",
  userId: string,
  otherUserId: string,
  role: Role,
  now: Instant,
): Promise<void> {
  await enqueue(tx, [projectPeople.message(projectId, { kind, userId, otherUserId, role, at: now }, now)]);
}
