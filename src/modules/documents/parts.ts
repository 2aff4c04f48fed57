/** What documents of several kinds are made of, beside their two sides (party.ts). */
import type { Currency, Minor, VatSplit } from "../../core/money.ts";
import type { LocalDate, LocalMonth } from "../../core/time.ts";

export interface DocumentReference {
  readonly number: string;
  readonly date: LocalDate;
}

export interface PaymentDocument extends DocumentReference {
  /** In the currency of the document; null when it is not to be shown. */
  readonly amount: Minor | null;
}

export interface ContractBasis {
  readonly name: string;
  /** A public offer may have no number. */
  readonly number: string | null;
  readonly date: LocalDate | null;
}

const MONTHS = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(" ");

const CURRENCIES: Readonly<Record<Currency, { readonly code: string; readonly name: string }>> = {
  RUB: { code: "643", name: "Российский рубль" },
  KZT: { code: "398", name: "Тенге" },
  USD: { code: "840", name: "Доллар США" },
  EUR: { code: "978", name: "Евро" },
  BYN: { code: "933", name: "Белорусский рубль" },
};

/** The column sums of a document's lines. */
export function sumLines(lines: readonly VatSplit[]): VatSplit {
  return lines.reduce<VatSplit>(
    (sum, line) => ({ net: sum.net + line.net, vat: sum.vat + line.vat, gross: sum.gross + line.gross }),
    { net: 0n, vat: 0n, gross: 0n },
  );
}

/** `октябрь 2026 г.` */
export function monthInWords(month: LocalMonth): string {
  return `${MONTHS[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)} г.`;
}

/** Name and digits of a currency in the national classifier; an unknown one is a defect of the region's set-up. */
export function currencyOf(currency: Currency): { readonly code: string; readonly name: string } {
  const known = CURRENCIES[currency];
  if (!known) throw new TypeError(`no classifier code for currency ${currency}`);
  return known;
}
