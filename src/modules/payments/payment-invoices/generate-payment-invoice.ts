import { NotFound, Refusal, type Texts, fillText } from "../../../core/errors.ts";
import { type ProjectId, formatPid } from "../../../core/ids.ts";
import { type Currency, type Minor, parseMinor } from "../../../core/money.ts";
import { type Instant, dateOf } from "../../../core/time.ts";
import { amountText } from "../../../platform/act.ts";
import type { Tx } from "../../../platform/db.ts";
import { recordAct } from "../../../platform/record-act.ts";
import { type Payer, type Supplier, payerOf, paymentScheme, supplierOf, taxRateOn } from "../../parties/index.ts";
import { type ProjectFacts, type Region, projectFacts, regionOf } from "../../tenancy/index.ts";
import { paymentInvoiceMade } from "../acts.ts";
import {
  type PaymentInvoice,
  type PaymentInvoiceDetails,
  checkInvoiceAllowed,
  checkMayInvoice,
  invoiceNumber,
  invoicePurpose,
} from "./payment-invoice.ts";
import * as store from "./payment-invoice-store.ts";

export interface InvoiceOrder {
  readonly projectId: ProjectId;
  readonly amountMinor: Minor;
  /** Who asked: a user's id. */
  readonly issuedBy: string;
  readonly now: Instant;
}

/**
 * Makes a payment invoice that a prepaid customer asked for (PAY-05, PAY-06): supplier, amount, purpose with the PID,
 * and the payer's details when its additional registration is done. Dated by the region's day; numbers have no gaps.
 * Refused: not_found, what checkInvoiceAllowed refuses, no_tax_rate. Repeats are kept off by the caller's
 * Idempotency-Key.
 */
export async function generatePaymentInvoice(tx: Tx, order: InvoiceOrder): Promise<PaymentInvoice> {
  const { projectId, amountMinor, now } = order;
  const { project, region, payer, facts } = await invoicing(tx, projectId, now);
  checkInvoiceAllowed(facts, amountMinor);
  const supplier = await supplierOf(tx, region.supplierCode);
  const issuedOn = dateOf(now, region.timeZone);
  const vatRate = await taxRateOn(tx, supplier.countryCode, issuedOn);
  const registered =
    payer !== null && payer.kind !== "individual" && payer.registeredAt !== null && payer.registeredAt <= now;
  const details = invoiceDetails(project, supplier, registered ? payer : null, vatRate);
  const year = Number(issuedOn.slice(0, 4));
  const invoiceNo = await store.takeInvoiceNo(tx, supplier.supplierCode, year);
  const number = invoiceNumber(supplier.documentPrefix, year, invoiceNo);
  const id = await store.insertInvoice(tx, {
    supplierCode: supplier.supplierCode,
    year,
    invoiceNo,
    number,
    projectId,
    payerId: payer?.payerId ?? null,
    amountMinor,
    currency: project.currency,
    issuedOn,
    issuedAt: now,
    issuedBy: order.issuedBy,
    purpose: invoicePurpose({ number, issuedOn, projectId, amountMinor, vatRate }),
    details,
  });
  await recordAct(tx, paymentInvoiceMade, now, {
    subjects: [{ kind: "project", id: projectId }, ...(payer ? [{ kind: "payer" as const, id: payer.payerId }] : [])],
    thing: `payment_invoice:${id}`,
    after: { number, amount: amountText(amountMinor, project.currency) },
  });
  return paymentInvoice(tx, projectId, id);
}

async function invoicing(tx: Pick<Tx, "query">, projectId: ProjectId, now: Instant) {
  const project = (await projectFacts(tx, [projectId])).get(projectId);
  if (!project) throw NotFound({ values: { what: formatPid(projectId) } });
  const region = await regionOf(tx, project.regionCode);
  const payer = (await payerOf(tx, [projectId], now)).get(projectId)?.payer ?? null;
  const scheme = (await paymentScheme(tx, [projectId], now)).get(projectId) ?? "prepaid";
  return { project, region, payer, facts: invoiceFacts(project, region, payer, scheme) };
}

/** Why no invoice can be made for a project now (PAY-06), so that nobody is asked for an amount in vain; null when one can. */
export async function invoiceRefusal(tx: Pick<Tx, "query">, projectId: ProjectId, now: Instant): Promise<Texts | null> {
  const { facts } = await invoicing(tx, projectId, now);
  try {
    checkMayInvoice(facts);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { kind, details } = error;
    return { ru: fillText(kind.texts.ru, details.values), en: fillText(kind.texts.en, details.values) };
  }
}

function invoiceFacts(project: ProjectFacts, region: Region, payer: Payer | null, scheme: "prepaid" | "postpaid") {
  const method = region.paymentMethods.find((one) => one.code === "bank_transfer");
  return {
    status: project.status,
    paymentScheme: scheme,
    currency: project.currency,
    documentAddress: region.documentAddress,
    regionCountry: region.countryCode,
    transfer: method ? { minimumMinor: parseMinor(method.minimum) ?? 1n, onRequest: method.onRequest } : null,
    payer,
  };
}

function invoiceDetails(
  project: ProjectFacts,
  supplier: Supplier,
  payer: Payer | null,
  vatRate: string | null,
): PaymentInvoiceDetails {
  const bank = bankFor(supplier, project.currency);
  return {
    supplier: {
      name: supplier.name,
      inn: supplier.inn ?? "",
      kpp: supplier.kpp,
      address: supplier.address,
      countryCode: supplier.countryCode,
      bank: { name: bank.name, bic: bank.bic, account: bank.account, correspondentAccount: bank.correspondentAccount },
    },
    payer: payer && { name: payer.fullName, inn: payer.inn, kpp: payer.kpp, address: payer.address },
    projectName: project.name,
    vatRate,
  };
}

/** The account an invoice is to be paid to: one in its own currency, for money in another could not be credited. */
function bankFor(supplier: Supplier, currency: Currency) {
  const bank = supplier.bank.find((one) => one.currency === currency);
  if (!bank) throw new Error(`supplier ${supplier.supplierCode} has no bank account in ${currency}`);
  return bank;
}

/** An invoice of a project, as its PDF needs it. Refused: not_found, also for the invoice of another project. */
export async function paymentInvoice(tx: Pick<Tx, "query">, projectId: ProjectId, id: bigint): Promise<PaymentInvoice> {
  const invoice = await store.selectInvoice(tx, projectId, id);
  if (!invoice) throw NotFound({ values: { what: String(id) } });
  return invoice;
}

/** Whose an invoice of a project is; none where there is no such invoice. */
export function paymentInvoicePapers(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
  id: bigint,
): ReturnType<typeof store.selectInvoicePapers> {
  return store.selectInvoicePapers(tx, projectId, id);
}
