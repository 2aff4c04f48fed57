import { createHash, randomBytes } from "node:crypto";

import { type Instant, formatInstant } from "../../core/time.ts";
import { type Database, type Tx, only } from "../db.ts";

/** All our own SQL on the schema `auth`; better-auth writes there too (see auth.ts). */

export interface NewLogin {
  /** The same id as the user's (app_user.user_id). */
  readonly userId: string;
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  /** Of hashPassword. */
  readonly passwordHash: string;
  readonly now: Instant;
}

export async function insertLogin(tx: Tx, login: NewLogin): Promise<void> {
  const now = formatInstant(login.now);
  await tx.execute(
    `insert into auth.login (id, name, email, email_verified, created_at, updated_at) values ($1, $2, $3, true, $4, $4)`,
    [login.userId, login.name, login.email, now],
  );
  await tx.execute(
    `insert into auth.credential (id, account_id, provider_id, user_id, password, created_at, updated_at)
     values ($1, $1, 'credential', $1, $2, $3, $3)`,
    [login.userId, login.passwordHash, now],
  );
}

/** Ends every session of a user at once: after a block or a change of password by staff. */
export async function deleteSessions(tx: Tx, userId: string): Promise<void> {
  await tx.execute("delete from auth.session where user_id = $1", [userId]);
}

/** The secret that signs cookies, made by whichever process asks first. */
export async function signingSecret(database: Database): Promise<string> {
  await database.query("insert into auth.signing_secret (secret) values ($1) on conflict do nothing", [
    randomBytes(48).toString("base64url"),
  ]);
  return only(await database.query<{ secret: string }>("select secret from auth.signing_secret")).secret;
}

/**
 * Counts an attempt before the password is looked at, so that many at once cannot slip through, and answers how many
 * there were in the window. Unknown addresses count as well: a lock says nothing about who is registered.
 */
export async function countAttempt(database: Database, email: string, now: Instant, windowMs: number): Promise<number> {
  const rows = await database.query<{ failures: number }>(
    `insert into auth.sign_in_failure as known (email_sha256, failures, first_at, last_at) values ($1, 1, $2, $2)
     on conflict (email_sha256) do update set
       failures = case when known.last_at < $3 then 1 else known.failures + 1 end,
       first_at = case when known.last_at < $3 then $2 else known.first_at end,
       last_at = $2
     returning failures`,
    [sha256(email), formatInstant(now), new Date(now - windowMs).toISOString()],
  );
  return only(rows).failures;
}

export async function forgetAttempts(database: Database, email: string): Promise<void> {
  await database.query("delete from auth.sign_in_failure where email_sha256 = $1", [sha256(email)]);
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
