import { ClockArrowRotateLeft } from "@gravity-ui/icons";
import { Checkbox, Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PROJECT_ACTORS } from "../../api/filters.ts";
import type { Project, ProjectAct } from "../../api/fetch.ts";
import { projectActsQuery } from "../../api/settings-queries.ts";
import { ActClassFilter, ActShown } from "../../ui/acts.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { PeriodFilter } from "../../ui/period-filter.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { type Period, usePeriod } from "../balance/use-period.ts";
import { useProject } from "../projects.ts";
import type { ActsSearch } from "../search.ts";
import "../../ui/filters.css";

/** AUD-01: who did what to the project: its members, the provider, its partner. */
export function ActsTab() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/projects/$pid/settings/acts" });
  const project = useProject();
  const { period, error, retry } = usePeriod(search.from, search.to, project.region.timeZone);
  return (
    <>
      <p className="settings__hint">{t("acts.lead")}</p>
      {error ? <ErrorState error={error} onRetry={retry} /> : null}
      {period ? <Acts project={project} search={search} period={period} /> : null}
    </>
  );
}

interface ActsProps {
  readonly project: Project;
  readonly search: ActsSearch;
  readonly period: Period;
}

function Acts({ project, search, period }: ActsProps) {
  const { t } = useTranslation();
  const { by, class: of, refused } = search;
  const filter = { ...period.range, by, class: of, refused };
  const acts = useInfiniteQuery({ ...projectActsQuery(project.pid, filter), placeholderData: keepPreviousData });
  const empty = <EmptyState icon={ClockArrowRotateLeft} title={t("acts.empty")} hint={t("acts.emptyHint")} />;
  return (
    <>
      <Filters search={search} period={period} />
      <PagedList list={acts} empty={empty}>
        {(pages) => <ActsTable project={project} acts={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </>
  );
}

function Filters({ search, period }: Omit<ActsProps, "project">) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/projects/$pid/settings/acts" });
  const change = (next: Partial<ActsSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <div className="filters" role="group" aria-label={t("filter.label")}>
      <PeriodFilter range={period.range} today={period.today} onChange={change} />
      <Select<string>
        aria-label={t("acts.who")}
        label={t("acts.who")}
        size="l"
        value={[search.by ?? "all"]}
        options={[
          { value: "all", content: t("acts.everybody") },
          ...PROJECT_ACTORS.map((one) => ({ value: one as string, content: t(`acts.by_${one}`) })),
        ]}
        onUpdate={([chosen]) => change({ by: PROJECT_ACTORS.find((one) => one === chosen) })}
      />
      <ActClassFilter value={search.class} onChange={(value) => change({ class: value })} />
      <Checkbox size="l" checked={search.refused === true} onUpdate={(on) => change({ refused: on || undefined })}>
        {t("act.refusedOnly")}
      </Checkbox>
    </div>
  );
}

function ActsTable({ project, acts }: { readonly project: Project; readonly acts: readonly ProjectAct[] }) {
  const { t } = useTranslation();
  return (
    <Table caption={t("acts.title")} columns={[t("acts.what"), [t("acts.who"), "wide"], [t("acts.at"), "wide"]]}>
      {acts.map((act) => (
        <ActRow key={act.id} act={act} timeZone={project.region.timeZone} />
      ))}
    </Table>
  );
}

function ActRow({ act, timeZone }: { readonly act: ProjectAct; readonly timeZone: string }) {
  const format = useFormats(timeZone);
  const at = format.instant(act.at);
  return (
    <tr>
      <th scope="row">
        <ActShown act={act} format={format} />
        <span className="table__narrow">
          <span className="table__below tabular">{at}</span>
          <Who act={act} />
        </span>
      </th>
      <td className="table__wide">
        <Who act={act} />
      </td>
      <td className="table__wide tabular">{at}</td>
    </tr>
  );
}

/** Of the provider's people and programs that it was they; of one's own who, and from where. */
function Who({ act: { by, from } }: { readonly act: ProjectAct }) {
  const { t } = useTranslation();
  const name =
    by.person?.name ??
    (by.token === null
      ? t(by.kind === "member" ? "acts.formerMember" : `acts.by_${by.kind}`)
      : t("acts.token", { id: by.token }));
  const place = from === null ? "" : [from.address, from.agent].filter((one) => one !== "").join(", ");
  return (
    <>
      {name}
      {by.person === null ? null : <span className="table__below">{by.person.email}</span>}
      {place === "" ? null : <span className="table__below">{place}</span>}
    </>
  );
}
