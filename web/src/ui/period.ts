/**
 * Calendar arithmetic on local dates (`2026-10-31`) for filters. Days and months of the calendar have no zone; only
 * `localDateOf` needs one, and it is the region's (REG-07).
 */

export interface DateRange {
  readonly from: string;
  readonly to: string;
}

export const PRESETS = [
  "today",
  "last7",
  "last30",
  "thisMonth",
  "previousMonth",
  "thisQuarter",
  "thisYear",
  "previousYear",
] as const;
export type Preset = (typeof PRESETS)[number];

const DAY = 86_400_000;

/** The local date of an instant in a region's zone. */
export function localDateOf(rfc3339: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone }).format(new Date(rfc3339));
}

/** A calendar date of the years that the API takes: 2000 to 2099. */
export function isLocalDate(value: unknown): value is string {
  return (
    typeof value === "string" &&
    /^20\d{2}-\d{2}-\d{2}$/.test(value) &&
    textOf(Date.parse(`${value}T00:00:00Z`)) === value
  );
}

export function isLocalMonth(value: unknown): value is string {
  return typeof value === "string" && isLocalDate(`${value}-01`);
}

export function addDays(date: string, days: number): string {
  return textOf(epoch(date) + days * DAY) ?? date;
}

/** Adds months to a date; the day is cut to the length of the month it lands in. */
export function addMonths(date: string, months: number): string {
  const [year, month, day] = parts(date);
  const first = Date.UTC(year, month - 1 + months, 1);
  const landed = new Date(first);
  const length = new Date(Date.UTC(landed.getUTCFullYear(), landed.getUTCMonth() + 1, 0)).getUTCDate();
  return textOf(first + (Math.min(day, length) - 1) * DAY) ?? date;
}

export function monthOf(date: string): string {
  return date.slice(0, 7);
}

export function firstDayOf(month: string): string {
  return `${month}-01`;
}

export function lastDayOf(month: string): string {
  return addDays(addMonths(firstDayOf(month), 1), -1);
}

/** Days from `from` to `to`, both included. */
export function lengthInDays(range: DateRange): number {
  return Math.round((epoch(range.to) - epoch(range.from)) / DAY) + 1;
}

/** The dates of a preset as seen on `today`. Presets that are still running end today. */
export function presetRange(preset: Preset, today: string): DateRange {
  const [year, month] = parts(today);
  const thisMonth = firstDayOf(monthOf(today));
  switch (preset) {
    case "today":
      return { from: today, to: today };
    case "last7":
      return { from: addDays(today, -6), to: today };
    case "last30":
      return { from: addDays(today, -29), to: today };
    case "thisMonth":
      return { from: thisMonth, to: today };
    case "previousMonth":
      return { from: addMonths(thisMonth, -1), to: addDays(thisMonth, -1) };
    case "thisQuarter":
      return { from: addMonths(thisMonth, -((month - 1) % 3)), to: today };
    case "thisYear":
      return { from: `${year}-01-01`, to: today };
    case "previousYear":
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
  }
}

/** The preset a range is, as seen on `today`; null when it is none. `thisMonth`, the default, wins where two coincide. */
export function presetOf(range: DateRange, today: string): Preset | null {
  const preferred: Preset[] = ["thisMonth", ...PRESETS.filter((preset) => preset !== "thisMonth")];
  return (
    preferred.find((preset) => {
      const dates = presetRange(preset, today);
      return dates.from === range.from && dates.to === range.to;
    }) ?? null
  );
}

/**
 * The period to compare a range with: the same dates of the year before when it runs from January 1st for more than
 * half a year; whole months before when it starts on a month's first day (so October 1-15 is compared with September
 * 1-15, a whole month with a whole month); else the same number of days before.
 */
export function previousRange(range: DateRange): DateRange {
  if (!range.from.endsWith("-01")) {
    const days = lengthInDays(range);
    return { from: addDays(range.from, -days), to: addDays(range.from, -1) };
  }
  const [fromYear, fromMonth] = parts(range.from);
  const [toYear, toMonth] = parts(range.to);
  const spanned = (toYear - fromYear) * 12 + toMonth - fromMonth + 1;
  const months = fromMonth === 1 && spanned > 6 ? Math.ceil(spanned / 12) * 12 : spanned;
  const endsMonth = range.to === lastDayOf(monthOf(range.to));
  const landed = addMonths(firstDayOf(monthOf(range.to)), -months);
  return {
    from: addMonths(range.from, -months),
    to: endsMonth ? lastDayOf(monthOf(landed)) : addMonths(range.to, -months),
  };
}

/** The step that gives a readable number of columns: days up to a month and a half, weeks to half a year, then months. */
export function fittingInterval(range: DateRange): "day" | "week" | "month" | "year" {
  const days = lengthInDays(range);
  if (days <= 45) return "day";
  if (days <= 183) return "week";
  return days <= 1100 ? "month" : "year";
}

/** `count` months ending with `last`, the newest first. */
export function monthsUpTo(last: string, count: number): string[] {
  return Array.from({ length: count }, (_, back) => monthOf(addMonths(firstDayOf(last), -back)));
}

function parts(date: string): [number, number, number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

function epoch(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function textOf(milliseconds: number): string | null {
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString().slice(0, 10);
}
