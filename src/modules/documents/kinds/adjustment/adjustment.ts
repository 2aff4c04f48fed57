import { extractVat, type Currency, type VatSplit } from "../../../../core/money.ts";
import { type Instant, type LocalDate, type LocalMonth, lastDayOf } from "../../../../core/time.ts";
import { type DocumentReference, monthInWords, sumLines } from "../../parts.ts";
import type { DocumentParty, DocumentSupplier } from "../../party.ts";
import { correctionRule } from "./correction-rules.ts";
import type { Decided, DocumentCharge, DocumentInput } from "../definition.ts";

/** A change of one service of one supply month: a decrease, all figures negative, or an increase, all positive. */
export interface AdjustmentLine extends VatSplit {
  readonly no: number;
  readonly name: string;
  readonly supplyMonth: LocalMonth;
  readonly vatRate: string | null;
  /** What documents stated so far and what is right now; null when no document of ours stated it. */
  readonly before: VatSplit | null;
  readonly after: VatSplit | null;
}

/** The adjustment document (корректировочный документ) as a value: what changed of an issued document. */
export interface AdjustmentSnapshot {
  readonly kind: "adjustment";
  readonly number: string;
  /** The last day of the month in which the correction was booked. */
  readonly date: LocalDate;
  readonly month: LocalMonth;
  readonly currency: Currency;
  readonly supplier: DocumentSupplier;
  readonly buyer: DocumentParty;
  /** The document that is corrected (DOC-07); null when it was issued by another system. */
  readonly corrects: DocumentReference | null;
  readonly pids: readonly string[];
  readonly lines: readonly AdjustmentLine[];
  readonly totals: VatSplit;
  readonly issuedAt: Instant;
  /** Why the amount changed, and by which article; documents of before have none. */
  readonly ground?: { readonly law: string; readonly text: string };
}

/** The charges are the changes. */
export type AdjustmentInput = Omit<DocumentInput, "zone" | "contract" | "paymentDocuments" | "software">;

/**
 * DOC-07, DOC-05: decreases and increases, each a line of its own, with their VAT at the rate of the supply. Pure; a change
 * that is none, or a decrease that takes off more than was documented, throws.
 */
export function decideAdjustment(input: AdjustmentInput): Decided<AdjustmentSnapshot> {
  const { number, month, currency, supplier, buyer, corrects, pids, issuedAt } = input;
  const lines = input.charges.map((charge, index): AdjustmentLine => {
    if (charge.gross === 0n) throw new RangeError("an adjustment line is a change");
    return {
      no: index + 1,
      name: `${charge.serviceName} за ${monthInWords(charge.supplyMonth)}`,
      supplyMonth: charge.supplyMonth,
      vatRate: charge.vatRate,
      ...change(charge),
    };
  });
  const { law, text } = correctionRule("RU", "volume", "nobody");
  const ground = { law, text };
  // The order of the parts is that of the stored text: it stays.
  const head = { kind: "adjustment", number, month, currency, supplier, buyer, corrects, pids, issuedAt } as const;
  return {
    snapshot: { ...head, date: lastDayOf(month), lines, totals: sumLines(lines), ground },
    serviceCodes: input.charges.map(({ serviceCode }) => serviceCode),
  };
}

/** The figures after the change are extracted anew, so that before, after and change agree in every column. */
function change({
  gross,
  vatRate,
  before = null,
}: DocumentCharge): VatSplit & Pick<AdjustmentLine, "before" | "after"> {
  if (before === null) return { before, after: null, ...extractVat(gross, vatRate) };
  const after = extractVat(before.gross + gross, vatRate);
  if (after.gross < 0n) throw new RangeError("an adjustment takes off more than was documented");
  return { before, after, net: after.net - before.net, vat: after.vat - before.vat, gross };
}
