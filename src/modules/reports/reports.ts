import type { Minor } from "../../core/money.ts";
import type { ProjectId } from "../../core/ids.ts";
import {
  type Instant,
  type LocalDate,
  type LocalMonth,
  addDays,
  daysOf,
  lastDayOf,
  monthOf,
  weekdayOf,
} from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { lockedMonths } from "../ledger/index.ts";
import { projectFacts } from "../tenancy/index.ts";
import { type OpenGrain, openGrains } from "../usage/index.ts";
import { balanceViews } from "./balance-view.ts";
import type { Interval } from "./movement-sql.ts";
import * as store from "./report-store.ts";

export { INTERVALS, type Interval } from "./movement-sql.ts";
export { type MovementRow, type MovementSide } from "./report-store.ts";

type Reader = Pick<Tx, "query">;

/** The open part of projects, grain by grain: reports show what is consumed to the minute. */
export async function openRows(
  reader: Reader,
  projectIds: readonly ProjectId[],
  now: Instant,
): Promise<store.OpenRow[]> {
  const grains = await openGrains(reader, projectIds, now);
  if (grains.length === 0) return [];
  const facts = await projectFacts(reader, projectIds);
  const regionCodes = [...new Set([...facts.values()].map((one) => one.regionCode))];
  const locked = new Map<string | undefined, ReadonlySet<LocalMonth>>();
  for (const regionCode of regionCodes) locked.set(regionCode, new Set(await lockedMonths(reader, regionCode)));
  const isLocked = ({ projectId, day }: OpenGrain) =>
    locked.get(facts.get(projectId)?.regionCode)?.has(monthOf(day)) ?? false;
  return grains.map((grain) => ({ ...grain, corrected: isLocked(grain) }));
}

export interface MovementTotals {
  /** Both accounts of the projects when the days begin and when they end, as all that is known by now has it. */
  readonly openingMinor: Minor;
  readonly closingMinor: Minor;
  /** By kind of movement, those that moved anything; positive = credited. Opening and kinds add up to closing. */
  readonly kinds: readonly store.KindTotal[];
  /** What services cost (negative), and money and bonuses that came, went back or expired. */
  readonly debitMinor: Minor;
  readonly creditMinor: Minor;
}

const LAST_DATE = "9999-12-31" as LocalDate;

/**
 * BAL-05: what the movements of some days come to, by kind, and the balances before and after them. It is the same for
 * every interval, filter and page, and the balance after the last day there is, is the one that the header shows.
 */
export async function movementTotals(
  reader: Reader,
  filter: Pick<store.ReportFilter, "projectIds" | "from" | "to">,
  open: readonly store.OpenRow[],
  now: Instant,
): Promise<MovementTotals> {
  const { projectIds, from, to } = filter;
  const kinds = await store.selectKindTotals(reader, { projectIds, from, to }, open);
  const later = await store.selectKindTotals(reader, { projectIds, from: addDays(to, 1), to: LAST_DATE }, open);
  const views = [...(await balanceViews(reader, projectIds, now)).values()];
  const present = views.reduce((total, view) => total + view.paymentMinor + view.bonusMinor, 0n);
  const sumOf = (rows: readonly store.KindTotal[]) => rows.reduce((total, row) => total + row.amountMinor, 0n);
  const closingMinor = present - sumOf(later);
  const debitMinor = sumOf(kinds.filter((row) => store.sideOf(row.kind) === "debit"));
  const moved = sumOf(kinds);
  return { openingMinor: closingMinor - moved, closingMinor, kinds, debitMinor, creditMinor: moved - debitMinor };
}

export interface MovementPage {
  readonly rows: readonly store.MovementRow[];
  /** Where the next page begins; null on the last one. */
  readonly next: { readonly period: string; readonly key: string } | null;
  readonly totals: MovementTotals;
}

/** BAL-05, Detail: every deduction and addition, by period, service and object, newest first; totals over all pages. */
export async function movements(
  reader: Reader,
  filter: store.ReportFilter,
  side: store.MovementSide,
  after: { readonly period: string; readonly key: string } | null,
  limit: number,
  now: Instant,
): Promise<MovementPage> {
  const open = await openRows(reader, filter.projectIds, now);
  const rows = await store.selectMovements(reader, filter, open, side, after, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    next: rows.length > limit && last ? { period: last.period, key: last.rowKey } : null,
    totals: await movementTotals(reader, filter, open, now),
  };
}

export interface ReportPeriod {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The periods of an interval that touch a range of dates, each cut to the range. */
export function periodsOf(from: LocalDate, to: LocalDate, interval: Interval): ReportPeriod[] {
  const periods: ReportPeriod[] = [];
  for (let start = from; start <= to; ) {
    const end = lastOfPeriod(start, interval);
    periods.push({ from: start, to: end < to ? end : to });
    start = addDays(end, 1);
  }
  return periods;
}

function lastOfPeriod(date: LocalDate, interval: Interval): LocalDate {
  if (interval === "day") return date;
  if (interval === "month") return lastDayOf(monthOf(date));
  if (interval === "year") return `${date.slice(0, 4)}-12-31` as LocalDate;
  return addDays(date, 7 - weekdayOf(date));
}

export interface ExpenseService {
  readonly code: string;
  readonly name: { readonly ru: string; readonly en: string };
  /** Its place in the catalogue, which never changes: what is drawn of it keeps its colour. */
  readonly position: number;
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
  const open = await openRows(reader, filter.projectIds, now);
  const rows = await store.selectExpenses(reader, filter, open);
  const services = new Map<string, Omit<ExpenseService, "amounts" | "total"> & { amounts: Minor[]; total: Minor }>();
  for (const row of rows) {
    let service = services.get(row.serviceCode);
    if (!service) {
      const { serviceCode: code, serviceName: name, position } = row;
      service = { code, name, position, amounts: periods.map(() => 0n), total: 0n };
      services.set(row.serviceCode, service);
    }
    const index = Math.max(
      0,
      periods.findLastIndex((period) => period.from <= row.period),
    );
    service.amounts[index] = (service.amounts[index] ?? 0n) + row.amountMinor;
    service.total += row.amountMinor;
  }
  const days = daysOf(filter.from, filter.to);
  const before = { ...filter, from: addDays(filter.from, -days), to: addDays(filter.from, -1) };
  const previous = await store.selectExpenses(reader, before, open);
  const sum = (list: readonly Minor[]) => list.reduce((total, one) => total + one, 0n);
  return {
    periods,
    services: [...services.values()],
    total: sum([...services.values()].map((service) => service.total)),
    previousTotal: sum(previous.map((row) => row.amountMinor)),
  };
}
