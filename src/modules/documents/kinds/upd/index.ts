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
      updFunction: "СЧФДОП",
      advanceInvoices: [],
      advanceInvoicesField: null,
      lineUnit: null,
    }),
  print: updPrint,
  xml: updXml,
};
