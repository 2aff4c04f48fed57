import { defineAct } from "../../platform/act.ts";

export const pricesChanged = defineAct({
  code: "prices.changed",
  class: "prices",
  texts: { ru: "Изменены цены прайс-листа", en: "Prices of a price list were changed" },
  fields: {
    priceList: { ru: "Прайс-лист", en: "Price list" },
    skus: { ru: "Позиций", en: "SKUs" },
    from: { ru: "Действуют с", en: "In force from" },
  },
});

export const catalogActs = [pricesChanged];
