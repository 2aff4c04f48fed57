import { defineAct } from "../../platform/act.ts";

const WAITED = { ru: "Почему ждало", en: "Why it waited" };

export const usageSetAside = defineAct({
  code: "usage.set_aside",
  class: "money",
  texts: { ru: "Отложено событие потребления", en: "A usage event was set aside" },
  fields: {
    resource: { ru: "Ресурс", en: "Resource" },
    sku: { ru: "Позиция", en: "SKU" },
    day: { ru: "День", en: "Day" },
    quantity: { ru: "Количество", en: "Quantity" },
    note: { ru: "Пояснение", en: "Note" },
  },
});

export const quarantineReleased = defineAct({
  code: "quarantine.released",
  class: "money",
  texts: { ru: "Событие из карантина принято", en: "A quarantined event was accepted" },
  fields: { reason: WAITED },
});

export const quarantineDismissed = defineAct({
  code: "quarantine.dismissed",
  class: "money",
  texts: { ru: "Событие из карантина отвергнуто", en: "A quarantined event was dismissed" },
  fields: { reason: WAITED, note: { ru: "Пояснение", en: "Note" } },
});

export const usageActs = [usageSetAside, quarantineReleased, quarantineDismissed];
