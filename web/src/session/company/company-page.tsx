import { Button, Link, PasswordInput } from "@gravity-ui/uikit";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { askIdentity } from "../../api/fetch.ts";
import { Refusal } from "../../api/problem.ts";
import { Loading } from "../../ui/states.tsx";
import { Refused } from "../../ui/told.tsx";
import { Door } from "../door.tsx";
import { TextField } from "../sign-up/fields.tsx";
import { useEntered } from "../use-sign-in.ts";
import { tellProved } from "./company.ts";
import CompanyProblem from "./company-problem.tsx";

/** Where the way through a company leads that does not end in a session at once. */
export function CompanyPage() {
  const { done, company } = useSearch({ from: "/sign-in/company" });
  if (company !== undefined) return <Failed code={company} />;
  return done === "proved" ? <Proved /> : <LinkPage />;
}

function Failed({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  return (
    <Door title={t("company.title")}>
      <CompanyProblem code={code} />
      <div className="door__links">
        <Link href="/sign-in">{t("company.toSignIn")}</Link>
      </div>
    </Door>
  );
}

function Proved() {
  const { t } = useTranslation();
  useEffect(tellProved, []);
  return <Door title={t("company.provedTitle")} lead={t("company.provedLead")} />;
}

interface Arrived {
  readonly email: string;
  readonly domain: string;
}

/** The provider named somebody whose address has an account of before: once its owner shows that it is theirs. */
function LinkPage() {
  const { t } = useTranslation();
  const arrived = useQuery({
    queryKey: ["company-arrived"],
    queryFn: async () => (await askIdentity("/api/auth/sso/arrived", {})) as Arrived,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (arrived.isPending) return <Loading />;
  if (arrived.error) {
    return <Failed code={arrived.error instanceof Refusal ? (arrived.error.problem.code ?? "other") : "other"} />;
  }
  return (
    <Door title={t("company.linkTitle")} lead={t("company.linkLead", { ...arrived.data })}>
      <LinkForm />
    </Door>
  );
}

function LinkForm() {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [needsCode, setNeedsCode] = useState(false);
  const [checked, setChecked] = useState(false);
  const passwordId = useId();
  const passwordRef = useRef<HTMLInputElement>(null);
  const codeRef = useRef<HTMLInputElement>(null);
  const entered = useEntered();
  const linked = useMutation({
    mutationFn: () =>
      askIdentity("/api/auth/sso/link", { password, ...(needsCode ? { code: code.trim() } : {}) }) as Promise<{
        next: string | null;
      }>,
    onError: (error) => {
      if (error instanceof Refusal && error.problem.code === "code_needed") setNeedsCode(true);
    },
    onSuccess: ({ next }) => entered(next),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (password === "") return passwordRef.current?.focus();
    if (needsCode && code.trim() === "") return codeRef.current?.focus();
    linked.mutate();
  };
  const asksCode = linked.error instanceof Refusal && linked.error.problem.code === "code_needed";
  return (
    <form className="door__form" onSubmit={submit} noValidate>
      {asksCode ? null : <Refused error={linked.error} />}
      <div>
        <label className="field__label" htmlFor={passwordId}>
          {t("signIn.password")}
        </label>
        <PasswordInput
          id={passwordId}
          controlRef={passwordRef}
          hideCopyButton
          size="l"
          autoFocus
          autoComplete="current-password"
          value={password}
          onUpdate={setPassword}
          {...(checked && password === ""
            ? { validationState: "invalid" as const, errorMessage: t("signIn.passwordRequired") }
            : {})}
        />
      </div>
      {needsCode ? (
        <TextField
          label={t("codeForm.code")}
          name="code"
          autoComplete="one-time-code"
          autoFocus
          controlRef={codeRef}
          value={code}
          onUpdate={setCode}
          error={checked && code.trim() === "" ? t("codeForm.required") : null}
        />
      ) : null}
      <p className="door__hint">{t("company.linkConsent")}</p>
      <Button type="submit" view="action" size="xl" width="max" loading={linked.isPending}>
        {t("company.link")}
      </Button>
      <div className="door__links">
        <Link href="/forgot-password">{t("company.forgot")}</Link>
        <Link href="/sign-in">{t("company.toSignIn")}</Link>
      </div>
    </form>
  );
}
