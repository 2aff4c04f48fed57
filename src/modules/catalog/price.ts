import { type Decimal, compare, decimal, formatDecimal } from "../../core/decimal.ts";
import { type Texts } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";

/**
 * How a price turns quantity into cost (PRC-03); the exact meaning of each is in usage/charging/grain-sql.ts.
 * flat: per unit (and time). daily: largest quantity present in the local day, once a day. monthly: once per resource
 * and month. tiered: each unit at the price of the tier it falls into. volume: all units at the price of the tier the
 * month's total reaches. committed: per unit, and the shortfall of the month on its last day.
 */
export type PriceModel = "flat" | "daily" | "monthly" | "tiered" | "volume" | "committed";

/** The price of quantities from `from` (in priced units, included) up to the next tier. */
export interface Tier {
  readonly from: Decimal;
  readonly price: Decimal;
}

/** What a price says, VAT-inclusive, in major units of its list's currency. `tiers` start at 0 and rise. */
export interface PriceTerms {
  readonly model: PriceModel;
  /** For tiered and volume: the first tier's price, so that every price has one figure to show. */
  readonly unitPrice: Decimal;
  readonly tiers: readonly Tier[] | null;
  /** Priced units a month, for the committed model only. */
  readonly committedQuantity: Decimal | null;
}

/** A price of one SKU in one price list, from `startsAt` until just before `endsAt` (FOREVER when open). */
export interface WantedPrice extends PriceTerms {
  readonly skuId: number;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

export interface ListPrice extends WantedPrice {
  readonly priceId: bigint;
  readonly priceListId: number;
}

/** What a scope's chain of lists charges for a SKU in a period of whole minutes (PRC-02). */
export interface EffectivePrice extends WantedPrice {
  readonly priceId: bigint;
}

/** What the database calls infinity, as platform/db hands it over. */
export const FOREVER = 8.64e15 as Instant;

export interface TierText {
  readonly from: string;
  readonly price: string;
}

export function parseTiers(tiers: readonly TierText[] | null): Tier[] | null {
  return tiers?.map((tier) => ({ from: decimal(tier.from), price: decimal(tier.price) })) ?? null;
}

export function formatTiers(tiers: readonly Tier[] | null): TierText[] | null {
  return tiers?.map((tier) => ({ from: formatDecimal(tier.from), price: formatDecimal(tier.price) })) ?? null;
}

export function sameTerms(a: PriceTerms, b: PriceTerms): boolean {
  return (
    a.model === b.model &&
    compare(a.unitPrice, b.unitPrice) === 0 &&
    JSON.stringify(formatTiers(a.tiers)) === JSON.stringify(formatTiers(b.tiers)) &&
    sameQuantity(a.committedQuantity, b.committedQuantity)
  );
}

function sameQuantity(a: Decimal | null, b: Decimal | null): boolean {
  return a === null || b === null ? a === b : compare(a, b) === 0;
}

export type MeterKind = "gauge" | "quantity";

/** Why these terms cannot price a SKU of this kind of meter; null when they can. */
export function problemOfTerms(terms: PriceTerms, kind: MeterKind): Texts | null {
  if (terms.unitPrice.units < 0n) return { ru: "цена не может быть отрицательной", en: "a price cannot be negative" };
  if ((terms.model === "daily" || terms.model === "monthly") && kind !== "gauge") {
    return {
      ru: "цены за день и за месяц бывают только у ресурсов, которые присутствуют (gauge)",
      en: "daily and monthly prices are for what is present (a gauge meter)",
    };
  }
  if ((terms.model === "committed") !== (terms.committedQuantity !== null)) {
    return {
      ru: "обязательный объём указывается с моделью committed",
      en: "a committed quantity goes with model committed",
    };
  }
  if ((terms.committedQuantity?.units ?? 0n) < 0n) {
    return { ru: "обязательный объём не может быть отрицательным", en: "a committed quantity cannot be negative" };
  }
  return problemOfTiers(terms);
}

function problemOfTiers({ model, tiers }: PriceTerms): Texts | null {
  const needed = model === "tiered" || model === "volume";
  if (needed !== (tiers !== null)) {
    return { ru: "ступени указываются с моделями tiered и volume", en: "tiers go with models tiered and volume" };
  }
  if (!tiers) return null;
  if (tiers[0]?.from.units !== 0n) return { ru: "первая ступень начинается с 0", en: "the first tier starts at 0" };
  const rising = tiers.every((tier, index) => {
    const before = tiers[index - 1];
    return !before || compare(before.from, tier.from) < 0;
  });
  if (!rising) return { ru: "границы ступеней должны возрастать", en: "tier bounds must rise" };
  if (tiers.some((tier) => tier.price.units < 0n)) {
    return { ru: "цена не может быть отрицательной", en: "a price cannot be negative" };
  }
  return null;
}
