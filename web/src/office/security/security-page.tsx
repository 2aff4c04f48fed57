import { ShieldCheck } from "@gravity-ui/icons";
import { Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SECURITY_KINDS, type SecurityKind } from "../../../../src/core/security-kind.ts";
import type { SecurityEvent } from "../../api/fetch.ts";
import { securityQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useWho } from "../people.ts";
import "../../ui/filters.css";
import "./security.css";

/** What happened at the doors, and what people of the house did: the newest first. */
export function SecurityPage() {
  const { t } = useTranslation();
  const { kind } = useSearch({ from: "/office/security" });
  const events = useInfiniteQuery({ ...securityQuery(kind), placeholderData: keepPreviousData });
  const empty = <EmptyState icon={ShieldCheck} title={t("security.empty")} hint={t("security.emptyHint")} />;
  return (
    <Page title={t("security.title")} lead={t("security.lead")}>
      <KindFilter kind={kind} />
      <PagedList list={events} empty={empty}>
        {(pages) => <SecurityTable events={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </Page>
  );
}

function KindFilter({ kind }: { readonly kind: SecurityKind | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/office/security" });
  const kinds = SECURITY_KINDS.map((one) => ({ value: one as string, content: t(`security.kind_${one}`) }));
  return (
    <div className="filters" role="group" aria-label={t("filter.label")}>
      <Select<string>
        aria-label={t("security.kind")}
        label={t("security.kind")}
        size="l"
        value={[kind ?? "all"]}
        options={[{ value: "all", content: t("security.all") }, ...kinds]}
        onUpdate={([chosen]) => {
          const found = SECURITY_KINDS.find((one) => one === chosen);
          void navigate({ search: { kind: found }, replace: true });
        }}
      />
    </div>
  );
}

function SecurityTable({ events }: { readonly events: readonly SecurityEvent[] }) {
  const { t } = useTranslation();
  const who = useWho(events.map(({ actor }) => actor));
  return (
    <Table
      caption={t("security.title")}
      columns={[t("security.what"), [t("security.who"), "wide"], [t("security.at"), "wide"]]}
    >
      {events.map((event) => (
        <SecurityRow key={event.id} event={event} who={who(event.actor)} />
      ))}
    </Table>
  );
}

interface SecurityRowProps {
  readonly event: SecurityEvent;
  readonly who: string;
}

function SecurityRow({ event, who }: SecurityRowProps) {
  const { t } = useTranslation();
  // An event belongs to no region whose time could be shown; the heading names UTC.
  const format = useFormats("UTC");
  const happened = format.instant(event.at);
  // Addresses of mail are not kept here, only what tells one from another.
  const mark = /^mail:([0-9a-f]+)$/.exec(event.subject)?.[1];
  const from = event.address === "" ? who : `${who}, ${event.address}`;
  return (
    <tr>
      <th scope="row" className="security__what">
        {t(`security.kind_${event.kind}`)}
        {event.times > 1 ? ` × ${event.times}` : null}
        <span className="table__below">{mark === undefined ? event.subject : t("security.mail", { mark })}</span>
        <span className="table__narrow">
          {from}
          <span className="table__below tabular">{happened} UTC</span>
        </span>
      </th>
      <td className="table__wide security__what">{from}</td>
      <td className="table__wide tabular">{happened}</td>
    </tr>
  );
}
