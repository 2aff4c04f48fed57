import { defineAct } from "../../platform/act.ts";
import { documentKinds } from "./kinds/index.ts";

export const documentIssued = defineAct({
  code: "document.issued",
  class: "documents",
  texts: { ru: "Выставлен документ", en: "A document was issued" },
  fields: {
    kind: {
      ru: "Вид",
      en: "Kind",
      values: Object.fromEntries(documentKinds.map(({ kind, names }) => [kind, names])),
    },
    number: { ru: "Номер", en: "Number" },
    issuedOn: { ru: "Дата", en: "Date" },
    amount: { ru: "Сумма", en: "Amount" },
  },
});

export const documentActs = [documentIssued];
