import { Alert, Button, TextInput } from "@gravity-ui/uikit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type ShownPayer, taken } from "../../api/fetch.ts";
import { payerQuery } from "../../api/office-queries.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { problemText } from "../../ui/problem-text.ts";
import { useFormats } from "../../ui/use-formats.ts";

type Contract = ShownPayer["contracts"][number];

interface PaymentTermProps {
  readonly payer: Pick<ShownPayer, "id" | "timeZone">;
  readonly contract: Contract;
  readonly mayEdit: boolean;
}

const MOST_DAYS = 180;

/** PYR-07: until when a post-paid contract is to be paid, how that was changed, and changing it for later months. */
export function PaymentTerm({ payer, contract, mayEdit }: PaymentTermProps) {
  const { t } = useTranslation();
  const format = useFormats(payer.timeZone);
  const written = (days: number | null) =>
    days === null ? t("payers.termOnPaper") : t("payers.termDays", { count: days });
  return (
    <>
      <p className="payer__facts">{t("payers.term", { term: written(contract.paymentDays) })}</p>
      {contract.terms.length === 0 ? null : (
        <ul className="payer__list">
          {contract.terms.map(({ from, paymentDays, at, by, note }) => (
            <li key={at}>
              {t("payers.termFrom", { month: format.month(from), term: written(paymentDays) })}{" "}
              <span className="muted">
                {format.instant(at)} ({format.offset(at)}) {by}
                {note === null ? null : `: ${note}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {mayEdit ? <TermForm payerId={payer.id} contract={contract} /> : null}
    </>
  );
}

function TermForm({ payerId, contract }: { readonly payerId: string; readonly contract: Contract }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const id = useId();
  const [newest] = contract.terms;
  const [days, setDays] = useState(String((newest ? newest.paymentDays : contract.paymentDays) ?? ""));
  const [wrong, setWrong] = useState(false);
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (paymentDays: number | null) => {
      const path = { id: payerId, contractId: contract.id };
      return taken(
        api.PUT("/v1/office/payers/{id}/contracts/{contractId}/payment-term", {
          params: { path },
          body: { paymentDays },
        }),
      );
    },
    onSuccess: (saved) => queryClient.setQueryData(payerQuery(payerId).queryKey, saved),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = days.trim();
    const number = Number(text);
    const fits = text === "" || (/^\d{1,3}$/.test(text) && number >= 1 && number <= MOST_DAYS);
    setWrong(!fits);
    if (fits) save.mutate(text === "" ? null : number);
  };
  return (
    <form className="payer__term" onSubmit={submit} noValidate>
      <div>
        <label className="field__label" htmlFor={id}>
          {t("payers.termField")}
        </label>
        <TextInput
          id={id}
          size="l"
          value={days}
          onUpdate={setDays}
          {...(wrong ? { validationState: "invalid" as const, errorMessage: t("payers.termWrong") } : {})}
        />
      </div>
      <Button type="submit" size="l" loading={save.isPending}>
        {t("payers.termSave")}
      </Button>
      <span className="muted" aria-live="polite">
        {save.isSuccess ? t("payers.saved") : ""}
      </span>
      <p className="payer__term-note muted">{t("payers.termNote")}</p>
      {save.error ? <Alert theme="danger" message={problemText(save.error, language, t).text} /> : null}
    </form>
  );
}
