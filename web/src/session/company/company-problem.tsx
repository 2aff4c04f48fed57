import { Alert } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";

const PROBLEMS = [
  "sso_declined",
  "sso_expired",
  "sso_failed",
  "sso_unreachable",
  "sso_unknown",
  "sso_mail_unproved",
  "sso_mail_elsewhere",
  "sso_not_staff",
  "sso_other_person",
  "user_blocked",
] as const;

/** Why the way through the company led nowhere, by the code in the page's address. */
export default function CompanyProblem({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  const known = PROBLEMS.find((one) => one === code) ?? "other";
  return (
    <div role="alert">
      <Alert theme="danger" title={t("company.failedTitle")} message={t(`company.problem_${known}`)} />
    </div>
  );
}
