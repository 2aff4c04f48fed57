import { TriangleExclamation } from "@gravity-ui/icons";
import { Icon } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Project } from "../../api/fetch.ts";
import { balanceQuery } from "../../api/queries.ts";
import { useFormats } from "../../ui/use-formats.ts";
import { sum } from "../balance/movement-tree.ts";

/** PYR-02, PYR-07: what a post-paid customer has not paid in time, for which months, since when; on every page of the project. */
export function OverdueBanner({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const format = useFormats(project.region.timeZone);
  const { data: balance } = useQuery(balanceQuery(project.pid));
  const late = (balance?.due ?? []).flatMap(({ until, overdueSince, ...one }) =>
    until === null || overdueSince === null ? [] : [{ ...one, until, overdueSince }],
  );
  if (!balance || late.length === 0) return null;
  const { currency } = balance.payment;
  const total = format.money(sum(late.map(({ amount }) => amount.amount)), currency);
  return (
    <section className="frozen-banner overdue-banner" aria-labelledby="overdue-title">
      <Icon className="frozen-banner__icon" data={TriangleExclamation} size={20} />
      <div className="frozen-banner__body">
        <h2 className="frozen-banner__title" id="overdue-title">
          {t("overdue.title", { amount: total })}
        </h2>
        {late.map(({ month, amount, until, overdueSince }) => (
          <p key={month}>
            {t("overdue.month", {
              month: format.month(month),
              amount: format.money(amount.amount, currency),
              until: format.date(until),
              since: format.date(overdueSince),
            })}
          </p>
        ))}
        <p>{t("overdue.action")}</p>
      </div>
    </section>
  );
}
