import { type Instant, formatInstant } from "../../core/time.ts";
import type { Tx } from "../db.ts";

/** All our SQL on auth.passkey; the library's plugin reads there, too. Machine time. */
type Reader = Pick<Tx, "query">;

/** A passkey whose browser has just shown that it holds it. */
export interface NewPasskey {
  readonly userId: string;
  readonly name: string;
  /** The domain that it belongs to. */
  readonly site: string;
  readonly credentialId: string;
  /** Base64, as the library reads it. */
  readonly publicKey: string;
  readonly counter: number;
  readonly deviceType: string;
  /** Kept by a service, and so on several devices. */
  readonly backedUp: boolean;
  readonly transports: string;
  readonly aaguid: string;
  readonly createdAt: Instant;
}

/** A passkey as its owner and staff see it. */
export interface ListedPasskey {
  readonly passkeyId: string;
  readonly name: string;
  readonly site: string;
  readonly backedUp: boolean;
  readonly createdAt: Instant;
  /** Null: never since it was added. */
  readonly usedAt: Instant | null;
}

/** What a use or a removal tells of a passkey. */
export interface PasskeyOf {
  readonly passkeyId: string;
  readonly userId: string;
  readonly name: string;
  readonly site: string;
}

/** How many the user has. The user's row stays locked, so that two at once are counted one after the other. */
export async function lockPasskeys(tx: Tx, userId: string): Promise<number> {
  await tx.query("select 1 from auth.login where id = $1 for update", [userId]);
  const rows = await tx.query<{ count: bigint }>("select count(*) as count from auth.passkey where user_id = $1", [
    userId,
  ]);
  return Number(rows[0]?.count ?? 0n);
}

/** Null when that credential is known already, whosever it is. */
export async function insertPasskey(tx: Tx, made: NewPasskey): Promise<string | null> {
  const { userId, name, site, credentialId, publicKey, counter, deviceType, backedUp, transports, aaguid } = made;
  const rows = await tx.query<{ passkeyId: string }>(
    `insert into auth.passkey (user_id, name, site, credential_id, public_key, counter, device_type, backed_up, transports, aaguid, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (credential_id) do nothing returning id as "passkeyId"`,
    [
      userId,
      name,
      site,
      credentialId,
      publicKey,
      counter,
      deviceType,
      backedUp,
      transports,
      aaguid,
      formatInstant(made.createdAt),
    ],
  );
  return rows[0]?.passkeyId ?? null;
}

/** Of the reader itself, as the database shows them; the newest first. */
export function selectOwnPasskeys(tx: Reader): Promise<ListedPasskey[]> {
  return tx.query(
    `select passkey_id as "passkeyId", name, site, backed_up as "backedUp", created_at as "createdAt", used_at as "usedAt"
       from tenant_passkeys() order by created_at desc, passkey_id`,
    [],
    "passkeys_own",
  );
}

export function selectPasskeysOf(reader: Reader, userId: string): Promise<ListedPasskey[]> {
  return reader.query(
    `select id as "passkeyId", name, site, backed_up as "backedUp", created_at as "createdAt", used_at as "usedAt"
       from auth.passkey where user_id = $1 order by created_at desc, id`,
    [userId],
    "passkeys_of_user",
  );
}

/** Whether the user could sign in by a passkey, on whichever site. */
export async function hasPasskey(reader: Reader, userId: string): Promise<boolean> {
  const rows = await reader.query("select 1 from auth.passkey where user_id = $1 limit 1", [userId], "passkey_of_user");
  return rows.length > 0;
}

/**
 * Writes down a use, with the number that its signature bore. Null when it is nobody's, not `userId`'s where one is named, or when
 * that number was borne before: a copy, or the same answer twice. Those that never count bear 0 always.
 */
export async function takeUse(
  reader: Reader,
  credentialId: string,
  counter: number,
  { userId, now }: { readonly userId: string | null; readonly now: Instant },
): Promise<PasskeyOf | null> {
  const rows = await reader.query<PasskeyOf>(
    `update auth.passkey set counter = $2, used_at = $3
      where credential_id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) and ($4::text is null or user_id = $4)
      returning id as "passkeyId", user_id as "userId", name, site`,
    [credentialId, counter, formatInstant(now), userId],
  );
  return rows[0] ?? null;
}

/** Gives one of the user's another name; the one before, null when the user has no such passkey. */
export async function updatePasskeyName(
  tx: Tx,
  userId: string,
  passkeyId: string,
  name: string,
): Promise<string | null> {
  const rows = await tx.query<{ before: string }>(
    `update auth.passkey set name = $3 where user_id = $1 and id = $2 returning old.name as before`,
    [userId, passkeyId, name],
  );
  return rows[0]?.before ?? null;
}

/** Removes one of the user's, or all of them, with the sessions that began with it but `but`; answers what went. */
export async function deletePasskeys(
  tx: Tx,
  userId: string,
  { passkeyId = null, but = null }: { readonly passkeyId?: string | null; readonly but?: string | null } = {},
): Promise<PasskeyOf[]> {
  // All others go with it by their reference, one that begins at this moment among them.
  if (but !== null)
    await tx.execute("update auth.session set passkey_id = null where user_id = $1 and id = $2", [userId, but]);
  return tx.query<PasskeyOf>(
    `delete from auth.passkey where user_id = $1 and ($2::text is null or id = $2)
     returning id as "passkeyId", user_id as "userId", name, site`,
    [userId, passkeyId],
  );
}

/** Removes challenges that are over, `limit` at most; answers how many went. */
export function deleteOldChallenges(tx: Tx, now: Instant, limit: number): Promise<number> {
  return tx.execute(
    `delete from auth.verification where id in (
       select id from auth.verification where expires_at < $1 order by expires_at limit $2)`,
    [formatInstant(now), limit],
  );
}
