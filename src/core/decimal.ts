/**
 * Exact decimals: an integer of `units` and a number of fraction digits. Never a JavaScript number, so prices and
 * quantities are exact however long they are. Values are normalised (no trailing zero in the fraction).
 */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const PATTERN = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;

export const ZERO: Decimal = { units: 0n, scale: 0 };

/** Parses `-12.340`, `1e-7`; returns null for anything that is not a finite decimal with at most 40 + 40 digits. */
export function parseDecimal(text: string): Decimal | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const [, sign, whole = "", fraction = "", exponentText = "0"] = match;
  const exponent = Number.parseInt(exponentText, 10);
  if (Math.abs(exponent) > 60) return null;
  let units = BigInt(whole + fraction);
  let scale = fraction.length - exponent;
  if (scale < 0) {
    units *= 10n ** BigInt(-scale);
    scale = 0;
  }
  return normalise(sign === "-" ? -units : units, scale);
}

/** Like parseDecimal for text that is known to be a decimal (from the database, from code); throws otherwise. */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (!parsed) throw new TypeError(`not a decimal: ${text.slice(0, 60)}`);
  return parsed;
}

export function fromInteger(units: bigint): Decimal {
  return { units, scale: 0 };
}

export function formatDecimal(value: Decimal): string {
  if (value.scale === 0) return value.units.toString();
  const negative = value.units < 0n;
  const digits = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, "0");
  const cut = digits.length - value.scale;
  return `${negative ? "-" : ""}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return normalise(rescale(a, scale) + rescale(b, scale), scale);
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return normalise(a.units * b.units, a.scale + b.scale);
}

export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const left = rescale(a, scale);
  const right = rescale(b, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isZero(value: Decimal): boolean {
  return value.units === 0n;
}

/** The smallest integer not below value × factor ÷ divisor; divisor must be positive. The only rounding of charges. */
export function ceilRatio(value: Decimal, factor: bigint, divisor: bigint): bigint {
  return ceilDivide(value.units * factor, divisor * 10n ** BigInt(value.scale));
}

/** The smallest integer not below numerator ÷ denominator; the denominator must be positive. */
export function ceilDivide(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError("denominator must be positive");
  const quotient = numerator / denominator;
  return numerator > 0n && quotient * denominator !== numerator ? quotient + 1n : quotient;
}

/** numerator ÷ denominator to the nearest integer, halves away from zero; the denominator must be positive. */
export function halfUpDivide(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError("denominator must be positive");
  const negative = numerator < 0n;
  const rounded = ((negative ? -numerator : numerator) * 2n + denominator) / (denominator * 2n);
  return negative ? -rounded : rounded;
}

function rescale(value: Decimal, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

function normalise(units: bigint, scale: number): Decimal {
  if (units === 0n) return ZERO;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return { units, scale };
}
