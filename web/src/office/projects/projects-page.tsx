import { Cubes3 } from "@gravity-ui/icons";
import { Label } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { OfficeProject } from "../../api/fetch.ts";
import { officeProjectsQuery } from "../../api/office-queries.ts";
import { useMe } from "../../session/me.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { SearchForm } from "../../ui/search-form.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";

/** REG-08, FRZ-02: whose each project is, what became of it, and its money; by PID, name or the owner's mail. */
export function ProjectsPage() {
  const { t } = useTranslation();
  const { search = "" } = useSearch({ from: "/office/projects" });
  const navigate = useNavigate({ from: "/office/projects" });
  const projects = useInfiniteQuery({ ...officeProjectsQuery(search), placeholderData: keepPreviousData });
  const empty = <EmptyState icon={Cubes3} title={t("projects.empty")} hint={t("projects.emptyHint")} />;
  return (
    <Page title={t("projects.title")} lead={t("projects.lead")}>
      <SearchForm
        key={search}
        value={search}
        label={t("projects.search")}
        submit={t("payers.find")}
        maxLength={100}
        onSearch={(text) => void navigate({ search: { search: text }, replace: true })}
      />
      <PagedList list={projects} empty={empty}>
        {(pages) => (
          <Table
            caption={t("projects.title")}
            columns={[
              t("projects.project"),
              [t("projects.owner"), "wide"],
              [t("projects.state"), "wide"],
              [t("projects.balance"), "number"],
            ]}
          >
            {pages
              .flatMap(({ items }) => items)
              .map((project) => (
                <ProjectRow key={project.pid} project={project} />
              ))}
          </Table>
        )}
      </PagedList>
    </Page>
  );
}

function ProjectRow({ project }: { readonly project: OfficeProject }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(project.timeZone);
  const { pid, name, regionName, payment, bonus, paymentScheme } = project;
  return (
    <tr>
      <th scope="row">
        <Link to="/office/projects/$pid" params={{ pid }} search={true}>
          {name}
        </Link>
        <span className="table__below tabular">
          {pid}, {text(regionName)}
        </span>
        <span className="table__narrow">
          <Owner project={project} />
          <State project={project} />
        </span>
      </th>
      <td className="table__wide">
        <Owner project={project} />
      </td>
      <td className="table__wide">
        <State project={project} />
      </td>
      <td className="table__number tabular">
        {format.money(payment.amount, payment.currency)}
        <span className="table__below">
          {t("projects.bonus", { amount: format.money(bonus.amount, bonus.currency) })}
        </span>
        {paymentScheme === "postpaid" ? <span className="table__below">{t("payers.scheme_postpaid")}</span> : null}
      </td>
    </tr>
  );
}

/** Whose sign-in staff may look up: the roles of that section. */
const SIGN_INS = ["support", "operator"];

export function Owner({ project: { owner, payer } }: { readonly project: OfficeProject }) {
  const { t } = useTranslation();
  const { staffRole } = useMe();
  return (
    <>
      {owner === null ? t("projects.noOwner") : owner.name}
      {owner === null ? null : (
        <span className="table__below">
          {SIGN_INS.includes(staffRole ?? "") ? (
            <Link to="/office/sign-ins" search={{ email: owner.email }}>
              {owner.email}
            </Link>
          ) : (
            owner.email
          )}
        </span>
      )}
      <span className="table__below">
        {payer === null ? (
          t("projects.noPayer")
        ) : (
          <Link to="/office/payers/$id" params={{ id: payer.id }}>
            {payer.name}
          </Link>
        )}
      </span>
    </>
  );
}

/** What became of it, the weightiest first: ended, frozen, not begun. */
export function State({ project }: { readonly project: OfficeProject }) {
  const { t } = useTranslation();
  const format = useFormats(project.timeZone);
  const { status, statusSince, frozenAt, deletionDueAt, objectsDeletedAt, activatedAt, createdAt } = project;
  const day = (at: string | null) => (at === null ? "" : `${format.instant(at)} (${format.offset(at)})`);
  const since = (at: string | null) => <span className="table__below">{t("projects.since", { at: day(at) })}</span>;
  if (status !== "active") {
    return (
      <>
        <Label theme="unknown">{t(`projects.status_${status}`)}</Label>
        {since(statusSince)}
      </>
    );
  }
  if (frozenAt !== null) {
    return (
      <>
        <Label theme="danger">{t("projects.frozen")}</Label>
        {since(frozenAt)}
        {deletionDueAt === null && objectsDeletedAt === null ? null : (
          <span className="table__below">
            {objectsDeletedAt === null
              ? t("projects.deletion", { at: day(deletionDueAt) })
              : t("projects.gone", { at: day(objectsDeletedAt) })}
          </span>
        )}
      </>
    );
  }
  return (
    <>
      <Label theme={activatedAt === null ? "warning" : "success"}>
        {t(activatedAt === null ? "projects.notActivated" : "projects.works")}
      </Label>
      {since(activatedAt ?? createdAt)}
    </>
  );
}
