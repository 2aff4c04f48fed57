import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { type BusinessCalendar, PLAIN_CALENDAR } from "../../core/working-time.ts";
import type { Tx } from "../../platform/db.ts";
import { parseCalendars } from "./calendar-file.ts";
import { selectCalendar, upsertCalendar } from "./calendar-store.ts";

const FILE = "calendars.yaml";

/** The operator's file of business calendars, as text; null when there is none: then days go by their weekdays. */
export async function readCalendarFile(configFolder: string): Promise<string | null> {
  return readFile(join(configFolder, FILE), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

/** Puts business calendars as the file says; the same again changes nothing. Refuses CalendarsInvalid with each place. */
export async function loadCalendars(tx: Tx, text: string | null): Promise<void> {
  for (const calendar of text === null ? [] : parseCalendars(FILE, text)) await upsertCalendar(tx, calendar);
}

/** The calendar by which people of a country work; Monday to Friday where none is known. */
export async function calendarOf(reader: Pick<Tx, "query">, countryCode: string): Promise<BusinessCalendar> {
  const row = await selectCalendar(reader, countryCode);
  if (!row) return PLAIN_CALENDAR;
  const { hours, off, working, short } = row;
  return { hours, off: new Set(off), working: new Set(working), short: new Set(short) };
}
