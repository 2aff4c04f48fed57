import { formatDecimal } from "../../core/decimal.ts";
import type { Texts } from "../../core/errors.ts";
import type { Minor } from "../../core/money.ts";
import { type AmountWords, decimalOf } from "./amount-words.ts";
import { type Formula, type FormulaTerm, type Ratio, ratio } from "./formula.ts";

/** What a price is for: `ГБ за 30 дней`, and how many minutes or units that is. */
export interface PricedUnit {
  readonly name: Texts;
  readonly divisor: bigint;
}

/** The unit as the catalogue names it, taken apart: what there is so much of, and the time or number a price is for. */
const PER = {
  ru: /^(.+?) (?:в (?:час|минуту|день|сутки|месяц)|за (?:\d.*|месяц))$/,
  en: /^(.+?) per (?:hour|minute|day|month|\d.*)$/,
} as const;
const COUNTED = /^[\d\s,.\u00a0]+(\D.*)$/;
const DAY_MINUTES = 1440n;

function baseOf(unit: PricedUnit, words: AmountWords): string {
  const name = unit.name[words.language];
  return PER[words.language].exec(name)?.[1] ?? COUNTED.exec(name)?.[1] ?? name;
}

/** `500 ГБ × 18,20 ₽ за ГБ за 30 дней × 1 день ÷ 30`. */
export function formulaText(formula: Formula, unit: PricedUnit, words: AmountWords): string {
  if (formula.terms.length === 0) return words.money("0");
  const [first, ...others] = formula.terms as readonly [FormulaTerm, ...FormulaTerm[]];
  const texts = others.map((term) => `${term.kind === "less" ? "\u2212" : "+"} ${termText(term, unit, words, false)}`);
  return [termText(first, unit, words, true), ...texts].join(" ");
}

/** The unit of the price is told once, with the first product. */
function termText(term: FormulaTerm, unit: PricedUnit, words: AmountWords, first: boolean): string {
  const base = baseOf(unit, words);
  const per = first ? `\u00a0${words.language === "ru" ? "за" : "per"}\u00a0${unit.name[words.language]}` : "";
  const counted = (text: string) => `${text}\u00a0${base}`;
  switch (term.kind) {
    case "time": {
      const spent = words.duration(term.minutes, unit.divisor % DAY_MINUTES === 0n);
      const share = shareText(unit.divisor, term.minutes, words);
      return `${counted(words.number(formatDecimal(term.quantity)))} × ${priceText(term.price, words)}${per} × ${spent}${share}`;
    }
    case "units":
      return unitsText(term, unit, words, per);
    case "once":
      return `${counted(words.number(formatDecimal(term.quantity)))} × ${priceText(term.price, words)}${per}`;
    case "less": {
      const paid = words.language === "ru" ? "уже списано" : "charged before";
      if (!term.units || !term.price) return `${words.exactMoney(term.amount)} (${paid})`;
      return `${counted(words.exactNumber(term.units))} × ${priceText(term.price, words)} (${paid})`;
    }
    case "shortfall": {
      const used = words.exactNumber(term.used);
      const [promised, taken] = words.language === "ru" ? ["обязательство", "использовано"] : ["committed", "used"];
      const difference = `${promised} ${words.number(formatDecimal(term.committed))} \u2212 ${taken} ${used}`;
      return `(${difference}) × ${priceText(term.price, words)}${per}`;
    }
  }
}

function priceText(price: Parameters<typeof formatDecimal>[0], words: AmountWords): string {
  return words.money(formatDecimal(price));
}

/** What the time is divided by: nothing when the price is for the hour or minute in which it is told. */
function shareText(divisor: bigint, minutes: bigint, words: AmountWords): string {
  if (divisor === 60n) return "";
  if (divisor % DAY_MINUTES !== 0n) return ` ÷ ${words.duration(divisor, false)}`;
  const days = divisor / DAY_MINUTES;
  if (minutes % DAY_MINUTES !== 0n) return ` ÷ ${words.duration(divisor, true)}`;
  return days === 1n ? "" : ` ÷ ${words.number(days.toString())}`;
}

/** In priced units where that is a figure that ends, else in the units that were measured. */
function unitsText(term: FormulaTerm & { kind: "units" }, unit: PricedUnit, words: AmountWords, per: string): string {
  const base = baseOf(unit, words);
  const price = `${priceText(term.price, words)}${per}`;
  const minute = words.language === "ru" ? "мин" : "min";
  if (!term.gauge) {
    const share = unit.divisor === 1n ? "" : ` ÷ ${words.number(unit.divisor.toString())}`;
    return `${words.exactNumber(term.units)}\u00a0${base} × ${price}${share}`;
  }
  const steps: readonly (readonly [minutes: bigint, name: string])[] = [
    [DAY_MINUTES, words.language === "ru" ? "дней" : "days"],
    [60n, words.language === "ru" ? "ч" : "h"],
    [1n, minute],
  ];
  const fitting = steps.filter(([minutes]) => unit.divisor % minutes === 0n);
  const [minutes, name] = fitting.find(([size]) => decimalOf(shared(term.units, size)).ends) ?? [1n, minute];
  const share = unit.divisor === minutes ? "" : ` ÷ ${words.number((unit.divisor / minutes).toString())}`;
  return `${words.exactNumber(shared(term.units, minutes))}\u00a0${base}·${name} × ${price}${share}`;
}

const shared = ({ n, d }: Ratio, by: bigint): Ratio => ({ n, d: d * by });

/** Days of one formula and one amount. */
export interface DayGroup {
  readonly count: number;
  readonly formula: Formula | null;
  readonly cost: Ratio;
  readonly amountMinor: Minor;
}

/**
 * How an amount comes about, in one sentence: one day, days that are all alike, days that differ but add up by price, or the
 * commonest day and the rest. `whole` is the formula of all days together.
 */
export function sentence(
  groups: readonly DayGroup[],
  whole: Formula | null,
  totalMinor: Minor,
  unit: PricedUnit,
  words: AmountWords,
): string {
  const ru = words.language === "ru";
  const total = words.minor(totalMinor);
  const paying = groups.filter(({ amountMinor }) => amountMinor !== 0n);
  const most = (paying.length > 0 ? paying : groups).toSorted((a, b) => b.count - a.count)[0];
  if (!most) return total;
  const own = most.formula ? `${formulaText(most.formula, unit, words)} = ` : "";
  const once = most.formula?.terms.some((term) => term.kind === "once" && term.model === "monthly") ?? false;
  const monthly = once ? (ru ? ", раз в месяц" : ", once a month") : "";
  const day = `${own}${rounded(most.cost, most.amountMinor, words)}`;
  // Days that cost nothing, as all of a month after the one that bore its fee, need no words.
  if (paying.length <= 1 && most.count === 1) return `${day}${monthly}`;
  const perDay = `${day} ${ru ? "в день" : "a day"}`;
  if (paying.length <= 1) return `${perDay}; ${words.days(most.count)} × ${words.minor(most.amountMinor)} = ${total}`;
  if (whole) {
    const up = ru ? "с округлением каждого дня вверх" : "each day rounded up";
    const exact = words.exactMoney(whole.value);
    const text = `${formulaText(whole, unit, words)} = ${exact}`;
    return isWhole(whole.value, totalMinor) ? text : `${text}, ${up} → ${total}`;
  }
  const rest = totalMinor - most.amountMinor * BigInt(most.count);
  const lead = ru ? "Чаще всего" : "Most often";
  const tail = ru ? "за остальные дни" : "for the other days";
  const known = `${words.days(most.count)} × ${words.minor(most.amountMinor)}`;
  return `${lead} ${perDay}; ${known} + ${words.minor(rest)} ${tail} = ${total}`;
}

/** `303,33… → 303,34 ₽`, or the amount alone where nothing was rounded. */
export function rounded(cost: Ratio, amountMinor: Minor, words: AmountWords): string {
  if (isWhole(cost, amountMinor)) return words.minor(amountMinor);
  return `${words.exactMoney(cost)} → ${words.minor(amountMinor)}`;
}

function isWhole(value: Ratio, minor: Minor): boolean {
  const whole = ratio({ units: minor, scale: 2 });
  return value.n * whole.d === whole.n * value.d;
}
