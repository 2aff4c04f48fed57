import { defineAct } from "../act.ts";

const kind = { ru: "Задание", en: "Job" };

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
