import { defineAct } from "../../platform/act.ts";

const amount = { ru: "Сумма", en: "Amount" };
/** What automation halts at. */
export const HALTED = {
  freeze: { ru: "заморозка", en: "freezing" },
  deletion: { ru: "удаление", en: "deletion" },
};
const bonusGroup = { ru: "Группа бонусов", en: "Bonus group" };

export const bonusGranted = defineAct({
  code: "bonus.granted",
  class: "money",
  texts: { ru: "Начислен бонус", en: "A bonus was granted" },
  fields: { amount, bonusGroup, expiresAt: { ru: "Действует до", en: "Valid until" } },
});

export const bonusExpired = defineAct({
  code: "bonus.expired",
  class: "money",
  texts: { ru: "Сгорел остаток бонуса", en: "What was left of a bonus expired" },
  fields: { amount, bonusGroup },
});

export const objectsDeleted = defineAct({
  code: "objects.deleted",
  class: "money",
  texts: {
    ru: "Объекты проекта поставлены на удаление из-за долга",
    en: "The project's objects are deleted for its debt",
  },
  fields: { balance: { ru: "Баланс", en: "Balance" } },
});

export const automationReleased = defineAct({
  code: "automation.released",
  class: "money",
  texts: { ru: "Автоматике разрешено продолжить", en: "Automation was let go on" },
  fields: {
    what: {
      ru: "Что остановилось",
      en: "What had halted",
      values: HALTED,
    },
    by: { ru: "Кто решил", en: "Who decided" },
  },
});

export const balanceActs = [bonusGranted, bonusExpired, objectsDeleted, automationReleased];
