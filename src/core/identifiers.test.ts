import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type IdentifierProblem,
  checkBelarusianNumber,
  checkBik,
  checkCorrespondentAccount,
  checkForeignNumber,
  checkInn,
  checkKazakhBik,
  checkKazakhIban,
  checkKazakhNumber,
  checkKpp,
  checkLegalInn,
  checkOgrn,
  checkOgrnip,
  checkPersonInn,
  checkSettlementAccount,
  checkTaxNumber,
} from "./identifiers.ts";

type Check = (text: string) => IdentifierProblem | null;
const settlement: Check = (text) => checkSettlementAccount(text, "044525225");
const correspondent: Check = (text) => checkCorrespondentAccount(text, "044525225");

const VALID: [string, Check, string][] = [
  ["INN of an organisation", checkInn, "7707083893"],
  ["INN of an organisation", checkLegalInn, "7743001840"],
  ["INN of a person", checkInn, "500100732259"],
  ["OGRN", checkOgrn, "1027700132195"],
  ["settlement account", settlement, "40702810938120061991"],
  ["settlement account of another bank", (text) => checkSettlementAccount(text, "045004774"), "40702810123300000519"],
  ["correspondent account", correspondent, "30101810400000000225"],
  ["OGRNIP", checkOgrnip, "304500116000157"],
  ["BIN", checkKazakhNumber, "990601301525"],
  ["UNP", checkBelarusianNumber, "100582333"],
  ["UNP of a person", checkBelarusianNumber, "MA1953684"],
  ["IBAN", checkKazakhIban, "KZ86125KZT5004100100"],
];

describe("PYR-05 check digits", () => {
  test.each(VALID)("PYR-05 a real %s passes", (_, check, text) => {
    expect(check(text)).toBeNull();
  });

  test("PYR-05 a wrong check digit, length and character are told apart", () => {
    expect(checkInn("7707083894")?.code).toBe("wrong_check_digit");
    expect(checkInn("770708389")?.code).toBe("wrong_length");
    expect(checkInn("77070838931")?.texts.ru).toContain("10 или 12");
    expect(checkInn("770708389х")?.code).toBe("wrong_characters");
    expect(checkInn("0000000000")?.code).toBe("wrong_characters");
    expect(checkPersonInn("000000000000")?.code).toBe("wrong_characters");
    expect(checkOgrn("0000000000000")?.code).toBe("wrong_characters");
    expect(checkLegalInn("500100732259")?.code).toBe("wrong_length");
    expect(checkSettlementAccount("40702810938120061991", "04452522")?.code).toBe("wrong_length");
    expect(checkKazakhIban("KZ86125KZT500410010")?.code).toBe("wrong_length");
    expect(checkKazakhIban("RU86125KZT5004100100")?.code).toBe("wrong_characters");
  });

  test("PYR-05 numbers without check digits are held to their shape", () => {
    expect(checkKpp("540602001")).toBeNull();
    expect(checkKpp("7701AZ001")).toBeNull();
    expect(checkKpp("0001AZ001")?.code).toBe("wrong_characters");
    expect(checkKpp("7701az001")?.code).toBe("wrong_characters");
    expect(checkKpp("77010001")?.code).toBe("wrong_length");
    expect(checkBik("044525225")).toBeNull();
    expect(checkBik("04452522A")?.code).toBe("wrong_characters");
    expect(checkKazakhBik("HSBKKZKX")).toBeNull();
    expect(checkKazakhBik("HSBKRUKX")?.code).toBe("wrong_characters");
    expect(checkKazakhBik("HSBK")?.code).toBe("wrong_length");
  });

  test("PYR-05 PYR-04 a tax number is held to the rule of its country, and is no number of another", () => {
    const numbers = { RU: "7707083893", KZ: "990601301525", BY: "100582333" };
    const countries = Object.keys(numbers);
    for (const [home, text] of Object.entries(numbers)) {
      for (const country of countries)
        expect(checkTaxNumber(country, false, text) === null, home).toBe(country === home);
      expect(checkTaxNumber("DE", false, text)).toBeNull();
    }
    expect(checkTaxNumber("RU", true, "990601301525")?.code).toBe("wrong_check_digit");
    expect(checkBelarusianNumber("10058233")?.code).toBe("wrong_length");
    expect(checkBelarusianNumber("900582333")?.code).toBe("wrong_characters");
    expect(checkBelarusianNumber("МА1953684")?.code).toBe("wrong_characters");
    expect(checkForeignNumber("DE 123.456-78/9")).toBeNull();
    expect(["1", "<b>1</b>", "-12", "12\n3", "1".repeat(51)].map((text) => checkForeignNumber(text)?.code)).toEqual([
      "wrong_length",
      "wrong_characters",
      "wrong_characters",
      "wrong_characters",
      "wrong_length",
    ]);
  });

  test("PYR-05 any other last digit is caught for every number with a check digit at its end", () => {
    const checks = VALID.filter(([, check]) => check !== settlement && check !== correspondent);
    for (const [, check, text] of checks) {
      for (const last of "0123456789") {
        const changed = text.slice(0, -1) + last;
        expect(check(changed) === null, changed).toBe(changed === text);
      }
    }
  });

  test("PYR-05 one changed digit of a bank account is always caught", () => {
    const change = fc.record({ at: fc.integer({ min: 0, max: 19 }), by: fc.integer({ min: 1, max: 9 }) });
    const accounts = fc.constantFrom(
      [settlement, "40702810938120061991"] as const,
      [correspondent, "30101810400000000225"] as const,
    );
    fc.assert(fc.property(accounts, change, ([check, text], { at, by }) => check(changeDigit(text, at, by)) !== null));
  });

  test("PYR-05 one changed digit of an INN is caught unless the remainder moves between 10 and 0", () => {
    const ten = fc.integer({ min: 100_000_000, max: 999_999_999 }).map((stem) => completeInn(String(stem)));
    const change = fc.record({ at: fc.integer({ min: 2, max: 8 }), by: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(ten, change, (inn, { at, by }) => {
        expect(checkInn(inn)).toBeNull();
        if (!inn.endsWith("0")) expect(checkInn(changeDigit(inn, at, by))?.code).toBe("wrong_check_digit");
      }),
    );
  });

  test("PYR-05 no text of any kind makes a check throw", () => {
    const checks = [...VALID.map(([, check]) => check), checkKpp, checkBik, checkKazakhBik, checkForeignNumber];
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom(...checks), (text, check) => void check(text)),
    );
  });
});

function changeDigit(text: string, at: number, by: number): string {
  const changed = (Number(text[at]) + by) % 10;
  return text.slice(0, at) + String(changed) + text.slice(at + 1);
}

function completeInn(stem: string): string {
  const fits = [..."0123456789"].find((last) => checkLegalInn(stem + last) === null);
  return stem + (fits ?? "");
}
