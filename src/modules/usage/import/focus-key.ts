import { hash } from "node:crypto";

import type { Decimal } from "../../../core/decimal.ts";

/** Cells that a bill may fill in later, in the order of their bits: new ones go to the end, or stored shapes would lie. */
export const FOCUS_CELLS = [
  "provider",
  "billingAccount",
  "subAccount",
  "sku",
  "skuPrice",
  "resource",
  "currency",
  "end",
  "pricingQuantity",
  "consumedQuantity",
  "unitPrice",
  /** Stands for a SKU that is not named, and is no part of the key of a row that names one. */
  "description",
] as const;

export type FocusCells = Readonly<Record<(typeof FOCUS_CELLS)[number], string>>;

/** What makes the charge of a row, as the file gives it and not as something stands for it. */
export interface FocusIdentity {
  /** Category, class, start and cost: without these there is no charge. */
  readonly charge: string;
  /** Each by its value; empty where the file does not give it. */
  readonly cells: FocusCells;
  /** The cells that the row is known by, as bits. */
  readonly shape: number;
}

export const BREAK = "\u001f";
const BITS = FOCUS_CELLS.map((name, place) => ({ name, bit: 1 << place }));
const DESCRIPTION = 1 << FOCUS_CELLS.indexOf("description");

/** An identity with its shape, which is asked for several times a row. */
export function identityOf(charge: string, cells: FocusCells): FocusIdentity {
  let shape = 0;
  for (const { name, bit } of BITS) if (cells[name] !== "") shape |= bit;
  if (cells.sku !== "" || cells.skuPrice !== "") shape &= ~DESCRIPTION;
  return { charge, cells, shape };
}

/** Whether a row of these cells may have lost some that rows of the other shape have. */
export function couldHaveLost(identity: FocusIdentity, shape: number): boolean {
  const own = identity.shape;
  return own !== shape && (own & ~shape) === 0;
}

/** Whether the row may have had these cells, and fewer than now. */
export function couldHaveBeen(identity: FocusIdentity, shape: number): boolean {
  if (shape === identity.shape) return false;
  return BITS.every(({ name, bit }) => (shape & bit) === 0 || identity.cells[name] !== "");
}

/**
 * The key of a row as 32 hexadecimal digits: of what makes its charge and nothing else. Cells that say nothing of it (an
 * invoice's number, tags, names), columns that later versions have and other spellings of a number or a time leave it as it
 * is; the rate is no part of it. `shape`: the cells that count.
 */
export function keyOf(identity: FocusIdentity, shape = identity.shape): string {
  let text = identity.charge + BREAK + String(shape);
  for (const { name, bit } of BITS) if ((shape & bit) !== 0) text += BREAK + identity.cells[name];
  return hash("sha256", text, "hex").slice(0, 32);
}

export function amountOf(value: Decimal | null): string {
  return value === null ? "" : `${value.units}e${value.scale}`;
}
