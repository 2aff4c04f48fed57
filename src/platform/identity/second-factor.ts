import { randomInt } from "node:crypto";

import { refusal } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import type { Clock } from "../clock.ts";
import type { Tx } from "../db.ts";
import {
  deleteFactor,
  hasFactor,
  replaceCodes,
  selectFactor,
  takeCode,
  takeStep,
  updateConfirmed,
  upsertSeed,
} from "./factor-store.ts";
import type { SeedSafe } from "./seal.ts";
import { addressOfSeed, newSeed, stepOfCode } from "./totp.ts";

export const CodeRefused = refusal(
  "code_refused",
  401,
  "Код не подходит: он живёт полминуты и годится один раз",
  "The code will not do: it lives half a minute and is good once",
);
export const FactorOnAlready = refusal(
  "second_factor_on",
  409,
  "Второй фактор уже включён: сначала отключите его",
  "The second factor is on already: switch it off first",
);
export const FactorNotOn = refusal("second_factor_off", 409, "Второй фактор не включён", "The second factor is not on");

const CODES = 10;
/** Without what is read for something else. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const CODE_LENGTH = 10;

export type CodeKind = "app" | "backup";

/** How a user's second factor stands. */
export interface FactorState {
  /** Null: it is not on. */
  readonly onSince: Instant | null;
  readonly codesLeft: number;
}

/** A code of an authenticator app beside the password, and backup codes for the day when the app is lost. */
export class SecondFactors {
  readonly #safe: SeedSafe;
  readonly #clock: Clock;

  constructor(safe: SeedSafe, clock: Clock) {
    this.#safe = safe;
    this.#clock = clock;
  }

  /** A new seed, for the app; nothing is asked of the user before `confirm`. Refuses FactorOnAlready. */
  async begin(tx: Tx, userId: string, email: string): Promise<{ readonly url: string; readonly key: string }> {
    const seed = newSeed();
    if (!(await upsertSeed(tx, userId, this.#safe.seal(seed, userId), this.#clock.now()))) throw FactorOnAlready();
    return addressOfSeed(seed, email);
  }

  /** The app shows the right code: from now on it is asked for. Answers the backup codes. Refuses CodeRefused. */
  async confirm(tx: Tx, userId: string, code: string): Promise<readonly string[]> {
    if (await hasFactor(tx, userId)) throw FactorOnAlready();
    if (!(await this.#takeAppCode(tx, userId, code))) throw CodeRefused({ field: "code" });
    await updateConfirmed(tx, userId, this.#clock.now());
    return this.renewCodes(tx, userId);
  }

  /** Takes a code of the app or a backup code, each once; null when it is neither. Whoever asks paces the tries. */
  async take(reader: Pick<Tx, "query">, userId: string, text: string): Promise<CodeKind | null> {
    const code = text.toLowerCase().replaceAll(/[\s-]/g, "");
    if (/^\d{6}$/.test(code)) return (await this.#takeAppCode(reader, userId, code)) ? "app" : null;
    if (code.length !== CODE_LENGTH) return null;
    const marks = this.#safe.marksOf(`${userId} ${code}`);
    return (await takeCode(reader, userId, marks, this.#clock.now())) ? "backup" : null;
  }

  /** New backup codes, in groups as they are read; those of before do nothing any more. */
  async renewCodes(tx: Tx, userId: string): Promise<readonly string[]> {
    const codes = Array.from({ length: CODES }, newCode);
    const marks = codes.map((code) => this.#safe.marksOf(`${userId} ${code}`)[0]);
    await replaceCodes(tx, userId, marks);
    return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
  }

  async #takeAppCode(reader: Pick<Tx, "query">, userId: string, code: string): Promise<boolean> {
    const row = await selectFactor(reader, userId);
    if (!row || !/^\d{6}$/.test(code)) return false;
    const step = await stepOfCode(this.#safe.open(row.sealedSeed, userId), code, this.#clock.now());
    return step !== null && takeStep(reader, userId, step);
  }
}

/** The password alone is enough again; its codes are gone. Refuses FactorNotOn. */
export async function turnFactorOff(tx: Tx, userId: string): Promise<void> {
  if (!(await deleteFactor(tx, userId))) throw FactorNotOn();
}

function newCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
