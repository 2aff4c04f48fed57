export {
  generatePaymentInvoice,
  invoiceRefusal,
  listPaymentInvoices,
  paymentInvoice,
} from "./generate-payment-invoice.ts";
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
