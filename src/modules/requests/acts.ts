import { defineAct } from "../../platform/act.ts";
import { KINDS } from "./kinds/index.ts";

/** AUD-01: of what is done with requests, what changes rights; the rest stands in a request's own history. */
export const requestCompleted = defineAct({
  code: "request.completed",
  class: "rights",
  texts: { ru: "Исполнено то, о чём просил запрос", en: "What a request asked for was done" },
  fields: {
    completion: {
      ru: "Что сделано",
      en: "What was done",
      values: Object.fromEntries(
        KINDS.flatMap(({ completion }) => (completion ? [[completion.code, completion.label]] : [])),
      ),
    },
  },
});

export const requestAttached = defineAct({
  code: "request.attached",
  class: "rights",
  texts: { ru: "Запрос привязан к проекту", en: "A request was attached to a project" },
  fields: {},
});

export const requestActs = [requestCompleted, requestAttached];
