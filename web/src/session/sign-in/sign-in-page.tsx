import { Alert, Button, PasswordInput, TextInput } from "@gravity-ui/uikit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { postIdentity } from "../../api/fetch.ts";
import { Refusal } from "../../api/problem.ts";
import { meQuery } from "../../api/queries.ts";
import { useTitle } from "../../ui/page.tsx";
import { usePreferences } from "../../ui/preferences.tsx";
import { problemText } from "../../ui/problem-text.ts";
import { Sign } from "../logo.tsx";
import { startPage } from "../me.ts";
import { LanguageSwitch, ThemeSwitch } from "../settings-controls.tsx";
import "./sign-in.css";

interface Credentials {
  readonly email: string;
  readonly password: string;
}

export function SignInPage() {
  const { t } = useTranslation();
  useTitle(t("signIn.title"));
  return (
    <div className="sign-in">
      <header className="sign-in__bar">
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main className="sign-in__main">
        <div className="card sign-in__card">
          <div className="sign-in__brand">
            <Sign />
            Saldo
          </div>
          <h1 className="sign-in__title">{t("signIn.title")}</h1>
          <p className="sign-in__lead">{t("signIn.lead")}</p>
          <SignInForm />
        </div>
      </main>
    </div>
  );
}

function SignInForm() {
  const { t } = useTranslation();
  const { expired } = useSearch({ from: "/sign-in" });
  const [credentials, setCredentials] = useState<Credentials>({ email: "", password: "" });
  const [checked, setChecked] = useState(false);
  const emailRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);
  const emailId = useId();
  const passwordId = useId();
  const signIn = useSignIn();
  const errors = { email: emailError(credentials.email), password: credentials.password === "" };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (errors.email) return emailRef.current?.focus();
    if (errors.password) return passwordRef.current?.focus();
    signIn.mutate({ email: credentials.email.trim(), password: credentials.password });
  };
  return (
    <form className="sign-in__form" onSubmit={submit} noValidate>
      {expired && !signIn.error ? <Alert theme="info" message={t("signIn.expired")} /> : null}
      {signIn.error ? <SignInError error={signIn.error} /> : null}
      <div>
        <label className="field__label" htmlFor={emailId}>
          {t("signIn.email")}
        </label>
        <TextInput
          id={emailId}
          controlRef={emailRef}
          size="l"
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          value={credentials.email}
          onUpdate={(email) => setCredentials({ ...credentials, email })}
          {...(checked && errors.email
            ? { validationState: "invalid" as const, errorMessage: t(`signIn.${errors.email}`) }
            : {})}
        />
      </div>
      <div>
        <label className="field__label" htmlFor={passwordId}>
          {t("signIn.password")}
        </label>
        <PasswordInput
          id={passwordId}
          controlRef={passwordRef}
          hideCopyButton
          size="l"
          name="password"
          autoComplete="current-password"
          value={credentials.password}
          onUpdate={(password) => setCredentials({ ...credentials, password })}
          {...(checked && errors.password
            ? { validationState: "invalid" as const, errorMessage: t("signIn.passwordRequired") }
            : {})}
        />
      </div>
      <Button type="submit" view="action" size="xl" width="max" loading={signIn.isPending}>
        {t("signIn.submit")}
      </Button>
    </form>
  );
}

function SignInError({ error }: { readonly error: Error }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const message = signInMessage(error);
  return (
    <div role="alert">
      <Alert theme="danger" message={message ? t(`signIn.${message}`) : problemText(error, language, t).text} />
    </div>
  );
}

/** better-auth answers in English with its own codes; the known ones get our words. */
function signInMessage(error: Error): "wrong" | "locked" | "notVerified" | null {
  if (!(error instanceof Refusal)) return null;
  if (error.problem.code === "EMAIL_NOT_VERIFIED") return "notVerified";
  if (error.status === 429) return "locked";
  return error.status === 400 || error.status === 401 || error.status === 403 ? "wrong" : null;
}

function useSignIn() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { next } = useSearch({ from: "/sign-in" });
  return useMutation({
    mutationFn: (credentials: Credentials) => postIdentity("/api/auth/sign-in/email", { ...credentials }),
    onSuccess: async () => {
      queryClient.clear();
      // `next` is a path of this site (signInSearch): history takes it whole, with its filters.
      router.history.replace(next ?? startPage(await queryClient.fetchQuery(meQuery)));
    },
  });
}

function emailError(email: string): "emailRequired" | "emailInvalid" | null {
  if (email.trim() === "") return "emailRequired";
  return /^\S+@\S+\.\S+$/.test(email.trim()) ? null : "emailInvalid";
}
