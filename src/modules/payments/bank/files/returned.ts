/** Letters of a Russian word, each of which may be the Latin one that looks the same: people retype what they see. */
const [V, O, R, T] = ["[вb]", "[оo0]", "[рp]", "[тt]"];
/** What begins no longer word. */
const BEGIN = "(?<![\\p{L}\\p{N}])";
const END = "(?![\\p{L}\\p{N}])";

/** Words of a return in Russian, Kazakh and English, in full, cut short and in Latin letters, however banks write them. */
const RETURN = new RegExp(
  [
    // Возврат, возвр., возвращено; of «Қайтару» a charset may lose the first letter.
    `${BEGIN}${V}${O}з${V}${R}\\p{L}*`,
    `${BEGIN}[vw]o[zs][vw]r\\p{L}*`,
    `${BEGIN}[қкk?\\ufffd]айт[аa][рp](?!\\p{L}*с[ыi]з)\\p{L}*`,
    `${BEGIN}[qk]a[iyj]tar(?!\\p{L}*s[yi]z)(?:u|y|i)\\p{L}*`,
    `${BEGIN}[сc]${T}${O}${R}н(?:${O}|и${R})\\p{L}*`,
    `${BEGIN}storno${END}`,
    `${BEGIN}refund(?:s|ed|ing|ment)?${END}`,
    `${BEGIN}(?:returned|reversal|chargeback)${END}`,
    `${BEGIN}return(?:s|ing)?\\s+(?:of|payment|transfer|transaction|funds|money|order|wire|amount|p\\s?/\\s?p|pp|no|to)${END}`,
    `${BEGIN}(?:payment|transfer|funds|wire|money)\\s+return${END}`,
    // A text that begins with the word alone, or with the number of what came back.
    `^[^\\p{L}\\p{N}]*return\\s*(?:[^\\p{L}\\s]|$)`,
  ].join("|"),
  "giu",
);

/** What stands before a return that will not be, or before one that is the payer's own business with others. */
const NONE_BEFORE = new RegExp(
  `${BEGIN}(?:${[
    "без(?:\\s+(?:права|условия|возможности|обязательства))?(?:\\s+на)?",
    "bez(?:\\s+prava)?(?:\\s+na)?",
    "не(?:\\s+(?:подлеж|предусматр|предполаг|треб)\\p{L}*)?",
    "ne(?:\\s+podl\\p{L}*)?",
    "в\\s+сч[её]т",
    "v\\s+sch[eo]t",
    "no|non|not|without(?:\\s+a)?|without\\s+(?:right|possibility)\\s+of",
  ].join("|")})[\\s-]+$`,
  "iu",
);
const NONE_AFTER = /^\s+(?:не\s+(?:подлеж|предусм|предпол|треб|будет)|ne\s+podl|is\s+not|not)/iu;
/** As far as one looks for what denies a return. */
const NEAR = 60;
/** No purpose is longer, or denies a return as often: what goes on like that is not certain. */
const LONGEST = 2_000;
const MOST_DENIED = 5;

/**
 * Whether a purpose speaks of a payment that came back: «Возврат п/п 12 от 05.11.2026», «Vozvr. p/p 12», «Refund», «Қайтару».
 * Nobody tops a project up with such a transfer. A return that the text itself denies («без возврата», «возврату не
 * подлежит»), or that is a debt of others which the payer settles («в счёт возврата займа»), is none; what is not certain is
 * one, and people look. Pure.
 */
export function speaksOfReturn(purpose: string): boolean {
  if (!MAY_SPEAK.test(purpose)) return false;
  const text = purpose.slice(0, LONGEST).normalize("NFKC");
  if (isReturn(text.replace(/\s+/g, " "))) return true;
  const rows = text.split(/[\r\n]+/);
  // A bank cuts texts at a fixed width, within words and between them.
  return rows.length > 1 && isReturn(rows.map((row) => row.trim()).join(""));
}

/** Most purposes are none of this, and every one is asked. */
const MAY_SPEAK =
  /з\s*[вb]|[zs]\s*[vw]|а\s*й\s*т|a\s*[iyj]\s*t|r\s*e\s*[fvt]|[сc]\s*[тt]\s*[оo]\s*[рpr]|c\s*h\s*a\s*r\s*g\s*e\s*b/iu;

function isReturn(text: string): boolean {
  let denied = 0;
  for (const { 0: word, index } of text.matchAll(RETURN)) {
    const before = text.slice(Math.max(0, index - NEAR), index);
    const after = text.slice(index + word.length, index + word.length + NEAR);
    if (denied === MOST_DENIED || (!NONE_BEFORE.test(before) && !NONE_AFTER.test(after))) return true;
    denied += 1;
  }
  return false;
}
