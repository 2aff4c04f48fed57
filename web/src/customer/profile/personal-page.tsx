import { Button } from "@gravity-ui/uikit";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, taken } from "../../api/fetch.ts";
import { erasureCheckQuery, erasureQuery } from "../../api/profile-queries.ts";
import { useMe } from "../../session/me.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { useDownload } from "../../ui/download.tsx";
import { Page } from "../../ui/page.tsx";
import { usePreferences } from "../../ui/preferences.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { type Done, Refused, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useZone, useZoneName } from "./use-zone.ts";
import "../settings/settings.css";
import "./profile.css";

/** Reliability 65: what is kept about oneself, as a file; and the end of it. */
export function PersonalPage() {
  const { t } = useTranslation();
  const { start, busy } = useDownload("POST");
  // Staff who look as the customer take nothing along and end nothing.
  const visited = useMe().visit !== undefined;
  return (
    <Page title={t("profile.personal")} lead={t("profile.personalLead", { zone: useZoneName() })}>
      <div className="profile__cards">
        <section className="card settings__card" aria-labelledby="personal-file">
          <h2 className="settings__heading" id="personal-file">
            {t("profile.fileTitle")}
          </h2>
          <p>{t("profile.fileText")}</p>
          <p className="settings__hint">{t("profile.fileProof")}</p>
          <Button
            size="l"
            loading={busy}
            disabled={visited}
            onClick={() => start("/v1/me/personal-file", "saldo-personal.zip")}
          >
            {t("profile.fileTake")}
          </Button>
        </section>
        <ErasureCard visited={visited} />
      </div>
    </Page>
  );
}

function ErasureCard({ visited }: { readonly visited: boolean }) {
  const { t } = useTranslation();
  const erasure = useQuery(erasureQuery);
  const queryClient = useQueryClient();
  const [told, setTold] = useState<Done | null>(null);
  const after = (text: string) => {
    setTold({ text });
    void queryClient.invalidateQueries({ queryKey: erasureQuery.queryKey });
  };
  return (
    <section className="card settings__card" aria-labelledby="personal-erase">
      <h2 className="settings__heading" id="personal-erase">
        {t("profile.erase")}
      </h2>
      <Told done={told} />
      <p>{t("profile.eraseGoes")}</p>
      <p>{t("profile.eraseStays")}</p>
      {erasure.isPending ? <Loading rows={2} /> : null}
      {erasure.isError ? <ErrorState error={erasure.error} onRetry={() => void erasure.refetch()} /> : null}
      {erasure.data?.open ? (
        <Open {...erasure.data.open} visited={visited} onKept={() => after(t("profile.eraseKeptDone"))} />
      ) : null}
      {erasure.data && !erasure.data.open ? (
        <>
          <p className="settings__hint">{t("profile.eraseGrace", { count: erasure.data.graceDays })}</p>
          {visited ? null : (
            <Asking graceDays={erasure.data.graceDays} onAsked={() => after(t("profile.eraseAsked"))} />
          )}
        </>
      ) : null}
    </section>
  );
}

interface OpenProps {
  readonly dueAt: string;
  readonly byStaff: boolean;
  readonly held: boolean;
  readonly waits: boolean;
  readonly visited: boolean;
  readonly onKept: () => void;
}

/** It was asked for: when it will be, what it waits for, and the way back. */
function Open({ dueAt, byStaff, held, waits, visited, onKept }: OpenProps) {
  const { t } = useTranslation();
  const format = useFormats(useZone());
  const [asked, setAsked] = useState(false);
  return (
    <>
      <p>
        <strong>{t("profile.eraseDue", { at: format.instant(dueAt) })}</strong>
      </p>
      {byStaff ? <p>{t("profile.eraseByStaff")}</p> : null}
      {held ? <p>{t("profile.eraseHeld")}</p> : null}
      {waits ? <p>{t("profile.eraseWaits")}</p> : null}
      {waits && !visited ? <Blockers /> : null}
      <Button size="l" view="action" disabled={visited} onClick={() => setAsked(true)}>
        {t("profile.eraseKeep")}
      </Button>
      {asked ? (
        <Confirm
          title={t("profile.eraseKeep")}
          text={t("profile.eraseDue", { at: format.instant(dueAt) })}
          action={t("profile.eraseKeep")}
          act={() => done(api.DELETE("/v1/me/erasure"))}
          onDone={() => {
            setAsked(false);
            onKept();
          }}
          onClose={() => setAsked(false)}
        />
      ) : null}
    </>
  );
}

/** What keeps it, each with its way out. */
function Blockers() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const check = useQuery(erasureCheckQuery);
  const blockers = check.data?.blockers ?? [];
  if (check.isPending) return <Loading rows={1} />;
  if (blockers.length === 0) return <Refused error={check.error} />;
  return (
    <div role="status">
      <p>{t("profile.eraseKept")}</p>
      <ul>
        {blockers.map(({ code, text }) => (
          <li key={code}>{text[language]}</li>
        ))}
      </ul>
      <p>
        <Button size="l" loading={check.isFetching} onClick={() => void check.refetch()}>
          {t("profile.eraseLook")}
        </Button>
      </p>
    </div>
  );
}

function Asking({ graceDays, onAsked }: { readonly graceDays: number; readonly onAsked: () => void }) {
  const { t } = useTranslation();
  const { user } = useMe();
  const check = useQuery(erasureCheckQuery);
  const [sure, setSure] = useState(false);
  const mayAsk = check.data?.blockers.length === 0;
  return (
    <>
      <Blockers />
      <Button size="l" view="outlined-danger" disabled={!mayAsk} onClick={() => setSure(true)}>
        {t("profile.eraseAsk")}
      </Button>
      {sure ? (
        <Confirm
          title={t("profile.eraseAskTitle", { email: user.email })}
          text={t("profile.eraseGrace", { count: graceDays })}
          action={t("profile.eraseAsk")}
          danger
          act={() => taken(api.POST("/v1/me/erasure"))}
          onDone={() => {
            setSure(false);
            onAsked();
          }}
          onClose={() => setSure(false)}
        />
      ) : null}
    </>
  );
}
