import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { chargeMinor, minimum, subtract } from "../../test/support/exact.ts";
import {
  add,
  ceilDivide,
  ceilRatio,
  compare,
  decimal,
  formatDecimal,
  fromInteger,
  halfUpDivide,
  isZero,
  multiply,
  parseDecimal,
} from "./decimal.ts";
import { LARGEST_MINOR, extractVat, formatMinor, parseMinor } from "./money.ts";

const units = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const decimals = fc.tuple(units, fc.nat(20)).map(([value, scale]) => {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const point = digits.length - scale;
  return decimal(`${value < 0n ? "-" : ""}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ""}`);
});
/** Over one common scale: what a decimal is, whatever it is written like. */
const SCALE = 80;
const whole = ({ units: value, scale }: { units: bigint; scale: number }) => value * 10n ** BigInt(SCALE - scale);

describe("reliability 20: amounts are exact, however large", () => {
  test("what is written is read back, up to the largest amount and no further", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -LARGEST_MINOR, max: LARGEST_MINOR }),
        (minor) => parseMinor(formatMinor(minor)) === minor,
      ),
    );
    expect(formatMinor(LARGEST_MINOR)).toBe("10000000000000.00");
    expect(parseMinor("10000000000000.00")).toBe(LARGEST_MINOR);
    expect(parseMinor("-10000000000000")).toBe(-LARGEST_MINOR);
    for (const beyond of ["10000000000000.01", "-10000000000000.01", "9e15", `1${"0".repeat(39)}`]) {
      expect(parseMinor(beyond), beyond).toBeNull();
    }
  });

  // 2^53 kopecks, and 9.0 billion in micro-roubles: where a JavaScript number begins to lose them.
  test.each(["90071992547409.93", "9007199254.740993"])("no kopeck is lost at the edge of a double: %s", (text) => {
    expect(formatDecimal(decimal(text))).toBe(text);
    expect(formatDecimal(add(decimal(text), decimal("0.01")))).not.toBe(String(Number(text) + 0.01));
    expect(subtract(add(decimal(text), decimal("0.01")), decimal(text))).toEqual(decimal("0.01"));
  });

  test("a third fraction digit, an empty text and a word are no amounts; spaces around one are left out", () => {
    for (const text of ["0.001", "1.234", "", " ", ".5", "5.", "1,5", "NaN", "Infinity", "0x10", "1_0", "٣", "--1"]) {
      expect(parseMinor(text), text).toBeNull();
    }
    expect(parseMinor(" 1234.5 ")).toBe(123_450n);
    expect(parseMinor("1.500")).toBe(150n);
    expect([formatMinor(-5n), formatMinor(0n), formatMinor(7n)]).toEqual(["-0.05", "0.00", "0.07"]);
  });

  test("sums, products and comparisons are those of whole numbers", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(whole(add(a, b))).toBe(whole(a) + whole(b));
        expect(whole(subtract(a, b))).toBe(whole(a) - whole(b));
        expect(whole(multiply(a, b)) * 10n ** BigInt(SCALE)).toBe(whole(a) * whole(b));
        expect(Math.sign(compare(a, b))).toBe(whole(a) < whole(b) ? -1 : whole(a) > whole(b) ? 1 : 0);
        expect(minimum(a, b)).toEqual(whole(a) <= whole(b) ? a : b);
        expect(isZero(subtract(a, a))).toBe(true);
        expect(parseDecimal(formatDecimal(a))).toEqual(a);
      }),
    );
  });

  test("an exponent is read, and one that would fill the memory is not", () => {
    expect(formatDecimal(decimal("1.5e3"))).toBe("1500");
    expect(formatDecimal(decimal("-25e-4"))).toBe("-0.0025");
    expect(formatDecimal(fromInteger(-12n))).toBe("-12");
    for (const text of ["1e61", "1e-61", "1e999", "1e308", "1".repeat(41), "e5"])
      expect(parseDecimal(text), text).toBeNull();
    expect(() => decimal("1e999")).toThrow("not a decimal");
  });
});

describe("rounding", () => {
  test("PRC-05 a charge is the smallest whole kopeck not below its exact cost", () => {
    fc.assert(
      fc.property(decimals, fc.bigInt({ min: 1n, max: 50_000n }), (cost, divisor) => {
        const charged = chargeMinor(cost, divisor);
        const exact = whole(cost) * 100n;
        const unit = divisor * 10n ** BigInt(SCALE);
        expect(charged * unit >= exact && (charged - 1n) * unit < exact).toBe(true);
      }),
    );
  });

  test("PRC-05 reliability 19: 0.0123 a minute is 17.72 a day, not 14.40", () => {
    expect(chargeMinor(multiply(decimal("0.0123"), decimal("1440")), 1n)).toBe(1_772n);
  });

  test("DOC-05 VAT and net come to the gross, the VAT within half a kopeck of its exact share", () => {
    const rates = fc.constantFrom("0", "5", "7", "10", "12", "16", "20", "22", "12.5");
    fc.assert(
      fc.property(fc.bigInt({ min: -LARGEST_MINOR, max: LARGEST_MINOR }), rates, (gross, rate) => {
        const split = extractVat(gross, rate);
        expect(split.net + split.vat).toBe(gross);
        const tenths = BigInt(Math.round(Number(rate) * 10));
        const twice = (split.vat * (1_000n + tenths) - gross * tenths) * 2n;
        expect(twice <= 1_000n + tenths && twice >= -(1_000n + tenths)).toBe(true);
        expect(extractVat(-gross, rate).vat).toBe(-split.vat);
      }),
    );
    expect(extractVat(12_200n, "22")).toEqual({ net: 10_000n, vat: 2_200n, gross: 12_200n });
    expect(extractVat(100n, null)).toEqual({ net: 100n, vat: 0n, gross: 100n });
  });

  test("halves go away from zero, and nothing is divided by what is not positive", () => {
    expect([5n, -5n, 4n, -4n, 0n].map((value) => halfUpDivide(value, 10n))).toEqual([1n, -1n, 0n, 0n, 0n]);
    expect([1n, -1n, 10n, 0n].map((value) => ceilDivide(value, 10n))).toEqual([1n, 0n, 1n, 0n]);
    expect(ceilRatio(decimal("0.1"), 100n, 3n)).toBe(4n);
    for (const divisor of [0n, -1n]) {
      expect(() => ceilDivide(1n, divisor)).toThrow(RangeError);
      expect(() => halfUpDivide(1n, divisor)).toThrow(RangeError);
    }
  });
});
