import type { Texts } from "../../../core/errors.ts";
import { type Currency, type Minor, formatMoney } from "../../../core/money.ts";
import { formatDate } from "../../../core/time.ts";
import { type Fact, amountSaid, said } from "../../proposals/index.ts";
import type { StatementPlan } from "./plan-statement.ts";
import type { PlannedCredit } from "./proposed-file-store.ts";

/** Accounts that stand in a proposal one by one. */
const MOST_ACCOUNTS = 20;

/**
 * AUD-03: what whoever confirms a bank file reads of it: its lines and sums, what becomes of them, and the days and balances of
 * each account. To whom it would be credited is a list of its own. Pure.
 */
export function factsOfPlan(plan: StatementPlan, credits: readonly PlannedCredit[]): Fact[] {
  const { recognised, fresh } = plan.decided;
  const waiting = fresh.filter(({ decision }) => decision.disposition === "suspense");
  const sums = (direction: "in" | "out") =>
    sumsOf(
      recognised
        .filter(({ line }) => line.direction === direction)
        .map(({ line, currency }) => ({ currency, amountMinor: line.amountMinor })),
    );
  return [
    fact("Строк", "Lines", said(String(recognised.length))),
    fact("Поступления", "Money in", sums("in")),
    fact("Списания", "Money out", sums("out")),
    fact("Уже загружены, строк", "Lines known already", said(String(recognised.length - fresh.length))),
    {
      label: { ru: `Зачислится проектам (${credits.length})`, en: `Credited to projects (${credits.length})` },
      before: null,
      after: sumsOf(credits),
    },
    {
      label: {
        ru: `Будет ждать решения, строк ${waiting.length}`,
        en: `Will wait for a decision, ${waiting.length} lines`,
      },
      before: null,
      after: sumsOf(waiting.map(({ line, currency }) => ({ currency, amountMinor: line.amountMinor }))),
    },
    ...plan.statements.slice(0, MOST_ACCOUNTS).map(factOfStatement),
    ...(plan.statements.length > MOST_ACCOUNTS
      ? [fact("Ещё выписок в файле", "More statements", said(String(plan.statements.length - MOST_ACCOUNTS)))]
      : []),
  ];
}

function fact(ru: string, en: string, before: Fact["before"]): Fact {
  return { label: { ru, en }, before, after: null };
}

function factOfStatement({ statementNo, statement, currency }: StatementPlan["statements"][number]): Fact {
  const { account, period, openingMinor, closingMinor } = statement;
  const days = period === null ? "" : `, ${formatDate(period.from)}–${formatDate(period.to)}`;
  const balance = (minor: Minor | null) => (minor === null ? NOT_TOLD : amountSaid(minor, currency));
  return {
    label: {
      ru: `Счёт ${account}, выписка ${statementNo}${days}`,
      en: `Account ${account}, statement ${statementNo}${days}`,
    },
    before: balance(openingMinor),
    after: balance(closingMinor),
  };
}

const NOT_TOLD: Texts = { ru: "остаток не указан", en: "no balance told" };

function sumsOf(amounts: readonly { readonly currency: Currency; readonly amountMinor: Minor }[]): Texts {
  const sums = new Map<Currency, Minor>();
  for (const { currency, amountMinor } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  const text = (language: "ru" | "en") =>
    [...sums].map(([currency, sum]) => formatMoney(sum, currency, language)).join(", ") || "—";
  return { ru: text("ru"), en: text("en") };
}
