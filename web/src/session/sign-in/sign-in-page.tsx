import { Alert, Button, Link, PasswordInput } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { type ComponentProps, type FormEvent, lazy, Suspense, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/problem.ts";
import { saidLater } from "../../i18n/index.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { problemText } from "../../ui/problem-text.ts";
import { Refused } from "../../ui/told.tsx";
import { Door } from "../door.tsx";
import { TextField, emailProblem } from "../sign-up/fields.tsx";
import { mayHavePasskeys } from "../passkey/may-have-passkeys.ts";
import { type Credentials, useSignIn } from "../use-sign-in.ts";
import { usePasskeySignIn } from "./use-passkey-sign-in.ts";

export function SignInPage() {
  const { t } = useTranslation();
  return (
    <Door title={t("signIn.title")} lead={t("signIn.lead")}>
      <SignInForm />
      <div className="door__links">
        <Link href="/register">{t("signIn.register")}</Link>
        <Link href="/forgot-password">{t("signIn.forgot")}</Link>
      </div>
    </Door>
  );
}

function SignInForm() {
  const { t } = useTranslation();
  const { expired, next, company } = useSearch({ from: "/sign-in" });
  const [credentials, setCredentials] = useState<Credentials>({ email: "", password: "" });
  const [checked, setChecked] = useState(false);
  const [emailAsked, setEmailAsked] = useState(false);
  const byCompany = useCompanySignIn(next);
  const emailRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);
  const passwordId = useId();
  const signIn = useSignIn(next);
  const passkey = usePasskeySignIn(next);
  const [needsCode, setNeedsCode] = useState(false);
  const enter = (code?: string) => {
    const who = { email: credentials.email.trim(), password: credentials.password };
    passkey.reset();
    byCompany.reset();
    const asked = { onError: (error: Error) => setNeedsCode(asksCode(error) || code !== undefined) };
    signIn.mutate(code === undefined ? who : { ...who, code }, asked);
  };
  const errors = { email: emailProblem(credentials.email), password: credentials.password === "" };

  /** Whose company is asked for: the password has no part in it. */
  const goToCompany = () => {
    setEmailAsked(true);
    if (errors.email) return emailRef.current?.focus();
    signIn.reset();
    passkey.reset();
    byCompany.mutate(credentials.email.trim());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (errors.email) return emailRef.current?.focus();
    if (errors.password) return passwordRef.current?.focus();
    enter();
  };
  if (needsCode) {
    return (
      <CodeStep
        error={signIn.error}
        isPending={signIn.isPending}
        onCode={(code) => enter(code)}
        onBack={() => {
          setNeedsCode(false);
          signIn.reset();
        }}
      />
    );
  }
  return (
    <form className="door__form" onSubmit={submit} noValidate>
      {expired && !signIn.error && !passkey.error ? <Alert theme="info" message={t("signIn.expired")} /> : null}
      {signIn.error ? <SignInError error={signIn.error} /> : null}
      <Refused error={byCompany.error} />
      {byCompany.error || signIn.error ? null : <CameBack code={company} />}
      {passkey.error ? (
        <Suspense fallback={null}>
          <PasskeyError error={passkey.error} />
        </Suspense>
      ) : null}
      <TextField
        label={t("signIn.email")}
        name="email"
        type="email"
        autoComplete="username webauthn"
        autoFocus
        controlRef={emailRef}
        value={credentials.email}
        onUpdate={(email) => setCredentials({ ...credentials, email })}
        error={(checked || emailAsked) && errors.email ? t(`signIn.${errors.email}`) : null}
      />
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
      {mayHavePasskeys() ? (
        <Button
          size="xl"
          width="max"
          loading={passkey.isPending}
          onClick={() => {
            signIn.reset();
            passkey.enter();
          }}
        >
          {t("signIn.passkey")}
        </Button>
      ) : null}
      <Button size="xl" width="max" loading={byCompany.isPending} onClick={goToCompany}>
        {t("signIn.company")}
      </Button>
    </form>
  );
}

function CodeStep(props: ComponentProps<typeof CodeForm>) {
  return (
    <Suspense fallback={null}>
      <CodeForm {...props} />
    </Suspense>
  );
}

function useCompanySignIn(next: string | undefined) {
  return useMutation({
    mutationFn: async (email: string) => (await import("../company/company.ts")).goToCompany(email, next),
  });
}

/** Why the way through the company led back here. */
function CameBack({ code }: { readonly code: string | undefined }) {
  if (code === undefined) return null;
  return (
    <Suspense fallback={null}>
      <CompanyProblem code={code} />
    </Suspense>
  );
}

/** The password was right: what is missing is a code. */
function asksCode(error: Error): boolean {
  return error instanceof Refusal && (error.problem.code === "code_needed" || error.problem.code === "code_refused");
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

const CompanyProblem = lazy(() => saidLater(import("../company/company-problem.tsx")));
const CodeForm = lazy(() => saidLater(import("./code-form.tsx")));
const PasskeyError = lazy(() => saidLater(import("../passkey/passkey-error.tsx")));

/** better-auth answers in English with its own codes; the known ones get our words. */
function signInMessage(error: Error): "wrong" | "locked" | "notVerified" | null {
  if (!(error instanceof Refusal)) return null;
  if (error.problem.code === "EMAIL_NOT_VERIFIED") return "notVerified";
  if (error.status === 429) return "locked";
  if (error.problem.code === "passkey_needed" || error.problem.code === "sso_needed") return null;
  return error.status === 400 || error.status === 401 || error.status === 403 ? "wrong" : null;
}
