import {
  compare,
  type Decimal,
  formatDecimal,
  fromInteger,
  isZero,
  multiply,
  subtract,
  ZERO,
} from "../../core/decimal.ts";

/** What a FOCUS row says of its cost. */
export interface FocusAmounts {
  readonly listCost: Decimal;
  readonly unitPrice: Decimal | null;
  readonly pricingQuantity: Decimal | null;
  readonly consumedQuantity: Decimal | null;
}

/**
 * How the row is charged so that quantity × unitPrice ÷ divisor is its ListCost to the last digit:
 * - listed: the file's own price and PricingQuantity
 * - consumed: the file's own price and ConsumedQuantity (the file prices that one)
 * - refined: the file's own price; the quantity in the file is rounded, the one that the cost implies is taken
 * - fraction: the same, but that quantity has no finite decimal (0.085 has the factor 17), so it is counted in
 *   seventeenths of the unit, and the price is for `divisor` of them
 * - free: the file charges nothing in spite of its price
 * - by_cost: the file's price and quantity do not explain its cost; the cost itself is metered, at a price of 1
 */
export type FocusBasis = "listed" | "consumed" | "refined" | "fraction" | "free" | "by_cost";

export interface FocusCharge {
  readonly basis: FocusBasis;
  readonly unitPrice: Decimal;
  readonly divisor: bigint;
  readonly quantity: Decimal;
}

const ONE = fromInteger(1n);
const MOST_DIGITS = 38;
/** A SKU's divisor is an int8; beyond this the price is float noise rather than a price. */
const LARGEST_DIVISOR = 1_000_000_000_000n;
/** Files round costs and quantities in their last digits: so many of them, or one part in a thousand, are rounding. */
const ROUNDED_UNITS = 5n;
const THOUSANDTH: Decimal = { units: 1n, scale: 3 };
const LEAST_SCALE = 6;

/** Finds the charge of a row whose amounts are not negative; `digits` is how many decimals the file prints of a cost. */
export function focusCharge(amounts: FocusAmounts, digits: number): FocusCharge {
  const { listCost, unitPrice, pricingQuantity, consumedQuantity } = amounts;
  if (unitPrice === null || unitPrice.units < 0n) return byCost(listCost);
  for (const [basis, quantity] of [
    ["listed", pricingQuantity],
    ["consumed", consumedQuantity],
  ] as const) {
    if (quantity && isProduct(unitPrice, quantity, listCost)) return { basis, unitPrice, divisor: 1n, quantity };
  }
  if (isZero(listCost))
    return { basis: "free", unitPrice: ZERO, divisor: 1n, quantity: pricingQuantity ?? consumedQuantity ?? ZERO };
  const explained = [pricingQuantity, consumedQuantity].some(
    (quantity) => quantity && isRounded(unitPrice, quantity, listCost, digits),
  );
  const unknown = pricingQuantity === null && consumedQuantity === null;
  if (isZero(unitPrice) || !(explained || unknown)) return byCost(listCost);
  return impliedQuantity(listCost, unitPrice) ?? byCost(listCost);
}

/** unitPrice × quantity = listCost, without normal forms on the way: this is asked of every row. */
function isProduct(unitPrice: Decimal, quantity: Decimal, listCost: Decimal): boolean {
  const units = unitPrice.units * quantity.units;
  const digits = unitPrice.scale + quantity.scale - listCost.scale;
  return digits >= 0
    ? units === listCost.units * 10n ** BigInt(digits)
    : units * 10n ** BigInt(-digits) === listCost.units;
}

function byCost(listCost: Decimal): FocusCharge {
  return { basis: "by_cost", unitPrice: ONE, divisor: 1n, quantity: listCost };
}

function isRounded(unitPrice: Decimal, quantity: Decimal, listCost: Decimal, digits: number): boolean {
  const difference = magnitude(subtract(multiply(unitPrice, quantity), listCost));
  if (compare(difference, multiply(listCost, THOUSANDTH)) <= 0) return true;
  const lastDigits: Decimal = { units: ROUNDED_UNITS, scale: digits };
  return digits >= LEAST_SCALE && compare(difference, lastDigits) <= 0;
}

function magnitude(value: Decimal): Decimal {
  return value.units < 0n ? { units: -value.units, scale: value.scale } : value;
}

/** listCost ÷ unitPrice exactly, in whole units or in the fraction of a unit that makes it a finite decimal. */
function impliedQuantity(listCost: Decimal, unitPrice: Decimal): FocusCharge | null {
  const { rest, twos, fives } = withoutTens(unitPrice.units);
  const power = Math.max(twos, fives);
  // 1 ÷ (2^a 5^b) = 2^(p-a) 5^(p-b) ÷ 10^p, with p the larger of both.
  const factor = 2n ** BigInt(power - twos) * 5n ** BigInt(power - fives) * 10n ** BigInt(unitPrice.scale);
  const parts = multiply({ units: listCost.units, scale: listCost.scale + power }, fromInteger(factor));
  const isWhole = parts.units % rest === 0n;
  const quantity = isWhole ? multiply({ units: parts.units / rest, scale: parts.scale }, ONE) : parts;
  if (rest > LARGEST_DIVISOR || formatDecimal(quantity).length > MOST_DIGITS) return null;
  return { basis: isWhole ? "refined" : "fraction", unitPrice, divisor: isWhole ? 1n : rest, quantity };
}

/** A positive number as rest × 2^twos × 5^fives. */
function withoutTens(value: bigint): { rest: bigint; twos: number; fives: number } {
  let rest = value;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; twos += 1) rest /= 2n;
  for (; rest % 5n === 0n; fives += 1) rest /= 5n;
  return { rest, twos, fives };
}
