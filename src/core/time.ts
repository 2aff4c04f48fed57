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
/** The first and the last millisecond that RFC 3339 can write in UTC and PostgreSQL can keep. */
const FIRST = Date.parse("0001-01-01T00:00:00Z");
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

export function instant(milliseconds: number): Instant {
  if (!Number.isSafeInteger(milliseconds)) throw new RangeError(`not an instant: ${milliseconds}`);
  return milliseconds as Instant;
}

/**
 * Reads an RFC 3339 instant (offset required, fractions cut to milliseconds); null when it is none. Stricter than
 * Date.parse, which takes 30 February for 2 March and 24:00 for the next day. A leap second (23:59:60) is refused: UTC as
 * computers count it has no such instant, and none was decreed since 2016. Years are 1 to 9999 in UTC, so what was read
 * can be written again.
 */
export function parseInstant(text: string): Instant | null {
  if (text.length < 20 || text.length > 35) return null;
  const start = startOfDate(text);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const separated = (text[10] === "T" || text[10] === "t") && text[13] === ":" && text[16] === ":";
  // The comparison also fails for NaN, which is how anything but digits is read.
  if (!separated || !(start + hour + minute + second >= start) || hour > 23 || minute > 59 || second > 59) return null;
  const fraction = readFraction(text);
  if (fraction.end < 0) return null;
  const offset = readOffset(text, fraction.end);
  const time = start + hour * HOUR + minute * MINUTE + second * 1_000 + fraction.milliseconds - offset * MINUTE;
  return time >= FIRST && time <= LAST ? (time as Instant) : null;
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

/** Throws RangeError beyond the year 9999: the text of such a date (`+010000-01-01`) would compare as an early one. */
export function addDays(date: LocalDate, days: number): LocalDate {
  const text = Temporal.PlainDate.from(date).add({ days }).toString();
  if (text.length !== 10) throw new RangeError(`no date of four-digit years: ${text}`);
  return text as LocalDate;
}

/** How many days lie from `from` to `to`, both included; 0 or less when `to` is before `from`. */
export function daysOf(from: LocalDate, to: LocalDate): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY + 1;
}

export function addMonths(month: LocalMonth, months: number): LocalMonth {
  return Temporal.PlainYearMonth.from(month).add({ months }).toString() as LocalMonth;
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(date: LocalDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/** `31.10.2026`, as documents of both countries write dates. */
export function formatDate(date: LocalDate): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}.${date.slice(0, 4)}`;
}

/** The zone's offset in force at an instant, as `UTC+3` or `UTC+5:30`: shown beside every local time (REG-07). */
export function offsetLabel(value: Instant, zone: Zone): string {
  const offset = Temporal.Instant.fromEpochMilliseconds(value).toZonedDateTimeISO(zone).offset;
  return `UTC${offset.replace(/^([+-])0?(\d+):00$/, "$1$2").replace(/^([+-])0(?=\d)/, "$1")}`;
}

function startOfDay(day: Temporal.PlainDate, zone: Zone): Instant {
  return instant(day.toZonedDateTime(zone).epochMilliseconds);
}

const ZERO = 48;
// Events of one batch are nearly always of one day, those of a file of one month: their starts are remembered.
let lastDate = "";
let lastStart = Number.NaN;
const starts = new Map<string, number>();
const MOST_STARTS = 5_000;

function startOfDate(text: string): number {
  const date = text.slice(0, 10);
  if (date === lastDate) return lastStart;
  const start = starts.get(date) ?? readDate(date);
  if (Number.isNaN(start)) return start;
  if (starts.size >= MOST_STARTS) starts.clear();
  starts.set(date, start);
  lastDate = date;
  lastStart = start;
  return start;
}

function readDate(date: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return Number.NaN;
  const start = Date.parse(`${date}T00:00:00Z`);
  // A day that does not exist is read as one of the next month.
  return Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) === date ? start : Number.NaN;
}

const WHOLE_SECOND = { milliseconds: 0, end: 19 };
const NO_FRACTION = { milliseconds: 0, end: -1 };

function readFraction(text: string): { milliseconds: number; end: number } {
  if (text[19] !== ".") return WHOLE_SECOND;
  let end = 20;
  let milliseconds = 0;
  for (; end < text.length; end += 1) {
    const digit = text.charCodeAt(end) - ZERO;
    if (digit < 0 || digit > 9) break;
    if (end < 23) milliseconds = milliseconds * 10 + digit;
  }
  const digits = end - 20;
  if (digits === 0 || digits > 9) return NO_FRACTION;
  return { milliseconds: digits === 1 ? milliseconds * 100 : digits === 2 ? milliseconds * 10 : milliseconds, end };
}

/** Minutes east of UTC; NaN when what is left of the text is not an offset. */
function readOffset(text: string, from: number): number {
  const sign = text[from];
  if ((sign === "Z" || sign === "z") && text.length === from + 1) return 0;
  if ((sign !== "+" && sign !== "-") || text.length !== from + 6 || text[from + 3] !== ":") return Number.NaN;
  const hours = twoDigits(text, from + 1);
  const minutes = twoDigits(text, from + 4);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  return (sign === "-" ? -1 : 1) * (hours * 60 + minutes);
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
