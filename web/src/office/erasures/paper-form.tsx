import { Button, TextInput } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, taken } from "../../api/fetch.ts";
import { Refused } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import "../../ui/filters.css";

const SHORTEST = 10;

/** Somebody asks on paper and has no access: a member of staff enters it, and says by what. */
export function PaperForm({ onDone }: { readonly onDone: (text: string) => void }) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const [email, setEmail] = useState("");
  const [reason, setReason] = useState("");
  const ask = useMutation({
    mutationFn: () => taken(api.POST("/v1/office/erasures", { body: { email: email.trim(), reason: reason.trim() } })),
    onSuccess: ({ dueAt }) => {
      setEmail("");
      setReason("");
      onDone(t("erasures.asked", { at: format.instant(dueAt) }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <details>
      <summary className="table__opens">{t("erasures.paper")}</summary>
      <p className="secondary">{t("erasures.paperHint")}</p>
      <form className="filters" onSubmit={submit}>
        <TextInput size="l" label={t("erasures.email")} value={email} onUpdate={setEmail} />
        <TextInput size="l" label={t("erasures.paperWhy")} value={reason} onUpdate={setReason} />
        <Button
          type="submit"
          view="outlined-danger"
          size="l"
          loading={ask.isPending}
          disabled={email.trim() === "" || reason.trim().length < SHORTEST}
        >
          {t("erasures.ask")}
        </Button>
        <Refused error={ask.error} />
      </form>
    </details>
  );
}
