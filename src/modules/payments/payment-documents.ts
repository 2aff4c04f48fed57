import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import type { LocalDate, Period } from "../../core/time.ts";
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

/**
 * The bank transfers credited to projects within a half-open period, in the order of their dates (PAY-08): only these
 * count in accounting documents. A project without any has no entry.
 */
export async function paymentDocuments(
  tx: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
  period: Period,
): Promise<Map<ProjectId, PaymentDocument[]>> {
  const found = new Map<ProjectId, PaymentDocument[]>();
  for (const row of await selectTransfers(tx, projectIds, period)) {
    const document = {
      number: row.documentNumber ?? UNNUMBERED,
      date: row.documentDate ?? row.bookedOn,
      amount: row.amountMinor,
    };
    const documents = found.get(row.projectId);
    if (documents) documents.push(document);
    else found.set(row.projectId, [document]);
  }
  return found;
}
