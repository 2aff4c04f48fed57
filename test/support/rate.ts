import { add, compare, type Decimal, fromInteger, isZero, multiply, ZERO } from "../../src/core/decimal.ts";
import type { Minor } from "../../src/core/money.ts";
import { type Instant, MINUTE, type Period } from "../../src/core/time.ts";
import type { EffectivePrice, Tier } from "../../src/modules/catalog/index.ts";
import { chargeMinor, minimum, subtract } from "./exact.ts";

/** A resource had `quantity` of a SKU from `from` until just before `to`: whole minutes inside the day. */
export interface GaugeUsage {
  readonly skuId: number;
  readonly resourceId: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly quantity: Decimal;
}

/** A resource used up `quantity` of a SKU; the price at the minute `at` inside the day is the one that counts. */
export interface QuantityUsage {
  readonly skuId: number;
  readonly resourceId: string;
  readonly at: Instant;
  readonly quantity: Decimal;
}

/**
 * What the earlier days of the month left behind. `totals`: per SKU the priced units (unit-minutes of a gauge) of the
 * whole project. `charged`: per resource and SKU (see grainKey) the sum of its grains' numerators.
 */
export interface MonthToDate {
  readonly totals: ReadonlyMap<number, Decimal>;
  readonly charged: ReadonlyMap<string, Decimal>;
}

/**
 * One project, one local day. `prices` are the project's own, each cut to the time in which its scope prices the project;
 * at least those that hold somewhere in the day.
 */
export interface DayUsage {
  readonly day: Period;
  /** Usage is known and rated up to here; only a day rated to its end can close the month's commitments. */
  readonly until: Instant;
  readonly lastOfMonth: boolean;
  readonly divisors: ReadonlyMap<number, bigint>;
  readonly gauges: readonly GaugeUsage[];
  readonly quantities: readonly QuantityUsage[];
  readonly prices: readonly EffectivePrice[];
  readonly before: MonthToDate;
}

/** PRC-05: what one resource costs for one SKU on one day. The exact cost is numerator / divisor in major units. */
export interface Grain {
  readonly resourceId: string;
  readonly skuId: number;
  readonly numerator: Decimal;
  readonly divisor: bigint;
  /** Priced units; unit-minutes for a gauge. Zero for the shortfall of a commitment. */
  readonly quantity: Decimal;
  readonly amountMinor: Minor;
}

export interface UnpricedUsage {
  readonly resourceId: string;
  readonly skuId: number;
  readonly quantity: Decimal;
}

export interface DayRating {
  /** By SKU, then resource. */
  readonly grains: readonly Grain[];
  /** Usage that no price covers: it waits for one, and does not move the month's totals. */
  readonly unpriced: readonly UnpricedUsage[];
  readonly after: MonthToDate;
}

/** The resource that carries what no single resource caused: the shortfall of a commitment. */
export const NO_RESOURCE = "00000000-0000-0000-0000-000000000000";

export const EMPTY_MONTH: MonthToDate = { totals: new Map(), charged: new Map() };

export function grainKey(resourceId: string, skuId: number): string {
  return `${resourceId} ${skuId}`;
}

/** Usage of one resource under one price: `level` is the largest quantity present, `units` quantity × minutes. */
interface Piece {
  readonly skuId: number;
  readonly resourceId: string;
  readonly price: EffectivePrice;
  readonly level: Decimal;
  readonly units: Decimal;
}

interface Cost {
  readonly skuId: number;
  readonly resourceId: string;
  readonly numerator: Decimal;
  readonly quantity: Decimal;
}

/**
 * PRC-03, PRC-05: rates one project's local day, exactly. This is the meaning of rating; the set-based SQL does the
 * same and a property test holds the two together. The order of the input makes no difference.
 *
 * Usage is cut where prices change (PRC-02). Per SKU the pieces lie on the project's month-to-date axis in the order
 * day, price period, resource id; every priced unit moves the axis, whatever its model. The models:
 * - flat, committed: units × price.
 * - daily: the largest quantity × price of the day, once.
 * - monthly: the largest quantity × fee of the day, less what the month has already charged for this resource: so it
 *   falls on the first day of presence, and a later day only adds what a larger quantity costs more.
 * - tiered: F(after) − F(before) on the axis; F is piecewise linear with the tiers' bounds in priced units.
 * - volume: V(after) − V(before); V(x) = x × the price of the tier x reaches. A month under one price adds up to
 *   exactly V(total); the day on which a cheaper tier is reached may be negative.
 * - committed, when the month's last local day is over: the price in force in its last minute × what the month's total
 *   falls short of the committed quantity, under NO_RESOURCE, also when nothing was used.
 */
export function rateDay(usage: DayUsage): DayRating {
  const { pieces, unpriced } = cutByPrice(usage);
  const totals = new Map(usage.before.totals);
  const costs: Cost[] = [];
  for (const piece of pieces) {
    const before = totals.get(piece.skuId) ?? ZERO;
    const after = add(before, piece.units);
    totals.set(piece.skuId, after);
    const numerator = costOnAxis(piece.price, before, after, divisorOf(usage, piece.skuId));
    costs.push({ skuId: piece.skuId, resourceId: piece.resourceId, numerator, quantity: piece.units });
  }
  costs.push(...costsOfPresence(usage, pieces), ...shortfalls(usage, totals));
  const grains = toGrains(usage, costs);
  return { grains, unpriced, after: { totals, charged: addCharged(usage.before.charged, grains) } };
}

/** What the axis from `before` to `after` (in units, not yet divided) costs: major units × divisor. */
function costOnAxis(price: EffectivePrice, before: Decimal, after: Decimal, divisor: bigint): Decimal {
  switch (price.model) {
    case "flat":
    case "committed":
      return multiply(subtract(after, before), price.unitPrice);
    case "tiered":
      return subtract(tieredTotal(tiersOf(price), after, divisor), tieredTotal(tiersOf(price), before, divisor));
    case "volume":
      return subtract(volumeTotal(tiersOf(price), after, divisor), volumeTotal(tiersOf(price), before, divisor));
    case "daily":
    case "monthly":
      return ZERO;
  }
}

function tieredTotal(tiers: readonly Tier[], units: Decimal, divisor: bigint): Decimal {
  return tiers.reduce((total, tier, index) => {
    const next = tiers[index + 1];
    const from = boundOf(tier, divisor);
    const to = next ? minimum(units, boundOf(next, divisor)) : units;
    return compare(to, from) > 0 ? add(total, multiply(subtract(to, from), tier.price)) : total;
  }, ZERO);
}

function volumeTotal(tiers: readonly Tier[], units: Decimal, divisor: bigint): Decimal {
  const reached = tiers.findLast((tier) => compare(boundOf(tier, divisor), units) <= 0);
  return multiply(units, reached?.price ?? ZERO);
}

/** A tier's bound is in priced units; the axis is in units, divisor times finer. */
function boundOf(tier: Tier, divisor: bigint): Decimal {
  return multiply(tier.from, fromInteger(divisor));
}

/** The daily and monthly models: they count what is present, not for how long. */
function costsOfPresence(usage: DayUsage, pieces: readonly Piece[]): Cost[] {
  const costs: Cost[] = [];
  for (const model of ["daily", "monthly"] as const) {
    const present = groupBy(
      pieces.filter((piece) => piece.price.model === model),
      (piece) => grainKey(piece.resourceId, piece.skuId),
    );
    for (const [key, group] of present) {
      const [{ skuId, resourceId }] = group;
      const fees = group.map((piece) => multiply(piece.level, piece.price.unitPrice));
      const fee = multiply(fees.reduce(maximum), fromInteger(divisorOf(usage, skuId)));
      const paid = model === "monthly" ? (usage.before.charged.get(key) ?? ZERO) : ZERO;
      costs.push({ skuId, resourceId, numerator: maximum(subtract(fee, paid), ZERO), quantity: ZERO });
    }
  }
  return costs;
}

function shortfalls(usage: DayUsage, totals: ReadonlyMap<number, Decimal>): Cost[] {
  if (!usage.lastOfMonth || usage.until < usage.day.end) return [];
  const lastMinute = usage.day.end - MINUTE;
  const committed = usage.prices.filter(
    (price) => price.model === "committed" && price.startsAt <= lastMinute && lastMinute < price.endsAt,
  );
  return committed.flatMap(({ skuId, unitPrice, committedQuantity }) => {
    const owed = multiply(committedQuantity ?? ZERO, fromInteger(divisorOf(usage, skuId)));
    const short = subtract(owed, totals.get(skuId) ?? ZERO);
    const numerator = multiply(short, unitPrice);
    if (compare(numerator, ZERO) <= 0) return [];
    return [{ skuId, resourceId: NO_RESOURCE, numerator, quantity: ZERO }];
  });
}

interface Slice {
  readonly skuId: number;
  readonly resourceId: string;
  readonly price: EffectivePrice | null;
  readonly level: Decimal;
  readonly units: Decimal;
}

/** Cuts usage where its SKU's price changes and joins what one resource has under one price, in the axis's order. */
function cutByPrice(usage: DayUsage): { pieces: Piece[]; unpriced: UnpricedUsage[] } {
  const prices = groupBy([...usage.prices].sort(byStart), (price) => price.skuId);
  const slices = [
    ...usage.gauges.flatMap((gauge) => cutGauge(gauge, usage.until, prices.get(gauge.skuId) ?? [])),
    ...usage.quantities.map(({ at, quantity, ...rest }): Slice => {
      const price = prices.get(rest.skuId)?.find((one) => one.startsAt <= at && at < one.endsAt) ?? null;
      return { ...rest, price, level: quantity, units: quantity };
    }),
  ].filter((slice) => !isZero(slice.units));
  const joined = groupBy(slices, (slice) => `${slice.skuId} ${slice.price?.startsAt} ${slice.resourceId}`);
  const pieces: Piece[] = [];
  const unpriced: UnpricedUsage[] = [];
  for (const [first, ...rest] of joined.values()) {
    const level = rest.reduce((largest, slice) => maximum(largest, slice.level), first.level);
    const units = rest.reduce((total, slice) => add(total, slice.units), first.units);
    const { skuId, resourceId, price } = first;
    if (price) pieces.push({ skuId, resourceId, price, level, units });
    else unpriced.push({ skuId, resourceId, quantity: units });
  }
  return { pieces: pieces.sort(byAxis), unpriced: unpriced.sort(bySku) };
}

function cutGauge(gauge: GaugeUsage, until: Instant, prices: readonly EffectivePrice[]): Slice[] {
  const { skuId, resourceId, quantity } = gauge;
  const end = Math.min(gauge.to, until);
  const slices: Slice[] = [];
  const take = (from: number, to: number, price: EffectivePrice | null) => {
    if (from >= to) return;
    const minutes = fromInteger(BigInt((to - from) / MINUTE));
    slices.push({ skuId, resourceId, price, level: quantity, units: multiply(quantity, minutes) });
  };
  let reached: number = gauge.from;
  for (const price of prices) {
    const from = Math.max(reached, price.startsAt);
    const to = Math.min(end, price.endsAt);
    if (from >= to) continue;
    take(reached, from, null);
    take(from, to, price);
    reached = to;
  }
  take(reached, end, null);
  return slices;
}

function toGrains(usage: DayUsage, costs: readonly Cost[]): Grain[] {
  const groups = groupBy(costs, (cost) => grainKey(cost.resourceId, cost.skuId));
  const grains = [...groups.values()].map(([first, ...rest]): Grain => {
    const numerator = rest.reduce((sum, cost) => add(sum, cost.numerator), first.numerator);
    const quantity = rest.reduce((sum, cost) => add(sum, cost.quantity), first.quantity);
    const { resourceId, skuId } = first;
    const divisor = divisorOf(usage, skuId);
    return { resourceId, skuId, numerator, divisor, quantity, amountMinor: chargeMinor(numerator, divisor) };
  });
  return grains.sort(bySku);
}

function addCharged(before: MonthToDate["charged"], grains: readonly Grain[]): MonthToDate["charged"] {
  const charged = new Map(before);
  for (const grain of grains) {
    const key = grainKey(grain.resourceId, grain.skuId);
    charged.set(key, add(charged.get(key) ?? ZERO, grain.numerator));
  }
  return charged;
}

function tiersOf(price: EffectivePrice): readonly Tier[] {
  if (!price.tiers) throw new TypeError(`price ${price.priceId} is ${price.model} without tiers`);
  return price.tiers;
}

function divisorOf(usage: DayUsage, skuId: number): bigint {
  const divisor = usage.divisors.get(skuId);
  if (divisor === undefined) throw new TypeError(`no divisor of SKU ${skuId}`);
  return divisor;
}

function byStart(a: EffectivePrice, b: EffectivePrice): number {
  return a.startsAt - b.startsAt;
}

function byAxis(a: Piece, b: Piece): number {
  return a.skuId - b.skuId || a.price.startsAt - b.price.startsAt || byText(a.resourceId, b.resourceId);
}

function bySku(a: { skuId: number; resourceId: string }, b: { skuId: number; resourceId: string }): number {
  return a.skuId - b.skuId || byText(a.resourceId, b.resourceId);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function maximum(a: Decimal, b: Decimal): Decimal {
  return compare(a, b) >= 0 ? a : b;
}

function groupBy<K, T>(items: readonly T[], key: (item: T) => K): Map<K, [T, ...T[]]> {
  const groups = new Map<K, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
