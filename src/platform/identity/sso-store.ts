import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, only, textArray } from "../db.ts";
import { sha256 } from "./store.ts";

/** All our SQL on auth.sso_secret, auth.sso_link and auth.sso_try. Machine time. */
type Reader = Pick<Tx, "query">;

/** What a provider knows us by, sealed; instead of the one before. */
export async function keepSecret(tx: Reader, connectionId: bigint, sealed: Buffer): Promise<void> {
  await tx.query(
    `insert into auth.sso_secret (sso_connection_id, sealed) values ($1, $2)
     on conflict (sso_connection_id) do update set sealed = excluded.sealed`,
    [connectionId, sealed],
  );
}

export async function selectSecret(reader: Reader, connectionId: bigint): Promise<Buffer | null> {
  const rows = await reader.query<{ sealed: Buffer }>(
    "select sealed from auth.sso_secret where sso_connection_id = $1",
    [connectionId],
  );
  return rows[0]?.sealed ?? null;
}

/** Nothing of a connection lets anybody in any more: its secret, the persons known by it, and their sessions are gone. */
export async function endConnection(tx: Tx, connectionId: bigint): Promise<readonly string[]> {
  await tx.execute("delete from auth.sso_secret where sso_connection_id = $1", [connectionId]);
  await tx.execute("delete from auth.sso_try where sso_connection_id = $1", [connectionId]);
  const gone = await tx.query<{ userId: string }>(
    `delete from auth.sso_link where sso_connection_id = $1 returning user_id as "userId"`,
    [connectionId],
  );
  return gone.map(({ userId }) => userId);
}

/** A person as a provider knows it. */
export interface SsoLink {
  readonly linkId: string;
  readonly userId: string;
}

export async function selectLink(tx: Reader, connectionId: bigint, subject: string): Promise<SsoLink | null> {
  const rows = await tx.query<SsoLink>(
    `select id as "linkId", user_id as "userId" from auth.sso_link where sso_connection_id = $1 and subject = $2`,
    [connectionId, subject],
  );
  return rows[0] ?? null;
}

/** Whether the provider has named this user before, by whatever number. */
export async function isLinked(tx: Tx, connectionId: bigint, userId: string): Promise<boolean> {
  const rows = await tx.query("select 1 from auth.sso_link where sso_connection_id = $1 and user_id = $2", [
    connectionId,
    userId,
  ]);
  return rows.length > 0;
}

/** Null when the provider has named this person or this user before, as somebody else. */
export async function insertLink(
  tx: Tx,
  {
    connectionId,
    subject,
    userId,
  }: { readonly connectionId: bigint; readonly subject: string; readonly userId: string },
  now: Instant,
): Promise<string | null> {
  const rows = await tx.query<{ id: string }>(
    `insert into auth.sso_link (sso_connection_id, subject, user_id, linked_at, used_at) values ($1, $2, $3, $4, $4)
     on conflict do nothing returning id`,
    [connectionId, subject, userId, formatInstant(now)],
  );
  return rows[0]?.id ?? null;
}

export async function touchLink(tx: Tx, linkId: string, now: Instant): Promise<void> {
  await tx.execute("update auth.sso_link set used_at = $2 where id = $1", [linkId, formatInstant(now)]);
}

/** The provider's number means nobody any more; sessions that began by it end. Answers of how many connections it was. */
export function deleteLinks(tx: Tx, userId: string): Promise<number> {
  return tx.execute("delete from auth.sso_link where user_id = $1", [userId]);
}

/** Ends a user's sessions that began by one of these connections. */
export function endSessionsBy(tx: Tx, userId: string, connectionIds: readonly bigint[]): Promise<number> {
  return tx.execute(
    `delete from auth.session where user_id = $1
        and sso_link_id in (select id from auth.sso_link where user_id = $1 and sso_connection_id = any ($2::bigint[]))`,
    [userId, numberArray(connectionIds)],
  );
}

/** Of the reader's own. */
export interface OwnSso {
  readonly domain: string;
  readonly linkedAt: Instant;
  readonly usedAt: Instant;
}

export function selectOwnSso(tx: Reader): Promise<OwnSso[]> {
  return tx.query(
    `select domain, linked_at as "linkedAt", used_at as "usedAt" from tenant_sso_links() order by domain limit 20`,
    [],
    "sso_own",
  );
}

/** Whether the reader may sign in through their company alone. */
export async function selectOwnBound(tx: Reader): Promise<boolean> {
  const rows = await tx.query<{ bound: boolean }>("select tenant_sso_required() as bound", [], "sso_own_bound");
  return only(rows).bound;
}

/** Ends what people of a domain are signed in by beside this connection: all sessions but those of it and of `but`. */
export async function endOtherSessions(
  tx: Tx,
  { connectionId, userIds }: { readonly connectionId: bigint; readonly userIds: readonly string[] },
): Promise<number> {
  return tx.execute(
    `delete from auth.session s where user_id = any ($2::text[])
        and not exists (select from auth.sso_link l where l.id = s.sso_link_id and l.sso_connection_id = $1)`,
    [connectionId, textArray(userIds)],
  );
}

/** Whom a provider named, as kept until that person has shown that the account is theirs. */
export interface Arrived {
  readonly subject: string;
  readonly userId: string;
  readonly email: string;
}

/** Somebody on the way to a provider and back. */
export interface SsoTry {
  readonly connectionId: bigint;
  /** Who is signed in and shows anew who it is; null at the sign-in. */
  readonly sessionId: string | null;
  readonly origin: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where to go on, a path of this site. */
  readonly next: string | null;
  readonly arrived: Arrived | null;
}

export async function insertTry(
  reader: Reader,
  keys: { readonly state: string; readonly browser: string },
  { connectionId, sessionId, origin, nonce, verifier, next }: Omit<SsoTry, "arrived">,
  expiresAt: Instant,
): Promise<void> {
  await reader.query(
    `insert into auth.sso_try (state_sha256, browser_sha256, sso_connection_id, session_id, origin, nonce, verifier, next, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      sha256(keys.state),
      sha256(keys.browser),
      connectionId,
      sessionId,
      origin,
      nonce,
      verifier,
      next,
      formatInstant(expiresAt),
    ],
  );
}

const TRY = `sso_connection_id as "connectionId", session_id as "sessionId", origin, nonce, verifier, next, arrived`;

/** Takes it: there is no second time. Null when it is another browser's, another connection's, over, or was taken. */
export async function takeSsoTry(
  reader: Reader,
  keys: { readonly state: string; readonly browser: string; readonly connectionId: bigint },
  now: Instant,
): Promise<SsoTry | null> {
  const rows = await reader.query<SsoTry>(
    `delete from auth.sso_try where state_sha256 = $1 and browser_sha256 = $2 and sso_connection_id = $3
        and arrived is null and expires_at > $4 returning ${TRY}`,
    [sha256(keys.state), sha256(keys.browser), keys.connectionId, formatInstant(now)],
  );
  return rows[0] ?? null;
}

/** Keeps whom the provider named, for the same browser. */
export async function insertArrived(
  reader: Reader,
  keys: { readonly state: string; readonly browser: string },
  { connectionId, origin, next, arrived }: Pick<SsoTry, "connectionId" | "origin" | "next"> & { arrived: Arrived },
  expiresAt: Instant,
): Promise<void> {
  await reader.query(
    `insert into auth.sso_try (state_sha256, browser_sha256, sso_connection_id, origin, nonce, verifier, next, arrived, expires_at)
     values ($1, $2, $3, $4, '', '', $5, $6, $7)`,
    [
      sha256(keys.state),
      sha256(keys.browser),
      connectionId,
      origin,
      next,
      JSON.stringify(arrived),
      formatInstant(expiresAt),
    ],
  );
}

/** The newest of this browser; it stays until it is linked or over. */
export async function selectArrived(
  reader: Reader,
  browser: string,
  now: Instant,
): Promise<(SsoTry & { readonly arrived: Arrived }) | null> {
  const rows = await reader.query<SsoTry & { arrived: Arrived }>(
    `select ${TRY} from auth.sso_try where browser_sha256 = $1 and arrived is not null and expires_at > $2
      order by expires_at desc limit 1`,
    [sha256(browser), formatInstant(now)],
  );
  return rows[0] ?? null;
}

export async function deleteArrived(reader: Reader, browser: string): Promise<void> {
  await reader.query("delete from auth.sso_try where browser_sha256 = $1 and arrived is not null", [sha256(browser)]);
}

/** Removes those that are over, `limit` at most; answers how many went. */
export function deleteOldTries(tx: Tx, now: Instant, limit: number): Promise<number> {
  return tx.execute(
    `delete from auth.sso_try where state_sha256 in (
       select state_sha256 from auth.sso_try where expires_at <= $1 order by expires_at limit $2)`,
    [formatInstant(now), limit],
  );
}
