import { defineAct } from "../../platform/act.ts";

export const payerDetailsChanged = defineAct({
  code: "payer.changed",
  class: "details",
  texts: { ru: "Изменены реквизиты плательщика", en: "A payer's details were changed" },
  fields: {
    kind: {
      ru: "Вид",
      en: "Kind",
      values: {
        individual: { ru: "физическое лицо", en: "individual" },
        sole_proprietor: { ru: "индивидуальный предприниматель", en: "sole proprietor" },
        legal_entity: { ru: "юридическое лицо", en: "legal entity" },
      },
    },
    countryCode: { ru: "Страна", en: "Country" },
    name: { ru: "Краткое наименование", en: "Short name" },
    fullName: { ru: "Полное наименование", en: "Full name" },
    inn: { ru: "ИНН", en: "Tax number" },
    kpp: { ru: "КПП", en: "KPP" },
    ogrn: { ru: "ОГРН", en: "Registration number" },
    address: { ru: "Адрес", en: "Address" },
    documentEmail: { ru: "Почта для документов", en: "Mail for documents" },
    registeredAt: { ru: "Реквизиты подтверждены", en: "Details confirmed" },
    note: { ru: "Пояснение", en: "Note" },
  },
});

export const paymentTermChanged = defineAct({
  code: "payment_term.changed",
  class: "details",
  texts: { ru: "Изменён срок оплаты по договору", en: "A contract's term of payment was changed" },
  fields: {
    paymentDays: { ru: "Дней на оплату", en: "Days to pay" },
    fromMonth: { ru: "С месяца", en: "From the month" },
    note: { ru: "Пояснение", en: "Note" },
  },
});

export const partyActs = [payerDetailsChanged, paymentTermChanged];
