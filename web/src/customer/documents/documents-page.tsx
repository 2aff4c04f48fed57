import { FileText } from "@gravity-ui/icons";
import { Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DocumentKind } from "../../api/fetch.ts";
import type { DocumentFilter } from "../../api/filters.ts";
import { clockQuery, documentKindsQuery, documentsQuery } from "../../api/queries.ts";
import { Page } from "../../ui/page.tsx";
import { localDateOf, monthOf, monthsUpTo } from "../../ui/period.ts";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { ProjectFilter } from "../project-filter.tsx";
import { useProject } from "../projects.ts";
import { ResetButton } from "../reset-button.tsx";
import { chosenProjects, type DocumentsSearch } from "../search.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { DocumentsTable } from "./documents-table.tsx";
import "../../ui/filters.css";
import "./documents.css";

/** Months offered by the filter: accounting documents are kept for five years. */
const MONTHS = 60;

/** DLV-04, DLV-05: closing documents with their delivery state, singly or as one archive. */
export function DocumentsPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/projects/$pid/documents" });
  const project = useProject();
  const clock = useQuery(clockQuery);
  const kinds = useQuery(documentKindsQuery(project.pid));
  const thisMonth = clock.data ? monthOf(localDateOf(clock.data.now, project.region.timeZone)) : undefined;
  return (
    <Page title={t("documents.title")} lead={t("documents.lead")}>
      {clock.error ? <ErrorState error={clock.error} onRetry={() => void clock.refetch()} /> : null}
      {kinds.error ? <ErrorState error={kinds.error} onRetry={() => void kinds.refetch()} /> : null}
      {thisMonth && kinds.data ? <Documents search={search} thisMonth={thisMonth} kinds={kinds.data} /> : null}
    </Page>
  );
}

interface DocumentsProps {
  readonly search: DocumentsSearch;
  readonly thisMonth: string;
  readonly kinds: readonly DocumentKind[];
}

function Documents({ search, thisMonth, kinds }: DocumentsProps) {
  const { t } = useTranslation();
  const project = useProject();
  const kind = kinds.find((one) => one.kind === search.kind)?.kind;
  const filter: DocumentFilter = {
    projects: chosenProjects(search.projects, project.pid),
    from: search.from ?? monthsUpTo(`${thisMonth}-01`, 12).at(-1) ?? thisMonth,
    to: search.to ?? thisMonth,
    ...(kind === undefined ? {} : { kind }),
  };
  return (
    <>
      <DocumentFilters search={search} filter={filter} thisMonth={thisMonth} kinds={kinds} />
      {filter.from > filter.to ? (
        <p className="filters__error" role="alert">
          {t("documents.rangeWrong")}
        </p>
      ) : (
        // A selection belongs to the rows it was made on: another filter starts anew.
        <DocumentList key={JSON.stringify(filter)} filter={filter} />
      )}
    </>
  );
}

interface DocumentFiltersProps extends DocumentsProps {
  readonly filter: DocumentFilter;
}

function DocumentFilters({ search, filter, thisMonth, kinds }: DocumentFiltersProps) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate({ from: "/projects/$pid/documents" });
  const change = (next: DocumentsSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <div className="filters documents__filters" role="group" aria-label={t("filter.label")}>
      <MonthSelect
        label={t("filter.monthFrom")}
        month={filter.from}
        thisMonth={thisMonth}
        onChange={(from) => change({ from })}
      />
      <MonthSelect
        label={t("filter.monthTo")}
        month={filter.to}
        thisMonth={thisMonth}
        onChange={(to) => change({ to })}
      />
      <Select<string>
        aria-label={t("documents.kinds")}
        label={t("documents.kinds")}
        size="l"
        value={[filter.kind ?? "all"]}
        options={[
          { value: "all", content: t("documents.kindsAll") },
          ...kinds.map(({ kind, name }) => ({ value: kind, content: text(name) })),
        ]}
        onUpdate={([chosen]) => change({ kind: kinds.find(({ kind }) => kind === chosen)?.kind })}
      />
      <ProjectFilter value={search.projects} onChange={(projects) => change({ projects })} />
    </div>
  );
}

interface MonthSelectProps {
  readonly label: string;
  readonly month: string;
  readonly thisMonth: string;
  readonly onChange: (month: string) => void;
}

function MonthSelect({ label, month, thisMonth, onChange }: MonthSelectProps) {
  const format = useFormats(useProject().region.timeZone);
  const listed = monthsUpTo(`${thisMonth}-01`, MONTHS);
  const months = listed.includes(month) ? listed : [month, ...listed];
  return (
    <Select
      aria-label={label}
      label={label}
      size="l"
      value={[month]}
      options={months.map((one) => ({ value: one, content: format.month(one) }))}
      onUpdate={([chosen]) => chosen !== undefined && onChange(chosen)}
    />
  );
}

function DocumentList({ filter }: { readonly filter: DocumentFilter }) {
  const { t } = useTranslation();
  const documents = useInfiniteQuery({ ...documentsQuery(filter), placeholderData: keepPreviousData });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const empty = (
    <EmptyState
      icon={FileText}
      title={t("documents.empty")}
      hint={t("documents.emptyHint")}
      actions={<ResetButton />}
    />
  );
  return (
    <>
      <PagedList list={documents} empty={empty}>
        {(pages) => (
          <DocumentsTable rows={pages.flatMap(({ items }) => items)} selected={selected} onSelect={setSelected} />
        )}
      </PagedList>
      {documents.isSuccess ? <ZoneNote /> : null}
      {selected.size > 0 ? <BulkBar selected={selected} onClear={() => setSelected(new Set())} /> : null}
    </>
  );
}

/** REG-07: whose time the delivery states are in. */
function ZoneNote() {
  const { t } = useTranslation();
  const text = useText();
  const { region } = useProject();
  const format = useFormats(region.timeZone);
  const { data: clock } = useQuery(clockQuery);
  if (!clock) return null;
  const zone = format.zoneName(clock.now);
  return (
    <p className="page__note">{t("app.zone", { region: text(region.name), zone, offset: format.offset(clock.now) })}</p>
  );
}
