/** What a kind of document is, and what it is handed. One folder a kind; kinds/index.ts lists them. */
import type { Texts } from "../../../core/errors.ts";
import type { Currency, Minor, VatSplit } from "../../../core/money.ts";
import type { Instant, LocalMonth, Zone } from "../../../core/time.ts";
import type { PdfRequest } from "../../../platform/pdf/index.ts";
import type { ContractBasis, DocumentReference, PaymentDocument } from "../parts.ts";
import type { DocumentParty, DocumentSupplier } from "../party.ts";

/** What was consumed of one service in one supply month, VAT included, and is to be documented (PAY-08). */
export interface DocumentCharge {
  readonly serviceCode: string;
  readonly serviceName: string;
  readonly supplyMonth: LocalMonth;
  /** The rate in force when the service was supplied (DOC-05), as `"22"` or `"22.00"`; null is "without VAT". */
  readonly vatRate: string | null;
  /** On a correction a change: taken off below zero, added above. On every other kind above zero. */
  readonly gross: Minor;
  /** For a correction: what documents stated so far of this service and month; null or left out when none of ours did. */
  readonly before?: VatSplit | null;
}

/** A payer's month under one contract, with its number already given: all that a kind may decide from. */
export interface DocumentInput {
  readonly number: string;
  readonly month: LocalMonth;
  readonly currency: Currency;
  readonly zone: Zone;
  readonly supplier: DocumentSupplier;
  readonly buyer: DocumentParty;
  readonly contract: ContractBasis;
  readonly charges: readonly DocumentCharge[];
  readonly paymentDocuments: readonly PaymentDocument[];
  readonly pids: readonly string[];
  /** For a correction: the first document of its earliest supply; null when that was issued by another system. */
  readonly corrects: DocumentReference | null;
  readonly issuedAt: Instant;
  readonly software: string;
}

/** What every snapshot has, whatever else its kind shows. */
export interface DocumentSnapshot {
  readonly kind: string;
  readonly number: string;
  readonly lines: readonly (VatSplit & { readonly supplyMonth: LocalMonth; readonly vatRate: string | null })[];
  readonly totals: VatSplit;
}

export interface Decided<Snapshot extends DocumentSnapshot> {
  readonly snapshot: Snapshot;
  /** The service of each line, in the order of the lines: a printed name is not a service's only. */
  readonly serviceCodes: readonly string[];
}

export interface ExchangeFile {
  /** Prescribed by the format. */
  readonly fileName: string;
  /** These exact bytes are stored, signed and sent. */
  readonly bytes: Uint8Array;
}

/** The first five are known to the database too (`document_kind`): invariants are written by them. */
export interface DocumentKindDefinition<Snapshot extends DocumentSnapshot = DocumentSnapshot> {
  /** As it is stored and called in the API. */
  readonly kind: string;
  /**
   * `supply` documents state what was supplied; a `correction` changes what such documents stated; a `companion` shows the
   * same beside one (as an act does) and counts nowhere.
   */
  readonly role: "supply" | "correction" | "companion";
  /** Where it is issued: countries of suppliers. */
  readonly countries: readonly string[];
  /** Whose numbers it continues (DOC-04), its own as a rule, and what follows the supplier's prefix in the number's text. */
  readonly series: { readonly of: string; readonly mark: string };
  /** The file in the state's exchange format. Left out: there is no format. The same snapshot gives the same bytes. */
  xml?(snapshot: Snapshot): ExchangeFile;
  /** What people call it: in lists, filters and letters. */
  readonly names: Texts;
  /** How the name of its print form begins. */
  readonly fileName: string;
  /** Pure: everything that the document will ever show (DOC-07). Refuses what it cannot state. */
  decide(input: DocumentInput): Decided<Snapshot>;
  /** What to render, from the snapshot alone. */
  print(snapshot: Snapshot): PdfRequest;
}
