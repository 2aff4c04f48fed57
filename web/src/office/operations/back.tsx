import { ChevronLeft } from "@gravity-ui/icons";
import { Icon } from "@gravity-ui/uikit";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** The way back to the section that leads here. */
export function BackTo({ section }: { readonly section: "operations" | "staff" }) {
  const { t } = useTranslation();
  return (
    <Link className="page__back" to={`/office/${section}`}>
      <Icon data={ChevronLeft} size={16} />
      {t(`office.${section}`)}
    </Link>
  );
}
