import { MINUTE, type Instant, formatInstant, plus } from "../../core/time.ts";
import { type Database, type Tx } from "../db.ts";

/** Our own columns and reads of `auth.session`: better-auth makes the rows and finds them by the cookie. Machine time. */

/** Whose cookie it is, since when, and how sure that is. */
export interface Session {
  readonly sessionId: string;
  readonly userId: string;
  readonly startedAt: Instant;
  readonly seenAt: Instant;
  /** When the person gave the password or a code last; null: not since this is written down. */
  readonly provedAt: Instant | null;
  /** Since when a second factor stands behind it; null: none does. */
  readonly factorAt: Instant | null;
  /** Whether its person has a second factor on: then a session without one is none. */
  readonly hasFactor: boolean;
  /** Whether its person could sign in by a passkey. */
  readonly hasPasskey: boolean;
  /** The passkey that it began with; null: none, or it was removed. */
  readonly passkeyId: string | null;
  /** By whom the company's provider named; null: it began by something else. */
  readonly ssoLinkId: string | null;
}

/** How long a session of somebody lives, and whether it needs a second factor to open all that it could. */
export interface SessionRules {
  /** Without being used. */
  readonly idleMs: number;
  /** In all, however much it is used. */
  readonly longestMs: number;
  readonly needsFactor: boolean;
}

/** Whether a session has ended by its rules. */
export function isOver({ startedAt, seenAt }: Session, { idleMs, longestMs }: SessionRules, now: Instant): boolean {
  return plus(seenAt, idleMs) <= now || plus(startedAt, longestMs) <= now;
}

/** A session as its owner or staff see it. */
export interface ListedSession {
  readonly sessionId: string;
  readonly startedAt: Instant;
  readonly seenAt: Instant;
  /** Of the network, as it was when it began. */
  readonly address: string;
  /** What the browser calls itself. */
  readonly agent: string;
}

/** How exactly it is known when a session was used last: a page that is looked at costs one write in that time. */
const SEEN_EVERY_MS = MINUTE;
const MOST_LISTED = 200;

export async function selectSession(reader: Pick<Tx, "query">, sessionId: string): Promise<Session | null> {
  const rows = await reader.query<Session>(
    `select id as "sessionId", user_id as "userId", created_at as "startedAt", coalesce(seen_at, created_at) as "seenAt",
            proved_at as "provedAt", factor_at as "factorAt", passkey_id as "passkeyId", sso_link_id as "ssoLinkId",
            exists (select from auth.second_factor f where f.user_id = s.user_id and f.confirmed_at is not null) as "hasFactor",
            exists (select from auth.passkey p where p.user_id = s.user_id) as "hasPasskey"
       from auth.session s where id = $1`,
    [sessionId],
    "session_by_id",
  );
  return rows[0] ?? null;
}

/** Writes down that a session is in use, once a minute at most. */
export async function touchSession(database: Pick<Tx, "query">, session: Session, now: Instant): Promise<void> {
  if (plus(session.seenAt, SEEN_EVERY_MS) > now) return;
  await database.query("update auth.session set seen_at = $2 where id = $1", [session.sessionId, formatInstant(now)]);
}

/** What a session that has just begun is known by; the token is better-auth's own name of it. It ends when what it began by is gone. */
export async function markSession(
  database: Pick<Tx, "query">,
  token: string,
  { startedAt, factorAt, passkeyId, ssoLinkId }: Pick<Session, "startedAt" | "factorAt" | "passkeyId" | "ssoLinkId">,
): Promise<void> {
  // Removed since it was shown: what begins with it is over, too.
  if (passkeyId !== null)
    await database.query(
      "delete from auth.session where token = $1 and not exists (select from auth.passkey where id = $2)",
      [token, passkeyId],
    );
  if (ssoLinkId !== null)
    await database.query(
      "delete from auth.session where token = $1 and not exists (select from auth.sso_link where id = $2)",
      [token, ssoLinkId],
    );
  await database.query(
    `update auth.session set created_at = $2, seen_at = $2, proved_at = $2, factor_at = $3,
            passkey_id = $4, sso_link_id = $5 where token = $1`,
    [token, formatInstant(startedAt), factorAt === null ? null : formatInstant(factorAt), passkeyId, ssoLinkId],
  );
}

/** The person has just shown anew who it is: by the password, at the company's provider, or by a second factor. False when the session is over. */
export async function proveSession(
  database: Pick<Tx, "query">,
  sessionId: string,
  now: Instant,
  by: "password" | "code" | "passkey" | "company",
): Promise<boolean> {
  const rows = await database.query(
    `update auth.session set proved_at = $2, factor_at = case when $3 then coalesce(factor_at, $2) else factor_at end where id = $1
     returning 1`,
    [sessionId, formatInstant(now), by === "code" || by === "passkey"],
  );
  return rows.length > 0;
}

/** Of the reader itself, as the database shows them to it; the one used last stands first. */
export function selectOwnSessions(tx: Pick<Tx, "query">, now: Instant): Promise<ListedSession[]> {
  return tx.query(
    `select session_id as "sessionId", started_at as "startedAt", seen_at as "seenAt", address, agent
       from tenant_sessions() where expires_at > $1 order by seen_at desc, session_id limit ${MOST_LISTED}`,
    [formatInstant(now)],
    "sessions_own",
  );
}

export function selectSessionsOf(tx: Pick<Tx, "query">, userId: string, now: Instant): Promise<ListedSession[]> {
  return tx.query(
    `select id as "sessionId", created_at as "startedAt", coalesce(seen_at, created_at) as "seenAt",
            coalesce(ip_address, '') as address, coalesce(user_agent, '') as agent
       from auth.session where user_id = $1 and expires_at > $2
      order by coalesce(seen_at, created_at) desc, id limit ${MOST_LISTED}`,
    [userId, formatInstant(now)],
    "sessions_of_user",
  );
}

/** Ends one session of a user; what its browser called itself, null when the user has no such session. */
export async function deleteSession(tx: Pick<Tx, "query">, userId: string, sessionId: string): Promise<string | null> {
  const rows = await tx.query<{ agent: string }>(
    "delete from auth.session where user_id = $1 and id = $2 returning coalesce(user_agent, '') as agent",
    [userId, sessionId],
  );
  return rows[0]?.agent ?? null;
}

/** Ends every session of a user at once, or all but one; answers how many there were. */
export function deleteSessions(tx: Tx, userId: string, but: string | null = null): Promise<number> {
  return tx.execute("delete from auth.session where user_id = $1 and id is distinct from $2", [userId, but]);
}

/** Writes down a sign-in; true when it is the user's first. */
export async function noteSignIn(database: Database, userId: string, now: Instant): Promise<boolean> {
  const rows = await database.query<{ isFirst: boolean }>(
    `update auth.login set signed_in_at = $2 where id = $1 returning old.signed_in_at is null as "isFirst"`,
    [userId, formatInstant(now)],
  );
  return rows[0]?.isFirst ?? false;
}
