/**
 * Check digits and shapes of the numbers that identify taxpayers, banks and bank accounts in Russia, Kazakhstan and Belarus.
 * Every check is pure and exact about its input: the text must already be trimmed. Null means "nothing wrong found";
 * a check says that a number can exist, never that it does.
 */
import { isValidIBAN } from "ibantools";
import type { Texts } from "./errors.ts";

export interface IdentifierProblem {
  readonly code: "wrong_length" | "wrong_characters" | "wrong_check_digit";
  readonly texts: Texts;
}

const DIGITS = /^\d*$/;
const INN_LEGAL = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_PERSON_FIRST = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_PERSON_SECOND = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const KZ_FIRST = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const KZ_SECOND = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];
const BY_WEIGHTS = [29, 23, 19, 17, 13, 7, 5, 3];
/** The second letter of a person's number stands for its place here. */
const BY_LETTERS = "ABCEHKMOPT";
const BY_NUMBER = /^(?:[1-7]\d|[ABCEHKM][ABCEHKMOPT])\d{7}$/;
const FOREIGN_NUMBER = /^[\p{L}\p{N}](?:[\p{L}\p{N} ./-]*[\p{L}\p{N}])?$/u;
const KPP = /^(?!00)\d{4}[0-9A-Z]{2}\d{3}$/;
const KZ_IBAN = /^KZ\d{5}[0-9A-Z]{13}$/;
const KZ_BIC = /^[A-Z]{4}KZ[0-9A-Z]{2}$/;

/** INN of an organisation (10 digits) or of a person (12 digits), whichever the length says. PYR-05. */
export function checkInn(text: string): IdentifierProblem | null {
  return text.length === 12 ? checkPersonInn(text) : checkLegalInn(text);
}

/** INN of an organisation: 10 digits, the last one a check digit; the region (first two) is never 00. */
export function checkLegalInn(text: string): IdentifierProblem | null {
  const shape = checkDigits("ИНН", "INN", text, 10);
  if (shape) return shape;
  if (text.startsWith("00")) return wrongCharacters("ИНН", "INN");
  return digit(text, 9) === taxDigit(text, INN_LEGAL) ? null : wrongDigit("ИНН", "INN");
}

/** INN of a sole proprietor or an individual: 12 digits, the last two are check digits. */
export function checkPersonInn(text: string): IdentifierProblem | null {
  const shape = checkDigits("ИНН", "INN", text, 12);
  if (shape) return shape;
  if (text.startsWith("00")) return wrongCharacters("ИНН", "INN");
  const right =
    digit(text, 10) === taxDigit(text, INN_PERSON_FIRST) && digit(text, 11) === taxDigit(text, INN_PERSON_SECOND);
  return right ? null : wrongDigit("ИНН", "INN");
}

/** OGRN of an organisation: 13 digits, the last one is the remainder of the first twelve by 11 (its last digit). */
export function checkOgrn(text: string): IdentifierProblem | null {
  return checkRegistration("ОГРН", "OGRN", text, 13, 11n);
}

/** OGRNIP of a sole proprietor: 15 digits, the last one is the remainder of the first fourteen by 13 (its last digit). */
export function checkOgrnip(text: string): IdentifierProblem | null {
  return checkRegistration("ОГРНИП", "OGRNIP", text, 15, 13n);
}

/** KPP: four digits (not 00…), two digits or capital Latin letters, three digits; it has no check digit. */
export function checkKpp(text: string): IdentifierProblem | null {
  if (text.length !== 9) return wrongLength("КПП", "KPP", "9", "9");
  return KPP.test(text) ? null : wrongCharacters("КПП", "KPP");
}

/** BIC of a Russian bank: 9 digits, no check digit. */
export function checkBik(text: string): IdentifierProblem | null {
  return checkDigits("БИК", "BIC", text, 9);
}

/** Settlement account of a customer of the bank `bik`: 20 digits whose check digit depends on the bank. */
export function checkSettlementAccount(text: string, bik: string): IdentifierProblem | null {
  return checkBankAccount("Расчётный счёт", "Settlement account", text, bik, bik.slice(-3));
}

/** Correspondent account of the bank `bik` with the Bank of Russia: 20 digits, checked against the bank's region. */
export function checkCorrespondentAccount(text: string, bik: string): IdentifierProblem | null {
  return checkBankAccount("Корреспондентский счёт", "Correspondent account", text, bik, `0${bik.slice(4, 6)}`);
}

/** BIN of an organisation or IIN of a person in Kazakhstan: 12 digits, the last one a check digit. */
export function checkKazakhNumber(text: string): IdentifierProblem | null {
  const shape = checkDigits("БИН/ИИН", "BIN/IIN", text, 12);
  if (shape) return shape;
  const first = weigh(text, KZ_FIRST) % 11;
  const control = first === 10 ? weigh(text, KZ_SECOND) % 11 : first;
  // Ten after the second pass means the state never issues the number at all.
  return control === digit(text, 11) ? null : wrongDigit("БИН/ИИН", "BIN/IIN");
}

/**
 * УНП of Belarus: nine characters, the last one a check digit; persons' begin with two letters. The letters are the
 * Latin ones that look like Cyrillic, as the state writes them.
 */
export function checkBelarusianNumber(text: string): IdentifierProblem | null {
  if (text.length !== 9) return wrongLength("УНП", "UNP", "9", "9");
  if (!BY_NUMBER.test(text)) return wrongCharacters("УНП", "UNP");
  const second = BY_LETTERS.indexOf(text.charAt(1));
  const digits = (second < 0 ? text : text.charAt(0) + String(second) + text.slice(2)).slice(0, 8);
  const sum = BY_WEIGHTS.reduce((total, weight, at) => total + weight * Number.parseInt(digits.charAt(at), 36), 0);
  // Ten is never issued.
  return sum % 11 === digit(text, 8) ? null : wrongDigit("УНП", "UNP");
}

/** A tax number of a country whose rules we do not know: letters, digits and what stands between them. */
export function checkForeignNumber(text: string): IdentifierProblem | null {
  if (text.length < 2 || text.length > 50) return wrongLength("Налоговый номер", "Tax number", "от 2 до 50", "2 to 50");
  return FOREIGN_NUMBER.test(text) ? null : wrongCharacters("Налоговый номер", "Tax number");
}

/**
 * The number by which the tax service of a payer's country knows it, by that country's own rule (PYR-05): INN in Russia,
 * BIN or IIN in Kazakhstan, УНП in Belarus. `person`: a sole proprietor or an individual.
 */
export function checkTaxNumber(countryCode: string, person: boolean, text: string): IdentifierProblem | null {
  if (countryCode === "RU") return person ? checkPersonInn(text) : checkLegalInn(text);
  if (countryCode === "KZ") return checkKazakhNumber(text);
  if (countryCode === "BY") return checkBelarusianNumber(text);
  return checkForeignNumber(text);
}

/** IBAN of a bank account in Kazakhstan (ИИК): KZ, two check digits, three digits of the bank, 13 letters or digits. */
export function checkKazakhIban(text: string): IdentifierProblem | null {
  if (text.length !== 20) return wrongLength("ИИК", "IBAN", "20", "20");
  if (!KZ_IBAN.test(text)) return wrongCharacters("ИИК", "IBAN");
  return isValidIBAN(text) ? null : wrongDigit("ИИК", "IBAN");
}

/** BIC of a bank in Kazakhstan: the eight-character SWIFT code with country KZ. */
export function checkKazakhBik(text: string): IdentifierProblem | null {
  if (text.length !== 8) return wrongLength("БИК", "BIC", "8", "8");
  return KZ_BIC.test(text) ? null : wrongCharacters("БИК", "BIC");
}

function checkRegistration(
  ru: string,
  en: string,
  text: string,
  length: number,
  modulus: bigint,
): IdentifierProblem | null {
  const shape = checkDigits(ru, en, text, length);
  if (shape) return shape;
  if (text.startsWith("0")) return wrongCharacters(ru, en);
  const control = Number((BigInt(text.slice(0, -1)) % modulus) % 10n);
  return digit(text, length - 1) === control ? null : wrongDigit(ru, en);
}

function checkBankAccount(ru: string, en: string, text: string, bik: string, bank: string): IdentifierProblem | null {
  const shape = checkDigits(ru, en, text, 20) ?? checkBik(bik);
  if (shape) return shape;
  const digits = bank + text;
  let sum = 0;
  for (let at = 0; at < digits.length; at++)
    sum += (digit(digits, at) * (at % 3 === 0 ? 7 : at % 3 === 1 ? 1 : 3)) % 10;
  return sum % 10 === 0 ? null : wrongDigit(ru, en);
}

function checkDigits(ru: string, en: string, text: string, length: number): IdentifierProblem | null {
  if (!DIGITS.test(text)) return wrongCharacters(ru, en);
  if (text.length === length) return null;
  return ru === "ИНН"
    ? wrongLength(ru, en, "10 или 12", "10 or 12")
    : wrongLength(ru, en, String(length), String(length));
}

function taxDigit(text: string, weights: readonly number[]): number {
  return (weigh(text, weights) % 11) % 10;
}

function weigh(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * digit(text, at), 0);
}

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - 48;
}

function wrongLength(ru: string, en: string, ruLength: string, enLength: string): IdentifierProblem {
  return {
    code: "wrong_length",
    texts: { ru: `${ru}: знаков должно быть ${ruLength}`, en: `${en}: must have ${enLength} characters` },
  };
}

function wrongCharacters(ru: string, en: string): IdentifierProblem {
  return {
    code: "wrong_characters",
    texts: { ru: `${ru}: недопустимые знаки`, en: `${en}: has characters it cannot have` },
  };
}

function wrongDigit(ru: string, en: string): IdentifierProblem {
  return {
    code: "wrong_check_digit",
    texts: { ru: `${ru}: контрольное число не сходится, проверьте цифры`, en: `${en}: the check digit does not match` },
  };
}
