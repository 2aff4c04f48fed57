import { CircleCheck } from "@gravity-ui/icons";
import { Alert, Button } from "@gravity-ui/uikit";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, taken, type WaitingDocuments } from "../../api/fetch.ts";
import { waitingQuery } from "../../api/office-queries.ts";
import { meQuery } from "../../api/queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { Refused } from "../../ui/told.tsx";
import { ProjectLink } from "../projects/project-link.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import "../../ui/filters.css";
import "./waiting.css";

const MAY_ISSUE = ["document_clerk", "accountant", "operator"];

/** PYR-10: whose supplies of closed months are in no document, why, since when and how much; each leads to where it is mended. */
export function WaitingPage() {
  const { t } = useTranslation();
  const text = useText();
  const waiting = useInfiniteQuery(waitingQuery);
  const empty = <EmptyState icon={CircleCheck} title={t("waiting.empty")} hint={t("waiting.emptyHint")} />;
  return (
    <Page title={t("waiting.title")} lead={t("waiting.lead")}>
      <PagedList list={waiting} empty={empty}>
        {(pages) => {
          const rows = pages.flatMap(({ items }) => items);
          return (
            <>
              <IssueReady regions={toMend(rows, text)} />
              <WaitingTable rows={rows} />
            </>
          );
        }}
      </PagedList>
    </Page>
  );
}

/** Where there are no kinds of documents nobody can issue any. */
const NO_KINDS = ["country_without_papers", "no_papers"];

/** The regions in which something is to be mended: their names by code. */
function toMend(rows: readonly WaitingDocuments[], text: ReturnType<typeof useText>): ReadonlyMap<string, string> {
  return new Map(
    rows
      .filter(({ quiet, reason }) => !quiet && !NO_KINDS.includes(reason))
      .map(({ region, regionName }) => [region, text(regionName)]),
  );
}

/** `regions`: their names by code. */
function IssueReady({ regions }: { readonly regions: ReadonlyMap<string, string> }) {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  const issue = useMutation({
    mutationFn: (region: string) => taken(api.POST("/v1/office/waiting-documents/issue", { body: { region } })),
  });
  // Something that was issued, or was not, is told also when nothing is left.
  if (regions.size === 0 && issue.isIdle) return null;
  if (!MAY_ISSUE.some((role) => role === me?.staffRole)) return <p className="secondary">{t("waiting.byRole")}</p>;
  return (
    <div className="filters waiting__issue" role="group" aria-label={t("waiting.issueHint")}>
      {[...regions].map(([code, region]) => (
        <Button
          key={code}
          size="l"
          loading={issue.isPending && issue.variables === code}
          onClick={() => issue.mutate(code)}
        >
          {t("waiting.issue", { region })}
        </Button>
      ))}
      <div role="status">{issue.isSuccess ? <Alert theme="success" message={t("waiting.asked")} /> : null}</div>
      <Refused error={issue.error} />
    </div>
  );
}

function WaitingTable({ rows }: { readonly rows: readonly WaitingDocuments[] }) {
  const { t } = useTranslation();
  return (
    <Table
      caption={t("waiting.title")}
      columns={[
        t("waiting.payer"),
        [t("waiting.month"), "wide"],
        [t("waiting.reason"), "wide"],
        [t("waiting.amount"), "number"],
      ]}
    >
      {rows.map((row) => (
        <WaitingRow key={`${row.payer.id} ${row.region} ${row.month} ${row.reason}`} row={row} />
      ))}
    </Table>
  );
}

function WaitingRow({ row }: { readonly row: WaitingDocuments }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(row.timeZone);
  const month = format.month(row.month);
  const [region, reason] = [text(row.regionName), text(row.text)];
  const since = t("waiting.since", { date: format.instantDate(row.since) });
  return (
    <tr>
      <th scope="row">
        <Link to="/office/payers/$id" params={{ id: row.payer.id }}>
          {row.payer.name}
        </Link>
        <span className="table__below">
          {row.pids.map((pid) => (
            <span key={pid}>
              <ProjectLink pid={pid} />{" "}
            </span>
          ))}
        </span>
        <span className="table__narrow">
          {month}
          <span className="table__below">{region}</span>
          <span className="table__below">{reason}</span>
          <span className="table__below">{since}</span>
        </span>
      </th>
      <td className="table__wide">
        {month}
        <span className="table__below">{region}</span>
      </td>
      <td className="table__wide">
        {row.quiet ? <span className="muted">{reason}</span> : reason}
        <span className="table__below">{since}</span>
      </td>
      <td className="table__number tabular">{format.money(row.amount.amount, row.amount.currency)}</td>
    </tr>
  );
}
