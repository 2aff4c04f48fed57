import { type RequestKind, monthField, optional, textField } from "./kind.ts";

/** PTR-16: why so much was charged; the account's figures come along by themselves. */
export const accruals: RequestKind = {
  code: "accruals",
  title: { ru: "Вопрос о начислениях", en: "Question about charges" },
  question: { ru: "Почему начислено столько?", en: "Why was so much charged?" },
  hint: {
    ru: "Объяснение каждого начисления открывается в Детализации. Если оно не помогло, спросите: баланс, расходы месяца и незакрытые начисления приложатся сами.",
    en: "Each charge is explained in Detail. Ask when that did not help: the balance, the month's expenses and open charges are attached by themselves.",
  },
  fields: {
    month: monthField({ ru: "За какой месяц", en: "Of which month" }),
    service: optional(textField({ ru: "Сервис или объект", en: "Service or object" }, 200)),
    amount: optional(textField({ ru: "О какой сумме речь", en: "Which amount" }, 40)),
  },
  messageRequired: true,
  permission: "details.view",
  department: "accounting",
  deadlineHours: 8,
  facts: "accruals",
  completion: null,
  tellsOwner: false,
  templates: [
    {
      code: "explained",
      title: { ru: "Начисление верно", en: "The charge is right" },
      text: {
        ru: "Здравствуйте, {name}!\n\nМы проверили начисления за {month}. Они сделаны по действующим ценам за фактическое потребление. Расчёт каждого начисления — на странице «Баланс», вкладка «Детализация», кнопка «Как посчитано» у каждой строки.",
        en: "Hello {name},\n\nwe checked the charges of {month}. They follow the prices in force for what was used. How each was reckoned is shown on the page Balance, tab Detail, by the button “How it was calculated” of each line.",
      },
    },
    {
      code: "mistake",
      title: { ru: "Ошибка, вернём", en: "A mistake, to be returned" },
      text: {
        ru: "Здравствуйте, {name}!\n\nВ начислениях за {month} нашлась ошибка. Исправим её; возврат появится в Детализации отдельной строкой.",
        en: "Hello {name},\n\nthere is a mistake in the charges of {month}. It will be corrected, and the return will be a line of its own in Detail.",
      },
    },
  ],
};
