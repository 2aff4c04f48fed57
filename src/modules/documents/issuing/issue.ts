import type { Currency, Minor, VatSplit } from "../../../core/money.ts";
import { type Instant, type LocalDate, type LocalMonth, type Zone, dateOf, lastDayOf } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { storeFiles } from "../../../platform/files.ts";
import { tidyText } from "../../../platform/xml.ts";
import { type DocumentPayer, type Supplier, taxRates } from "../../parties/index.ts";
import { type AdjustmentSnapshot, buildAdjustment } from "../kinds/adjustment/adjustment.ts";
import { toBuyer, toSupplier } from "./from-parties.ts";
import { numberText } from "./number.ts";
import { parseSnapshot, serialiseSnapshot } from "../snapshot-json.ts";
import * as store from "../store.ts";
import { type PaymentDocument, type UpdSnapshot, buildUpd } from "../kinds/upd/upd.ts";
import { updXml } from "../kinds/upd/upd-xml.ts";

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

export const SOFTWARE = "Saldo 0.1";

/**
 * Issues the UPDs of payers for a month (DOC-01, DOC-02), one for each of their contracts: numbered without gaps in the
 * order given, lines with VAT by the date of supply (DOC-05), XML in the exchange format, all in the caller's transaction.
 * What a late correction reduced is not a line of a UPD but an adjustment that refers to the document it corrects (DOC-07).
 * Whose projects have their documents already is passed over; answers how many documents were issued. Refuses
 * upd_breaks_format.
 */
export async function issueMonth(tx: Tx, context: IssueContext, months: readonly PayerMonth[]): Promise<number> {
  // The UPD is a Russian document; the papers of other countries' suppliers have forms of their own.
  if (context.supplier.countryCode !== "RU") return 0;
  const rates = await supplyRates(tx, context, months);
  const without = async (kind: store.DocumentKind): Promise<PayerMonth[]> => {
    const projectIds = months.flatMap((one) => one.payer.projectIds);
    const done = await store.selectDocumentedProjects(tx, context.month, kind, projectIds);
    return months.filter((one) => !one.payer.projectIds.some((projectId) => done.has(projectId)));
  };
  const supplies = (await without("upd")).filter((one) => one.charges.some((charge) => charge.gross > 0n));
  const reductions = (await without("adjustment")).filter((one) => one.charges.some((charge) => charge.gross < 0n));
  await issueUpds(tx, context, supplies, rates);
  await issueAdjustments(tx, context, reductions, rates);
  return supplies.length + reductions.length;
}

type Rates = ReadonlyMap<LocalDate, string>;

/** Services rendered in a month are taxed by the rate of its last day (DOC-05). */
function supplyRates(tx: Tx, context: IssueContext, months: readonly PayerMonth[]): Promise<Rates> {
  const dates = new Set(months.flatMap((one) => one.charges.map((charge) => lastDayOf(charge.supplyMonth))));
  return taxRates(tx, context.supplier.countryCode, [...dates]);
}

async function issueUpds(tx: Tx, context: IssueContext, months: readonly PayerMonth[], rates: Rates): Promise<void> {
  if (months.length === 0) return;
  const year = Number(context.month.slice(0, 4));
  const first = await store.takeNumbers(tx, context.supplier.supplierCode, "upd", year, months.length);
  const made = months.map((one, index) => {
    const number = first + index;
    const text = numberText(context.supplier, "upd", year, number);
    const charges = one.charges.filter((charge) => charge.gross > 0n);
    const snapshot = updOf(context, one, charges, text, rates);
    return { one, number, charges, snapshot, xml: updXml(snapshot) };
  });
  const hashes = await storeFiles(
    tx,
    made.map(({ xml }) => ({ mediaType: "application/xml", bytes: xml.bytes })),
  );
  await store.insertDocuments(
    tx,
    made.map(({ one, number, charges, snapshot, xml }, index) => ({
      ...common(context, one, snapshot),
      kind: "upd",
      number,
      correctsDocumentId: null,
      xmlName: xml.fileName,
      xmlSha256: hashes[index] as Buffer,
      lines: linesOf(snapshot, charges),
    })),
  );
}

function updOf(
  context: IssueContext,
  one: PayerMonth,
  charges: readonly DocumentedCharge[],
  number: string,
  rates: Rates,
): UpdSnapshot {
  const { contract } = one.payer;
  return buildUpd({
    updFunction: "СЧФДОП",
    number,
    month: context.month,
    currency: context.currency,
    zone: context.zone,
    supplier: toSupplier(context.supplier, context.currency),
    buyer: toBuyer(one.payer),
    contract: {
      name: contract.type === "public_offer" ? "Договор публичной оферты" : "Договор",
      number: contract.number,
      date: contract.signedOn ?? dateOf(contract.startsAt, context.zone),
    },
    charges: charges.map((charge) => ({
      serviceName: charge.serviceName,
      supplyMonth: charge.supplyMonth,
      vatRate: rates.get(lastDayOf(charge.supplyMonth)) ?? null,
      gross: charge.gross,
    })),
    paymentDocuments: one.paymentDocuments,
    advanceInvoices: [],
    advanceInvoicesField: null,
    pids: one.pids,
    lineUnit: null,
    issuedAt: context.issuedAt,
    software: SOFTWARE,
  });
}

/** Each line knows its service again: the snapshot's lines are named, not coded. */
function linesOf(snapshot: UpdSnapshot, charges: readonly DocumentedCharge[]): store.NewLine[] {
  return snapshot.lines.map((line) => {
    const charge = charges.find(
      (one) => one.supplyMonth === line.supplyMonth && line.name.startsWith(`${tidyText(one.serviceName)} за `),
    );
    if (!charge) throw new Error(`line ${line.no} of ${snapshot.number} has no service`);
    return {
      serviceCode: charge.serviceCode,
      supplyMonth: line.supplyMonth,
      vatRate: line.vatRate,
      net: line.net,
      vat: line.vat,
      gross: line.gross,
    };
  });
}

async function issueAdjustments(
  tx: Tx,
  context: IssueContext,
  months: readonly PayerMonth[],
  rates: Rates,
): Promise<void> {
  const year = Number(context.month.slice(0, 4));
  for (const one of months) {
    const charges = one.charges.filter((charge) => charge.gross < 0n);
    const supplyMonth = charges.map((charge) => charge.supplyMonth).sort()[0] as LocalMonth;
    const corrected = await store.selectFirstOf(tx, one.payer, supplyMonth);
    const documented = await store.selectDocumentedSums(tx, one.payer);
    const number = await store.takeNumbers(tx, context.supplier.supplierCode, "adjustment", year, 1);
    const snapshot = buildAdjustment({
      number: numberText(context.supplier, "adjustment", year, number),
      month: context.month,
      currency: context.currency,
      supplier: toSupplier(context.supplier, context.currency),
      buyer: toBuyer(one.payer),
      corrects: corrected && { number: corrected.number_text, date: corrected.issued_on },
      reductions: charges.map((charge) => ({
        serviceName: charge.serviceName,
        supplyMonth: charge.supplyMonth,
        vatRate: rates.get(lastDayOf(charge.supplyMonth)) ?? null,
        gross: charge.gross,
        before: documentedBefore(documented, charge),
      })),
      pids: one.pids,
      issuedAt: context.issuedAt,
    });
    await store.insertDocuments(tx, [
      {
        ...common(context, one, snapshot),
        kind: "adjustment",
        number,
        correctsDocumentId: corrected?.document_id ?? null,
        xmlName: null,
        xmlSha256: null,
        lines: snapshot.lines.map((line, index) => ({
          serviceCode: (charges[index] as DocumentedCharge).serviceCode,
          supplyMonth: line.supplyMonth,
          vatRate: line.vatRate,
          net: line.net,
          vat: line.vat,
          gross: line.gross,
        })),
      },
    ]);
  }
}

/** What documents said of a service and month before; null when they said nothing. */
function documentedBefore(documented: readonly store.DocumentedSum[], charge: DocumentedCharge): VatSplit | null {
  const sum = documented.find(
    (one) => one.service_code === charge.serviceCode && one.supply_month === charge.supplyMonth,
  );
  return sum ? { net: sum.net_minor, vat: sum.vat_minor, gross: sum.gross_minor } : null;
}

function common(context: IssueContext, one: PayerMonth, snapshot: UpdSnapshot | AdjustmentSnapshot) {
  return {
    supplierCode: context.supplier.supplierCode,
    year: Number(context.month.slice(0, 4)),
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

/** A stored snapshot as a value again, by the kind of its document. */
export function snapshotOf(row: store.SnapshotRow): UpdSnapshot | AdjustmentSnapshot {
  return row.kind === "upd"
    ? parseSnapshot<UpdSnapshot>("upd", row.snapshot)
    : parseSnapshot<AdjustmentSnapshot>("adjustment", row.snapshot);
}
