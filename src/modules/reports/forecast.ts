import type { Texts } from "../../core/errors.ts";
import type { Minor } from "../../core/money.ts";
import { DAY, type Instant, instant } from "../../core/time.ts";
import type { BalanceView } from "./balance-view.ts";

/** How the forecast is made, told with it. */
export const FORECAST_METHOD: Texts = {
  ru: "Считаем, что всё работающее сейчас (серверы, диски, лицензии) проработает и дальше, трафик и запросы будут как в среднем за последние 7 дней, месячная плата поделена на 30 дней; бонусы тратятся первыми на свои сервисы до дня сгорания.",
  en: "We take it that all that runs now (servers, disks, licences) goes on, traffic and requests are the mean of the last 7 days, monthly fees are spread over 30 days; bonuses pay first for their own services until they expire.",
};

export interface ForecastFunds {
  readonly paymentMinor: Minor;
  readonly bonuses: readonly {
    readonly bonusGroup: string;
    readonly amountMinor: Minor;
    readonly expiresAt: Instant | null;
  }[];
}

export interface DailyCost {
  /** Null: what no bonus may pay. */
  readonly bonusGroup: string | null;
  readonly amountMinor: Minor;
}

/** As lastsUntil, of a project as it stands at `now`. */
export function runsOut(view: BalanceView, perDay: readonly DailyCost[], now: Instant): Instant | null {
  const { paymentMinor, bonusMinor, funds } = view;
  // What is used and not posted yet is taken off the bonuses as a whole: which of them it takes is a matter of hours.
  const open = funds.bonusMinor - bonusMinor;
  const [first, ...others] = funds.bonuses;
  const bonuses = first ? [{ ...first, amountMinor: first.amountMinor - open }, ...others] : [];
  return lastsUntil({ paymentMinor, bonuses }, perDay, now);
}

const LONGEST_DAYS = 3650n;

/**
 * When the payment account will be empty if every day costs as much: bonuses pay for their own group first, the one that
 * expires soonest first (BAL-04). Null when nothing is used, when it lasts beyond ten years, and when there is no money: an
 * empty account beside a bonus lasts as long as the bonus pays for everything.
 */
export function lastsUntil(funds: ForecastFunds, perDay: readonly DailyCost[], now: Instant): Instant | null {
  const left = funds.bonuses.filter(({ amountMinor }) => amountMinor > 0n).map((bonus) => ({ ...bonus }));
  if (funds.paymentMinor < 0n || (funds.paymentMinor === 0n && left.length === 0)) return null;
  let account = funds.paymentMinor;
  let at = BigInt(now);
  const end = at + LONGEST_DAYS * BigInt(DAY);
  // Each round uses up a bonus, passes an expiry, or ends: there are no more than twice as many as bonuses.
  while (at < end) {
    const active = left.filter((one) => one.amountMinor > 0n && (one.expiresAt === null || BigInt(one.expiresAt) > at));
    const paying = perDay.map(({ bonusGroup, amountMinor }) => {
      const own = active.filter((one) => one.bonusGroup === bonusGroup).sort(bySooner);
      return { amountMinor, bonus: own[0] };
    });
    const fromAccount = paying.filter(({ bonus }) => !bonus).reduce((sum, one) => sum + one.amountMinor, 0n);
    const steps = paying.flatMap(({ amountMinor, bonus }) => {
      if (!bonus || amountMinor <= 0n) return [];
      const used = at + ceilDivide(bonus.amountMinor * BigInt(DAY), amountMinor);
      return bonus.expiresAt === null ? [used] : [used, BigInt(bonus.expiresAt)];
    });
    const next = steps.reduce((soonest, one) => (one < soonest ? one : soonest), end);
    const empty = fromAccount > 0n ? at + (account * BigInt(DAY)) / fromAccount : end;
    if (empty <= next) return empty >= end ? null : instant(Number(empty));
    const passed = next - at;
    account -= (fromAccount * passed) / BigInt(DAY);
    for (const { amountMinor, bonus } of paying) {
      if (bonus) bonus.amountMinor -= ceilDivide(amountMinor * passed, BigInt(DAY));
    }
    at = next;
  }
  return null;
}

function bySooner(a: { readonly expiresAt: Instant | null }, b: { readonly expiresAt: Instant | null }): number {
  return (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity) || 0;
}

const ceilDivide = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
