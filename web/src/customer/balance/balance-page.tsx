import { Tab, TabList, TabPanel, TabProvider } from "@gravity-ui/uikit";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { balanceQuery } from "../../api/queries.ts";
import { Page } from "../../ui/page.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { TopUpButton } from "../payment-invoices/top-up.tsx";
import { useProject } from "../projects.ts";
import { expensesSearch } from "../search.ts";
import { BalanceCards } from "./balance-cards.tsx";
import "./balance.css";

const TABS = ["detail", "expenses", "payment-invoices"] as const;
type TabName = (typeof TABS)[number];
const TITLES = {
  detail: "balance.detail",
  expenses: "balance.expenses",
  "payment-invoices": "balance.invoices",
} as const;

export function BalancePage() {
  const { t } = useTranslation();
  const project = useProject();
  const { permissions } = project;
  return (
    <Page
      title={t("balance.title")}
      tab={t(TITLES[useCurrentTab()])}
      lead={permissions.includes("balance.view") ? <AsOf /> : null}
      aside={
        permissions.includes("payments.manage") ? (
          <TopUpButton project={project}>{t("action.topUp")}</TopUpButton>
        ) : null
      }
    >
      {permissions.includes("balance.view") ? <BalanceCards /> : null}
      <BalanceTabs />
    </Page>
  );
}

/** When the balances were computed and in which zone the page shows its times (REG-07). */
function AsOf() {
  const { t } = useTranslation();
  const { pid, region } = useProject();
  const format = useFormats(region.timeZone);
  const { data: balance } = useQuery(balanceQuery(pid));
  if (!balance) return null;
  const { asOf } = balance;
  return <>{t("balance.asOf", { at: `${format.instant(asOf)} (${format.zoneName(asOf)}, ${format.offset(asOf)})` })}</>;
}

function BalanceTabs() {
  const { t } = useTranslation();
  const { pid, permissions } = useProject();
  const tabs = TABS.filter((tab) => tab !== "payment-invoices" || permissions.includes("payments.manage"));
  const navigate = useNavigate();
  const { search } = useLocation();
  const current = useCurrentTab();
  // Detail and expenses share period, step and projects; the rest of the filters stays behind.
  const { view: _view, ...shared } = expensesSearch(search);
  const open = (tab: TabName) => {
    if (tab === "payment-invoices") void navigate({ to: `/projects/$pid/balance/${tab}`, params: { pid } });
    else void navigate({ to: `/projects/$pid/balance/${tab}`, params: { pid }, search: shared });
  };
  return (
    <TabProvider value={current} onUpdate={(tab) => open(tabName(tab))}>
      <TabList size="l" aria-label={t("balance.tabs")} contentOverflow="scroll">
        {tabs.map((tab) => (
          <Tab key={tab} value={tab}>
            {t(TITLES[tab])}
          </Tab>
        ))}
      </TabList>
      <TabPanel value={current}>
        <Outlet />
      </TabPanel>
    </TabProvider>
  );
}

function useCurrentTab(): TabName {
  const { pathname } = useLocation();
  return TABS.find((tab) => pathname.endsWith(`/${tab}`)) ?? "detail";
}

function tabName(value: string): TabName {
  return TABS.find((tab) => tab === value) ?? "detail";
}
