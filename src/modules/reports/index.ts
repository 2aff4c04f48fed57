export { BalanceReader, balanceViews } from "./balance-view.ts";
export { type Explanation, explainCharge, NothingToExplain } from "./explain.ts";
export { dayCharges, documentedCharges, type NamedCharge, serviceName } from "./explained-charges.ts";
export { countCharges, type ExportOrder, usageSheet } from "./export.ts";
export { reportJobs } from "./freeze-watch.ts";
export { reportRoutes } from "./http.ts";
export { officeProjectSchema, projectsShown } from "./http-office-projects.ts";
export { parseChargeReference } from "./reference.ts";
export { expenses, openRows } from "./reports.ts";
