import { DAY, type Instant } from "../../core/time.ts";

const ZERO = 48;

// Events of one batch are nearly always of one day, those of a file of one month: their starts are remembered.
let lastDate = "";
let lastStart = Number.NaN;
const starts = new Map<string, number>();
const MOST_STARTS = 5_000;

/**
 * An RFC 3339 instant (offset required) in milliseconds, finer fractions cut off; null when it is none. Stricter than
 * Date.parse, which takes 30 February for 1 March and 24:00 for the next day.
 */
export function readTime(text: string): Instant | null {
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
  const time = start + hour * 3_600_000 + minute * 60_000 + second * 1_000 + fraction.milliseconds - offset * 60_000;
  return Number.isNaN(time) ? null : (time as Instant);
}

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
  const start = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
  // A day that does not exist comes back as another one; a year below 100 as one of the 20th century.
  return new Date(start).toISOString().slice(0, 10) === date ? start : Number.NaN;
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

/** The first instant usage is accepted for. */
export const EARLIEST = Date.UTC(2020, 0, 1) as Instant;
/** How far ahead of our clock a sender's may be. */
export const AHEAD = 5 * 60_000;
/** Days since 2000-01-01, as PostgreSQL counts dates. */
export const POSTGRES_EPOCH = Date.UTC(2000, 0, 1);
export function postgresDay(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - POSTGRES_EPOCH) / DAY;
}
