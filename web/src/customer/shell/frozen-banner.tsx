import { Snowflake } from "@gravity-ui/icons";
import { Icon } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Project } from "../../api/fetch.ts";
import { balanceQuery } from "../../api/queries.ts";
import { useFormats } from "../../ui/use-formats.ts";
import { TopUpButton } from "../payment-invoices/top-up.tsx";

/** FRZ-01..04: since when the project is frozen, when its objects go or went, and what to do about it. */
export function FrozenBanner({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const format = useFormats(project.region.timeZone);
  const { data: balance } = useQuery(balanceQuery(project.pid));
  if (!balance?.frozen) return null;
  const { since, deletionDueAt, objectsDeletedAt } = balance.frozen;
  const offset = format.offset(since);
  const at = (instant: string) => `${format.instant(instant)} (${offset})`;
  const negative = balance.payment.amount.startsWith("-");
  const debt = format.money(balance.payment.amount.replace("-", ""), balance.payment.currency);
  return (
    <section className="frozen-banner" aria-labelledby="frozen-title">
      <Icon className="frozen-banner__icon" data={Snowflake} size={20} />
      <div className="frozen-banner__body">
        <h2 className="frozen-banner__title" id="frozen-title">
          {t("frozen.title", { since: at(since) })}
        </h2>
        <p>
          {t("frozen.text")}{" "}
          {objectsDeletedAt !== null
            ? t("frozen.gone", { at: at(objectsDeletedAt) })
            : deletionDueAt === null
              ? null
              : t("frozen.due", { due: at(deletionDueAt) })}
        </p>
        <p>{negative ? t("frozen.action", { amount: debt }) : t("frozen.actionPaid")}</p>
      </div>
      {negative ? <TopUpButton project={project}>{t("frozen.button")}</TopUpButton> : null}
    </section>
  );
}
