import type { Tx } from "../../platform/db.ts";
import type { CalendarRow } from "./calendar-file.ts";

/** All SQL on business_calendar. */

export async function selectCalendar(reader: Pick<Tx, "query">, countryCode: string): Promise<CalendarRow | null> {
  const rows = await reader.query<CalendarRow>(
    `select country_code as "countryCode", hours, off_days as "off", working_days as "working", short_days as "short"
       from business_calendar where country_code = $1`,
    [countryCode],
    "business_calendar",
  );
  return rows[0] ?? null;
}

export function selectCalendars(reader: Pick<Tx, "query">): Promise<CalendarRow[]> {
  return reader.query<CalendarRow>(
    `select country_code as "countryCode", hours, off_days as "off", working_days as "working", short_days as "short"
       from business_calendar order by country_code`,
  );
}

export async function upsertCalendar(tx: Tx, { countryCode, hours, off, working, short }: CalendarRow): Promise<void> {
  await tx.execute(
    `insert into business_calendar as known (country_code, hours, off_days, working_days, short_days)
     values ($1, $2, $3, $4, $5)
     on conflict (country_code) do update set
       hours = excluded.hours, off_days = excluded.off_days, working_days = excluded.working_days,
       short_days = excluded.short_days
     where (known.hours, known.off_days, known.working_days, known.short_days)
           is distinct from (excluded.hours, excluded.off_days, excluded.working_days, excluded.short_days)`,
    [countryCode, JSON.stringify(hours), JSON.stringify(off), JSON.stringify(working), JSON.stringify(short)],
  );
}
