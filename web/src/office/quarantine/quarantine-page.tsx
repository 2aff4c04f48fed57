import { CircleCheck } from "@gravity-ui/icons";
import { Button, Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { QUARANTINE_STATES, type QuarantineState } from "../../../../src/core/quarantine.ts";
import { api, done, type QuarantinedEvent } from "../../api/fetch.ts";
import { quarantineQuery } from "../../api/office-queries.ts";
import { DownloadButton } from "../../ui/download.tsx";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { type Done, Refused, Told } from "../../ui/told.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { useWho } from "../people.ts";
import { ReasonedAct } from "../reasoned-act.tsx";
import "../../ui/filters.css";
import { ProjectLink } from "../projects/project-link.tsx";
import "./quarantine.css";

/** Usage events that could not be taken as they came, each with its reason and its text as it was sent. */
export function QuarantinePage() {
  const { t } = useTranslation();
  const { state = "waiting" } = useSearch({ from: "/office/quarantine" });
  const events = useInfiniteQuery({ ...quarantineQuery(state), placeholderData: keepPreviousData });
  const [done, setDone] = useState<Done | null>(null);
  const empty = <EmptyState icon={CircleCheck} title={t("quarantine.empty")} hint={t(`quarantine.empty_${state}`)} />;
  return (
    <Page title={t("quarantine.title")} lead={t("quarantine.lead")}>
      <StateFilter state={state} />
      <Told done={done} />
      <PagedList list={events} empty={empty}>
        {(pages) => (
          <QuarantineTable events={pages.flatMap(({ items }) => items)} onDone={(text) => setDone({ text })} />
        )}
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

interface QuarantineTableProps {
  readonly events: readonly QuarantinedEvent[];
  /** Told what was decided. */
  readonly onDone: (text: string) => void;
}

function QuarantineTable({ events, onDone }: QuarantineTableProps) {
  const { t } = useTranslation();
  const who = useWho(events.map(({ decidedBy }) => decidedBy));
  return (
    <Table
      caption={t("quarantine.title")}
      columns={[t("quarantine.event"), [t("quarantine.reason"), "wide"], [t("quarantine.receivedAt"), "wide"]]}
    >
      {events.map((event) => (
        <QuarantineRow key={event.id} event={event} who={who} onDone={onDone} />
      ))}
    </Table>
  );
}

interface QuarantineRowProps extends Pick<QuarantineTableProps, "onDone"> {
  readonly event: QuarantinedEvent;
  readonly who: (code: string) => string;
}

function QuarantineRow({ event, who, onDone }: QuarantineRowProps) {
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
        {event.note === null ? null : `: ${event.note}`}
      </span>
    );
  return (
    <tr>
      <th scope="row" className="quarantine__event">
        {event.eventId}
        <span className="table__below">{event.source}</span>
        {event.reason === "unknown_project" ? null : <NamedProject event={event.event} />}
        <span className="table__narrow">
          {reason}
          {decided}
          <span className="table__below tabular">{received} UTC</span>
        </span>
        <details>
          <summary className="table__opens">{t("quarantine.asSent")}</summary>
          <pre className="quarantine__text">{JSON.stringify(event.event, null, 2)}</pre>
          {event.sent ? (
            <DownloadButton
              path={`/v1/office/quarantine/${event.id}/sent`}
              fallbackName={`quarantine-${event.id}.json`}
              label={t("quarantine.downloadOf", { id: event.eventId })}
            >
              {t("quarantine.download")}
            </DownloadButton>
          ) : (
            <p className="secondary">{t("quarantine.notKept")}</p>
          )}
        </details>
        {event.state === "waiting" ? <Decide event={event} onDone={onDone} /> : null}
      </th>
      <td className="table__wide">
        {reason}
        {decided}
      </td>
      <td className="table__wide tabular">{received}</td>
    </tr>
  );
}

const withProject = (event: unknown): event is { readonly data: { readonly project: unknown } } =>
  typeof event === "object" &&
  event !== null &&
  "data" in event &&
  typeof event.data === "object" &&
  event.data !== null;

/** The project that the event is of, where it names one that there is. */
function NamedProject({ event }: { readonly event: unknown }) {
  const pid = withProject(event) ? event.data.project : null;
  if (typeof pid !== "string" || !/^mcs\d{10}$/.test(pid)) return null;
  return (
    <span className="table__below">
      <ProjectLink pid={pid} />
    </span>
  );
}

/** A person accepts what waits in spite of its reason, or says why it never happened. */
function Decide({ event, onDone }: Pick<QuarantineRowProps, "event" | "onDone">) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const path = { id: event.id };
  const release = useMutation({
    mutationFn: () => done(api.POST("/v1/office/quarantine/{id}/release", { params: { path } })),
    onSuccess: () => decided("quarantine.isReleased"),
  });
  const decided = (text: "quarantine.isReleased" | "quarantine.isDismissed") => {
    void queryClient.invalidateQueries({ queryKey: ["quarantine"] });
    onDone(t(text, { id: event.eventId }));
  };
  return (
    <div className="quarantine__decide">
      {event.releasable ? (
        <Button size="l" loading={release.isPending} onClick={() => release.mutate()}>
          {t("quarantine.release")}
        </Button>
      ) : (
        <p className="secondary">{t("quarantine.notUsage")}</p>
      )}
      <Refused error={release.error} />
      <ReasonedAct
        label={t("quarantine.dismiss")}
        hint={t("quarantine.dismissHint")}
        why={t("quarantine.why")}
        act={(note) => done(api.POST("/v1/office/quarantine/{id}/dismiss", { params: { path }, body: { note } }))}
        onDone={() => decided("quarantine.isDismissed")}
      />
    </div>
  );
}
