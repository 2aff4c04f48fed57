import { Alert } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";
import { usePreferences } from "../../ui/preferences.tsx";
import { problemText } from "../../ui/problem-text.ts";
import { PasskeyFailure } from "./passkey.ts";

/** Why a passkey was not made or shown: what the browser did, or what the server says to it. */
export default function PasskeyError({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (!error || (error instanceof PasskeyFailure && error.trouble === "another")) return null;
  const text =
    error instanceof PasskeyFailure && error.trouble !== "another"
      ? t(`passkey.${error.trouble}`)
      : problemText(error, language, t).text;
  return (
    <div role="alert">
      <Alert
        theme={error instanceof PasskeyFailure && error.trouble === "cancelled" ? "warning" : "danger"}
        message={text}
      />
    </div>
  );
}
