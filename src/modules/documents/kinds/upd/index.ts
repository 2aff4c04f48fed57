import type { DocumentKindDefinition } from "../definition.ts";
import { type UpdSnapshot, decideUpd } from "./upd.ts";
import { updPrint } from "./upd-print.ts";
import { updXml } from "./upd-xml.ts";

/** Универсальный передаточный документ: invoice and act in one, the Russian document of what was supplied (DOC-02). */
export const upd: DocumentKindDefinition<UpdSnapshot> = {
  kind: "upd",
  role: "supply",
  countries: ["RU"],
  series: { of: "upd", mark: "" },
  names: { ru: "УПД", en: "UPD" },
  fileName: "UPD",
  decide: (input) =>
    decideUpd({
      ...input,
      // Nothing that is taxed here is on it, so there is no invoice: a transfer document alone (PYR-04).
      updFunction: input.charges.some(({ vatRate }) => vatRate !== null) ? "СЧФДОП" : "ДОП",
      advanceInvoices: [],
      advanceInvoicesField: null,
      lineUnit: null,
    }),
  print: updPrint,
  xml: updXml,
};
