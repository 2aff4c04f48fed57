import { z } from "zod";

import type { ProjectId } from "../../../core/ids.ts";
import type { Instant, LocalMonth } from "../../../core/time.ts";
import type { Database, Tx } from "../../../platform/db.ts";
import { holdLock } from "../../../platform/locks.ts";
import { type FileDraft, readFile, storeFiles } from "../../../platform/files.ts";
import { type OutboxMessage, type SendResult, defineTopic, enqueue, idField } from "../../../platform/outbox/index.ts";
import type { PdfRequest } from "../../../platform/pdf/index.ts";
import { documentKind, parseSnapshot } from "../kinds/index.ts";
import * as store from "../store.ts";

/** Renders print forms; the same request gives the same bytes. */
export type RenderPdfs = (requests: readonly PdfRequest[]) => Promise<Uint8Array[]>;

/**
 * Makes the print forms of the documents of a month, and of those before it, that have none yet, `batch` at a time, each batch stored at once while the
 * next is rendered: it may be stopped anywhere and run again, and makes the same bytes. Answers how many were made.
 */
export async function printMonth(
  database: Database,
  render: RenderPdfs,
  regionCode: string,
  month: LocalMonth,
  onProgress: (made: number) => void = () => undefined,
  batch = 100,
): Promise<number> {
  let made = 0;
  let storing: Promise<void> = Promise.resolve();
  try {
    for (let after = 0n; ; ) {
      const rows = await database.transaction((tx) => store.selectUnprinted(tx, regionCode, month, after, batch));
      const last = rows.at(-1);
      if (!last) break;
      after = last.documentId;
      const files = await render(rows.map(printOf));
      await storing;
      storing = storePrints(database, rows, files).then(() => onProgress((made += rows.length)));
      // It is waited for above or below; until then it may fail without being an unhandled failure.
      storing.catch(() => undefined);
    }
  } finally {
    await storing;
  }
  return made;
}

function printOf({ kind, snapshot }: store.SnapshotRow): PdfRequest {
  return documentKind(kind).print(parseSnapshot(kind, snapshot));
}

async function storePrints(
  database: Database,
  rows: readonly store.SnapshotRow[],
  files: readonly Uint8Array[],
): Promise<void> {
  await database.transaction(async (tx) => {
    const hashes = await storeFiles(
      tx,
      files.map((bytes) => ({ mediaType: "application/pdf", bytes })),
    );
    const prints = rows.map((row, index) => ({ documentId: row.documentId, sha256: hashes[index] as Buffer }));
    await store.insertPrints(tx, prints);
  });
}

/** The letter with a document, about its payer. */
export const documentDelivery = defineTopic({
  name: "document.delivery",
  destination: "mail",
  subject: "payer",
  ordered: false,
  console: true,
  payload: z.strictObject({ deliveryId: idField, documentId: idField }),
});

/**
 * Prepares the sending by mail (DLV-03) of a month's documents, and of those of earlier ones that were issued at `issuedAt`: a delivery in state `prepared` and its letter in the
 * outbox commit together, so none is lost and none is sent twice by a resumed close (DLV-04).
 */
export async function sendMonth(
  database: Database,
  regionCode: string,
  month: LocalMonth,
  issuedAt: Instant,
  at: Instant,
): Promise<number> {
  let prepared = 0;
  for (;;) {
    const count = await database.transaction(async (tx) => {
      await holdLock(tx, "sending", `${regionCode}:${month}`);
      const rows = await store.insertDeliveries(tx, regionCode, month, issuedAt, at, 500);
      await enqueue(
        tx,
        rows.map(({ payerId, deliveryId, documentId }) =>
          documentDelivery.message(payerId, { deliveryId, documentId }, at),
        ),
      );
      return rows.length;
    });
    if (count === 0) return prepared;
    prepared += count;
  }
}

/**
 * Moves a delivery to the state that an attempt to send its letter came to, with the reason where there is one; every
 * state stays in its history (DLV-04). For messages of other topics it does nothing.
 */
export async function recordSending(tx: Tx, message: OutboxMessage, result: SendResult, now: Instant): Promise<void> {
  if (message.topic !== documentDelivery.name) return;
  const { deliveryId } = documentDelivery.payloadOf(message);
  await store.updateDelivery(tx, deliveryId, STATE_AFTER[result.outcome], result.detail, now);
}

const STATE_AFTER = { delivered: "sent", refused: "failed", retry: "retrying" } as const;

export interface Letter {
  readonly address: string;
  readonly document: store.DocumentRow;
  /** The projects whose supply it shows. */
  readonly projectIds: readonly ProjectId[];
  readonly files: readonly (FileDraft & { readonly name: string })[];
}

/** What a delivery sends: the document with both its files. Undefined when there is no such delivery. */
export async function letterOf(database: Database, deliveryId: bigint): Promise<Letter | undefined> {
  const delivery = await store.selectDelivery(database, deliveryId);
  if (!delivery) return undefined;
  const document = await store.selectDocument(database, delivery.documentId);
  if (!document) return undefined;
  const files = [await documentFile(database, document, "pdf"), await documentFile(database, document, "xml")];
  const projectIds = (await store.selectDocumentProjects(database, [delivery.documentId])) ?? [];
  return { address: delivery.address, document, projectIds, files: files.filter((file) => file !== undefined) };
}

/** One file of a document under its own name; undefined when the document has none of that kind. */
export async function documentFile(
  reader: Pick<Tx, "query">,
  document: store.DocumentRow,
  kind: "pdf" | "xml",
): Promise<(FileDraft & { readonly name: string }) | undefined> {
  const hash = kind === "pdf" ? document.pdfSha256 : document.xmlSha256;
  const file = hash && (await readFile(reader, hash));
  if (!file) return undefined;
  return { ...file, name: kind === "xml" ? (document.xmlName as string) : `${printName(document)}.pdf` };
}

function printName({ kind, numberText, issuedOn }: store.DocumentRow): string {
  return `${documentKind(kind).fileName}_${numberText}_${issuedOn}`;
}
