import { FileText } from "@gravity-ui/icons";
import { Button, Label } from "@gravity-ui/uikit";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { PaymentInvoice, Project } from "../../api/fetch.ts";
import { paymentInvoicesQuery } from "../../api/queries.ts";
import { DownloadButton } from "../../ui/download.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";
import { pdfPath } from "./issued-invoice.tsx";
import { useTopUp } from "./top-up.tsx";
import "./payment-invoice.css";

const STATE_THEMES = { issued: "info", paid: "success", partially_paid: "warning" } as const;

export function PaymentInvoicesTab() {
  const { t } = useTranslation();
  const project = useProject();
  const invoices = useInfiniteQuery(paymentInvoicesQuery(project.pid));
  const topUp = useTopUp();
  const issue = (
    <Button view="outlined-action" size="l" onClick={topUp}>
      {t("invoice.submit")}
    </Button>
  );
  const empty = <EmptyState icon={FileText} title={t("invoice.empty")} hint={t("invoice.emptyHint")} actions={issue} />;
  const some = invoices.data?.pages.some(({ items }) => items.length > 0) ?? false;
  return (
    <div className="invoices-tab">
      {some ? (
        <div className="invoices-tab__head">
          <h2 className="invoices-tab__title">{t("invoice.list")}</h2>
          {issue}
        </div>
      ) : null}
      <PagedList list={invoices} empty={empty}>
        {(pages) => <InvoiceTable project={project} rows={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </div>
  );
}

function InvoiceTable({ project, rows }: { readonly project: Project; readonly rows: readonly PaymentInvoice[] }) {
  const { t } = useTranslation();
  const format = useFormats(project.region.timeZone);
  return (
    <table className="table">
      <caption className="visually-hidden">{t("invoice.list")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("invoice.number")}</th>
          <th scope="col" className="table__wide">
            {t("invoice.issuedOn")}
          </th>
          <th scope="col" className="table__wide">
            {t("invoice.state")}
          </th>
          <th scope="col" className="table__number">
            {t("expenses.amount")}
          </th>
          <th scope="col">
            <span className="visually-hidden">{t("invoice.file")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((invoice) => (
          <tr key={invoice.id}>
            <th scope="row">
              {invoice.number}
              <span className="table__below table__narrow">{format.date(invoice.issuedOn)}</span>
              <span className="table__narrow">
                <StateLabel state={invoice.state} />
              </span>
            </th>
            <td className="table__wide tabular">{format.date(invoice.issuedOn)}</td>
            <td className="table__wide">
              <StateLabel state={invoice.state} />
            </td>
            <td className="table__number">{format.money(invoice.amount, invoice.currency)}</td>
            <td>
              <DownloadButton
                path={pdfPath(project.pid, invoice.id)}
                fallbackName={`${invoice.number}.pdf`}
                label={t("invoice.downloadOf", { number: invoice.number })}
                size="s"
              >
                PDF
              </DownloadButton>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StateLabel({ state }: Pick<PaymentInvoice, "state">) {
  const { t } = useTranslation();
  return <Label theme={STATE_THEMES[state]}>{t(`invoice.state_${state}`)}</Label>;
}
