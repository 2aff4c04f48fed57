import { Alert, Button, Dialog, TextInput } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type RefObject, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatMinor, type Minor } from "../../../../src/core/money.ts";
import { api, type IssuedPaymentInvoice, type Project, taken, type Text } from "../../api/fetch.ts";
import { balanceQuery, paymentInvoicesQuery } from "../../api/queries.ts";
import { currencySymbol } from "../../i18n/format.ts";
import { type AmountError, checkAmount, limitsOf } from "../../ui/amount-input.ts";
import { newKey } from "../../ui/new-key.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { problemText } from "../../ui/problem-text.ts";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { IssuedInvoice } from "./issued-invoice.tsx";
import "./payment-invoice.css";

interface DialogProps {
  readonly project: Project;
  readonly onClose: () => void;
}

interface PaymentInvoiceDialogProps extends DialogProps {
  readonly returnFocus: RefObject<HTMLElement | null>;
}

/** PAY-05: an invoice to top up by bank transfer; a project that cannot make one is told why (PAY-06). */
export function PaymentInvoiceDialog({ project, onClose, returnFocus }: PaymentInvoiceDialogProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const { data: balance } = useQuery(balanceQuery(project.pid));
  const [issued, setIssued] = useState<IssuedPaymentInvoice | null>(null);
  const again = () => setIssued(null);
  const input = useRef<HTMLInputElement>(null);
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} initialFocus={input} returnFocus={returnFocus}>
      <Dialog.Header caption={t("invoice.title")} id={titleId} />
      <Dialog.Body className="invoice-dialog">
        {balance?.paymentInvoice.reason ? (
          <NoInvoice reason={balance.paymentInvoice.reason} onClose={onClose} />
        ) : issued ? (
          <IssuedInvoice project={project} invoice={issued} onAgain={again} onClose={onClose} />
        ) : (
          <AmountForm project={project} input={input} onIssued={setIssued} onClose={onClose} />
        )}
      </Dialog.Body>
    </Dialog>
  );
}

interface NoInvoiceProps extends Pick<DialogProps, "onClose"> {
  readonly reason: Text;
}

function NoInvoice({ reason, onClose }: NoInvoiceProps) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <>
      <p className="invoice-dialog__lead">{text(reason)}</p>
      <div className="invoice-dialog__actions">
        <Button view="action" size="l" onClick={onClose}>
          {t("action.close")}
        </Button>
      </div>
    </>
  );
}

interface AmountFormProps extends DialogProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onIssued: (invoice: IssuedPaymentInvoice) => void;
}

function AmountForm({ project, input, onIssued, onClose }: AmountFormProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { currency } = project.region;
  const format = useFormats(project.region.timeZone);
  const limits = limitsOf(currency);
  const amountId = useId();
  const [typed, setTyped] = useState("");
  const [checked, setChecked] = useState(false);
  const issue = useIssue(project, onIssued);
  const result = checkAmount(typed, limits, language);
  const money = (minor: Minor) => format.money(formatMinor(minor), currency);

  const explain = (error: AmountError): string => {
    if (error === "minimum") return t("invoice.minimum", { amount: money(limits.minimum) });
    if (error === "maximum") return t("invoice.maximum", { amount: money(limits.maximum) });
    return t(`invoice.${error}`);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if ("error" in result) return input.current?.focus();
    issue.mutate(result.minor);
  };
  return (
    <form onSubmit={submit} noValidate>
      <p className="invoice-dialog__lead">{t("invoice.lead", { pid: project.pid })}</p>
      {issue.error ? (
        <div className="invoice-dialog__error" role="alert">
          <Alert theme="danger" message={problemText(issue.error, language, t).text} />
        </div>
      ) : null}
      <label className="field__label" htmlFor={amountId}>
        {t("invoice.amount", { symbol: currencySymbol(currency) })}
      </label>
      <TextInput
        id={amountId}
        controlRef={input}
        size="l"
        autoFocus
        autoComplete="off"
        controlProps={{ inputMode: "decimal" }}
        value={typed}
        onUpdate={setTyped}
        onBlur={() => typed !== "" && setChecked(true)}
        {...(checked && "error" in result
          ? { validationState: "invalid" as const, errorMessage: explain(result.error) }
          : {})}
      />
      <fieldset className="invoice-dialog__presets">
        <legend className="visually-hidden">{t("invoice.presets")}</legend>
        {limits.presets.map((preset) => (
          <Button key={preset.toString()} size="m" onClick={() => setTyped(format.amount(formatMinor(preset)))}>
            <span className="tabular">{format.decimal(formatMinor(preset))}</span>
          </Button>
        ))}
      </fieldset>
      <DebtHint project={project} />
      <div className="invoice-dialog__actions">
        <Button type="submit" view="action" size="l" loading={issue.isPending}>
          {t("invoice.submit")}
        </Button>
        <Button view="flat" size="l" onClick={onClose}>
          {t("action.cancel")}
        </Button>
      </div>
    </form>
  );
}

function DebtHint({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const format = useFormats(project.region.timeZone);
  const { data: balance } = useQuery(balanceQuery(project.pid));
  if (!balance?.frozen || !balance.payment.amount.startsWith("-")) return null;
  const amount = format.money(balance.payment.amount.slice(1), balance.payment.currency);
  return <p className="invoice-dialog__hint danger">{t("invoice.debtHint", { amount })}</p>;
}

/** Issues an invoice; repeating the same amount after a lost answer repeats the key, so no second invoice appears. */
function useIssue(project: Project, onIssued: (invoice: IssuedPaymentInvoice) => void) {
  const queryClient = useQueryClient();
  const attempt = useRef<{ minor: Minor; key: string } | null>(null);
  return useMutation({
    mutationFn: (minor: Minor) => {
      if (attempt.current?.minor !== minor) attempt.current = { minor, key: newKey() };
      return taken(
        api.POST("/v1/projects/{pid}/payment-invoices", {
          params: { path: { pid: project.pid }, header: { "Idempotency-Key": attempt.current.key } },
          body: { amount: formatMinor(minor) },
        }),
      );
    },
    onSuccess: (invoice) => {
      void queryClient.invalidateQueries({ queryKey: paymentInvoicesQuery(project.pid).queryKey });
      onIssued(invoice);
    },
  });
}
