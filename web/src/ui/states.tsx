import { CircleExclamation, Lock, Magnifier } from "@gravity-ui/icons";
import { Button, Icon, type IconProps, Skeleton } from "@gravity-ui/uikit";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../api/problem.ts";
import { usePreferences } from "./preferences.tsx";
import { problemText } from "./problem-text.ts";
import "./states.css";

/** After this long a skeleton is joined by a sentence that says the wait is known. */
const SLOW_AFTER = 5_000;

interface EmptyStateProps {
  readonly title: string;
  readonly hint: string;
  readonly icon?: IconProps["data"];
  readonly actions?: ReactNode;
}

/** Says that there is nothing and what to do next. */
export function EmptyState({ title, hint, icon = Magnifier, actions }: EmptyStateProps) {
  return (
    <div className="state">
      <Icon className="state__icon" data={icon} size={32} />
      <h2 className="state__title">{title}</h2>
      <p className="state__hint">{hint}</p>
      {actions ? <div className="state__actions">{actions}</div> : null}
    </div>
  );
}

interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** Says what went wrong in the user's language, with the number support needs and a way on. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { t } = useTranslation();
  const { text, trace, canRetry } = problemText(error, usePreferences().language, t);
  // Nothing went wrong: there is nobody to give a number to.
  if (error instanceof Refusal && error.status === 403) {
    return (
      <div role="alert">
        <EmptyState icon={Lock} title={t("problem.notForRole")} hint={text} />
      </div>
    );
  }
  return (
    <div className="state" role="alert">
      <Icon className="state__icon state__icon_error" data={CircleExclamation} size={32} />
      <h2 className="state__title">{t("problem.title")}</h2>
      <p className="state__hint">{text}</p>
      {trace ? <p className="state__trace">{t("problem.trace", { trace })}</p> : null}
      {onRetry && canRetry ? (
        <div className="state__actions">
          <Button view="action" onClick={onRetry}>
            {t("action.retry")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** A skeleton of `rows` lines; after a few seconds it also says that the wait is longer than usual. */
export function Loading({ rows = 6 }: { readonly rows?: number }) {
  const { t } = useTranslation();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{t("app.loading")}</span>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} />
      ))}
      {slow ? <p className="loading__slow">{t("app.slow")}</p> : null}
    </div>
  );
}
