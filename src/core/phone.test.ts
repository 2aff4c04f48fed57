import { describe, expect, it } from "vitest";

import { countryOfNumber, isMobileOf, maskedPhone, normalPhone } from "./phone.ts";

describe("REG-09 telephone numbers", () => {
  it.each([
    ["+7 (916) 123-45-67", "+79161234567"],
    ["8 916 123 45 67", "+79161234567"],
    ["0049 151 23456789", "+4915123456789"],
    ["+77011234567", "+77011234567"],
  ])("REG-09 %s is %s", (written, phone) => expect(normalPhone(written)).toBe(phone));

  it.each(["", "12345", "+0123456789", "+7916123456x", "+791612345678901234", "9161234567"])(
    "REG-09 %j is no number",
    (written) => expect(normalPhone(written)).toBeNull(),
  );

  it("REG-09 a code goes to mobile numbers of the country alone: neither to paid lines nor to other countries", () => {
    expect(isMobileOf("+79161234567", "RU")).toBe(true);
    expect(isMobileOf("+77011234567", "KZ")).toBe(true);
    for (const [phone, country] of [
      ["+74951234567", "RU"],
      ["+78091234567", "RU"],
      ["+77011234567", "RU"],
      ["+79161234567", "KZ"],
      ["+4915123456789", "RU"],
      ["+79161234567", "DE"],
    ] as const) {
      expect([phone, country, isMobileOf(phone, country)]).toEqual([phone, country, false]);
    }
    expect([countryOfNumber("+79161234567"), countryOfNumber("+76001234567"), countryOfNumber("+491512")]).toEqual([
      "RU",
      "KZ",
      null,
    ]);
  });

  it("REG-09 what is recorded of it calls nobody", () => expect(maskedPhone("+79161234567")).toBe("+7…4567"));
});
