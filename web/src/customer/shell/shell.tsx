import { BookOpen, CircleQuestion, CreditCard, FileText, Gear, House } from "@gravity-ui/icons";
import { Button } from "@gravity-ui/uikit";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { Fragment, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Project } from "../../api/fetch.ts";
import { Frame, type Section } from "../../session/frame.tsx";
import type { Tour } from "../../session/tour/context.tsx";
import { useMe } from "../../session/me.ts";
import { useTitle } from "../../ui/page.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { TopUpProvider } from "../payment-invoices/top-up.tsx";
import { AskedBanner } from "../asked/asked-banner.tsx";
import { firstProject, keepProject, sectionsOf, startOf, useFoundProject } from "../projects.ts";
import { FrozenBanner } from "./frozen-banner.tsx";
import { OverdueBanner } from "./overdue-banner.tsx";
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
  const seesBalance = project?.permissions.includes("balance.view");
  const frame = (
    <Frame
      sections={useSections(project)}
      tour={project ? tourOf(project) : null}
      subject={{ name: t("app.project"), control: <ProjectSwitcher project={project} /> }}
      side={(compact) => (project && seesBalance ? <Wallet project={project} compact={compact} /> : null)}
    >
      <AskedBanner />
      {project ? (
        <>
          {project.status === "active" ? null : (
            <p className="frozen-banner overdue-banner">{t(`projectIs.${project.status}`)}</p>
          )}
          {seesBalance && project.status !== "deleted" ? <FrozenBanner project={project} /> : null}
          {seesBalance ? <OverdueBanner project={project} /> : null}
          {/* What was told, typed or shown once belongs to its project: another one begins anew. */}
          <Fragment key={project.pid}>
            <Outlet />
          </Fragment>
        </>
      ) : (
        <UnknownProject />
      )}
    </Frame>
  );
  return project ? <TopUpProvider project={project}>{frame}</TopUpProvider> : frame;
}

function tourOf(project: Project): Tour {
  return {
    name: `customer ${project.role}`,
    startsAt: `/projects/${project.pid}/overview`,
    steps: async () => (await import("./tour.ts")).customerSteps(project),
  };
}

const ICONS = {
  help: BookOpen,
  overview: House,
  balance: CreditCard,
  documents: FileText,
  requests: CircleQuestion,
  settings: Gear,
};

/** Sections that exist and have something for the role; a new one joins in sectionsOf. */
function useSections(project: Project | undefined): Section[] {
  const { t } = useTranslation();
  if (!project) return [];
  return sectionsOf(project).map((id) => ({
    id,
    title: t(`nav.${id}`),
    icon: ICONS[id],
    href: `/projects/${project.pid}/${id}`,
  }));
}

function UnknownProject() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const other = firstProject(useMe().projects);
  const pid = pathname.split("/")[2] ?? "";
  useTitle(t("projects.unknown", { pid }));
  return (
    <>
      <h1 className="visually-hidden">{t("projects.unknown", { pid })}</h1>
      <EmptyState
        title={t("projects.unknown", { pid })}
        hint={t("projects.unknownHint")}
        actions={
          other ? (
            <Button view="action" onClick={() => void navigate({ to: startOf(other) })}>
              {t("projects.open", { name: other.name })}
            </Button>
          ) : null
        }
      />
    </>
  );
}
