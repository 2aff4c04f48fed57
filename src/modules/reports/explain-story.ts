import { type Decimal, formatDecimal } from "../../core/decimal.ts";
import type { Texts } from "../../core/errors.ts";
import { type Minor, formatMinor } from "../../core/money.ts";
import { type Instant, type LocalDate, type LocalMonth, addDays, monthOf } from "../../core/time.ts";
import type { BeforeDay, ChargedGrain, PriceInForce, RepaidPart, UsedPiece } from "../usage/index.ts";
import { type AmountWords, amountWords } from "./amount-words.ts";
import { type Formula, type TierPart, formulaOf, mergedTiers, ratio, together } from "./formula.ts";
import { type DayGroup, type PricedUnit, formulaText, rounded, sentence } from "./formula-text.ts";
import type { OpenRow } from "./report-store.ts";

/** A day of a charge: what it came to in all, and what it was made of. */
export interface ExplainedDay {
  readonly day: LocalDate;
  readonly until: Instant;
  readonly bookedIn: LocalMonth;
  readonly quantity: Decimal;
  readonly numerator: Decimal;
  readonly amountMinor: Minor;
  readonly divisor: bigint;
  readonly pieces: readonly UsedPiece[];
  /** See BeforeDay. */
  readonly before: Readonly<Record<Exclude<keyof BeforeDay, "day">, Decimal>>;
  readonly paid: readonly ChargedGrain[];
}

/** Equal days in a row, told once. */
export interface FoldedDays {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly days: number;
  /** How a day's amount comes about, as in the sentence; null where it is not to be told so simply. */
  readonly formula: Texts | null;
  /** Of each day. */
  readonly cost: Texts;
  readonly amount: string;
  readonly total: string;
}

export interface StoryTier {
  readonly from: string;
  readonly to: string | null;
  readonly price: string;
  readonly quantity: Texts;
  readonly cost: Texts;
  /** Whether it is the tier that the month has reached. */
  readonly reached: boolean;
}

/** What a customer reads of a charge. `changes` and `paidBy` add up to its amount each; amounts are decimal texts. */
export interface Story {
  readonly sentence: Texts;
  readonly days: readonly FoldedDays[];
  readonly tiers: readonly StoryTier[];
  readonly changes: readonly {
    readonly kind: "charge" | "repricing" | "correction";
    readonly bookedIn: string | null;
    readonly amount: string;
  }[];
  readonly paidBy: readonly {
    readonly source: "bonus" | "transfer" | "other" | "repaid_transfer" | "repaid_other" | "credit" | "open";
    readonly bookedIn: string | null;
    readonly amount: string;
  }[];
}

export interface StoryFacts {
  readonly days: readonly ExplainedDay[];
  readonly prices: readonly PriceInForce[];
  readonly posted: readonly ChargedGrain[];
  readonly own: readonly OpenRow[];
  readonly repaid: readonly RepaidPart[];
  readonly unit: PricedUnit;
  readonly currency: string;
}

/** Tells a charge: one sentence, its days folded, its tiers, what changed it and who paid. Pure. */
export function storyOf(facts: StoryFacts): Story {
  const { days, unit, currency } = facts;
  const prices = new Map(facts.prices.map((price) => [price.priceId, price]));
  const [ru, en] = [amountWords("ru", currency), amountWords("en", currency)];
  const told = days.map((day) => ({ day, formula: formulaOf(grainFacts(day, prices)) }));
  const runs = runsOf(told, unit, ru);
  const totalMinor = days.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const whole = together(
    told.map(({ formula }) => formula),
    unit.divisor,
  );
  const groups = groupsOf(runs);
  const inBoth = (make: (words: AmountWords) => string): Texts => ({ ru: make(ru), en: make(en) });
  return {
    sentence: inBoth((words) => sentence(groups, whole, totalMinor, unit, words)),
    days: runs.map(({ first, last, count, formula, cost, amountMinor }) => ({
      from: first,
      to: last,
      days: count,
      formula: formula && inBoth((words) => formulaText(formula, unit, words)),
      cost: inBoth((words) => rounded(cost, amountMinor, words)),
      amount: formatMinor(amountMinor),
      total: formatMinor(amountMinor * BigInt(count)),
    })),
    tiers: tiersOf(told).map((tier) => ({
      from: formatDecimal(tier.from),
      to: tier.to && formatDecimal(tier.to),
      price: formatDecimal(tier.price),
      quantity: inBoth((words) => words.exactNumber(tier.units)),
      cost: inBoth((words) => words.exactMoney(tier.cost)),
      reached: tier.reached,
    })),
    changes: changesOf(facts),
    paidBy: paidBy(facts),
  };
}

function grainFacts(day: ExplainedDay, prices: ReadonlyMap<bigint, PriceInForce>) {
  const { pieces, divisor, before, numerator } = day;
  const { units, withDay, numerator: charged } = before;
  return {
    pieces,
    prices,
    divisor,
    before: { units: ratio(units), withDay: ratio(withDay), numerator: ratio(charged) },
    cost: ratio(numerator, divisor),
  };
}

interface ToldDay {
  readonly day: ExplainedDay;
  readonly formula: Formula | null;
}

interface Run extends DayGroup {
  readonly first: LocalDate;
  readonly last: LocalDate;
  readonly text: string;
}

/** Days in a row with the same formula and amount. */
function runsOf(told: readonly ToldDay[], unit: PricedUnit, words: AmountWords): Run[] {
  const runs: Run[] = [];
  for (const { day, formula } of told) {
    const text = formula ? formulaText(formula, unit, words) : formatDecimal(day.numerator);
    const last = runs.at(-1);
    if (last && last.text === text && last.amountMinor === day.amountMinor && addDays(last.last, 1) === day.day) {
      runs[runs.length - 1] = { ...last, last: day.day, count: last.count + 1 };
      continue;
    }
    const cost = ratio(day.numerator, day.divisor);
    runs.push({ first: day.day, last: day.day, text, count: 1, formula, cost, amountMinor: day.amountMinor });
  }
  return runs;
}

/** Runs that are told alike, wherever they lie. */
function groupsOf(runs: readonly Run[]): DayGroup[] {
  const groups = new Map<string, DayGroup>();
  for (const run of runs) {
    const key = `${run.text} ${run.amountMinor}`;
    const known = groups.get(key);
    groups.set(key, known ? { ...known, count: known.count + run.count } : run);
  }
  return [...groups.values()];
}

/** Of a tiered price what each tier took in all the days; by volume, how the month stood on the last of them. */
function tiersOf(told: readonly ToldDay[]): TierPart[] {
  const withTiers = told.filter(({ formula }) => formula !== null && formula.tiers.length > 0);
  const last = withTiers.at(-1)?.formula?.tiers ?? [];
  const isVolume = last.filter(({ units }) => units.n > 0n).length === 1 && withTiers.some(isRepriced);
  return isVolume ? [...last] : mergedTiers(withTiers.flatMap(({ formula }) => formula?.tiers ?? []));
}

const isRepriced = ({ formula }: ToldDay): boolean => formula?.terms.some(({ kind }) => kind === "less") ?? false;

/** By the kinds of movement: what its own month charged, what a cheaper tier gave back, what was corrected later. */
function changesOf({ days, posted, own }: StoryFacts): Story["changes"] {
  const corrected = new Map<LocalMonth, Minor>();
  const late = new Map<LocalDate, Minor>();
  for (const row of posted) {
    if (row.bookingMonth === monthOf(row.day)) continue;
    corrected.set(row.bookingMonth, (corrected.get(row.bookingMonth) ?? 0n) + row.amountMinor);
    late.set(row.day, (late.get(row.day) ?? 0n) + row.amountMinor);
  }
  const open = own.filter((row) => row.corrected);
  for (const row of open) late.set(row.day, (late.get(row.day) ?? 0n) + row.amountMinor);
  const inTime = days.map((day) => day.amountMinor - (late.get(day.day) ?? 0n));
  const sum = (minors: readonly Minor[]) => minors.reduce((total, one) => total + one, 0n);
  const rows = [
    { kind: "charge", bookedIn: null, amountMinor: sum(inTime.filter((minor) => minor >= 0n)) },
    { kind: "repricing", bookedIn: null, amountMinor: sum(inTime.filter((minor) => minor < 0n)) },
    ...[...corrected].map(([bookedIn, amountMinor]) => ({ kind: "correction", bookedIn, amountMinor }) as const),
    { kind: "correction", bookedIn: null, amountMinor: sum(open.map((row) => row.amountMinor)) },
  ] as const;
  return shownRows(rows);
}

/** Who paid, what was on credit and repaid since by itself, what is owed still, what is not charged yet. */
function paidBy({ posted, own, repaid }: StoryFacts): Story["paidBy"] {
  const sum = (minors: readonly Minor[]) => minors.reduce((total, one) => total + one, 0n);
  const covered = sum(repaid.map((part) => part.amountMinor));
  const rows = [
    { source: "bonus", bookedIn: null, amountMinor: sum(posted.map((row) => row.bonusMinor)) },
    { source: "transfer", bookedIn: null, amountMinor: sum(posted.map((row) => row.transferMinor)) },
    { source: "other", bookedIn: null, amountMinor: sum(posted.map((row) => row.otherMinor)) },
    ...repaid.map(({ fundingSource, bookingMonth, amountMinor }) => {
      return { source: `repaid_${fundingSource}`, bookedIn: bookingMonth, amountMinor } as const;
    }),
    { source: "credit", bookedIn: null, amountMinor: sum(posted.map((row) => row.creditMinor)) - covered },
    { source: "open", bookedIn: null, amountMinor: sum(own.map((row) => row.amountMinor)) },
  ] as const;
  return shownRows(rows);
}

/** Rows of nothing are left out. */
function shownRows<T extends { readonly amountMinor: Minor }>(
  rows: readonly T[],
): (Omit<T, "amountMinor"> & { readonly amount: string })[] {
  return rows
    .filter(({ amountMinor }) => amountMinor !== 0n)
    .map(({ amountMinor, ...row }) => ({ ...row, amount: formatMinor(amountMinor) }));
}
