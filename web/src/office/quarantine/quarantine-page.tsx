import { CircleCheck } from "@gravity-ui/icons";
import { Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { QUARANTINE_STATES, type QuarantineState } from "../../../../src/core/quarantine.ts";
import type { QuarantinedEvent } from "../../api/fetch.ts";
import { quarantineQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { useWho } from "../people.ts";
import "../../ui/filters.css";
import "./quarantine.css";

/** Usage events that could not be taken as they came, each with its reason and its text as it was sent. */
export function QuarantinePage() {
  const { t } = useTranslation();
  const { state = "waiting" } = useSearch({ from: "/office/quarantine" });
  const events = useInfiniteQuery({ ...quarantineQuery(state), placeholderData: keepPreviousData });
  const empty = <EmptyState icon={CircleCheck} title={t("quarantine.empty")} hint={t(`quarantine.empty_${state}`)} />;
  return (
    <Page title={t("quarantine.title")} lead={t("quarantine.lead")}>
      <StateFilter state={state} />
      <PagedList list={events} empty={empty}>
        {(pages) => <QuarantineTable events={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </Page>
  );
}

function StateFilter({ state }: { readonly state: QuarantineState }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/office/quarantine" });
  return (
    <div className="filters" role="group" aria-label={t("filter.label")}>
      <Select<string>
        aria-label={t("quarantine.state")}
        label={t("quarantine.state")}
        size="l"
        value={[state]}
        options={QUARANTINE_STATES.map((one) => ({ value: one, content: t(`quarantine.state_${one}`) }))}
        onUpdate={([chosen]) => {
          const found = QUARANTINE_STATES.find((one) => one === chosen && one !== "waiting");
          void navigate({ search: { state: found }, replace: true });
        }}
      />
    </div>
  );
}

function QuarantineTable({ events }: { readonly events: readonly QuarantinedEvent[] }) {
  const { t } = useTranslation();
  const who = useWho(events.map(({ decidedBy }) => decidedBy));
  return (
    <Table
      caption={t("quarantine.title")}
      columns={[t("quarantine.event"), [t("quarantine.reason"), "wide"], [t("quarantine.receivedAt"), "wide"]]}
    >
      {events.map((event) => (
        <QuarantineRow key={event.id} event={event} who={who} />
      ))}
    </Table>
  );
}

interface QuarantineRowProps {
  readonly event: QuarantinedEvent;
  readonly who: (code: string) => string;
}

function QuarantineRow({ event, who }: QuarantineRowProps) {
  const { t } = useTranslation();
  const text = useText();
  // An event may name no project, so there is no region whose time could be shown; the heading names UTC.
  const format = useFormats("UTC");
  const reason = event.text === null ? event.reason : text(event.text);
  const received = format.instant(event.receivedAt);
  const decided =
    event.decidedBy === null || event.decidedAt === null ? null : (
      <span className="table__below">
        {t("quarantine.decided", { by: who(event.decidedBy), at: format.instant(event.decidedAt) })}
      </span>
    );
  return (
    <tr>
      <th scope="row" className="quarantine__event">
        {event.eventId}
        <span className="table__below">{event.source}</span>
        <span className="table__narrow">
          {reason}
          {decided}
          <span className="table__below tabular">{received} UTC</span>
        </span>
        <details>
          <summary className="table__opens">{t("quarantine.asSent")}</summary>
          <pre className="quarantine__text">{JSON.stringify(event.event, null, 2)}</pre>
        </details>
      </th>
      <td className="table__wide">
        {reason}
        {decided}
      </td>
      <td className="table__wide tabular">{received}</td>
    </tr>
  );
}
