import { SegmentedRadioGroup } from "@gravity-ui/uikit";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Expenses } from "../../api/fetch.ts";
import type { ExpenseFilter } from "../../api/filters.ts";
import { expensesQuery } from "../../api/queries.ts";
import { type DateRange, fittingInterval, isLocalDate, previousRange } from "../../ui/period.ts";
import { IntervalFilter, PeriodFilter } from "../../ui/period-filter.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { ProjectFilter } from "../project-filter.tsx";
import { useProject } from "../projects.ts";
import { ResetButton } from "../reset-button.tsx";
import { chosenProjects, type ExpensesSearch } from "../search.ts";
import { changeOf } from "./expense-summary.ts";
import { PeriodsTable, ServicesTable } from "./expenses-tables.tsx";
import { usePeriod } from "./use-period.ts";

const ExpensesChart = lazy(() => import("./expenses-chart.tsx").then((module) => ({ default: module.ExpensesChart })));

/** BAL-05: statistics by service over a period, with a chart that has a table beside it. */
export function ExpensesTab() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/projects/$pid/balance/expenses" });
  const navigate = useNavigate({ from: "/projects/$pid/balance/expenses" });
  const project = useProject();
  const { period, error, retry } = usePeriod(search.from, search.to, project.region.timeZone);
  const change = (next: ExpensesSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), resetScroll: false, replace: true });
  if (error) return <ErrorState error={error} onRetry={retry} />;
  if (!period) return <Loading />;
  const interval = search.interval ?? fittingInterval(period.range);
  const projects = chosenProjects(search.projects, project.pid);
  return (
    <>
      <div className="filters" role="group" aria-label={t("filter.label")}>
        <PeriodFilter range={period.range} today={period.today} onChange={change} />
        <IntervalFilter interval={interval} onChange={(next) => change({ interval: next })} />
        <ProjectFilter value={search.projects} onChange={(next) => change({ projects: next })} />
      </div>
      {period.range.from > period.range.to ? (
        <p className="filters__error" role="alert">
          {t("filter.rangeWrong")}
        </p>
      ) : (
        <Statistics
          filter={{ projects, ...period.range, interval }}
          table={search.view === "table"}
          onView={(table) => change({ view: table ? "table" : undefined })}
        />
      )}
    </>
  );
}

interface StatisticsProps {
  readonly filter: ExpenseFilter;
  readonly table: boolean;
  readonly onView: (table: boolean) => void;
}

function Statistics({ filter, table, onView }: StatisticsProps) {
  const { t } = useTranslation();
  const previous = previousRange(filter);
  const now = useQuery({ ...expensesQuery(filter), placeholderData: keepPreviousData });
  const before = useQuery({
    ...expensesQuery({ ...filter, ...previous }),
    placeholderData: keepPreviousData,
    // Nothing is asked about years in which there was no business.
    enabled: isLocalDate(previous.from),
  });
  if (now.isPending)
    return (
      <div className="card">
        <Loading rows={8} />
      </div>
    );
  if (now.isError)
    return (
      <div className="card">
        <ErrorState error={now.error} onRetry={() => void now.refetch()} />
      </div>
    );
  if (now.data.services.length === 0)
    return (
      <div className="card">
        <EmptyState title={t("expenses.empty")} hint={t("expenses.emptyHint")} actions={<ResetButton />} />
      </div>
    );
  return (
    <div className="refreshing" aria-busy={now.isPlaceholderData}>
      <div className="card expenses__card">
        <div className="expenses__head">
          <Totals now={now.data} before={before.data} />
          <ViewSwitch table={table} onView={onView} />
        </div>
        {table ? (
          <PeriodsTable expenses={now.data} />
        ) : (
          <div className="expenses__chart" role="img" aria-label={t("expenses.chartLabel")}>
            <Suspense fallback={<Loading rows={7} />}>
              <ExpensesChart expenses={now.data} />
            </Suspense>
          </div>
        )}
      </div>
      <div className="card">
        <ServicesTable now={now.data} before={before.data} />
      </div>
      <CompareNote previous={previous} timeZone={now.data.timeZone} />
    </div>
  );
}

function ViewSwitch({ table, onView }: Pick<StatisticsProps, "table" | "onView">) {
  const { t } = useTranslation();
  return (
    <SegmentedRadioGroup
      aria-label={t("expenses.view")}
      value={table ? "table" : "chart"}
      onUpdate={(view) => onView(view === "table")}
    >
      <SegmentedRadioGroup.Option value="chart">{t("expenses.chart")}</SegmentedRadioGroup.Option>
      <SegmentedRadioGroup.Option value="table">{t("expenses.table")}</SegmentedRadioGroup.Option>
    </SegmentedRadioGroup>
  );
}

function Totals({ now, before }: { readonly now: Expenses; readonly before: Expenses | undefined }) {
  const { t } = useTranslation();
  const format = useFormats(now.timeZone);
  const change = before ? changeOf(now.total.amount, before.total.amount) : null;
  return (
    <dl className="expenses__totals">
      <div>
        <dt>{t("expenses.total")}</dt>
        <dd className="tabular">{format.money(now.total.amount, now.total.currency)}</dd>
      </div>
      {before ? (
        <div>
          <dt>{t("expenses.previous")}</dt>
          <dd className="tabular">{format.money(before.total.amount, before.total.currency)}</dd>
        </div>
      ) : null}
      {change === null ? null : (
        <div>
          <dt>{t("expenses.change")}</dt>
          <dd className="tabular">{format.percent(change, true)}</dd>
        </div>
      )}
    </dl>
  );
}

function CompareNote({ previous, timeZone }: { readonly previous: DateRange; readonly timeZone: string }) {
  const { t } = useTranslation();
  const format = useFormats(timeZone);
  const noon = `${previous.to}T12:00:00Z`;
  const zone = { zone: `${format.zoneName(noon)} (${format.offset(noon)})` };
  return (
    <p className="page__note">
      {t("expenses.compare", { from: format.date(previous.from), to: format.date(previous.to) })}{" "}
      {t("detail.zoneNote", zone)}
    </p>
  );
}
