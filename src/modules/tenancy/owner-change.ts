import { NotFound, refusal } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import { DAY, HOUR, type Instant, plus } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { takeTurns } from "../../platform/identity/index.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { ownerChangeAnswered, ownerChangeAsked, ownerChangeWithdrawn } from "./acts.ts";
import { type Person, actorOf, onProject } from "./change-members.ts";
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
import { selectUser } from "./store.ts";

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
  const role = to.role as GivenRole;
  // One owner at any instant: the old one steps down first.
  await updateRole(tx, projectId, fromUserId, role);
  await updateRole(tx, projectId, toUserId, "owner");
  await withdrawInvitationsBy(tx, projectId, fromUserId, rolesGivenBy(role), now);
  await tell(tx, projectId, "owner_received", toUserId, fromUserId, "owner", now);
  await tell(tx, projectId, "owner_given", fromUserId, toUserId, role, now);
  return [fromUserId, toUserId];
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
