import { NotFound, type Refusal, refusal } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { DAY, type Instant, plus } from "../../core/time.ts";
import { PROGRAM } from "../../platform/act.ts";
import type { Tx } from "../../platform/db.ts";
import { erasePersonal, forgetLetters } from "../../platform/personal/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { erasureAsked, erasureHeld, erasureReleased, erasureWithdrawn, personErased } from "./acts.ts";
import {
  type Erasure,
  endErasure,
  insertErasure,
  lockDueErasure,
  lockErasure,
  lockLettersLeft,
  selectOpenErasure,
  updateHold,
  updateLetters,
  updateWaiting,
} from "./erasure-store.ts";
import { UnknownUser, onUser } from "./members.ts";
import { selectOwnProjects } from "./people-store.ts";
import { personalSubject } from "./personal-store.ts";
import type { PersonalPorts } from "./personal.ts";
import { tellPerson } from "./sessions.ts";
import {
  type UserRow,
  lockUser,
  selectAccountsOf,
  selectProjectsOf,
  selectUserByEmail,
  selectUserByNo,
} from "./store.ts";

export const ErasureOfStaff = refusal(
  "erasure_of_staff",
  409,
  "Это учётная запись сотрудника: сначала оператор снимает роль",
  "This is a member of staff: an operator takes the role away first",
);
export const ErasureOwnsProjects = refusal(
  "erasure_owns_projects",
  409,
  "Вы владелец действующих проектов: {pids}. Передайте их другому участнику или удалите",
  "You own live projects: {pids}. Give them to another member or delete them",
);
export const ErasureAccountUsed = refusal(
  "erasure_account_used",
  409,
  "За действующие проекты платит ваша учётная запись: {pids}. Их владельцы должны перевести проекты на своего плательщика или удалить",
  "Live projects are paid for by your account: {pids}. Their owners have to move them to a payer of their own, or delete them",
);
export const ErasureMoneyLeft = refusal(
  "erasure_money_left",
  409,
  "На платёжном счёте остались деньги: {pids}. Запросите возврат в поддержке, после удаления их будет некому вернуть",
  "There is money left on the payment account: {pids}. Ask support for it first: afterwards there is nobody to give it to",
);
export const ErasureDebt = refusal(
  "erasure_debt",
  409,
  "Есть долг: {pids}. Оплатите его, после этого учётную запись можно удалить",
  "There is a debt: {pids}. Pay it, then the account can be deleted",
);
export const ErasureContract = refusal(
  "erasure_contract",
  409,
  "Действует индивидуальный договор: {numbers}. Сначала завершите его или переведите на другую учётную запись",
  "An individual contract is in force: {numbers}. End it first, or have it moved to another account",
);
export const ErasureAskedAlready = refusal(
  "erasure_asked_already",
  409,
  "Удаление уже запрошено",
  "The erasure was asked for already",
);

/** So long it can be taken back. */
export const GRACE_DAYS = 7;
/** How often it is looked at again whether what keeps it is gone. */
const LOOK_AGAIN = DAY;
const MOST_NAMED = 5;

/** Why a person cannot be erased yet, each with a way out; empty when nothing keeps it. */
export async function erasureBlockers(
  tx: Tx,
  { userId, staffRole }: Pick<UserRow, "userId" | "staffRole">,
  ports: PersonalPorts,
  now: Instant,
): Promise<Refusal[]> {
  const accounts = await selectAccountsOf(tx, userId);
  const isLive = ({ status }: { status: string }) => status !== "deleted";
  const owned = (await selectProjectsOf(tx, userId)).filter((one) => one.role === "owner" && isLive(one));
  const ownIds = new Set(owned.map(({ projectId }) => projectId));
  const paidFor = await selectOwnProjects(tx, accounts);
  const used = paidFor.filter((one) => isLive(one) && !ownIds.has(one.projectId));
  const ended = paidFor.filter((one) => !isLive(one)).map(({ projectId }) => projectId);
  const { left, owed } = await ports.balances(tx, ended);
  const contracts = await ports.contracts(tx, accounts, now);
  const pids = (ids: readonly ProjectId[]) => ({ values: { pids: named(ids.map(formatPid)) } });
  return [
    ...(staffRole === null ? [] : [ErasureOfStaff()]),
    ...(ownIds.size === 0 ? [] : [ErasureOwnsProjects(pids([...ownIds]))]),
    ...(used.length === 0 ? [] : [ErasureAccountUsed(pids(used.map(({ projectId }) => projectId)))]),
    ...(left.length === 0 ? [] : [ErasureMoneyLeft(pids(left))]),
    ...(owed.length === 0 ? [] : [ErasureDebt(pids(owed))]),
    ...(contracts.length === 0 ? [] : [ErasureContract({ values: { numbers: named(contracts) } })]),
  ];
}

function named(all: readonly string[]): string {
  return all.length > MOST_NAMED ? `${all.slice(0, MOST_NAMED).join(", ")}, …` : all.join(", ");
}

export interface ErasureOrder {
  readonly userId: string;
  /** The paper by which staff ask; null: the person asks. */
  readonly reason: string | null;
  readonly now: Instant;
}

/**
 * Reliability 65: the person is to be erased when the time is over in which it can be taken back (GRACE_DAYS), and is told so.
 * Refuses what keeps it (erasureBlockers), ErasureAskedAlready, UnknownUser.
 */
export async function askErasure(
  tx: Tx,
  { userId, reason, now }: ErasureOrder,
  ports: PersonalPorts,
): Promise<Instant> {
  const user = await lockUser(tx, userId);
  if (user === null || user.erasedAt !== null) throw UnknownUser();
  const [blocker] = await erasureBlockers(tx, user, ports, now);
  if (blocker) throw blocker;
  const dueAt = plus(now, GRACE_DAYS * DAY);
  const by = reason === null ? "person" : "staff";
  const asked = { userNo: user.userNo, askedAt: now, askedByKind: by, askedBy: actorKey(tx), reason, dueAt } as const;
  if ((await insertErasure(tx, asked)) === null) throw ErasureAskedAlready();
  await recordAct(tx, erasureAsked, now, { ...(await onUser(tx, userId)), after: { by } });
  await tellPerson(tx, userId, "erasure_asked", now, dueAt);
  return dueAt;
}

/** The open one of whoever signs in with an address. Refuses UnknownUser, NotFound when nothing waits. */
export async function openErasureOf(tx: Tx, email: string): Promise<Erasure> {
  const user = await selectUserByEmail(tx, email);
  if (user === null) throw UnknownUser();
  const open = await selectOpenErasure(tx, user.userNo);
  if (open === null) throw NotFound({ values: { what: "erasure" } });
  return open;
}

/** Takes it back: by the person at any time before it is done. Refuses NotFound when nothing waits. */
export async function withdrawErasure(tx: Tx, userNo: bigint, now: Instant): Promise<void> {
  const open = await selectOpenErasure(tx, userNo);
  const erasure = open && (await lockErasure(tx, open.erasureId));
  if (!erasure) throw NotFound({ values: { what: "erasure" } });
  const user = await personOf(tx, erasure);
  await endErasure(tx, erasure.erasureId, "withdrawn", now);
  await recordAct(tx, erasureWithdrawn, now, await onUser(tx, user.userId));
  await tellPerson(tx, user.userId, "erasure_withdrawn", now);
}

/** As withdrawErasure, by staff, of the erasure with an id. */
export async function withdrawErasureOf(tx: Tx, erasureId: bigint, now: Instant): Promise<void> {
  const erasure = await lockErasure(tx, erasureId);
  if (!erasure) throw NotFound({ values: { what: "erasure" } });
  await withdrawErasure(tx, erasure.userNo, now);
}

/** Held until it is let go: somebody has a right to what would be gone. Refuses NotFound when it is not open. */
export async function holdErasure(tx: Tx, erasureId: bigint, reason: string, now: Instant): Promise<void> {
  const erasure = await lockErasure(tx, erasureId);
  if (!erasure) throw NotFound({ values: { what: "erasure" } });
  await updateHold(tx, erasureId, { by: actorKey(tx), reason, at: now });
  const user = await personOf(tx, erasure);
  await recordAct(tx, erasureHeld, now, await onUser(tx, user.userId));
}

/** It goes on, and is done when it is due. Refuses NotFound when it is not held. */
export async function releaseErasure(tx: Tx, erasureId: bigint, now: Instant): Promise<void> {
  const erasure = await lockErasure(tx, erasureId);
  if (!erasure || erasure.heldAt === null) throw NotFound({ values: { what: "erasure" } });
  await updateHold(tx, erasureId, null);
  const user = await personOf(tx, erasure);
  await recordAct(tx, erasureReleased, now, await onUser(tx, user.userId));
}

/**
 * Erases one person whose time has come, all or nothing; one that something keeps (money that came meanwhile) waits, is told once,
 * and is looked at again each day. Answers whom it erased, null for one that waits, undefined when none is due.
 */
export async function eraseNext(tx: Tx, ports: PersonalPorts, now: Instant): Promise<string | null | undefined> {
  const erasure = await lockDueErasure(tx, now, lookedBefore(now));
  if (!erasure) return undefined;
  const { userId } = await personOf(tx, erasure);
  const user = await lockUser(tx, userId);
  if (user === null) throw UnknownUser();
  const blockers = await erasureBlockers(tx, user, ports, now);
  if (blockers.length > 0) {
    const codes = blockers.map(({ kind }) => kind.code);
    await updateWaiting(tx, erasure.erasureId, codes, now);
    if (erasure.waitsFor === null) await tellPerson(tx, userId, "erasure_waits", now);
    return null;
  }
  await erasePerson(tx, userId, ports, now);
  await endErasure(tx, erasure.erasureId, "erased", now);
  return userId;
}

/** What eraseNext looks at: open ones that were not found waiting since then. */
export function lookedBefore(now: Instant): Instant {
  return plus(now, -LOOK_AGAIN);
}

/** The last letter is written before the address goes, and leaves with it. */
async function erasePerson(tx: Tx, userId: string, ports: PersonalPorts, now: Instant): Promise<void> {
  const who = await personalSubject(tx, userId);
  if (who === null) throw UnknownUser();
  await tellPerson(tx, userId, "erased", now);
  await recordAct(tx, personErased, now, await onUser(tx, userId));
  await erasePersonal(tx, ports.tables, who, now);
}

/** Letters to one who was erased, when they have left. False when there was nothing to look at. `now` is machine time. */
export async function forgetNextLetters(tx: Tx, now: Instant): Promise<boolean> {
  const left = await lockLettersLeft(tx);
  if (left === null) return false;
  const isGone = await forgetLetters(tx, left.userNo, now);
  await updateLetters(tx, left.erasureId, isGone, now);
  return isGone;
}

function actorKey(tx: Tx): string {
  return tx.actor?.key ?? PROGRAM.key;
}

async function personOf(tx: Tx, { userNo }: Pick<Erasure, "userNo">): Promise<UserRow> {
  const user = await selectUserByNo(tx, userNo);
  if (user === null) throw UnknownUser();
  return user;
}
