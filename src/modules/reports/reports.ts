import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import { type Instant, type LocalDate, addDays, datesBetween, lastDayOf, monthOf, weekdayOf } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import * as accrual from "./charging/accrual-store.ts";
import { openDays, openGrains } from "./balance-view.ts";
import * as store from "./report-store.ts";

export type { Grain, MovementKind, MovementRow } from "./report-store.ts";

type Reader = Pick<Tx, "query">;

/** The open part of the days asked for, grain by grain: reports show what is consumed to the minute. */
async function openIn(reader: Reader, filter: store.ReportFilter, now: Instant): Promise<accrual.OpenGrain[]> {
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
    next: rows.length > limit && last ? { period: last.period, key: last.row_key } : null,
    debitMinor: totals.debit,
    creditMinor: totals.credit,
  };
}

export interface ReportPeriod {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The periods of a grain that touch a range of dates, each cut to the range. */
export function periodsOf(from: LocalDate, to: LocalDate, grain: store.Grain): ReportPeriod[] {
  const periods: ReportPeriod[] = [];
  for (let start = from; start <= to; ) {
    const end = lastOfPeriod(start, grain);
    periods.push({ from: start, to: end < to ? end : to });
    start = addDays(end, 1);
  }
  return periods;
}

function lastOfPeriod(date: LocalDate, grain: store.Grain): LocalDate {
  if (grain === "day") return date;
  if (grain === "month") return lastDayOf(monthOf(date));
  if (grain === "year") return `${date.slice(0, 4)}-12-31` as LocalDate;
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
  const periods = periodsOf(filter.from, filter.to, filter.grain);
  const rows = await store.selectExpenses(reader, filter, await openIn(reader, filter, now));
  const services = new Map<string, { code: string; name: ExpenseService["name"]; amounts: Minor[]; total: Minor }>();
  for (const row of rows) {
    let service = services.get(row.service_code);
    if (!service) {
      service = { code: row.service_code, name: row.service_name, amounts: periods.map(() => 0n), total: 0n };
      services.set(row.service_code, service);
    }
    const index = Math.max(
      0,
      periods.findLastIndex((period) => period.from <= row.period),
    );
    service.amounts[index] = (service.amounts[index] ?? 0n) + row.amount_minor;
    service.total += row.amount_minor;
  }
  const days = datesBetween(filter.from, filter.to).length;
  const before = { ...filter, from: addDays(filter.from, -days), to: addDays(filter.from, -1) };
  const previous = await store.selectExpenses(reader, before, await openIn(reader, before, now));
  const sum = (list: readonly Minor[]) => list.reduce((total, one) => total + one, 0n);
  return {
    periods,
    services: [...services.values()],
    total: sum([...services.values()].map((service) => service.total)),
    previousTotal: sum(previous.map((row) => row.amount_minor)),
  };
}

/** What the ledger would still have to debit a project in the rest of the day at the present rate, a day's worth. */
export async function burnPerDay(reader: Reader, projectId: ProjectId, now: Instant): Promise<Minor> {
  const today = (await openDays(reader, [projectId], now)).at(-1);
  if (!today) return 0n;
  const minute = Math.max(today.targets[0]?.untilMinute ?? 0, today.day.fromMinute + 1);
  const hourLater = minute + 60;
  const at = async (untilMinute: number) => {
    const day = { ...today.day, toMinute: Math.max(today.day.toMinute, hourLater) };
    const rows = await accrual.selectOpenClaims(reader, day, [{ projectId, untilMinute }]);
    return rows.reduce((total, row) => total + row.amount_minor, 0n);
  };
  return ((await at(hourLater)) - (await at(minute))) * 24n;
}
