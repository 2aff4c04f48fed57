import { describe, expect, it } from "vitest";
import { inCurrency, labelOf, readValue } from "./explain-value.ts";

describe("values of an explanation", () => {
  it("reads money, texts, times, dates and decimals by their shape", () => {
    const kinds = [
      { amount: "1.00", currency: "RUB" },
      { ru: "а", en: "a" },
      "2026-10-31T10:00:00Z",
      "2026-10-31",
      "0.004166667",
      true,
      [{ a: 1 }],
      { a: 1 },
    ].map((value) => readValue(value).kind);
    expect(kinds).toEqual(["money", "localised", "instant", "date", "decimal", "boolean", "list", "record"]);
  });

  it("leaves identifiers as they are", () => {
    expect(readValue("1234567890")).toEqual({ kind: "text", text: "1234567890" });
    expect(readValue(["a", "b"])).toEqual({ kind: "text", text: "a, b" });
  });

  it("shows amounts as money of the project", () => {
    expect(inCurrency("amount", readValue("1.50"), "RUB")).toEqual({
      kind: "money",
      money: { amount: "1.50", currency: "RUB" },
    });
    expect(inCurrency("quantity", readValue("1.50"), "RUB").kind).toBe("decimal");
  });

  it("leaves out empty fields", () => {
    expect(readValue({ a: null, b: "", c: "x" })).toEqual({ kind: "record", fields: [["c", "x"]] });
  });

  it("makes a readable label of an unknown field", () => {
    expect([labelOf("effectiveFrom"), labelOf("price_list")]).toEqual(["Effective from", "Price list"]);
  });
});
