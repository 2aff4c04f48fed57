import { NotFound, Unauthenticated } from "../../core/errors.ts";
import type { AccessReason } from "../../core/security-kind.ts";
import type { Instant } from "../../core/time.ts";
import type { Database, Tx } from "../../platform/db.ts";
import {
  type AddedPasskey,
  PasskeyAddedAlready,
  PasskeyNeeded,
  TooManyPasskeys,
  deletePasskeys,
  deleteSessions,
  hasFactor,
  insertPasskey,
  lockPasskeys,
  proveSession,
  updatePasskeyName,
} from "../../platform/identity/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { passkeyAdded, passkeyRemoved, passkeyRenamed } from "./acts.ts";
import { onUser } from "./members.ts";
import { actorAt, tellOfPasskeys } from "./sessions.ts";

const MOST_PASSKEYS = 20;

/**
 * REG-02: a passkey that somebody signed in has just made, and shown by that: the session has a second factor behind it from now on.
 * A letter tells. `now` is business time. Refuses PasskeyAddedAlready, TooManyPasskeys; Unauthenticated when the session is over, and
 * PasskeyNeeded when it was to be the first second factor and is not: what a process remembers may be two seconds old.
 */
export async function addOwnPasskey(database: Database, added: AddedPasskey, now: Instant): Promise<void> {
  const { userId, sessionId, at, passkey } = added;
  const { actor } = await actorAt(database, added);
  await database.as(actor).transaction(async (tx) => {
    const count = await lockPasskeys(tx, userId);
    if (count >= MOST_PASSKEYS) throw TooManyPasskeys({ values: { limit: String(MOST_PASSKEYS) } });
    if (added.lacksFactor && (count > 0 || (await hasFactor(tx, userId)))) throw PasskeyNeeded();
    const passkeyId = await insertPasskey(tx, passkey);
    if (passkeyId === null) throw PasskeyAddedAlready();
    if (!(await proveSession(tx, sessionId, at, "passkey"))) throw Unauthenticated();
    // As with the app's code: a first factor opens this session, and none that began without it.
    if (added.lacksFactor) await deleteSessions(tx, userId, sessionId);
    const { name, site } = passkey;
    await recordAct(tx, passkeyAdded, now, {
      subjects: (await onUser(tx, userId)).subjects,
      thing: `passkey:${passkeyId}`,
      after: { name, site },
    });
    await tellOfPasskeys(tx, userId, { kind: "passkey_added", passkey: name, site }, now);
  });
}

/** Gives one of the own passkeys another name. Refuses NotFound when it is another's or was removed. */
export async function renamePasskey(
  tx: Tx,
  userId: string,
  { passkeyId, name }: { readonly passkeyId: string; readonly name: string },
  now: Instant,
): Promise<void> {
  const before = await updatePasskeyName(tx, userId, passkeyId, name);
  if (before === null) throw NotFound({ values: { what: "passkey" } });
  if (before === name) return;
  const { subjects } = await onUser(tx, userId);
  const thing = `passkey:${passkeyId}`;
  await recordAct(tx, passkeyRenamed, now, { subjects, thing, before: { name: before }, after: { name } });
}

interface Dropping {
  /** Null: all of them. */
  readonly passkeyId?: string | null;
  /** The session that goes on though it began with one of them. */
  readonly but?: string | null;
  readonly reason?: AccessReason;
  readonly now: Instant;
}

/**
 * Removes one of a user's passkeys, or all, with the sessions that began with them: whoever has the lost device is out. One letter
 * tells. False when there was none.
 */
export async function dropPasskeys(
  tx: Tx,
  userId: string,
  { passkeyId = null, but = null, reason, now }: Dropping,
): Promise<boolean> {
  const gone = await deletePasskeys(tx, userId, { passkeyId, but });
  const { subjects } = await onUser(tx, userId);
  for (const { passkeyId: id, name } of gone) {
    const after = reason === undefined ? {} : { after: { reason } };
    await recordAct(tx, passkeyRemoved, now, { subjects, thing: `passkey:${id}`, before: { name }, ...after });
  }
  const names = gone.map(({ name }) => name).join(", ");
  const sites = [...new Set(gone.map(({ site }) => site))].join(", ");
  if (gone.length > 0) await tellOfPasskeys(tx, userId, { kind: "passkey_removed", passkey: names, site: sites }, now);
  return gone.length > 0;
}

/** One of the own; the session that asks goes on. Refuses NotFound when it is another's or was removed. */
export async function removePasskey(
  tx: Tx,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string },
  passkeyId: string,
  now: Instant,
): Promise<void> {
  if (!(await dropPasskeys(tx, userId, { passkeyId, but: sessionId, now }))) {
    throw NotFound({ values: { what: "passkey" } });
  }
}
