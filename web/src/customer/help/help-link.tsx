import { CircleQuestion } from "@gravity-ui/icons";
import { Icon } from "@gravity-ui/uikit";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useProject } from "../projects.ts";
import "./help.css";

/** From where a question arises to its answer. */
export function HelpLink({ code, text }: { readonly code: string; readonly text: string }) {
  const { t } = useTranslation();
  const { pid } = useProject();
  return (
    <Link className="help__link help__from" to={`/projects/${pid}/help/${code}` as "/"} title={t("helpLink.title")}>
      <Icon data={CircleQuestion} size={16} /> {text}
    </Link>
  );
}
