import { AsyncLocalStorage } from "node:async_hooks";

import { refusal } from "../../core/errors.ts";
import type { AtTheDoor } from "./at-the-door.ts";
import { ShortCache } from "./cache.ts";
import { type Ceremony, PasskeyNeeded, type Site } from "./ceremony.ts";
import { type CodeCaller, Door, type DoorOptions } from "./door.ts";
import { hasFactor } from "./factor-store.ts";
import { type Library, startLibrary } from "./library.ts";
import { type NewPasskey, hasPasskey } from "./passkey-store.ts";
import { CodeRefused, type SecondFactors } from "./second-factor.ts";
import { SsoNeeded, type SsoPorts } from "./sso.ts";
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
import { selectPasswordHash } from "./store.ts";
import { MINUTE, type Instant } from "../../core/time.ts";
import { type Clock, systemClock } from "../clock.ts";
import { type Database, DatabaseUnavailable } from "../db.ts";
import { ProofNeeded, shortAgent } from "../http/index.ts";

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
  /**
   * Keeps a passkey that was made, records and tells it: one piece of work. Refuses PasskeyAddedAlready, TooManyPasskeys,
   * PasskeyNeeded, Unauthenticated.
   */
  readonly addPasskey: (made: AddedPasskey) => Promise<void>;
  /** How people of companies sign in by the company's provider; left out: nobody does. */
  readonly sso?: SsoPorts | undefined;
  /** Whether it is a domain of a region's site (REG-01). */
  readonly isSite: (name: string) => Promise<boolean>;
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
export interface PasswordChange extends AtTheDoor {
  readonly hash: string;
}

/** A passkey that somebody signed in has made. */
export interface AddedPasskey extends AtTheDoor {
  readonly passkey: NewPasskey;
  /** It is to be the first second factor of somebody who needs one. */
  readonly lacksFactor: boolean;
}

/** A session that opens something. */
export interface LiveSession extends Session {
  /** Its person has to switch a second factor on before it opens what staff may. */
  readonly lacksFactor: boolean;
  /** Its person's second factor is a passkey and nothing else: the password proves nothing. */
  readonly needsPasskey: boolean;
}

/** A sign-in that succeeded. */
interface Begun {
  readonly userId: string;
  /** better-auth's name of the new session. */
  readonly token: string;
  readonly isKnown: boolean;
  /** A second factor stands behind it: a code was right, or a passkey was shown. */
  readonly isProved: boolean;
  /** The passkey that it began with; null: none. */
  readonly passkeyId: string | null;
  /** Whom the company's provider named; null: it began by something else. */
  readonly ssoLinkId: string | null;
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
  /** A passkey is made or shown. */
  readonly ceremony?: Ceremony;
  /** The user whom the provider of a company has named. */
  readonly entering?: string;
  /** Why no session began. */
  refused?: unknown;
  /** A code was right. */
  isProved?: boolean;
}

/** Where somebody signed in for the first time. */
export interface NewDevice extends Pick<Begun, "userId" | "address" | "agent"> {
  readonly at: Instant;
}

const SESSION_COOKIE = "saldo.session_token";

/** With the look-up of the user (at most 2 s, tenancy/authority.ts) this stays within the 5 s of reliability 38. */
const SESSION_CACHE_MS = 2_000;
/** For how long it is believed that the person at the browser is still the one who signed in. */
const PROOF_LIVES_MS = 15 * MINUTE;
const LONGEST_NAME = 60;

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
  #started: Promise<Library> | undefined;

  constructor(options: IdentityOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.door = new Door({ ...options, clock: this.#clock });
  }

  /**
   * Hands a request to better-auth; what is about passkeys names the site. The caller has checked its origin and chosen the
   * address.
   */
  async handle(request: Request, attempt?: Attempt, site?: Site): Promise<Response> {
    const library = await this.#start();
    const auth = site ? await library.at(site) : library.auth;
    return attempt ? this.#attempts.run(attempt, () => auth.handler(request)) : auth.handler(request);
  }

  /**
   * The site of a host name with its port, to which passkeys belong; null when it is none of ours. A domain's passkeys are shown to
   * whatever listens there: an answer counts that was given at the public port, or at the one that this process listens on.
   */
  async siteOf(host: string, listensOn: number | undefined): Promise<Site | null> {
    const { publicUrl, isSite } = this.#options;
    const own = new URL(publicUrl);
    const origin = `${own.protocol}//${host.toLowerCase()}`;
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) return null;
    const { hostname: name, port } = new URL(origin);
    // Browsers know no passkeys of an address of the network.
    if (/^[\d.]+$|[[\]:]/.test(name) || (port !== own.port && port !== String(listensOn))) return null;
    return name === own.hostname || (await isSite(name)) ? { name, origin } : null;
  }

  /** Asked by better-auth after the right password, for every session there is to be, whatever address it came by. */
  async #mayBegin(userId: string): Promise<boolean> {
    const attempt = this.#attempts.getStore();
    try {
      if (!(await this.#options.maySignIn(userId))) throw UserBlocked();
      if (attempt?.entering !== undefined) return attempt.entering === userId;
      if (!attempt?.renews && (await this.#options.sso?.isRequired(userId))) throw SsoNeeded();
      if (attempt?.ceremony) return attempt.ceremony.shown?.userId === userId;
      if (!attempt?.renews) await this.#askFactor(userId, attempt);
      return true;
    } catch (error) {
      if (attempt) attempt.refused = error;
      return false;
    }
  }

  /** The password was right; where a second factor is on, it is not enough. Refuses CodeNeeded, PasskeyNeeded, as checkCode. */
  async #askFactor(userId: string, attempt: Attempt | undefined): Promise<void> {
    const { database, rulesOf } = this.#options;
    if (!(await hasFactor(database, userId))) {
      if ((await hasPasskey(database, userId)) && (await rulesOf(userId)).needsFactor) throw PasskeyNeeded();
      return;
    }
    if (attempt?.code === undefined) throw CodeNeeded({ field: "code" });
    await this.checkCode(userId, attempt.code, attempt.caller);
    attempt.isProved = true;
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
   * CodeNeeded, PasskeyNeeded, WrongPassword, and as checkCode.
   */
  async prove(
    session: LiveSession,
    given: { password?: string | undefined; code?: string | undefined },
    address: string,
  ): Promise<void> {
    const { database } = this.#options;
    const { sessionId, userId } = session;
    if (session.hasFactor) {
      if (given.code === undefined) throw CodeNeeded({ field: "code" });
      await this.checkCode(userId, given.code, { known: `session ${sessionId}`, address });
    } else if (session.needsPasskey) {
      throw PasskeyNeeded();
    } else {
      await this.#checkPassword(userId, given.password ?? "", address, "password");
    }
    await proveSession(database, sessionId, this.#clock.now(), session.hasFactor ? "code" : "password");
    this.forgetAll();
  }

  /** The person of a session has shown a passkey of the own. */
  async provedByPasskey({ sessionId }: Session): Promise<void> {
    await proveSession(this.#options.database, sessionId, this.#clock.now(), "passkey");
    this.forgetAll();
  }

  /**
   * Keeps the passkey that the person of a session has made, who has shown it by that. Refuses PasskeyAddedAlready,
   * TooManyPasskeys, and what ended the session meanwhile: PasskeyNeeded, Unauthenticated.
   */
  async keepPasskey(
    { userId, sessionId, lacksFactor }: LiveSession,
    { maker, ...made }: NonNullable<Ceremony["made"]>,
    site: Site,
    from: Pick<AtTheDoor, "address" | "agent">,
  ): Promise<void> {
    const at = this.#clock.now();
    const name = (maker ?? shortAgent(from.agent)).slice(0, LONGEST_NAME) || "Passkey";
    const passkey = { ...made, userId, name, site: site.name, createdAt: at };
    await this.#options.addPasskey({ passkey, userId, sessionId, lacksFactor, at, ...from });
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
   * and ProofNeeded where the password alone proves nothing and nothing else was shown lately.
   */
  async changePassword(
    { userId, sessionId, hasFactor, needsPasskey }: LiveSession,
    { currentPassword, newPassword }: { readonly currentPassword: string; readonly newPassword: string },
    from: Pick<PasswordChange, "address" | "agent">,
  ): Promise<void> {
    if ((hasFactor || needsPasskey) && !(await this.isProved(sessionId))) throw ProofNeeded();
    await this.#checkPassword(userId, currentPassword, from.address, "currentPassword");
    const hash = await hashPassword(newPassword);
    await this.#options.setPassword({ userId, sessionId, hash, at: this.#clock.now(), ...from });
    this.forgetAll();
  }

  /**
   * Somebody who is not signed in shows that an account is theirs: by the password, and by a code where a second factor is on.
   * Refuses WrongPassword, CodeNeeded, and as checkCode.
   */
  async showOwn(
    userId: string,
    { password, code }: { readonly password: string; readonly code?: string | undefined },
    address: string,
  ): Promise<void> {
    await this.#checkPassword(userId, password, address, "password");
    if (!(await hasFactor(this.#options.database, userId))) return;
    if (code === undefined) throw CodeNeeded({ field: "code" });
    await this.checkCode(userId, code, { known: null, address });
  }

  /** The person of a session has shown anew who it is, at the company's provider. */
  async provedByCompany({ sessionId }: Session): Promise<void> {
    await proveSession(this.#options.database, sessionId, this.#clock.now(), "company");
    this.forgetAll();
  }

  /** The machine's time. */
  now(): Instant {
    return this.#clock.now();
  }

  get sso(): SsoPorts | null {
    return this.#options.sso ?? null;
  }

  get database(): Database {
    return this.#options.database;
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
    if (!session) return null;
    const [rules, now] = [await this.#options.rulesOf(session.userId), this.#clock.now()];
    const { hasFactor: hasCode, hasPasskey: hasKey } = session;
    const hasAny = hasCode || (rules.needsFactor && hasKey);
    if (hasAny && session.factorAt === null) return null;
    if (isOver(session, rules, now)) {
      await deleteSession(this.#options.database, session.userId, session.sessionId);
      return null;
    }
    await touchSession(this.#options.database, session, now);
    return { ...session, lacksFactor: rules.needsFactor && !hasAny, needsPasskey: hasAny && !hasCode };
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
    const { passkeyId, ssoLinkId } = begun;
    const factorAt = begun.isProved ? now : null;
    await markSession(database, begun.token, { startedAt: now, factorAt, passkeyId, ssoLinkId });
    const isFirst = await noteSignIn(database, begun.userId, now);
    if (!begun.isKnown && !isFirst) await tellOfNewDevice?.({ ...begun, at: now });
  }

  /** A session that takes the place of another one, because the person gave the password anew. */
  async renewed(token: string, { userId, sessionId, factorAt, passkeyId, ssoLinkId }: Session): Promise<void> {
    const { database } = this.#options;
    await markSession(database, token, { startedAt: this.#clock.now(), factorAt, passkeyId, ssoLinkId });
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

  #start(): Promise<Library> {
    this.#started ??= startLibrary(this.#options, {
      mayBegin: (userId) => this.#mayBegin(userId),
      ceremony: () => this.#attempts.getStore()?.ceremony,
      entering: () => this.#attempts.getStore()?.entering,
      now: () => this.#clock.now(),
    }).catch((error: unknown) => {
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

/** The signed value of our session cookie, whichever prefix it has. */
function sessionCookie(header: string): string | null {
  for (const part of header.split(";")) {
    const [name, value] = part.trim().split("=", 2);
    if (value && (name === SESSION_COOKIE || name === `__Secure-${SESSION_COOKIE}`)) return value;
  }
  return null;
}
