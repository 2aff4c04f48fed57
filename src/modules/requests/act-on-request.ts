import { fillText } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import { DAY, type Instant } from "../../core/time.ts";
import type { ActFacts, Act as RecordedAct } from "../../platform/act.ts";
import type { Tx } from "../../platform/db.ts";
import { recordAct } from "../../platform/record-act.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { projectFacts, regionOf, staffWith, UnknownProject, memberByEmail } from "../tenancy/index.ts";
import { requestAttached, requestCompleted } from "./acts.ts";
import { deadlineAfter } from "./deadline.ts";
import { deleteUnwanted } from "./desk-store.ts";
import { DEPARTMENTS, kindOf } from "./kinds/index.ts";
import { workingClock } from "./open-request.ts";
import type { RequestPorts } from "./ports.ts";
import {
  ActNotPossible,
  AssigneeUnknown,
  type Person,
  type Request,
  RequestChanged,
  RequestLongClosed,
  RequestUnknown,
  SYSTEM,
} from "./request.ts";
import { type Act, stateAfter } from "./state.ts";
import { type Changes, lockRequest, lockSettling, updateRequest } from "./store.ts";
import { insertEvent, insertFiles, insertMessage } from "./thread-store.ts";
import { type Notice, requestNotice } from "./topics.ts";

/** Who does something, with what they saw: a version that is not the newest is refused with RequestChanged. */
export interface By {
  readonly by: Person;
  /** Left out where nothing that was seen is overwritten. */
  readonly version?: number | undefined;
  readonly now: Instant;
}

export interface Said {
  readonly text: string;
  readonly fileIds: readonly bigint[];
  readonly uploadedBy: string;
  readonly via: "console" | "mail";
  readonly mailFrom?: string;
}

const REOPENS_WITHIN = 30 * DAY;

/**
 * The customer adds something; an answered or closed request is opened by it again. Refuses RequestUnknown,
 * RequestLongClosed, FileUnknown.
 */
export async function writeToRequest(
  tx: Tx,
  ports: RequestPorts,
  requestId: bigint,
  said: Said,
  by: By,
): Promise<Request> {
  const request = await held(tx, requestId, by);
  if (request.mergedInto !== null) throw ActNotPossible();
  if (request.closedAt !== null && by.now - request.closedAt > REOPENS_WITHIN) throw RequestLongClosed();
  await say(tx, ports, request, said, { ...by, isInternal: false });
  return change(tx, request, { act: "write", ...by });
}

/** A note between staff, or what came by mail from somebody who takes no part; changes nothing that a customer sees. */
export async function noteOnRequest(
  tx: Tx,
  ports: RequestPorts,
  requestId: bigint,
  said: Said,
  by: By,
): Promise<Request> {
  const request = await held(tx, requestId, by);
  await say(tx, ports, request, said, { ...by, isInternal: true });
  return request;
}

/**
 * Staff answer, or ask the customer for more; it goes to the customer by letter. Whoever answers what is nobody's takes it.
 * Refuses RequestUnknown, RequestChanged, ActNotPossible, FileUnknown.
 */
export async function replyToRequest(
  tx: Tx,
  ports: RequestPorts,
  requestId: bigint,
  said: Said & { readonly act: "answer" | "ask" },
  by: By,
): Promise<Request> {
  const request = await held(tx, requestId, by);
  const messageId = await say(tx, ports, request, said, { ...by, isInternal: false });
  const assigneeUserId = request.assigneeUserId ?? by.by.userId;
  const changed = await change(tx, request, { act: said.act, patch: { assigneeUserId }, ...by });
  await tell(tx, request, said.act === "ask" ? "waits_customer" : "answered", messageId, by.now);
  return changed;
}

/**
 * Moves a request on without a message of one's own: taken, closed, reopened, confirmed, withdrawn. Refuses RequestUnknown,
 * RequestChanged, ActNotPossible.
 */
export async function moveRequest(
  tx: Tx,
  requestId: bigint,
  act: "take" | "close" | "reopen" | "confirm" | "withdraw",
  by: By,
): Promise<Request> {
  const request = await held(tx, requestId, by);
  // What is taken up again is no unwanted mail.
  if (act === "reopen" && request.source === "mail") await deleteUnwanted(tx, request.requesterEmail);
  const patch = {
    ...(act === "take" || act === "reopen" ? { assigneeUserId: by.by.userId } : {}),
    ...(act === "reopen" ? { mergedInto: null } : {}),
  };
  const changed = await change(tx, request, { act, patch, ...by });
  if (act === "close") await tell(tx, request, "closed", null, by.now);
  return changed;
}

/**
 * Does what was asked for, and tells the customer; once. Refuses RequestUnknown, RequestChanged, ActNotPossible (also for a
 * kind that nothing completes), and whatever refuses to do it.
 */
export async function completeRequest(tx: Tx, ports: RequestPorts, requestId: bigint, by: By): Promise<Request> {
  const request = await held(tx, requestId, by);
  const { completion } = kindOf(request.kind);
  if (completion === null || request.completedAt !== null) throw ActNotPossible();
  await ports.complete[completion.code]?.(tx, request, by.now);
  await record(tx, requestCompleted, request, by.now, { after: { completion: completion.code } });
  const text = fillText(completion.done[request.language], request.fields);
  const said = { text, fileIds: [], uploadedBy: "", via: "console" } as const;
  const messageId = await say(tx, ports, request, said, { ...by, isInternal: false });
  const patch = { completedAt: by.now, assigneeUserId: request.assigneeUserId ?? by.by.userId };
  const changed = await change(tx, request, { act: "complete", patch, ...by, details: { code: completion.code } });
  await tell(tx, request, "answered", messageId, by.now);
  return changed;
}

/** Gives a request to a member of staff, or back to the queue. Refuses RequestUnknown, RequestChanged, AssigneeUnknown. */
export async function assignRequest(tx: Tx, requestId: bigint, assignee: string | null, by: By): Promise<Request> {
  const request = await held(tx, requestId, by);
  const staff = assignee === null ? undefined : (await answeringStaff(tx)).find(({ userId }) => userId === assignee);
  if (assignee !== null && !staff) throw AssigneeUnknown({ field: "assignee" });
  if (request.assigneeUserId === assignee) return request;
  const details = { assignee: staff?.name ?? "" };
  return put(tx, request, { assigneeUserId: assignee }, { act: "assign", details, ...by });
}

/**
 * Says whose a request is that came by mail: the project's members who may see its requests do so from now on, and who asked
 * if they are one of them. Refuses RequestUnknown, RequestChanged, UnknownProject; ActNotPossible for another region's project.
 */
export async function attachProject(tx: Tx, requestId: bigint, projectId: ProjectId, by: By): Promise<Request> {
  const request = await held(tx, requestId, by);
  const project = (await projectFacts(tx, [projectId])).get(projectId);
  if (!project) throw UnknownProject({ field: "pid" });
  if (project.regionCode !== request.regionCode) throw ActNotPossible({ field: "pid" });
  await record(tx, requestAttached, { ...request, projectId }, by.now, {});
  const asked = await memberByEmail(tx, projectId, request.requesterEmail);
  const requesterUserId = asked ? asked.userId : request.requesterUserId;
  return put(tx, request, { projectId, requesterUserId }, { act: "attach", details: {}, ...by });
}

/** Who answers requests, by name. */
export function answeringStaff(reader: Pick<Tx, "query">) {
  const roles = new Set(Object.values(DEPARTMENTS).flatMap((department) => department.roles));
  return staffWith(reader, [...roles]);
}

/** Closes what its customer has not written to for long enough; answers whether there is more. */
export async function settleRequests(tx: Tx, now: Instant, limit: number): Promise<boolean> {
  const settled = await lockSettling(tx, now, limit);
  for (const request of settled) {
    await change(tx, request, { act: "settle", by: SYSTEM, now });
    await tell(tx, request, "closed", null, now);
  }
  return settled.length === limit;
}

/** AUD-01: those of the project can read it. */
function record<F extends string>(
  tx: Tx,
  act: RecordedAct<F>,
  { requestId, projectId, regionCode }: Request,
  now: Instant,
  facts: Pick<ActFacts<F>, "after">,
): Promise<void> {
  const subjects = projectId === null ? [] : [{ kind: "project" as const, id: projectId }];
  return recordAct(tx, act, now, { subjects, regionCode, thing: `request:${requestId}`, ...facts });
}

/** A request, locked; refuses RequestUnknown, and RequestChanged for a version that is not the newest. */
export async function held(tx: Tx, requestId: bigint, { version }: By): Promise<Request> {
  const request = await lockRequest(tx, requestId);
  if (!request) throw RequestUnknown();
  if (version !== undefined && version !== request.version) throw RequestChanged();
  return request;
}

async function say(
  tx: Tx,
  ports: RequestPorts,
  { requestId }: Request,
  { text, fileIds, uploadedBy, via, mailFrom }: Said,
  { by, now, isInternal }: By & { readonly isInternal: boolean },
): Promise<bigint> {
  const files = await ports.uploads.claim(tx, fileIds, uploadedBy);
  const message = { requestId, author: by, isInternal, via, mailFrom: mailFrom ?? null, text, writtenAt: now };
  const messageId = await insertMessage(tx, message);
  await insertFiles(
    tx,
    requestId,
    messageId,
    files.map(({ fileId }) => fileId),
  );
  return messageId;
}

interface Move extends By {
  readonly act: Act;
  readonly patch?: Partial<Changes>;
  readonly details?: Readonly<Record<string, string>>;
}

/** A request in another state, with its deadline and a line of history; refuses ActNotPossible. */
export async function change(
  tx: Tx,
  request: Request,
  { act, patch = {}, details = {}, ...by }: Move,
): Promise<Request> {
  const state = stateAfter(request.state, act, by.by.kind);
  if (state === null) throw ActNotPossible();
  const region = await regionOf(tx, request.regionCode);
  const clock = await workingClock(tx, region, kindOf(request.kind));
  const isClosed = state === "closed" || state === "withdrawn";
  const deadline = deadlineAfter(clock, request, state, by.now);
  const changes = {
    ...patch,
    ...deadline,
    state,
    raisedAt: deadline.dueAt === request.dueAt ? request.raisedAt : null,
    closedAt: isClosed ? (request.closedAt ?? by.now) : null,
  };
  return put(tx, request, changes, { act, details, ...by });
}

/** Stores what an act made of a request, with a line of history. */
export async function put(
  tx: Tx,
  request: Request,
  changes: Partial<Changes>,
  { act, by, now, details }: By & { readonly act: string; readonly details: Readonly<Record<string, string>> },
): Promise<Request> {
  const changed = await updateRequest(tx, request, { ...request, ...changes }, now);
  if (!changed) throw RequestChanged();
  const event = { at: now, act, by, fromState: request.state, toState: changed.state, details };
  await insertEvent(tx, request.requestId, event);
  return changed;
}

/** Leaves a letter to who asked. */
export async function tell(
  tx: Tx,
  { requestId }: Request,
  notice: Notice,
  messageId: bigint | null,
  now: Instant,
): Promise<void> {
  await enqueue(tx, [requestNotice.message(requestId, { notice, messageId, at: now }, now)]);
}
