/** The print form of a payment invoice (счёт на оплату): free form, with all that a payment order needs. */
import { formatPid, type ProjectId } from "../../../core/ids.ts";
import type { Currency, VatSplit } from "../../../core/money.ts";
import { type LocalDate, at } from "../../../core/time.ts";
import type { PdfRequest } from "../../../platform/pdf/index.ts";
import { amountInWords } from "./amount-in-words.ts";
import { TEMPLATES, dateInWords, printMinor, printRate } from "./print-texts.ts";

/** What the form shows; the invoice itself is made and kept by payments. */
export interface PrintablePaymentInvoice {
  readonly number: string;
  readonly issuedOn: LocalDate;
  readonly projectId: ProjectId;
  readonly projectName: string;
  readonly amount: VatSplit;
  readonly currency: Currency;
  readonly vatRate: string | null;
  readonly purpose: string;
  /** The text of the payment QR; null where the country's banks have none. */
  readonly qr: string | null;
  readonly supplier: PrintableSide & { readonly countryCode: string; readonly bank: PrintableBank };
  /** Only with additional registration (PAY-06). */
  readonly payer: PrintableSide | null;
}

export interface PrintableSide {
  readonly name: string;
  readonly inn: string | null;
  readonly kpp: string | null;
  readonly address: string | null;
}

export interface PrintableBank {
  readonly name: string;
  readonly bic: string;
  readonly account: string;
  readonly correspondentAccount: string | null;
  /** Кбе, Kazakhstan only. */
  readonly beneficiaryCode?: string | null;
}

const SYMBOLS: Readonly<Record<Currency, string>> = { RUB: "руб.", KZT: "₸" };

/**
 * What to render for a payment invoice (PAY-05, PAY-06): the payer's details only when it is registered, the payment QR
 * only where there is one. Kazakhstan's banks are asked for other details than Russia's.
 */
export async function paymentInvoicePrint(invoice: PrintablePaymentInvoice): Promise<PdfRequest> {
  const { supplier, payer, amount, currency, vatRate } = invoice;
  const kazakh = supplier.countryCode === "KZ";
  const symbol = SYMBOLS[currency] ?? currency;
  const gross = printMinor(amount.gross);
  return {
    templates: TEMPLATES,
    template: "print/payment-invoice.typ",
    // The form shows a day and no time, so the file carries the same.
    createdAt: at(`${invoice.issuedOn}T00:00:00Z`),
    data: {
      title: `Счёт на оплату № ${invoice.number} от ${dateInWords(invoice.issuedOn)}`,
      kazakh,
      bank: { ...supplier.bank, beneficiaryCode: supplier.bank.beneficiaryCode ?? "" },
      supplier: { name: supplier.name, inn: supplier.inn, kpp: supplier.kpp ?? "", line: sideLine(supplier, kazakh) },
      payer: payer === null ? null : sideLine(payer, kazakh),
      service: `Облачные услуги: пополнение баланса проекта ${invoice.projectName} (PID ${formatPid(invoice.projectId)})`,
      pid: formatPid(invoice.projectId),
      gross,
      symbol,
      vat: vatRate === null ? null : printMinor(amount.vat),
      rate: printRate(vatRate),
      words: amountInWords(amount.gross, currency),
      purpose: invoice.purpose,
      qr: invoice.qr !== null,
    },
    images: invoice.qr === null ? {} : { "qr.svg": await qrImage(invoice.qr) },
  };
}

function sideLine({ name, inn, kpp, address }: PrintableSide, kazakh: boolean): string {
  const numbers = [inn && `${kazakh ? "БИН/ИИН" : "ИНН"} ${inn}`, kpp && `КПП ${kpp}`];
  return [name, ...numbers, address].filter((part) => part !== null && part !== "").join(", ");
}

/** An SVG of the code. Medium correction: the sheet is printed, folded and photographed. */
async function qrImage(text: string): Promise<string> {
  // Fifty modules, read when there is a code to draw.
  const { default: QRCode } = await import("qrcode");
  return QRCode.toString(text, { type: "svg", errorCorrectionLevel: "M", margin: 0 });
}
