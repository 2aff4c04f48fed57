import { Key } from "@gravity-ui/icons";
import { Alert, Button, Select } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { UNLOCK_REASONS, type UnlockReason } from "../../../../src/core/security-kind.ts";
import { type SignIn, api, done } from "../../api/fetch.ts";
import { signInQuery } from "../../api/office-queries.ts";
import { Refusal } from "../../api/problem.ts";
import { Page } from "../../ui/page.tsx";
import { usePreferences } from "../../ui/preferences.tsx";
import { AccessForm } from "./access-form.tsx";
import { VisitForm } from "./visit-form.tsx";
import { problemText } from "../../ui/problem-text.ts";
import { SearchForm } from "../../ui/search-form.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import "./sign-ins.css";

/** Reliability 41: whose sign-in wrong passwords have slowed down; staff open it with a reason. */
export function SignInsPage() {
  const { t } = useTranslation();
  const { email = "" } = useSearch({ from: "/office/sign-ins" });
  const navigate = useNavigate({ from: "/office/sign-ins" });
  return (
    <Page title={t("signIns.title")} lead={t("signIns.lead")}>
      <SearchForm
        key={email}
        value={email}
        label={t("signIns.email")}
        submit={t("signIns.find")}
        maxLength={320}
        onSearch={(text) => void navigate({ search: { email: text }, replace: true })}
      />
      {email === "" ? (
        <EmptyState icon={Key} title={t("signIns.start")} hint={t("signIns.startHint")} />
      ) : (
        <Found key={email} email={email} />
      )}
    </Page>
  );
}

function Found({ email }: { readonly email: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(signInQuery(email));
  if (error instanceof Refusal && error.status === 404) {
    return <EmptyState title={t("signIns.unknown")} hint={t("signIns.unknownHint")} />;
  }
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data ? <SignInCard signIn={data} /> : <Loading rows={3} />;
}

function SignInCard({ signIn }: { readonly signIn: SignIn }) {
  const { t } = useTranslation();
  const state = useSignInState(signIn);
  const facts = [
    [t("signIns.email"), signIn.email],
    [t("signIns.name"), signIn.name],
    [t("signIns.who"), signIn.staff ? t("signIns.staff") : t("signIns.customer")],
    [t("signIns.state"), state],
    [t("signIns.tries"), String(signIn.triesLeft)],
    [t("signIns.factor"), signIn.secondFactor ? t("signIns.factorOn") : t("signIns.factorOff")],
  ];
  return (
    <div className="sign-in">
      <dl className="sign-in__facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Unlock signIn={signIn} />
      <PasskeysOf passkeys={signIn.passkeys} />
      <SessionsOf sessions={signIn.sessions} />
      {signIn.staff || signIn.blocked ? null : <VisitForm email={signIn.email} />}
      <TokensOf tokens={signIn.tokens} />
      <AccessForm signIn={signIn} />
    </div>
  );
}

function PasskeysOf({ passkeys }: Pick<SignIn, "passkeys">) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const shown = ({ name, site, lastUsedAt }: SignIn["passkeys"][number]) =>
    lastUsedAt === null
      ? t("signIns.passkeyUnused", { name, site })
      : t("signIns.passkey", { name, site, used: format.instant(lastUsedAt) });
  return (
    <section aria-labelledby="sign-in-passkeys">
      <h2 id="sign-in-passkeys" className="sign-in__heading">
        {t("signIns.passkeys")}
      </h2>
      {passkeys.length === 0 ? <p>{t("signIns.noPasskeys")}</p> : null}
      <ul className="sign-in__sessions">
        {passkeys.map((passkey) => (
          <li key={passkey.id}>{shown(passkey)}</li>
        ))}
      </ul>
    </section>
  );
}

function SessionsOf({ sessions }: Pick<SignIn, "sessions">) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const shown = ({ device, address, startedAt, seenAt }: SignIn["sessions"][number]) =>
    t("signIns.session", {
      device: device || t("signIns.unknownDevice"),
      address,
      began: format.instant(startedAt),
      seen: format.instant(seenAt),
    });
  return (
    <section aria-labelledby="sign-in-sessions">
      <h2 id="sign-in-sessions" className="sign-in__heading">
        {t("signIns.sessions")}
      </h2>
      {sessions.length === 0 ? <p>{t("signIns.noSessions")}</p> : null}
      <ul className="sign-in__sessions">
        {sessions.map((session) => (
          <li key={session.id}>{shown(session)}</li>
        ))}
      </ul>
    </section>
  );
}

function TokensOf({ tokens }: Pick<SignIn, "tokens">) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const shown = ({ name, pid, expiresAt, lastUsedAt }: SignIn["tokens"][number]) =>
    t("signIns.token", {
      name,
      pid: pid ?? t("signIns.everyProject"),
      until: format.instant(expiresAt),
      used: lastUsedAt === null ? t("signIns.neverUsed") : format.instant(lastUsedAt),
    });
  return (
    <section aria-labelledby="sign-in-tokens">
      <h2 id="sign-in-tokens" className="sign-in__heading">
        {t("signIns.tokens")}
      </h2>
      <p>{t(tokens.length === 0 ? "signIns.noTokens" : "signIns.tokensHint")}</p>
      <ul className="sign-in__sessions">
        {tokens.map((token) => (
          <li key={token.id}>{shown(token)}</li>
        ))}
      </ul>
    </section>
  );
}

function useSignInState({ blocked, opensAt }: SignIn): string {
  const { t } = useTranslation();
  // Sign-ins belong to no region; the heading names UTC.
  const format = useFormats("UTC");
  if (blocked) return t("signIns.blocked");
  return opensAt === null ? t("signIns.open") : t("signIns.slowed", { at: format.instant(opensAt) });
}

/** Only where wrong passwords slowed it down; what was done stays told. */
function Unlock({ signIn: { email, blocked, opensAt } }: { readonly signIn: SignIn }) {
  const [done, setDone] = useState(false);
  const { t } = useTranslation();
  if (done && opensAt === null) return <p role="status">{t("signIns.unlocked")}</p>;
  return blocked || opensAt === null ? null : <UnlockForm email={email} onDone={() => setDone(true)} />;
}

function UnlockForm({ email, onDone }: { readonly email: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState<UnlockReason>();
  const unlock = useMutation({
    mutationFn: (why: UnlockReason) => done(api.POST("/v1/office/sign-ins/unlock", { body: { email, reason: why } })),
    onSuccess: () => {
      onDone();
      return queryClient.invalidateQueries({ queryKey: ["signIn", email] });
    },
  });
  return (
    <form
      className="sign-in__unlock"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason) unlock.mutate(reason);
      }}
    >
      <Select<string>
        aria-label={t("signIns.reason")}
        label={t("signIns.reason")}
        placeholder={t("signIns.choose")}
        size="l"
        value={reason ? [reason] : []}
        options={UNLOCK_REASONS.map((one) => ({ value: one, content: t(`signIns.reason_${one}`) }))}
        onUpdate={([chosen]) => setReason(UNLOCK_REASONS.find((one) => one === chosen))}
      />
      <Button view="action" size="l" type="submit" disabled={!reason} loading={unlock.isPending}>
        {t("signIns.unlock")}
      </Button>
      {unlock.error ? (
        <div role="alert">
          <Alert theme="danger" message={problemText(unlock.error, language, t).text} />
        </div>
      ) : null}
    </form>
  );
}
