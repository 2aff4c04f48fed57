import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import "./page.css";

interface PageProps {
  readonly title: string;
  /** Which of the page's tabs is open: it leads the browser tab's title. */
  readonly tab?: string;
  readonly lead?: ReactNode;
  /** The page's main action, at the end of the heading's line. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** The body of one page: its heading, an optional line under it, and the browser tab's title. */
export function Page({ title, tab, lead, aside, children }: PageProps) {
  useTitle(tab === undefined ? title : `${tab} — ${title}`);
  return (
    <div className="page">
      <div className="page__head">
        <h1 className="page__title">{title}</h1>
        {lead ? <p className="page__lead">{lead}</p> : null}
        {aside ? <div className="page__aside">{aside}</div> : null}
      </div>
      {children}
    </div>
  );
}

export function useTitle(title: string): void {
  const { t } = useTranslation();
  const console = t("console.title");
  useEffect(() => {
    document.title = `${title} — Saldo, ${console}`;
  }, [title, console]);
}
