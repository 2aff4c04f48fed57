import { MobileHeader, PageLayout, PageLayoutAside } from "@gravity-ui/navigation";
import type { IconProps } from "@gravity-ui/uikit";
import { useLocation, useNavigate, useRouter } from "@tanstack/react-router";
import { lazy, type MouseEvent, type ReactNode, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { DialogName } from "../ui/dialog-name.tsx";
import { saidLater } from "../i18n/index.ts";
import { usePreferences } from "../ui/preferences.tsx";
import { MOBILE, useMedia, WIDE } from "../ui/use-media.ts";
import { ConsoleSwitch } from "./console-switch.tsx";
import { CONSOLES, consoleOf } from "./consoles.ts";
import { logo } from "./logo.tsx";
import { useMe } from "./me.ts";
import { Bell } from "./notifications/bell.tsx";
import { useLive } from "./notifications/use-live.ts";
import { LanguageSwitch, ProfileButton, SignOutButton, ThemeSwitch } from "./settings-controls.tsx";
import { type Tour, TourProvider, useTour } from "./tour/context.tsx";
import { UserMenu } from "./user-menu.tsx";
import "./frame.css";

const VisitBanner = lazy(() => saidLater(import("./visit-banner.tsx")));
const TourCard = lazy(() => saidLater(import("./tour/tour-card.tsx")));
// What it says came with the frame: texts of other pages would be fetched for it at the first look.
const TourOffer = lazy(() => import("./tour/tour-offer.tsx"));
const TourButton = lazy(() => saidLater(import("./tour/tour-button.tsx")));
const KEPT_COMPACT = "saldo.menu-compact";

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly icon: NonNullable<IconProps["data"]>;
  readonly href: string;
  /** Pages that this section leads to and that stand in no menu: it is the current one there, too. */
  readonly leadsTo?: readonly string[];
}

interface FrameProps {
  readonly sections: readonly Section[];
  /** What the pages are about, such as the project: at the start of the header, on narrow screens under it. */
  readonly subject?: { readonly name: string; readonly control: ReactNode };
  /** What must stay in sight, such as the wallet: the only thing that narrow screens show beside the logo. */
  readonly side?: (compact: boolean) => ReactNode;
  /** Null for whom nothing is to be shown. */
  readonly tour: Tour | null;
  readonly children: ReactNode;
}

/** The frame of every signed-in page, in every console: menu of sections, header, content. */
export function Frame(props: FrameProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { suggestLanguage } = usePreferences();
  useEffect(() => suggestLanguage(me.user.language), [suggestLanguage, me.user.language]);
  useLive();
  const mobile = useMedia(MOBILE);
  // The page stands in an element of its own, which goes from one frame to the other: what is typed and open outlives it
  // that a phone is turned or a window made narrow.
  const [page] = useState(makePage);
  const content = <Place page={page} />;
  return (
    <TourProvider tour={props.tour}>
      <a className="shell__skip" href="#content">
        {t("app.skip")}
      </a>
      {mobile ? <MobileFrame {...props}>{content}</MobileFrame> : <DesktopFrame {...props}>{content}</DesktopFrame>}
      {createPortal(<Content>{props.children}</Content>, page)}
    </TourProvider>
  );
}

/** What had the focus in a page when its frame was taken away. */
const focusedIn = new WeakMap<HTMLElement, HTMLElement>();

function makePage(): HTMLElement {
  const page = document.createElement("div");
  page.className = "shell__place";
  return page;
}

/** Where the page stands in a frame. Whoever types goes on typing. */
function Place({ page }: { readonly page: HTMLElement }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.append(page);
    focusedIn.get(page)?.focus({ preventScroll: true });
    return () => {
      const active = document.activeElement;
      if (active instanceof HTMLElement && page.contains(active)) focusedIn.set(page, active);
      else focusedIn.delete(page);
    };
  }, [page]);
  return <div className="shell__place" ref={place} />;
}

function DesktopFrame({ sections, subject, side, children }: FrameProps) {
  const { t } = useTranslation();
  const [compact, changeCompact] = useFolding();
  const follow = useFollow();
  const isCurrent = useIsCurrent();
  const toStart = useToStart();
  const menuItems = sections.map((section) => ({
    id: section.id,
    // Where there is no room for all, the rest stands in a popup that the kit gives no name.
    title: (
      <>
        {section.title}
        <DialogName name={t("app.moreSections")} />
      </>
    ),
    icon: section.icon,
    href: section.href,
    current: isCurrent(section),
    onItemClick: (_item: unknown, _collapsed: boolean, event: MouseEvent<HTMLElement>) => follow(section.href, event),
    menuItemAriaProps: isCurrent(section) ? { "aria-current": "page" as const } : {},
  }));
  return (
    <PageLayout compact={compact} className="shell__frame">
      <nav className="shell__nav" aria-label={t("app.navigation")}>
        <PageLayoutAside
          logo={{ ...logo, onClick: toStart }}
          menuItems={menuItems}
          menuMoreTitle={t("app.moreSections")}
          onChangeCompact={changeCompact}
          collapseTitle={t("app.collapse")}
          expandTitle={t("app.expand")}
          headerDecoration={false}
        />
      </nav>
      <PageLayout.Content>
        <header className="header-bar">
          <ConsoleSwitch />
          {subject?.control}
          <div className="header-bar__space" />
          {side?.(false)}
          <Bell />
          <LanguageSwitch />
          <ThemeSwitch />
          <UserMenu />
        </header>
        {children}
      </PageLayout.Content>
    </PageLayout>
  );
}

/** Whether the menu is folded. In a wide window that is the user's choice and kept; in a narrow one it is until opened. */
function useFolding(): [boolean, (compact: boolean) => void] {
  const wide = useMedia(WIDE);
  const [chosen, setChosen] = useState(() => localStorage.getItem(KEPT_COMPACT) === "true");
  const [opened, setOpened] = useState(false);
  if (!wide) return [!opened, (compact) => setOpened(!compact)];
  const choose = (compact: boolean) => {
    localStorage.setItem(KEPT_COMPACT, String(compact));
    setChosen(compact);
  };
  return [chosen, choose];
}

function MobileFrame({ sections, subject, side, children }: FrameProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const isCurrent = useIsCurrent();
  const toStart = useToStart();
  return (
    <MobileHeader
      className="shell__mobile"
      logo={{ ...logo, onClick: toStart }}
      burgerOpenTitle={t("app.openMenu")}
      burgerCloseTitle={t("app.closeMenu")}
      burgerMenu={{
        items: sections.map((section) => ({
          id: section.id,
          title: section.title,
          icon: section.icon,
          current: isCurrent(section),
          onItemClick: () => void navigate({ to: section.href }),
        })),
        renderFooter: () => (
          <div className="shell__mobile-settings">
            <DialogName name={t("app.navigation")} />
            <ConsoleSwitch />
            <LanguageSwitch />
            <ThemeSwitch />
            <ProfileButton />
            <Suspense>
              <TourButton />
            </Suspense>
            <SignOutButton />
          </div>
        ),
      }}
      sideItemRenderContent={() => (
        <div className="shell__mobile-side">
          {side?.(true)}
          <Bell />
        </div>
      )}
      renderContent={() => (
        <>
          {subject ? (
            <section className="shell__mobile-subject" aria-label={subject.name}>
              {subject.control}
            </section>
          ) : null}
          {children}
        </>
      )}
    />
  );
}

function Content({ children }: Pick<FrameProps, "children">) {
  return (
    <main id="content" tabIndex={-1} className="shell__content">
      {useMe().visit ? (
        <Suspense>
          <VisitBanner />
        </Suspense>
      ) : null}
      <Guide />
      {children}
    </main>
  );
}

/** The tour: where the console begins its offer to whom it is new, or the step that somebody is at. */
function Guide() {
  const tour = useTour();
  const { pathname } = useLocation();
  if (!tour) return null;
  const isOffered = tour.isNew && pathname === tour.tour.startsAt;
  if (tour.step === null && !isOffered) return null;
  return <Suspense>{tour.step === null ? <TourOffer /> : <TourCard />}</Suspense>;
}

function useIsCurrent(): (section: Section) => boolean {
  const { pathname } = useLocation();
  return ({ href, leadsTo = [] }) => [href, ...leadsTo].some((start) => pathname.startsWith(start));
}

/** The logo leads to where this console begins. */
function useToStart(): () => void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return () => void navigate({ href: CONSOLES[consoleOf(pathname)] });
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
