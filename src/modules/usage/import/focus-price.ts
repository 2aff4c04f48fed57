import { type Decimal, formatDecimal, fromInteger, isZero, ZERO } from "../../../core/decimal.ts";

/** What a FOCUS row says of its cost. */
export interface FocusAmounts {
  readonly listCost: Decimal;
  readonly pricingQuantity: Decimal | null;
  readonly consumedQuantity: Decimal | null;
  /** How many decimals the file prints of the cost. */
  readonly printed: number;
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
  /** In the normal spelling of an event's quantity. */
  readonly quantity: string;
}

const ONE = fromInteger(1n);
const MOST_DIGITS = 38;
/** A SKU's divisor is an int8; beyond this the price is float noise rather than a price. */
const LARGEST_DIVISOR = 1_000_000_000_000n;
/** Files round costs and quantities in their last digits: so many of them, or one part in a thousand, are rounding. */
const ROUNDED_UNITS = 5n;
const ROUNDED_PARTS = 1_000n;
const LEAST_SCALE = 6;

/** A price of the file, with what is asked of it for every row; null for a row without one. */
export class FocusPrice {
  readonly #price: Decimal | null;
  /** The price's units are #rest × 2^a × 5^b. Of a cost in units of 10^-s, cost ÷ price is cost × #factor ÷ #rest × 10^-(s + #scale). */
  readonly #rest: bigint = 0n;
  readonly #factor: bigint = 0n;
  readonly #scale: number = 0;

  constructor(price: Decimal | null) {
    this.#price = price;
    if (price === null || price.units <= 0n) return;
    const { rest, twos, fives } = withoutTens(price.units);
    const power = Math.max(twos, fives);
    // 1 ÷ (2^a 5^b) = 2^(p-a) 5^(p-b) ÷ 10^p, with p the larger of both.
    this.#rest = rest;
    this.#factor = 2n ** BigInt(power - twos) * 5n ** BigInt(power - fives);
    this.#scale = power - price.scale;
  }

  /** What a quantity is multiplied by, and divided by, in a row that is charged in this way. */
  of(basis: FocusBasis): { readonly unitPrice: Decimal; readonly divisor: bigint } {
    if (basis === "by_cost") return { unitPrice: ONE, divisor: 1n };
    if (basis === "free") return { unitPrice: ZERO, divisor: 1n };
    return { unitPrice: this.#price ?? ONE, divisor: basis === "fraction" ? this.#rest : 1n };
  }

  /** Finds the charge of a row whose amounts are not negative. */
  chargeOf({ listCost, pricingQuantity, consumedQuantity, printed }: FocusAmounts): FocusCharge {
    const price = this.#price;
    if (price === null || price.units < 0n) return byCost(listCost);
    if (pricingQuantity && isProduct(price, pricingQuantity, listCost))
      return { basis: "listed", quantity: formatDecimal(pricingQuantity) };
    if (consumedQuantity && isProduct(price, consumedQuantity, listCost))
      return { basis: "consumed", quantity: formatDecimal(consumedQuantity) };
    if (isZero(listCost))
      return { basis: "free", quantity: formatDecimal(pricingQuantity ?? consumedQuantity ?? ZERO) };
    const isExplained =
      (pricingQuantity && isRounded(price, pricingQuantity, listCost, printed)) ||
      (consumedQuantity && isRounded(price, consumedQuantity, listCost, printed));
    const isUnknown = pricingQuantity === null && consumedQuantity === null;
    if (isZero(price) || !(isExplained || isUnknown)) return byCost(listCost);
    return this.#implied(listCost) ?? byCost(listCost);
  }

  /** listCost ÷ price exactly, in whole units or in the fraction of a unit that makes it a finite decimal. */
  #implied(listCost: Decimal): FocusCharge | null {
    if (this.#rest > LARGEST_DIVISOR) return null;
    const parts = listCost.units * this.#factor;
    const isWhole = parts % this.#rest === 0n;
    const quantity = formatDecimal(shifted(isWhole ? parts / this.#rest : parts, listCost.scale + this.#scale));
    return quantity.length > MOST_DIGITS ? null : { basis: isWhole ? "refined" : "fraction", quantity };
  }
}

function byCost(listCost: Decimal): FocusCharge {
  return { basis: "by_cost", quantity: formatDecimal(listCost) };
}

/** price × quantity = listCost, without normal forms on the way: this is asked of every row. */
function isProduct(price: Decimal, quantity: Decimal, listCost: Decimal): boolean {
  const units = price.units * quantity.units;
  const digits = price.scale + quantity.scale - listCost.scale;
  return digits >= 0 ? units === listCost.units * tenTo(digits) : units * tenTo(-digits) === listCost.units;
}

/** price × quantity is not listCost for no other reason than that the file rounds. */
function isRounded(price: Decimal, quantity: Decimal, listCost: Decimal, printed: number): boolean {
  const digits = price.scale + quantity.scale - listCost.scale;
  const product = price.units * quantity.units * (digits < 0 ? tenTo(-digits) : 1n);
  const cost = listCost.units * (digits > 0 ? tenTo(digits) : 1n);
  const difference = product > cost ? product - cost : cost - product;
  if (difference * ROUNDED_PARTS <= cost) return true;
  // Both are in units of 10^-scale now, and the last digit printed is one of 10^-printed.
  const scale = listCost.scale + Math.max(digits, 0);
  if (printed < LEAST_SCALE) return false;
  return scale >= printed
    ? difference <= ROUNDED_UNITS * tenTo(scale - printed)
    : difference * tenTo(printed - scale) <= ROUNDED_UNITS;
}

/** units × 10^-scale in its normal form. */
function shifted(units: bigint, scale: number): Decimal {
  if (scale <= 0) return fromInteger(units * tenTo(-scale));
  if (units === 0n) return ZERO;
  let [rest, digits] = [units, scale];
  while (digits > 0 && rest % 10n === 0n) {
    rest /= 10n;
    digits -= 1;
  }
  return { units: rest, scale: digits };
}

/** a ÷ b where that is a finite decimal; b is above zero. */
export function exactQuotient(a: Decimal, b: Decimal): Decimal | null {
  if (b.units <= 0n) return null;
  const { rest, twos, fives } = withoutTens(b.units);
  if (a.units % rest !== 0n) return null;
  const power = Math.max(twos, fives);
  const units = (a.units / rest) * 2n ** BigInt(power - twos) * 5n ** BigInt(power - fives);
  return shifted(units, power + a.scale - b.scale);
}

/** A sum of many decimals, without a normal form on the way. */
export class FocusSum {
  #units = 0n;
  #scale = 0;

  add({ units, scale }: Decimal): void {
    if (scale > this.#scale) {
      this.#units *= tenTo(scale - this.#scale);
      this.#scale = scale;
    }
    this.#units += scale === this.#scale ? units : units * tenTo(this.#scale - scale);
  }

  total(): Decimal {
    return shifted(this.#units, this.#scale);
  }

  text(): string {
    return formatDecimal(this.total());
  }
}

const TENS = Array.from({ length: 100 }, (_, digits) => 10n ** BigInt(digits));

/** 10 to this power. A power is made once: making one costs more than multiplying by it. */
function tenTo(digits: number): bigint {
  return TENS[digits] ?? 10n ** BigInt(digits);
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
