import type { Currency, Minor, VatSplit } from "../../../core/money.ts";
import { type Instant, type LocalDate, type LocalMonth, type Zone, lastDayOf } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { storeFiles } from "../../../platform/files.ts";
import { type DocumentPayer, type Supplier, taxRates } from "../../parties/index.ts";
import {
  type DocumentCharge,
  type DocumentKindDefinition,
  type DocumentSnapshot,
  documentKinds,
  serialiseSnapshot,
} from "../kinds/index.ts";
import type { DocumentReference, PaymentDocument } from "../parts.ts";
import * as store from "../store.ts";
import { toBuyer, toContract, toSupplier } from "./from-parties.ts";
import { numberText } from "./number.ts";

/** What a payer consumed of a service in a supply month, paid by bank transfer or, post-paid, to be paid so. */
export interface DocumentedCharge {
  readonly serviceCode: string;
  readonly serviceName: string;
  readonly supplyMonth: LocalMonth;
  readonly gross: Minor;
}

/** A payer's month under one of its contracts. */
export interface PayerMonth {
  readonly payer: DocumentPayer;
  readonly charges: readonly DocumentedCharge[];
  readonly paymentDocuments: readonly PaymentDocument[];
  readonly pids: readonly string[];
}

export interface IssueContext {
  readonly supplier: Supplier;
  readonly regionCode: string;
  readonly zone: Zone;
  readonly currency: Currency;
  readonly month: LocalMonth;
  /** The instant that the documents bear; the same on a resumed close. */
  readonly issuedAt: Instant;
}

const SOFTWARE = "Saldo 0.1";

/**
 * Issues the documents of payers for a month, of every kind of the supplier's country, one for each of their contracts
 * (DOC-01, DOC-02): numbered without gaps in the order given, lines with VAT by the date of supply (DOC-05), XML where the
 * state has a format, all in the caller's transaction. What a late correction reduced is not a line of a supply but a
 * correction that refers to the document it corrects (DOC-07). Whose projects have their document of a kind already is
 * passed over; answers how many documents were issued. Refuses what a kind refuses (upd_breaks_format).
 */
export async function issueMonth(tx: Tx, context: IssueContext, months: readonly PayerMonth[]): Promise<number> {
  const kinds = documentKinds.filter(({ countries }) => countries.includes(context.supplier.countryCode));
  if (kinds.length === 0) return 0;
  const rates = await supplyRates(tx, context, months);
  let issued = 0;
  for (const kind of kinds) {
    const due = await notDocumented(tx, context.month, kind, months);
    // A correction states what documents said before it, the correction before it among them: one at a time.
    const batches = kind.role === "correction" ? due.map((one) => [one]) : [due];
    for (const batch of batches) await issueBatch(tx, context, kind, batch, rates);
    issued += due.length;
  }
  return issued;
}

type Rates = ReadonlyMap<LocalDate, string>;

/** Services rendered in a month are taxed by the rate of its last day (DOC-05). */
function supplyRates(tx: Tx, context: IssueContext, months: readonly PayerMonth[]): Promise<Rates> {
  const dates = new Set(months.flatMap((one) => one.charges.map((charge) => lastDayOf(charge.supplyMonth))));
  return taxRates(tx, context.supplier.countryCode, [...dates]);
}

/** The months that have something for a document of the kind and none yet, with the charges that belong on it. */
async function notDocumented(
  tx: Tx,
  month: LocalMonth,
  kind: DocumentKindDefinition,
  months: readonly PayerMonth[],
): Promise<PayerMonth[]> {
  const projectIds = months.flatMap((one) => one.payer.projectIds);
  const done = await store.selectDocumentedProjects(tx, month, kind.kind, projectIds);
  return months
    .filter((one) => !one.payer.projectIds.some((projectId) => done.has(projectId)))
    .map((one) => ({
      ...one,
      charges: one.charges.filter(({ gross }) => (kind.role === "correction" ? gross < 0n : gross > 0n)),
    }))
    .filter((one) => one.charges.length > 0);
}

async function issueBatch(
  tx: Tx,
  context: IssueContext,
  kind: DocumentKindDefinition,
  months: readonly PayerMonth[],
  rates: Rates,
): Promise<void> {
  if (months.length === 0) return;
  const { supplier, month } = context;
  const year = Number(month.slice(0, 4));
  const earlier: Earlier[] = [];
  for (const one of months) earlier.push(kind.role === "correction" ? await earlierOf(tx, one) : NOTHING_EARLIER);
  const first = await store.takeNumbers(tx, supplier.supplierCode, kind.series.of, year, months.length);
  const made = months.map((one, index) => {
    const number = first + index;
    const { corrects, before } = earlier[index] ?? NOTHING_EARLIER;
    const charges = one.charges.map((charge) => ({
      ...charge,
      vatRate: rates.get(lastDayOf(charge.supplyMonth)) ?? null,
      before: before(charge),
    }));
    const text = numberText(supplier, kind.series.mark, year, number);
    const { snapshot, serviceCodes } = kind.decide(inputOf(context, one, text, charges, corrects));
    return { one, number, corrects, snapshot, serviceCodes, xml: kind.xml?.(snapshot) ?? null };
  });
  const files = made.flatMap(({ xml }) => (xml ? [{ mediaType: "application/xml", bytes: xml.bytes }] : []));
  const hashes = files.length === 0 ? [] : await storeFiles(tx, files);
  await store.insertDocuments(
    tx,
    made.map(({ one, number, corrects, snapshot, serviceCodes, xml }, index) => ({
      ...common(context, one, snapshot),
      kind: kind.kind,
      year,
      number,
      correctsDocumentId: corrects?.documentId ?? null,
      xmlName: xml?.fileName ?? null,
      xmlSha256: xml ? (hashes[index] as Buffer) : null,
      lines: linesOf(snapshot, serviceCodes),
    })),
  );
}

/** What a correction refers to: the document it corrects, and what documents said before of a charge's service and month. */
interface Earlier {
  readonly corrects: (DocumentReference & { readonly documentId: bigint }) | null;
  readonly before: (charge: DocumentedCharge) => VatSplit | null;
}

const NOTHING_EARLIER: Earlier = { corrects: null, before: () => null };

async function earlierOf(tx: Tx, { payer, charges }: PayerMonth): Promise<Earlier> {
  const supplyMonth = charges.map((charge) => charge.supplyMonth).sort()[0] as LocalMonth;
  const first = await store.selectFirstOf(tx, payer, supplyMonth);
  const sums = await store.selectDocumentedSums(tx, payer);
  return {
    corrects: first && { documentId: first.documentId, number: first.numberText, date: first.issuedOn },
    before: (charge) => {
      const sum = sums.find((one) => one.serviceCode === charge.serviceCode && one.supplyMonth === charge.supplyMonth);
      return sum ? { net: sum.net, vat: sum.vat, gross: sum.gross } : null;
    },
  };
}

function inputOf(
  context: IssueContext,
  { payer, paymentDocuments, pids }: PayerMonth,
  number: string,
  charges: readonly DocumentCharge[],
  corrects: DocumentReference | null,
) {
  return {
    number,
    month: context.month,
    currency: context.currency,
    zone: context.zone,
    supplier: toSupplier(context.supplier, context.currency),
    buyer: toBuyer(payer),
    contract: toContract(payer.contract, context.zone),
    charges,
    paymentDocuments,
    pids,
    corrects: corrects && { number: corrects.number, date: corrects.date },
    issuedAt: context.issuedAt,
    software: SOFTWARE,
  };
}

/** The service of a line comes from the decision: the snapshot names it for people, and two services may bear one name. */
function linesOf(snapshot: DocumentSnapshot, serviceCodes: readonly string[]): store.NewLine[] {
  if (serviceCodes.length !== snapshot.lines.length) throw new Error(`${snapshot.number}: a service for each line`);
  return snapshot.lines.map(({ supplyMonth, vatRate, net, vat, gross }, index) => ({
    serviceCode: serviceCodes[index] as string,
    supplyMonth,
    vatRate,
    net,
    vat,
    gross,
  }));
}

function common(context: IssueContext, one: PayerMonth, snapshot: DocumentSnapshot) {
  return {
    supplierCode: context.supplier.supplierCode,
    numberText: snapshot.number,
    payerId: one.payer.payerId,
    regionCode: context.regionCode,
    month: context.month,
    issuedOn: lastDayOf(context.month),
    issuedAt: context.issuedAt,
    currency: context.currency,
    net: snapshot.totals.net,
    vat: snapshot.totals.vat,
    gross: snapshot.totals.gross,
    snapshot: serialiseSnapshot(snapshot),
    projectIds: one.payer.projectIds,
  };
}
