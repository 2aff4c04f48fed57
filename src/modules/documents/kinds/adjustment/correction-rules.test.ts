import { expect, test } from "vitest";

import { CORRECTION_RULES, correctionRule } from "./correction-rules.ts";

test("DOC-07 what changed and whose error it was decide between an adjustment and a revision, and name the article of law", () => {
  const shown = CORRECTION_RULES.map(({ change, errorOf, form }) => `${change} ${errorOf}: ${form}`);
  expect(shown).toEqual([
    "volume nobody: adjustment",
    "volume buyer: adjustment",
    "volume supplier: revision",
    "price nobody: adjustment",
    "price buyer: adjustment",
    "price supplier: revision",
    "document nobody: revision",
    "document buyer: revision",
    "document supplier: revision",
    "buyer nobody: adjustment",
    "buyer buyer: adjustment",
    "buyer supplier: revision",
  ]);
  for (const { form, law } of CORRECTION_RULES) expect(law).toContain(form === "revision" ? "1137" : "ст. 168");
  expect(correctionRule("RU", "volume", "supplier").form).toBe("revision");
});

test("DOC-07 a rule is one for its country, change and error, and a country without one is a defect", () => {
  const keys = CORRECTION_RULES.map(({ country, change, errorOf }) => `${country} ${change} ${errorOf}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(() => correctionRule("KZ", "volume", "nobody")).toThrow(TypeError);
});
