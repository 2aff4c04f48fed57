import fc from "fast-check";
import { expect, test } from "vitest";
import { amountInWords } from "./amount-in-words.ts";

test.each([
  [0n, "RUB", "Ноль рублей 00 копеек"],
  [101n, "RUB", "Один рубль 01 копейка"],
  [1111n, "RUB", "Одиннадцать рублей 11 копеек"],
  [2121n, "RUB", "Двадцать один рубль 21 копейка"],
  [200_000_199n, "RUB", "Два миллиона один рубль 99 копеек"],
  [100_000_000_000n, "RUB", "Один миллиард рублей 00 копеек"],
  [123_456_702n, "KZT", "Один миллион двести тридцать четыре тысячи пятьсот шестьдесят семь тенге 02 тиына"],
  [100n, "KZT", "Один тенге 00 тиынов"],
  [250n, "BYN", "2.50 BYN"],
])("PAY-05 %s of %s in words", (minor, currency, words) => {
  expect(amountInWords(minor, currency)).toBe(words);
});

test("PAY-05 the kopecks in words are exact for any amount up to a trillion", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 99_999_999_999_999n), (minor) => {
      expect(amountInWords(minor, "RUB")).toMatch(
        new RegExp(` ${String(minor % 100n).padStart(2, "0")} копе(йка|йки|ек)$`),
      );
    }),
  );
});
