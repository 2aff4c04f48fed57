import { FileText } from "@gravity-ui/icons";
import { Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DocumentKind } from "../../api/fetch.ts";
import type { DocumentFilter } from "../../api/filters.ts";
import { documentsQuery, newestDocumentQuery } from "../../api/document-queries.ts";
import { clockQuery } from "../../api/queries.ts";
import { Page } from "../../ui/page.tsx";
import { localDateOf, monthOf, monthsUpTo } from "../../ui/period.ts";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { ProjectFilter } from "../project-filter.tsx";
import { useProject } from "../projects.ts";
import { ScopeFilter } from "../scope-filter.tsx";
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
  const own = useQuery(newestDocumentQuery(search.scope === "all" ? null : project.pid));
  const all = useQuery(newestDocumentQuery(null));
  const thisMonth = clock.data ? monthOf(localDateOf(clock.data.now, project.region.timeZone)) : undefined;
  return (
    <Page title={t("documents.title")} lead={own.data?.noneIssued ? null : t("documents.lead")}>
      {clock.error ? <ErrorState error={clock.error} onRetry={() => void clock.refetch()} /> : null}
      {own.error ? <ErrorState error={own.error} onRetry={() => void own.refetch()} /> : null}
      {thisMonth && own.data && (all.data || all.error) ? (
        <Documents
          search={search}
          thisMonth={thisMonth}
          kinds={own.data.kinds}
          filterable={own.data.noneIssued === null}
          scoped={search.scope === "all" || (all.data?.items.length ?? 0) > 0}
        />
      ) : null}
    </Page>
  );
}

interface DocumentsProps {
  readonly search: DocumentsSearch;
  readonly thisMonth: string;
  readonly kinds: readonly DocumentKind[];
  /** Months and kinds are nothing to choose from where no papers are issued (DOC-08). */
  readonly filterable: boolean;
  /** Whether the reader has papers at all: of another project, too, or of one that went to somebody else. */
  readonly scoped: boolean;
}

function Documents(props: DocumentsProps) {
  const { t } = useTranslation();
  const project = useProject();
  const { search, thisMonth, kinds } = props;
  const kind = kinds.find((one) => one.kind === search.kind)?.kind;
  const filter: DocumentFilter = {
    projects: search.scope === "all" ? null : chosenProjects(search.projects, project.pid),
    from: search.from ?? monthsUpTo(`${thisMonth}-01`, 12).at(-1) ?? thisMonth,
    to: search.to ?? thisMonth,
    ...(kind === undefined ? {} : { kind }),
  };
  return (
    <>
      <DocumentFilters {...props} filter={filter} />
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

function DocumentFilters({ search, filter, thisMonth, kinds, filterable, scoped }: DocumentFiltersProps) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate({ from: "/projects/$pid/documents" });
  const change = (next: DocumentsSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <div className="filters documents__filters" role="group" aria-label={t("filter.label")}>
      {scoped ? <ScopeFilter value={search.scope} onChange={(scope) => change({ scope })} /> : null}
      {filterable ? (
        <>
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
        </>
      ) : null}
      {search.scope === "all" ? null : (
        <ProjectFilter value={search.projects} onChange={(projects) => change({ projects })} />
      )}
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
  const text = useText();
  const none = documents.data?.pages[0]?.noneIssued;
  const empty = none ? (
    <EmptyState
      icon={FileText}
      title={t(filter.projects === null ? "documents.noneOfAll" : "documents.noneIssued")}
      hint={text(none)}
    />
  ) : (
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
