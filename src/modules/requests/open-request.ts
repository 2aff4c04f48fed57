import { randomBytes } from "node:crypto";

import { InvalidInput } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import { type Instant, dateOf } from "../../core/time.ts";
import { type Tx } from "../../platform/db.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { type Region, calendarOf, memberByEmail } from "../tenancy/index.ts";
import { type WorkingClock, firstDeadline } from "./deadline.ts";
import { type Asked, type Department, type RequestKind, kindOf } from "./kinds/index.ts";
import type { RequestPorts } from "./ports.ts";
import { MemberUnknown, type Person, type Request } from "./request.ts";
import { insertFacts, insertRequest } from "./store.ts";
import { insertEvent, insertFiles, insertMessage } from "./thread-store.ts";
import { requestNotice } from "./topics.ts";

export interface RequestOrder {
  readonly asked: Asked;
  /** Whose queue it is, where that is not for its kind to say. */
  readonly department?: Department;
  /** What is said beside the fields. */
  readonly text: string | null;
  readonly fileIds: readonly bigint[];
  /** Who brought the files. */
  readonly uploadedBy: string;
  readonly region: Region;
  readonly projectId: ProjectId | null;
  readonly requester: { readonly userId: string | null; readonly email: string; readonly name: string };
  readonly language: "ru" | "en";
  readonly source: Request["source"];
  /** Who opens it: the requester, or staff for them. */
  readonly by: Person;
  /** Of a mail, the address that it says it came from. */
  readonly mailFrom?: string;
  readonly now: Instant;
}

const TOKEN_BYTES = 17;
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * REQ-11: opens a case in the queue of its region and department, with its deadline, what the platform knows, and a letter
 * that it was received. All or nothing in `tx`. Refuses InvalidInput by the kind's own checks, MemberUnknown, FileUnknown.
 */
export async function openRequest(tx: Tx, ports: RequestPorts, order: RequestOrder): Promise<Request> {
  const { region, projectId, requester, language, now } = order;
  const kind = kindOf(order.asked.kind);
  const fields = given(order.asked.fields);
  await refuseWrong(tx, kind, fields, order);
  const clock = await workingClock(tx, region, kind);
  const request = await insertRequest(
    tx,
    {
      regionCode: region.regionCode,
      kind: kind.code,
      state: "new",
      department: order.department ?? kind.department,
      projectId,
      requesterUserId: requester.userId,
      requesterEmail: requester.email.toLowerCase(),
      requesterName: requester.name,
      language,
      source: order.source,
      title: fields["topic"] ?? kind.title[language],
      fields,
      assigneeUserId: null,
      openedAt: now,
      mailToken: newToken(),
      ...firstDeadline(clock, now),
    },
    Number(dateOf(now, region.timeZone).slice(0, 4)),
  );
  await writeFirst(tx, ports, request, order);
  const event = { act: "open", by: order.by, fromState: null, toState: "new", details: { source: order.source } };
  await insertEvent(tx, request.requestId, { at: now, ...event });
  if (kind.facts !== null && projectId !== null) {
    const facts = await ports.facts[kind.facts](tx, { projectId, fields, zone: region.timeZone, now });
    await insertFacts(tx, request.requestId, facts, now);
  }
  const notices =
    kind.tellsOwner && projectId !== null ? (["received", "owner_told"] as const) : (["received"] as const);
  await enqueue(
    tx,
    notices.map((notice) => requestNotice.message(request.requestId, { notice, messageId: null, at: now }, now)),
  );
  return request;
}

/** The working time of a region's people for a kind of request. */
export async function workingClock(
  reader: Pick<Tx, "query">,
  region: Pick<Region, "countryCode" | "timeZone">,
  kind: RequestKind,
): Promise<WorkingClock> {
  const calendar = await calendarOf(reader, region.countryCode);
  return { calendar, zone: region.timeZone, hours: kind.deadlineHours };
}

async function refuseWrong(
  tx: Tx,
  kind: RequestKind,
  fields: Readonly<Record<string, string>>,
  { region, projectId, text }: RequestOrder,
): Promise<void> {
  const problems = [...(kind.check?.(fields, { countryCode: region.countryCode }) ?? [])];
  if (kind.messageRequired && text === null) problems.push(NO_TEXT);
  if (problems.length > 0) throw InvalidInput({ problems });
  const { newOwner } = fields;
  if (newOwner === undefined || projectId === null) return;
  if (!(await memberByEmail(tx, projectId, newOwner))?.maySignIn) throw MemberUnknown({ field: "fields.newOwner" });
}

const NO_TEXT = {
  field: "text",
  code: "text_required",
  texts: { ru: "Опишите вопрос", en: "Tell what the question is" },
};

async function writeFirst(tx: Tx, ports: RequestPorts, request: Request, order: RequestOrder): Promise<void> {
  const { text, fileIds, uploadedBy, by, mailFrom = null, now } = order;
  const files = await ports.uploads.claim(tx, fileIds, uploadedBy);
  if (text === null && files.length === 0) return;
  const { requestId } = request;
  const messageId = await insertMessage(tx, {
    requestId,
    // What staff enter for a customer is the customer's, too.
    author: { kind: "customer", userId: request.requesterUserId, name: request.requesterName || by.name },
    isInternal: false,
    via: order.source === "mail" ? "mail" : "console",
    mailFrom,
    text: text ?? request.title,
    writtenAt: now,
  });
  await insertFiles(
    tx,
    requestId,
    messageId,
    files.map(({ fileId }) => fileId),
  );
}

function given(fields: Asked["fields"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** 130 bits in letters that survive whatever a mail program makes of an address. */
function newToken(): string {
  const bits = BigInt(`0x${randomBytes(TOKEN_BYTES).toString("hex")}`);
  return Array.from({ length: 26 }, (_, place) => LETTERS[Number((bits >> BigInt(place * 5)) & 31n)]).join("");
}
