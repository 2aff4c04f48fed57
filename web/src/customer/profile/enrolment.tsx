import { Button, ClipboardButton, TextInput } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, taken } from "../../api/fetch.ts";
import { Loading } from "../../ui/states.tsx";
import { Refused } from "../../ui/told.tsx";

interface EnrolmentProps {
  /** With the backup codes. */
  readonly onDone: (codes: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Switching the second factor on: the picture for the app, then the first code that the app shows. */
export function Enrolment({ onDone, onClose }: EnrolmentProps) {
  const { t } = useTranslation();
  const fieldId = useId();
  const fieldRef = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState("");
  const [checked, setChecked] = useState(false);
  const { mutate: start, ...begun } = useMutation({
    mutationFn: () => taken(api.POST("/v1/me/second-factor/begin")),
  });
  const confirm = useMutation({
    mutationFn: () => taken(api.POST("/v1/me/second-factor/confirm", { body: { code: code.trim() } })),
    onSuccess: ({ codes }) => onDone(codes),
  });
  useEffect(() => start(), [start]);
  const isCode = /^\d{6}$/.test(code.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isCode) confirm.mutate();
    else fieldRef.current?.focus();
  };
  const cancel = (
    <Button view="flat" size="l" onClick={onClose}>
      {t("action.cancel")}
    </Button>
  );
  if (begun.error) {
    return (
      <>
        <Refused error={begun.error} />
        {cancel}
      </>
    );
  }
  if (!begun.data) return <Loading rows={3} />;
  const { key, picture } = begun.data;
  return (
    <form className="enrolment" onSubmit={submit} noValidate>
      <p>{t("profile.scan")}</p>
      <svg
        className="enrolment__picture"
        role="img"
        aria-label={t("profile.picture")}
        viewBox={`0 0 ${picture.size} ${picture.size}`}
        shapeRendering="crispEdges"
      >
        <path d={picture.path} />
      </svg>
      <p>
        {t("profile.key")} <code className="enrolment__key">{key}</code>{" "}
        <ClipboardButton
          text={key}
          size="m"
          aria-label={t("profile.copyKey")}
          tooltipInitialText={t("profile.copyKey")}
          tooltipSuccessText={t("action.copied")}
        />
      </p>
      <p>{t("profile.enter")}</p>
      <div>
        <label className="field__label" htmlFor={fieldId}>
          {t("profile.code")}
        </label>
        <TextInput
          id={fieldId}
          size="l"
          autoComplete="one-time-code"
          controlProps={{ inputMode: "numeric", maxLength: 6 }}
          value={code}
          onUpdate={setCode}
          controlRef={fieldRef}
          {...(checked && !isCode ? { validationState: "invalid" as const, errorMessage: t("profile.sixDigits") } : {})}
        />
      </div>
      <Refused error={confirm.error} />
      <div className="rows__acts">
        <Button type="submit" view="action" size="l" loading={confirm.isPending}>
          {t("profile.confirm")}
        </Button>
        {cancel}
      </div>
    </form>
  );
}
