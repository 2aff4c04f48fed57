export { partyActs, payerDetailsChanged, paymentTermChanged } from "./acts.ts";
export { partiesPersonal, individualContracts } from "./personal-store.ts";
export { changePayer, concludeContract, inheritPayer, registerPayer } from "./assign.ts";
export type { PayerDetails } from "./assign.ts";
export { PayerChanged, PayerKindFixed, changePayerDetails } from "./change-details.ts";
export type { DetailsChange } from "./change-details.ts";
export { TermNeedsPostpaid, changePaymentTerm, paymentTerms, termChanges, termKey } from "./contract-term.ts";
export type { TermChange } from "./contract-term-store.ts";
export { documentContracts, documentPayers, taxRates } from "./document-store.ts";
export type { DocumentContract, DocumentPayer } from "./document-store.ts";
export { loadRegions, parseReferences, readReferenceFiles } from "./load-regions.ts";
export type { ReferenceFile } from "./load-regions.ts";
export {
  assignmentsWithin,
  contractsById,
  foundPayers,
  payerHistory,
  payerMembership,
  payerOf,
  payersById,
  payersOfInns,
  payersOfUser,
  payersContracts,
  payersOfProject,
  payersWithin,
  paymentScheme,
  projectsOfPayer,
  supplierOf,
  switchedProjects,
  taxRateOn,
} from "./lookup.ts";
export { type Details, SellerIsBuyer, isSeller, wrongDetails } from "./payer-details.ts";
export type { PayerChangeRow, PayerSearch } from "./payer-change-store.ts";
export { UnknownContract, UnknownPayer } from "./payer.ts";
export type {
  Contract,
  ContractTerms,
  ContractType,
  EditableDetails,
  Payer,
  PayerKind,
  PaymentScheme,
  ProjectPayer,
} from "./payer.ts";
export { NoTaxRate } from "./supplier.ts";
export type { Supplier, SupplierBank, SupplierSigner, TaxRate } from "./supplier.ts";
