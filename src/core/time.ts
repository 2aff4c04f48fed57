import { Temporal } from "temporal-polyfill";

/** A UTC instant in whole milliseconds since the epoch. Only platform/clock reads the clock. */
export type Instant = number & { readonly __instant: unique symbol };
/** A calendar date of a region, `2026-10-31`. */
export type LocalDate = string & { readonly __localDate: unique symbol };
/** A calendar month of a region, `2026-10`. */
export type LocalMonth = string & { readonly __localMonth: unique symbol };
/** An IANA zone name, `Europe/Moscow`. */
export type Zone = string;

/** A half-open period: `start` belongs to it, `end` does not. */
export interface Period {
  readonly start: Instant;
  readonly end: Instant;
}

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

export function instant(milliseconds: number): Instant {
  if (!Number.isSafeInteger(milliseconds)) throw new RangeError(`not an instant: ${milliseconds}`);
  return milliseconds as Instant;
}

/** Parses an RFC 3339 instant (offset required, fraction cut to milliseconds); null when it is not one. */
export function parseInstant(text: string): Instant | null {
  if (!RFC3339.test(text)) return null;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? null : (milliseconds as Instant);
}

/** parseInstant for text that is known to be an instant; throws otherwise. */
export function at(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === null) throw new TypeError(`not an instant: ${text}`);
  return parsed;
}

/** RFC 3339 in UTC with milliseconds. */
export function formatInstant(value: Instant): string {
  return new Date(value).toISOString();
}

export function plus(value: Instant, milliseconds: number): Instant {
  return instant(value + milliseconds);
}

/** PRC-01: every instant is taken down to its minute before anything is charged. */
export function floorMinute(value: Instant): Instant {
  return instant(Math.floor(value / MINUTE) * MINUTE);
}

export function localDate(text: string): LocalDate {
  if (!DATE.test(text)) throw new TypeError(`not a date: ${text}`);
  Temporal.PlainDate.from(text, { overflow: "reject" });
  return text as LocalDate;
}

export function localMonth(text: string): LocalMonth {
  if (!MONTH.test(text)) throw new TypeError(`not a month: ${text}`);
  return text as LocalMonth;
}

const dayCache = new Map<string, Period>();
const lastDay = new Map<Zone, { period: Period; date: LocalDate }>();

/** The bounds of a local day, daylight and zone changes included (REG-07): 25 hours in Almaty on 2024-02-29. */
export function dayPeriod(date: LocalDate, zone: Zone): Period {
  const key = `${zone} ${date}`;
  let period = dayCache.get(key);
  if (!period) {
    const day = Temporal.PlainDate.from(date);
    period = { start: startOfDay(day, zone), end: startOfDay(day.add({ days: 1 }), zone) };
    if (dayCache.size > 20_000) dayCache.clear();
    dayCache.set(key, period);
  }
  return period;
}

/** The local date of an instant (REG-07). Neighbouring instants of one zone are answered from the last day asked for. */
export function dateOf(value: Instant, zone: Zone): LocalDate {
  const last = lastDay.get(zone);
  if (last && value >= last.period.start && value < last.period.end) return last.date;
  const zoned = Temporal.Instant.fromEpochMilliseconds(value).toZonedDateTimeISO(zone);
  const date = zoned.toPlainDate().toString() as LocalDate;
  lastDay.set(zone, { period: dayPeriod(date, zone), date });
  return date;
}

export function monthOf(date: LocalDate): LocalMonth {
  return date.slice(0, 7) as LocalMonth;
}

export function monthPeriod(month: LocalMonth, zone: Zone): Period {
  return {
    start: dayPeriod(firstDay(month), zone).start,
    end: dayPeriod(firstDay(addMonths(month, 1)), zone).start,
  };
}

export function firstDay(month: LocalMonth): LocalDate {
  return `${month}-01` as LocalDate;
}

export function lastDayOf(month: LocalMonth): LocalDate {
  return addDays(firstDay(addMonths(month, 1)), -1);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ days }).toString() as LocalDate;
}

export function addMonths(month: LocalMonth, months: number): LocalMonth {
  return Temporal.PlainYearMonth.from(month).add({ months }).toString() as LocalMonth;
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(date: LocalDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/** All local dates from `from` to `to`, both included; empty when `to` is before `from`. */
export function datesBetween(from: LocalDate, to: LocalDate): LocalDate[] {
  const dates: LocalDate[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** `31.10.2026`, as documents of both countries write dates. */
export function formatDate(date: LocalDate): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}.${date.slice(0, 4)}`;
}

/** The zone's offset in force at an instant, as `UTC+3` or `UTC+5:30`: shown beside every local time (REG-07). */
export function offsetLabel(value: Instant, zone: Zone): string {
  const offset = Temporal.Instant.fromEpochMilliseconds(value).toZonedDateTimeISO(zone).offset;
  return `UTC${offset.replace(/^([+-])0?(\d+):00$/, "$1$2").replace(/^([+-])0/, "$1")}`;
}

function startOfDay(day: Temporal.PlainDate, zone: Zone): Instant {
  return instant(day.toZonedDateTime(zone).epochMilliseconds);
}
