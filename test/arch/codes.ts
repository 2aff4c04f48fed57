import { isTest, lineOf, nodesOf, type Source } from "./sources.ts";

import ts from "typescript";

/** A code as the text names it, and the anchor in docs that explains it: `PRC-05`, `reliability-34`, `invariant-26`. */
export interface Code {
  readonly anchor: string;
  readonly offset: number;
}

/** Where the codes are explained. */
const HOMES = ["docs/rules.md", "docs/reliability.md"];
const READ = /^(?:src|web\/src|db|test|docs|tools|bin)\/|^[A-Z]+\.md$/;
/** Three capitals and two digits that are something else: an encoding. */
const NO_RULE = new Set(["UTF-16", "UTF-32"]);

const RULE = /\b[A-Z]{3}-\d{2}\b/g;
const NUMBERED = /\b(reliability|invariant)s?(?:\.md)?(?: rows?)?\s+(\d+(?:(?:, | and |-)\d+)*)\b/gi;
/** A bare row could be any table's: a title or a bracket that begins with one says reliability instead. A UPD has a row 5. */
const BARE_ROW = /["(]rows? (?!5\b)\d+/g;

/** A list that no document of the repository holds. */
const HOUSE_RULE = /\bhouse rules? \d+/gi;

/** Every code that a text names; of a span such as `1-5` each. */
export function codesIn(text: string): Code[] {
  const rules = [...text.matchAll(RULE)].map((match) => ({ anchor: match[0], offset: match.index }));
  const numbered = [...text.matchAll(NUMBERED)].flatMap((match) => {
    const [, kind = "", numbers = ""] = match;
    return numbersOf(numbers).map((number) => ({ anchor: `${kind.toLowerCase()}-${number}`, offset: match.index }));
  });
  return [...rules, ...numbered].filter((code) => !NO_RULE.has(code.anchor));
}

function numbersOf(list: string): number[] {
  return list.split(/, | and /).flatMap((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

/** The anchors that the two documents give, in their order. One that is given twice stands twice. */
export function anchorsOf(sources: readonly Source[]): string[] {
  const homes = sources.filter(({ path }) => HOMES.includes(path));
  return homes.flatMap(({ text }) => [...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map((match) => match[1] ?? ""));
}

/** Codes that lead nowhere, anchors given twice, and rows that do not say of what. */
export function codeProblems(sources: readonly Source[]): string[] {
  const anchors = anchorsOf(sources);
  const known = new Set(anchors);
  const twice = anchors
    .filter((anchor, at) => anchors.indexOf(anchor) !== at)
    .map((anchor) => `${anchor} stands twice`);
  const lost = sources
    .filter(({ path }) => READ.test(path))
    .flatMap((source) => {
      const { path, text } = source;
      const unknown = [...codesIn(text), ...invariantOfFile(path)].filter(({ anchor }) => !known.has(anchor));
      const bare = /^(?:src|web|test)\//.test(path) ? [...text.matchAll(BARE_ROW), ...text.matchAll(HOUSE_RULE)] : [];
      return [
        ...unknown.map(({ anchor, offset }) => `${path}:${lineOf(text, offset)} ${anchor} is explained nowhere`),
        ...bare.map((match) => `${path}:${lineOf(text, match.index)} ${match[0]}: say reliability and the number`),
      ];
    });
  return [...twice, ...lost];
}

/** `db/invariants/26-freeze-is-told.sql` is named by its number. */
function invariantOfFile(path: string): Code[] {
  const number = /^db\/invariants\/(\d+)-/.exec(path)?.[1];
  return number ? [{ anchor: `invariant-${Number(number)}`, offset: 0 }] : [];
}

/** The codes that no test's title names: what is still to be shown, or to be built. */
export function codesWithoutTest(sources: readonly Source[]): string[] {
  const shown = new Set(
    sources
      .filter((source) => isTest(source))
      .flatMap(titlesOf)
      .flatMap(codesIn)
      .map(({ anchor }) => anchor),
  );
  for (const { path } of sources) for (const { anchor } of invariantOfFile(path)) shown.add(anchor);
  return anchorsOf(sources).filter((anchor) => !shown.has(anchor));
}

function titlesOf(source: Source): string[] {
  return nodesOf(source).flatMap(({ node }) => {
    if (!ts.isCallExpression(node) || !/^(?:it|test|describe)\b/.test(node.expression.getText())) return [];
    const [title] = node.arguments;
    return title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)) ? [title.getText()] : [];
  });
}
