import { defineAct } from "../act.ts";

/** Of the jobs that somebody asks for; named here, since rooms record no act of their own when theirs is stopped or repeated. */
const kind = {
  ru: "Задание",
  en: "Job",
  values: {
    "closing.month": { ru: "закрытие месяца", en: "the close of a month" },
    "platform.check": { ru: "проверка инвариантов", en: "a look at the invariants" },
    "closing.issue_waiting": { ru: "выдача ожидающих документов", en: "the issue of waiting documents" },
  },
};

export const jobCancelled = defineAct({
  code: "job.cancelled",
  class: "documents",
  texts: { ru: "Отменено фоновое задание", en: "A background job was cancelled" },
  fields: { kind },
});

export const jobRetried = defineAct({
  code: "job.retried",
  class: "documents",
  texts: { ru: "Фоновое задание повторено", en: "A background job was tried again" },
  fields: { kind },
});

export const jobActs = [jobCancelled, jobRetried];
