import { CircleQuestion } from "@gravity-ui/icons";
import { Alert, Button, TextInput } from "@gravity-ui/uikit";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { HelpAnswer } from "../../api/fetch.ts";
import { HELP_GROUPS } from "../../api/filters.ts";
import { helpAnswerQuery, helpQuery } from "../../api/help-queries.ts";
import { LanguageSwitch } from "../../session/settings-controls.tsx";
import { Page } from "../../ui/page.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { useText } from "../../ui/use-formats.ts";
import "./help.css";

/** The help of those who are not signed in. */
const PUBLIC = "/help";

/** HLP-01: questions by what they are about, and a search that stays in the address. */
export function HelpPage() {
  const { t } = useTranslation();
  const { search } = useSearch({ strict: false }) as { search?: string };
  const signedIn = useHelpBase() !== PUBLIC;
  const navigate = useNavigate();
  const [typed, setTyped] = useState(search ?? "");
  const list = useQuery({ ...helpQuery(search ?? ""), placeholderData: keepPreviousData });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ to: ".", search: { search: typed.trim() || undefined } as never, replace: true });
  };
  return (
    <Page title={t("help.title")} lead={t(signedIn ? "help.lead" : "help.publicLead")}>
      <form className="help__search" role="search" onSubmit={submit}>
        <TextInput
          size="l"
          value={typed}
          onUpdate={setTyped}
          placeholder={t("help.placeholder")}
          controlProps={{ "aria-label": t("help.search") }}
        />
        <Button type="submit" view="action" size="l">
          {t("help.find")}
        </Button>
      </form>
      {list.isPending ? <Loading /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data?.items.length === 0 ? (
        <EmptyState
          icon={CircleQuestion}
          title={t("help.nothing")}
          hint={t(signedIn ? "help.nothingHint" : "help.nothingPublic")}
        />
      ) : null}
      {search ? (
        <Questions items={list.data?.items ?? []} title={t("help.found")} />
      ) : (
        <div className="help__groups">
          {HELP_GROUPS.map((group) => (
            <Questions
              key={group}
              title={t(`help.group_${group}`)}
              items={(list.data?.items ?? []).filter((item) => item.group === group)}
            />
          ))}
        </div>
      )}
    </Page>
  );
}

interface QuestionsProps {
  readonly title: string;
  readonly items: readonly Pick<HelpAnswer, "code" | "question">[];
}

function Questions({ title, items }: QuestionsProps) {
  const text = useText();
  const base = useHelpBase();
  if (items.length === 0) return null;
  return (
    <section className="card help__card" aria-label={title}>
      <h2 className="help__heading">{title}</h2>
      <ul className="help__questions">
        {items.map(({ code, question }) => (
          <li key={code}>
            <Follow href={`${base}/${code}`}>{text(question)}</Follow>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** HLP-01: the answer to the one who reads it, with the button that does it. */
export function HelpArticlePage() {
  const { t } = useTranslation();
  const text = useText();
  const { code = "", pid } = useParams({ strict: false });
  const base = useHelpBase();
  const answer = useQuery(helpAnswerQuery(pid ?? null, code));
  if (answer.isPending) return <Loading />;
  if (answer.isError)
    return (
      <Page title={t("help.title")}>
        <div className="card">
          <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
        </div>
      </Page>
    );
  const { question, closed, blocks, actions } = answer.data;
  return (
    <Page title={text(question)} lead={<Follow href={base}>{t("help.all")}</Follow>}>
      <article className="card help__card help__answer">
        {closed ? <Alert theme="warning" title={t("help.closed")} message={text(closed)} /> : null}
        {blocks.map((block, index) => (
          <BlockView key={index} block={block} />
        ))}
        {actions.length > 0 ? (
          <div className="help__actions">
            {actions.map(({ label, href }, index) => (
              <ActionButton key={href} href={href} main={index === 0} label={text(label)} />
            ))}
          </div>
        ) : null}
        {pid === undefined ? <p className="help__hint">{t("help.signInForOwn")}</p> : null}
      </article>
    </Page>
  );
}

function BlockView({ block }: { readonly block: HelpAnswer["blocks"][number] }) {
  const text = useText();
  switch (block.kind) {
    case "text":
      return <p>{text(block.text)}</p>;
    case "steps":
      return (
        <ol>
          {block.items.map((item) => (
            <li key={item.en}>{text(item)}</li>
          ))}
        </ol>
      );
    case "facts":
      return (
        <dl className="help__facts">
          {block.items.map(({ name, value }) => (
            <div key={name.en}>
              <dt>{text(name)}</dt>
              <dd>{text(value)}</dd>
            </div>
          ))}
        </dl>
      );
  }
}

interface ActionProps {
  readonly href: string;
  readonly label: string;
  readonly main: boolean;
}

function ActionButton({ href, label, main }: ActionProps) {
  const router = useRouter();
  const view = main ? "action" : "normal";
  // Another region's site, and the API's page, are outside the console.
  if (!href.startsWith("/") || href === "/docs")
    return (
      <Button view={view} size="l" href={href}>
        {label}
      </Button>
    );
  return (
    <Button view={view} size="l" onClick={() => void router.navigate({ href })}>
      {label}
    </Button>
  );
}

/** Help stands beside the project that is open, and by itself for a visitor. */
function useHelpBase(): string {
  const { pid } = useParams({ strict: false });
  return pid === undefined ? PUBLIC : `/projects/${pid}/help`;
}

function Follow({ href, children }: { readonly href: string; readonly children: string }) {
  const router = useRouter();
  return (
    <a
      className="help__link"
      href={href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        void router.navigate({ href });
      }}
    >
      {children}
    </a>
  );
}

/** Before sign-in: the same pages, with the way in. */
export function PublicHelp({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { href } = useLocation();
  return (
    <>
      <header className="help__header">
        <Follow href="/help">{t("help.title")}</Follow>
        <LanguageSwitch />
        <Button
          view="action"
          size="l"
          onClick={() =>
            void navigate({ to: "/sign-in", search: { next: href === "/help" ? undefined : href } as never })
          }
        >
          {t("signIn.submit")}
        </Button>
      </header>
      <main id="content" className="shell__content help__public">
        {children}
      </main>
    </>
  );
}
