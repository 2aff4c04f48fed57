import { Alert, Button } from "@gravity-ui/uikit";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../../api/problem.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { problemText } from "../../ui/problem-text.ts";
import { TextField } from "../sign-up/fields.tsx";

interface CodeFormProps {
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly onCode: (code: string) => void;
  readonly onBack: () => void;
}

/** The second step: a code of the app, or a backup code. */
export default function CodeForm({ error, isPending, onCode, onBack }: CodeFormProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [checked, setChecked] = useState(false);
  const codeRef = useRef<HTMLInputElement>(null);
  const { language } = usePreferences();
  const wrong = error instanceof Refusal && error.problem.code !== "code_needed" ? error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (code.trim() === "") return codeRef.current?.focus();
    onCode(code.trim());
  };
  return (
    <form className="door__form" onSubmit={submit} noValidate>
      {wrong ? (
        <div role="alert">
          <Alert
            theme="danger"
            message={wrong.status === 401 ? t("codeForm.wrong") : problemText(wrong, language, t).text}
          />
        </div>
      ) : (
        <p role="status">{t("codeForm.lead")}</p>
      )}
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
      <Button type="submit" view="action" size="xl" width="max" loading={isPending}>
        {t("codeForm.confirm")}
      </Button>
      <Button view="flat" size="l" width="max" onClick={onBack}>
        {t("codeForm.back")}
      </Button>
    </form>
  );
}
