import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Balance, Text } from "../../api/fetch.ts";
import { balanceQuery } from "../../api/queries.ts";
import type { Formats } from "../../i18n/format.ts";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { balanceCards } from "../balance/card-texts.ts";
import { HelpLink } from "../help/help-link.tsx";
import { useProject } from "../projects.ts";

/** BAL-01, FRZ-01, FRZ-02: both balances, the hour of freezing at today's rate, and when objects would be deleted after it. */
export function FreezeClock() {
  const { t } = useTranslation();
  const { pid, region } = useProject();
  const format = useFormats(region.timeZone);
  const text = useText();
  const { data: balance, error, refetch } = useQuery(balanceQuery(pid));
  if (error && !balance)
    return (
      <section className="card overview__card">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </section>
    );
  if (!balance)
    return (
      <section className="card overview__card">
        <Loading rows={3} />
      </section>
    );
  const [payment, bonus, due] = balanceCards(balance, format, t, text);
  return (
    <section className="card overview__card" aria-labelledby="overview-balance">
      <h2 className="overview__heading" id="overview-balance">
        {t("overview.balance")}
      </h2>
      <dl className="overview__figures">
        {payment ? (
          <div className="overview__main">
            <dt>{payment.term}</dt>
            <dd className={payment.danger ? "tabular danger" : "tabular"}>{payment.value}</dd>
            <dd className="overview__hint">{payment.hint}</dd>
          </div>
        ) : null}
        {bonus ? (
          <div>
            <dt>{bonus.term}</dt>
            <dd className="tabular">{bonus.value}</dd>
            <dd className="overview__hint">{bonus.hint}</dd>
          </div>
        ) : null}
        {balance.paymentScheme === "postpaid" && due ? (
          <div>
            <dt>{due.term}</dt>
            <dd className={due.danger ? "tabular danger" : "tabular"}>{due.value}</dd>
            <dd className="overview__hint">{due.hint}</dd>
            {due.note ? <dd className="overview__hint">{due.note}</dd> : null}
          </div>
        ) : null}
      </dl>
      {balance.paymentScheme === "prepaid" ? <Clock balance={balance} format={format} t={t} text={text} /> : null}
    </section>
  );
}

interface ClockProps {
  readonly balance: Balance;
  readonly format: Formats;
  readonly t: TFunction;
  readonly text: (texts: Text) => string;
}

/** FRZ-02: when the objects of a frozen project went, or will go. */
function deletion({ objectsDeletedAt, deletionDueAt }: NonNullable<Balance["frozen"]>, t: TFunction) {
  if (objectsDeletedAt !== null) return [{ term: t("overview.deletedAt"), instant: objectsDeletedAt }];
  return deletionDueAt === null ? [] : [{ term: t("overview.deletionDue"), instant: deletionDueAt }];
}

/** What will happen to a prepaid project, in the order in which it would. */
function Clock({ balance, format, t, text }: ClockProps) {
  const { runsOutAt, deletionWouldBeAt, frozen, burnPerDay } = balance;
  const at = (instant: string) => `${format.instant(instant)} (${format.offset(instant)})`;
  const burn = format.money(burnPerDay.amount, burnPerDay.currency);
  const steps = frozen
    ? [
        { term: t("overview.frozenSince"), value: at(frozen.since), danger: true },
        ...deletion(frozen, t).map(({ term, instant }) => ({ term, value: at(instant), danger: true })),
        { term: t("overview.costsWhileFrozen"), value: t("overview.perDay", { amount: burn }), danger: false },
      ]
    : [
        { term: t("overview.costs"), value: t("overview.perDay", { amount: burn }), danger: false },
        { term: t("overview.freezes"), value: runsOutAt === null ? t("overview.never") : at(runsOutAt), danger: false },
        ...(deletionWouldBeAt === null
          ? []
          : [{ term: t("overview.deletionWouldBe"), value: at(deletionWouldBeAt), danger: false }]),
      ];
  return (
    <>
      <h3 className="overview__sub">{t("overview.clock")}</h3>
      <dl className="overview__clock">
        {steps.map(({ term, value, danger }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className={danger ? "tabular danger" : "tabular"}>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="overview__hint">{frozen ? t("overview.frozenHint") : text(balance.forecastMethod)}</p>
      <HelpLink code="freezing" text={t("helpLink.freezing")} />
    </>
  );
}
