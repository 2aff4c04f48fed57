import { type Minor, parseMinor } from "../../../src/core/money.ts";
import type { Language } from "../i18n/index.ts";

const SPACES = /[\s\u00a0\u2007\u2009\u202f_'\u2019]/g;
const SIGNS = /^(?:₽|₸|RUB|KZT)|(?:₽|₸|RUB|KZT|руб\.?|р\.|тг\.?|тенге)$/gi;

/**
 * Reads an amount as people type and paste it in either language: groups of three parted by spaces of any kind, commas or
 * points, a fraction of at most two digits after the other mark, a currency's sign before or after. `1,234` is what the
 * console itself writes in English and is read there; elsewhere it could be either and is not guessed. Null when it is not
 * a positive amount.
 */
export function readAmount(typed: string, language: Language): Minor | null {
  const plain = typed.replace(SPACES, "").replace(SIGNS, "");
  const forms = language === "en" ? [...FORMS, /^(\d{1,3},\d{3})$/] : FORMS;
  const [, whole, fraction = ""] = forms.map((form) => form.exec(plain)).find((match) => match !== null) ?? [];
  const digits = whole?.replace(/[.,]/g, "") ?? "";
  if (digits === "" || digits.length > 13) return null;
  const minor = parseMinor(fraction === "" ? digits : `${digits}.${fraction}`);
  return minor !== null && minor > 0n ? minor : null;
}

/** `12345,67` or `12345.67`; `12,345.67`; `12.345,67`; whole millions without a fraction, `1,234,567` or `1.234.567`. */
const FORMS = [
  /^(\d+)(?:[.,](\d{0,2}))?$/,
  /^(\d{1,3}(?:,\d{3})+)\.(\d{0,2})$/,
  /^(\d{1,3}(?:\.\d{3})+),(\d{0,2})$/,
  /^(\d{1,3}(?:,\d{3}){2,})$/,
  /^(\d{1,3}(?:\.\d{3}){2,})$/,
];

export type AmountError = "required" | "malformed" | "ambiguous" | "fraction" | "minimum" | "maximum";

/** Checks a typed amount against the region's limits (PAY-02: at least 10 RUB or 100 KZT). */
export function checkAmount(
  typed: string,
  limits: AmountLimits,
  language: Language,
): { minor: Minor } | { error: AmountError } {
  if (typed.trim() === "") return { error: "required" };
  const minor = readAmount(typed, language);
  if (minor === null) return { error: whatIsWrong(typed) };
  if (minor < limits.minimum) return { error: "minimum" };
  return minor > limits.maximum ? { error: "maximum" } : { minor };
}

/** Which sentence helps: two readings, kopecks beyond two digits, less than nothing, or no number at all. */
function whatIsWrong(typed: string): AmountError {
  const plain = typed.replace(SPACES, "").replace(SIGNS, "");
  if (/^\d{1,3}[.,]\d{3}$/.test(plain)) return "ambiguous";
  if (/^[\d.,]*[.,]\d{3,}$/.test(plain)) return "fraction";
  if (/^\d{14,}/.test(plain)) return "maximum";
  return /^(?:[-\u2212]\d[\d.,]*|0+(?:[.,]0*)?)$/.test(plain) ? "minimum" : "malformed";
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
