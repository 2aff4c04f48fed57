import { Button, Label } from "@gravity-ui/uikit";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, type OwnSession, taken } from "../../api/fetch.ts";
import { sessionsQuery } from "../../api/profile-queries.ts";
import { useMe } from "../../session/me.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Page } from "../../ui/page.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useZone, useZoneName } from "./use-zone.ts";
import { VisitsCard } from "./visits-card.tsx";
import "../settings/settings.css";
import "./profile.css";

/** REG-02, reliability 38: where one is signed in; one session or all others are ended. */
export function SessionsPage() {
  const { t } = useTranslation();
  // Staff who look as the customer are signed in as themselves: these sessions are none of theirs.
  const visited = useMe().visit !== undefined;
  const sessions = useQuery({ ...sessionsQuery, enabled: !visited });
  const queryClient = useQueryClient();
  const [told, setTold] = useState<Done | null>(null);
  const [ending, setEnding] = useState<OwnSession | "others" | null>(null);
  const zone = useZone();
  const items = sessions.data?.items ?? [];
  const ended = (text: string) => {
    setEnding(null);
    setTold({ text });
    void queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  };
  const others = items.some(({ current }) => !current) ? (
    <Button size="l" view="outlined-danger" onClick={() => setEnding("others")}>
      {t("profile.endOthers")}
    </Button>
  ) : null;
  return (
    <Page title={t("profile.sessions")} lead={t("profile.sessionsLead", { zone: useZoneName() })} aside={others}>
      <Told done={told} />
      {sessions.isPending && !visited ? <Loading rows={3} /> : null}
      {sessions.isError ? <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} /> : null}
      <div className="profile__cards">
        {sessions.data ? (
          <section className="card settings__card">
            <ul className="rows">
              {items.map((session) => (
                <SessionRow key={session.id} session={session} zone={zone} onEnd={() => setEnding(session)} />
              ))}
            </ul>
          </section>
        ) : null}
        <VisitsCard />
      </div>
      {ending === "others" ? (
        <Confirm
          title={t("profile.endOthersTitle")}
          text={t("profile.endOthersText")}
          action={t("profile.endOthers")}
          danger
          act={() => taken(api.POST("/v1/me/sessions/end-others"))}
          onDone={() => ended(t("profile.othersEnded"))}
          onClose={() => setEnding(null)}
        />
      ) : null}
      {ending !== null && ending !== "others" ? (
        <Confirm
          title={t("profile.endTitle", { device: ending.device || t("profile.unknownDevice") })}
          text={t("profile.endText")}
          action={t("profile.end")}
          danger
          act={() => done(api.DELETE("/v1/me/sessions/{id}", { params: { path: { id: ending.id } } }))}
          onDone={() => ended(t("profile.ended"))}
          onClose={() => setEnding(null)}
        />
      ) : null}
    </Page>
  );
}

interface SessionRowProps {
  readonly session: OwnSession;
  readonly zone: string;
  readonly onEnd: () => void;
}

function SessionRow({ session, zone, onEnd }: SessionRowProps) {
  const { t } = useTranslation();
  const format = useFormats(zone);
  const { address, startedAt, seenAt, current } = session;
  const device = session.device || t("profile.unknownDevice");
  return (
    <li className="rows__row">
      <div className="rows__what">
        <span>
          {device} {current ? <Label theme="success">{t("profile.current")}</Label> : null}
        </span>
        <span className="rows__below">
          {[
            t("profile.from", { address }),
            t("profile.began", { at: format.instant(startedAt) }),
            t("profile.seen", { at: format.instant(seenAt) }),
          ].join(" · ")}
        </span>
      </div>
      {current ? null : (
        <div className="rows__acts">
          <Button view="flat-danger" onClick={onEnd} aria-label={`${t("profile.end")}: ${device}, ${address}`}>
            {t("profile.end")}
          </Button>
        </div>
      )}
    </li>
  );
}
