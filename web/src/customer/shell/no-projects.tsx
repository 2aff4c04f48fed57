import { useTranslation } from "react-i18next";
import { useTitle } from "../../ui/page.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { AskedBanner } from "../asked/asked-banner.tsx";
import { CreateProject } from "../settings/create-project.tsx";
import { LanguageSwitch, SignOutButton } from "../../session/settings-controls.tsx";

/** Shown after signing in to a user who is a member of no project. */
export function NoProjects() {
  const { t } = useTranslation();
  useTitle(t("projects.none"));
  return (
    <main className="full-page">
      <h1 className="visually-hidden">{t("projects.none")}</h1>
      <EmptyState
        title={t("projects.none")}
        hint={t("projects.noneHint")}
        actions={
          <>
            <LanguageSwitch />
            <SignOutButton />
          </>
        }
      />
      <AskedBanner />
      <section className="card settings__card" aria-label={t("general.create")}>
        <CreateProject />
      </section>
    </main>
  );
}
