import { CreditCard, FileText } from "@gravity-ui/icons";
import { Button } from "@gravity-ui/uikit";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Project } from "../../api/fetch.ts";
import { Frame, type Section } from "../../session/frame.tsx";
import { useMe } from "../../session/me.ts";
import { EmptyState } from "../../ui/states.tsx";
import { TopUpProvider } from "../payment-invoices/top-up.tsx";
import { firstProject, keepProject, useFoundProject } from "../projects.ts";
import { FrozenBanner } from "./frozen-banner.tsx";
import { ProjectSwitcher } from "./project-switcher.tsx";
import { Wallet } from "./wallet.tsx";
import "./shell.css";

/** What stands around every page of a project: its sections, the project and its wallet, the banner of a frozen one. */
export function Shell() {
  const { t } = useTranslation();
  const project = useFoundProject();
  useEffect(() => {
    if (project) keepProject(project.pid);
  }, [project]);
  const frame = (
    <Frame
      sections={useSections(project)}
      subject={{ name: t("app.project"), control: <ProjectSwitcher project={project} /> }}
      side={(compact) => (project ? <Wallet project={project} compact={compact} /> : null)}
    >
      {project ? (
        <>
          <FrozenBanner project={project} />
          <Outlet />
        </>
      ) : (
        <UnknownProject />
      )}
    </Frame>
  );
  return project ? <TopUpProvider project={project}>{frame}</TopUpProvider> : frame;
}

/** Sections that exist; a new one joins here. */
function useSections(project: Project | undefined): Section[] {
  const { t } = useTranslation();
  if (!project) return [];
  const base = `/projects/${project.pid}`;
  return [
    { id: "balance", title: t("nav.balance"), icon: CreditCard, href: `${base}/balance` },
    { id: "documents", title: t("nav.documents"), icon: FileText, href: `${base}/documents` },
  ];
}

function UnknownProject() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const other = firstProject(useMe().projects);
  const pid = pathname.split("/")[2] ?? "";
  return (
    <>
      <h1 className="visually-hidden">{t("projects.unknown", { pid })}</h1>
      <EmptyState
        title={t("projects.unknown", { pid })}
        hint={t("projects.unknownHint")}
        actions={
          other ? (
            <Button
              view="action"
              onClick={() => void navigate({ to: "/projects/$pid/balance/detail", params: { pid: other.pid } })}
            >
              {t("projects.open", { name: other.name })}
            </Button>
          ) : null
        }
      />
    </>
  );
}
