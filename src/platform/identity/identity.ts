import { AsyncLocalStorage } from "node:async_hooks";

import { type BetterAuthOptions } from "better-auth";
import pg from "pg";

import { refusal } from "../../core/errors.ts";
import { ShortCache } from "./cache.ts";
import { type CodeCaller, Door, type DoorOptions } from "./door.ts";
import { hasFactor } from "./factor-store.ts";
import { CodeRefused, type SecondFactors } from "./second-factor.ts";
import {
  type Session,
  type SessionRules,
  deleteSession,
  isOver,
  markSession,
  noteSignIn,
  proveSession,
  selectSession,
  touchSession,
} from "./session-store.ts";
import { selectPasswordHash, signingSecret } from "./store.ts";
import { MINUTE, type Instant } from "../../core/time.ts";
import { type Clock, systemClock } from "../clock.ts";
import { type Database, DatabaseUnavailable } from "../db.ts";
import { ProofNeeded } from "../http/index.ts";

export const SignInRefused = refusal("sign_in_refused", 401, "Неверная почта или пароль", "Wrong e-mail or password");
/** Of somebody signed in, who gives the password anew. */
export const WrongPassword = refusal("wrong_password", 401, "Пароль неверный", "The password is wrong");
export const UserBlocked = refusal(
  "user_blocked",
  403,
  "Доступ закрыт, обратитесь в поддержку",
  "Access is closed, please turn to support",
);
export const CodeNeeded = refusal(
  "code_needed",
  401,
  "Введите код из приложения или резервный код",
  "Enter the code of your app, or a backup code",
);

export interface IdentityOptions {
  readonly database: Database;
  /** Address of the same database, for the connections of better-auth. */
  readonly databaseUrl: string;
  readonly publicUrl: string;
  /** Asked after the right password: may this user have a session (false when blocked)? */
  readonly maySignIn: (userId: string) => Promise<boolean>;
  /** The machine's time unless a test says otherwise: sessions do not follow a moved business clock. */
  readonly clock?: Clock | undefined;
  readonly signInsPerMinute?: number | undefined;
  readonly factors: SecondFactors;
  /** Sets the password of somebody who gave the old one, records and tells it, and ends all sessions but this one: one piece of work. */
  readonly setPassword: (change: PasswordChange) => Promise<void>;
  /** How long this user's sessions live, and what they need. */
  readonly rulesOf: (userId: string) => Promise<SessionRules>;
  /** See DoorOptions. */
  readonly tellOwner?: DoorOptions["tellOwner"];
  readonly tellOfCodes?: DoorOptions["tellOfCodes"];
  /** Called when a backup code was used: one fewer is left. */
  readonly tellOfBackupCode?: ((userId: string, at: Instant) => Promise<void>) | undefined;
  /** Called when somebody signs in from a device that the account was not signed in from before. */
  readonly tellOfNewDevice?: ((seen: NewDevice) => Promise<void>) | undefined;
}

/** A new password that somebody signed in gives. */
export interface PasswordChange {
  readonly userId: string;
  /** The session that goes on. */
  readonly sessionId: string;
  readonly hash: string;
  /** Machine time. */
  readonly at: Instant;
  /** From where, as acts are recorded. */
  readonly address: string;
  readonly agent: string;
}

/** A session that opens something. */
export interface LiveSession extends Session {
  /** Its person has to switch a second factor on before it opens what staff may. */
  readonly lacksFactor: boolean;
}

/** A sign-in that succeeded. */
interface Begun {
  readonly userId: string;
  /** better-auth's name of the new session. */
  readonly token: string;
  readonly isKnown: boolean;
  /** A code of the second factor was right. */
  readonly isProved: boolean;
  readonly address: string;
  /** What the browser calls itself. */
  readonly agent: string;
}

/** One request to better-auth that may begin a session: who asks, and how it ended. */
export interface Attempt {
  /** Of the second factor; undefined: none was sent. */
  readonly code?: string | undefined;
  readonly caller: CodeCaller;
  /** It takes the place of a session that has whatever is asked for. */
  readonly renews?: boolean;
  /** Why no session began. */
  refused?: unknown;
  /** A code was right. */
  isProved?: boolean;
}

/** Where somebody signed in for the first time. */
export interface NewDevice extends Pick<Begun, "userId" | "address" | "agent"> {
  readonly at: Instant;
}

/** All better-auth sees of our address: the real Origin was checked before (platform/http/origin.ts). */
export const INNER_ORIGIN = "http://identity.internal";
export const ADDRESS_HEADER = "x-saldo-address";
const SESSION_COOKIE = "saldo.session_token";

/** With the look-up of the user (at most 2 s, tenancy/authority.ts) this stays within the 5 s of reliability 38. */
const SESSION_CACHE_MS = 2_000;
/** For how long it is believed that the person at the browser is still the one who signed in. */
const PROOF_LIVES_MS = 15 * MINUTE;
const WEEK_SECONDS = 7 * 24 * 3600;

type Auth = Awaited<ReturnType<typeof startAuth>>["auth"];

/**
 * Answers "who is this" for browsers: sessions by e-mail and password, kept by better-auth in the schema `auth`.
 * Loaded when first needed. Rights are not its business: see the tenancy module.
 */
export class Identity {
  readonly #options: IdentityOptions;
  readonly door: Door;
  readonly #clock: Clock;
  readonly #sessions = new ShortCache<LiveSession>(SESSION_CACHE_MS);
  readonly #attempts = new AsyncLocalStorage<Attempt>();
  #started: Promise<{ auth: Auth; pool: pg.Pool }> | undefined;

  constructor(options: IdentityOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.door = new Door({ ...options, clock: this.#clock });
  }

  /** Hands a request to better-auth. The caller has checked its origin and chosen the address. */
  async handle(request: Request, attempt?: Attempt): Promise<Response> {
    const { auth } = await this.#start();
    return attempt ? this.#attempts.run(attempt, () => auth.handler(request)) : auth.handler(request);
  }

  /** Asked by better-auth after the right password, for every session there is to be, whatever address it came by. */
  async #mayBegin(userId: string): Promise<boolean> {
    const attempt = this.#attempts.getStore();
    try {
      if (!(await this.#options.maySignIn(userId))) throw UserBlocked();
      if (!(await hasFactor(this.#options.database, userId)) || attempt?.renews) return true;
      if (attempt?.code === undefined) throw CodeNeeded({ field: "code" });
      await this.checkCode(userId, attempt.code, attempt.caller);
      attempt.isProved = true;
      return true;
    } catch (error) {
      if (attempt) attempt.refused = error;
      return false;
    }
  }

  /** A code of the app or a backup code, each good once. Refuses CodeRefused, TooManySignIns, SeedUnreadable. */
  async checkCode(userId: string, code: string, caller: CodeCaller): Promise<void> {
    const { database, factors, tellOfBackupCode } = this.#options;
    const paces = await this.door.knockCode(userId, caller);
    const kind = await factors.take(database, userId, code);
    if (kind === null) throw CodeRefused({ field: "code" });
    await this.door.passed(paces);
    if (kind === "backup") await tellOfBackupCode?.(userId, this.#clock.now());
  }

  /**
   * The person of a session shows anew who it is: by a code where a second factor is on, else by the password. Refuses
   * CodeNeeded, WrongPassword, and as checkCode.
   */
  async prove(
    session: Session,
    given: { password?: string | undefined; code?: string | undefined },
    address: string,
  ): Promise<void> {
    const { database } = this.#options;
    const { sessionId, userId } = session;
    if (session.hasFactor) {
      if (given.code === undefined) throw CodeNeeded({ field: "code" });
      await this.checkCode(userId, given.code, { known: `session ${sessionId}`, address });
    } else {
      await this.#checkPassword(userId, given.password ?? "", address, "password");
    }
    await proveSession(database, sessionId, this.#clock.now(), session.hasFactor ? "code" : "password");
    this.forgetAll();
  }

  /** A try at the password of somebody signed in. Refuses WrongPassword in that field, TooManySignIns. */
  async #checkPassword(userId: string, password: string, address: string, field: string): Promise<void> {
    const paces = await this.door.knockAgain(userId, address);
    const hash = await selectPasswordHash(this.#options.database, userId);
    const crypto = await import("better-auth/crypto");
    if (hash === null || !(await crypto.verifyPassword({ hash, password }))) throw WrongPassword({ field });
    await this.door.passed(paces);
  }

  /**
   * Another password for the person of a session, who gives the old one: every other session ends (reliability 42). The
   * caller has looked whether the new one is good, and gives this browser a new session. Refuses WrongPassword, TooManySignIns,
   * and ProofNeeded where a second factor is on and no code was given lately.
   */
  async changePassword(
    { userId, sessionId, hasFactor: needsCode }: Session,
    { currentPassword, newPassword }: { readonly currentPassword: string; readonly newPassword: string },
    from: Pick<PasswordChange, "address" | "agent">,
  ): Promise<void> {
    if (needsCode && !(await this.isProved(sessionId))) throw ProofNeeded();
    await this.#checkPassword(userId, currentPassword, from.address, "currentPassword");
    const hash = await hashPassword(newPassword);
    await this.#options.setPassword({ userId, sessionId, hash, at: this.#clock.now(), ...from });
    this.forgetAll();
  }

  /** Whether the person of a session has shown not long ago who it is, as acts on money, rights and tokens ask for. */
  async isProved(sessionId: string): Promise<boolean> {
    const session = await selectSession(this.#options.database, sessionId);
    return (session?.provedAt ?? 0) > this.#clock.now() - PROOF_LIVES_MS;
  }

  /** The session that the cookie holds; null when there is none. True for at most 2 s after the session's end. */
  async sessionOf(cookieHeader: string): Promise<LiveSession | null> {
    const cookie = sessionCookie(cookieHeader);
    return cookie === null ? null : this.#sessions.get(cookie, () => this.#load(cookieHeader));
  }

  async #load(cookieHeader: string): Promise<LiveSession | null> {
    const { auth } = await this.#start();
    const found = await auth.api.getSession({ headers: new Headers({ cookie: cookieHeader }) }).catch(unavailable);
    const session = found && (await selectSession(this.#options.database, found.session.id));
    if (!session || (session.hasFactor && session.factorAt === null)) return null;
    const [rules, now] = [await this.#options.rulesOf(session.userId), this.#clock.now()];
    if (isOver(session, rules, now)) {
      await deleteSession(this.#options.database, session.userId, session.sessionId);
      return null;
    }
    await touchSession(this.#options.database, session, now);
    return { ...session, lacksFactor: rules.needsFactor && !session.hasFactor };
  }

  /** Called when a browser signs out, so that this process forgets the session at once. */
  forget(cookieHeader: string): void {
    const session = sessionCookie(cookieHeader);
    if (session !== null) this.#sessions.forget(session);
  }

  /** Called when sessions were ended or are known by something else now, whosever: they are few, and looked up anew. */
  forgetAll(): void {
    this.#sessions.clear();
  }

  /** Writes down what a new session is known by; tells its owner when the device is none that is known (REG-02). */
  async began(begun: Begun): Promise<void> {
    const { database, tellOfNewDevice } = this.#options;
    const now = this.#clock.now();
    await markSession(database, begun.token, { startedAt: now, factorAt: begun.isProved ? now : null });
    const isFirst = await noteSignIn(database, begun.userId, now);
    if (!begun.isKnown && !isFirst) await tellOfNewDevice?.({ ...begun, at: now });
  }

  /** A session that takes the place of another one, because the person gave the password anew. */
  async renewed(token: string, { userId, sessionId, factorAt }: Session): Promise<void> {
    const { database } = this.#options;
    await markSession(database, token, { startedAt: this.#clock.now(), factorAt });
    await deleteSession(database, userId, sessionId);
    this.forgetAll();
  }

  /** Whose session the cookie holds, by id, mail address and name; null when it is nobody's. */
  async personOf(cookieHeader: string): Promise<{ id: string; email: string; name: string } | null> {
    const { auth } = await this.#start();
    const found = await auth.api.getSession({ headers: new Headers({ cookie: cookieHeader }) }).catch(unavailable);
    return found?.user ?? null;
  }

  async close(): Promise<void> {
    const started = await this.#started?.catch(() => undefined);
    await started?.pool.end();
  }

  #start(): Promise<{ auth: Auth; pool: pg.Pool }> {
    this.#started ??= startAuth(this.#options, (userId) => this.#mayBegin(userId)).catch((error: unknown) => {
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }
}

/** The library tells nothing of what failed; all that it needs for a session, and can be without, is the database. */
function unavailable(): never {
  throw DatabaseUnavailable();
}

/** A salted hash for insertLogin, as sign-in will check it. */
export async function hashPassword(password: string): Promise<string> {
  const crypto = await import("better-auth/crypto");
  return crypto.hashPassword(password);
}

type MayBegin = (userId: string) => Promise<boolean>;

async function startAuth(options: IdentityOptions, mayBegin: MayBegin) {
  const [{ betterAuth }, secret] = await Promise.all([import("better-auth"), signingSecret(options.database)]);
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: 4,
    application_name: "saldo-identity",
    connectionTimeoutMillis: Math.min(10_000, options.database.answerMs),
    statement_timeout: 20_000,
    query_timeout: Math.min(25_000, options.database.answerMs),
    keepAlive: true,
    options: "-c search_path=auth -c TimeZone=UTC",
  });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const settings = { ...names, ...policy(options, mayBegin), secret, database: pool } satisfies BetterAuthOptions;
  return { auth: betterAuth(settings), pool };
}

function policy(options: IdentityOptions, mayBegin: MayBegin) {
  return {
    appName: "Saldo",
    baseURL: INNER_ORIGIN,
    basePath: "/api/auth",
    trustedOrigins: [INNER_ORIGIN],
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 128 },
    advanced: {
      cookiePrefix: "saldo",
      useSecureCookies: options.publicUrl.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" as const, path: "/" },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    // Our own limits come first (door.ts): the library's go by the address as it is written.
    rateLimit: { enabled: false },
    databaseHooks: {
      session: { create: { before: async (session: { userId: string }) => mayBegin(session.userId) } },
    },
  };
}

/** Our table and column names for the library's models. */
const names = {
  user: {
    modelName: "login",
    fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
  },
  session: {
    modelName: "session",
    expiresIn: WEEK_SECONDS,
    fields: {
      userId: "user_id",
      expiresAt: "expires_at",
      createdAt: "created_at",
      updatedAt: "updated_at",
      ipAddress: "ip_address",
      userAgent: "user_agent",
    },
  },
  account: {
    modelName: "credential",
    fields: {
      accountId: "account_id",
      providerId: "provider_id",
      userId: "user_id",
      accessToken: "access_token",
      refreshToken: "refresh_token",
      idToken: "id_token",
      accessTokenExpiresAt: "access_token_expires_at",
      refreshTokenExpiresAt: "refresh_token_expires_at",
      createdAt: "created_at",
      updatedAt: "updated_at",
    },
  },
  verification: {
    modelName: "verification",
    fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
  },
} satisfies BetterAuthOptions;

/** The signed value of our session cookie, whichever prefix it has. */
function sessionCookie(header: string): string | null {
  for (const part of header.split(";")) {
    const [name, value] = part.trim().split("=", 2);
    if (value && (name === SESSION_COOKIE || name === `__Secure-${SESSION_COOKIE}`)) return value;
  }
  return null;
}
