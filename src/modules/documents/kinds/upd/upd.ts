/**
 * The universal transfer document (UPD) as a value: everything that its print form and its XML show, decided once and
 * kept. Both are made from this snapshot alone, so they cannot disagree and can be made again byte for byte.
 */
import { createHash } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { decimal, formatDecimal } from "../../../../core/decimal.ts";
import { refusal } from "../../../../core/errors.ts";
import { type Currency, type VatSplit, extractVat, formatMinor } from "../../../../core/money.ts";
import {
  type Instant,
  type LocalDate,
  type LocalMonth,
  type Zone,
  dateOf,
  firstDay,
  lastDayOf,
} from "../../../../core/time.ts";
import { tidyText } from "../../../../platform/xml.ts";
import {
  type ContractBasis,
  type DocumentReference,
  type PaymentDocument,
  monthInWords,
  sumLines,
} from "../../parts.ts";
import type { DocumentParty, DocumentSupplier } from "../../party.ts";
import { serialiseSnapshot } from "../snapshot-json.ts";
import type { Decided, DocumentCharge, DocumentInput } from "../definition.ts";

/** СЧФДОП: invoice and transfer document (status 1). ДОП: transfer document only (status 2). СЧФ: tax invoice only. */
export type UpdFunction = "СЧФДОП" | "ДОП" | "СЧФ";

export interface LineUnit {
  /** Code of the national classifier of units, `796`. */
  readonly okei: string;
  readonly name: string;
}

export interface UpdLine extends VatSplit {
  readonly no: number;
  readonly name: string;
  readonly supplyMonth: LocalMonth;
  readonly unit: LineUnit | null;
  readonly quantity: string | null;
  readonly price: string | null;
  /** Percent as a plain decimal, `"22"`; null is "without VAT". */
  readonly vatRate: string | null;
}

export interface UpdSnapshot {
  readonly kind: "upd";
  readonly updFunction: UpdFunction;
  /** ИдФайл of the exchange format; the XML file is named by it. */
  readonly fileId: string;
  readonly number: string;
  /** The last day of the month (DOC-01). */
  readonly date: LocalDate;
  readonly month: LocalMonth;
  readonly currency: Currency;
  readonly supplier: DocumentSupplier;
  readonly buyer: DocumentParty;
  readonly contract: ContractBasis;
  readonly paymentDocuments: readonly PaymentDocument[];
  /** Row 5б: the advance invoices that this supply settles. */
  readonly advanceInvoices: readonly DocumentReference[];
  /** Name of the information field that carries row 5б in the XML; null leaves it to the print form alone. */
  readonly advanceInvoicesField: string | null;
  readonly pids: readonly string[];
  readonly lines: readonly UpdLine[];
  readonly totals: VatSplit;
  /** The days of supply that the lines are about; documents of before have none, and say their month. */
  readonly supplied?: { readonly from: LocalDate; readonly to: LocalDate };
  readonly issuedAt: Instant;
  /** Date and time of `issuedAt` by the supplier's clock, kept so that a later zone change cannot alter the file. */
  readonly formedOn: LocalDate;
  readonly formedTime: string;
  readonly software: string;
}

export interface UpdInput extends Omit<DocumentInput, "corrects"> {
  readonly updFunction: UpdFunction;
  readonly advanceInvoices: readonly DocumentReference[];
  readonly advanceInvoicesField: string | null;
  /** Null prints "—" for unit, quantity and price, as services usually do. */
  readonly lineUnit: LineUnit | null;
}

/** A print form of more lines is not a document any more; the billing report carries the detail. */
export const LARGEST_UPD_LINES = 500;

export const UpdEmpty = refusal(
  "upd_empty",
  409,
  "За {month} нет услуг, оплаченных переводом: УПД не из чего составить",
  "Nothing was consumed and paid by bank transfer in {month}: there is nothing to put on a UPD",
);
export const UpdNegativeLine = refusal(
  "upd_negative_line",
  409,
  "Строка «{line}» отрицательна ({amount}): уменьшение оформляется корректировочным документом",
  "The line “{line}” is negative ({amount}): a decrease needs an adjustment document",
);
export const UpdTooLong = refusal(
  "upd_too_long",
  409,
  "В УПД {lines} строк, больше {largest} не бывает",
  "The UPD has {lines} lines, the most is {largest}",
);

/**
 * Puts a month's charges of one payer on a UPD (DOC-01, DOC-05): one line per service, supply month and rate, by name,
 * VAT taken out of each line's sum, totals the sums of the lines. Pure and deterministic: the order of charges does not
 * matter. Refuses UpdEmpty, UpdNegativeLine, UpdTooLong.
 */
export function decideUpd(input: UpdInput): Decided<UpdSnapshot> {
  const charges = mergedCharges(input);
  const lines = charges.map((charge, at) => buildLine(charge, at + 1, input.lineUnit));
  const date = lastDayOf(input.month);
  const draft: UpdSnapshot = {
    kind: "upd",
    updFunction: input.updFunction,
    fileId: "",
    number: tidyText(input.number),
    date,
    month: input.month,
    currency: input.currency,
    supplier: input.supplier,
    buyer: input.buyer,
    contract: input.contract,
    paymentDocuments: input.paymentDocuments,
    advanceInvoices: input.advanceInvoices,
    advanceInvoicesField: input.advanceInvoicesField,
    pids: [...new Set(input.pids)].sort(),
    lines,
    totals: sumLines(lines),
    supplied: suppliedIn(lines.map(({ supplyMonth }) => supplyMonth)),
    issuedAt: input.issuedAt,
    formedOn: dateOf(input.issuedAt, input.zone),
    formedTime: localTime(input.issuedAt, input.zone),
    software: tidyText(input.software),
  };
  const tidied = tidyStrings(draft);
  return {
    snapshot: { ...tidied, fileId: fileIdOf(tidied) },
    serviceCodes: charges.map(({ serviceCode }) => serviceCode),
  };
}

/** From the first day of the earliest month to the last day of the latest: what a transfer paid later is of months before. */
function suppliedIn(months: readonly LocalMonth[]): { from: LocalDate; to: LocalDate } {
  const [first, last] = [months.toSorted()[0], months.toSorted().at(-1)] as [LocalMonth, LocalMonth];
  return { from: firstDay(first), to: lastDayOf(last) };
}

/** By month, name and rate; two services of one name stay two lines. What adds up to nothing is left out. */
function mergedCharges(input: UpdInput): DocumentCharge[] {
  const sums = new Map<string, DocumentCharge>();
  for (const charge of input.charges) {
    const vatRate = charge.vatRate === null ? null : formatDecimal(decimal(charge.vatRate));
    const serviceName = tidyText(charge.serviceName);
    const { serviceCode, supplyMonth } = charge;
    const key = JSON.stringify([supplyMonth, serviceName, vatRate, serviceCode]);
    const gross = (sums.get(key)?.gross ?? 0n) + charge.gross;
    sums.set(key, { serviceCode, serviceName, supplyMonth, vatRate, gross });
  }
  const keys = [...sums.keys()].sort();
  const kept = keys.flatMap((key) => sums.get(key) ?? []).filter((charge) => charge.gross !== 0n);
  if (kept.length === 0) throw UpdEmpty({ values: { month: input.month } });
  if (kept.length > LARGEST_UPD_LINES) {
    throw UpdTooLong({ values: { lines: String(kept.length), largest: String(LARGEST_UPD_LINES) } });
  }
  return kept;
}

function buildLine(charge: DocumentCharge, no: number, unit: LineUnit | null): UpdLine {
  const name = `${charge.serviceName} за ${monthInWords(charge.supplyMonth)}`;
  if (charge.gross < 0n) throw UpdNegativeLine({ values: { line: name, amount: formatMinor(charge.gross) } });
  const split = extractVat(charge.gross, charge.vatRate);
  return {
    no,
    name,
    supplyMonth: charge.supplyMonth,
    unit,
    quantity: unit === null ? null : "1",
    price: unit === null ? null : formatMinor(split.net),
    vatRate: charge.vatRate,
    ...split,
  };
}

/**
 * `ON_NSCHFDOPPR_{recipient}_{sender}_{date}_{GUID}_0_0_0_0_0_00`: the recipient comes first; the zeros say that nothing
 * here is traceable, marked, or subject to excise. The GUID is taken from the content, so the same document always has
 * the same file, and another content never does.
 */
function fileIdOf(snapshot: UpdSnapshot): string {
  const day = snapshot.formedOn.replaceAll("-", "");
  const ids = `${participantId(snapshot.buyer)}_${participantId(snapshot.supplier)}`;
  return `ON_NSCHFDOPPR_${ids}_${day}_${guidOf(serialiseSnapshot(snapshot))}_0_0_0_0_0_00`;
}

/** The operator's id, or for a party outside electronic exchange its tax number, as accounting programs name such files. */
function participantId(party: DocumentParty): string {
  const { identity } = party;
  const own = identity.kind === "foreign_entity" ? `${identity.countryCode}${identity.identifier ?? ""}` : identity.inn;
  const withKpp = identity.kind === "legal_entity" && identity.kpp !== null ? own + identity.kpp : own;
  return (party.edmId ?? withKpp).replace(/[^0-9A-Za-z-]/g, "").slice(0, 60);
}

/** A name-based UUID (RFC 9562, version 8) over the content. */
function guidOf(content: string): string {
  const hash = createHash("sha256").update(content).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function localTime(value: Instant, zone: Zone): string {
  const time = Temporal.Instant.fromEpochMilliseconds(value).toZonedDateTimeISO(zone).toPlainTime();
  return time.round({ smallestUnit: "second", roundingMode: "floor" }).toString({ smallestUnit: "second" });
}

/** Names and addresses come from people and directories: every text of the document is made fit for XML and print. */
function tidyStrings<T>(value: T): T;
function tidyStrings(value: unknown): unknown {
  if (typeof value === "string") return tidyText(value);
  if (Array.isArray(value)) return value.map((item) => tidyStrings<unknown>(item));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, tidyStrings<unknown>(item)]));
}
