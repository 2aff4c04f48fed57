import { defineAct } from "../../platform/act.ts";

const month = { ru: "Месяц", en: "Month" };

export const monthCloseAsked = defineAct({
  code: "month_close.asked",
  class: "documents",
  texts: { ru: "Заказано закрытие месяца", en: "The close of a month was asked for" },
  fields: { month },
});

export const monthLocked = defineAct({
  code: "month.locked",
  class: "documents",
  texts: { ru: "Месяц закрыт для проводок", en: "A month was locked to posting" },
  fields: { month },
});

export const waitingIssueAsked = defineAct({
  code: "waiting_issue.asked",
  class: "documents",
  texts: { ru: "Заказана выдача ожидающих документов", en: "The issue of waiting documents was asked for" },
  fields: {},
});

export const closingActs = [monthCloseAsked, monthLocked, waitingIssueAsked];
