export { BalanceReader } from "./balance-view.ts";
export { dayCharges, documentedCharges, type Explanation, explainCharge, NothingToExplain } from "./explain.ts";
export { countCharges, type ExportOrder, usageSheet } from "./export.ts";
export { reportRoutes } from "./http.ts";
export { parseChargeReference } from "./reference.ts";
