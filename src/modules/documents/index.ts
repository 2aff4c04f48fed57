import type { Texts } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { LocalMonth } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { documentKind } from "./kinds/index.ts";
import * as store from "./store.ts";

export {
  type Correction,
  type DocumentedCharge,
  type IssueContext,
  type NotReady,
  type Outcome,
  type PayerMonth,
  type PayerToDocument,
  issueCorrections,
  issueMonth,
  notReady,
  payerProblems,
} from "./issuing/index.ts";
export {
  type Letter,
  type RenderPdfs,
  documentDelivery,
  documentFile,
  letterOf,
  printMonth,
  recordSending,
  sendMonth,
} from "./delivery/index.ts";
export { documentActs } from "./acts.ts";
export { documentRoutes, ofDocument } from "./http.ts";
export { contractProblems, payerRoutes } from "./payers-http.ts";
export type { DocumentFilter, DocumentLineRow, DocumentRow } from "./store.ts";
export { paymentInvoicePrint } from "./print/index.ts";
export type { PaymentDocument } from "./parts.ts";

/** What people call a kind of document. */
export function documentKindName(kind: string): Texts {
  return documentKind(kind).names;
}

/** Issued documents, newest first; see DocumentFilter. */
export function documents(tx: Pick<Tx, "query">, filter: store.DocumentFilter): Promise<store.DocumentRow[]> {
  return store.selectDocuments(tx, filter);
}

/** One document; null when there is none of that id. */
export function document(tx: Pick<Tx, "query">, documentId: bigint): Promise<store.DocumentRow | null> {
  return store.selectDocument(tx, documentId);
}

/** The projects whose charges a document shows. */
export async function projectsOf(tx: Pick<Tx, "query">, documentId: bigint): Promise<ProjectId[]> {
  return (await store.selectDocumentProjects(tx, [documentId])) ?? [];
}

/** How many payers have documents of a region's month, and how many documents there are. */
export function documentTotals(
  tx: Tx,
  regionCode: string,
  month: LocalMonth,
): Promise<{ payers: number; documents: number }> {
  return store.countDocuments(tx, regionCode, month);
}

/** Documents that bear a printed number, newest first: more than one where two suppliers print the same. */
export function documentsByNumber(tx: Pick<Tx, "query">, numberText: string): Promise<store.DocumentRow[]> {
  return store.selectByNumber(tx, numberText);
}

/** The lines of a document as they were issued. */
export function linesOf(tx: Pick<Tx, "query">, documentId: bigint): Promise<store.DocumentLineRow[]> {
  return store.selectLines(tx, documentId);
}
