/** The print form of an adjustment document (корректировочный документ): what changed, against which document. */
import type { VatSplit } from "../../../../core/money.ts";
import { formatDate } from "../../../../core/time.ts";
import type { PdfRequest } from "../../../../platform/pdf/index.ts";
import type { AdjustmentLine, AdjustmentSnapshot } from "./adjustment.ts";
import { currencyOf, sumLines } from "../../parts.ts";
import { shortName, signerFor } from "../../party.ts";
import {
  DASH,
  NO_BREAK,
  TEMPLATES,
  dateInWords,
  printLineName,
  printMinor,
  printParty,
  printRate,
  printReferences,
} from "../../print/index.ts";

/** What to render for an adjustment (DOC-07): for each line before, after, increase and decrease, with totals. */
export function adjustmentPrint(snapshot: AdjustmentSnapshot): PdfRequest {
  const currency = currencyOf(snapshot.currency);
  const head = signerFor(snapshot.supplier, "head");
  // Status 2 changes a transfer document alone, as that of a buyer abroad: what belongs to the invoice stays empty (DOC-11).
  const taxed = snapshot.lines.some(({ vatRate }) => vatRate !== null);
  const invoiceSigner = (role: "head" | "accountant") =>
    taxed ? shortName(signerFor(snapshot.supplier, role).fullName) : "";
  return {
    templates: TEMPLATES,
    template: "kinds/adjustment/adjustment.typ",
    createdAt: snapshot.issuedAt,
    data: {
      title: `Корректировочный документ № ${snapshot.number} от ${formatDate(snapshot.date)}`,
      number: snapshot.number,
      date: dateInWords(snapshot.date),
      corrects: snapshot.corrects === null ? `№ ${DASH} от ${DASH}` : printReferences([snapshot.corrects], ""),
      supplier: printParty(snapshot.supplier),
      buyer: printParty(snapshot.buyer),
      currency: `${currency.name}, ${currency.code}`,
      lines: snapshot.lines.map(lineTexts),
      increase: total(snapshot.lines.filter(({ gross }) => gross > 0n)),
      decrease: total(snapshot.lines.filter(({ gross }) => gross < 0n).map((line) => ({ ...line, ...negated(line) }))),
      ground: snapshot.ground?.text ?? GROUND_OF_BEFORE,
      status: taxed ? "1" : "2",
      head: { position: head.position, name: shortName(head.fullName) },
      invoiceHead: invoiceSigner("head"),
      accountant: invoiceSigner("accountant"),
      pids: snapshot.pids.length === 0 ? DASH : snapshot.pids.join(", "),
      received: `«____»${NO_BREAK}________________${NO_BREAK}20____${NO_BREAK}г.`,
    },
  };
}

function lineTexts(line: AdjustmentLine): Record<string, unknown> {
  return {
    no: String(line.no),
    name: printLineName(line.name),
    rate: printRate(line.vatRate),
    before: line.before ? figures(line.before, line.vatRate) : null,
    after: line.after ? figures(line.after, line.vatRate) : null,
    increase: line.gross > 0n ? figures(line, line.vatRate) : null,
    decrease: line.gross < 0n ? figures(negated(line), line.vatRate) : null,
  };
}

/** What adjustments said before they kept their ground. */
const GROUND_OF_BEFORE = "Стоимость услуг изменена вследствие уточнения их объема (количества)";

/** The sum of the rows of one direction; null when there is none. */
function total(lines: readonly AdjustmentLine[]) {
  if (lines.length === 0) return null;
  return figures(sumLines(lines), lines.some(({ vatRate }) => vatRate !== null) ? "" : null);
}

function figures({ net, vat, gross }: VatSplit, vatRate: string | null): Record<"net" | "vat" | "gross", string> {
  return { net: printMinor(net), vat: vatRate === null ? printRate(null) : printMinor(vat), gross: printMinor(gross) };
}

/** Decreases are negative in the books and stated without a sign in the row that is called a decrease. */
function negated({ net, vat, gross }: VatSplit): VatSplit {
  return { net: -net, vat: -vat, gross: -gross };
}
