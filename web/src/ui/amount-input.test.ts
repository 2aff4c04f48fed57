import { describe, expect, it } from "vitest";
import { checkAmount, limitsOf, readAmount } from "./amount-input.ts";

describe("typed amounts", () => {
  it("reads what people type and paste", () => {
    expect(["1500", "1 500,50", "1\u00a0500.5", "12 345,67 ₽", "0,01", "10."].map(readAmount)).toEqual([
      150000n,
      150050n,
      150050n,
      1234567n,
      1n,
      1000n,
    ]);
  });

  it("refuses what is not a positive amount of money", () => {
    for (const wrong of ["", "abc", "-5", "0", "1,234.56", "1.005", "1e5", "99999999999999"])
      expect(readAmount(wrong), wrong).toBeNull();
  });

  it("PAY-02 asks for at least 10 RUB or 100 KZT", () => {
    expect(checkAmount("9,99", limitsOf("RUB"))).toEqual({ error: "minimum" });
    expect(checkAmount("10", limitsOf("RUB"))).toEqual({ minor: 1000n });
    expect(checkAmount("99", limitsOf("KZT"))).toEqual({ error: "minimum" });
    expect(checkAmount("100", limitsOf("KZT"))).toEqual({ minor: 10000n });
    expect(checkAmount(" ", limitsOf("RUB"))).toEqual({ error: "required" });
    expect(checkAmount("1000000000", limitsOf("RUB"))).toEqual({ error: "maximum" });
  });
});
