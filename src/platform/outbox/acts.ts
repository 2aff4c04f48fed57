import { defineAct } from "../act.ts";

const fields = {
  destination: { ru: "Куда", en: "Where to" },
  topic: { ru: "Что", en: "What" },
  why: { ru: "Причина", en: "Reason" },
};

export const messageRetried = defineAct({
  code: "outbox_message.retried",
  class: "documents",
  texts: { ru: "Сообщение отправлено ещё раз", en: "A message was sent once more" },
  fields,
});

export const messageGivenUp = defineAct({
  code: "outbox_message.given_up",
  class: "documents",
  texts: { ru: "Решено, что сообщение не доставляется", en: "A message was given up: it will not be delivered" },
  fields,
});

export const outboxActs = [messageRetried, messageGivenUp];
