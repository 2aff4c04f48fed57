import { describe, expect, it } from "vitest";
import { en } from "./en.ts";
import { ru } from "./ru.ts";

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

const languages = { ru: flatten(ru), en: flatten(en) };

describe("texts", () => {
  it("has every key in both languages", () => {
    expect(plainAndCounted(languages.en)).toEqual(plainAndCounted(languages.ru));
  });

  it("has exactly the plural forms of each language", () => {
    for (const [language, texts] of Object.entries(languages)) {
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
    for (const [key, text] of languages.en) {
      expect(placeholders(text), key).toEqual(placeholders(languages.ru.get(key) ?? ""));
    }
  });

  it("leaves no text empty, untrimmed or in the wrong alphabet", () => {
    for (const texts of Object.values(languages)) for (const text of texts.values()) expect(text).toBe(text.trim());
    for (const [key, text] of languages.en) {
      expect(text, key).not.toBe("");
      expect(text, key).not.toMatch(/[а-яё]/i);
    }
  });
});
