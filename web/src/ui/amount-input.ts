import { type Minor, parseMinor } from "../../../src/core/money.ts";

/**
 * Reads an amount as people type it: spaces of any kind between digits, comma or point before the fraction, a currency
 * sign after it. Null when it is not a positive amount with at most two fraction digits.
 */
export function readAmount(typed: string): Minor | null {
  const plain = typed.replace(/[\s\u00a0\u202f_']/g, "").replace(/(₽|₸|руб\.?|тг\.?)$/i, "");
  if (!/^\d{1,13}([.,]\d{0,2})?$/.test(plain)) return null;
  const minor = parseMinor(plain.replace(",", ".").replace(/\.$/, ""));
  return minor !== null && minor > 0n ? minor : null;
}

export type AmountError = "required" | "malformed" | "minimum" | "maximum";

/** Checks a typed amount against the region's limits (PAY-02: at least 10 RUB or 100 KZT). */
export function checkAmount(typed: string, limits: AmountLimits): { minor: Minor } | { error: AmountError } {
  if (typed.trim() === "") return { error: "required" };
  const minor = readAmount(typed);
  if (minor === null) return { error: "malformed" };
  if (minor < limits.minimum) return { error: "minimum" };
  return minor > limits.maximum ? { error: "maximum" } : { minor };
}

export interface AmountLimits {
  readonly minimum: Minor;
  readonly maximum: Minor;
  /** Amounts offered as buttons, whole major units as minor. */
  readonly presets: readonly Minor[];
}

/** What the page checks before asking; the server has the last word, with the region's configured limits. */
const LIMITS: Record<string, AmountLimits> = {
  RUB: {
    minimum: 10_00n,
    maximum: 999_999_999_00n,
    presets: [1_000_00n, 5_000_00n, 10_000_00n, 50_000_00n, 100_000_00n],
  },
  KZT: {
    minimum: 100_00n,
    maximum: 9_999_999_999_00n,
    presets: [5_000_00n, 25_000_00n, 50_000_00n, 250_000_00n, 500_000_00n],
  },
};

export function limitsOf(currency: string): AmountLimits {
  return LIMITS[currency] ?? { minimum: 1n, maximum: 9_999_999_999_00n, presets: [] };
}
