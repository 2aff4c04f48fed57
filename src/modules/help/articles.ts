import type { Article } from "./article.ts";
import { PAPERS } from "./articles/papers.ts";
import { ACCESS, PROJECTS } from "./articles/projects.ts";
import { SIGN_IN } from "./articles/sign-in.ts";
import { START } from "./articles/start.ts";

/** Every question that is answered, in the order of the list (HLP-01). */
export const ARTICLES: readonly Article[] = [...START, ...PROJECTS, ...ACCESS, ...SIGN_IN, ...PAPERS];

/** Undefined where there is none of that code. */
export function articleOf(code: string): Article | undefined {
  return ARTICLES.find((article) => article.code === code);
}

/** What is looked for, best first; all of them where nothing is. Words are found by their beginnings, in either language. */
export function found(search: string): readonly Article[] {
  const wanted = wordsOf(search).map(stem);
  if (wanted.length === 0) return ARTICLES;
  const scored = ARTICLES.map((article) => ({ article, score: scoreOf(article, wanted) }));
  return scored
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
    .map(({ article }) => article);
}

function scoreOf({ question, words }: Article, wanted: readonly string[]): number {
  const inQuestion = wordsOf(`${question.ru} ${question.en}`);
  const beside = wordsOf(`${words.ru} ${words.en}`);
  const scores = wanted.map((start) => {
    if (inQuestion.some((word) => word.startsWith(start))) return 3;
    return beside.some((word) => word.startsWith(start)) ? 2 : 0;
  });
  // Most of what is asked for must be there: a single common word is no answer.
  const hits = scores.filter((score) => score > 0).length;
  return hits * 2 > wanted.length || (hits > 0 && wanted.length <= 2)
    ? scores.reduce<number>((sum, one) => sum + one, 0)
    : 0;
}

/** Small words ask for nothing. */
const SMALL = new Set(
  "как что где или для мне мой моя наш the how what where for and with our you can are not".split(" "),
);

function wordsOf(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .replaceAll("ё", "е")
      .match(/[\p{L}\d]+/gu) ?? [];
  return words.filter((word) => word.length > 2 && !SMALL.has(word));
}

/** Without its ending, so that `владельца` finds `владелец` and `invoices` finds `invoice`. */
function stem(word: string): string {
  return word.slice(0, Math.max(3, word.length - (word.length > 6 ? 3 : word.length > 4 ? 2 : 0)));
}
