import type { TFunction } from "i18next";
import type { Balance, Text } from "../../api/fetch.ts";
import type { Formats } from "../../i18n/format.ts";
import { sum } from "./movement-tree.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Card {
  readonly term: string;
  readonly value: string;
  readonly hint: string;
  /** How the figure is made, or what else there is to it. */
  readonly note?: string;
  readonly danger?: boolean;
}

/** BAL-01: what the balance says in three cards: money, bonuses, and how long it lasts or what is due. */
export function balanceCards(balance: Balance, format: Formats, t: TFunction, text: (texts: Text) => string): Card[] {
  return [paymentCard(balance, format, t), bonusCard(balance, format, t), forecastCard(balance, format, t, text)];
}

const isOverdue = (due: Balance["due"]): boolean => due.some(({ overdueSince }) => overdueSince !== null);

/** Money may be given back; a debt is no money, and says what it is for. */
function paymentCard({ payment, paymentScheme, due }: Balance, format: Formats, t: TFunction): Card {
  const owes = payment.amount.startsWith("-");
  const value = format.money(payment.amount, payment.currency);
  const term = t("balance.payment");
  if (!owes) return { term, value, hint: t("balance.paymentHint") };
  if (paymentScheme === "prepaid") return { term, value, hint: t("balance.debtHint"), danger: true };
  if (isOverdue(due)) return { term, value, hint: t("balance.overdueHint"), danger: true };
  return { term, value, hint: due.length > 0 ? t("balance.owedHint") : t("balance.accruedHint") };
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

/** Post-paid: what is due, for which month and until when, or since when overdue; what this month has come to, and the term. */
function dueCard({ due, accrued, payment, paymentDays }: Balance, format: Formats, t: TFunction): Card {
  const { currency } = payment;
  const soFar = accrued ? t("balance.accrued", { amount: format.money(accrued.amount, currency) }) : "";
  const total = sum(due.map(({ amount }) => amount.amount));
  const terms = paymentDays === null ? "" : t("balance.paymentTerm", { count: paymentDays });
  const months = due.map(({ month, amount, until, overdueSince }) => {
    const named = { month: format.month(month), amount: format.money(amount.amount, currency) };
    if (overdueSince !== null) return t("balance.overdueSince", { ...named, since: format.date(overdueSince) });
    return until === null ? t("balance.dueFor", named) : t("balance.dueUntil", { ...named, until: format.date(until) });
  });
  const value = due.length > 0 ? format.money(total, currency) : t("balance.nothingDue");
  return {
    term: t("balance.due"),
    value,
    hint: months.join("; ") || t("balance.postpaidHint"),
    note: [soFar, terms].filter((text) => text !== "").join(". "),
    ...(isOverdue(due) ? { danger: true } : {}),
  };
}

function forecastCard(balance: Balance, format: Formats, t: TFunction, text: (texts: Text) => string): Card {
  const term = t("balance.runsOut");
  const burn = t("balance.burn", { amount: format.money(balance.burnPerDay.amount, balance.burnPerDay.currency) });
  if (balance.paymentScheme === "postpaid") return dueCard(balance, format, t);
  if (balance.payment.amount.startsWith("-"))
    return { term, value: t("balance.runsOutPast"), hint: burn, note: text(balance.forecastMethod), danger: true };
  if (balance.runsOutAt === null)
    return { term, value: t("balance.runsOutNever"), hint: burn, note: text(balance.forecastMethod) };
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
    note: text(balance.forecastMethod),
    danger: soon,
  };
}
