import { type Decimal, isZero } from "../../../core/decimal.ts";
import { refusal } from "../../../core/errors.ts";
import type { Minor } from "../../../core/money.ts";
import { datesBetween, dayPeriod, lastDayOf, type LocalDate, monthOf, type Zone } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { regionPrices, type Sku, skuIndex, SkuUnknown } from "../../catalog/index.ts";
import { type DayUsage, EMPTY_MONTH, NO_RESOURCE, rateDay } from "./rate.ts";

export const CalculationTooLarge = refusal(
  "calculation_too_large",
  422,
  "Слишком большой расчёт: уменьшите срок или число конфигураций",
  "The calculation is too large: shorten the term or take fewer configurations",
);
export const NoPrice = refusal(
  "no_price",
  422,
  "На выбранные даты нет цены «{code}»",
  "No price of “{code}” on these dates",
);

const MOST_PIECES = 50_000;

/** Of a gauge: what is present all the time. Of a quantity: what is used up in each calendar month or part of one. */
export interface CalculatedItem {
  readonly skuCode: string;
  readonly quantity: Decimal;
}

/** `count` equal sets of items. */
export interface Configuration {
  readonly count: number;
  readonly items: readonly CalculatedItem[];
}

/** Local dates of the region, both included. */
export interface CalculatedTerm {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly zone: Zone;
}

export interface Calculation {
  readonly currency: string;
  /** One line per configuration and SKU, all its equal sets together. */
  readonly lines: readonly { readonly configuration: number; readonly skuCode: string; readonly amountMinor: Minor }[];
  /** What commitments in the list add at the end of the months, which no configuration caused. */
  readonly shortfallMinor: Minor;
  readonly totalMinor: Minor;
}

/**
 * PRC-06: what these configurations would cost a project without other usage, at the region's list prices, VAT included.
 * The figures are those of the rating itself: each set is a resource, each day a grain rounded up (PRC-05).
 * Refuses SkuUnknown, NoPrice, CalculationTooLarge, and NotFound for a region without a price list.
 */
export async function calculate(
  tx: Tx,
  regionCode: string,
  term: CalculatedTerm,
  configurations: readonly Configuration[],
): Promise<Calculation> {
  const index = await skuIndex(tx);
  const sets = configurations.flatMap((configuration, number) => setsOf(configuration, number, index.skus));
  const dates = datesBetween(term.from, term.to);
  if (sets.length * dates.length > MOST_PIECES) throw CalculationTooLarge();
  const skus = new Map(sets.map((set) => [set.sku.skuId, set.sku]));
  const { list, prices } = await regionPrices(tx, regionCode, [...skus.keys()]);
  const amounts = new Map<string, Minor>();
  let before = EMPTY_MONTH;
  for (const date of dates) {
    if (date.endsWith("-01")) before = EMPTY_MONTH;
    const usage = dayOf(date, term, sets);
    const divisors = new Map([...skus.values()].map((sku) => [sku.skuId, sku.divisor]));
    const rating = rateDay({ ...usage, divisors, prices, before });
    const [unpriced] = rating.unpriced;
    if (unpriced) throw NoPrice({ values: { code: skus.get(unpriced.skuId)?.skuCode ?? "" } });
    for (const grain of rating.grains) {
      const number = grain.resourceId === NO_RESOURCE ? "" : String(Number(grain.resourceId.slice(0, 4)));
      const key = `${number} ${skus.get(grain.skuId)?.skuCode}`;
      amounts.set(key, (amounts.get(key) ?? 0n) + grain.amountMinor);
    }
    before = rating.after;
  }
  return { currency: list.currency, ...sumUp(amounts) };
}

interface ItemSet {
  readonly sku: Sku;
  readonly resourceId: string;
  readonly quantity: Decimal;
}

function setsOf({ count, items }: Configuration, number: number, skus: ReadonlyMap<string, Sku>): ItemSet[] {
  if (!Number.isSafeInteger(count) || count < 0 || count > MOST_PIECES || number > 9_999) throw CalculationTooLarge();
  return items
    .filter((item) => !isZero(item.quantity))
    .flatMap(({ skuCode, quantity }) => {
      const sku = skus.get(skuCode);
      if (!sku) throw SkuUnknown({ values: { code: skuCode } });
      return Array.from({ length: count }, (_, copy) => {
        return { sku, quantity, resourceId: `${String(number).padStart(4, "0")}-${String(copy).padStart(5, "0")}` };
      });
    });
}

function dayOf(
  date: LocalDate,
  term: CalculatedTerm,
  sets: readonly ItemSet[],
): Omit<DayUsage, "divisors" | "prices" | "before"> {
  const day = dayPeriod(date, term.zone);
  const newMonth = date === term.from || date.endsWith("-01");
  const gauges = sets.filter((set) => set.sku.meter.kind === "gauge");
  const quantities = newMonth ? sets.filter((set) => set.sku.meter.kind === "quantity") : [];
  return {
    day,
    until: day.end,
    lastOfMonth: date === lastDayOf(monthOf(date)),
    gauges: gauges.map(({ sku, ...set }) => ({ ...set, skuId: sku.skuId, from: day.start, to: day.end })),
    quantities: quantities.map(({ sku, ...set }) => ({ ...set, skuId: sku.skuId, at: day.start })),
  };
}

function sumUp(amounts: ReadonlyMap<string, Minor>): Omit<Calculation, "currency"> {
  const lines: Calculation["lines"][number][] = [];
  let shortfallMinor = 0n;
  for (const [key, amountMinor] of amounts) {
    const [number = "", skuCode = ""] = key.split(" ");
    if (number === "") shortfallMinor += amountMinor;
    else lines.push({ configuration: Number(number), skuCode, amountMinor });
  }
  const totalMinor = lines.reduce((sum, line) => sum + line.amountMinor, shortfallMinor);
  return { lines: lines.sort((a, b) => a.configuration - b.configuration), shortfallMinor, totalMinor };
}
