import { FileText } from "@gravity-ui/icons";
import { Label } from "@gravity-ui/uikit";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { PaymentInvoice, Project } from "../../api/fetch.ts";
import { balanceQuery, paymentInvoicesQuery } from "../../api/queries.ts";
import { DownloadButton } from "../../ui/download.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { PaperProjects } from "../paper-projects.tsx";
import { useProject } from "../projects.ts";
import { ScopeFilter } from "../scope-filter.tsx";
import { pdfPath } from "./issued-invoice.tsx";
import { TopUpButton } from "./top-up.tsx";
import "../../ui/filters.css";
import "./payment-invoice.css";

const STATE_THEMES = { issued: "info", paid: "success", partially_paid: "warning" } as const;

export function PaymentInvoicesTab() {
  const { t } = useTranslation();
  const project = useProject();
  const { scope } = useSearch({ from: "/projects/$pid/balance/payment-invoices" });
  const navigate = useNavigate({ from: "/projects/$pid/balance/payment-invoices" });
  const invoices = useInfiniteQuery(paymentInvoicesQuery(scope === "all" ? null : project.pid));
  const { data: balance } = useQuery(balanceQuery(project.pid));
  const refused = balance?.paymentInvoice.reason ?? null;
  const text = useText();
  const empty =
    scope === "all" ? (
      <EmptyState icon={FileText} title={t("invoice.emptyAll")} hint={t("invoice.emptyAllHint")} />
    ) : (
      // Who cannot make one is told where they come from (PAY-06).
      <EmptyState icon={FileText} title={t("invoice.empty")} hint={refused ? text(refused) : t("invoice.emptyHint")} />
    );
  return (
    <div className="invoices-tab">
      {/* One button, whether there are invoices or not: it gets the focus back when the dialog that it opened is closed. */}
      <div className="invoices-tab__head">
        <h2 className="invoices-tab__title">{t("invoice.list")}</h2>
        {refused ? null : (
          <TopUpButton project={project} view="outlined-action">
            {t("invoice.submit")}
          </TopUpButton>
        )}
      </div>
      <div className="filters" role="group" aria-label={t("filter.label")}>
        <ScopeFilter value={scope} onChange={(chosen) => void navigate({ search: { scope: chosen }, replace: true })} />
      </div>
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
              <PaperProjects projects={[invoice.project]} />
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
                path={pdfPath(invoice.project.pid, invoice.id)}
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
