export {
  type SampleStatement,
  type StatementBringing,
  type StatementBrought,
  type StatementImport,
  type StatementInput,
  type StatementProblem,
  type SuspenseAssignment,
  type SuspenseClosing,
  assignSuspense,
  bringStatement,
  closeSuspense,
  countSuspense,
  decideTogether,
  importStatement,
  lastClosing,
  listBankFiles,
  listSuspense,
  statementTaking,
  statementWithdrawal,
  suspenseAssignment,
  suspenseClosing,
  withdrawBankFile,
  withdrawOrPropose,
} from "./bank/index.ts";
export { recordPayment } from "./record-payment.ts";
export type { IncomingPayment } from "./payment-store.ts";
export type { RecordedPayment } from "./record-payment.ts";
export { type PaymentInvoice, invoiceRefusal } from "./payment-invoices/index.ts";
export { paymentNotes } from "./payment-notes.ts";
export { paymentDocuments } from "./payment-documents.ts";
export { paymentActs } from "./acts.ts";
export { paymentRoutes } from "./http.ts";
export type { PaymentPorts } from "./http.ts";
