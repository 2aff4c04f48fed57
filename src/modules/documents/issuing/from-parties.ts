import { countryOf } from "../../../core/countries.ts";
import { refusal } from "../../../core/errors.ts";
import type { Currency } from "../../../core/money.ts";
import { type Zone, dateOf } from "../../../core/time.ts";
import type { DocumentPayer, Supplier } from "../../parties/index.ts";
import type { ContractBasis } from "../parts.ts";
import type { BankDetails, DocumentParty, DocumentSupplier, PartyIdentity, Signer } from "../party.ts";
import { parsePersonName } from "./person-name.ts";
import { tidyText } from "../../../platform/xml.ts";
import { type PayerToDocument, payerProblems, tidyPayer } from "./readiness.ts";

const PayerNotReady = refusal(
  "payer_not_ready",
  409,
  "Документ для «{name}» не оформить: {reasons}",
  "No document can be made for “{name}”: {reasons}",
);

/** The supplier as its documents show it, with its bank account in the document's currency. */
export function toSupplier(supplier: Supplier, currency: Currency): DocumentSupplier {
  const bank = supplier.bank.find((account) => account.currency === currency) ?? supplier.bank[0];
  const [first, ...rest] = supplier.signers.map(
    (signer): Signer => ({
      role: signer.role,
      position: signer.position,
      fullName: signer.fullName,
      authority: signer.authority,
    }),
  );
  if (!first) throw new Error(`supplier ${supplier.supplierCode} has nobody to sign`);
  return {
    identity: {
      kind: "legal_entity",
      name: supplier.fullName,
      inn: supplier.inn ?? "",
      kpp: supplier.kpp,
      ogrn: supplier.ogrn,
    },
    address: { ...country(supplier.countryCode), text: supplier.address },
    edmId: supplier.edmId,
    bank: bank ? bankDetails(bank) : null,
    signers: [first, ...rest],
  };
}

/**
 * The payer as a supplier's documents show it: at home by its ИНН, else as who is registered elsewhere, by its country and
 * the number it has there (PYR-04). Refuses PayerNotReady with what is to be mended (PYR-10).
 */
export function toBuyer(given: PayerToDocument, supplier: Pick<Supplier, "countryCode" | "inn">): DocumentParty {
  const payer = tidyPayer(given);
  const problems = payerProblems(payer, supplier);
  if (problems.length > 0) {
    const reasons = problems.map(({ code }) => code).join(", ");
    throw PayerNotReady({ values: { name: payer.name, reasons }, problems });
  }
  return {
    identity: identityOf(payer, payer.countryCode === supplier.countryCode),
    address: { ...country(payer.countryCode), text: payer.address ?? "" },
    edmId: null,
    bank: null,
  };
}

function identityOf(payer: PayerToDocument, atHome: boolean): PartyIdentity {
  if (!atHome) {
    return {
      kind: "foreign_entity",
      ...(payer.kind === "legal_entity" ? {} : { person: true }),
      name: payer.name,
      ...country(payer.countryCode),
      identifier: payer.inn,
      otherDetails: payer.ogrn,
    };
  }
  const person = payer.kind === "sole_proprietor" ? parsePersonName(payer.name) : null;
  if (person) return { kind: "sole_proprietor", fullName: person, inn: payer.inn ?? "", ogrnip: payer.ogrn };
  return { kind: "legal_entity", name: payer.name, inn: payer.inn ?? "", kpp: payer.kpp, ogrn: payer.ogrn };
}

/** The contract as the ground of a document. A public offer is not signed but taken up. */
export function toContract({ type, number, signedOn, startsAt }: DocumentPayer["contract"], zone: Zone): ContractBasis {
  const name = type === "public_offer" ? "Договор публичной оферты" : "Договор";
  // Of a number nothing may be left that a document can show.
  return { name, number: tidyText(number ?? "") || null, date: signedOn ?? dateOf(startsAt, zone) };
}

function bankDetails(bank: Supplier["bank"][number]): BankDetails {
  return {
    bankName: bank.name,
    bik: bank.bic,
    account: bank.account,
    correspondentAccount: bank.correspondentAccount,
    beneficiaryCode: bank.beneficiaryCode,
  };
}

/** A supplier's country is any that its operator wrote; a payer's is in the classifier, or it is not ready. */
function country(code: string): { readonly countryCode: string; readonly countryName: string } {
  const known = countryOf(code);
  return { countryCode: known?.digits ?? "000", countryName: known?.name ?? code };
}
