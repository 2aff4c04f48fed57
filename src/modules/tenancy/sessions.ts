import { Forbidden, NotFound, refusal } from "../../core/errors.ts";
import { DAY, HOUR, type Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { type Principal, shortAgent } from "../../platform/http/index.ts";
import {
  type AtTheDoor,
  type NewDevice,
  type SessionRules,
  deleteSession,
  deleteSessions,
} from "../../platform/identity/index.ts";
import type { Actor } from "../../platform/act.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import type { AccessReason } from "../../core/security-kind.ts";
import { sessionEnded, sessionsEnded } from "./acts.ts";
import { UnknownUser, onUser, userIdOf } from "./members.ts";
import { type PasskeyEvent, type PersonEvent, personNotice } from "./person-notice.ts";
import { type UserRow, regionOfAccount, selectUser } from "./store.ts";

export const NotOneself = refusal(
  "not_oneself",
  409,
  "Со своей учётной записью это делает другой сотрудник",
  "With one's own account another member of staff does that",
);
export const StaffByOperator = refusal(
  "staff_by_operator",
  403,
  "Доступом сотрудников распоряжается только оператор",
  "Only an operator decides about the access of staff",
);

/** A customer's browser may stay signed in for a month; staff sign in anew each day, and after an hour away from the desk. */
const LIVES = {
  customer: { idleMs: 7 * DAY, longestMs: 30 * DAY },
  staff: { idleMs: HOUR, longestMs: 12 * HOUR },
} as const;

/** How long a user's sessions live; staff need a second factor where `staffNeedFactor` says so (production). */
export async function sessionRulesOf(
  tx: Pick<Tx, "query">,
  userId: string,
  staffNeedFactor: boolean,
): Promise<SessionRules> {
  const isStaff = ((await selectUser(tx, userId))?.staffRole ?? null) !== null;
  return { ...LIVES[isStaff ? "staff" : "customer"], needsFactor: isStaff && staffNeedFactor };
}

/** Somebody signed in, in a browser: what is about one's own sign-in is no token's matter. Refuses forbidden. */
export function browserOf(principal: Principal): { readonly userId: string; readonly sessionId: string } {
  if (principal.kind !== "user" || principal.sessionId === undefined) throw Forbidden();
  return { userId: principal.userId, sessionId: principal.sessionId };
}

/** Who acts at the door, as acts are recorded. Refuses UnknownUser. */
export async function actorAt(
  tx: Pick<Tx, "query">,
  { userId, address, agent }: AtTheDoor,
): Promise<{ readonly user: UserRow; readonly actor: Actor }> {
  const user = await selectUser(tx, userId);
  if (user === null) throw UnknownUser();
  const kind = user.staffRole === null ? "member" : "staff";
  return { user, actor: { kind, key: `user:${userId}`, address, agent: shortAgent(agent) } };
}

/** Ends one of the own sessions (reliability 38). Refuses NotFound when it is another's or over. */
export async function endSession(tx: Tx, userId: string, sessionId: string, now: Instant): Promise<void> {
  const agent = await deleteSession(tx, userId, sessionId);
  if (agent === null) throw NotFound({ values: { what: "session" } });
  await recordAct(tx, sessionEnded, now, { ...(await onUser(tx, userId)), before: { device: shortAgent(agent) } });
}

/** Ends every session of a user, or all but one; answers how many there were. */
export async function endSessions(
  tx: Tx,
  userId: string,
  {
    but = null,
    reason = null,
    now,
  }: { readonly but?: string | null; readonly reason?: AccessReason | null; now: Instant },
): Promise<number> {
  const count = await deleteSessions(tx, userId, but);
  const after = { count, ...(reason === null ? {} : { reason }) };
  await recordAct(tx, sessionsEnded, now, { ...(await onUser(tx, userId)), after });
  return count;
}

/**
 * The user of an address of mail, as one whose access somebody of the house may change: staff's only by an operator, and
 * nobody's own. Refuses UnknownUser, NotOneself, StaffByOperator.
 */
export async function userUnder(tx: Tx, principal: Principal, email: string): Promise<string> {
  const userId = await userIdOf(tx, email);
  if (principal.kind !== "user") throw Forbidden();
  if (principal.userId === userId) throw NotOneself();
  const user = await selectUser(tx, userId);
  if (user === null) throw UnknownUser();
  if (user.staffRole !== null && principal.staffRole !== "operator") throw StaffByOperator();
  return userId;
}

/** REG-02: leaves the letter that tells a user of a sign-in from a device that is not known. */
export async function tellOfNewDevice(tx: Tx, { userId, address, agent, at }: NewDevice): Promise<void> {
  const letter = await letterTo(tx, userId);
  const seen = { kind: "new_sign_in", at, device: shortAgent(agent), address } as const;
  if (letter) await enqueue(tx, [personNotice.message(letter.userNo, { ...letter.frame, ...seen }, at)]);
}

/**
 * Leaves a letter about the own way in: what happened, to the one who should know whether it was so; of what is to come, `when`
 * says when.
 */
export async function tellPerson(
  tx: Tx,
  userId: string,
  kind: PersonEvent,
  at: Instant,
  when: Instant = at,
): Promise<void> {
  const letter = await letterTo(tx, userId);
  if (letter) await enqueue(tx, [personNotice.message(letter.userNo, { ...letter.frame, kind, at: when }, at)]);
}

/** Leaves a letter about passkeys of a user: which were added, or removed. */
export async function tellOfPasskeys(
  tx: Tx,
  userId: string,
  { kind, ...named }: { readonly kind: PasskeyEvent; readonly passkey: string; readonly site: string },
  at: Instant,
): Promise<void> {
  const letter = await letterTo(tx, userId);
  if (letter) await enqueue(tx, [personNotice.message(letter.userNo, { ...letter.frame, kind, ...named, at }, at)]);
}

async function letterTo(tx: Tx, userId: string) {
  const user = await selectUser(tx, userId);
  return user && { userNo: user.userNo, frame: await letterFrame(tx, user) };
}

/** What every letter to a user begins with; staff alone, who are of no region, have an empty one. */
export async function letterFrame(tx: Tx, { userId, email, language }: Pick<UserRow, "userId" | "email" | "language">) {
  return { email, language, regionCode: (await regionOfAccount(tx, userId)) ?? "" };
}
