/**
 * The two sides of an accounting document, as they stood when it was made: copied into the snapshot, never looked up
 * again, so that a later change of details cannot change an issued document (DOC-07).
 */
import type { LocalDate } from "../../core/time.ts";

export interface PersonName {
  readonly surname: string;
  readonly name: string;
  readonly patronymic: string | null;
}

/** How the signer's authority is confirmed; the digits are those of the exchange format. */
export type SignerAuthority =
  /** 1: by the signature's own certificate (the head of the organisation). */
  | { readonly kind: "signature" }
  /** 3: an electronic power of attorney kept in the registry. */
  | {
      readonly kind: "electronic_power";
      readonly number: string;
      readonly issuedOn: LocalDate;
      readonly registry: string;
    }
  /** 5: a power of attorney on paper. */
  | { readonly kind: "paper_power"; readonly number: string; readonly issuedOn: LocalDate };

export interface Signer {
  readonly role: "head" | "accountant" | "responsible";
  readonly fullName: PersonName;
  readonly position: string;
  readonly authority: SignerAuthority;
}

export interface BankDetails {
  readonly bankName: string;
  readonly bik: string;
  readonly account: string;
  /** Null where the country's banks have none (Kazakhstan). */
  readonly correspondentAccount: string | null;
  /** Beneficiary code (Кбе), Kazakhstan only. */
  readonly beneficiaryCode: string | null;
}

export interface PostalAddress {
  /** Digits of the world's countries classifier (ОКСМ): `643` Russia, `398` Kazakhstan. */
  readonly countryCode: string;
  readonly countryName: string;
  readonly text: string;
}

/** A taxpayer with a Russian registration. */
export interface LegalEntity {
  readonly kind: "legal_entity";
  readonly name: string;
  /** БИН in Kazakhstan. */
  readonly inn: string;
  readonly kpp: string | null;
  readonly ogrn: string | null;
}

export interface SoleProprietor {
  readonly kind: "sole_proprietor";
  readonly fullName: PersonName;
  readonly inn: string;
  readonly ogrnip: string | null;
}

/** Who is not registered with the tax service of the supplier's country: its number at home is no ИНН there. */
export interface ForeignEntity {
  readonly kind: "foreign_entity";
  /** A foreign citizen (ИГ) rather than an organisation (ИО); `name` is then the person's. */
  readonly person?: true;
  readonly name: string;
  readonly countryCode: string;
  readonly countryName: string;
  /** The number it is known by at home; one of the two must be given. */
  readonly identifier: string | null;
  readonly otherDetails: string | null;
}

export type PartyIdentity = LegalEntity | SoleProprietor | ForeignEntity;

export interface DocumentParty {
  readonly identity: PartyIdentity;
  readonly address: PostalAddress;
  /** Participant id with the operator of electronic document exchange; null when the party has none. */
  readonly edmId: string | null;
  readonly bank: BankDetails | null;
}

export interface DocumentSupplier extends DocumentParty {
  readonly identity: LegalEntity;
  readonly signers: readonly [Signer, ...Signer[]];
}

/** `Иванов Иван Иванович`. */
export function fullName(person: PersonName): string {
  return [person.surname, person.name, person.patronymic].filter((part) => part !== null && part !== "").join(" ");
}

/** `Иванов И. И.`, as signatures are deciphered. */
export function shortName(person: PersonName): string {
  const initials = [person.name, person.patronymic ?? ""].flatMap((part) => (part ? [`${[...part][0] ?? ""}.`] : []));
  return [person.surname, ...initials].join(" ");
}

/** The name a party is printed by. */
export function partyName(identity: PartyIdentity): string {
  return identity.kind === "sole_proprietor"
    ? `Индивидуальный предприниматель ${fullName(identity.fullName)}`
    : identity.name;
}

/** `7743001840/771401001`, `500100732259`; nothing for who is registered elsewhere (PYR-04). */
export function taxNumbers(identity: PartyIdentity): string {
  if (identity.kind === "foreign_entity") return "";
  if (identity.kind === "sole_proprietor") return identity.inn;
  return identity.kpp === null ? identity.inn : `${identity.inn}/${identity.kpp}`;
}

/** The number a party abroad is known by at home. */
export function foreignNumber(identity: ForeignEntity): string {
  return identity.identifier ?? identity.otherDetails ?? "";
}

/** The signer of a role; the head signs for a role nobody was named for. */
export function signerFor(supplier: DocumentSupplier, role: Signer["role"]): Signer {
  return supplier.signers.find((signer) => signer.role === role) ?? supplier.signers[0];
}
