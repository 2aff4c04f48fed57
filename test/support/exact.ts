import { type Decimal, add, ceilRatio, compare } from "../../src/core/decimal.ts";
import type { Minor } from "../../src/core/money.ts";

/** What the database does in SQL, once more in code: tests hold the two against each other. */

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { units: -b.units, scale: b.scale });
}

export function minimum(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) <= 0 ? a : b;
}

/**
 * PRC-05: the charge of a grain (project, resource, SKU, local day) is its exact cost, `numerator / divisor` in major
 * units, rounded up to a whole minor unit: the twin of `ceil_minor` in the database.
 */
export function chargeMinor(numerator: Decimal, divisor: bigint): Minor {
  return ceilRatio(numerator, 100n, divisor);
}
