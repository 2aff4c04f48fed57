import { Button, Dialog, PasswordInput, TextInput } from "@gravity-ui/uikit";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, lazy, Suspense, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { postIdentity } from "../api/fetch.ts";
import { secondFactorQuery } from "../api/queries.ts";
import { saidLater } from "../i18n/index.ts";
import { mayHavePasskeys } from "./passkey/may-have-passkeys.ts";
import { Refused } from "../ui/told.tsx";
import "../ui/confirm.css";

const CompanyProof = lazy(() => saidLater(import("./company/company-proof.tsx")));
const PasskeyProof = lazy(() => saidLater(import("./passkey/passkey-proof.tsx")));

interface ProofDialogProps {
  readonly onGiven: () => void;
  readonly onClose: () => void;
}

/** Asks for what proves who is there (a password, a code, a passkey) before an act that needs to know. */
export function ProofDialog({ onGiven, onClose }: ProofDialogProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const factor = useQuery(secondFactorQuery);
  const by = factor.data?.provedBy ?? "password";
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId}>
      <Dialog.Header caption={t("proof.title")} id={titleId} />
      <Dialog.Body className="confirm">
        <p className="confirm__text">{t(`proof.${by}`)}</p>
        {by === "passkey" ? null : <Written by={by} isPending={factor.isPending} onGiven={onGiven} onClose={onClose} />}
        {mayHavePasskeys() || by === "passkey" ? (
          <Suspense fallback={null}>
            <PasskeyProof isNeeded={by === "passkey"} onGiven={onGiven} />
          </Suspense>
        ) : null}
        <Suspense fallback={null}>
          <CompanyProof onGiven={onGiven} />
        </Suspense>
        {by === "passkey" ? (
          <div className="confirm__actions">
            <Button view="flat" size="l" onClick={onClose}>
              {t("action.cancel")}
            </Button>
          </div>
        ) : null}
      </Dialog.Body>
    </Dialog>
  );
}

interface WrittenProps extends ProofDialogProps {
  readonly by: "code" | "password";
  /** What is asked for is not known yet. */
  readonly isPending: boolean;
}

function Written({ by, isPending, onGiven, onClose }: WrittenProps) {
  const { t } = useTranslation();
  const fieldId = useId();
  const [text, setText] = useState("");
  const prove = useMutation({
    mutationFn: () => postIdentity("/api/auth/prove", { [by]: text }),
    onSuccess: onGiven,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text !== "" && !isPending) prove.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <label className="field__label" htmlFor={fieldId}>
        {by === "code" ? t("codeForm.code") : t("signIn.password")}
      </label>
      {by === "code" ? (
        <TextInput id={fieldId} size="l" autoFocus autoComplete="one-time-code" value={text} onUpdate={setText} />
      ) : (
        <PasswordInput
          id={fieldId}
          size="l"
          autoFocus
          hideCopyButton
          autoComplete="current-password"
          value={text}
          onUpdate={setText}
        />
      )}
      <Refused error={prove.error} />
      <div className="confirm__actions">
        <Button type="submit" view="action" size="l" loading={prove.isPending || isPending}>
          {t("proof.confirm")}
        </Button>
        <Button view="flat" size="l" onClick={onClose}>
          {t("action.cancel")}
        </Button>
      </div>
    </form>
  );
}
