export { type PaymentScheme, paymentScheme } from "./scheme.ts";
export {
  type DocumentPayer,
  type Supplier,
  UnknownSupplier,
  documentPayers,
  supplierOf,
  taxRates,
} from "./document-parties.ts";
