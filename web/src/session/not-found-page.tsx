import { CircleQuestion } from "@gravity-ui/icons";
import { Button } from "@gravity-ui/uikit";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useTitle } from "../ui/page.tsx";
import { EmptyState } from "../ui/states.tsx";

export function NotFoundPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  useTitle(t("notFound.title"));
  return (
    <main className="full-page">
      <h1 className="visually-hidden">{t("notFound.title")}</h1>
      <EmptyState
        icon={CircleQuestion}
        title={t("notFound.title")}
        hint={t("notFound.hint")}
        actions={
          <Button view="action" size="l" onClick={() => void navigate({ to: "/" })}>
            {t("action.toStart")}
          </Button>
        }
      />
    </main>
  );
}
