import { type RequestKind, monthField } from "./kind.ts";

/** REG-08: a project is deleted, and its payer wants papers of some months, those that were delivered once among them. */
export const lastPapers: RequestKind = {
  code: "last_papers",
  title: { ru: "Документы удалённого проекта", en: "Papers of a deleted project" },
  question: {
    ru: "Как получить документы проекта, который удаляют?",
    en: "How do I get the papers of a project that is deleted?",
  },
  hint: {
    ru: "Назовите месяцы: документы пришлют по адресам доставки плательщика. Документ последнего месяца выйдет, когда месяц закроется.",
    en: "Name the months: the papers are sent to where the payer gets its documents. That of the last month is issued when the month is closed.",
  },
  fields: {
    from: monthField({ ru: "С какого месяца", en: "From which month" }),
    to: monthField({ ru: "По какой месяц", en: "To which month" }),
  },
  messageRequired: false,
  permission: "requests.create",
  department: "documents",
  deadlineHours: 24,
  facts: null,
  completion: null,
  tellsOwner: false,
  templates: [
    {
      code: "sent",
      title: { ru: "Документы отправлены", en: "The papers were sent" },
      text: {
        ru: "Здравствуйте, {name}!\n\nДокументы с {from} по {to} отправлены по адресам доставки. Они остаются и в консоли, в разделе «Документы» проекта. Документ последнего месяца придёт после его закрытия.",
        en: "Hello {name},\n\nthe papers from {from} to {to} were sent to your delivery addresses. They stay in the console as well, under Documents of the project. That of the last month comes once the month is closed.",
      },
    },
  ],
  check: ({ from = "", to = "" }) =>
    from > to
      ? [
          {
            field: "fields.to",
            code: "months_reversed",
            texts: { ru: "Последний месяц раньше первого", en: "The last month is before the first" },
          },
        ]
      : [],
};
