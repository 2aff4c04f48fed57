import { Refusal, fillText, refusal } from "../../../core/errors.ts";
import { type Currency, type Minor, type VatSplit, extractVat } from "../../../core/money.ts";
import { type Instant, type LocalDate, type LocalMonth, type Zone, lastDayOf } from "../../../core/time.ts";
import { subjectsOf } from "../../../core/subject.ts";
import { type Tx, inOrder } from "../../../platform/db.ts";
import { storeFiles } from "../../../platform/files.ts";
import { type DocumentPayer, NoTaxRate, type Supplier, taxRates } from "../../parties/index.ts";
import {
  type DocumentCharge,
  type DocumentKindDefinition,
  type DocumentSnapshot,
  type ExchangeFile,
  documentKinds,
  serialiseSnapshot,
  taxTreatment,
} from "../kinds/index.ts";
import type { DocumentReference, PaymentDocument } from "../parts.ts";
import * as store from "../store.ts";
import { projectFacts } from "../../tenancy/index.ts";
import { toBuyer, toContract, toSupplier } from "./from-parties.ts";
import { numberText } from "./number.ts";
import type { NotReady } from "./ready.ts";
import { amountText } from "../../../platform/act.ts";
import { recordActs } from "../../../platform/record-act.ts";
import { documentIssued } from "../acts.ts";

export { type PayerToDocument, payerProblems } from "./readiness.ts";
export { type NotReady, notReady } from "./ready.ts";

/** What a payer consumed of a service in a supply month and its documents are to show. */
export interface DocumentedCharge {
  readonly serviceCode: string;
  readonly serviceName: string;
  readonly supplyMonth: LocalMonth;
  readonly gross: Minor;
  /** Supplied over the net, as all but work by people is: decides where it is taxed when the buyer is abroad. */
  readonly electronic?: boolean;
}

/** A payer's month under one of its contracts: what was supplied, each service and supply month once. */
export interface PayerMonth {
  readonly payer: DocumentPayer;
  readonly charges: readonly DocumentedCharge[];
  readonly paymentDocuments: readonly PaymentDocument[];
  readonly pids: readonly string[];
}

/** What changed of a document that was issued: decreases and increases, each service and supply month once of either. */
export interface Correction {
  readonly payer: DocumentPayer;
  /** The first document of the chain: what a correction corrects is never a correction. */
  readonly documentId: bigint;
  readonly changes: readonly DocumentedCharge[];
  readonly pids: readonly string[];
}

/** The document that was issued, with the line of each charge; or why it was not. */
export type Outcome =
  | { readonly documentId: bigint; lineOf(charge: Omit<DocumentedCharge, "serviceName">): number }
  | { readonly notReady: NotReady };

export interface IssueContext {
  readonly supplier: Supplier;
  readonly regionCode: string;
  readonly zone: Zone;
  readonly currency: Currency;
  readonly month: LocalMonth;
  /** The instant that the documents bear; the same on a resumed close. */
  readonly issuedAt: Instant;
}

const NoTaxTreatment = refusal(
  "no_tax_treatment",
  409,
  "Не задано, где облагаются услуги поставщика из {supplier} покупателю из {buyer} на {date}",
  "It is not set where services of a supplier in {supplier} to a buyer in {buyer} are taxed on {date}",
);

const SOFTWARE = "Saldo 0.1";

/**
 * Issues the documents of supply of payers for a month, and those that go beside them, of every such kind of the supplier's
 * country, one of each for a contract (DOC-01, DOC-02): numbered without gaps in the order given, lines with VAT by the date
 * of supply (DOC-05), XML where the state has a format, all in the caller's transaction. What a kind refuses keeps nobody
 * else: that payer gets none and takes no number (PYR-10). Answers the outcome of each, in order.
 */
export async function issueMonth(tx: Tx, context: IssueContext, months: readonly PayerMonth[]): Promise<Outcome[]> {
  const kinds = kindsOf(context, ["supply", "companion"]);
  const rates = await supplyRates(
    tx,
    context,
    months.flatMap((one) => one.charges),
  );
  const input = (one: PayerMonth) => ({
    one,
    corrects: null,
    charges: () => one.charges.map((charge) => ({ ...charge, vatRate: vatRateOf(context, one.payer, charge, rates) })),
  });
  return issue(tx, context, kinds, months.map(input));
}

/**
 * Issues one correction for each document that is corrected (DOC-07): what it says so far, by itself and by what corrected it
 * before, and what it says then; decreases first, an increase of the same line after them. Else as issueMonth.
 */
export async function issueCorrections(
  tx: Tx,
  context: IssueContext,
  corrections: readonly Correction[],
): Promise<Outcome[]> {
  if (corrections.length === 0) return [];
  const ids = corrections.map(({ documentId }) => documentId);
  const [documents, sums, rates] = await inOrder([
    () => store.selectDocumentsById(tx, ids),
    () => store.selectCorrectedSums(tx, ids),
    () =>
      supplyRates(
        tx,
        context,
        corrections.flatMap((one) => one.changes),
      ),
  ]);
  const corrected = new Map(documents.map((one) => [one.documentId, one]));
  const said = Map.groupBy(sums, (sum) => sum.documentId);
  const inputs = corrections.map(({ payer, documentId, changes, pids }) => {
    const document = corrected.get(documentId);
    if (!document) throw new Error(`no document ${documentId} to correct`);
    return {
      one: { payer, charges: changes, paymentDocuments: [], pids },
      corrects: { documentId, number: document.numberText, date: document.issuedOn },
      charges: () =>
        withBefore(changes, said.get(documentId) ?? [], (charge) => vatRateOf(context, payer, charge, rates)),
    };
  });
  return issue(tx, context, kindsOf(context, ["correction"]), inputs);
}

type Rates = ReadonlyMap<LocalDate, string>;

/** Services rendered in a month are taxed by the rate of its last day (DOC-05). */
function supplyRates(tx: Tx, context: IssueContext, charges: readonly DocumentedCharge[]): Promise<Rates> {
  const dates = new Set(charges.map((charge) => lastDayOf(charge.supplyMonth)));
  return taxRates(tx, context.supplier.countryCode, [...dates]);
}

/**
 * The rate of the supply month's last day, or null, "without VAT", where the service counts as supplied in the buyer's
 * country (PYR-04, DOC-05). Refuses NoTaxTreatment and NoTaxRate.
 */
function vatRateOf({ supplier }: IssueContext, payer: DocumentPayer, charge: DocumentedCharge, rates: Rates) {
  const on = lastDayOf(charge.supplyMonth);
  const { countryCode: supplierCountry } = supplier;
  const { countryCode: buyerCountry } = payer;
  const treatment = taxTreatment({ supplierCountry, buyerCountry, electronic: charge.electronic ?? true, on });
  if (!treatment) throw NoTaxTreatment({ values: { supplier: supplierCountry, buyer: buyerCountry, date: on } });
  if (!treatment.taxed) return null;
  const rate = rates.get(on);
  if (rate === undefined) throw NoTaxRate({ values: { country: supplierCountry, date: on } });
  return rate;
}

function kindsOf({ supplier }: IssueContext, roles: readonly DocumentKindDefinition["role"][]) {
  return documentKinds.filter(
    ({ role, countries }) => roles.includes(role) && countries.includes(supplier.countryCode),
  );
}

/** What the document said before each change, at the rate that it said; a second change of a line comes after the first. */
function withBefore(
  changes: readonly DocumentedCharge[],
  said: readonly store.DocumentedSum[],
  rateOf: (charge: DocumentedCharge) => string | null,
): DocumentCharge[] {
  const now = new Map(said.map((sum) => [`${sum.serviceCode} ${sum.supplyMonth}`, sum as Said]));
  return changes.map((charge) => {
    const key = `${charge.serviceCode} ${charge.supplyMonth}`;
    const { net, vat, gross, vatRate } = now.get(key) ?? { net: 0n, vat: 0n, gross: 0n, vatRate: rateOf(charge) };
    now.set(key, { ...extractVat(gross + charge.gross, vatRate), vatRate });
    return { ...charge, vatRate, before: { net, vat, gross } };
  });
}

type Said = VatSplit & Pick<store.DocumentedSum, "vatRate">;

interface Input {
  readonly one: PayerMonth;
  readonly corrects: (DocumentReference & { readonly documentId: bigint }) | null;
  /** Refuses what is the payer's own to mend. */
  readonly charges: () => readonly DocumentCharge[];
}

interface Made {
  readonly kind: DocumentKindDefinition;
  readonly number: number;
  readonly snapshot: DocumentSnapshot;
  readonly serviceCodes: readonly string[];
  readonly xml: ExchangeFile | null;
}

/** Each input gets a document of every kind, or of none. */
async function issue(
  tx: Tx,
  context: IssueContext,
  kinds: readonly DocumentKindDefinition[],
  inputs: readonly Input[],
): Promise<Outcome[]> {
  if (inputs.length === 0 || kinds.length === 0)
    return inputs.map(() => ({ notReady: { code: "no_papers", texts: null } }));
  const numbers = await NumberBlock.take(tx, context, kinds, inputs.length);
  const made = inputs.map((input) => numbers.each(() => kinds.map((kind) => make(context, kind, input, numbers))));
  await numbers.giveBack(tx);
  const ids = new Map<Made, bigint>();
  for (const kind of kinds) {
    const own = made.flatMap((some, index) => {
      const [input, one] = [inputs[index], Array.isArray(some) ? some.find((each) => each.kind === kind) : undefined];
      return input && one ? [{ input, one }] : [];
    });
    const stored = await storeMade(tx, context, own);
    own.forEach(({ one }, index) => ids.set(one, stored[index] as bigint));
  }
  return made.map((some): Outcome => {
    if (!Array.isArray(some)) return { notReady: some };
    const [counted] = some.filter(({ kind }) => kind.role !== "companion");
    if (!counted) throw new Error("a document stands for what was supplied or changed");
    return { documentId: ids.get(counted) as bigint, lineOf: (charge) => lineOf(counted, charge) };
  });
}

function lineOf(
  { snapshot, serviceCodes }: Made,
  { serviceCode, supplyMonth, gross }: Omit<DocumentedCharge, "serviceName">,
): number {
  const index = snapshot.lines.findIndex(
    (line, at) =>
      serviceCodes[at] === serviceCode && line.supplyMonth === supplyMonth && line.gross < 0n === gross < 0n,
  );
  if (index < 0) throw new Error(`${snapshot.number} has no line of ${serviceCode} ${supplyMonth}`);
  return index + 1;
}

/** Pure but for the number that it takes. */
function make(
  context: IssueContext,
  kind: DocumentKindDefinition,
  { one, corrects, charges }: Input,
  numbers: NumberBlock,
): Made {
  const number = numbers.next(kind);
  const text = numberText(context.supplier, kind.series.mark, yearOf(context), number);
  const { snapshot, serviceCodes } = kind.decide(inputOf(context, one, text, charges(), corrects));
  return { kind, number, snapshot, serviceCodes, xml: kind.xml?.(snapshot) ?? null };
}

const yearOf = ({ month }: IssueContext): number => Number(month.slice(0, 4));

interface Block {
  next: number;
  readonly end: number;
}

/** Numbers taken ahead for as many documents as there may be; who gets none gives its own back at once (DOC-04). */
class NumberBlock {
  readonly #context: IssueContext;
  readonly #series: ReadonlyMap<string, Block>;

  private constructor(context: IssueContext, series: ReadonlyMap<string, Block>) {
    this.#context = context;
    this.#series = series;
  }

  static async take(
    tx: Tx,
    context: IssueContext,
    kinds: readonly DocumentKindDefinition[],
    each: number,
  ): Promise<NumberBlock> {
    const series = new Map<string, Block>();
    for (const [of, own] of Map.groupBy(kinds, (kind) => kind.series.of)) {
      const count = own.length * each;
      const next = await store.takeNumbers(tx, context.supplier.supplierCode, of, yearOf(context), count);
      series.set(of, { next, end: next + count });
    }
    return new NumberBlock(context, series);
  }

  next({ series: { of } }: DocumentKindDefinition): number {
    const block = this.#series.get(of);
    if (!block) throw new Error(`no numbers of ${of} were taken`);
    block.next += 1;
    return block.next - 1;
  }

  /** Does one payer's work; a refusal is its answer, and the numbers that it took are free again. */
  each<T>(work: () => T): T | NotReady {
    const before = [...this.#series.values()].map((block) => ({ block, next: block.next }));
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      for (const { block, next } of before) block.next = next;
      const fill = (text: string) => fillText(text, error.details.values);
      return { code: error.kind.code, texts: { ru: fill(error.kind.texts.ru), en: fill(error.kind.texts.en) } };
    }
  }

  async giveBack(tx: Tx): Promise<void> {
    for (const [of, { next, end }] of this.#series) {
      if (end > next)
        await store.returnNumbers(tx, this.#context.supplier.supplierCode, of, yearOf(this.#context), end - next);
    }
  }
}

async function storeMade(
  tx: Tx,
  context: IssueContext,
  made: readonly { readonly input: Input; readonly one: Made }[],
): Promise<bigint[]> {
  if (made.length === 0) return [];
  const files = made.flatMap(({ one: { xml } }) => (xml ? [{ mediaType: "application/xml", bytes: xml.bytes }] : []));
  const hashes = files.length === 0 ? [] : await storeFiles(tx, files);
  const facts = await projectFacts(tx, [...new Set(made.flatMap(({ input }) => input.one.payer.projectIds))]);
  const ids = await store.insertDocuments(
    tx,
    made.map(({ input, one: { kind, number, snapshot, serviceCodes, xml } }, index) => ({
      ...common(context, input.one, snapshot),
      projects: input.one.payer.projectIds.map((id) => ({ projectId: id, name: facts.get(id)?.name ?? "" })),
      kind: kind.kind,
      year: yearOf(context),
      number,
      correctsDocumentId: input.corrects?.documentId ?? null,
      xmlName: xml?.fileName ?? null,
      xmlSha256: xml ? (hashes[index] as Buffer) : null,
      lines: linesOf(snapshot, serviceCodes),
    })),
  );
  await recordActs(
    tx,
    documentIssued,
    context.issuedAt,
    made.map(({ input: { one }, one: { kind, snapshot } }, index) => ({
      subjects: [{ kind: "payer", id: one.payer.payerId }, ...subjectsOf("project", one.payer.projectIds)],
      regionCode: context.regionCode,
      thing: `document:${ids[index]}`,
      after: {
        kind: kind.kind,
        number: snapshot.number,
        issuedOn: lastDayOf(context.month),
        amount: amountText(snapshot.totals.gross, context.currency),
      },
    })),
  );
  return ids;
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
    buyer: toBuyer(payer, context.supplier),
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
  };
}
