import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMinor } from "../../../src/core/money.ts";
import { formatsOf } from "../i18n/format.ts";
import { checkAmount, limitsOf, readAmount } from "./amount-input.ts";

const inRussian = (typed: string) => readAmount(typed, "ru");

describe("typed amounts", () => {
  it("reads what people type and paste", () => {
    expect(["1500", "1 500,50", "1\u00a0500.5", "12 345,67 ₽", "0,01", "10."].map(inRussian)).toEqual([
      150000n,
      150050n,
      150050n,
      1234567n,
      1n,
      1000n,
    ]);
  });

  it("REG-07 reads the form of either language in either console, and what the console itself shows", () => {
    for (const form of [
      "12 345,67",
      "12,345.67",
      "12.345,67",
      "12345.67",
      "₽12,345.67",
      "12\u202f345,67\u00a0₽",
      "RUB 12,345.67",
    ])
      for (const language of ["ru", "en"] as const) expect(readAmount(form, language), form).toBe(1234567n);
    expect(readAmount("1,234", "en")).toBe(123400n);
    expect(["1,234,567", "1.234.567", "1,234,567.8"].map(inRussian)).toEqual([123456700n, 123456700n, 123456780n]);
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 99_999_999_999_99n }),
        fc.constantFrom("ru" as const, "en" as const),
        (minor, language) => {
          const formats = formatsOf(language, "UTC");
          expect(readAmount(formats.amount(formatMinor(minor)), language)).toBe(minor);
          expect(readAmount(formats.money(formatMinor(minor), "RUB"), language)).toBe(minor);
          expect(readAmount(formats.money(formatMinor(minor), "KZT"), language)).toBe(minor);
        },
      ),
    );
  });

  it("says what is wrong: two readings, more than two digits of kopecks, no number", () => {
    const limits = limitsOf("RUB");
    expect(
      ["1,234", "1 500,505", "сто", "-5", "0,00", "99999999999999"].map((typed) => {
        const result = checkAmount(typed, limits, "ru");
        return "error" in result ? result.error : null;
      }),
    ).toEqual(["ambiguous", "fraction", "malformed", "minimum", "minimum", "maximum"]);
  });

  it("refuses what is not a positive amount of money", () => {
    for (const wrong of [
      "",
      "abc",
      "-5",
      "0",
      "1.005",
      "1,234",
      "1.234",
      "1,23,456.00",
      "1.234.5",
      "12,345,67",
      "1e5",
      "99999999999999",
    ])
      expect(inRussian(wrong), wrong).toBeNull();
    expect(["1.234", "1.005", "12,34", "1,2345"].map((one) => readAmount(one, "en"))).toEqual([
      null,
      null,
      1234n,
      null,
    ]);
  });

  it("PAY-02 asks for at least 10 RUB or 100 KZT", () => {
    expect(checkAmount("9,99", limitsOf("RUB"), "ru")).toEqual({ error: "minimum" });
    expect(checkAmount("10", limitsOf("RUB"), "ru")).toEqual({ minor: 1000n });
    expect(checkAmount("99", limitsOf("KZT"), "ru")).toEqual({ error: "minimum" });
    expect(checkAmount("100", limitsOf("KZT"), "ru")).toEqual({ minor: 10000n });
    expect(checkAmount(" ", limitsOf("RUB"), "ru")).toEqual({ error: "required" });
    expect(checkAmount("1000000000", limitsOf("RUB"), "ru")).toEqual({ error: "maximum" });
  });
});
