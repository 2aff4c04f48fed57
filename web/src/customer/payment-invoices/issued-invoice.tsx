import { Copy } from "@gravity-ui/icons";
import { Alert, Button, CopyToClipboard, Icon } from "@gravity-ui/uikit";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { IssuedPaymentInvoice, Project } from "../../api/fetch.ts";
import { DownloadButton } from "../../ui/download.tsx";
import { useFormats } from "../../ui/use-formats.ts";

interface IssuedInvoiceProps {
  readonly project: Project;
  readonly invoice: IssuedPaymentInvoice;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** What to do with a fresh invoice: download it, copy the purpose of payment. */
export function IssuedInvoice({ project, invoice, onAgain, onClose }: IssuedInvoiceProps) {
  const { t } = useTranslation();
  const format = useFormats(project.region.timeZone);
  const amount = format.money(invoice.amount, invoice.currency);
  // The form that had the focus is gone: who works by keyboard goes on from here.
  const start = useRef<HTMLDivElement>(null);
  useEffect(() => start.current?.focus(), []);
  return (
    <div className="invoice-done" ref={start} tabIndex={-1}>
      <div role="status">
        <Alert theme="success" message={t("invoice.done", { number: invoice.number, amount })} />
      </div>
      <h3 className="invoice-done__label">{t("invoice.purpose")}</h3>
      <p className="invoice-done__purpose">{invoice.purpose}</p>
      <p className="muted invoice-dialog__lead">{t("invoice.purposeHint")}</p>
      <CopyToClipboard text={invoice.purpose} timeout={2000}>
        {(status) => (
          <Button view="outlined" size="l" width="max">
            <Icon data={Copy} />
            <span aria-live="polite">{status === "success" ? t("action.copied") : t("invoice.copyPurpose")}</span>
          </Button>
        )}
      </CopyToClipboard>
      <DownloadButton
        path={pdfPath(project.pid, invoice.id)}
        fallbackName={`${invoice.number}.pdf`}
        label={t("invoice.downloadOf", { number: invoice.number })}
        view="action"
        size="l"
      >
        {t("invoice.download")}
      </DownloadButton>
      <div className="invoice-dialog__actions">
        <Button view="flat" size="l" onClick={onAgain}>
          {t("invoice.another")}
        </Button>
        <Button view="flat" size="l" onClick={onClose}>
          {t("action.close")}
        </Button>
      </div>
    </div>
  );
}

export function pdfPath(pid: string, id: string): string {
  return `/v1/projects/${pid}/payment-invoices/${encodeURIComponent(id)}/pdf`;
}
