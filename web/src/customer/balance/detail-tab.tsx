import { Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { KINDS, type MovementFilter } from "../../api/filters.ts";
import { movementsQuery } from "../../api/queries.ts";
import { PagedList } from "../../ui/paged-list.tsx";
import { IntervalFilter, PeriodFilter } from "../../ui/period-filter.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { ProjectFilter } from "../project-filter.tsx";
import { useProject } from "../projects.ts";
import { chosenProjects, type DetailSearch } from "../search.ts";
import { MovementsCard, ZoneNote } from "./movements-card.tsx";
import { ResetButton } from "../reset-button.tsx";
import { type Period, usePeriod } from "./use-period.ts";

const ExplainDrawer = lazy(() => import("./explain-drawer.tsx").then((module) => ({ default: module.ExplainDrawer })));

const KIND_TEXTS = { all: "filter.kindAll", debit: "filter.kindDebit", credit: "filter.kindCredit" } as const;

/** BAL-05: all deductions and additions, by service down to object. */
export function DetailTab() {
  const search = useSearch({ from: "/projects/$pid/balance/detail" });
  const project = useProject();
  const { period, error, retry } = usePeriod(search.from, search.to, project.region.timeZone);
  const change = useChange();
  if (error) return <ErrorState error={error} onRetry={retry} />;
  if (!period) return <Loading />;
  return (
    <>
      <DetailFilters search={search} period={period} onChange={change} />
      {period.range.from > period.range.to ? (
        <RangeError />
      ) : (
        <Movements
          filter={{
            projects: chosenProjects(search.projects, project.pid),
            ...period.range,
            interval: search.interval ?? "month",
            kind: search.kind ?? "all",
          }}
          onExplain={(explain) => change({ explain })}
        />
      )}
      <Suspense>
        {search.explain === undefined ? null : (
          <ExplainDrawer reference={search.explain} onClose={() => change({ explain: undefined })} />
        )}
      </Suspense>
    </>
  );
}

/** Writes filters to the address; an undefined one goes back to its default. */
function useChange(): (change: DetailSearch) => void {
  const navigate = useNavigate({ from: "/projects/$pid/balance/detail" });
  return (change) =>
    void navigate({
      search: (before) => ({ ...before, ...change }),
      resetScroll: false,
      replace: !("explain" in change),
    });
}

interface DetailFiltersProps {
  readonly search: DetailSearch;
  readonly period: Period;
  readonly onChange: (change: DetailSearch) => void;
}

function DetailFilters({ search, period, onChange }: DetailFiltersProps) {
  const { t } = useTranslation();
  return (
    <div className="filters" role="group" aria-label={t("filter.label")}>
      <PeriodFilter range={period.range} today={period.today} onChange={onChange} />
      <IntervalFilter interval={search.interval ?? "month"} onChange={(interval) => onChange({ interval })} />
      <Select<string>
        aria-label={t("filter.kind")}
        size="l"
        label={t("filter.kind")}
        value={[search.kind ?? "all"]}
        options={KINDS.map((kind) => ({ value: kind, content: t(KIND_TEXTS[kind]) }))}
        onUpdate={([chosen]) => onChange({ kind: KINDS.find((kind) => kind === chosen && kind !== "all") })}
      />
      <ProjectFilter value={search.projects} onChange={(projects) => onChange({ projects })} />
    </div>
  );
}

function RangeError() {
  const { t } = useTranslation();
  return (
    <p className="filters__error" role="alert">
      {t("filter.rangeWrong")}
    </p>
  );
}

interface MovementsProps {
  readonly filter: MovementFilter;
  readonly onExplain: (reference: string) => void;
}

function Movements({ filter, onExplain }: MovementsProps) {
  const { t } = useTranslation();
  const movements = useInfiniteQuery({ ...movementsQuery(filter), placeholderData: keepPreviousData });
  const empty = <EmptyState title={t("detail.empty")} hint={t("detail.emptyHint")} actions={<ResetButton />} />;
  return (
    <>
      <PagedList list={movements} empty={empty}>
        {(pages) => (
          <MovementsCard pages={pages} filter={filter} hasMore={movements.hasNextPage} onExplain={onExplain} />
        )}
      </PagedList>
      {movements.isSuccess ? <ZoneNote pages={movements.data.pages} /> : null}
    </>
  );
}
