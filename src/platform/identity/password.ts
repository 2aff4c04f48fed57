import { refusal } from "../../core/errors.ts";

export const WeakPassword = refusal(
  "weak_password",
  422,
  "Пароль не подходит: {reason_ru}",
  "The password is not suitable: {reason_en}",
);

const LENGTH = { ru: "нужно от 8 до 128 знаков", en: "8 to 128 characters are needed" };
const CASES = { ru: "нужны строчные и прописные латинские буквы", en: "lower and upper case Latin letters are needed" };
const OTHER = { ru: "нужна цифра или специальный знак", en: "a digit or a special character is needed" };
const REPEATED = { ru: "в нём повторяется группа знаков", en: "a group of characters is repeated in it" };
const GUESSABLE = { ru: "его легко угадать", en: "it is easy to guess" };

/** Rows of both keyboards and runs that people type: a password mostly made of them is guessed first. */
const ROWS = [
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "йцукенгшщзхъ",
  "фывапролджэ",
  "ячсмитьбю",
  "1234567890",
  "abcdefghijklmnopqrstuvwxyz",
  "1qaz2wsx3edc4rfv",
];
const WORDS = [
  "password",
  "passw0rd",
  "welcome",
  "admin",
  "letmein",
  "iloveyou",
  "monkey",
  "dragon",
  "secret",
  "parol",
  "saldo",
];

/**
 * PTR-05: at least 8 characters, upper and lower case Latin letters, a digit or a special character, no repeated
 * groups; and none of what is guessed first. Refuses WeakPassword with the reason.
 */
export function requireStrongPassword(password: string, email: string): void {
  const reason = weakness(password, email);
  if (reason) throw WeakPassword({ field: "password", values: { reason_ru: reason.ru, reason_en: reason.en } });
}

function weakness(password: string, email: string): { ru: string; en: string } | null {
  if (password.length < 8 || password.length > 128) return LENGTH;
  if (!/[a-z]/.test(password) || !/[A-Z]/.test(password)) return CASES;
  if (!/[^a-zA-Z\s]/.test(password)) return OTHER;
  if (hasRepeatedGroup(password.toLowerCase())) return REPEATED;
  return isGuessable(password.toLowerCase(), email.toLowerCase()) ? GUESSABLE : null;
}

/** `aaa`, `abab`, `123123`: one character three times or a longer group twice, one after the other. */
function hasRepeatedGroup(password: string): boolean {
  return /(.)\1\1/u.test(password) || /(..+)\1/u.test(password);
}

/** What is left when words, keyboard rows and the own name are taken away must still be worth guessing. */
function isGuessable(password: string, email: string): boolean {
  const name = email.split("@", 1)[0] ?? "";
  let rest = password;
  for (const word of name.length >= 4 ? [...WORDS, name] : WORDS) rest = rest.replaceAll(word, "");
  for (const row of ROWS) rest = withoutRuns(rest, row);
  return new Set(rest).size < 5;
}

/** Takes out pieces of four and more characters that stand in this order in the row, either way. */
function withoutRuns(text: string, row: string): string {
  const backwards = [...row].reverse().join("");
  let rest = text;
  for (let start = 0; start + 4 <= rest.length; ) {
    const length = runLength(rest.slice(start), row, backwards);
    if (length >= 4) rest = rest.slice(0, start) + rest.slice(start + length);
    else start += 1;
  }
  return rest;
}

function runLength(text: string, row: string, backwards: string): number {
  let length = 0;
  while (
    length < text.length &&
    (row.includes(text.slice(0, length + 1)) || backwards.includes(text.slice(0, length + 1)))
  )
    length += 1;
  return length;
}
