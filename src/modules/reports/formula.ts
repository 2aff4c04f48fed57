import { type Decimal, compare, decimal } from "../../core/decimal.ts";
import type { PriceInForce, UsedPiece } from "../usage/index.ts";

/** An exact fraction; the denominator is positive. */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

export const ratio = ({ units, scale }: Decimal, divisor = 1n): Ratio => ({
  n: units,
  d: 10n ** BigInt(scale) * divisor,
});
const plus = (a: Ratio, b: Ratio): Ratio => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const minus = (a: Ratio, b: Ratio): Ratio => plus(a, { n: -b.n, d: b.d });
const times = (a: Ratio, b: Ratio): Ratio => ({ n: a.n * b.n, d: a.d * b.d });
export const equal = (a: Ratio, b: Ratio): boolean => a.n * b.d === b.n * a.d;
const least = (a: Ratio, b: Ratio): Ratio => (a.n * b.d < b.n * a.d ? a : b);
const positive = (a: Ratio): Ratio => (a.n > 0n ? a : NOTHING);
export const NOTHING: Ratio = { n: 0n, d: 1n };

/** One product of a formula; what it comes to is `value`, in major units of the currency. */
export type FormulaTerm =
  /** So much for so long: quantity × price × minutes ÷ the minutes that the price is for. */
  | { readonly kind: "time"; readonly quantity: Decimal; readonly price: Decimal; readonly minutes: bigint }
  /** Units (unit-minutes of a gauge) × price ÷ the units that the price is for. */
  | { readonly kind: "units"; readonly units: Ratio; readonly price: Decimal; readonly gauge: boolean }
  /** The largest quantity × the price of the day or of the month, once. */
  | { readonly kind: "once"; readonly quantity: Decimal; readonly price: Decimal; readonly model: "daily" | "monthly" }
  /** What was charged before, taken off. */
  | { readonly kind: "less"; readonly amount: Ratio; readonly units: Ratio | null; readonly price: Decimal | null }
  /** What is missing from a commitment, in priced units × price. */
  | { readonly kind: "shortfall"; readonly committed: Decimal; readonly used: Ratio; readonly price: Decimal };

/** What a tier took of a charge: from (included) and up to, in priced units of the month; its price. */
export interface TierPart {
  readonly from: Decimal;
  readonly to: Decimal | null;
  readonly price: Decimal;
  /** Priced units of this charge that fell into it. */
  readonly units: Ratio;
  readonly cost: Ratio;
  /** Whether it is the tier that the month's total has reached. */
  readonly reached: boolean;
}

/** How a grain's exact cost comes about. */
export interface Formula {
  readonly terms: readonly FormulaTerm[];
  readonly value: Ratio;
  readonly tiers: readonly TierPart[];
}

export interface GrainFacts {
  readonly pieces: readonly UsedPiece[];
  readonly prices: ReadonlyMap<bigint, PriceInForce>;
  readonly divisor: bigint;
  /** See BeforeDay. */
  readonly before: { readonly units: Ratio; readonly withDay: Ratio; readonly numerator: Ratio };
  /** Of the grain itself, the divisor taken off. */
  readonly cost: Ratio;
}

/** PRC-03: the formula that gives a grain's exact cost, by its price model; null where the cost is not to be told so simply. */
export function formulaOf(facts: GrainFacts): Formula | null {
  const found = candidate(facts);
  return found && equal(found.value, facts.cost) ? found : null;
}

const MOST_TERMS = 3;

function candidate(facts: GrainFacts): Formula | null {
  const { pieces, prices, divisor } = facts;
  const used = pieces.map((piece) => ({ ...piece, price: prices.get(piece.priceId) }));
  const models = new Set(used.map(({ price }) => price?.model));
  if (pieces.length === 0) return shortfall(facts);
  const [model] = models;
  if (models.size !== 1 || model === undefined) return null;
  if (model === "daily" || model === "monthly") return once(facts, model);
  if (model === "tiered" || model === "volume") return onAxis(facts, model);
  const byTime = new Map<string, FormulaTerm & { kind: "time" }>();
  const byPrice = new Map<string, FormulaTerm & { kind: "units" }>();
  for (const { quantity, minutes, price } of used) {
    const unitPrice = price?.unitPrice ?? "0";
    const units = times(ratio(decimal(quantity)), { n: BigInt(minutes ?? 1), d: 1n });
    const sum = byPrice.get(unitPrice)?.units ?? NOTHING;
    byPrice.set(unitPrice, {
      kind: "units",
      units: plus(sum, units),
      price: decimal(unitPrice),
      gauge: minutes !== null,
    });
    const key = `${quantity} ${unitPrice}`;
    const before = byTime.get(key)?.minutes ?? 0n;
    const lasted = before + BigInt(minutes ?? 0);
    byTime.set(key, { kind: "time", quantity: decimal(quantity), price: decimal(unitPrice), minutes: lasted });
  }
  const isGauge = used[0]?.minutes !== null;
  const terms = isGauge && byTime.size <= MOST_TERMS ? [...byTime.values()] : [...byPrice.values()];
  return terms.length > MOST_TERMS ? null : made(terms, divisor);
}

function made(terms: readonly FormulaTerm[], divisor: bigint, tiers: readonly TierPart[] = []): Formula {
  return { terms, value: terms.map((term) => valueOf(term, divisor)).reduce(plus, NOTHING), tiers };
}

/** What a term comes to. */
export function valueOf(term: FormulaTerm, divisor: bigint): Ratio {
  switch (term.kind) {
    case "time":
      return times(times(ratio(term.quantity), ratio(term.price)), { n: term.minutes, d: divisor });
    case "units":
      return times(times(term.units, ratio(term.price)), { n: 1n, d: divisor });
    case "once":
      return times(ratio(term.quantity), ratio(term.price));
    case "less":
      return { n: -term.amount.n, d: term.amount.d };
    case "shortfall":
      return times(minus(ratio(term.committed), term.used), ratio(term.price));
  }
}

function once({ pieces, prices, before, divisor }: GrainFacts, model: "daily" | "monthly"): Formula | null {
  const terms = pieces.map(({ quantity, priceId }) => {
    const price = decimal(prices.get(priceId)?.unitPrice ?? "0");
    return { kind: "once", quantity: decimal(quantity), price, model } as const;
  });
  const dearest = terms.reduce(dearer);
  if (model === "daily" || before.numerator.n === 0n) return made([dearest], divisor);
  const charged = { n: before.numerator.n, d: before.numerator.d * divisor };
  const paid = least(charged, valueOf(dearest, divisor));
  return made([dearest, { kind: "less", amount: paid, units: null, price: null }], divisor);
}

function dearer<T extends FormulaTerm>(a: T, b: T): T {
  const [left, right] = [valueOf(a, 1n), valueOf(b, 1n)];
  return left.n * right.d < right.n * left.d ? b : a;
}

function shortfall({ prices, before, divisor }: GrainFacts): Formula | null {
  const price = [...prices.values()].findLast(({ model }) => model === "committed");
  if (!price?.committedQuantity) return null;
  const used = times(before.withDay, { n: 1n, d: divisor });
  const committed = decimal(price.committedQuantity);
  return made([{ kind: "shortfall", committed, used, price: decimal(price.unitPrice) }], divisor);
}

interface Tier {
  readonly from: Decimal;
  readonly to: Decimal | null;
  readonly price: Decimal;
}

function tiersOf(price: PriceInForce): Tier[] {
  const steps = (price.tiers ?? []).map((tier) => ({ from: decimal(tier.from), price: decimal(tier.price) }));
  const rising = steps.sort((a, b) => compare(a.from, b.from));
  return rising.map((tier, index) => ({ ...tier, to: rising[index + 1]?.from ?? null }));
}

/** Tiers take what lies in them of the month's axis; by volume all of the month has the price of the tier it reaches. */
function onAxis({ pieces, prices, before, divisor }: GrainFacts, model: "tiered" | "volume"): Formula | null {
  const ids = new Set(pieces.map(({ priceId }) => priceId));
  const price = prices.get(pieces[0]?.priceId ?? 0n);
  if (ids.size !== 1 || !price) return null;
  const own = pieces
    .map(({ quantity, minutes }) => times(ratio(decimal(quantity)), { n: BigInt(minutes ?? 1), d: 1n }))
    .reduce(plus, NOTHING);
  const gauge = pieces[0]?.minutes !== null;
  const [start, end] = [before.units, plus(before.units, own)].map((units) => times(units, { n: 1n, d: divisor })) as [
    Ratio,
    Ratio,
  ];
  const tiers = tiersOf(price);
  const parts = tiers.map((tier): TierPart => {
    const top = tier.to === null ? end : least(end, ratio(tier.to));
    const bottom = positive(minus(start, ratio(tier.from))).n > 0n ? start : ratio(tier.from);
    const reached = minus(end, ratio(tier.from)).n >= 0n && (tier.to === null || minus(end, ratio(tier.to)).n < 0n);
    const units = model === "volume" ? (reached ? end : NOTHING) : positive(minus(top, bottom));
    return { ...tier, units, cost: times(units, ratio(tier.price)), reached };
  });
  const asTerm = ({ units, price: unitPrice }: TierPart): FormulaTerm => {
    return { kind: "units", units: times(units, { n: divisor, d: 1n }), price: unitPrice, gauge };
  };
  const taking = parts.filter(({ units }) => units.n > 0n);
  if (model === "tiered") return made(taking.map(asTerm), divisor, parts);
  const earlier = tiers.findLast((tier) => minus(start, ratio(tier.from)).n >= 0n);
  if (!earlier || start.n === 0n) return made(taking.map(asTerm), divisor, parts);
  const amount = times(start, ratio(earlier.price));
  const less: FormulaTerm = { kind: "less", amount, units: start, price: earlier.price };
  return made([...taking.map(asTerm), less], divisor, parts);
}

/**
 * Formulas of several grains as one: products of the same price together. Null where there is one that cannot be told, or
 * more prices than a sentence bears. By volume and by the month the parts that are taken off and added meet.
 */
export function together(formulas: readonly (Formula | null)[], divisor: bigint): Formula | null {
  const byVolume = wholeVolume(formulas, divisor);
  if (byVolume) return byVolume;
  const units = new Map<string, FormulaTerm & { kind: "units" }>();
  for (const formula of formulas) {
    if (!formula) return null;
    for (const term of formula.terms) {
      if (term.kind !== "units" && term.kind !== "time") return null;
      const key = JSON.stringify([term.price.units.toString(), term.price.scale]);
      const own = term.kind === "units" ? term.units : times(ratio(term.quantity), { n: term.minutes, d: 1n });
      const gauge = term.kind === "time" || term.gauge;
      units.set(key, { kind: "units", units: plus(units.get(key)?.units ?? NOTHING, own), price: term.price, gauge });
    }
  }
  const terms = [...units.values()];
  if (terms.length === 0 || terms.length > MOST_TERMS + 1) return null;
  return made(terms, divisor, mergedTiers(formulas.flatMap((formula) => formula?.tiers ?? [])));
}

/** By volume what the month came to after the last grain, less what it had come to before the first. */
function wholeVolume(formulas: readonly (Formula | null)[], divisor: bigint): Formula | null {
  const isLess = (term: FormulaTerm) => term.kind === "less" && term.units !== null;
  const [first, last] = [formulas[0], formulas.at(-1)];
  if (!first || !last || !formulas.some((formula) => formula?.terms.some(isLess))) return null;
  const terms = [...last.terms.filter((term) => !isLess(term)), ...first.terms.filter(isLess)];
  const whole = made(terms, divisor, last.tiers);
  const sum = formulas.reduce((total, formula) => plus(total, formula?.value ?? NOTHING), NOTHING);
  return equal(whole.value, sum) ? whole : null;
}

/** Tiers of several grains under one price: what each took in all. */
export function mergedTiers(parts: readonly TierPart[]): TierPart[] {
  const merged = new Map<string, TierPart>();
  for (const part of parts) {
    const key = JSON.stringify([part.from, part.price], (_, value: unknown) =>
      typeof value === "bigint" ? `${value}` : value,
    );
    const known = merged.get(key);
    const sums = known && { units: plus(known.units, part.units), cost: plus(known.cost, part.cost) };
    merged.set(key, { ...part, ...sums });
  }
  return [...merged.values()];
}
