import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { balanceQuery } from "../../api/queries.ts";
import { Page } from "../../ui/page.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { TopUpButton } from "../payment-invoices/top-up.tsx";
import { useProject } from "../projects.ts";
import { Attention } from "./attention.tsx";
import { Checklist } from "./checklist.tsx";
import { FreezeClock } from "./freeze-clock.tsx";
import { LastPapers } from "./last-papers.tsx";
import { MonthSpending } from "./month-spending.tsx";
import "./overview.css";

/** What most of the page is about; who may see none of it is told so. */
const SEEN = ["balance.view", "details.view", "documents.view"];

/** The start page of a project: how things stand, what needs attention, and what to do next. */
export function OverviewPage() {
  const { t } = useTranslation();
  const project = useProject();
  const { name, permissions } = project;
  const may = (permission: string) => permissions.includes(permission);
  return (
    <Page
      title={t("overview.title")}
      lead={may("balance.view") ? <AsOf /> : t("overview.lead", { name })}
      aside={may("payments.manage") ? <TopUpButton project={project}>{t("action.topUp")}</TopUpButton> : null}
    >
      <Attention />
      <div className="overview">
        {may("balance.view") ? <FreezeClock /> : null}
        {may("details.view") ? <MonthSpending /> : null}
        {SEEN.some(may) ? null : <p className="card overview__card">{t("overview.littleSeen")}</p>}
        <Checklist />
        {may("documents.view") ? <LastPapers /> : null}
      </div>
    </Page>
  );
}

/** By which minute and in which zone the figures are (REG-07). */
function AsOf() {
  const { t } = useTranslation();
  const { pid, region } = useProject();
  const format = useFormats(region.timeZone);
  const { data } = useQuery(balanceQuery(pid));
  if (!data) return null;
  const { asOf } = data;
  return <>{t("balance.asOf", { at: `${format.instant(asOf)} (${format.zoneName(asOf)}, ${format.offset(asOf)})` })}</>;
}
