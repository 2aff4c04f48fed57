import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { requireStrongPassword } from "./password.ts";

const refused = (password: string, email = "anna.petrova@example.ru", name = "") => {
  try {
    requireStrongPassword(password, email, name);
    return null;
  } catch (error) {
    return (error as { details: { values: { reason_en: string } } }).details.values.reason_en;
  }
};

describe("PTR-05 passwords", () => {
  it.each(["Sonne-und-Mond-7", "Zb7#kdPwq2!u", "тихоДон9AbЖб", "correct Horse 9 battery"])(
    "PTR-05 takes %s",
    (password) => {
      expect(refused(password)).toBeNull();
    },
  );

  it.each([
    ["Ab1defg-xyz", /12 to 128/],
    [`Ab1${"x".repeat(126)}`, /12 to 128/],
    ["alllower-7-only", /upper case/],
    ["ALLUPPER-7-ONLY", /lower/],
    ["йцукенгшщз12", /Latin/],
    ["OnlyLettersHere", /digit or a special/],
    ["Abcabc-77x-qz", /repeated|guess/],
    ["Xyz111-QweRty", /repeated/],
    ["Ab12Ab12-zWvu", /repeated/],
    ["Password1234", /guess/],
    ["Qwertyuiop12", /guess/],
    ["Йцукен-Aa12-1998", /guess/],
    ["Anna.Petrova1", /guess/],
  ])("PTR-05 refuses %s with the reason", (password, reason) => {
    expect(refused(password)).toMatch(reason);
  });

  it.each([
    "P@ssw0rd2024!",
    "Parol2026!-1998-2013",
    "Privet-2026-1998-2013",
    "Gfhjkm-123-1998-2013",
    "Summer2026!-1998-2013",
    "Moskva1147-1998",
    "Natasha1990-1998-2013",
    "Spartak-1922",
    "Админ-Aa1-1998-2013",
    "Saldo-2026!-1998-2013",
    "Example-2026",
    "Petrova-77!-1998-2013",
    "Romashkina-7",
    "Ромашкина-Aa1",
    "Glavbuh2025-1998-2013",
  ])(
    "PTR-05 reliability 41 refuses what is common or one's own, in Russian, in English and in disguise: %s",
    (password) => {
      expect(refused(password, "anna.petrova@example.ru", "Анна Ромашкина")).toMatch(/guess|repeated/);
    },
  );

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
