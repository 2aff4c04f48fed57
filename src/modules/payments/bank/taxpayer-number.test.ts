import { describe, expect, it } from "vitest";

import { isOneTaxpayer, isOtherTaxpayer, spellingsOf, taxpayerNumber } from "./taxpayer-number.ts";

describe("a taxpayer's number as banks write it", () => {
  it.each([
    "7700000016",
    "7700000016/770001001",
    "7700000016 / 770001001",
    "7700000016/0",
    "ИНН 7700000016",
    "ИНН: 7700000016 КПП: 770001001",
    "ИНН/КПП 7700000016/770001001",
    "007700000016",
    "7700000016.0",
  ])("PAY-12 %s is one number", (text) => {
    expect(taxpayerNumber(text)).toBe("7700000016");
  });

  it.each(["", "0", "77******16", "******0016", "770000....", "7700XXXX16", "ХХХХХХ774301", "-", "1234", null])(
    "PAY-12 %s tells nothing",
    (text) => {
      expect(taxpayerNumber(text)).toBeNull();
    },
  );

  it("PAY-13 another's is told from the same in another spelling, and from one that says nothing", () => {
    expect(isOtherTaxpayer("274062111", "0274062111/027401001")).toBe(false);
    expect(isOtherTaxpayer("0274062111", "274062111")).toBe(false);
    expect(isOtherTaxpayer("77******16", "7700000016")).toBe(false);
    expect(isOtherTaxpayer("0", "7700000016")).toBe(false);
    expect(isOtherTaxpayer(null, "7700000016")).toBe(false);
    // A foreign organisation's code stands in the same field.
    expect(isOtherTaxpayer("12345", "7700000016")).toBe(false);
    expect(isOtherTaxpayer("7700000001", "7700000016")).toBe(true);
    expect(isOtherTaxpayer("ИНН 7700000001/770001001", "7700000016")).toBe(true);
  });

  it("PAY-13 registers are asked for every spelling, and one that says nothing is nobody's", () => {
    expect(spellingsOf("274062111/027401001")).toEqual(["274062111", "0274062111", "000274062111"]);
    expect(spellingsOf("7700000016/770001001")).toContain("7700000016");
    expect(spellingsOf("77******16")).toEqual([]);
    expect(isOneTaxpayer("0", "0")).toBe(false);
    expect(isOneTaxpayer(null, null)).toBe(false);
  });
});
