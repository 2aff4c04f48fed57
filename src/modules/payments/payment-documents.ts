import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { selectTransfers } from "./bank/index.ts";

/** A bank's payment document, as row 5 of a UPD names it. */
export interface PaymentDocument {
  readonly number: string;
  readonly date: LocalDate;
  readonly amount: Minor;
}

/** What a document without a number is called. */
const UNNUMBERED = "б/н";

/** The money of a transfer on a project's account. */
export interface TransferLot {
  readonly projectId: ProjectId;
  readonly lotNo: bigint;
}

/**
 * The payment documents of transfers, by lot (PAY-08), in the order of the dates on which the bank valued them (PAY-13):
 * that is their date. A lot of other money has none.
 */
export async function paymentDocuments(
  tx: Pick<Tx, "query">,
  lots: readonly TransferLot[],
): Promise<(PaymentDocument & TransferLot)[]> {
  const rows = await selectTransfers(tx, lots);
  return rows.map(({ projectId, lotNo, documentNumber, paidOn, amountMinor }) => ({
    projectId,
    lotNo,
    number: documentNumber?.trim() || UNNUMBERED,
    date: paidOn,
    amount: amountMinor,
  }));
}
