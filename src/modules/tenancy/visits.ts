import { Forbidden, NotFound, refusal } from "../../core/errors.ts";
import { MINUTE, type Instant, plus } from "../../core/time.ts";
import { subjectsOf } from "../../core/subject.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Tx } from "../../platform/db.ts";
import type { Principal } from "../../platform/http/index.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { visitBegun, visitEnded } from "./acts.ts";
import { UnknownUser, userIdOf } from "./members.ts";
import { personNotice } from "./person-notice.ts";
import { browserOf, letterFrame } from "./sessions.ts";
import { selectRoles, selectUser } from "./store.ts";
import { endVisitRow, insertVisit, selectOpenVisit } from "./visit-store.ts";

export const StaffAreNotVisited = refusal(
  "staff_are_not_visited",
  409,
  "Как сотрудника смотреть нельзя: у него свой вход",
  "Staff are not looked at as: they have a sign-in of their own",
);
export const BlockedIsNotVisited = refusal(
  "blocked_is_not_visited",
  409,
  "Вход пользователя закрыт: глазами того, кто не может войти, смотреть не на что",
  "The user is blocked: there is nothing to see as somebody who cannot sign in",
);

export interface VisitOrder {
  readonly email: string;
  readonly reason: string;
  readonly minutes: number;
}

/**
 * AUD-02: from now on this browser of a member of staff may look at the platform as a customer, for some minutes and read only. The
 * customer is told at once by letter and in the console, sees it afterwards, and reads it in the audit of each project.
 * `machineNow` bounds it, as it does a session. Refuses forbidden, UnknownUser, StaffAreNotVisited, BlockedIsNotVisited.
 */
export async function beginVisit(
  tx: Tx,
  principal: Principal,
  { email, reason, minutes }: VisitOrder,
  { machineNow, now }: { readonly machineNow: Instant; readonly now: Instant },
): Promise<{ readonly visitId: bigint; readonly endsAt: Instant }> {
  const { userId: staffUserId, sessionId } = browserOf(principal);
  const user = await selectUser(tx, await userIdOf(tx, email));
  if (user === null) throw UnknownUser();
  if (user.staffRole !== null) throw StaffAreNotVisited();
  if (user.blockedAt !== null) throw BlockedIsNotVisited();
  if (principal.kind !== "user" || principal.staffRole === null) throw Forbidden();
  const { userId } = user;
  const endsAt = plus(machineNow, minutes * MINUTE);
  const visitId = await insertVisit(tx, { staffUserId, sessionId, userId, reason, beganAt: machineNow, endsAt });
  const after = { reason, minutes };
  await recordAct(tx, visitBegun, now, { ...(await onCustomer(tx, userId, user.userNo)), after });
  const told = { kind: "staff_visit", at: machineNow, endsAt, reason, visitId } as const;
  await enqueue(tx, [personNotice.message(user.userNo, { ...(await letterFrame(tx, user)), ...told }, machineNow)]);
  return { visitId, endsAt };
}

/** The visit of a number, where this browser of this member of staff began it and it goes on by that clock. */
export function openVisit(clock: Clock) {
  return (reader: Pick<Tx, "query">, visitId: bigint, of: { readonly userId: string; readonly sessionId: string }) =>
    selectOpenVisit(reader, visitId, of, clock.now());
}

/** Ends a visit before its time. Refuses NotFound for another's, and for one that is over. */
export async function endVisit(
  tx: Tx,
  principal: Principal,
  visitId: bigint,
  { machineNow, now }: { readonly machineNow: Instant; readonly now: Instant },
): Promise<void> {
  const { userId: staffUserId } = browserOf(principal);
  const userId = await endVisitRow(tx, visitId, staffUserId, machineNow);
  const user = userId === null ? null : await selectUser(tx, userId);
  if (user === null) throw NotFound({ values: { what: "visit" } });
  await recordAct(tx, visitEnded, now, await onCustomer(tx, user.userId, user.userNo));
}

/** It concerns the user and the projects that are looked into. */
async function onCustomer(tx: Tx, userId: string, userNo: bigint) {
  const roles = await selectRoles(tx, userId);
  return {
    subjects: [...subjectsOf("user", [userNo]), ...subjectsOf("project", [...roles.keys()])],
    thing: `user:${userId}`,
  };
}
