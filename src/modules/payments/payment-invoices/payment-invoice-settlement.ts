import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import type { Tx } from "../../../platform/db.ts";
import { type OpenInvoice, matchInvoice } from "./payment-invoice.ts";
import * as store from "./payment-invoice-store.ts";

/** A transfer that was credited to a project. */
export interface CreditedTransfer {
  readonly lineId: bigint;
  readonly projectId: ProjectId;
  readonly amountMinor: Minor;
  readonly purpose: string;
}

/** Notes which payment invoices the transfers paid, each once; the money itself is credited already. */
export async function settlePaymentInvoices(tx: Tx, transfers: readonly CreditedTransfer[]): Promise<void> {
  if (transfers.length === 0) return;
  const open = await store.selectOpenInvoices(tx, [...new Set(transfers.map((transfer) => transfer.projectId))]);
  const paid: store.InvoicePayment[] = [];
  for (const { lineId, projectId, amountMinor, purpose } of transfers) {
    const own = open.get(projectId) ?? [];
    const invoice = matchInvoice(purpose, amountMinor, own);
    if (!invoice) continue;
    paid.push({ paymentInvoiceId: invoice.paymentInvoiceId, lineId, amountMinor });
    open.set(
      projectId,
      own.flatMap((one) => (one === invoice ? stillOpen(one, amountMinor) : [one])),
    );
  }
  await store.insertInvoicePayments(tx, paid);
}

function stillOpen(invoice: OpenInvoice, amountMinor: Minor): OpenInvoice[] {
  const paidMinor = invoice.paidMinor + amountMinor;
  return paidMinor < invoice.amountMinor ? [{ ...invoice, paidMinor }] : [];
}
