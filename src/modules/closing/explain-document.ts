import { type ProjectId, formatPid, parsePid } from "../../core/ids.ts";
import { type Minor, formatMinor } from "../../core/money.ts";
import { type LocalDate, formatInstant } from "../../core/time.ts";
import { type Texts, refusal } from "../../core/errors.ts";
import type { Tx } from "../../platform/db.ts";
import {
  type DocumentLineRow,
  type DocumentRow,
  document,
  documentsByNumber,
  linesOf,
  projectsOf,
} from "../documents/index.ts";
import { entryOf } from "../ledger/index.ts";
import { NothingToExplain, dayCharges, documentedCharges, serviceName } from "../reports/index.ts";
import { type Part, selectPartsOf } from "./part-store.ts";

export const ReferenceAmbiguous = refusal(
  "reference_ambiguous",
  409,
  "Номер {reference} у нескольких документов, укажите один: {references}",
  "Several documents bear the number {reference}, choose one: {references}",
);

/** What a reference that is not a charge names. */
export type BookReference =
  | { readonly kind: "document"; readonly documentId: bigint; readonly line: number | null }
  | { readonly kind: "number"; readonly number: string; readonly line: number | null }
  | { readonly kind: "entry"; readonly projectId: ProjectId; readonly entryId: bigint };

const DOCUMENT = /^document~(\d{1,18})(?:~(\d{1,5}))?$/;
const ENTRY = /^entry~(mcs\d{10})~(\d{1,18})$/;
const NUMBER = /^([\p{L}\d][\p{L}\d.-]{0,60})(?:\/(\d{1,5}))?$/u;

/** `document~7`, `document~7~2`, `VK-26-12`, `VK-26-12/2`, `entry~mcs1234567890~4096`; null for anything else. */
export function parseBookReference(text: string): BookReference | null {
  const [, documentId, line] = DOCUMENT.exec(text) ?? [];
  if (documentId !== undefined) return { kind: "document", documentId: BigInt(documentId), line: lineNumber(line) };
  const [, pid = "", entryId] = ENTRY.exec(text) ?? [];
  const projectId = parsePid(pid);
  if (projectId !== null && entryId !== undefined) return { kind: "entry", projectId, entryId: BigInt(entryId) };
  const [, number, numberLine] = NUMBER.exec(text) ?? [];
  return number === undefined ? null : { kind: "number", number, line: lineNumber(numberLine) };
}

function lineNumber(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

export interface ExplainedCharge {
  /** Explains the charge itself: grains, price versions, events. */
  readonly reference: string;
  /** The customer's name or id of it; null for what no resource caused. */
  readonly resource: string | null;
  readonly skuName: Texts;
  readonly quantity: string;
  /** What of it the document shows (PAY-08): paid by transfer, or covered by one later, or post-paid. */
  readonly amount: string;
  /** Why it stands here: supplied, covered by a later transfer, or a change of an earlier month. */
  readonly cause: Part["cause"];
}

export interface ExplainedLine {
  readonly reference: string;
  readonly no: number;
  readonly service: string;
  readonly serviceName: Texts;
  readonly supplyMonth: string;
  readonly vatRate: string | null;
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
  readonly charges: readonly ExplainedCharge[];
  /** The line's sum less its charges: always 0.00 unless there are more charges than are shown. */
  readonly difference: string;
}

export interface DocumentExplanation {
  readonly document: Readonly<Record<string, unknown>>;
  readonly lines: readonly ExplainedLine[];
}

export const MOST_CHARGES = 10_000;

/**
 * Explains an issued document, or one line of it, down to the charges it is made of; each of these is explained by usage.
 * Amounts are decimal texts. Refuses nothing_to_explain and reference_ambiguous.
 */
export async function explainDocument(
  tx: Tx,
  reference: Exclude<BookReference, { kind: "entry" }>,
  mostCharges = MOST_CHARGES,
): Promise<DocumentExplanation> {
  const row =
    reference.kind === "number" ? await byNumber(tx, reference.number) : await document(tx, reference.documentId);
  const name = reference.kind === "number" ? reference.number : `document~${reference.documentId}`;
  if (!row) throw NothingToExplain({ values: { reference: name } });
  const projectIds = await projectsOf(tx, row.documentId);
  const lines = (await linesOf(tx, row.documentId)).filter(({ lineNo }) => (reference.line ?? lineNo) === lineNo);
  if (lines.length === 0) throw NothingToExplain({ values: { reference: `${name} / ${reference.line}` } });
  const parts = Map.groupBy(await selectPartsOf(tx, row.documentId), (part) => part.lineNo);
  const explained: ExplainedLine[] = [];
  for (const line of lines) explained.push(await explainLine(tx, row, line, parts.get(line.lineNo) ?? [], mostCharges));
  return { document: shownDocument(row, projectIds), lines: explained };
}

async function byNumber(tx: Tx, number: string): Promise<DocumentRow | null> {
  const [row, ...others] = await documentsByNumber(tx, number);
  if (!row) return null;
  if (others.length === 0) return row;
  const references = [row, ...others].map((one) => `document~${one.documentId} (${one.issuedOn})`).join(", ");
  throw ReferenceAmbiguous({ values: { reference: number, references } });
}

type LinePart = Awaited<ReturnType<typeof selectPartsOf>>[number];

async function explainLine(
  tx: Tx,
  row: DocumentRow,
  line: DocumentLineRow,
  parts: readonly LinePart[],
  mostCharges: number,
): Promise<ExplainedLine> {
  const { serviceCode: service, supplyMonth } = line;
  const charges: (Omit<ExplainedCharge, "amount"> & { readonly amount: Minor })[] = [];
  for (const part of parts) {
    for (const charge of await chargesOf(tx, part, mostCharges - charges.length))
      charges.push({ ...charge, cause: part.cause });
  }
  const sum = charges.reduce((total, { amount }) => total + amount, 0n);
  return {
    reference: `document~${row.documentId}~${line.lineNo}`,
    no: line.lineNo,
    service,
    serviceName: await serviceName(tx, service),
    supplyMonth,
    vatRate: line.vatRate,
    net: formatMinor(line.net),
    vat: formatMinor(line.vat),
    gross: formatMinor(line.gross),
    charges: charges.map((charge) => ({ ...charge, amount: formatMinor(charge.amount) })),
    difference: formatMinor(line.gross - sum),
  };
}

/** A part that was divided between documents has the charges in their order: what its earlier pieces took comes off first. */
async function chargesOf(
  tx: Tx,
  part: LinePart,
  limit: number,
): Promise<(Omit<ExplainedCharge, "amount" | "cause"> & { readonly amount: Minor })[]> {
  if (limit <= 0) return [];
  let passed = part.before;
  let left = part.grossMinor;
  const sign = left < 0n ? -1n : 1n;
  return (await behind(tx, part, limit)).flatMap(({ amountMinor, ...charge }) => {
    const { reference, resource, skuName, quantity } = charge;
    const named = { reference, resource, skuName, quantity };
    if (part.cause !== "decrease") return [{ ...named, amount: amountMinor }];
    const skipped = smaller(passed, amountMinor, sign);
    passed -= skipped;
    const amount = smaller(left, amountMinor - skipped, sign);
    left -= amount;
    return amount === 0n ? [] : [{ ...named, amount }];
  });
}

const smaller = (a: Minor, b: Minor, sign: 1n | -1n): Minor => (a * sign < b * sign ? a : b);

async function behind(tx: Tx, part: LinePart, limit: number) {
  if (part.cause !== "carried") return documentedCharges(tx, part, limit);
  // The scheme of the month's end decided then (and the document says what it came to), whatever the contract is.
  for (const postpaid of [false, true]) {
    const charges = await documentedCharges(tx, { ...part, contractId: null, postpaid }, limit);
    if (postpaid || charges.reduce((sum, one) => sum + one.amountMinor, 0n) === part.grossMinor) return charges;
  }
  return [];
}

function shownDocument(row: DocumentRow, projectIds: readonly ProjectId[]): Record<string, unknown> {
  return {
    reference: `document~${row.documentId}`,
    kind: row.kind,
    number: row.numberText,
    region: row.regionCode,
    month: row.month,
    issuedOn: row.issuedOn,
    issuedAt: formatInstant(row.issuedAt),
    payer: row.payerName,
    pids: projectIds.map(formatPid),
    currency: row.currency,
    net: formatMinor(row.net),
    vat: formatMinor(row.vat),
    gross: formatMinor(row.gross),
    xmlName: row.xmlName,
    xmlSha256: row.xmlSha256?.toString("hex") ?? null,
    pdfSha256: row.pdfSha256?.toString("hex") ?? null,
  };
}

const ACCRUAL = /^accrual:(\d{4}-\d{2}-\d{2})$/;

/** Explains a journal entry: its postings, and for a charge the grains of its day. Refuses nothing_to_explain. */
export async function explainEntry(
  tx: Pick<Tx, "query">,
  { projectId, entryId }: Extract<BookReference, { kind: "entry" }>,
): Promise<{
  entry: Record<string, unknown>;
  postings: Record<string, string>[];
  charges: { reference: string; amount: string }[];
}> {
  const reference = `entry~${formatPid(projectId)}~${entryId}`;
  const entry = await entryOf(tx, projectId, entryId);
  if (!entry) throw NothingToExplain({ values: { reference } });
  const day = ACCRUAL.exec(entry.reference)?.[1] as LocalDate | undefined;
  return {
    entry: {
      reference,
      pid: formatPid(projectId),
      kind: entry.kind,
      cause: entry.reference,
      effectiveAt: formatInstant(entry.effectiveAt),
      bookedAt: formatInstant(entry.bookedAt),
      bookedIn: entry.bookingMonth,
    },
    postings: entry.postings.map((posting) => ({
      ledgerAccount: posting.ledgerAccount,
      amount: formatMinor(posting.amountMinor),
      currency: posting.currency,
      fundingSource: posting.fundingSource,
      balanceAfter: formatMinor(posting.balanceAfterMinor),
    })),
    charges: day ? await dayCharges(tx, projectId, day, entry.bookingMonth) : [],
  };
}
