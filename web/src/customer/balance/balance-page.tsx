import { Button, Tab, TabList, TabPanel, TabProvider } from "@gravity-ui/uikit";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { balanceQuery } from "../../api/queries.ts";
import { Page } from "../../ui/page.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useTopUp } from "../payment-invoices/top-up.tsx";
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
  const topUp = useTopUp();
  return (
    <Page
      title={t("balance.title")}
      lead={<AsOf />}
      aside={
        <Button view="action" size="l" onClick={topUp}>
          {t("action.topUp")}
        </Button>
      }
    >
      <BalanceCards />
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
  const { pid } = useProject();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const current = TABS.find((tab) => pathname.endsWith(`/${tab}`)) ?? "detail";
  // Detail and expenses share period, step and projects; the rest of the filters stays behind.
  const { view: _view, ...shared } = expensesSearch(search);
  const open = (tab: TabName) => {
    if (tab === "payment-invoices") void navigate({ to: `/projects/$pid/balance/${tab}`, params: { pid } });
    else void navigate({ to: `/projects/$pid/balance/${tab}`, params: { pid }, search: shared });
  };
  return (
    <TabProvider value={current} onUpdate={(tab) => open(tabName(tab))}>
      <TabList size="l" aria-label={t("balance.tabs")} contentOverflow="scroll">
        {TABS.map((tab) => (
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

function tabName(value: string): TabName {
  return TABS.find((tab) => tab === value) ?? "detail";
}
