import { Alert, Button } from "@gravity-ui/uikit";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, taken } from "../../api/fetch.ts";
import { meQuery, secondFactorQuery } from "../../api/queries.ts";
import { useMe } from "../../session/me.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Page } from "../../ui/page.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { BackupCodes } from "./backup-codes.tsx";
import { CompanyCard } from "./company-card.tsx";
import { Enrolment } from "./enrolment.tsx";
import { MailCard } from "./mail-card.tsx";
import { PasskeysCard } from "./passkeys-card.tsx";
import { PasswordCard } from "./password-card.tsx";
import { PhoneCard } from "./phone-card.tsx";
import { useZone, useZoneName } from "./use-zone.ts";
import "../settings/settings.css";
import "./profile.css";

/** REG-02: what proves that it is oneself who signs in. */
export function SecurityPage() {
  const { t } = useTranslation();
  const factor = useQuery(secondFactorQuery);
  const { needsSecondFactor } = useMe();
  return (
    <Page title={t("profile.security")} lead={t("profile.securityLead", { zone: useZoneName() })}>
      <div className="profile__cards">
        {needsSecondFactor ? (
          <Alert theme="warning" title={t("profile.needed")} message={t("profile.neededHint")} />
        ) : null}
        {factor.isPending ? <Loading rows={3} /> : null}
        {factor.isError ? <ErrorState error={factor.error} onRetry={() => void factor.refetch()} /> : null}
        {factor.data ? <FactorCard {...factor.data} /> : null}
        <PasskeysCard />
        <CompanyCard />
        <PasswordCard />
        <MailCard />
        <PhoneCard />
      </div>
    </Page>
  );
}

interface FactorCardProps {
  readonly onSince: string | null;
  readonly codesLeft: number;
}

function FactorCard({ onSince, codesLeft }: FactorCardProps) {
  const { t } = useTranslation();
  const format = useFormats(useZone());
  const queryClient = useQueryClient();
  const [doing, setDoing] = useState<"on" | "codes" | "off" | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [told, setTold] = useState<Done | null>(null);
  // What staff may do hangs on it.
  const refresh = () =>
    void Promise.all([secondFactorQuery, meQuery].map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })));
  const shown = (made: readonly string[]) => {
    setDoing(null);
    setTold(null);
    setCodes(made);
    refresh();
  };
  return (
    <section className="card settings__card" aria-labelledby="second-factor">
      <h2 className="settings__heading" id="second-factor">
        {t("profile.factor")}
      </h2>
      <Told done={told} />
      <p className="settings__hint">
        {onSince === null
          ? t("profile.factorOff")
          : `${t("profile.factorOn", { at: format.instant(onSince) })} ${t("profile.codesLeft", { count: codesLeft })}`}
      </p>
      {codes ? <BackupCodes codes={codes} onKept={() => setCodes(null)} /> : null}
      {doing === "on" ? <Enrolment onDone={shown} onClose={() => setDoing(null)} /> : null}
      {codes === null && doing !== "on" ? (
        <div className="rows__acts">
          {onSince === null ? (
            <Button view="action" size="l" onClick={() => setDoing("on")}>
              {t("profile.turnOn")}
            </Button>
          ) : (
            <>
              <Button size="l" onClick={() => setDoing("codes")}>
                {t("profile.renew")}
              </Button>
              <Button view="outlined-danger" size="l" onClick={() => setDoing("off")}>
                {t("profile.turnOff")}
              </Button>
            </>
          )}
        </div>
      ) : null}
      {doing === "codes" ? <Renewal onDone={shown} onClose={() => setDoing(null)} /> : null}
      {doing === "off" ? (
        <Confirm
          title={t("profile.turnOffTitle")}
          text={t("profile.turnOffText")}
          action={t("profile.turnOff")}
          danger
          act={() => done(api.POST("/v1/me/second-factor/off"))}
          onDone={() => {
            setDoing(null);
            setTold({ text: t("profile.turnedOff") });
            refresh();
          }}
          onClose={() => setDoing(null)}
        />
      ) : null}
    </section>
  );
}

interface RenewalProps {
  readonly onDone: (codes: readonly string[]) => void;
  readonly onClose: () => void;
}

function Renewal({ onDone, onClose }: RenewalProps) {
  const { t } = useTranslation();
  return (
    <Confirm
      title={t("profile.renewTitle")}
      text={t("profile.renewText")}
      action={t("profile.renew")}
      act={() => taken(api.POST("/v1/me/second-factor/codes")).then(({ codes }) => onDone(codes))}
      onDone={() => undefined}
      onClose={onClose}
    />
  );
}
