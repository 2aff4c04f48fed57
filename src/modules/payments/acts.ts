import { defineAct } from "../../platform/act.ts";

const amount = { ru: "Сумма", en: "Amount" };
export const OUTCOMES = {
  returned: { ru: "деньги возвращены", en: "the money was returned" },
  dismissed: { ru: "к нам не относится", en: "it is not ours" },
};
const METHODS = {
  card: { ru: "банковская карта", en: "bank card" },
  sbp: { ru: "СБП", en: "faster payments (SBP)" },
  sberpay: { ru: "SberPay", en: "SberPay" },
  yoomoney: { ru: "ЮMoney", en: "YooMoney" },
  mobile: { ru: "мобильный платёж", en: "mobile payment" },
  bank_transfer: { ru: "банковский перевод", en: "bank transfer" },
};
const note = { ru: "Пояснение", en: "Note" };

export const bankFileImported = defineAct({
  code: "bank_file.imported",
  class: "money",
  texts: { ru: "Загружена банковская выписка", en: "A bank statement was imported" },
  fields: {
    fileName: { ru: "Файл", en: "File" },
    lines: { ru: "Строк", en: "Lines" },
    credited: { ru: "Зачислено", en: "Credited" },
    suspense: { ru: "Ждут решения", en: "Waiting for a decision" },
    duplicates: { ru: "Повторов", en: "Duplicates" },
  },
});

export const bankFileWithdrawn = defineAct({
  code: "bank_file.withdrawn",
  class: "money",
  texts: { ru: "Отозвана банковская выписка", en: "A bank statement was taken back" },
  fields: { lines: { ru: "Строк", en: "Lines" }, credited: { ru: "Было зачислено", en: "Had been credited" }, note },
});

export const bankFileRead = defineAct({
  code: "bank_file.read",
  class: "money",
  texts: {
    ru: "Скачана выписка, которая ждёт второго сотрудника",
    en: "A statement that waits for a second person was downloaded",
  },
  fields: { fileName: { ru: "Файл", en: "File" } },
});

export const transferAssigned = defineAct({
  code: "transfer.assigned",
  class: "money",
  texts: { ru: "Невыясненный перевод зачислен проекту", en: "A transfer in suspense was credited to the project" },
  fields: { amount, note },
});

export const transferClosed = defineAct({
  code: "transfer.closed",
  class: "money",
  texts: { ru: "Невыясненный перевод закрыт", en: "A transfer in suspense was closed" },
  fields: { amount, outcome: { ru: "Решение", en: "Decision", values: OUTCOMES }, note },
});

export const paymentRecorded = defineAct({
  code: "payment.recorded",
  class: "money",
  texts: { ru: "Зачислен платёж", en: "A payment was credited" },
  fields: { amount, method: { ru: "Способ", en: "Method", values: METHODS } },
});

export const paymentInvoiceMade = defineAct({
  code: "payment_invoice.made",
  class: "documents",
  texts: { ru: "Выставлен счёт на оплату", en: "A payment invoice was made" },
  fields: { number: { ru: "Номер", en: "Number" }, amount },
});

export const paymentActs = [
  bankFileImported,
  bankFileWithdrawn,
  bankFileRead,
  transferAssigned,
  transferClosed,
  paymentRecorded,
  paymentInvoiceMade,
];
