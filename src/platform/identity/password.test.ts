import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { requireStrongPassword } from "./password.ts";

const refused = (password: string, email = "anna.petrova@example.ru") => {
  try {
    requireStrongPassword(password, email);
    return null;
  } catch (error) {
    return (error as { details: { values: { reason_en: string } } }).details.values.reason_en;
  }
};

describe("PTR-05 passwords", () => {
  it.each(["Sonne-und-Mond-7", "Zb7#kdPw", "тихоДон9Ab", "correct Horse 9 battery"])("PTR-05 takes %s", (password) => {
    expect(refused(password)).toBeNull();
  });

  it.each([
    ["Ab1defg", /8 to 128/],
    [`Ab1${"x".repeat(126)}`, /8 to 128/],
    ["alllower-7", /upper case/],
    ["ALLUPPER-7", /lower/],
    ["йцукенгшщз12", /Latin/],
    ["OnlyLetters", /digit or a special/],
    ["Abcabc-77x", /repeated|guess/],
    ["Xyz111-Qwe", /repeated/],
    ["Ab12Ab12-z", /repeated/],
    ["Password1234", /guess/],
    ["Qwertyuiop1", /guess/],
    ["Йцукен-Aa12", /guess/],
    ["Anna.Petrova1", /guess/],
  ])("PTR-05 refuses %s with the reason", (password, reason) => {
    expect(refused(password)).toMatch(reason);
  });

  it("answers any text at all, quickly", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        fc.string({ maxLength: 60 }),
        (password, email) => void refused(password, email),
      ),
    );
    expect(refused(`${"ab".repeat(63)}A1`)).toMatch(/repeated/);
  });
});
