import { describe, expect, it } from "vitest";
import { quantityText } from "./quantity.ts";

describe("BAL-05 a quantity in the unit its price is for", () => {
  it.each([
    ["1 935", "vCPU в час", "ru", "1 935 vCPU·ч"],
    ["1,935", "vCPU per hour", "en", "1,935 vCPU·h"],
    ["12", "vCPU в минуту", "ru", "12 vCPU·мин"],
    ["80,625", "vCPU в день", "ru", "80,625 vCPU·сут"],
    ["335,9375", "ГБ за 30 дней", "ru", "335,9375 ГБ × 30 дней"],
    ["335.9375", "GB per 30 days", "en", "335.9375 GB × 30 days"],
    ["689,15", "10 000 запросов", "ru", "689,15 × 10 000 запросов"],
    ["704", "ГБ", "ru", "704 ГБ"],
    ["3", "of a kind nobody knows", "en", "3 of a kind nobody knows"],
    ["3", "", "en", "3"],
  ] as const)("%s of %s (%s)", (quantity, unit, language, text) => {
    expect(quantityText(quantity, unit, language)).toBe(text);
  });
});
