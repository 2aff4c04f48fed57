import { randomBytes } from "node:crypto";

import { Forbidden, refusal } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import type { StaffRole } from "../../platform/http/index.ts";
import { deleteSessions, hashPassword } from "../../platform/identity/index.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import type { Person } from "./change-members.ts";
import { UnknownUser, setStaffRole } from "./members.ts";
import { type StaffEvent, personNotice } from "./person-notice.ts";
import { normalEmail, registerStaff } from "./register.ts";
import { NotOneself, letterFrame } from "./sessions.ts";
import { lockOperators, lockUser, selectUserByEmail, selectUserByNo } from "./store.ts";

export const LastOperator = refusal(
  "last_operator",
  409,
  "Это последний оператор: сначала назначьте другого",
  "This is the last operator: name another one first",
);
export const StaffAlready = refusal(
  "staff_already",
  409,
  "Этот человек уже сотрудник: смените его роль в списке",
  "This person is one of the staff already: change the role in the list",
);

interface RoleOrder {
  /** Who decides, in the browser; null on the command line, which is the operator's own. */
  readonly by: Pick<Person, "userId"> | null;
  readonly reason: string;
  readonly now: Instant;
}

/**
 * REG-02: somebody becomes one of the staff: whoever has the address already, or a new user, who sets a password by the letter that
 * this leaves. Answers the user. Refuses forbidden, NotAnEmail, NotOneself, StaffAlready.
 */
export async function addStaff(
  tx: Tx,
  { email: address, name, role, language }: { email: string; name: string; role: StaffRole; language: "ru" | "en" },
  order: RoleOrder,
): Promise<{ readonly userId: string; readonly userNo: bigint }> {
  const { now } = order;
  await heldOperators(tx, order);
  const email = normalEmail(address);
  const known = await selectUserByEmail(tx, email);
  if (known && known.userId === order.by?.userId) throw NotOneself();
  if (known && known.staffRole !== null) throw StaffAlready();
  const userId =
    known?.userId ??
    (await registerStaff(tx, { email, name, language, password: { hash: await nobodysPassword() }, now }));
  await setStaffRole(tx, userId, role, now, order.reason);
  await tell(tx, userId, known ? "staff_role_given" : "staff_invited", role, now);
  const { userNo } = (await lockUser(tx, userId)) ?? { userNo: 0n };
  return { userId, userNo };
}

/**
 * REG-02: one of the staff has another role, or (null) none any more: then the sessions end. A letter tells. The same role again
 * changes nothing. Never the own one, and never that of the last operator who may sign in: operators are held until the
 * transaction's end, so that two of them do not remove each other. Answers who it is. Refuses forbidden, UnknownUser, NotOneself,
 * LastOperator.
 */
export async function changeStaffRole(
  tx: Tx,
  userNo: bigint,
  role: StaffRole | null,
  order: RoleOrder,
): Promise<string> {
  const operators = await heldOperators(tx, order);
  const found = await selectUserByNo(tx, userNo);
  const user = found && (await lockUser(tx, found.userId));
  if (!user || user.staffRole === null) throw UnknownUser();
  const { userId, staffRole: before } = user;
  if (userId === order.by?.userId) throw NotOneself();
  if (role === before) return userId;
  if (before === "operator" && operators.every((one) => one === userId)) throw LastOperator();
  await setStaffRole(tx, userId, role, order.now, order.reason);
  if (role === null) await deleteSessions(tx, userId);
  await tell(tx, userId, role === null ? "staff_role_taken" : "staff_role_given", role ?? before, order.now);
  return userId;
}

/** The operators as they are now; what processes remember of who decides may be two seconds old. */
async function heldOperators(tx: Tx, { by }: RoleOrder): Promise<readonly string[]> {
  const operators = await lockOperators(tx);
  if (by !== null && !operators.includes(by.userId)) throw Forbidden();
  return operators;
}

/** Nobody knows it; the own one is set by a letter. */
function nobodysPassword(): Promise<string> {
  return hashPassword(randomBytes(32).toString("base64url"));
}

async function tell(tx: Tx, userId: string, kind: StaffEvent, staffRole: StaffRole, at: Instant): Promise<void> {
  const user = await lockUser(tx, userId);
  if (!user) throw UnknownUser();
  await enqueue(tx, [personNotice.message(user.userNo, { ...(await letterFrame(tx, user)), kind, at, staffRole }, at)]);
}
