export type { StatementProblem } from "./files/statement.ts";
export { officeRoutes } from "./http-office.ts";
export { type StatementImport, type StatementInput, importStatement } from "./import-statement.ts";
export { recognisePid } from "./recognise-pid.ts";
export { type CreditedLine, countSuspense, selectCredited, selectTransfers } from "./statement-store.ts";
export {
  type SuspenseAssignment,
  type SuspenseClosing,
  assignSuspense,
  closeSuspense,
  listSuspense,
} from "./suspense.ts";
