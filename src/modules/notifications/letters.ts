import { formatPid } from "../../core/ids.ts";
import { parseMinor } from "../../core/money.ts";
import { type Instant, parseInstant } from "../../core/time.ts";
import { documentKindName, letterOf, recordDelivery } from "../documents/index.ts";
import { supplierOf } from "../parties/index.ts";
import { ownerOf, projectFacts, regionOf } from "../tenancy/index.ts";
import type { Database, Tx } from "../../platform/db.ts";
import { sha256 } from "../../platform/files.ts";
import {
  type ProjectLetter,
  closingDocumentsLetter,
  deletionAheadLetter,
  projectDeletedLetter,
  projectFrozenLetter,
} from "./templates.ts";
import type { MailMessage } from "../../platform/mail/index.ts";
import type { OutboxMessage } from "../../platform/outbox/index.ts";

type Compose = (message: OutboxMessage) => Promise<MailMessage | null>;

/** How the letters that modules leave in the outbox as facts are written when they are sent, by topic. */
export function letters(database: Database, publicUrl: string): Readonly<Record<string, Compose>> {
  return {
    "project.notice": (message) => projectNotice(database, publicUrl, message),
    "document.delivery": (message) => documentDelivery(database, publicUrl, message),
  };
}

interface NoticePayload {
  readonly kind: "frozen" | "deletion_ahead" | "deleted";
  readonly at: string;
  readonly balance: string;
  readonly currency: string;
  readonly deletionDueAt: string | null;
}

const NOTICES = {
  frozen: projectFrozenLetter,
  deletion_ahead: deletionAheadLetter,
  deleted: projectDeletedLetter,
} as const;

/** FRZ-03: to the project's owner. Null when it has none any more. */
async function projectNotice(
  database: Database,
  publicUrl: string,
  message: OutboxMessage,
): Promise<MailMessage | null> {
  const { projectId } = message;
  const payload = message.payload as NoticePayload;
  const owner = await ownerOf(database, projectId);
  const facts = (await projectFacts(database, [projectId])).get(projectId);
  if (!owner || !facts) return null;
  const region = await regionOf(database, facts.regionCode);
  const supplier = await supplierOf(database, region.supplierCode);
  const letter: ProjectLetter = {
    language: owner.language,
    supplierName: supplier.name,
    contact: region.documentAddress,
    projectName: facts.name,
    pid: formatPid(projectId),
    balanceMinor: parseMinor(payload.balance) ?? 0n,
    currency: payload.currency,
    at: parseInstant(payload.at) as Instant,
    deletionDueAt: payload.deletionDueAt === null ? null : parseInstant(payload.deletionDueAt),
    zone: facts.timeZone,
    url: `${publicUrl}/projects/${formatPid(projectId)}/balance/detail`,
  };
  return { to: owner.email, language: owner.language, ...NOTICES[payload.kind](letter) };
}

/** DLV-03: the document with both its files, to the payer's address for documents. */
async function documentDelivery(
  database: Database,
  publicUrl: string,
  message: OutboxMessage,
): Promise<MailMessage | null> {
  const found = await letterOf(database, deliveryIdOf(message));
  if (!found) return null;
  const { address, document, files } = found;
  const region = await regionOf(database, document.regionCode);
  const supplier = await supplierOf(database, region.supplierCode);
  const written = closingDocumentsLetter({
    language: "ru",
    supplierName: supplier.name,
    contact: region.documentAddress,
    payerName: document.payerName,
    month: document.month,
    xml: files.some((file) => file.mediaType === "application/xml"),
    documents: [
      {
        kind: documentKindName(document.kind).ru,
        number: document.numberText,
        issuedOn: document.issuedOn,
        totalMinor: document.gross,
        currency: document.currency,
      },
    ],
    url: publicUrl,
  });
  return {
    to: address,
    language: "ru",
    ...written,
    attachments: files.map((file) => ({
      sha256: sha256(file.bytes).toString("hex"),
      filename: file.name,
      contentType: file.mediaType,
    })),
  };
}

function deliveryIdOf(message: OutboxMessage): bigint {
  return BigInt((message.payload as { deliveryId: string }).deliveryId);
}

/** DLV-04: the mail server took a document over. */
export async function noteDelivered(tx: Tx, message: OutboxMessage, now: Instant): Promise<void> {
  if (message.topic === "document.delivery") await recordDelivery(tx, deliveryIdOf(message), "sent", null, now);
}

/** DLV-04: it did not: failed with the reason when that is final, else retrying. */
export async function noteFailed(
  tx: Tx,
  message: OutboxMessage,
  reason: string,
  permanent: boolean,
  now: Instant,
): Promise<void> {
  if (message.topic !== "document.delivery") return;
  await recordDelivery(tx, deliveryIdOf(message), permanent ? "failed" : "retrying", reason, now);
}
