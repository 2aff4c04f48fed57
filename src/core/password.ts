import { type Texts, refusal } from "./errors.ts";

export const WeakPassword = refusal(
  "weak_password",
  422,
  "Пароль не подходит: {reason_ru}",
  "The password is not suitable: {reason_en}",
);

const LENGTH = { ru: "нужно от 12 до 128 знаков", en: "12 to 128 characters are needed" };
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
/** What is guessed first: in English, in Russian, in Latin letters for Russian, and typed with the other layout on. */
const WORDS = `
  password passw0rd passwort welcome admin administrator letmein iloveyou monkey dragon secret master login user
  test qwerty football baseball princess sunshine shadow superman batman trustno1 hello freedom whatever starwars
  summer winter spring autumn january february march april june july august september october november december
  monday friday saldo cloud billing company default changeme access root oracle server parol privet lyubov lubov
  ljubov natasha marina svetlana tatyana tatiana ekaterina anastasia anastasiya andrey andrei sergey sergei dmitry
  dmitriy aleksandr alexander vladimir mikhail maksim nikolay viktor moskva moscow rossiya russia spartak zenit
  cska dinamo piter almaty astana kazakhstan qazaqstan solnyshko zvezda koshka sobaka kotik zaya zayka lapochka
  krasotka leto zima vesna osen lena masha buhgalter buhgalteriya glavbuh direktor romashka пароль привет любовь
  наташа солнышко москва россия спартак зенит админ секрет бухгалтер котик зайка лето зима весна осень gfhjkm
  ghbdtn k.,jdm yfnfif ljcneg cjkywt vjcrdf rjirf
`
  .trim()
  .split(/\s+/)
  .toSorted((one, other) => other.length - one.length);

/** Signs that people write for letters: `p@ssw0rd`. */
const DISGUISES: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** PTR-05 asks for eight; the house asks for twelve of everybody. */
const SHORTEST = 12;

/**
 * PTR-05: upper and lower case Latin letters, a digit or a special character, no repeated groups; at least twelve
 * characters, and none of what is guessed first. Refuses WeakPassword with the reason.
 */
export function requireStrongPassword(password: string, email: string, name = ""): void {
  const reason = passwordWeakness(password, email, name);
  if (reason) throw WeakPassword({ field: "password", values: { reason_ru: reason.ru, reason_en: reason.en } });
}

/** Why a password will be refused, the first reason; null when it will do. The consoles tell it while one types. */
export function passwordWeakness(password: string, email: string, name = ""): Texts | null {
  if (password.length < SHORTEST || password.length > 128) return LENGTH;
  if (!/[a-z]/.test(password) || !/[A-Z]/.test(password)) return CASES;
  if (!/[^a-zA-Z\s]/.test(password)) return OTHER;
  if (hasRepeatedGroup(password.toLowerCase())) return REPEATED;
  return isGuessable(password.toLowerCase(), [...partsOf(email), ...partsOf(name)]) ? GUESSABLE : null;
}

/** `aaa`, `abab`, `123123`: one character three times or a longer group twice, one after the other. */
function hasRepeatedGroup(password: string): boolean {
  return /(.)\1\1/u.test(password) || /(..+)\1/u.test(password);
}

/** The words of a name or a mail address, its company too, that are long enough to build a password of. */
function partsOf(text: string): string[] {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return words.flatMap((word) => [word, latin(word)]).filter((word) => word.length >= 4);
}

const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  [..."абвгдеёжзийклмнопрстуфхцчшщъыьэюя"].map((letter, index) => [
    letter,
    "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch  y  e yu ya".split(" ")[index] ?? "",
  ]),
);

function latin(word: string): string {
  return [...word].map((letter) => LETTERS[letter] ?? letter).join("");
}

/** What is left when words, years, keyboard rows and what is one's own are taken away must still be worth guessing. */
function isGuessable(password: string, own: readonly string[]): boolean {
  const undisguised = password.replaceAll(/[0134578@$!]/g, (sign) => DISGUISES[sign] ?? sign);
  return [password, undisguised].some((text) => {
    let rest = text;
    for (const word of [...own, ...WORDS]) rest = rest.replaceAll(word, "");
    rest = rest.replaceAll(/(19|20)\d\d/g, "");
    for (const row of ROWS) rest = withoutRuns(rest, row);
    return new Set(rest).size < 5;
  });
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
