import { CircleCheck } from "@gravity-ui/icons";
import { Select, SegmentedRadioGroup } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Proposal } from "../../api/fetch.ts";
import { proposalsQuery, twoPersonLimitsQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { PROPOSAL_KINDS, PROPOSAL_SHOWS } from "../search.ts";
import { ProposalState } from "./proposal-state.tsx";
import "../../ui/filters.css";
import "./proposals.css";

/** AUD-03: what waits for a second person, one's own, and what was decided; and what one does alone. */
export function ProposalsPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/office/proposals" });
  const { show = "waiting", kind } = search;
  const navigate = useNavigate({ from: "/office/proposals" });
  const proposals = useInfiniteQuery({ ...proposalsQuery(show, kind), placeholderData: keepPreviousData });
  const empty = <EmptyState icon={CircleCheck} title={t(`proposals.empty_${show}`)} hint={t("proposals.emptyHint")} />;
  return (
    <Page title={t("proposals.title")} lead={t("proposals.lead")}>
      <div className="filters">
        <SegmentedRadioGroup
          size="l"
          aria-label={t("proposals.show")}
          value={show}
          options={PROPOSAL_SHOWS.map((one) => ({ value: one, content: t(`proposals.show_${one}`) }))}
          onUpdate={(chosen) => {
            const found = PROPOSAL_SHOWS.find((one) => one === chosen && one !== "waiting");
            void navigate({ search: { ...search, show: found }, replace: true });
          }}
        />
        <Select<string>
          aria-label={t("proposals.what")}
          label={t("proposals.what")}
          size="l"
          value={[kind ?? "all"]}
          options={["all" as const, ...PROPOSAL_KINDS].map((one) => ({
            value: one,
            content: t(`proposals.kind_${one}`),
          }))}
          onUpdate={([chosen]) => {
            const found = PROPOSAL_KINDS.find((one) => one === chosen);
            void navigate({ search: { ...search, kind: found }, replace: true });
          }}
        />
      </div>
      <PagedList list={proposals} empty={empty}>
        {(pages) => (
          <Table
            caption={t("proposals.title")}
            columns={[
              t("proposals.what"),
              [t("proposals.proposer"), "wide"],
              [t("proposals.state"), "wide"],
              [t("proposals.amount"), "number"],
            ]}
          >
            {pages
              .flatMap(({ items }) => items)
              .map((one) => (
                <ProposalRow key={one.id} proposal={one} />
              ))}
          </Table>
        )}
      </PagedList>
      <Limits />
    </Page>
  );
}

function ProposalRow({ proposal }: { readonly proposal: Proposal }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(proposal.timeZone);
  const { id, title, amount, cause, region, proposer, proposedAt, expiresAt, state } = proposal;
  const at = `${format.instant(proposedAt)} (${format.offset(proposedAt)})`;
  const until = state === "open" ? t("proposals.until", { at: format.instant(expiresAt) }) : null;
  return (
    <tr>
      <th scope="row">
        <Link to="/office/proposals/$id" params={{ id }}>
          {text(title)}
        </Link>
        <span className="table__below tabular">
          {[t("proposals.number", { id }), ...(region ? [text(region)] : [])].join(", ")}
        </span>
        <span className="table__below">{text(cause)}</span>
        <span className="table__narrow">
          <span className="table__below">
            {proposer.name}, {at}
          </span>
          <ProposalState state={state} />
          {until === null ? null : <span className="table__below">{until}</span>}
        </span>
      </th>
      <td className="table__wide">
        {proposer.name}
        <span className="table__below">{at}</span>
      </td>
      <td className="table__wide">
        <ProposalState state={state} />
        {until === null ? null : <span className="table__below">{until}</span>}
      </td>
      <td className="table__number tabular">{amount === null ? "—" : format.money(amount.amount, amount.currency)}</td>
    </tr>
  );
}

/** What one of the staff does alone, by region: data of the regions' files. */
function Limits() {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats("UTC");
  const { data } = useQuery(twoPersonLimitsQuery);
  if (!data) return null;
  return (
    <section className="proposals__limits" aria-labelledby="two-person-limits">
      <h2 id="two-person-limits" className="proposals__heading">
        {t("proposals.limits")}
      </h2>
      <p className="secondary">{t("proposals.limitsHint")}</p>
      <div className="card">
        <Table caption={t("proposals.limits")} columns={[t("proposals.what"), [t("proposals.alone"), "number"]]}>
          {data.items.map(({ region, regionName, act, most }) => (
            <tr key={`${region} ${act}`}>
              <th scope="row">
                {t(`proposals.limit_${act}`)}
                <span className="table__below">{text(regionName)}</span>
              </th>
              <td className="table__number tabular">{format.money(most.amount, most.currency)}</td>
            </tr>
          ))}
        </Table>
      </div>
    </section>
  );
}
