import { CircleQuestion } from "@gravity-ui/icons";
import { Button, Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ListedRequest } from "../../api/fetch.ts";
import { requestsQuery } from "../../api/request-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { RequestDue, RequestState } from "../../ui/request-thread.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";
import { REQUEST_SHOWS } from "../search.ts";
import "../../ui/filters.css";

/** REQ-11: what was asked about the project, who acts next, until when. */
export function RequestsPage() {
  const { t } = useTranslation();
  const project = useProject();
  const { show = "all" } = useSearch({ from: "/projects/$pid/requests" });
  const navigate = useNavigate({ from: "/projects/$pid/requests" });
  const requests = useInfiniteQuery({ ...requestsQuery(project.pid, show), placeholderData: keepPreviousData });
  const ask = (
    <Button
      view="action"
      size="l"
      onClick={() => void navigate({ to: "/projects/$pid/requests/new", params: { pid: project.pid } })}
    >
      {t("requests.new")}
    </Button>
  );
  const hint = show === "all" ? t("requests.emptyHint") : t("requests.emptyFiltered");
  return (
    <Page title={t("requests.title")} lead={t("requests.lead")} aside={ask}>
      <div className="filters" role="group" aria-label={t("filter.label")}>
        <Select<string>
          aria-label={t("requests.show")}
          label={t("requests.show")}
          size="l"
          value={[show]}
          options={REQUEST_SHOWS.map((one) => ({ value: one, content: t(`requests.show_${one}`) }))}
          onUpdate={([chosen]) => {
            const found = REQUEST_SHOWS.find((one) => one === chosen && one !== "all");
            void navigate({ search: { show: found }, replace: true });
          }}
        />
      </div>
      <PagedList list={requests} empty={<EmptyState icon={CircleQuestion} title={t("request.empty")} hint={hint} />}>
        {(pages) => <RequestsTable requests={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </Page>
  );
}

function RequestsTable({ requests }: { readonly requests: readonly ListedRequest[] }) {
  const { t } = useTranslation();
  return (
    <Table
      caption={t("requests.title")}
      columns={[
        t("request.number"),
        [t("request.state"), "wide"],
        [t("request.due"), "wide"],
        [t("request.opened"), "wide"],
      ]}
    >
      {requests.map((request) => (
        <RequestRow key={request.id} request={request} />
      ))}
    </Table>
  );
}

function RequestRow({ request }: { readonly request: ListedRequest }) {
  const { t } = useTranslation();
  const text = useText();
  const project = useProject();
  const { timeZone } = project.region;
  const format = useFormats(timeZone);
  return (
    <tr>
      <th scope="row">
        <Link to="/projects/$pid/requests/$id" params={{ pid: project.pid, id: request.id }}>
          {request.title}
        </Link>
        <span className="table__below tabular">
          {request.number}, {text(request.kindTitle)}
        </span>
        {request.mine ? null : (
          <span className="table__below">{t("requests.colleague", { name: request.requester })}</span>
        )}
        <span className="table__narrow">
          <RequestState state={request.state} /> <RequestDue request={request} timeZone={timeZone} />
        </span>
      </th>
      <td className="table__wide">
        <RequestState state={request.state} />
      </td>
      <td className="table__wide">
        <RequestDue request={request} timeZone={timeZone} />
      </td>
      <td className="table__wide tabular">{format.instant(request.openedAt)}</td>
    </tr>
  );
}
