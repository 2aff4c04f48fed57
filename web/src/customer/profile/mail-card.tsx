import { Button } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done } from "../../api/fetch.ts";
import { mailChangeQuery } from "../../api/profile-queries.ts";
import { useMe } from "../../session/me.ts";
import { emailProblem, TextField } from "../../session/sign-up/fields.tsx";
import { Loading } from "../../ui/states.tsx";
import { Refused } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useZone } from "./use-zone.ts";

/** REG-02: the address one signs in with; another one holds when both mailboxes have agreed. */
export function MailCard() {
  const { t } = useTranslation();
  const { user } = useMe();
  const waiting = useQuery(mailChangeQuery);
  return (
    <section className="card settings__card" aria-labelledby="own-mail">
      <h2 className="settings__heading" id="own-mail">
        {t("profile.mail")}
      </h2>
      <p className="settings__hint">{t("profile.mailNow", { email: user.email })}</p>
      {waiting.isPending ? <Loading rows={1} /> : null}
      <Refused error={waiting.error} />
      {waiting.data?.change ? <Waiting {...waiting.data.change} /> : null}
      {waiting.data && !waiting.data.change ? <MailForm /> : null}
    </section>
  );
}

interface WaitingProps {
  readonly newEmail: string;
  readonly oldAgreed: boolean;
  readonly newAgreed: boolean;
  readonly expiresAt: string;
}

function Waiting({ newEmail, oldAgreed, newAgreed, expiresAt }: WaitingProps) {
  const { t } = useTranslation();
  const format = useFormats(useZone());
  const refresh = useRefresh();
  const withdraw = useMutation({
    mutationFn: () => done(api.DELETE("/v1/me/mail-change")),
    onSuccess: refresh,
  });
  return (
    <div role="status">
      <p>{t("profile.mailWaits", { email: newEmail, at: format.instant(expiresAt) })}</p>
      <ul>
        <li>{t(oldAgreed ? "profile.oldAgreed" : "profile.oldWaits")}</li>
        <li>{t(newAgreed ? "profile.newAgreed" : "profile.newWaits")}</li>
      </ul>
      <Refused error={withdraw.error} />
      <Button size="l" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
        {t("profile.mailWithdraw")}
      </Button>
    </div>
  );
}

function MailForm() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [checked, setChecked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const refresh = useRefresh();
  const problem = emailProblem(email);
  const ask = useMutation({
    mutationFn: () => done(api.POST("/v1/me/mail-change", { body: { email: email.trim() } })),
    onSuccess: refresh,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (problem) return field.current?.focus();
    ask.mutate();
  };
  return (
    <form className="settings__form" onSubmit={submit} noValidate>
      <div className="settings__field">
        <TextField
          label={t("profile.newMail")}
          name="email"
          type="email"
          autoComplete="email"
          controlRef={field}
          value={email}
          onUpdate={setEmail}
          error={checked && problem ? t(`signIn.${problem}`) : null}
        />
      </div>
      <Button type="submit" size="l" loading={ask.isPending}>
        {t("profile.changeMail")}
      </Button>
      <Refused error={ask.error} />
    </form>
  );
}

function useRefresh(): () => void {
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: mailChangeQuery.queryKey });
}
