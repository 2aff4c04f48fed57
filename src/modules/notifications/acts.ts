import { defineAct } from "../../platform/act.ts";

export const addressAdded = defineAct({
  code: "notification_address.added",
  class: "details",
  texts: { ru: "Добавлен адрес для уведомлений", en: "An address for notifications was added" },
  fields: { groups: { ru: "О чём", en: "About" } },
});

export const addressConfirmed = defineAct({
  code: "notification_address.confirmed",
  class: "details",
  texts: { ru: "Адрес для уведомлений подтверждён", en: "An address for notifications was confirmed" },
  fields: {},
});

export const addressEnded = defineAct({
  code: "notification_address.ended",
  class: "details",
  texts: { ru: "Адрес для уведомлений снят", en: "An address for notifications was taken away" },
  fields: {},
});

export const notificationActs = [addressAdded, addressConfirmed, addressEnded];
