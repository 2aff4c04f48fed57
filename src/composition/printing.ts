import type { ClosePorts } from "../modules/closing/index.ts";
import { paymentInvoicePrint } from "../modules/documents/index.ts";
import { type PaymentInvoice, paymentDocuments } from "../modules/payments/index.ts";
import { type PdfRenderer, type PdfRequest, openPdfRenderer } from "../platform/pdf/index.ts";

export interface Printing {
  readonly renderPaymentInvoice: (invoice: PaymentInvoice) => Promise<Buffer>;
  /** What a month close needs from outside its rooms. */
  readonly closePorts: ClosePorts;
  close(): Promise<void>;
}

/** The renderer of documents, started with the first one. */
export function openPrinting(): Printing {
  let opened: PdfRenderer | undefined;
  const renderer = (): PdfRenderer => (opened ??= openPdfRenderer());
  const render = async (requests: readonly PdfRequest[]): Promise<Uint8Array[]> => {
    const files: Uint8Array[] = [];
    for await (const bytes of renderer().renderMany(requests)) files.push(bytes);
    return files;
  };
  return {
    renderPaymentInvoice: async (invoice) => Buffer.from(await renderer().render(await paymentInvoicePrint(invoice))),
    closePorts: { render, paymentDocuments },
    close: async () => opened?.close(),
  };
}
