import { globSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { ROLE_NAMES } from "../../src/modules/tenancy/index.ts";
import { first } from "../../web/src/i18n/en/customer/first.ts";
import { later } from "../../web/src/i18n/en/customer/later.ts";
import { office as officeEn } from "../../web/src/i18n/en/office/index.ts";
import { customer } from "../../web/src/i18n/ru/customer/index.ts";
import { office } from "../../web/src/i18n/ru/office/index.ts";

/**
 * Letters, ready answers and the help lead people by the words that they see on the screen: what a text quotes as such must
 * be there in those words.
 */
const ROOMS = ["notifications", "requests", "help", "closing", "documents"];
/** In Russian, words of the screen stand in quotes and begin with a capital; names of companies are made at run time. */
const QUOTED = /«(\p{Lu}[^»$]*)»/gu;
const PLACE = /\b(?:page|tab|link|section|button) “?([A-Z][\w’' -]*?)”?(?=[,.;:"`]|$| (?:and|of|under|page)\b)/gu;
/** What is quoted for another reason: an example of how a payer is named. */
const OUTSIDE: readonly string[] = ["ИП Иванов Иван Иванович"];

const sources = ROOMS.flatMap((room) => globSync(`src/modules/${room}/**/*.ts`)).filter(
  (path) => !path.endsWith(".test.ts"),
);

function texts(branch: object): string[] {
  return Object.values(branch).flatMap((one: unknown) =>
    typeof one === "string" ? [one] : texts(one as Record<string, unknown>),
  );
}

/** Without what stands after it: `Как посчитано: {{name}}`, `Забыли пароль?`. */
const asSeen = (text: string) => text.replace(/: \{\{.*$/u, "").replace(/[?…]$/u, "");

function wrong(pattern: RegExp, screen: ReadonlySet<string>): string[] {
  return sources.flatMap((path) => {
    const text = readFileSync(path, "utf8").replaceAll(/^\s*(?:\/\/|\*|\/\*\*).*$/gmu, "");
    return [...text.matchAll(pattern)]
      .map(([, name = ""]) => name)
      .filter((name) => !screen.has(asSeen(name)) && !OUTSIDE.includes(name))
      .map((name) => `${path}: ${name}`);
  });
}

test("PTR-16 REQ-11 what a letter, an answer or the help names is on the screen in the same words", () => {
  const roles = Object.values(ROLE_NAMES);
  const ru = new Set([...texts(customer), ...texts(office), ...roles.map((name) => name.ru)].map(asSeen));
  const en = new Set(
    [...texts(first), ...texts(later), ...texts(officeEn), ...roles.map((name) => name.en)].map(asSeen),
  );
  expect(wrong(QUOTED, ru)).toEqual([]);
  expect(wrong(PLACE, en)).toEqual([]);
});
