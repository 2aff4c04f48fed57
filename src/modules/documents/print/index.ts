export { type PrintablePaymentInvoice, paymentInvoicePrint } from "./payment-invoice-print.ts";
export {
  DASH,
  NO_BREAK,
  TEMPLATES,
  dateInWords,
  printDecimal,
  printLineName,
  printMinor,
  printParty,
  printRate,
  printReferences,
} from "./print-texts.ts";
