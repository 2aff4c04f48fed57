import type { Texts } from "../../../core/errors.ts";
import { formatMoney } from "../../../core/money.ts";
import { formatDate } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import type { Fact } from "../../proposals/index.ts";
import { allRegions } from "../../tenancy/index.ts";
import type { SuspenseReason } from "./decide-line.ts";
import { ownBankAccounts } from "./own-accounts.ts";
import { type WeighedLine, selectWeighed } from "./statement-store.ts";
import { SuspenseLineDecided, SuspenseLineNotFound } from "./suspense.ts";

/** Why a transfer waits, as who confirms reads it. */
const SUSPENSE_WORDS: Readonly<Record<SuspenseReason, Texts>> = {
  pid_missing: { ru: "нет номера проекта", en: "no project number" },
  pid_ambiguous: { ru: "несколько номеров проектов", en: "several project numbers" },
  project_unknown: { ru: "нет такого проекта", en: "no such project" },
  project_deleted: { ru: "проект удалён", en: "the project is deleted" },
  wrong_currency: { ru: "другая валюта", en: "another currency" },
  other_supplier: { ru: "счёт другого поставщика", en: "another supplier's account" },
  own_account_unknown: { ru: "счёт получателя не наш", en: "the receiving account is not ours" },
  reversal: { ru: "возврат платежа банком", en: "a reversal by the bank" },
  own_payment_returned: { ru: "вернулся наш платёж", en: "our own payment came back" },
  possible_duplicate: { ru: "возможный повтор", en: "a possible duplicate" },
};

/** The waiting lines of these numbers, in their order. Refuses suspense_line_not_found, suspense_line_decided. */
export async function weighedLines(tx: Tx, lineIds: readonly bigint[]): Promise<WeighedLine[]> {
  const ids = [...new Set(lineIds)];
  const lines = await selectWeighed(tx, ids);
  const fieldOf = (lineId: bigint | undefined) => ({ field: `ids[${lineId}]` });
  const missing = ids.find((id) => !lines.some(({ lineId }) => lineId === id));
  if (missing !== undefined) throw SuspenseLineNotFound(fieldOf(missing));
  const decided = lines.find(({ disposition }) => disposition !== "suspense");
  if (decided) throw SuspenseLineDecided(fieldOf(decided.lineId));
  return lines;
}

/** PAY-14: money on an account that is not the supplier's belongs to nobody until two persons decide. */
export async function ruleOf(tx: Tx, lines: readonly WeighedLine[]): Promise<Texts | null> {
  // Not by the reason why a line waits: another may have come first.
  const ours = await ownBankAccounts(tx, await allRegions(tx));
  return lines.some(({ ownAccount }) => !ours.has(ownAccount)) ? NOT_OURS : null;
}

const NOT_OURS: Texts = {
  ru: "Деньги на счёте, который не принадлежит поставщику: о них решают двое",
  en: "Money on an account that is not the supplier's: two persons decide about it",
};

/** Each transfer in a line, all that are confirmed: of whom, for what, and why it waits. */
export function lineFacts(lines: readonly WeighedLine[]): Fact[] {
  return lines.map((line) => {
    const { lineId, bookedOn, amountMinor, currency, payerName, payerInn, purpose, reason } = line;
    const payer = [payerName ?? "—", payerInn].filter((part) => part !== null).join(", ");
    const text = (language: "ru" | "en") =>
      `${formatDate(bookedOn)}, ${formatMoney(amountMinor, currency, language)}, ${payer}: ${purpose || "—"} (${SUSPENSE_WORDS[reason][language]})`;
    return {
      label: { ru: `Перевод, строка ${lineId}`, en: `Transfer, line ${lineId}` },
      before: { ru: text("ru"), en: text("en") },
      after: null,
    };
  });
}
