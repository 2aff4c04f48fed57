import type { Texts } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import { type LocalDate, formatDate } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import * as paymentStore from "./payment-store.ts";
import { type CreditedLine, selectCredited } from "./bank/index.ts";

const METHODS: Readonly<Record<string, Texts>> = {
  card: { ru: "Карта", en: "Card" },
  sbp: { ru: "СБП", en: "Faster payments (SBP)" },
  sberpay: { ru: "SberPay", en: "SberPay" },
  yoomoney: { ru: "ЮMoney", en: "YooMoney" },
  mobile: { ru: "Мобильный платёж", en: "Mobile payment" },
};

/**
 * What a customer reads beside its payments: the payment order and its payer for a bank transfer, the method for any other
 * (PAY-08). By the reference of the journal entry; references of other things, and of other projects' payments, have none.
 * Reads nothing that a customer may not, so it runs within the customer's own read (reliability 34).
 */
export async function paymentNotes(
  tx: Tx,
  projectIds: readonly ProjectId[],
  references: readonly string[],
): Promise<Map<string, Texts>> {
  const notes = new Map<string, Texts>();
  const lines = idsOf("bank_statement_line:", references).filter((id) => /^\d{1,18}$/.test(id));
  if (lines.length > 0) {
    for (const line of await selectCredited(tx, projectIds, lines.map(BigInt))) {
      notes.set(`bank_statement_line:${line.lineId}`, transferNote(line));
    }
  }
  const payments = idsOf("payment:", references);
  if (payments.length > 0) {
    for (const { reference, method } of await paymentStore.selectMethods(tx, projectIds, payments)) {
      notes.set(`payment:${reference}`, METHODS[method] ?? { ru: method, en: method });
    }
  }
  return notes;
}

function idsOf(prefix: string, references: readonly string[]): string[] {
  return references.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
}

/** `20 Nov 2026`: in English, figures alone are read as two different days. */
function englishDate(date: LocalDate): string {
  const format = new Intl.DateTimeFormat("en-GB", { day: "2-digit", month: "short", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(`${date}T00:00:00Z`));
}

/** The payment order by its own date, and the bank's value date where that is another: the payment's date in books (PAY-13). */
function transferNote({
  documentNumber: number,
  documentDate,
  paidOn,
  counterpartyName,
  otherPayer,
}: CreditedLine): Texts {
  const on: LocalDate = documentDate ?? paidOn;
  const ru = [
    number === null ? `Перевод от ${formatDate(on)}` : `Платёжное поручение № ${number} от ${formatDate(on)}`,
  ];
  const en = [number === null ? `Transfer of ${englishDate(on)}` : `Payment order No. ${number} of ${englishDate(on)}`];
  if (paidOn !== on) {
    ru.push(`зачислено банком ${formatDate(paidOn)}`);
    en.push(`valued by the bank on ${englishDate(paidOn)}`);
  }
  if (counterpartyName !== null) {
    ru.push(counterpartyName);
    en.push(counterpartyName);
  }
  const named = { ru: ru.join(", "), en: en.join(", ") };
  // Another company paid than the one whose documents name the payment.
  return otherPayer ? { ru: `${named.ru} (ИНН другой организации)`, en: `${named.en} (another company's INN)` } : named;
}
