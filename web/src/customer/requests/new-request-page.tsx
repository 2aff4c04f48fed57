import { ArrowLeft } from "@gravity-ui/icons";
import { Button, Icon, TextArea } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type RequestKind, type UploadedFile, taken } from "../../api/fetch.ts";
import { Refusal } from "../../api/problem.ts";
import { requestKindsQuery } from "../../api/request-queries.ts";
import { newKey } from "../../ui/new-key.ts";
import { Page } from "../../ui/page.tsx";
import { usePreferences } from "../../ui/preferences.tsx";
import { FilePicker } from "../../ui/request-files.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { Refused } from "../../ui/told.tsx";
import { useText } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";
import { KindField } from "./kind-field.tsx";
import "./requests.css";

/** REQ-11: one chooses by the question, not by the department; the form is the kind's. */
export function NewRequestPage() {
  const { t } = useTranslation();
  const project = useProject();
  const kinds = useQuery(requestKindsQuery(project.pid));
  const { kind: chosen } = useSearch({ from: "/projects/$pid/requests/new" });
  const kind = kinds.data?.find(({ code, allowed }) => code === chosen && allowed);
  const back = (
    <Link to="/projects/$pid/requests" params={{ pid: project.pid }} className="case__back">
      <Icon data={ArrowLeft} size={16} /> {t("requests.back")}
    </Link>
  );
  return (
    <Page title={t("requests.new")} aside={back}>
      {kinds.isPending ? (
        <div className="card">
          <Loading />
        </div>
      ) : null}
      {kinds.isError ? (
        <div className="card">
          <ErrorState error={kinds.error} onRetry={() => void kinds.refetch()} />
        </div>
      ) : null}
      {kinds.data && !kind ? <Questions kinds={kinds.data} /> : null}
      {kind ? <KindForm key={kind.code} kind={kind} /> : null}
    </Page>
  );
}

function Questions({ kinds }: { readonly kinds: readonly RequestKind[] }) {
  const { t } = useTranslation();
  const text = useText();
  const project = useProject();
  return (
    <section className="card case__card" aria-labelledby="questions">
      <h2 className="case__heading" id="questions">
        {t("requests.choose")}
      </h2>
      <ul className="questions">
        {kinds.map((kind) => (
          <li key={kind.code} className="questions__one">
            {kind.allowed ? (
              <Link
                to="/projects/$pid/requests/new"
                params={{ pid: project.pid }}
                search={{ kind: kind.code }}
                className="questions__link"
              >
                {text(kind.question)}
              </Link>
            ) : (
              <span>
                {text(kind.question)} <span className="secondary">{t("requests.notAllowedHint")}</span>
              </span>
            )}
            <span className="secondary">{text(kind.hint)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function KindForm({ kind }: { readonly kind: RequestKind }) {
  const { t } = useTranslation();
  const text = useText();
  const project = useProject();
  const { language } = usePreferences();
  const textId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [message, setMessage] = useState("");
  const [files, setFiles] = useState<readonly UploadedFile[]>([]);
  const [tried, setTried] = useState(false);
  const send = useOpen(kind);
  const wrong = fieldErrors(send.error, language);
  const missing = (name: string, required: boolean) =>
    tried && required && !(values[name] ?? "").trim() ? t("requests.required") : undefined;
  const noText = tried && kind.messageRequired && !message.trim() ? t("requests.required") : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const complete = kind.fields.every(({ name, required }) => !required || (values[name] ?? "").trim() !== "");
    if (complete && (!kind.messageRequired || message.trim() !== "")) return send.mutate({ values, message, files });
    // To the first that is missing, once it is marked.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  };
  return (
    <form
      className="card case__card request-form"
      ref={form}
      onSubmit={submit}
      noValidate
      aria-label={text(kind.question)}
    >
      <h2 className="case__heading">{text(kind.question)}</h2>
      <p className="secondary request-form__hint">{text(kind.hint)}</p>
      {wrong.size === 0 ? <Refused error={send.error} /> : null}
      {kind.fields.map((field) => (
        <KindField
          key={field.name}
          field={field}
          value={values[field.name] ?? ""}
          wrong={missing(field.name, field.required) ?? wrong.get(field.name)}
          timeZone={project.region.timeZone}
          onUpdate={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      <div>
        <label className="field__label" htmlFor={textId}>
          {kind.messageRequired ? t("requests.text") : t("requests.textOptional")}
        </label>
        <TextArea
          id={textId}
          size="l"
          minRows={4}
          value={message}
          onUpdate={setMessage}
          controlProps={{ maxLength: 20_000 }}
          {...((noText ?? wrong.get("text"))
            ? { validationState: "invalid" as const, errorMessage: noText ?? wrong.get("text") }
            : {})}
        />
      </div>
      <FilePicker path={`/v1/projects/${project.pid}/request-files`} files={files} onChange={setFiles} />
      {kind.code === "accruals" ? <p className="secondary request-form__hint">{t("requests.attachedFacts")}</p> : null}
      <div className="case__actions">
        <Button type="submit" view="action" size="l" loading={send.isPending}>
          {t("requests.create")}
        </Button>
        <span className="secondary">{t("requests.deadline", { count: kind.deadlineHours })}</span>
      </div>
    </form>
  );
}

interface Filled {
  readonly values: Readonly<Record<string, string>>;
  readonly message: string;
  readonly files: readonly UploadedFile[];
}

/** Opens the case; a repetition after a lost answer bears the same key, so no second one appears. */
function useOpen(kind: RequestKind) {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const attempt = useRef<{ said: string; key: string } | null>(null);
  return useMutation({
    mutationFn: (filled: Filled) => {
      const said = JSON.stringify(filled);
      if (attempt.current?.said !== said) attempt.current = { said, key: newKey() };
      const fields = Object.fromEntries(Object.entries(filled.values).filter(([, value]) => value.trim() !== ""));
      const body = {
        asked: { kind: kind.code, fields } as never,
        files: filled.files.map(({ id }) => id),
        ...(filled.message.trim() === "" ? {} : { text: filled.message }),
      };
      const params = { path: { pid: project.pid }, header: { "Idempotency-Key": attempt.current.key } };
      return taken(api.POST("/v1/projects/{pid}/requests", { params, body }));
    },
    onSuccess: ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: ["requests", project.pid] });
      void navigate({ to: "/projects/$pid/requests/$id", params: { pid: project.pid, id }, replace: true });
    },
    meta: { told: t("requests.create") },
  });
}

/** What the server said of each field, by its name in the form. */
function fieldErrors(error: Error | null, language: "ru" | "en"): ReadonlyMap<string, string> {
  const errors = error instanceof Refusal ? (error.problem.errors ?? []) : [];
  return new Map(errors.map((one) => [one.field.replace(/^(?:asked\.)?(?:fields\.)?/, ""), one.text[language]]));
}
