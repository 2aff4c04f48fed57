import type { TFunction } from "i18next";
import { expect, it } from "vitest";

import { Refusal } from "../api/problem.ts";
import { problemText } from "./problem-text.ts";

const t = ((key: string) => key) as unknown as TFunction;

it.each([
  ["not_found", 404, "problem.notFound"],
  ["forbidden", 403, "console.forbidden"],
  ["unknown_payer", 404, "Не найдено: proposal"],
] as const)(
  "REG-07 of what the API names in its own words the page says it in the reader's: %s",
  (code, status, said) => {
    const text = { ru: "Не найдено: proposal", en: "Not found: proposal" };
    expect(problemText(new Refusal({ title: "", code, status, text }), "ru", t).text).toBe(said);
  },
);
