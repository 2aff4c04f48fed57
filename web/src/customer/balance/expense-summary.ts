import { formatMinor, parseMinor } from "../../../../src/core/money.ts";
import type { Expenses, Text } from "../../api/fetch.ts";

export interface ServiceSummary {
  readonly code: string;
  readonly name: Text;
  readonly position: number;
  readonly total: string;
  /** Part of the whole, 0..1; for display only. */
  readonly share: number;
  /** Relative change to the previous period; null when there was nothing to compare with. */
  readonly change: number | null;
}

/** Totals by service, the largest first, with share and change to the previous period (`before`, when it has come). */
export function summarise(now: Expenses, before: Expenses | undefined): ServiceSummary[] {
  const whole = parseMinor(now.total.amount) ?? 0n;
  return now.services
    .map((service) => {
      const minor = parseMinor(service.total) ?? 0n;
      const previous = before?.services.find((other) => other.code === service.code);
      return {
        code: service.code,
        name: service.name,
        position: service.position,
        total: service.total,
        share: ratio(minor, whole) ?? 0,
        change: before ? changeOf(service.total, previous?.total ?? "0.00") : null,
      };
    })
    .toSorted((a, b) => compareMinor(b.total, a.total));
}

/** Relative change from `before` to `now`, -1 = gone; null when there was nothing before. For display only. */
export function changeOf(now: string, before: string): number | null {
  const earlier = parseMinor(before) ?? 0n;
  return ratio((parseMinor(now) ?? 0n) - earlier, earlier);
}

export interface ChartSeries {
  readonly code: string;
  readonly name: Text | null;
  /** Its place in the catalogue; null for the rest. */
  readonly position: number | null;
  readonly amounts: readonly string[];
}

/** At most `limit` series for a readable chart: the largest services, and the rest as one series without a name. */
export function chartSeries(expenses: Expenses, limit: number): ChartSeries[] {
  const ordered = expenses.services.toSorted((a, b) => compareMinor(b.total, a.total));
  const drawn = drawnApart(ordered, limit);
  const rest = ordered.slice(drawn.length);
  if (rest.length === 0) return byPlace(drawn);
  const amounts = expenses.periods.map((_, index) =>
    formatMinor(rest.reduce((total, service) => total + (parseMinor(service.amounts[index] ?? "0") ?? 0n), 0n)),
  );
  return [...byPlace(drawn), { code: "", name: null, position: null, amounts }];
}

/** Those of the largest first that are drawn on their own: all, or as many as leave room for the rest. */
export function drawnApart<T>(ordered: readonly T[], limit: number): readonly T[] {
  return ordered.length <= limit ? ordered : ordered.slice(0, limit - 1);
}

/** A column is stacked in the same order in every period that is looked at. */
function byPlace<T extends { readonly position: number }>(services: readonly T[]): T[] {
  return services.toSorted((a, b) => a.position - b.position);
}

/** The lowest that a stacked column reaches: zero, or below it where money came back. For drawing only. */
export function lowestOf(series: readonly ChartSeries[], periods: number): number {
  const depths = Array.from({ length: periods }, (_, period) =>
    series.reduce((sum, { amounts }) => sum + Math.min(0, Number(amounts[period] ?? 0)), 0),
  );
  return Math.min(0, ...depths);
}

function compareMinor(a: string, b: string): number {
  const difference = (parseMinor(a) ?? 0n) - (parseMinor(b) ?? 0n);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Ten thousandths are enough for a percentage with one digit. */
function ratio(part: bigint, whole: bigint): number | null {
  return whole === 0n ? null : Number((part * 10_000n) / whole) / 10_000;
}
