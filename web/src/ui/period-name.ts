import type { Formats } from "../i18n/format.ts";
import { type DateRange, lastDayOf, monthOf } from "./period.ts";

/** A day by its date, a whole month or year by its name, anything else by its two dates. */
export function periodName({ from, to }: DateRange, format: Formats): string {
  if (from === to) return format.date(from);
  if (isYear({ from, to })) return from.slice(0, 4);
  if (isMonth({ from, to })) return capitalised(format.month(monthOf(from)));
  return `${format.date(from)} – ${format.date(to)}`;
}

/** The same, short enough for an axis. */
export function periodNameShort({ from, to }: DateRange, format: Formats): string {
  if (from === to) return format.dateShort(from);
  if (isYear({ from, to })) return from.slice(0, 4);
  if (isMonth({ from, to })) return format.monthShort(monthOf(from));
  return format.datesShort(from, to);
}

function isYear({ from, to }: DateRange): boolean {
  return from.endsWith("-01-01") && to === `${from.slice(0, 4)}-12-31`;
}

function isMonth({ from, to }: DateRange): boolean {
  return from.endsWith("-01") && to === lastDayOf(monthOf(from));
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
