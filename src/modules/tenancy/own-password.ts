import type { Instant } from "../../core/time.ts";
import type { Database } from "../../platform/db.ts";
import { type PasswordChange, deleteSessions, openAccount, updatePassword } from "../../platform/identity/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { passwordChanged } from "./acts.ts";
import { onUser } from "./members.ts";
import { actorAt, tellPerson } from "./sessions.ts";

/**
 * Another password of somebody signed in, who has given the old one: the other sessions end (reliability 42), wrong tries at the
 * door are forgotten, a letter tells. `now` is business time.
 */
export async function setOwnPassword(database: Database, change: PasswordChange, now: Instant): Promise<void> {
  const { userId, sessionId, hash, at } = change;
  const { user, actor } = await actorAt(database, change);
  await database.as(actor).transaction(async (tx) => {
    await updatePassword(tx, userId, hash, at);
    await deleteSessions(tx, userId, sessionId);
    await openAccount(tx, user.email);
    await recordAct(tx, passwordChanged, now, await onUser(tx, userId));
    await tellPerson(tx, userId, "password_changed", now);
  });
}
