import { CircleCheck } from "@gravity-ui/icons";
import { Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type OutboxMessage, api, done } from "../../api/fetch.ts";
import { outboxQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useWho } from "../people.ts";
import { ReasonedAct } from "../reasoned-act.tsx";
import { MESSAGE_SHOWS, type OutboxSearch } from "../search.ts";
import { DestinationName } from "./operations-page.tsx";
import "../../ui/filters.css";
import { BackTo } from "./back.tsx";
import "./operations.css";

/** Webhooks, letters and whatever else has not arrived: what it waits for, and what a person does about it. */
export function OutboxPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/office/outbox" });
  const { show = "waiting" } = search;
  const messages = useInfiniteQuery({ ...outboxQuery(show, search.destination), placeholderData: keepPreviousData });
  const [told, setTold] = useState<Done | null>(null);
  const empty = <EmptyState icon={CircleCheck} title={t("outbox.empty")} hint={t(`outbox.empty_${show}`)} />;
  return (
    <Page title={t("outbox.title")} lead={t("outbox.lead")}>
      <BackTo section="operations" />
      <Filters search={search} destinations={messages.data?.pages[0]?.destinations ?? []} />
      <Told done={told} />
      <PagedList list={messages} empty={empty}>
        {(pages) => (
          <MessagesTable messages={pages.flatMap(({ items }) => items)} onDone={(text) => setTold({ text })} />
        )}
      </PagedList>
    </Page>
  );
}

interface FiltersProps {
  readonly search: OutboxSearch;
  readonly destinations: readonly string[];
}

function Filters({ search, destinations }: FiltersProps) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/office/outbox" });
  const change = (next: OutboxSearch) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <div className="filters" role="group" aria-label={t("filter.label")}>
      <Select<string>
        aria-label={t("outbox.state")}
        label={t("outbox.state")}
        size="l"
        value={[search.show ?? "waiting"]}
        options={MESSAGE_SHOWS.map((one) => ({ value: one, content: t(`outbox.show_${one}`) }))}
        onUpdate={([chosen]) => change({ show: MESSAGE_SHOWS.find((one) => one === chosen && one !== "waiting") })}
      />
      <Select<string>
        aria-label={t("outbox.destination")}
        label={t("outbox.destination")}
        size="l"
        value={[search.destination ?? "all"]}
        options={[
          { value: "all", content: t("outbox.everywhere") },
          ...destinations.map((one) => ({ value: one, content: <DestinationName destination={one} /> })),
        ]}
        onUpdate={([chosen]) => change({ destination: chosen === "all" ? undefined : chosen })}
      />
    </div>
  );
}

interface MessagesTableProps {
  readonly messages: readonly OutboxMessage[];
  readonly onDone: (text: string) => void;
}

function MessagesTable({ messages, onDone }: MessagesTableProps) {
  const { t } = useTranslation();
  const who = useWho(messages.map(({ givenUp }) => givenUp?.by));
  return (
    <Table
      caption={t("outbox.title")}
      columns={[t("outbox.message"), [t("outbox.why"), "wide"], [t("outbox.createdAt"), "wide"]]}
    >
      {messages.map((message) => (
        <MessageRow key={message.id} message={message} who={who} onDone={onDone} />
      ))}
    </Table>
  );
}

interface MessageRowProps extends Pick<MessagesTableProps, "onDone"> {
  readonly message: OutboxMessage;
  readonly who: (code: string) => string;
}

function MessageRow({ message, who, onDone }: MessageRowProps) {
  const { t } = useTranslation();
  // Messages are of no one region; the heading names UTC.
  const format = useFormats("UTC");
  const created = format.instant(message.createdAt);
  const why = <Why message={message} who={who} />;
  return (
    <tr>
      <th scope="row" className="operations__place">
        {message.topic}
        <span className="table__below">
          {t("outbox.number", { id: message.id })}, <DestinationName destination={message.destination} />
        </span>
        <span className="table__below">{t("outbox.about", { subject: message.subject })}</span>
        <span className="table__narrow">
          {why}
          <span className="table__below tabular">{created} UTC</span>
        </span>
        {message.state === "waiting" ? null : <Decide message={message} onDone={onDone} />}
      </th>
      <td className="table__wide">{why}</td>
      <td className="table__wide tabular">{created}</td>
    </tr>
  );
}

function Why({ message, who }: Pick<MessageRowProps, "message" | "who">) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const { state, reason, attempts, nextAttemptAt, givenUp } = message;
  return (
    <>
      {t(`outbox.state_${state}`)}
      {reason === null ? null : <span className="table__below">{reason}</span>}
      {attempts > 0 ? <span className="table__below">{t("outbox.attempts", { count: attempts })}</span> : null}
      {nextAttemptAt === null ? null : (
        <span className="table__below">{t("outbox.next", { at: format.instant(nextAttemptAt) })}</span>
      )}
      {givenUp === null ? null : (
        <span className="table__below">
          {t("outbox.givenUp", { by: who(givenUp.by), at: format.instant(givenUp.at), why: givenUp.why })}
        </span>
      )}
    </>
  );
}

/** What a person does about what got stuck, each for a reason that stays in the audit. */
function Decide({ message, onDone }: Pick<MessageRowProps, "message" | "onDone">) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const path = { id: message.id };
  const decided = (text: "outbox.isRetried" | "outbox.isGivenUp") => {
    void queryClient.invalidateQueries({ queryKey: ["outbox"] });
    onDone(t(text, path));
  };
  return (
    <div className="operations__acts">
      <ReasonedAct
        label={t("outbox.retry")}
        hint={t("outbox.retryHint")}
        why={t("outbox.retryWhy")}
        act={(why) => done(api.POST("/v1/office/outbox/{id}/retry", { params: { path }, body: { why } }))}
        onDone={() => decided("outbox.isRetried")}
      />
      {message.state === "given_up" ? null : (
        <ReasonedAct
          label={t("outbox.giveUp")}
          hint={t("outbox.giveUpHint")}
          why={t("outbox.giveUpWhy")}
          act={(why) => done(api.POST("/v1/office/outbox/{id}/give-up", { params: { path }, body: { why } }))}
          onDone={() => decided("outbox.isGivenUp")}
        />
      )}
    </div>
  );
}
