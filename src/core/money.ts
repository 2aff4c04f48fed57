import { decimal, halfUpDivide, parseDecimal } from "./decimal.ts";

/** Money is a whole number of minor units (kopecks, tiyns) of one currency; on the wire a decimal string. */
export type Minor = bigint;
export type Currency = string;

export interface Money {
  readonly currency: Currency;
  readonly minor: Minor;
}

/** Every supported currency has two minor digits; a currency with others is refused when a region is loaded. */

/** The largest amount accepted anywhere: 10^15 minor units, far inside int8 so that sums of many cannot overflow. */
export const LARGEST_MINOR: Minor = 1_000_000_000_000_000n;

/** `123456n` -> `"1234.56"`; `-5n` -> `"-0.05"`. */
export function formatMinor(minor: Minor): string {
  const negative = minor < 0n;
  const digits = (negative ? -minor : minor).toString().padStart(3, "0");
  return `${negative ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `"1234.5"` -> `123450n`. Null when it is not a decimal with at most two fraction digits or is beyond LARGEST_MINOR. */
export function parseMinor(text: string): Minor | null {
  const parsed = parseDecimal(text.trim());
  if (!parsed || parsed.scale > 2) return null;
  const minor = parsed.units * 10n ** BigInt(2 - parsed.scale);
  return minor > LARGEST_MINOR || minor < -LARGEST_MINOR ? null : minor;
}

export interface VatSplit {
  readonly net: Minor;
  readonly vat: Minor;
  readonly gross: Minor;
}

/**
 * DOC-05: extracts VAT from a VAT-inclusive amount: gross × rate ÷ (100 + rate), halves up to the kopeck.
 * `ratePercent` is a decimal text such as `"22"`; null means "without VAT".
 */
export function extractVat(gross: Minor, ratePercent: string | null): VatSplit {
  if (ratePercent === null) return { net: gross, vat: 0n, gross };
  const rate = decimal(ratePercent);
  const power = 10n ** BigInt(rate.scale);
  const vat = halfUpDivide(gross * rate.units, 100n * power + rate.units);
  return { net: gross - vat, vat, gross };
}

const LOCALES = { ru: "ru-RU", en: "en-GB" } as const;

/** `1 234 567,10`, `1,234,567.10`: as the consoles write an amount whose currency is named elsewhere; exact, with a true minus. */
export function formatAmount(minor: Minor, language: "ru" | "en"): string {
  const format = new Intl.NumberFormat(LOCALES[language], { minimumFractionDigits: 2 });
  return format.format(formatMinor(minor) as Intl.StringNumericLiteral).replace("-", "\u2212");
}

/** `−15,20 ₽`, `−₽15.20`: as the consoles write it, with a true minus; the amount is exact text, never a JavaScript number. */
export function formatMoney(minor: Minor, currency: Currency, language: "ru" | "en"): string {
  const currencyDisplay = "narrowSymbol";
  const format = new Intl.NumberFormat(LOCALES[language], { style: "currency", currency, currencyDisplay });
  return format.format(formatMinor(minor) as Intl.StringNumericLiteral).replace("-", "\u2212");
}
