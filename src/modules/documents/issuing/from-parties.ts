import type { Currency } from "../../../core/money.ts";
import { type Zone, dateOf } from "../../../core/time.ts";
import type { DocumentPayer, Supplier } from "../../parties/index.ts";
import type { ContractBasis } from "../parts.ts";
import {
  type BankDetails,
  type DocumentParty,
  type DocumentSupplier,
  KAZAKHSTAN,
  type PartyIdentity,
  RUSSIA,
  type Signer,
  parsePersonName,
} from "../party.ts";

const COUNTRIES: Readonly<Record<string, { readonly countryCode: string; readonly countryName: string }>> = {
  RU: RUSSIA,
  KZ: KAZAKHSTAN,
};

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

/** The payer as its documents show it. */
export function toBuyer(payer: DocumentPayer): DocumentParty {
  return {
    identity: identityOf(payer),
    address: { ...country(payer.countryCode), text: payer.address ?? "" },
    edmId: null,
    bank: null,
  };
}

function identityOf(payer: DocumentPayer): PartyIdentity {
  if (payer.kind === "sole_proprietor") {
    return { kind: "sole_proprietor", fullName: parsePersonName(payer.name), inn: payer.inn ?? "", ogrnip: payer.ogrn };
  }
  if (payer.countryCode in COUNTRIES) {
    return { kind: "legal_entity", name: payer.name, inn: payer.inn ?? "", kpp: payer.kpp, ogrn: payer.ogrn };
  }
  return {
    kind: "foreign_entity",
    name: payer.name,
    ...country(payer.countryCode),
    identifier: payer.inn,
    otherDetails: payer.ogrn,
  };
}

/** The contract as the ground of a document. A public offer is not signed but taken up. */
export function toContract({ type, number, signedOn, startsAt }: DocumentPayer["contract"], zone: Zone): ContractBasis {
  const name = type === "public_offer" ? "Договор публичной оферты" : "Договор";
  return { name, number, date: signedOn ?? dateOf(startsAt, zone) };
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

function country(code: string): { readonly countryCode: string; readonly countryName: string } {
  return COUNTRIES[code] ?? { countryCode: "000", countryName: code };
}
