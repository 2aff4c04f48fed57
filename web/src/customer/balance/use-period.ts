import { useQuery } from "@tanstack/react-query";
import { clockQuery } from "../../api/queries.ts";
import { type DateRange, localDateOf, presetRange } from "../../ui/period.ts";

export interface Period {
  readonly today: string;
  readonly range: DateRange;
}

/**
 * The period of a tab: what the address says, else the current month by the platform's clock in the region's zone.
 * Undefined until the clock has answered; an error of the clock comes back as `error`.
 */
export function usePeriod(from: string | undefined, to: string | undefined, timeZone: string) {
  const clock = useQuery(clockQuery);
  const now = clock.data?.now;
  if (now === undefined) return { period: undefined, error: clock.error, retry: () => void clock.refetch() };
  const today = localDateOf(now, timeZone);
  const fallback = presetRange("thisMonth", today);
  const period: Period = {
    today,
    range: { from: from ?? fallback.from, to: to ?? (from && from > fallback.to ? from : fallback.to) },
  };
  return { period, error: null, retry: () => undefined };
}
