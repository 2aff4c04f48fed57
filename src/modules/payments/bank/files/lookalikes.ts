/** Cyrillic letters that the eye takes for these Latin ones and figures, in any case and in any of a bank's languages. */
const CYRILLIC: Readonly<Record<string, string>> = {
  "1": "іӏ",
  a: "а",
  b: "вьъ",
  c: "с",
  d: "ԁ",
  e: "еёҽ",
  g: "ԍ",
  h: "нһ",
  i: "іїӏ",
  j: "ј",
  k: "кқҝ",
  l: "ӏі",
  m: "м",
  n: "пӊ",
  o: "о",
  p: "р",
  s: "ѕ",
  t: "т",
  u: "ц",
  w: "ш",
  x: "хҳ",
  y: "уү",
};
/** The other way round, each the letter that Russian words have. */
const RUSSIAN: ReadonlyMap<string, string> = new Map(
  [..."abcehkmoptxyn"].map((latin) => [latin, CYRILLIC[latin]?.[0] ?? latin]),
);

/** Whether a Cyrillic letter may stand where a Latin one or a figure should. */
export function looksLike(letter: string, latin: string): boolean {
  return (CYRILLIC[latin.toLowerCase()] ?? "").includes(letter.toLowerCase());
}

/** A Russian word in lower case of which some letters are Latin ones, with Cyrillic ones in their place. */
export function inRussianLetters(word: string): string {
  return word.replace(/[a-z]/g, (letter) => RUSSIAN.get(letter) ?? letter);
}
