import { useTranslation } from "react-i18next";
import { useTitle } from "../../ui/page.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useMe } from "../projects.ts";
import { LanguageSwitch, SignOutButton } from "./settings-controls.tsx";

/** Shown after signing in to a user who is a member of no project: a newcomer or the staff. */
export function NoProjects() {
  const { t } = useTranslation();
  const { staffRole } = useMe();
  useTitle(t("projects.none"));
  return (
    <main className="full-page">
      <h1 className="visually-hidden">{t("projects.none")}</h1>
      <EmptyState
        title={t("projects.none")}
        hint={staffRole ? t("projects.staffHint") : t("projects.noneHint")}
        actions={
          <>
            <LanguageSwitch />
            <SignOutButton />
          </>
        }
      />
    </main>
  );
}
