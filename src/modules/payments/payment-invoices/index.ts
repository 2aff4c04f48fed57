export {
  generatePaymentInvoice,
  invoiceRefusal,
  paymentInvoice,
  paymentInvoicePapers,
} from "./generate-payment-invoice.ts";
export { selectInvoices as listPaymentInvoices } from "./payment-invoice-store.ts";
export { settlePaymentInvoices } from "./payment-invoice-settlement.ts";
export {
  InvoiceAmountOutOfRange,
  InvoiceOnRequest,
  InvoiceProjectDeleted,
  NonResidentInvoiceOnRequest,
  type PaymentInvoice,
  PostpaidInvoiceFromProvider,
  invoiceState,
} from "./payment-invoice.ts";
