export type { StatementProblem } from "./files/statement.ts";
export { type FileWithdrawal, type WithdrawnFile, listBankFiles, withdrawBankFile } from "./withdraw-file.ts";
export { officeRoutes } from "./http-office.ts";
export type { SampleStatement, SampleStatements } from "./http-samples.ts";
export { type StatementImport, type StatementInput, importStatement } from "./import-statement.ts";
export {
  type StatementBringing,
  type StatementBrought,
  bringStatement,
  statementTaking,
} from "./propose-statement.ts";
export { type FileWithdrawalAsked, statementWithdrawal, withdrawOrPropose } from "./propose-withdrawal.ts";
export { suspenseClosing } from "./propose-closing.ts";
export { suspenseAssignment } from "./propose-assignment.ts";
export { recognisePid } from "./recognise-pid.ts";
export {
  type CreditedLine,
  countSuspense,
  selectCredited,
  selectLastClosing as lastClosing,
  selectTransfers,
} from "./statement-store.ts";
export {
  type SuspenseAssignment,
  type SuspenseClosing,
  assignSuspense,
  closeSuspense,
  decideTogether,
  listSuspense,
} from "./suspense.ts";
