import { Tab, TabList, TabPanel, TabProvider } from "@gravity-ui/uikit";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Page } from "../../ui/page.tsx";
import { useProject } from "../projects.ts";
import "./settings.css";

/** The sections, each with the right without which it is not there. */
const TABS = [
  ["general", "project.view"],
  ["members", "members.manage"],
  ["notifications", "project.view"],
  ["tokens", "tokens.manage"],
  ["sso", "sso.manage"],
  ["acts", "audit.view"],
] as const;

/** What belongs to the project itself: its name, its people, its tokens. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { pid, permissions } = useProject();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const tabs = TABS.flatMap(([tab, permission]) => (permissions.includes(permission) ? [tab] : []));
  const current = TABS.map(([tab]) => tab).find((tab) => pathname.endsWith(`/${tab}`)) ?? "general";
  const open = (value: string) => {
    const tab = tabs.find((one) => one === value) ?? "general";
    void navigate({ to: `/projects/$pid/settings/${tab}`, params: { pid } });
  };
  return (
    <Page title={t("settings.title")} tab={t(`settings.${current}`)}>
      <TabProvider value={current} onUpdate={open}>
        <TabList size="l" aria-label={t("settings.tabs")} contentOverflow="scroll">
          {tabs.map((tab) => (
            <Tab key={tab} value={tab}>
              {t(`settings.${tab}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel value={current}>
          <div className="settings">
            <Outlet />
          </div>
        </TabPanel>
      </TabProvider>
    </Page>
  );
}
