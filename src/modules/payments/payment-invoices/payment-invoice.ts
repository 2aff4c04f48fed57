import { refusal } from "../../../core/errors.ts";
import { type ProjectId, formatPid } from "../../../core/ids.ts";
import { type Currency, type Minor, type VatSplit, extractVat, formatMinor } from "../../../core/money.ts";
import { type LocalDate, formatDate } from "../../../core/time.ts";

export const PostpaidInvoiceFromProvider = refusal(
  "payment_invoice_postpaid",
  409,
  "Проект на постоплате: счёт выставляет поставщик по окончании месяца, самостоятельно его создать нельзя",
  "The project is post-paid: the provider issues its invoice after the month ends, you cannot make one yourself",
);
export const InvoiceOnRequest = refusal(
  "payment_invoice_on_request",
  409,
  "В этом регионе счёт на оплату выставляют по запросу: сообщите {address} организацию, PID и сумму",
  "In this region a payment invoice is made on request: send organisation, PID and amount to {address}",
);
export const NonResidentInvoiceOnRequest = refusal(
  "payment_invoice_non_resident",
  409,
  "Нерезидентам счёт выставляет документальный отдел: напишите на {address}",
  "Non-residents get their invoice from the document department: write to {address}",
);
export const InvoiceProjectDeleted = refusal(
  "payment_invoice_project_deleted",
  409,
  "Проект удалён, пополнить его нельзя",
  "The project is deleted and cannot be topped up",
);
export const InvoiceAmountOutOfRange = refusal(
  "payment_invoice_amount",
  422,
  "Сумма счёта: от {minimum} до {maximum} {currency}",
  "The amount of an invoice is from {minimum} to {maximum} {currency}",
);

/** What fits the amount field of a payment order and can be said in words. */
export const LARGEST_INVOICE_MINOR: Minor = 99_999_999_999n;

/** What decides whether a customer may make an invoice for itself. */
export interface InvoiceFacts {
  readonly status: "active" | "conserved" | "deleted";
  readonly paymentScheme: "prepaid" | "postpaid";
  readonly currency: Currency;
  readonly documentAddress: string;
  readonly regionCountry: string;
  /** Null when the region has no bank transfer at all. */
  readonly transfer: { readonly minimumMinor: Minor; readonly onRequest: boolean } | null;
  /** Null for a project without a payer on record. */
  readonly payer: {
    readonly kind: "individual" | "sole_proprietor" | "legal_entity";
    readonly countryCode: string;
  } | null;
}

/**
 * Lets a prepaid customer make invoices, of whatever amount, or refuses with the reason (PAY-06, PYR-02, PYR-04, PAY-01):
 * payment_invoice_project_deleted, _postpaid, _on_request, _non_resident.
 */
export function checkMayInvoice(facts: InvoiceFacts): asserts facts is InvoiceFacts & { transfer: object } {
  const address = { values: { address: facts.documentAddress } };
  if (facts.status === "deleted") throw InvoiceProjectDeleted();
  if (facts.paymentScheme === "postpaid") throw PostpaidInvoiceFromProvider();
  if (!facts.transfer || facts.transfer.onRequest) throw InvoiceOnRequest(address);
  const foreign = facts.payer && facts.payer.kind !== "individual" && facts.payer.countryCode !== facts.regionCountry;
  if (foreign) throw NonResidentInvoiceOnRequest(address);
}

/** Lets a customer make an invoice of an amount, or refuses: what checkMayInvoice refuses, payment_invoice_amount (PAY-02). */
export function checkInvoiceAllowed(facts: InvoiceFacts, amountMinor: Minor): void {
  checkMayInvoice(facts);
  const { minimumMinor } = facts.transfer;
  if (amountMinor < minimumMinor || amountMinor > LARGEST_INVOICE_MINOR) {
    const values = {
      minimum: formatMinor(minimumMinor),
      maximum: formatMinor(LARGEST_INVOICE_MINOR),
      currency: facts.currency,
    };
    throw InvoiceAmountOutOfRange({ field: "amount", values });
  }
}

/** `VK-2026-000012`: unique by itself, so that it can be found in a purpose of payment. */
export function invoiceNumber(prefix: string, year: number, invoiceNo: number): string {
  return `${prefix}-${year}-${String(invoiceNo).padStart(6, "0")}`;
}

export interface PurposeParts {
  readonly number: string;
  readonly issuedOn: LocalDate;
  readonly projectId: ProjectId;
  readonly amountMinor: Minor;
  /** Percent as a plain decimal; null is "without VAT". */
  readonly vatRate: string | null;
}

/**
 * The purpose the customer's bank is to write, with the PID by which the transfer is recognised (PAY-05). Short enough
 * for the purpose of a payment order (210 characters) and of the payment QR.
 */
export function invoicePurpose(parts: PurposeParts): string {
  const { vat } = extractVat(parts.amountMinor, parts.vatRate);
  const tax = parts.vatRate === null ? "Без НДС." : `В т.ч. НДС ${parts.vatRate}% ${formatMinor(vat)}.`;
  return `Оплата по счету ${parts.number} от ${formatDate(parts.issuedOn)} за облачные услуги, PID ${formatPid(parts.projectId)}. ${tax}`;
}

/** The details of both sides as they were when the invoice was made; kept with it, never looked up again. */
export interface PaymentInvoiceDetails {
  readonly supplier: {
    readonly name: string;
    readonly inn: string;
    readonly kpp: string | null;
    readonly address: string;
    readonly countryCode: string;
    readonly bank: {
      readonly name: string;
      readonly bic: string;
      readonly account: string;
      readonly correspondentAccount: string | null;
    };
  };
  /** Only with additional registration (PAY-06). */
  readonly payer: {
    readonly name: string;
    readonly inn: string | null;
    readonly kpp: string | null;
    readonly address: string | null;
  } | null;
  readonly projectName: string;
  readonly vatRate: string | null;
}

/** A payment invoice, whole: what the PDF shows. Amounts in minor units, VAT inside the amount. */
export interface PaymentInvoice extends PaymentInvoiceDetails {
  readonly paymentInvoiceId: bigint;
  readonly number: string;
  readonly issuedOn: LocalDate;
  readonly projectId: ProjectId;
  readonly amount: VatSplit;
  readonly currency: Currency;
  readonly purpose: string;
  /** The text of the payment QR; null where the country's banks have none. */
  readonly qr: string | null;
}

export type InvoiceState = "issued" | "partially_paid" | "paid";

/** An invoice's state is what transfers paid of it. */
export function invoiceState(amountMinor: Minor, paidMinor: Minor): InvoiceState {
  if (paidMinor <= 0n) return "issued";
  return paidMinor < amountMinor ? "partially_paid" : "paid";
}

export interface OpenInvoice {
  readonly paymentInvoiceId: bigint;
  readonly number: string;
  readonly amountMinor: Minor;
  readonly paidMinor: Minor;
}

/**
 * Which open invoice of a project a transfer pays: the one whose number its purpose names, else the only one of exactly
 * its amount, else none. The money is on the payment account either way; this only tells the customer what is paid.
 */
export function matchInvoice(purpose: string, amountMinor: Minor, open: readonly OpenInvoice[]): OpenInvoice | null {
  const text = bare(purpose);
  const named = open.filter((invoice) => {
    const number = bare(invoice.number);
    const at = text.indexOf(number);
    return at >= 0 && !/\d/.test(text[at + number.length] ?? "");
  });
  if (named.length > 0) return named.length === 1 ? (named[0] ?? null) : null;
  const exact = open.filter((invoice) => invoice.amountMinor - invoice.paidMinor === amountMinor);
  return exact.length === 1 ? (exact[0] ?? null) : null;
}

const LOOK_ALIKE: Readonly<Record<string, string>> = {
  А: "A",
  В: "B",
  Е: "E",
  К: "K",
  М: "M",
  Н: "H",
  О: "O",
  Р: "P",
  С: "C",
  Т: "T",
  У: "Y",
  Х: "X",
};

/** Letters and digits only, upper case, Cyrillic letters that look Latin as Latin: how people and banks retype numbers. */
function bare(text: string): string {
  return text
    .toUpperCase()
    .replace(/[АВЕКМНОРСТУХ]/g, (letter) => LOOK_ALIKE[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]/gu, "");
}
