export type { StatementProblem } from "./files/statement.ts";
export { type FileWithdrawal, type WithdrawnFile, listBankFiles, withdrawBankFile } from "./withdraw-file.ts";
export { officeRoutes } from "./http-office.ts";
export type { SampleStatement, SampleStatements } from "./http-samples.ts";
export { type StatementImport, type StatementInput, importStatement } from "./import-statement.ts";
export { recognisePid } from "./recognise-pid.ts";
export { type CreditedLine, countSuspense, selectCredited, selectTransfers } from "./statement-store.ts";
export {
  type SuspenseAssignment,
  type SuspenseClosing,
  assignSuspense,
  closeSuspense,
  decideTogether,
  listSuspense,
} from "./suspense.ts";
