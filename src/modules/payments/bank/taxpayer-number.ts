/**
 * Taxpayers' numbers (INN, BIN) as statements write them: with the KPP behind, with the field's name before, without the
 * zeros that spreadsheets drop, masked, or filled with something for the sake of being filled.
 */

/** Fewer digits are no number at all. */
const FEWEST_DIGITS = 5;
/** Fewer are none of a country's taxpayers', even without its zeros: foreign organisations have codes of five. */
const FEWEST_OF_TAXPAYER = 8;
/** Digits stand behind: it is no number, or not all of it. */
const MASKED = /[*•#?…]|\.{2}|[xх]{2}/iu;

/** The number without its leading zeros, by which spellings of one are equal; null where the text tells none, or not all of it. */
export function taxpayerNumber(text: string | null): string | null {
  if (text === null || MASKED.test(text)) return null;
  const digits = /^\D{0,40}0*(\d{1,12})(?:\D+\d{0,9})?$/.exec(text.trim())?.[1] ?? "";
  return digits.length < FEWEST_DIGITS ? null : digits;
}

/** Certainly another taxpayer's; what one of the two does not tell is no difference. */
export function isOtherTaxpayer(one: string | null, other: string | null): boolean {
  const [a, b] = [taxpayerNumber(one), taxpayerNumber(other)];
  const isWhole = (number: string | null) => (number?.length ?? 0) >= FEWEST_OF_TAXPAYER;
  return isWhole(a) && isWhole(b) && a !== b;
}

/** Certainly one taxpayer's. */
export function isOneTaxpayer(one: string | null, other: string | null): boolean {
  const number = taxpayerNumber(one);
  return number !== null && number === taxpayerNumber(other);
}

/** How registers may write the number of such a text: as it stands there and with the zeros that it may have lost. */
export function spellingsOf(text: string): string[] {
  const number = taxpayerNumber(text);
  return number === null ? [] : [...new Set([number, ...[10, 12].map((length) => number.padStart(length, "0"))])];
}
