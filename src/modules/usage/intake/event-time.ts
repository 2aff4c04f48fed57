import { DAY, type Instant } from "../../../core/time.ts";

/** The first instant usage is accepted for. */
export const EARLIEST = Date.UTC(2020, 0, 1) as Instant;
/** How far ahead of our clock a sender's may be. */
export const AHEAD = 5 * 60_000;
/** Days since 2000-01-01, as PostgreSQL counts dates. */
export const POSTGRES_EPOCH = Date.UTC(2000, 0, 1);
export function postgresDay(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - POSTGRES_EPOCH) / DAY;
}
