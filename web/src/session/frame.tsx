import { CreditCard, FileText } from "@gravity-ui/icons";
import { MobileHeader, PageLayout, PageLayoutAside } from "@gravity-ui/navigation";
import { Button, type IconProps } from "@gravity-ui/uikit";
import { Outlet, useLocation, useNavigate, useRouter } from "@tanstack/react-router";
import { type MouseEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Project } from "../../api/fetch.ts";
import { DialogName } from "../../ui/dialog-name.tsx";
import { usePreferences } from "../../ui/preferences.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { MOBILE, useMedia } from "../../ui/use-media.ts";
import { TopUpProvider } from "../payment-invoices/top-up.tsx";
import { firstProject, keepProject, useFoundProject, useMe } from "../projects.ts";
import { FrozenBanner } from "./frozen-banner.tsx";
import { HeaderBar } from "./header-bar.tsx";
import { logo } from "./logo.tsx";
import { ProjectSwitcher } from "./project-switcher.tsx";
import { LanguageSwitch, SignOutButton, ThemeSwitch } from "./settings-controls.tsx";
import { Wallet } from "./wallet.tsx";
import "./shell.css";

const KEPT_COMPACT = "saldo.menu-compact";

interface Section {
  readonly id: string;
  readonly title: string;
  readonly icon: NonNullable<IconProps["data"]>;
  readonly href: string;
  readonly current: boolean;
}

/** The frame of every signed-in page: menu, header with project and wallet, banner of a frozen project, content. */
export function Shell() {
  const me = useMe();
  const project = useFoundProject();
  const { suggestLanguage } = usePreferences();
  useEffect(() => suggestLanguage(me.user.language), [suggestLanguage, me.user.language]);
  useEffect(() => {
    if (project) keepProject(project.pid);
  }, [project]);
  const mobile = useMedia(MOBILE);
  const frame = mobile ? <MobileFrame project={project} /> : <DesktopFrame project={project} />;
  return project ? <TopUpProvider project={project}>{frame}</TopUpProvider> : frame;
}

interface FrameProps {
  readonly project: Project | undefined;
}

function DesktopFrame({ project }: FrameProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [compact, setCompact] = useState(() => localStorage.getItem(KEPT_COMPACT) === "true");
  const changeCompact = (next: boolean) => {
    localStorage.setItem(KEPT_COMPACT, String(next));
    setCompact(next);
  };
  const follow = useFollow();
  const menuItems = useSections(project).map(({ id, title, icon, href, current }) => ({
    id,
    title,
    icon,
    href,
    current,
    onItemClick: (_item: unknown, _collapsed: boolean, event: MouseEvent<HTMLElement>) => follow(href, event),
    menuItemAriaProps: current ? { "aria-current": "page" as const } : {},
  }));
  return (
    <>
      <SkipLink />
      <PageLayout compact={compact} className="shell__frame">
        <nav className="shell__nav" aria-label={t("app.navigation")}>
          <PageLayoutAside
            logo={{ ...logo, onClick: () => void navigate({ to: "/" }) }}
            menuItems={menuItems}
            onChangeCompact={changeCompact}
            collapseTitle={t("app.collapse")}
            expandTitle={t("app.expand")}
            headerDecoration={false}
          />
        </nav>
        <PageLayout.Content>
          <HeaderBar project={project} />
          <Content project={project} />
        </PageLayout.Content>
      </PageLayout>
    </>
  );
}

function MobileFrame({ project }: FrameProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const sections = useSections(project);
  return (
    <>
      <SkipLink />
      <MobileHeader
        logo={{ ...logo, onClick: () => void navigate({ to: "/" }) }}
        burgerOpenTitle={t("app.openMenu")}
        burgerCloseTitle={t("app.closeMenu")}
        burgerMenu={{
          items: sections.map(({ id, title, icon, href, current }) => ({
            id,
            title,
            icon,
            current,
            onItemClick: () => void navigate({ to: href }),
          })),
          renderFooter: () => (
            <div className="shell__mobile-settings">
              <DialogName name={t("app.navigation")} />
              <LanguageSwitch />
              <ThemeSwitch />
              <SignOutButton />
            </div>
          ),
        }}
        sideItemRenderContent={() => (project ? <Wallet project={project} compact /> : null)}
        renderContent={() => (
          <>
            <section className="shell__mobile-project" aria-label={t("app.project")}>
              <ProjectSwitcher project={project} wide />
            </section>
            <Content project={project} />
          </>
        )}
      />
    </>
  );
}

function Content({ project }: FrameProps): ReactNode {
  return (
    <main id="content" tabIndex={-1} className="shell__content">
      {project ? (
        <>
          <FrozenBanner project={project} />
          <Outlet />
        </>
      ) : (
        <UnknownProject />
      )}
    </main>
  );
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

function SkipLink() {
  const { t } = useTranslation();
  return (
    <a className="shell__skip" href="#content">
      {t("app.skip")}
    </a>
  );
}

/** Sections that exist; those of later slices join here. */
function useSections(project: Project | undefined): Section[] {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  if (!project) return [];
  const base = `/projects/${project.pid}`;
  return [
    { id: "balance", title: t("nav.balance"), icon: CreditCard, path: "/balance" },
    { id: "documents", title: t("nav.documents"), icon: FileText, path: "/documents" },
  ].map(({ path, ...section }) => ({
    ...section,
    href: `${base}${path}`,
    current: pathname.startsWith(`${base}${path}`),
  }));
}

/** Follows a menu link inside the page; a click meant for a new tab is left to the browser. */
function useFollow(): (href: string, event: MouseEvent<HTMLElement>) => void {
  const router = useRouter();
  return (href, event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    void router.navigate({ to: href });
  };
}
