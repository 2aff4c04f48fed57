import { Skeleton } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Balance } from "../../api/fetch.ts";
import { balanceQuery } from "../../api/queries.ts";
import type { Formats } from "../../i18n/format.ts";
import { ErrorState } from "../../ui/states.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Card {
  readonly term: string;
  readonly value: string;
  readonly hint: string;
  readonly danger?: boolean;
}

/** BAL-01: both balances and how long the money lasts at the present rate. */
export function BalanceCards() {
  const { t } = useTranslation();
  const { pid, region } = useProject();
  const format = useFormats(region.timeZone);
  const { data: balance, error, refetch } = useQuery(balanceQuery(pid));
  if (error && !balance)
    return (
      <div className="card">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (!balance) return <CardSkeletons />;
  const cards = [paymentCard(balance, format, t), bonusCard(balance, format, t), forecastCard(balance, format, t)];
  return (
    <dl className="balance-cards">
      {cards.map(({ term, value, hint, danger }) => (
        <div key={term} className="card balance-card">
          <dt className="balance-card__term">{term}</dt>
          <dd className={`balance-card__value tabular${danger ? " danger" : ""}`}>{value}</dd>
          <dd className="balance-card__hint">{hint}</dd>
        </div>
      ))}
    </dl>
  );
}

function CardSkeletons() {
  return (
    <div className="balance-cards" aria-hidden="true">
      {[0, 1, 2].map((card) => (
        <div key={card} className="card balance-card">
          <Skeleton style={{ height: 72 }} />
        </div>
      ))}
    </div>
  );
}

function paymentCard({ payment, paymentScheme }: Balance, format: Formats, t: TFunction): Card {
  return {
    term: t("balance.payment"),
    value: format.money(payment.amount, payment.currency),
    hint: t("balance.paymentHint"),
    danger: paymentScheme === "prepaid" && payment.amount.startsWith("-"),
  };
}

function bonusCard({ bonus, bonuses }: Balance, format: Formats, t: TFunction): Card {
  const next = bonuses
    .flatMap(({ expiresAt }) => (expiresAt === null ? [] : [expiresAt]))
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
  const expiring = next === undefined ? t("balance.bonusNoExpiry") : nextExpiry(bonuses.length, next, format, t);
  return {
    term: t("balance.bonus"),
    value: format.money(bonus.amount, bonus.currency),
    hint: bonuses.length === 0 ? t("balance.bonusNone") : expiring,
  };
}

function nextExpiry(count: number, next: string, format: Formats, t: TFunction): string {
  return t("balance.bonusNext", { count, date: format.instantDate(next) });
}

function forecastCard(balance: Balance, format: Formats, t: TFunction): Card {
  const term = t("balance.runsOut");
  const burn = t("balance.burn", { amount: format.money(balance.burnPerDay.amount, balance.burnPerDay.currency) });
  if (balance.paymentScheme === "postpaid")
    return { term, value: t("balance.runsOutPostpaid"), hint: t("balance.postpaidHint") };
  if (balance.payment.amount.startsWith("-"))
    return { term, value: t("balance.runsOutPast"), hint: burn, danger: true };
  if (balance.runsOutAt === null) return { term, value: t("balance.runsOutNever"), hint: burn };
  const left = Date.parse(balance.runsOutAt) - Date.parse(balance.asOf);
  const days = Math.floor(left / DAY);
  const remaining =
    days >= 2
      ? t("balance.daysLeft", { count: days })
      : t("balance.hoursLeft", { count: Math.max(0, Math.floor(left / HOUR)) });
  // Two days are what it takes to notice and to pay an invoice.
  const soon = days < 3;
  return {
    term,
    value: t("balance.runsOutAt", { at: format.instant(balance.runsOutAt) }),
    hint: `${remaining}, ${burn}`,
    danger: soon,
  };
}
