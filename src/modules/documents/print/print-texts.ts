/** How figures and dates are written on paper. */
import { type Minor, formatMinor } from "../../../core/money.ts";
import { type LocalDate, formatDate } from "../../../core/time.ts";
import { type DocumentParty, type PartyIdentity, foreignNumber, partyName, taxNumbers } from "../party.ts";
import type { DocumentReference } from "../parts.ts";

/** This room: each template lies beside its kind and takes `/print/common.typ`; the renderer can read nothing outside. */
export const TEMPLATES = new URL("../", import.meta.url);

export const NO_BREAK = "\u00A0";
/** What stands where there is nothing to state. */
export const DASH = "—";

const GENITIVE = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(" ");
/** The forms allow the numbers alone where a name would fill the sheet. */
const LONG_NAME = 200;

/** `-12345678n` -> `-123 456,78` with spaces that do not break. */
export function printMinor(minor: Minor): string {
  return printDecimal(formatMinor(minor));
}

/** A plain decimal as `printMinor` writes amounts. */
export function printDecimal(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NO_BREAK);
  return fraction === undefined ? grouped : `${grouped},${fraction}`;
}

/** `31 октября 2026 г.` */
export function dateInWords(date: LocalDate): string {
  return [String(Number(date.slice(8))), GENITIVE[Number(date.slice(5, 7)) - 1], date.slice(0, 4), "г."].join(NO_BREAK);
}

/** A line's name as it stands in the document, its year kept on one row with what follows it. */
export function printLineName(name: string): string {
  return name.replace(/ г\.$/u, `${NO_BREAK}г.`);
}

/** `22%`, `16,67%`, `без НДС`. */
export function printRate(vatRate: string | null): string {
  return vatRate === null ? "без НДС" : `${vatRate.replace(".", ",")}%`;
}

/** `№ 57 от 02.10.2026`, several separated; a dash when there are none. */
export function printReferences(documents: readonly DocumentReference[], separator: string): string {
  if (documents.length === 0) return DASH;
  return documents.map(({ number, date }) => `№${NO_BREAK}${number} от${NO_BREAK}${formatDate(date)}`).join(separator);
}

/** Name, numbers, address of a side, and how it signs as the composer of the document. */
export function printParty(side: DocumentParty): Record<"name" | "numbers" | "address" | "composer", string> {
  const { identity, address } = side;
  const name = partyName(identity);
  const labelled = labelledNumber(identity);
  const composer = name.length > LONG_NAME && labelled !== "" ? labelled : [name, labelled].filter(Boolean).join(", ");
  if (identity.kind !== "foreign_entity") {
    return { name, numbers: taxNumbers(identity), address: address.text, composer };
  }
  // The row of the ИНН stays empty: what a party abroad is known by stands beside its name, with its country (PYR-04).
  const home = [`${identity.countryName}, ${identity.countryCode}`, labelled].filter(Boolean).join(", ");
  return { name: `${name} (${home})`, numbers: DASH, address: `${address.countryName}, ${address.text}`, composer };
}

/** A sole proprietor has no КПП, and a party that is registered elsewhere has neither. */
function labelledNumber(identity: PartyIdentity): string {
  if (identity.kind === "foreign_entity") {
    const number = foreignNumber(identity);
    return number === "" ? "" : `рег. № ${number}`;
  }
  const label = identity.kind === "legal_entity" && identity.kpp !== null ? "ИНН/КПП" : "ИНН";
  return `${label} ${taxNumbers(identity)}`;
}
