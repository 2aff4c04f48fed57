import { type BetterAuthOptions } from "better-auth";
import pg from "pg";

import { refusal } from "../../core/errors.ts";
import { ShortCache } from "./cache.ts";
import { countAttempt, forgetAttempts, signingSecret } from "./store.ts";
import { type Clock, systemClock } from "../clock.ts";
import { type Database } from "../db.ts";

export const SignInRefused = refusal("sign_in_refused", 401, "Неверная почта или пароль", "Wrong e-mail or password");
export const UserBlocked = refusal(
  "user_blocked",
  403,
  "Доступ закрыт, обратитесь в поддержку",
  "Access is closed, please turn to support",
);
export const TooManySignIns = refusal(
  "too_many_sign_ins",
  429,
  "Слишком много попыток входа, повторите через {minutes} мин",
  "Too many attempts to sign in, try again in {minutes} min",
);

export interface IdentityOptions {
  readonly database: Database;
  /** Address of the same database, for the connections of better-auth. */
  readonly databaseUrl: string;
  readonly publicUrl: string;
  /** Asked after the right password: may this user have a session (false when blocked)? */
  readonly maySignIn: (userId: string) => Promise<boolean>;
  /** The machine's time unless a test says otherwise: sessions do not follow a moved business clock. */
  readonly clock?: Clock;
  readonly signInsPerMinute?: number;
}

/** All better-auth sees of our address: the real Origin was checked before (http-origin.ts). */
export const INNER_ORIGIN = "http://identity.internal";
export const ADDRESS_HEADER = "x-saldo-address";
const SESSION_COOKIE = "saldo.session_token";

const LOCK_AFTER = 10;
const LOCK_MS = 15 * 60_000;
/** With the look-up of the user (at most 2 s, tenancy/authority.ts) this stays within the 5 s of reliability 38. */
const SESSION_CACHE_MS = 2_000;
const WEEK_SECONDS = 7 * 24 * 3600;

type Auth = Awaited<ReturnType<typeof startAuth>>["auth"];

/**
 * Answers "who is this" for browsers: sessions by e-mail and password, kept by better-auth in the schema `auth`.
 * Loaded when first needed. Rights are not its business: see the tenancy module.
 */
export class Identity {
  readonly #options: IdentityOptions;
  readonly #clock: Clock;
  readonly #sessions = new ShortCache<string>(SESSION_CACHE_MS);
  #started: Promise<{ auth: Auth; pool: pg.Pool }> | undefined;

  constructor(options: IdentityOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Hands a request to better-auth. The caller has checked its origin and chosen the address. */
  async handle(request: Request): Promise<Response> {
    const { auth } = await this.#start();
    return auth.handler(request);
  }

  /** The user whose session the cookie holds; null when there is none. True for at most 2 s after the session's end. */
  async userIdOf(cookieHeader: string): Promise<string | null> {
    const session = sessionCookie(cookieHeader);
    if (session === null) return null;
    return this.#sessions.get(session, async () => {
      const { auth } = await this.#start();
      const found = await auth.api.getSession({ headers: new Headers({ cookie: cookieHeader }) });
      return found?.user.id ?? null;
    });
  }

  /** Called when a browser signs out, so that this process forgets the session at once. */
  forget(cookieHeader: string): void {
    const session = sessionCookie(cookieHeader);
    if (session !== null) this.#sessions.forget(session);
  }

  /** Reliability 41: ten wrong passwords for one address close it for 15 minutes. Refuses TooManySignIns. */
  async beginSignIn(email: string): Promise<void> {
    const attempts = await countAttempt(this.#options.database, email, this.#clock.now(), LOCK_MS);
    if (attempts > LOCK_AFTER) {
      throw TooManySignIns({ values: { minutes: String(LOCK_MS / 60_000), retryAfter: String(LOCK_MS / 1000) } });
    }
  }

  signedIn(email: string): Promise<void> {
    return forgetAttempts(this.#options.database, email);
  }

  async close(): Promise<void> {
    const started = await this.#started?.catch(() => undefined);
    await started?.pool.end();
  }

  #start(): Promise<{ auth: Auth; pool: pg.Pool }> {
    this.#started ??= startAuth(this.#options).catch((error: unknown) => {
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }
}

/** A salted hash for insertLogin, as sign-in will check it. */
export async function hashPassword(password: string): Promise<string> {
  const crypto = await import("better-auth/crypto");
  return crypto.hashPassword(password);
}

async function startAuth(options: IdentityOptions) {
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
  const settings = { ...names, ...policy(options), secret, database: pool } satisfies BetterAuthOptions;
  return { auth: betterAuth(settings), pool };
}

function policy(options: IdentityOptions) {
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
    rateLimit: {
      enabled: true,
      storage: "database" as const,
      modelName: "rate_limit",
      fields: { lastRequest: "last_request" },
      window: 60,
      max: 600,
      customRules: { "/sign-in/email": { window: 60, max: options.signInsPerMinute ?? 30 } },
    },
    databaseHooks: {
      session: { create: { before: async (session: { userId: string }) => options.maySignIn(session.userId) } },
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
