import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

import { refusal } from "../../core/errors.ts";
import { DAY, HOUR, MINUTE, type Instant } from "../../core/time.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import type { RecurringJob } from "../jobs/index.ts";
import { deleteOldLinks } from "./mail-link.ts";
import { networkOf } from "./network.ts";
import { deleteOldChallenges } from "./passkey-store.ts";
import { deleteOldTries } from "./sso-store.ts";
import {
  type Pace,
  deleteIdlePaces,
  forgetPace,
  giveTryBack,
  selectBusyUntil,
  sha256,
  signingSecret,
  takeTry,
} from "./store.ts";

export const TooManySignIns = refusal(
  "too_many_sign_ins",
  429,
  "Слишком много попыток входа, повторите через {minutes} мин",
  "Too many attempts to sign in, try again in {minutes} min",
);

const TRIES = 10;
const TRY_EVERY_MS = 90_000;
const PER_MINUTE = 30;
/** Six digits, three of them right at a time: five tries at once and one each five minutes are one in a thousand a day. */
const CODE_TRIES = 5;
const CODE_EVERY_MS = 5 * MINUTE;
/** A page of the sign-in asks for one as it opens, and an office may stand behind one address. */
const CHALLENGES = 120;
const CHALLENGE_EVERY_MS = 1_000;
/** A link to get in by, once a day at most: the letters are no means to annoy anybody either. */
const LETTER_EVERY_MS = DAY;
const LINK_LIVES_MS = 2 * HOUR;
const REMOVED_AT_ONCE = 5_000;

export interface Caller {
  /** Of the network, as the trusted proxies tell it. */
  readonly address: string;
  /** The cookie that a sign-in left behind; undefined when there is none. */
  readonly device: string | undefined;
}

/** From where a code is tried. */
export interface CodeCaller {
  /** The device or session that is known; null: none is. */
  readonly known: string | null;
  readonly address: string;
}

/** A try that was let through. */
export interface Knock {
  /** What `passed` takes. */
  readonly paces: readonly Pace[];
  /** Whether the account was signed in from this device before. */
  readonly isKnown: boolean;
}

export interface DoorOptions {
  readonly database: Database;
  /** The machine's time. */
  readonly clock: Clock;
  readonly signInsPerMinute?: number | undefined;
  /** Called when an address of mail is slowed down, once a day at most: its owner may be sent a link (see `linkFor`). */
  readonly tellOwner?: ((email: string, expiresAt: Instant) => Promise<void>) | undefined;
  /** Called when somebody who knows the password tries codes, once a day at most. */
  readonly tellOfCodes?: ((userId: string, at: Instant) => Promise<void>) | undefined;
}

/**
 * The pace of guessing (reliability 41): by the caller's network address first, then by the account. Slowing down is no
 * weapon: a device from which the account was signed in before has a pace of its own, nothing is prolonged by being hit, and
 * the owner gets a link by letter that makes the device in hand a known one; staff may open it too.
 */
export class Door {
  readonly #options: DoorOptions;
  #secret: Promise<string> | undefined;

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** Takes a try to sign in; refuses TooManySignIns with the seconds that are really left. */
  async knock(email: string, caller: Caller): Promise<Knock> {
    const { database, clock, tellOwner } = this.#options;
    const now = clock.now();
    const byAddress = this.#ofAddress(caller.address);
    refuseUntil(await takeTry(database, byAddress, now));
    const isKnown = await this.knows(caller.device, email);
    const byAccount = paceOf(isKnown ? `device ${caller.device} ${email}` : accountOf(email));
    const left = await takeTry(database, byAccount, now);
    if (left > 0 && !isKnown && tellOwner) await this.#tell(email, now, tellOwner);
    refuseUntil(left);
    return { paces: [byAddress, byAccount], isKnown };
  }

  /**
   * Takes a try to show a passkey; there is nothing in it to be guessed, so no account is slowed down by it, and whose password is
   * being guessed gets in by it. Refuses TooManySignIns, as every try of the network does.
   */
  async knockPasskey(address: string): Promise<readonly Pace[]> {
    const { database, clock } = this.#options;
    const byAddress = this.#ofAddress(address);
    refuseUntil(await takeTry(database, byAddress, clock.now()));
    return [byAddress];
  }

  /** Takes a turn of those who ask what to show a passkey for: each costs a row until it is over. Refuses TooManySignIns. */
  async knockChallenge(address: string): Promise<void> {
    const { database, clock } = this.#options;
    const pace = { of: `challenge ${networkOf(address)}`, burst: CHALLENGES, everyMs: CHALLENGE_EVERY_MS };
    refuseUntil(await takeTry(database, pace, clock.now()));
  }

  /** Takes a try at the current password of somebody signed in. */
  async knockAgain(userId: string, address: string): Promise<readonly Pace[]> {
    const { database, clock } = this.#options;
    const paces = [this.#ofAddress(address), paceOf(`password ${userId}`)];
    for (const pace of paces) refuseUntil(await takeTry(database, pace, clock.now()));
    return paces;
  }

  /** Takes a try at a code of a second factor; a device or session that is known has a pace of its own. */
  async knockCode(userId: string, { known, address }: CodeCaller): Promise<readonly Pace[]> {
    const { database, clock } = this.#options;
    const now = clock.now();
    const byAddress = this.#ofAddress(address);
    refuseUntil(await takeTry(database, byAddress, now));
    const byCode = { of: `code ${known ?? ""} ${userId}`, burst: CODE_TRIES, everyMs: CODE_EVERY_MS };
    const left = await takeTry(database, byCode, now);
    if (left > 0) await this.#tellOfCodes(userId, now);
    refuseUntil(left);
    return [byAddress, byCode];
  }

  /** The password was right: the address gets its try back, the account forgets the wrong ones. */
  async passed([byAddress, byAccount]: readonly Pace[]): Promise<void> {
    const { database } = this.#options;
    if (byAddress) await giveTryBack(database, byAddress);
    if (byAccount) await forgetPace(database, byAccount.of);
  }

  /** The value of a cookie by which this device is known to this account. */
  async deviceFor(email: string): Promise<string> {
    const id = randomBytes(12).toString("base64url");
    return `${id}.${await this.#sign(`device ${id} ${email}`)}`;
  }

  /** What the letter's link carries: whose it is, until when, signed; nothing of it is kept. */
  async linkFor(email: string, expiresAt: Instant): Promise<string> {
    return linkOf(await this.#signing(), email, expiresAt);
  }

  /** The address of mail that a link was made for; null when it is not ours or too old. Opens the account's pace. */
  async openByLink(link: string): Promise<string | null> {
    const { database, clock } = this.#options;
    const [encoded = "", expires = ""] = link.split(".");
    const email = Buffer.from(encoded, "base64url").toString("utf8");
    const expiresAt = Number(expires) as Instant;
    if (!(expiresAt > clock.now()) || !same(link, await this.linkFor(email, expiresAt))) return null;
    await openAccount(database, email);
    return email;
  }

  async #tell(email: string, now: Instant, tell: NonNullable<DoorOptions["tellOwner"]>): Promise<void> {
    const letter = { of: `letter ${email}`, burst: 1, everyMs: LETTER_EVERY_MS };
    if ((await takeTry(this.#options.database, letter, now)) === 0) await tell(email, (now + LINK_LIVES_MS) as Instant);
  }

  /** Who guesses codes knows the password: its owner is told, once a day. */
  async #tellOfCodes(userId: string, now: Instant): Promise<void> {
    const letter = { of: `letter of codes ${userId}`, burst: 1, everyMs: LETTER_EVERY_MS };
    if ((await takeTry(this.#options.database, letter, now)) === 0) await this.#options.tellOfCodes?.(userId, now);
  }

  #ofAddress(address: string): Pace {
    const burst = this.#options.signInsPerMinute ?? PER_MINUTE;
    return { of: `address ${networkOf(address)}`, burst, everyMs: Math.floor(60_000 / burst) };
  }

  /** Whether this account was signed in from this device before. */
  async knows(device: string | undefined, email: string): Promise<boolean> {
    const [id = "", mark = ""] = (device ?? "").split(".");
    return id !== "" && same(mark, await this.#sign(`device ${id} ${email}`));
  }

  async #sign(text: string): Promise<string> {
    return sign(await this.#signing(), text);
  }

  /** Read once: it never changes. */
  #signing(): Promise<string> {
    this.#secret ??= signingSecret(this.#options.database).catch((error: unknown) => {
      this.#secret = undefined;
      throw error;
    });
    return this.#secret;
  }
}

/** What a letter's link carries, by the secret that signs cookies too. */
export function linkOf(secret: string, email: string, expiresAt: Instant): string {
  const whose = Buffer.from(email).toString("base64url");
  return `${whose}.${expiresAt}.${sign(secret, `unlock ${email} ${expiresAt}`)}`;
}

/** Staff, the owner's link, or the right password: the account is tried anew. */
export function openAccount(reader: Pick<Tx, "query">, email: string): Promise<void> {
  return forgetPace(reader, accountOf(email));
}

/** How an account's sign-in stands from devices that are not known to it. */
export interface AccountPace {
  /** Tries at once; none while it is slowed down. */
  readonly triesLeft: number;
  /** When the next try is let through; null when one is now. */
  readonly opensAt: Instant | null;
}

/** `now` is the machine's time. */
export async function accountPace(reader: Pick<Tx, "query">, email: string, now: Instant): Promise<AccountPace> {
  const busyUntil = Math.max(now, (await selectBusyUntil(reader, accountOf(email))) ?? now);
  const used = Math.ceil((busyUntil - now) / TRY_EVERY_MS);
  const opensAt = (busyUntil - (TRIES - 1) * TRY_EVERY_MS) as Instant;
  return { triesLeft: Math.max(0, TRIES - used), opensAt: opensAt > now ? opensAt : null };
}

/** Removes paces, links and challenges that say nothing any more, by machine time. */
export function identityRetention(clock: Clock): RecurringJob {
  return {
    kind: "recurring",
    name: "identity.retention",
    clock: "machine",
    everyMs: HOUR,
    workers: "one",
    run: ({ database }) =>
      database.transaction(async (tx) => {
        const paces = await deleteIdlePaces(tx, clock.now(), REMOVED_AT_ONCE);
        const links = await deleteOldLinks(tx, clock.now(), REMOVED_AT_ONCE);
        const challenges = await deleteOldChallenges(tx, clock.now(), REMOVED_AT_ONCE);
        const tries = await deleteOldTries(tx, clock.now(), REMOVED_AT_ONCE);
        return Math.max(paces, links, challenges, tries) === REMOVED_AT_ONCE;
      }),
  };
}

const accountOf = (email: string) => `account ${email.trim().toLowerCase()}`;
const paceOf = (of: string): Pace => ({ of, burst: TRIES, everyMs: TRY_EVERY_MS });

function refuseUntil(left: number): void {
  if (left === 0) return;
  const seconds = Math.ceil(left / 1_000);
  throw TooManySignIns({ values: { minutes: String(Math.ceil(seconds / 60)), retryAfter: String(seconds) } });
}

function sign(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}

function same(one: string, other: string): boolean {
  return timingSafeEqual(sha256(one), sha256(other));
}
