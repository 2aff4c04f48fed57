import { PersonXmark } from "@gravity-ui/icons";
import { Button, Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, type OfficeErasure } from "../../api/fetch.ts";
import { erasuresQuery } from "../../api/office-queries.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { ReasonedAct } from "../reasoned-act.tsx";
import { PaperForm } from "./paper-form.tsx";
import "../../ui/filters.css";

/** Reliability 65: who is to be erased; what only staff can do about it. */
export function ErasuresPage() {
  const { t } = useTranslation();
  const all = useSearch({ from: "/office/erasures" }).show === "all";
  const navigate = useNavigate({ from: "/office/erasures" });
  const erasures = useInfiniteQuery({ ...erasuresQuery(all), placeholderData: keepPreviousData });
  const queryClient = useQueryClient();
  const [told, setTold] = useState<Done | null>(null);
  const after = (text: string) => {
    setTold({ text });
    void queryClient.invalidateQueries({ queryKey: ["erasures"] });
  };
  const empty = <EmptyState icon={PersonXmark} title={t("erasures.empty")} hint={t("erasures.emptyHint")} />;
  return (
    <Page title={t("erasures.title")} lead={t("erasures.lead")}>
      <Told done={told} />
      <div className="filters" role="group" aria-label={t("filter.label")}>
        <Select<string>
          aria-label={t("erasures.show")}
          label={t("erasures.show")}
          size="l"
          value={[all ? "all" : "open"]}
          options={(["open", "all"] as const).map((one) => ({ value: one, content: t(`erasures.${one}`) }))}
          onUpdate={([chosen]) =>
            void navigate({ search: { show: chosen === "all" ? "all" : undefined }, replace: true })
          }
        />
      </div>
      <PaperForm onDone={after} />
      <PagedList list={erasures} empty={empty}>
        {(pages) => (
          <Table
            caption={t("erasures.title")}
            columns={[t("erasures.who"), [t("erasures.due"), "wide"], t("erasures.state")]}
          >
            {pages
              .flatMap(({ items }) => items)
              .map((one) => (
                <ErasureRow key={one.id} erasure={one} onDone={after} />
              ))}
          </Table>
        )}
      </PagedList>
    </Page>
  );
}

interface RowProps {
  readonly erasure: OfficeErasure;
  readonly onDone: (text: string) => void;
}

function ErasureRow({ erasure, onDone }: RowProps) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const { name, email, askedAt, byStaff, reason, dueAt, state, keptBy, holdReason, endedAt } = erasure;
  const at = format.instant(askedAt);
  const what = keptBy.map((code) => t(`erasures.${code}` as "erasures.erasure_debt")).join(", ");
  return (
    <tr>
      <th scope="row">
        {name}
        <span className="table__below">{email}</span>
        <span className="table__below">
          {byStaff ? t("erasures.byStaff", { at, reason }) : t("erasures.byPerson", { at })}
        </span>
        <span className="table__narrow tabular">
          {t("erasures.due")} {format.instant(dueAt)}
        </span>
      </th>
      <td className="table__wide tabular">{format.instant(dueAt)}</td>
      <td>
        {t(`erasures.state_${state}`, { what, at: endedAt === null ? "" : format.instant(endedAt) })}
        {holdReason === null ? null : (
          <span className="table__below">{t("erasures.holdReason", { reason: holdReason })}</span>
        )}
        {endedAt === null ? <RowActs erasure={erasure} onDone={onDone} /> : null}
      </td>
    </tr>
  );
}

function RowActs({ erasure: { id, email, state }, onDone }: RowProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<"release" | "withdraw" | null>(null);
  const path = { params: { path: { id } } };
  return (
    <div>
      {state === "held" ? (
        <Button onClick={() => setAsked("release")} aria-label={`${t("erasures.release")}: ${email}`}>
          {t("erasures.release")}
        </Button>
      ) : (
        <ReasonedAct
          label={t("erasures.hold")}
          hint={t("erasures.holdHint")}
          why={t("erasures.why")}
          act={(note) => done(api.POST("/v1/office/erasures/{id}/hold", { ...path, body: { reason: note } }))}
          onDone={() => onDone(t("erasures.held"))}
        />
      )}
      <Button view="flat" onClick={() => setAsked("withdraw")} aria-label={`${t("erasures.withdraw")}: ${email}`}>
        {t("erasures.withdraw")}
      </Button>
      {asked ? (
        <Confirm
          title={`${t(`erasures.${asked}`)}: ${email}`}
          text={t(`erasures.${asked}Text`)}
          action={t(`erasures.${asked}`)}
          act={() =>
            done(
              asked === "release"
                ? api.POST("/v1/office/erasures/{id}/release", path)
                : api.POST("/v1/office/erasures/{id}/withdraw", path),
            )
          }
          onDone={() => {
            setAsked(null);
            onDone(t(asked === "release" ? "erasures.released" : "erasures.withdrawn"));
          }}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </div>
  );
}
