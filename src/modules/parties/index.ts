export { changePayer, concludeContract, registerPayer } from "./assign.ts";
export type { PayerDetails } from "./assign.ts";
export { documentPayers, taxRates } from "./document-store.ts";
export type { DocumentPayer } from "./document-store.ts";
export { loadRegions, readReferenceFiles } from "./load-regions.ts";
export type { ReferenceFile } from "./load-regions.ts";
export {
  assignmentsWithin,
  contractsById,
  payerMembership,
  payerOf,
  payersById,
  paymentScheme,
  supplierOf,
  switchedProjects,
  taxRateOn,
} from "./lookup.ts";
export type { Contract, ContractTerms, ContractType, Payer, PayerKind, PaymentScheme, ProjectPayer } from "./payer.ts";
export type { Supplier, SupplierBank, SupplierSigner, TaxRate } from "./supplier.ts";
