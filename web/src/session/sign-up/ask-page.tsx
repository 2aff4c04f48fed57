import { Button, Link } from "@gravity-ui/uikit";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, taken } from "../../api/fetch.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { Refused } from "../../ui/told.tsx";
import { Door } from "../door.tsx";
import { TextField, emailProblem } from "./fields.tsx";

/** REG-02: a registration begins with a mail address, in the region of the site. */
export function RegisterPage() {
  const { t } = useTranslation();
  return (
    <AskPage
      title={t("signUp.title")}
      lead={t("signUp.lead")}
      sent={(email) => t("signUp.sent", { email })}
      ask={(body) => done(api.POST("/v1/registrations", { body }))}
    >
      <SiteRegion />
    </AskPage>
  );
}

/** A forgotten password: a letter goes to whoever has the address. */
export function ForgotPasswordPage() {
  const { t } = useTranslation();
  return (
    <AskPage
      title={t("forgot.title")}
      lead={t("forgot.lead")}
      sent={(email) => t("forgot.sent", { email })}
      ask={(body) => done(api.POST("/v1/password-resets", { body }))}
    />
  );
}

interface AskPageProps {
  readonly title: string;
  readonly lead: string;
  readonly sent: (email: string) => string;
  readonly ask: (body: { email: string; language: "ru" | "en" }) => Promise<void>;
  readonly children?: ReactNode;
}

function AskPage({ title, lead, sent, ask, children }: AskPageProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [email, setEmail] = useState("");
  const [checked, setChecked] = useState(false);
  // Where the letter went: the page stays while it is sent once more.
  const [sentTo, setSentTo] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const send = (to: string) => ask({ email: to, language });
  const asked = useMutation({ mutationFn: send, onSuccess: (_answer, to) => setSentTo(to) });
  const problem = emailProblem(email);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (problem !== null) return field.current?.focus();
    asked.mutate(email.trim());
  };
  if (sentTo !== null) {
    const other = () => {
      asked.reset();
      setSentTo(null);
    };
    return <Sent lead={sent(sentTo)} send={() => send(sentTo)} onOther={other} />;
  }
  return (
    <Door title={title} lead={lead}>
      {children}
      <form className="door__form" onSubmit={submit} noValidate>
        <Refused error={asked.error} />
        <TextField
          label={t("signIn.email")}
          name="email"
          type="email"
          autoComplete="username"
          autoFocus
          controlRef={field}
          value={email}
          onUpdate={setEmail}
          error={checked && problem !== null ? t(`signIn.${problem}`) : null}
        />
        <Button type="submit" view="action" size="xl" width="max" loading={asked.isPending}>
          {t("signUp.send")}
        </Button>
      </form>
      <div className="door__links">
        <Link href="/sign-in">{t("signUp.toSignIn")}</Link>
      </div>
    </Door>
  );
}

interface SentProps {
  readonly lead: string;
  readonly send: () => Promise<void>;
  readonly onOther: () => void;
}

/** The letter is on its way; one that does not come is asked for again, here. */
function Sent({ lead, send, onOther }: SentProps) {
  const { t } = useTranslation();
  const again = useMutation({ mutationFn: send });
  return (
    <Door title={t("signUp.sentTitle")} lead={lead}>
      <Refused error={again.error} />
      <p className="door__hint" role="status">
        {t(again.isSuccess ? "signUp.sentAgain" : "signUp.noLetter")}
      </p>
      <div className="door__links">
        <Button view="flat-action" loading={again.isPending} onClick={() => again.mutate()}>
          {t("signUp.again")}
        </Button>
        <Button view="flat-secondary" onClick={onOther}>
          {t("signUp.otherAddress")}
        </Button>
      </div>
    </Door>
  );
}

/** Which region it will be and what follows from it; the other regions are other sites. */
function SiteRegion() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const site = useQuery({
    queryKey: ["site"],
    queryFn: () => taken(api.GET("/v1/site")),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!site.data) return null;
  const { region, others } = site.data;
  return (
    <div className="door__region">
      <p>
        {region ? t("signUp.region", { name: region.name[language], currency: region.currency }) : t("signUp.noRegion")}
      </p>
      {others.map((other) => (
        <p className="door__hint" key={other.region.code}>
          <Link href={`${other.url}/register`}>{t("signUp.otherRegion", { name: other.region.name[language] })}</Link>
        </p>
      ))}
    </div>
  );
}
