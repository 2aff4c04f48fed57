import { PersonXmark } from "@gravity-ui/icons";
import { Button } from "@gravity-ui/uikit";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Frame } from "../session/frame.tsx";
import { useMe } from "../session/me.ts";
import { LanguageSwitch, SignOutButton } from "../session/settings-controls.tsx";
import { useTitle } from "../ui/page.tsx";
import { EmptyState } from "../ui/states.tsx";
import { sectionsFor } from "./sections.ts";
import { officeTour } from "./tour.ts";

/** What stands around every page of the office: the sections that the role may see. */
export function Shell() {
  const { t } = useTranslation();
  const { staffRole } = useMe();
  const { pathname } = useLocation();
  if (staffRole === null) return <NotStaff />;
  const sections = sectionsFor(staffRole).map((section) => ({ ...section, title: t(`office.${section.id}`) }));
  const atStart = pathname.replace(/\/$/, "") === "/office";
  return (
    <Frame sections={sections} tour={officeTour(staffRole)}>
      {atStart ? <NoSections /> : <Outlet />}
    </Frame>
  );
}

/** The start of the office leads to the first section; here is only who has none. */
function NoSections() {
  const { t } = useTranslation();
  useTitle(t("office.none"));
  return (
    <>
      <h1 className="visually-hidden">{t("office.none")}</h1>
      <EmptyState title={t("office.none")} hint={t("office.noneHint")} />
    </>
  );
}

function NotStaff() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  useTitle(t("office.notStaff"));
  return (
    <main className="full-page">
      <h1 className="visually-hidden">{t("office.notStaff")}</h1>
      <EmptyState
        icon={PersonXmark}
        title={t("office.notStaff")}
        hint={t("office.notStaffHint")}
        actions={
          <>
            <Button view="action" size="l" onClick={() => void navigate({ to: "/" })}>
              {t("office.toCustomer")}
            </Button>
            <LanguageSwitch />
            <SignOutButton />
          </>
        }
      />
    </main>
  );
}
