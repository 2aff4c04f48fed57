import { createHash, randomBytes } from "node:crypto";

import type { Refusal, RefusalDetails } from "../../core/errors.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Database, type Tx, only } from "../db.ts";

/** All our own SQL on the schema `auth`; better-auth writes there too (see identity.ts). */

export interface NewLogin {
  /** The same id as the user's (app_user.user_id). */
  readonly userId: string;
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  /** Of hashPassword; null: there is no password, the person signs in by other means. */
  readonly passwordHash: string | null;
  readonly now: Instant;
}

export async function insertLogin(tx: Tx, login: NewLogin): Promise<void> {
  const now = formatInstant(login.now);
  await tx.execute(
    `insert into auth.login (id, name, email, email_verified, created_at, updated_at) values ($1, $2, $3, true, $4, $4)`,
    [login.userId, login.name, login.email, now],
  );
  if (login.passwordHash === null) return;
  await tx.execute(
    `insert into auth.credential (id, account_id, provider_id, user_id, password, created_at, updated_at)
     values ($1, $1, 'credential', $1, $2, $3, $3)`,
    [login.userId, login.passwordHash, now],
  );
}

/** Sets another password, or the first one of somebody who signed in by other means. */
export async function updatePassword(tx: Tx, userId: string, passwordHash: string, now: Instant): Promise<void> {
  await tx.execute(
    `insert into auth.credential (id, account_id, provider_id, user_id, password, created_at, updated_at)
     values ($1, $1, 'credential', $1, $2, $3, $3)
     on conflict (id) do update set password = excluded.password, updated_at = excluded.updated_at`,
    [userId, passwordHash, formatInstant(now)],
  );
}

/** The user signs in with another address from now on. */
export async function updateLoginEmail(tx: Tx, userId: string, email: string, now: Instant): Promise<void> {
  await tx.execute("update auth.login set email = $2, updated_at = $3 where id = $1", [
    userId,
    email,
    formatInstant(now),
  ]);
}

/** The user is called so from now on. */
export async function updateLoginName(tx: Tx, userId: string, name: string, now: Instant): Promise<void> {
  await tx.execute("update auth.login set name = $2, updated_at = $3 where id = $1", [
    userId,
    name,
    formatInstant(now),
  ]);
}

/** Null when the user has no password. */
export async function selectPasswordHash(reader: Pick<Tx, "query">, userId: string): Promise<string | null> {
  const rows = await reader.query<{ password: string | null }>(
    "select password from auth.credential where user_id = $1 and provider_id = 'credential'",
    [userId],
  );
  return rows[0]?.password ?? null;
}

/** The secret that signs cookies, made by whichever process asks first. */
export async function signingSecret(database: Pick<Tx, "query">): Promise<string> {
  await database.query("insert into auth.signing_secret (secret) values ($1) on conflict do nothing", [
    randomBytes(48).toString("base64url"),
  ]);
  return only(await database.query<{ secret: string }>("select secret from auth.signing_secret")).secret;
}

/** How fast somebody may try: `burst` at once, then one each `everyMs`. */
export interface Pace {
  /** Whose tries: kept hashed, so that no address is in the table. */
  readonly of: string;
  readonly burst: number;
  readonly everyMs: number;
}

/**
 * Takes one try, before the password is looked at, so that many at once cannot slip through. Answers 0, or how many
 * milliseconds are left until there is one: a refused try changes nothing, so being hit prolongs nothing. Unknown addresses
 * are paced as well: a refusal says nothing about who is registered.
 */
export async function takeTry(
  database: Pick<Tx, "query">,
  { of, burst, everyMs }: Pace,
  now: Instant,
): Promise<number> {
  const key = sha256(of);
  const latest = new Date(now + (burst - 1) * everyMs).toISOString();
  const taken = await database.query(
    `insert into auth.sign_in_pace as known (key_sha256, busy_until) values ($1, $2::timestamptz + $3 * interval '1 ms')
     on conflict (key_sha256) do update set busy_until = greatest(known.busy_until, $2) + $3 * interval '1 ms'
      where known.busy_until <= $4
     returning 1`,
    [key, formatInstant(now), everyMs, latest],
  );
  if (taken.length > 0) return 0;
  const rows = await database.query<{ busyUntil: number }>(
    `select busy_until as "busyUntil" from auth.sign_in_pace where key_sha256 = $1`,
    [key],
  );
  return Math.max(1, (rows[0]?.busyUntil ?? now) - (burst - 1) * everyMs - now);
}

/**
 * Takes a turn of every one of these paces, or refuses with how long to wait: `minutes` for people, `retryAfter` in seconds for
 * programs. By the machine's time; a turn that is refused takes none of the paces behind it.
 */
export async function takeTurns(
  database: Pick<Tx, "query">,
  paces: readonly Pace[],
  machineNow: Instant,
  refuse: (details: RefusalDetails) => Refusal,
): Promise<void> {
  for (const pace of paces) {
    const left = await takeTry(database, pace, machineNow);
    if (left === 0) continue;
    const seconds = Math.ceil(left / 1_000);
    throw refuse({ values: { minutes: String(Math.ceil(seconds / 60)), retryAfter: String(seconds) } });
  }
}

/** Gives a try back that was a right one. */
export async function giveTryBack(database: Database, { of, everyMs }: Pace): Promise<void> {
  await database.query(
    "update auth.sign_in_pace set busy_until = busy_until - $2 * interval '1 ms' where key_sha256 = $1",
    [sha256(of), everyMs],
  );
}

/** Until when the tries so far last; null when there were none that count. */
export async function selectBusyUntil(reader: Pick<Tx, "query">, of: string): Promise<Instant | null> {
  const rows = await reader.query<{ busyUntil: Instant }>(
    `select busy_until as "busyUntil" from auth.sign_in_pace where key_sha256 = $1`,
    [sha256(of)],
  );
  return rows[0]?.busyUntil ?? null;
}

export async function forgetPace(reader: Pick<Tx, "query">, of: string): Promise<void> {
  await reader.query("delete from auth.sign_in_pace where key_sha256 = $1", [sha256(of)]);
}

/** Removes what says nothing any more, `limit` at most; answers how many went. */
export async function deleteIdlePaces(tx: Tx, now: Instant, limit: number): Promise<number> {
  return tx.execute(
    `delete from auth.sign_in_pace where key_sha256 in (
       select key_sha256 from auth.sign_in_pace where busy_until < $1 order by busy_until limit $2)`,
    [formatInstant(now), limit],
  );
}

export function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
