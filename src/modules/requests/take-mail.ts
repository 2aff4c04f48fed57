import { createHash, randomUUID } from "node:crypto";
import { Readable } from "node:stream";

import { Refusal, refusal } from "../../core/errors.ts";
import { HOUR, plus } from "../../core/time.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Tx } from "../../platform/db.ts";
import { holdLock } from "../../platform/locks.ts";
import { isMailAddress } from "../../platform/mail/index.ts";
import { type Region, allRegions, memberByEmail, userByEmail } from "../tenancy/index.ts";
import { noteOnRequest, writeToRequest } from "./act-on-request.ts";
import { opensNothing } from "./desk.ts";
import { MAIL_KIND } from "./kinds/index.ts";
import { partsOfAddress } from "./mail-address.ts";
import { type InboundMail, automaticKind, saidIn, titleOf } from "./mail-reading.ts";
import { type TakenMail, countOfSender, insertMail, isTaken } from "./mail-store.ts";
import { openRequest } from "./open-request.ts";
import type { RequestPorts } from "./ports.ts";
import { type Person, type Request, RequestLongClosed } from "./request.ts";
import { selectByToken, selectRequest } from "./store.ts";

/** The sender's server is told to come again later: nothing is lost, and a loop comes to rest. */
export const TooMuchMail = refusal("too_much_mail", 429, "Слишком много писем", "Too many mails");

export interface MailRoom {
  readonly database: Database;
  readonly ports: RequestPorts;
  /** Business time: when something was said. */
  readonly clock: Clock;
  /** How often somebody writes goes by the machine's. */
  readonly machineClock: Clock;
  /** Our own letters: whom they are from, and the domain of their Message-IDs. */
  readonly own: { readonly address: string; readonly domain: string };
}

const MOST_AN_HOUR = 30;
const MOST_FILES = 10;
/** A case that was joined to one that was joined to another, and so on. */
const MOST_JOINED = 20;

/** Whether mail to an address is ours: a department's, or a request's. Both are asked for, so that nobody learns from a delay. */
export async function takesMailFor(database: Database, address: string): Promise<boolean> {
  const { department, token } = partsOfAddress(address);
  const region = (await allRegions(database)).find(isOf(department));
  return region !== undefined && (token === null || (await selectByToken(database, token)) !== null);
}

/**
 * Takes a mail, once: an answer of somebody who takes part lands in its case, of anybody else as a note for staff; what names
 * no case opens one; what machines wrote answers nothing. When it answers, the mail is kept; when it throws, the sender's
 * server is to come again. Refuses TooMuchMail.
 */
export async function takeMail(room: MailRoom, mail: InboundMail): Promise<TakenMail["outcome"] | "known"> {
  const { database, machineClock } = room;
  const key = keyOf(mail);
  const sender = mail.from.address;
  const now = machineClock.now();
  if (await isTaken(database, key)) return "known";
  if ((await countOfSender(database, sender, plus(now, -HOUR))) >= MOST_AN_HOUR) throw TooMuchMail();
  const automatic = automaticKind(mail, room.own);
  // Its own at every try: what an interrupted one brought is swept.
  const uploadedBy = `mail:${randomUUID()}`;
  const files = automatic === null ? await bring(room.ports, mail, uploadedBy) : { ids: [], refused: [] };
  return database.transaction(async (tx) => {
    // Two servers may bring the same mail at once: one after the other, so that the second finds it taken.
    await holdLock(tx, "inboundMail", key.toString("hex"));
    if (await isTaken(tx, key)) return "known";
    const done = await place(tx, room, mail, { automatic, uploadedBy, files });
    await insertMail(tx, { key, sender, receivedAt: now, ...done });
    return done.outcome;
  });
}

interface Brought {
  readonly ids: readonly bigint[];
  /** Files that were not taken, each with the reason: said in the thread, so that nothing goes silently. */
  readonly refused: readonly string[];
}

type Found = Pick<TakenMail, "outcome" | "reason" | "requestId">;

async function place(
  tx: Tx,
  room: MailRoom,
  mail: InboundMail,
  known: { readonly automatic: string | null; readonly uploadedBy: string; readonly files: Brought },
): Promise<Found> {
  const { automatic, uploadedBy, files } = known;
  const request = await requestOf(tx, mail);
  if (!request || request.closedAt !== null) {
    const unwanted = await opensNothing(tx, mail.from.address, room.machineClock.now());
    if (unwanted) return { outcome: "dropped", reason: "unwanted", requestId: request?.requestId ?? null };
  }
  if (automatic !== null) {
    const reason = automatic;
    if (!request || automatic === "own") return { outcome: "dropped", reason, requestId: null };
    await note(tx, room, request, mail, {
      text: saidIn(mail.text) || titleOf(mail.subject) || reason,
      fileIds: [],
      uploadedBy,
    });
    return { outcome: "noted", reason, requestId: request.requestId };
  }
  const text = [saidIn(mail.text) || titleOf(mail.subject) || "…", ...files.refused].join("\n\n");
  const said = { text, fileIds: files.ids, uploadedBy };
  if (!request) return open(tx, room, mail, said);
  if (!(await takesPart(tx, request, mail.from.address))) {
    await note(tx, room, request, mail, said);
    return { outcome: "noted", reason: "not_a_party", requestId: request.requestId };
  }
  const by: Person = {
    kind: "customer",
    userId: request.requesterUserId,
    name: mail.from.name || request.requesterName,
  };
  try {
    const words = { text, fileIds: files.ids, uploadedBy, via: "mail", mailFrom: mail.from.address } as const;
    await writeToRequest(tx, room.ports, request.requestId, words, { by, now: room.clock.now() });
  } catch (error) {
    // A case that was closed long ago stays closed: a new one is opened.
    if (error instanceof Refusal && error.kind === RequestLongClosed.kind) return open(tx, room, mail, said);
    throw error;
  }
  return { outcome: "answered", reason: null, requestId: request.requestId };
}

interface Words {
  readonly text: string;
  readonly fileIds: readonly bigint[];
  readonly uploadedBy: string;
}

async function note(tx: Tx, room: MailRoom, request: Request, mail: InboundMail, words: Words): Promise<void> {
  const { text, fileIds, uploadedBy } = words;
  const said = { text, fileIds, uploadedBy, via: "mail", mailFrom: mail.from.address } as const;
  const by: Person = { kind: "system", userId: null, name: mail.from.name || mail.from.address };
  await noteOnRequest(tx, room.ports, request.requestId, said, { by, now: room.clock.now() });
}

async function open(tx: Tx, room: MailRoom, mail: InboundMail, { text, fileIds, uploadedBy }: Words): Promise<Found> {
  const region = await regionOfMail(tx, mail);
  const user = await userByEmail(tx, mail.from.address);
  const name = mail.from.name || user?.name || mail.from.address;
  const topic = titleOf(mail.subject) || text.slice(0, 80).replaceAll("\n", " ");
  const { requestId } = await openRequest(tx, room.ports, {
    asked: { kind: MAIL_KIND.code, fields: { topic } },
    // It was written to the region's address for documents: who sees to them reads it first, and hands on what is another's.
    department: "documents",
    text,
    fileIds,
    uploadedBy,
    region,
    // Whose it is staff say: an address in a mail proves nothing.
    projectId: null,
    requester: { userId: null, email: mail.from.address, name },
    language: user?.language ?? (/[а-яё]/i.test(`${mail.subject} ${text}`) ? "ru" : "en"),
    source: "mail",
    by: { kind: "customer", userId: null, name },
    mailFrom: mail.from.address,
    now: room.clock.now(),
  });
  return { outcome: "opened", reason: null, requestId };
}

/** The case whose token an address of the mail holds, or the one that goes on in its stead. */
async function requestOf(tx: Tx, { recipients }: InboundMail): Promise<Request | null> {
  for (const recipient of recipients) {
    const { token } = partsOfAddress(recipient);
    const request = token === null ? null : await selectByToken(tx, token);
    if (request) return standing(tx, request);
  }
  return null;
}

async function standing(tx: Tx, request: Request): Promise<Request> {
  let found = request;
  for (let step = 0; found.mergedInto !== null && step < MOST_JOINED; step += 1)
    found = (await selectRequest(tx, found.mergedInto)) ?? request;
  return found;
}

/** Who may answer by mail: who asked, from the address that our letters go to, as long as the project is theirs. */
async function takesPart(tx: Tx, request: Request, address: string): Promise<boolean> {
  const { requesterUserId, requesterEmail, projectId } = request;
  if (requesterUserId === null) return requesterEmail === address;
  const user = await userByEmail(tx, address);
  if (user?.userId !== requesterUserId || user.blockedAt !== null) return false;
  return projectId === null || (await memberByEmail(tx, projectId, address)) !== null;
}

async function regionOfMail(tx: Tx, { recipients }: InboundMail): Promise<Region> {
  const regions = await allRegions(tx);
  const found = recipients.flatMap((one) => regions.find(isOf(partsOfAddress(one).department)) ?? []);
  if (!found[0]) throw new Error("a mail to none of our departments was taken");
  return found[0];
}

function isOf(department: string) {
  return ({ documentAddress }: Region) => documentAddress.toLowerCase() === department;
}

/** Files are brought before the transaction: it may be repeated, and they are swept when nothing refers to them. */
async function bring({ uploads }: RequestPorts, mail: InboundMail, uploadedBy: string): Promise<Brought> {
  const ids: bigint[] = [];
  const refused: string[] = [];
  for (const { name, bytes } of mail.attachments.slice(0, MOST_FILES)) {
    try {
      ids.push((await uploads.take(uploadedBy, name, Readable.from([bytes]))).fileId);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind.status >= 500) throw error;
      refused.push(notTaken(name, error));
    }
  }
  const rest = mail.attachments.length - MOST_FILES;
  if (rest > 0) refused.push(`[Не приняты ещё файлы: ${rest}. / ${rest} more files were not taken.]`);
  return { ids, refused };
}

function notTaken(name: string, { kind }: Refusal): string {
  const plain = name.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/gu, " ").slice(0, 200);
  return `[Файл «${plain}» не принят. ${kind.texts.ru} / The file was not taken. ${kind.texts.en}]`;
}

/** The same mail: of the same sender, under the same Message-ID; without one, of the same text. */
function keyOf({ from, messageId, subject, text }: InboundMail): Buffer {
  const id = messageId ?? JSON.stringify([subject, text]);
  return createHash("sha256")
    .update(JSON.stringify([from.address, id]))
    .digest();
}

/** What a From names: one address in lower case; null when it names none, or what no address can be. */
export function senderOf(address: string | undefined): string | null {
  const lower = address?.trim().toLowerCase() ?? "";
  return isMailAddress(lower) ? lower : null;
}
