import type { DocumentKindDefinition } from "../definition.ts";
import { type AdjustmentSnapshot, decideAdjustment } from "./adjustment.ts";
import { adjustmentPrint } from "./adjustment-print.ts";

/** Корректировочный документ: what is less or more than a UPD stated (DOC-07). Its exchange format is being replaced by the state. */
export const adjustment: DocumentKindDefinition<AdjustmentSnapshot> = {
  kind: "adjustment",
  role: "correction",
  countries: ["RU"],
  series: { of: "adjustment", mark: "-К" },
  names: { ru: "Корректировочный документ", en: "Adjustment document" },
  fileName: "UKD",
  decide: decideAdjustment,
  print: adjustmentPrint,
};
