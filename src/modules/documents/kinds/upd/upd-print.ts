/** The print form of a UPD (DOC-04): the snapshot turned into the texts that its template sets. */
import { formatDate } from "../../../../core/time.ts";
import type { PdfRequest } from "../../../../platform/pdf/index.ts";
import { type ContractBasis, currencyOf } from "../../parts.ts";
import { shortName, signerFor } from "../../party.ts";
import {
  DASH,
  NO_BREAK,
  TEMPLATES,
  dateInWords,
  printDecimal,
  printLineName,
  printMinor,
  printParty,
  printRate,
  printReferences,
} from "../../print/index.ts";
import type { UpdLine, UpdSnapshot } from "./upd.ts";

/** The invoice's own form got row 5б with this date. */
const ROW_5B_FROM = "2026-04-01";
/** The signed end of the form has to stay on one sheet; the XML names every project. */
const MOST_PIDS = 24;

/** What to render: template, data and the time that stands in the file, all from the snapshot. */
export function updPrint(snapshot: UpdSnapshot): PdfRequest {
  return {
    templates: TEMPLATES,
    template: "kinds/upd/upd.typ",
    data: updTexts(snapshot),
    createdAt: snapshot.issuedAt,
  };
}

function updTexts(snapshot: UpdSnapshot): Record<string, unknown> {
  const currency = currencyOf(snapshot.currency);
  const responsible = signerFor(snapshot.supplier, "responsible");
  const hasRow5b = snapshot.date >= ROW_5B_FROM;
  return {
    title: `УПД № ${snapshot.number} от ${formatDate(snapshot.date)}`,
    status: snapshot.updFunction === "СЧФДОП" ? "1" : "2",
    number: snapshot.number,
    date: dateInWords(snapshot.date),
    annex: annex(hasRow5b),
    supplier: printParty(snapshot.supplier),
    buyer: printParty(snapshot.buyer),
    payments: printReferences(snapshot.paymentDocuments, ", "),
    ...invoiceTexts(snapshot),
    advances: hasRow5b ? printReferences(snapshot.advanceInvoices, "; ") : null,
    currency: `${currency.name}, ${currency.code}`,
    lines: snapshot.lines.map(lineTexts),
    totals: {
      net: printMinor(snapshot.totals.net),
      vat: snapshot.lines.some(({ vatRate }) => vatRate !== null) ? printMinor(snapshot.totals.vat) : printRate(null),
      gross: printMinor(snapshot.totals.gross),
    },
    responsible: { position: responsible.position, name: shortName(responsible.fullName) },
    basis: basis(snapshot.contract),
    "handed-over": dateInWords(snapshot.date),
    received: `«____»${NO_BREAK}________________${NO_BREAK}20____${NO_BREAK}г.`,
    other: `Услуги оказаны в полном объеме${projects(snapshot.pids)}`,
  };
}

/** With status 2 the sheet is a transfer document only, and what belongs to the invoice stays empty. */
function invoiceTexts(snapshot: UpdSnapshot): Record<"shipment" | "head" | "accountant", string> {
  if (snapshot.updFunction === "ДОП") return { shipment: DASH, head: "", accountant: "" };
  const last = snapshot.lines.length;
  const rows = last === 1 ? "1" : `1–${last}`;
  return {
    shipment: `Универсальный передаточный документ, №${NO_BREAK}п/п${NO_BREAK}${rows} №${NO_BREAK}${snapshot.number} от${NO_BREAK}${formatDate(snapshot.date)}`,
    head: shortName(signerFor(snapshot.supplier, "head").fullName),
    accountant: shortName(signerFor(snapshot.supplier, "accountant").fullName),
  };
}

function annex(hasRow5b: boolean): string {
  const edition = hasRow5b
    ? ` (в редакции постановления Правительства Российской Федерации от 23 января 2026${NO_BREAK}г. №${NO_BREAK}26)`
    : "";
  return `Приложение № 1 к постановлению Правительства Российской Федерации от 26 декабря 2011${NO_BREAK}г. №${NO_BREAK}1137${edition}`;
}

function projects(pids: readonly string[]): string {
  if (pids.length === 0) return "";
  const rest = pids.length - MOST_PIDS;
  const shown = pids.slice(0, MOST_PIDS).join(", ");
  return `; проекты (PID): ${shown}${rest > 0 ? ` и ещё ${rest}` : ""}`;
}

function basis({ name, number, date }: ContractBasis): string {
  return `${name}${number === null ? "" : ` № ${number}`}${date === null ? "" : ` от ${formatDate(date)}`}`;
}

function lineTexts(line: UpdLine): Record<string, string> {
  return {
    no: String(line.no),
    name: printLineName(line.name),
    okei: line.unit?.okei ?? DASH,
    unit: line.unit?.name ?? DASH,
    quantity: line.quantity?.replace(".", ",") ?? DASH,
    price: line.price === null ? DASH : printDecimal(line.price),
    net: printMinor(line.net),
    rate: printRate(line.vatRate),
    vat: line.vatRate === null ? printRate(null) : printMinor(line.vat),
    gross: printMinor(line.gross),
  };
}
