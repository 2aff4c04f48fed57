import { Alert } from "@gravity-ui/uikit";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { usePreferences } from "./preferences.tsx";
import { problemText } from "./problem-text.ts";

/** Why what a button asked for was not done. */
export function Refused({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (!error) return null;
  return (
    <div role="alert">
      <Alert theme="danger" message={problemText(error, language, t).text} />
    </div>
  );
}

/** What was done: an object, so that the same words are told again. */
export interface Done {
  readonly text: ReactNode;
}

/** What was done in a place that is gone by then: told above the list, and the keyboard goes on from here. */
export function Told({ done }: { readonly done: Done | null }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (done) place.current?.focus();
  }, [done]);
  return (
    <div role="status" tabIndex={-1} ref={place} className="told">
      {done ? <Alert theme="success" message={done.text} /> : null}
    </div>
  );
}
