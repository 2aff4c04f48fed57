import { Temporal } from "temporal-polyfill";

import {
  type Instant,
  type LocalDate,
  MINUTE,
  type Period,
  type Zone,
  addDays,
  dateOf,
  instant,
  plus,
  weekdayOf,
} from "./time.ts";

/** When people of a country work. A date that none of the lists names goes by its weekday: Monday to Friday. */
export interface BusinessCalendar {
  /** Of a day, in minutes after local midnight, one after another. */
  readonly hours: readonly { readonly from: number; readonly to: number }[];
  /** Weekdays on which nobody works. */
  readonly off: ReadonlySet<string>;
  /** Saturdays and Sundays on which one works. */
  readonly working: ReadonlySet<string>;
  /** Working days that end an hour early. */
  readonly short: ReadonlySet<string>;
}

/** What holds where no calendar of the country is known: Monday to Friday, nine to six with an hour's break. */
export const PLAIN_CALENDAR: BusinessCalendar = {
  hours: [
    { from: 9 * 60, to: 13 * 60 },
    { from: 14 * 60, to: 18 * 60 },
  ],
  off: new Set(),
  working: new Set(),
  short: new Set(),
};

const SHORTER_BY = 60;
/** No calendar is without a working day for so long. */
const MOST_DAYS = 3_660;

export function isWorkingDay({ off, working }: BusinessCalendar, date: LocalDate): boolean {
  return weekdayOf(date) > 5 ? working.has(date) : !off.has(date);
}

/** The working hours of a local date as instants; none on a day off. */
export function workingPeriods(calendar: BusinessCalendar, date: LocalDate, zone: Zone): Period[] {
  if (!isWorkingDay(calendar, date)) return [];
  const last = calendar.hours.at(-1)?.to ?? 0;
  const end = calendar.short.has(date) ? last - SHORTER_BY : last;
  return calendar.hours
    .map(({ from, to }) => ({ from, to: Math.min(to, end) }))
    .filter(({ from, to }) => from < to)
    .map(({ from, to }) => ({ start: localTime(date, from, zone), end: localTime(date, to, zone) }));
}

/**
 * The instant at which so many working minutes have passed since `from`; with 0 the first working instant that is not before
 * it. A period's end counts as within it. Throws RangeError for a calendar without working hours.
 */
export function plusWorking(calendar: BusinessCalendar, zone: Zone, from: Instant, minutes: number): Instant {
  let left = minutes * MINUTE;
  let date = dateOf(from, zone);
  for (let day = 0; day < MOST_DAYS; day += 1, date = addDays(date, 1)) {
    for (const { start, end } of workingPeriods(calendar, date, zone)) {
      if (end < from || (end === from && left > 0)) continue;
      const begin = Math.max(start, from);
      if (end - begin >= left) return plus(instant(begin), left);
      left -= end - begin;
    }
  }
  throw new RangeError("a calendar without working hours");
}

/** Whole working minutes between two instants; 0 when `to` is not after `from`. Throws RangeError for over ten years. */
export function workingMinutes(calendar: BusinessCalendar, zone: Zone, from: Instant, to: Instant): number {
  if (to <= from) return 0;
  const last = dateOf(to, zone);
  let passed = 0;
  let date = dateOf(from, zone);
  for (let day = 0; day < MOST_DAYS; day += 1, date = addDays(date, 1)) {
    for (const { start, end } of workingPeriods(calendar, date, zone)) {
      passed += Math.max(0, Math.min(end, to) - Math.max(start, from));
    }
    if (date === last) return Math.floor(passed / MINUTE);
  }
  throw new RangeError("over ten years of working time");
}

/** A clock time of a date: on a day on which the clocks are changed it is not so many minutes after midnight. */
function localTime(date: LocalDate, minutes: number, zone: Zone): Instant {
  const plainTime = new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60);
  return instant(Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds);
}
