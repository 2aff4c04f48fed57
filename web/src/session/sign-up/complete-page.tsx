import { Alert, Button, Link } from "@gravity-ui/uikit";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { passwordWeakness } from "../../../../src/core/password.ts";
import { api, taken } from "../../api/fetch.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { problemText } from "../../ui/problem-text.ts";
import { Loading } from "../../ui/states.tsx";
import { Door } from "../door.tsx";
import { useSignIn } from "../use-sign-in.ts";
import { NewPassword, TextField } from "./fields.tsx";

/** What stands after the sign of the address: the server never sees it but in the body of the request. */
const linkOfAddress = () => globalThis.location.hash.slice(1);

/** REG-03: the letter's link was followed: a name and a password, and the console opens. */
export function CompleteRegistrationPage() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [link] = useState(linkOfAddress);
  const found = useQuery({
    queryKey: ["registration", link],
    queryFn: () => taken(api.POST("/v1/registrations/read", { body: { link: link || "-" } })),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (found.isPending) return <Loading />;
  if (found.error) return <Unusable error={found.error} again="/register" onRetry={() => void found.refetch()} />;
  const { email, region } = found.data;
  return (
    <PasswordForm
      title={t("signUp.completeTitle")}
      lead={t("signUp.completeLead", { email, region: region.name[language] })}
      submit={t("signUp.complete")}
      email={email}
      named
      send={async (password, name) => {
        await taken(api.POST("/v1/registrations/complete", { body: { link, name, password, language } }));
        return email;
      }}
      below={<Again href="/register" />}
    />
  );
}

/** A new password by the letter's link; whoever sets it is signed in with it. */
export function ResetPasswordPage() {
  const { t } = useTranslation();
  const [link] = useState(linkOfAddress);
  return (
    <PasswordForm
      title={t("forgot.completeTitle")}
      lead={t("forgot.completeLead")}
      submit={t("forgot.complete")}
      email=""
      send={async (password) => {
        const answer = await taken(api.POST("/v1/password-resets/complete", { body: { link: link || "-", password } }));
        return answer.email;
      }}
      below={<Again href="/forgot-password" />}
    />
  );
}

interface PasswordFormProps {
  readonly title: string;
  readonly lead: string;
  readonly submit: string;
  readonly email: string;
  readonly named?: boolean;
  /** Does it; answers whom to sign in. */
  readonly send: (password: string, name: string) => Promise<string>;
  /** Other ways on. */
  readonly below: ReactNode;
}

/** A new password, with a name where there is none yet; whoever sets it is signed in with it. */
export function PasswordForm({ title, lead, submit, email, named = false, send, below }: PasswordFormProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [checked, setChecked] = useState(false);
  const nameRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);
  const signIn = useSignIn();
  const sent = useMutation({
    mutationFn: async () => {
      const address = await send(password, name.trim());
      await signIn.mutateAsync({ email: address, password });
    },
  });
  const unnamed = named && name.trim() === "";
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (unnamed) return nameRef.current?.focus();
    if (passwordWeakness(password, email, name) !== null) return passwordRef.current?.focus();
    sent.mutate();
  };
  return (
    <Door title={title} lead={lead}>
      <form className="door__form" onSubmit={onSubmit} noValidate>
        {sent.error ? (
          <div role="alert">
            <Alert theme="danger" message={problemText(sent.error, language, t).text} />
          </div>
        ) : null}
        {named ? (
          <TextField
            label={t("signUp.name")}
            name="name"
            autoComplete="name"
            autoFocus
            controlRef={nameRef}
            value={name}
            onUpdate={setName}
            error={checked && unnamed ? t("signUp.nameRequired") : null}
          />
        ) : null}
        <NewPassword
          email={email}
          person={name}
          value={password}
          onUpdate={setPassword}
          checked={checked}
          controlRef={passwordRef}
        />
        <Button type="submit" view="action" size="xl" width="max" loading={sent.isPending}>
          {submit}
        </Button>
      </form>
      {below}
    </Door>
  );
}

function Again({ href }: { readonly href: string }) {
  const { t } = useTranslation();
  return (
    <div className="door__links">
      <Link href={href}>{t("signUp.askAgain")}</Link>
      <Link href="/sign-in">{t("signUp.toSignIn")}</Link>
    </div>
  );
}

interface UnusableProps {
  readonly error: Error;
  /** Where another link is asked for. */
  readonly again: string;
  readonly onRetry: () => void;
}

/** The link is over; or nobody knows, as the connection was lost: then it is tried again. */
function Unusable({ error, again, onRetry }: UnusableProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { text, canRetry } = problemText(error, language, t);
  return (
    <Door title={t(canRetry ? "problem.title" : "signUp.unusable")} lead={text}>
      {canRetry ? <Retry onRetry={onRetry} /> : <Again href={again} />}
    </Door>
  );
}

export function Retry({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <Button view="action" size="xl" onClick={onRetry}>
      {t("action.retry")}
    </Button>
  );
}
