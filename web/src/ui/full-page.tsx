import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState, Loading } from "./states.tsx";

/** States of the whole window, before there is a shell to show them in. */
function FullPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className="full-page">
      <h1 className="visually-hidden">{title}</h1>
      {children}
    </main>
  );
}

export function FullPageLoading() {
  const { t } = useTranslation();
  return (
    <FullPage title={t("app.loading")}>
      <Loading />
    </FullPage>
  );
}

export function FullPageError({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  const { t } = useTranslation();
  return (
    <FullPage title={t("problem.title")}>
      <ErrorState error={error} onRetry={reset} />
    </FullPage>
  );
}
