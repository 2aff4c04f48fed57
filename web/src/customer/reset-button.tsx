import { Button } from "@gravity-ui/uikit";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** Drops every filter of the current page. */
export function ResetButton() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return (
    <Button view="outlined" size="l" onClick={() => void navigate({ to: pathname, search: {} })}>
      {t("action.reset")}
    </Button>
  );
}
