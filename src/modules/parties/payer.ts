import { refusal } from "../../core/errors.ts";
import { type ProjectId } from "../../core/ids.ts";
import { type Instant, type LocalDate } from "../../core/time.ts";

export type PayerKind = "individual" | "sole_proprietor" | "legal_entity";
export type PaymentScheme = "prepaid" | "postpaid";
export type ContractType = "public_offer" | "individual";

export interface Payer {
  readonly payerId: bigint;
  readonly accountId: bigint;
  readonly kind: PayerKind;
  /** ISO 3166, two letters: where the payer is resident. */
  readonly countryCode: string;
  readonly name: string;
  readonly fullName: string;
  /** BIN or IIN in Kazakhstan. */
  readonly inn: string | null;
  readonly kpp: string | null;
  readonly ogrn: string | null;
  readonly address: string | null;
  /** Where scans of documents go (DLV-03); null: nowhere. */
  readonly documentEmail: string | null;
  /** When the additional registration was done (PYR-05); null: the details are not confirmed. */
  readonly registeredAt: Instant | null;
}

/** What staff may change of a payer; who it belongs to stays. */
export type EditableDetails = Pick<
  Payer,
  "kind" | "countryCode" | "name" | "fullName" | "inn" | "kpp" | "ogrn" | "address" | "documentEmail"
>;

export interface Contract {
  readonly contractId: bigint;
  readonly payerId: bigint;
  readonly supplierCode: string;
  readonly type: ContractType;
  readonly paymentScheme: PaymentScheme;
  readonly number: string | null;
  readonly signedOn: LocalDate | null;
  /** Post-paid: days after the month of supply within which it is to be paid; null: as the paper says. */
  readonly paymentDays: number | null;
  readonly startsAt: Instant;
  /** Null: without an end. */
  readonly endsAt: Instant | null;
}

/** Who pays for a project at an instant, and under which contract. */
export interface ProjectPayer {
  readonly projectId: ProjectId;
  readonly payer: Payer;
  readonly contract: Contract;
}

export const PostpaidNeedsContract = refusal(
  "postpaid_needs_individual_contract",
  409,
  "Постоплата возможна только по действующему индивидуальному договору, в котором она закреплена",
  "Post-payment needs an individual contract in force that fixes it",
);
export const PostpaidNeedsOrganisation = refusal(
  "postpaid_needs_organisation",
  409,
  "Физическое лицо работает только по предоплате",
  "An individual works by prepayment only",
);
export const ContractNeedsOrganisation = refusal(
  "contract_needs_organisation",
  409,
  "Индивидуальный договор заключают юридические лица и индивидуальные предприниматели",
  "An individual contract is for organisations and sole proprietors",
);
export const ContractNeedsNumber = refusal(
  "contract_needs_number",
  422,
  "У индивидуального договора есть номер и дата",
  "An individual contract has a number and a date",
);
export const NonResidentNeedsContract = refusal(
  "non_resident_needs_individual_contract",
  409,
  "Нерезидент работает как юридическое лицо только по индивидуальному договору",
  "A non-resident works as a legal entity under an individual contract only",
);
export const ContractEndsBeforeStart = refusal(
  "contract_ends_before_start",
  422,
  "Договор заканчивается раньше, чем начинается",
  "The contract ends before it starts",
);
export const UnknownPayer = refusal("unknown_payer", 404, "Нет такого плательщика", "There is no such payer");
export const UnknownContract = refusal(
  "unknown_contract",
  404,
  "Нет такого договора у плательщика",
  "The payer has no such contract",
);

export interface ContractTerms {
  readonly type: ContractType;
  readonly paymentScheme: PaymentScheme;
  readonly number?: string | null;
  readonly signedOn?: LocalDate | null;
  readonly paymentDays?: number | null;
  readonly startsAt: Instant;
  readonly endsAt?: Instant | null;
}

/**
 * PYR-02, PYR-03, PYR-04: may this payer have such a contract with a supplier of that country? Throws the refusal that
 * says why not. The database holds the same line (contract_fits_payer, contract_postpaid_needs_individual).
 */
export function requireOpenTo(
  payer: Pick<Payer, "kind" | "countryCode">,
  supplierCountry: string,
  terms: ContractTerms,
): void {
  if (payer.kind === "individual" && terms.paymentScheme === "postpaid") throw PostpaidNeedsOrganisation();
  if (payer.kind === "individual" && terms.type === "individual") throw ContractNeedsOrganisation();
  if (terms.paymentScheme === "postpaid" && terms.type !== "individual") throw PostpaidNeedsContract();
  if (terms.type === "individual" && !(terms.number && terms.signedOn)) throw ContractNeedsNumber();
  const foreignEntity = payer.kind === "legal_entity" && payer.countryCode !== supplierCountry;
  if (foreignEntity && supplierCountry === "RU" && terms.type !== "individual") throw NonResidentNeedsContract();
  if (terms.endsAt !== undefined && terms.endsAt !== null && terms.endsAt <= terms.startsAt)
    throw ContractEndsBeforeStart();
}
