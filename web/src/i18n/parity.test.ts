import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CONSOLES } from "../session/consoles.ts";
import { first as firstEn } from "./en/customer/first.ts";
import { later as laterEn } from "./en/customer/later.ts";
import { office as officeEn } from "./en/office/index.ts";
import { customer as customerRu } from "./ru/customer/index.ts";
import { office as officeRu } from "./ru/office/index.ts";

const customerEn = { ...firstEn, ...laterEn };

interface Branch {
  readonly [key: string]: string | Branch;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;

function flatten(branch: Branch, prefix = ""): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(branch)) {
    if (typeof value === "string") texts.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) texts.set(inner, text);
  }
  return texts;
}

/** A key with `_one` is counted; `documents.kind_other` alone is not. */
function isCounted(key: string, texts: Map<string, string>): boolean {
  return PLURAL.test(key) && texts.has(key.replace(PLURAL, "_one"));
}

function plainAndCounted(texts: Map<string, string>): string[] {
  return [...new Set([...texts.keys()].map((key) => (isCounted(key, texts) ? key.replace(PLURAL, "_#") : key)))].sort();
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "").sort();
}

const consoles: [name: string, ru: Map<string, string>, en: Map<string, string>][] = [
  ["customer", flatten(customerRu), flatten(customerEn)],
  ["office", flatten(officeRu), flatten(officeEn)],
];

it("every console is looked at", () => {
  expect(consoles.map(([name]) => name)).toEqual(Object.keys(CONSOLES));
});

describe.each(consoles)("texts of the %s's console", (name, ru, en) => {
  it("has every key in both languages", () => {
    expect(plainAndCounted(en)).toEqual(plainAndCounted(ru));
  });

  it("has exactly the plural forms of each language", () => {
    for (const [language, texts] of Object.entries({ ru, en })) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
      for (const key of texts.keys()) {
        if (!isCounted(key, texts)) continue;
        const base = key.replace(PLURAL, "");
        const found = [...texts.keys()].filter((other) => other.replace(PLURAL, "") === base && PLURAL.test(other));
        expect(found.map((other) => other.slice(base.length + 1)).toSorted(), `${language} ${base}`).toEqual(forms);
      }
    }
  });

  it("uses the same placeholders in both languages", () => {
    for (const [key, text] of en) expect(placeholders(text), key).toEqual(placeholders(ru.get(key) ?? ""));
  });

  it("leaves no text empty, untrimmed or in the wrong alphabet", () => {
    for (const texts of [ru, en]) for (const text of texts.values()) expect(text).toBe(text.trim());
    for (const [key, text] of en) {
      expect(text, key).not.toBe("");
      expect(text, key).not.toMatch(/[а-яё]/i);
    }
  });

  it("has every group of texts that its pages and the shared ones name", () => {
    expect(missing([name, "session", "ui"].flatMap(sources), ru)).toEqual([]);
  });
});

it("a group of texts that a console does not carry is seen", () => {
  const source = '<p>{t("wallet.title")}{t("action.retry")}{t(`suspense.reason_${reason}`)}</p>';
  expect(missing([source], flatten(officeRu))).toEqual(["wallet"]);
  expect(missing([source], flatten(customerRu))).toEqual(["suspense"]);
});

/** The groups (`wallet` of `t("wallet.title")`) that sources name and a console has no text of. */
function missing(sources: readonly string[], texts: Map<string, string>): string[] {
  const groups = new Set([...texts.keys()].map((key) => key.split(".")[0]));
  const named = sources.flatMap((source) =>
    [...source.matchAll(/\bt\(\s*["`](\w+)\./g)].map((match) => match[1] ?? ""),
  );
  return [...new Set(named)].filter((group) => !groups.has(group));
}

function sources(room: string): string[] {
  const folder = join(import.meta.dirname, "..", room);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}
