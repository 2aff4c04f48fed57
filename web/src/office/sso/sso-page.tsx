import { CircleCheck } from "@gravity-ui/icons";
import { Button, Label, Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, type OfficeSso } from "../../api/fetch.ts";
import { officeSsoQuery } from "../../api/office-queries.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useWho } from "../people.ts";
import { ReasonedAct } from "../reasoned-act.tsx";
import "../../ui/filters.css";

const SHOWS = ["waiting", "all"] as const;

/** REG-02: which company signs in whom, and what waits for the staff's decision. */
export function SsoPage() {
  const { t } = useTranslation();
  const { show = "waiting" } = useSearch({ from: "/office/sso" });
  const navigate = useNavigate({ from: "/office/sso" });
  const list = useInfiniteQuery({ ...officeSsoQuery(show), placeholderData: keepPreviousData });
  const [told, setTold] = useState<Done | null>(null);
  const empty = <EmptyState icon={CircleCheck} title={t("sso.empty")} hint={t("sso.emptyHint")} />;
  return (
    <Page title={t("sso.title")} lead={t("sso.lead")}>
      <div className="filters" role="group" aria-label={t("filter.label")}>
        <Select<string>
          aria-label={t("sso.show")}
          label={t("sso.show")}
          size="l"
          value={[show]}
          options={SHOWS.map((one) => ({ value: one, content: t(`sso.show_${one}`) }))}
          onUpdate={([chosen]) =>
            void navigate({ search: { show: chosen === "all" ? "all" : undefined }, replace: true })
          }
        />
      </div>
      <Told done={told} />
      <PagedList list={list} empty={empty}>
        {(pages) => <SsoTable items={pages.flatMap(({ items }) => items)} onDone={(text) => setTold({ text })} />}
      </PagedList>
    </Page>
  );
}

interface SsoTableProps {
  readonly items: readonly OfficeSso[];
  readonly onDone: (text: string) => void;
}

function SsoTable({ items, onDone }: SsoTableProps) {
  const { t } = useTranslation();
  const who = useWho(items.map(({ decidedBy }) => decidedBy));
  return (
    <Table caption={t("sso.title")} columns={[t("sso.domain"), [t("sso.whose"), "wide"], [t("sso.state"), "wide"]]}>
      {items.map((one) => (
        <SsoRow key={one.id} one={one} who={who} onDone={onDone} />
      ))}
    </Table>
  );
}

interface SsoRowProps extends Pick<SsoTableProps, "onDone"> {
  readonly one: OfficeSso;
  readonly who: (code: string) => string;
}

function SsoRow({ one, who, onDone }: SsoRowProps) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const { domain, issuer, clientId, claimedBy, projectName, pid, people, state, required } = one;
  const whose = (
    <>
      {t("sso.project", { name: projectName, pid })}
      <span className="table__below">
        {claimedBy.name}, {claimedBy.email}
      </span>
      <span className="table__below">{t("sso.people", { count: people })}</span>
    </>
  );
  const how = (
    <>
      <Label theme={state === "approved" ? "success" : state === "proved" ? "info" : "normal"}>
        {t(`sso.state_${state}`)}
      </Label>
      {required ? <span className="table__below">{t("sso.only")}</span> : null}
      {one.provedAt === null ? null : (
        <span className="table__below">{t("sso.provedAt", { at: format.instant(one.provedAt) })}</span>
      )}
      {one.decidedBy === null || one.decidedAt === null ? null : (
        <span className="table__below">
          {t("sso.decided", { by: who(one.decidedBy), at: format.instant(one.decidedAt) })}
          {one.reason === null ? null : `: ${one.reason}`}
        </span>
      )}
    </>
  );
  return (
    <tr>
      <th scope="row" className="quarantine__event">
        {domain}
        <span className="table__below">{issuer}</span>
        <span className="table__below">{t("sso.client", { id: clientId })}</span>
        <span className="table__narrow">
          {whose}
          {how}
        </span>
        <Decide one={one} onDone={onDone} />
      </th>
      <td className="table__wide">{whose}</td>
      <td className="table__wide">{how}</td>
    </tr>
  );
}

function Decide({ one, onDone }: Pick<SsoRowProps, "one" | "onDone">) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [approving, setApproving] = useState(false);
  const { id, domain, issuer, state } = one;
  const path = { id };
  const decided = (text: "sso.approved" | "sso.refused" | "sso.removed") => {
    setApproving(false);
    void queryClient.invalidateQueries({ queryKey: ["office-sso"] });
    onDone(t(text, { domain }));
  };
  if (state === "approved") {
    return (
      <ReasonedAct
        label={t("sso.remove")}
        hint={t("sso.removeHint")}
        why={t("sso.why")}
        act={(reason) => done(api.POST("/v1/office/sso/{id}/remove", { params: { path }, body: { reason } }))}
        onDone={() => decided("sso.removed")}
      />
    );
  }
  if (state !== "proved") return null;
  return (
    <>
      <Button size="l" onClick={() => setApproving(true)} aria-label={`${t("sso.approve")}: ${domain}`}>
        {t("sso.approve")}
      </Button>
      <ReasonedAct
        label={t("sso.refuse")}
        why={t("sso.why")}
        act={(reason) => done(api.POST("/v1/office/sso/{id}/refuse", { params: { path }, body: { reason } }))}
        onDone={() => decided("sso.refused")}
      />
      {approving ? (
        <Confirm
          title={t("sso.approveTitle", { issuer })}
          text={t("sso.approveText", { domain })}
          action={t("sso.approve")}
          act={() => done(api.POST("/v1/office/sso/{id}/approve", { params: { path } }))}
          onDone={() => decided("sso.approved")}
          onClose={() => setApproving(false)}
        />
      ) : null}
    </>
  );
}
