import type { Instant } from "../../core/time.ts";
import type { Database } from "../../platform/db.ts";
import { shortAgent } from "../../platform/http/index.ts";
import { type PasswordChange, deleteSessions, openAccount, updatePassword } from "../../platform/identity/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { passwordChanged } from "./acts.ts";
import { UnknownUser, onUser } from "./members.ts";
import { tellPerson } from "./sessions.ts";
import { selectUser } from "./store.ts";

/**
 * Another password of somebody signed in, who has given the old one: the other sessions end (reliability 42), wrong tries at the
 * door are forgotten, a letter tells. `now` is business time.
 */
export async function setOwnPassword(database: Database, change: PasswordChange, now: Instant): Promise<void> {
  const { userId, sessionId, hash, at, address, agent } = change;
  const user = await selectUser(database, userId);
  if (user === null) throw UnknownUser();
  const kind = user.staffRole === null ? "member" : "staff";
  const actor = { kind, key: `user:${userId}`, address, agent: shortAgent(agent) } as const;
  await database.as(actor).transaction(async (tx) => {
    await updatePassword(tx, userId, hash, at);
    await deleteSessions(tx, userId, sessionId);
    await openAccount(tx, user.email);
    await recordAct(tx, passwordChanged, now, await onUser(tx, userId));
    await tellPerson(tx, userId, "password_changed", now);
  });
}
