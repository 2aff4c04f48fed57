import { extractVat, type Currency, type Minor, type VatSplit } from "../../../../core/money.ts";
import { type Instant, type LocalDate, type LocalMonth, lastDayOf } from "../../../../core/time.ts";
import type { DocumentParty, DocumentSupplier } from "../../party.ts";
import { type DocumentReference, monthInWords, sumLines } from "../upd/upd.ts";

/** A decrease of one service of one supply month: all figures negative. */
export interface AdjustmentLine extends VatSplit {
  readonly no: number;
  readonly name: string;
  readonly supplyMonth: LocalMonth;
  readonly vatRate: string | null;
  /** What documents stated so far and what is right now; null when no document of ours stated it. */
  readonly before: VatSplit | null;
  readonly after: VatSplit | null;
}

/** The adjustment document (корректировочный документ) as a value: what a later correction took off issued documents. */
export interface AdjustmentSnapshot {
  readonly kind: "adjustment";
  readonly number: string;
  /** The last day of the month in which the correction was booked. */
  readonly date: LocalDate;
  readonly month: LocalMonth;
  readonly currency: Currency;
  readonly supplier: DocumentSupplier;
  readonly buyer: DocumentParty;
  /** The first document of that supply (DOC-07); null when it was issued by another system. */
  readonly corrects: DocumentReference | null;
  readonly pids: readonly string[];
  readonly lines: readonly AdjustmentLine[];
  readonly totals: VatSplit;
  readonly issuedAt: Instant;
}

export interface AdjustmentInput extends Omit<AdjustmentSnapshot, "kind" | "date" | "lines" | "totals"> {
  readonly reductions: readonly {
    readonly serviceName: string;
    readonly supplyMonth: LocalMonth;
    readonly vatRate: string | null;
    /** Negative. */
    readonly gross: Minor;
    /** What documents stated so far of this service and month; left out when none of ours did. */
    readonly before?: VatSplit | null;
  }[];
}

/**
 * DOC-07, DOC-05: the decreases with their VAT at the rate of the supply. Pure; a decrease that is none, or that takes
 * off more than was documented, throws.
 */
export function buildAdjustment(input: AdjustmentInput): AdjustmentSnapshot {
  const { reductions, ...head } = input;
  const lines = reductions.map((reduction, index): AdjustmentLine => {
    if (reduction.gross >= 0n) throw new RangeError("an adjustment line is a decrease");
    return {
      no: index + 1,
      name: `${reduction.serviceName} за ${monthInWords(reduction.supplyMonth)}`,
      supplyMonth: reduction.supplyMonth,
      vatRate: reduction.vatRate,
      ...change(reduction),
    };
  });
  return { kind: "adjustment", ...head, date: lastDayOf(input.month), lines, totals: sumLines(lines) };
}

/** The figures after the change are extracted anew, so that before, after and decrease agree in every column. */
function change(reduction: AdjustmentInput["reductions"][number]): VatSplit & Pick<AdjustmentLine, "before" | "after"> {
  const { gross, vatRate, before = null } = reduction;
  if (before === null) return { before, after: null, ...extractVat(gross, vatRate) };
  const after = extractVat(before.gross + gross, vatRate);
  if (after.gross < 0n) throw new RangeError("an adjustment takes off more than was documented");
  return { before, after, net: after.net - before.net, vat: after.vat - before.vat, gross };
}
