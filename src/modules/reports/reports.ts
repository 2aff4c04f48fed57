import type { Minor } from "../../core/money.ts";
import { type Instant, type LocalDate, addDays, datesBetween, lastDayOf, monthOf, weekdayOf } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { type OpenGrain, openGrains } from "../usage/index.ts";
import * as store from "./report-store.ts";

export { INTERVALS, type Interval, type MovementKind, type MovementRow } from "./report-store.ts";

type Reader = Pick<Tx, "query">;

/** The open part of the days asked for, grain by grain: reports show what is consumed to the minute. */
async function openIn(reader: Reader, filter: store.ReportFilter, now: Instant): Promise<OpenGrain[]> {
  const grains = await openGrains(reader, filter.projectIds, now);
  return grains.filter(({ day }) => day >= filter.from && day <= filter.to);
}

export interface MovementPage {
  readonly rows: readonly store.MovementRow[];
  /** Where the next page begins; null on the last one. */
  readonly next: { readonly period: string; readonly key: string } | null;
  readonly debitMinor: Minor;
  readonly creditMinor: Minor;
}

/** BAL-05, Detail: every deduction and addition, by period, service and object, newest first; totals over all pages. */
export async function movements(
  reader: Reader,
  filter: store.ReportFilter,
  kind: store.MovementKind,
  after: { readonly period: string; readonly key: string } | null,
  limit: number,
  now: Instant,
): Promise<MovementPage> {
  const open = await openIn(reader, filter, now);
  const rows = await store.selectMovements(reader, filter, open, kind, after, limit + 1);
  const totals = await store.selectMovementTotals(reader, filter, open);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    next: rows.length > limit && last ? { period: last.period, key: last.rowKey } : null,
    debitMinor: totals.debit,
    creditMinor: totals.credit,
  };
}

export interface ReportPeriod {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The periods of an interval that touch a range of dates, each cut to the range. */
export function periodsOf(from: LocalDate, to: LocalDate, interval: store.Interval): ReportPeriod[] {
  const periods: ReportPeriod[] = [];
  for (let start = from; start <= to; ) {
    const end = lastOfPeriod(start, interval);
    periods.push({ from: start, to: end < to ? end : to });
    start = addDays(end, 1);
  }
  return periods;
}

function lastOfPeriod(date: LocalDate, interval: store.Interval): LocalDate {
  if (interval === "day") return date;
  if (interval === "month") return lastDayOf(monthOf(date));
  if (interval === "year") return `${date.slice(0, 4)}-12-31` as LocalDate;
  return addDays(date, 7 - weekdayOf(date));
}

export interface ExpenseService {
  readonly code: string;
  readonly name: { readonly ru: string; readonly en: string };
  /** One amount a period, in order; positive = spent. */
  readonly amounts: readonly Minor[];
  readonly total: Minor;
}

export interface Expenses {
  readonly periods: readonly ReportPeriod[];
  readonly services: readonly ExpenseService[];
  readonly total: Minor;
  /** The same number of days just before. */
  readonly previousTotal: Minor;
}

/** BAL-05, Expenses on services: what was spent by service and period, and in the same time before. */
export async function expenses(reader: Reader, filter: store.ReportFilter, now: Instant): Promise<Expenses> {
  const periods = periodsOf(filter.from, filter.to, filter.interval);
  const rows = await store.selectExpenses(reader, filter, await openIn(reader, filter, now));
  const services = new Map<string, { code: string; name: ExpenseService["name"]; amounts: Minor[]; total: Minor }>();
  for (const row of rows) {
    let service = services.get(row.serviceCode);
    if (!service) {
      service = { code: row.serviceCode, name: row.serviceName, amounts: periods.map(() => 0n), total: 0n };
      services.set(row.serviceCode, service);
    }
    const index = Math.max(
      0,
      periods.findLastIndex((period) => period.from <= row.period),
    );
    service.amounts[index] = (service.amounts[index] ?? 0n) + row.amountMinor;
    service.total += row.amountMinor;
  }
  const days = datesBetween(filter.from, filter.to).length;
  const before = { ...filter, from: addDays(filter.from, -days), to: addDays(filter.from, -1) };
  const previous = await store.selectExpenses(reader, before, await openIn(reader, before, now));
  const sum = (list: readonly Minor[]) => list.reduce((total, one) => total + one, 0n);
  return {
    periods,
    services: [...services.values()],
    total: sum([...services.values()].map((service) => service.total)),
    previousTotal: sum(previous.map((row) => row.amountMinor)),
  };
}
