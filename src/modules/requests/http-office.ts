import { z } from "zod";

import { parsePid } from "../../core/ids.ts";
import { type Instant, formatInstant, instant } from "../../core/time.ts";
import { noAct } from "../../platform/act.ts";
import type { Tx } from "../../platform/db.ts";
import {
  InvalidPid,
  type Principal,
  type Route,
  cursorQuery,
  decodeCursor,
  encodeCursor,
  idInput,
  idSchema,
  instantOrNull,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  route,
  textsSchema,
  userOf,
} from "../../platform/http/index.ts";
import { FileUnknown } from "../../platform/uploads/index.ts";
import { payerOf } from "../parties/index.ts";
import {
  OwnerAlready,
  OwnerChangeOver,
  UnknownProject,
  UnknownRegion,
  type Region,
  allRegions,
  projectFacts,
  regionOf,
} from "../tenancy/index.ts";
import { requestAttached } from "./acts.ts";
import {
  answeringStaff,
  assignRequest,
  attachProject,
  completeRequest,
  moveRequest,
  noteOnRequest,
  replyToRequest,
} from "./act-on-request.ts";
import {
  FILE_BODY,
  FILE_REFUSALS,
  fileNameQuery,
  fileRoute,
  filesInput,
  nameOf,
  textInput,
  uploaderOf,
} from "./http.ts";
import { HEADS, mayTurnAway, turnAway } from "./desk.ts";
import { isFollowed, selectFollowed, selectMerged, selectRating, selectSiblings } from "./desk-store.ts";
import { DEPARTMENTS, type Department, askedSchema, kindOf } from "./kinds/index.ts";
import { openRequest } from "./open-request.ts";
import { type Facts, type RequestPorts, factsSchema } from "./ports.ts";
import {
  ActNotPossible,
  AssigneeUnknown,
  MemberUnknown,
  type Person,
  type Request,
  RequestChanged,
  RequestWithoutProject,
} from "./request.ts";
import {
  KIND_CODES,
  fieldValueSchema,
  fileSchema,
  filled,
  listedSchema,
  messageSchema,
  ratingSchema,
  shownFields,
  shownFile,
  shownMessage,
  shownRequest,
} from "./shown.ts";
import { STATES, type State, actsIn } from "./state.ts";
import { type OfficeFilter, selectByState, selectFacts, selectMyWork, selectQueue } from "./store.ts";
import { requestOf, threadOf } from "./thread.ts";
import { selectEvents } from "./thread-store.ts";

export const DEPARTMENT_CODES = Object.keys(DEPARTMENTS) as [Department, ...Department[]];
const MOST_EVENTS = 200;
/** Staff who answer requests. */
export const ANSWERING = {
  kind: "staff",
  roles: ["document_clerk", "accountant", "support", "operator"],
} as const;

const rowSchema = z.strictObject({
  ...listedSchema,
  region: z.string(),
  regionName: textsSchema,
  timeZone: z.string().meta({ description: "Of the region: deadlines are shown in it (REG-07)" }),
  department: z.enum(DEPARTMENT_CODES),
  assignee: z.string().nullable().meta({ description: "Whose it is; null: nobody's" }),
  assigneeName: z.string().nullable(),
  email: z.string(),
  source: z.enum(["console", "mail", "staff"]),
});
const ACT_NAMES = ["take", "ask", "answer", "complete", "close", "spam", "reopen"] as const;
const caseLinkSchema = z.strictObject({ id: idSchema, number: z.string(), title: z.string() });
const pageSchema = z.strictObject({
  ...rowSchema.shape,
  version: z.int(),
  language: z.enum(["ru", "en"]),
  payer: z
    .strictObject({ id: idSchema, name: z.string() })
    .nullable()
    .meta({ description: "Who pays for the project" }),
  fields: z.array(fieldValueSchema),
  messages: z.array(z.strictObject({ ...messageSchema, internal: z.boolean(), mailFrom: z.string().nullable() })),
  events: z.array(
    z.strictObject({
      at: instantSchema,
      act: z.string(),
      by: z.enum(["customer", "staff", "system"]),
      byName: z.string(),
      from: z.enum(STATES).nullable(),
      to: z.enum(STATES),
      details: z.record(z.string(), z.string()),
    }),
  ),
  facts: z.strictObject({ takenAt: instantSchema, sections: factsSchema.shape.sections }).nullable(),
  templates: z.array(z.strictObject({ code: z.string(), title: textsSchema, text: z.string() })),
  completion: z.strictObject({ label: textsSchema, doneAt: instantSchema.nullable() }).nullable(),
  acts: z.array(z.enum(ACT_NAMES)),
  staff: z.array(z.strictObject({ id: z.string(), name: z.string() })).meta({ description: "Whom it can be given to" }),
  followed: z.boolean().meta({ description: "Whether you keep an eye on it" }),
  rating: ratingSchema.nullable().meta({ description: "What who asked thinks of the answer" }),
  mergedInto: caseLinkSchema.nullable().meta({ description: "The case that goes on in its stead" }),
  merged: z.array(caseLinkSchema).meta({ description: "Cases that were joined to this one" }),
  siblings: z.array(caseLinkSchema).meta({ description: "Open cases of the same customer that it can be joined to" }),
});
export const changedSchema = z.strictObject({ state: z.enum(STATES), version: z.int() });
export const versionInput = z.int().min(1).max(1_000_000).meta({ description: "That was seen" });
export const byId = z.strictObject({ id: idInput });

/** REQ-11: the queues of staff, and one page with everything about a case. */
export function officeRoutes(ports: RequestPorts): Route[] {
  return [
    listRoute(),
    myWorkRoute(),
    showRoute(),
    enterRoute(ports),
    messageRoute(ports),
    actRoute(ports),
    assignRoute(),
    attachRoute(),
    uploadRoute(ports),
    fileRoute(ports, {
      path: "/v1/office/requests/{id}/files/{fileId}",
      operationId: "getOfficeRequestFileAddress",
      summary: "Where a file of the case can be fetched, for some minutes",
      access: ANSWERING,
      withNotes: true,
    }),
  ];
}

const placeInQueue = z.tuple([z.int(), z.string().regex(/^\d{1,18}$/)]);
const OTHER_STATES: Readonly<Record<"waits_customer" | "answered" | "closed" | "all", readonly State[]>> = {
  waits_customer: ["waits_customer"],
  answered: ["answered"],
  closed: ["closed", "withdrawn"],
  all: STATES,
};

function listRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/office/requests",
    operationId: "listOfficeRequests",
    summary: "Requests by queue: what the provider has to do, the most urgent first; others the newest first (REQ-11)",
    query: z.strictObject({
      show: z.enum(["queue", "overdue", "waits_customer", "answered", "closed", "all"]).default("queue"),
      kind: z.enum(KIND_CODES).optional(),
      region: z.string().max(40).optional(),
      department: z.enum(DEPARTMENT_CODES).optional(),
      assignee: z.enum(["me", "nobody"]).optional(),
      search: z
        .string()
        .trim()
        .max(254)
        .optional()
        .meta({ description: "A number, an e-mail, a PID, or words of what was said" }),
      cursor: cursorQuery,
      limit: limitQuery,
    }),
    response: z.strictObject({ items: z.array(rowSchema), nextCursor: nextCursorSchema }),
    access: ANSWERING,
    handler: ({ query, principal, now, read }) =>
      read(async (tx) => {
        const { show, search = "" } = query;
        const projectId = parsePid(search);
        const filter: OfficeFilter = {
          kind: query.kind ?? null,
          regionCode: query.region ?? null,
          department: query.department ?? null,
          assignee: query.assignee === "me" ? { userId: userOf(principal) } : (query.assignee ?? null),
          projectId,
          ...soughtBy(projectId === null ? search : ""),
          limit: query.limit + 1,
        };
        const after = decodeCursor(query.cursor, placeInQueue);
        if (show === "queue" || show === "overdue") {
          const place = after && { dueAt: instant(after[0]), requestId: BigInt(after[1]) };
          return page(tx, await selectQueue(tx, filter, show === "overdue" ? now : null, place), query.limit, now);
        }
        const before = after && BigInt(after[1]);
        return page(tx, await selectByState(tx, filter, OTHER_STATES[show], before), query.limit, now);
      }),
  });
}

function myWorkRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/office/my-work",
    operationId: "listMyWork",
    summary:
      "What waits for you: given to you, or to nobody in your departments, breaches first; or what you follow (REQ-11)",
    query: z.strictObject({
      show: z.enum(["waiting", "followed"]).default("waiting"),
      cursor: cursorQuery,
      limit: limitQuery,
    }),
    response: z.strictObject({ items: z.array(rowSchema), nextCursor: nextCursorSchema }),
    access: ANSWERING,
    handler: ({ query, principal, now, read }) =>
      read(async (tx) => {
        const userId = userOf(principal);
        const after = decodeCursor(query.cursor, placeInQueue);
        if (query.show === "followed") {
          const before = after && BigInt(after[1]);
          return page(tx, await selectFollowed(tx, userId, before, query.limit + 1), query.limit, now);
        }
        const mine = { userId, departments: departmentsOf(principal), raised: isHead(principal) };
        const place = after && { dueAt: instant(after[0]), requestId: BigInt(after[1]) };
        return page(tx, await selectMyWork(tx, mine, place, query.limit + 1), query.limit, now);
      }),
  });
}

function departmentsOf(principal: Principal): Department[] {
  const role = principal.kind === "user" ? principal.staffRole : null;
  return DEPARTMENT_CODES.filter((code) => DEPARTMENTS[code].roles.some((one) => one === role));
}

function isHead(principal: Principal): boolean {
  return principal.kind === "user" && HEADS.some((role) => role === principal.staffRole);
}

/** What somebody types to find a case: a number, an address, or words. */
function soughtBy(search: string): Pick<OfficeFilter, "email" | "number" | "words"> {
  const none = { email: null, number: null, words: null };
  if (search === "") return none;
  if (search.includes("@")) return { ...none, email: search.toLowerCase() };
  return /^r-\d/i.test(search) ? { ...none, number: search.toUpperCase() } : { ...none, words: search };
}

async function page(tx: Pick<Tx, "query">, found: readonly Request[], limit: number, now: Instant) {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const names = new Map((await answeringStaff(tx)).map(({ userId, name }) => [userId, name]));
  const regions = new Map((await allRegions(tx)).map((region) => [region.regionCode, region]));
  return {
    items: rows.map((request) => shownRow(request, now, names, regions.get(request.regionCode) as Region)),
    nextCursor: found.length > limit && last ? encodeCursor([last.dueAt ?? 0, last.requestId.toString()]) : null,
  };
}

function shownRow(
  request: Request,
  now: Instant,
  names: ReadonlyMap<string, string>,
  { name: regionName, timeZone }: Region,
): z.input<typeof rowSchema> {
  const { regionCode, department, assigneeUserId, requesterEmail, source } = request;
  return {
    ...shownRequest(request, now),
    region: regionCode,
    regionName,
    timeZone,
    department,
    assignee: assigneeUserId,
    assigneeName: assigneeUserId === null ? null : (names.get(assigneeUserId) ?? assigneeUserId),
    email: requesterEmail,
    source,
  };
}

function showRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/office/requests/{id}",
    operationId: "getOfficeRequest",
    summary: "A case: fields, thread with notes, files, what the platform knew, history, and what can be done (REQ-11)",
    params: byId,
    response: pageSchema,
    access: ANSWERING,
    handler: ({ params, principal, now, read }) => read((tx) => pageOfCase(tx, params.id, userOf(principal), now)),
  });
}

async function pageOfCase(
  tx: Pick<Tx, "query">,
  requestId: bigint,
  userId: string,
  now: Instant,
): Promise<z.input<typeof pageSchema>> {
  const request = await requestOf(tx, requestId);
  const kind = kindOf(request.kind);
  const staff = await answeringStaff(tx);
  const known = await selectFacts<Facts>(tx, requestId);
  const thread = await threadOf(tx, requestId, true);
  const events = await selectEvents(tx, requestId, MOST_EVENTS);
  const region = await regionOf(tx, request.regionCode);
  const { completedAt, version, language, projectId } = request;
  const payer = projectId === null ? undefined : (await payerOf(tx, [projectId], now)).get(projectId)?.payer;
  return {
    ...shownRow(request, now, new Map(staff.map(({ userId, name }) => [userId, name])), region),
    version,
    language,
    payer: payer ? { id: payer.payerId.toString(), name: payer.fullName } : null,
    fields: shownFields(request),
    messages: thread.map(({ message, files }) => ({
      ...shownMessage(message, files),
      internal: message.isInternal,
      mailFrom: message.mailFrom,
    })),
    events: events.map(({ fromState, toState, at, ...event }) => ({
      ...event,
      at: formatInstant(at),
      from: fromState as State | null,
      to: toState as State,
    })),
    facts: known && { takenAt: formatInstant(known.takenAt), sections: known.facts.sections },
    templates: kind.templates.map(({ code, title, text }) => ({
      code,
      title,
      text: filled(text, request, known?.facts.values ?? {}),
    })),
    completion: kind.completion && { label: kind.completion.label, doneAt: instantOrNull(completedAt) },
    acts: actsIn(request.state, "staff").filter(
      (act): act is (typeof ACT_NAMES)[number] =>
        ACT_NAMES.some((one) => one === act) &&
        (act !== "complete" || (kind.completion !== null && completedAt === null)) &&
        (act !== "spam" || mayTurnAway(request)),
    ),
    staff: staff.map((one) => ({ id: one.userId, name: one.name })),
    followed: await isFollowed(tx, requestId, userId),
    rating: await selectRating(tx, requestId),
    ...(await joinedTo(tx, request)),
  };
}

const MOST_SIBLINGS = 20;

async function joinedTo(tx: Pick<Tx, "query">, request: Request) {
  const { requestId, mergedInto, closedAt } = request;
  const linkOf = ({ requestId: id, number, title }: Request) => ({ id: id.toString(), number, title });
  return {
    mergedInto: mergedInto === null ? null : linkOf(await requestOf(tx, mergedInto)),
    merged: (await selectMerged(tx, requestId)).map(linkOf),
    siblings: closedAt === null ? (await selectSiblings(tx, request, MOST_SIBLINGS)).map(linkOf) : [],
  };
}

/** Who of the staff does something. */
export function personOf(principal: Principal): Person {
  return { kind: "staff", userId: userOf(principal), name: nameOf(principal) };
}

function enterRoute(ports: RequestPorts): Route {
  return route({
    method: "POST",
    path: "/v1/office/requests",
    operationId: "enterRequest",
    summary: "Enters a request that a customer made by mail or telephone (REQ-11)",
    body: z.strictObject({
      asked: askedSchema,
      text: textInput.optional(),
      files: filesInput,
      region: z.string().max(40),
      pid: z.string().max(20).optional(),
      email: z.email().max(254),
      name: z.string().trim().max(300).default(""),
      language: z.enum(["ru", "en"]).default("ru"),
    }),
    response: z.strictObject({ id: idSchema, number: z.string() }),
    status: 201,
    access: ANSWERING,
    idempotent: "required",
    act: noAct("The request's own history keeps who did what."),
    refusals: [UnknownRegion, UnknownProject, InvalidPid, MemberUnknown, FileUnknown],
    handler: ({ body, principal, now, transaction }) =>
      transaction(async (tx) => {
        const by = personOf(principal);
        const projectId = body.pid === undefined ? null : parsePid(body.pid);
        if (body.pid !== undefined && projectId === null) throw InvalidPid({ field: "pid", values: { pid: body.pid } });
        const project = projectId === null ? null : (await projectFacts(tx, [projectId])).get(projectId);
        if (project === undefined) throw UnknownProject({ field: "pid" });
        const region = await regionOf(tx, project?.regionCode ?? body.region);
        const { requestId, number } = await openRequest(tx, ports, {
          asked: body.asked as never,
          text: body.text ?? null,
          fileIds: body.files,
          uploadedBy: uploaderOf(by.userId ?? ""),
          region,
          projectId,
          requester: { userId: null, email: body.email, name: body.name },
          language: body.language,
          source: "staff",
          by,
          now,
        });
        return { id: requestId.toString(), number };
      }),
  });
}

function messageRoute(ports: RequestPorts): Route {
  return route({
    method: "POST",
    path: "/v1/office/requests/{id}/messages",
    operationId: "replyToRequest",
    summary: "Answers the customer, asks for more, or leaves a note that no customer sees (REQ-11)",
    params: byId,
    body: z.strictObject({
      act: z.enum(["answer", "ask", "note"]),
      text: textInput,
      files: filesInput,
      version: versionInput.optional(),
    }),
    response: changedSchema,
    access: ANSWERING,
    idempotent: "accepted",
    act: noAct("The request's own history keeps who did what."),
    refusals: [RequestChanged, ActNotPossible, FileUnknown],
    handler: ({ params, body, principal, now, transaction }) =>
      transaction(async (tx) => {
        const by = personOf(principal);
        const { act, text, files: fileIds, version } = body;
        const said = { text, fileIds, uploadedBy: uploaderOf(by.userId ?? ""), via: "console" } as const;
        // What was written since cannot be overlooked by an answer; a note overwrites nothing.
        if (act === "note") return changed(await noteOnRequest(tx, ports, params.id, said, { by, now }));
        return changed(await replyToRequest(tx, ports, params.id, { ...said, act }, { by, version, now }));
      }),
  });
}

function actRoute(ports: RequestPorts): Route {
  return route({
    method: "POST",
    path: "/v1/office/requests/{id}/acts",
    operationId: "moveRequest",
    summary: "Takes a case, does what it asks for, closes it, turns an unwanted mail away, or opens it again (REQ-11)",
    params: byId,
    body: z.strictObject({ act: z.enum(["take", "complete", "close", "spam", "reopen"]), version: versionInput }),
    response: changedSchema,
    access: ANSWERING,
    idempotent: "accepted",
    act: noAct("The request's own history keeps who did what."),
    refusals: [RequestChanged, ActNotPossible, RequestWithoutProject, MemberUnknown, OwnerAlready, OwnerChangeOver],
    handler: ({ params, body, principal, now, transaction }) =>
      transaction(async (tx) => {
        const by = { by: personOf(principal), version: body.version, now };
        const { act } = body;
        if (act === "complete") return changed(await completeRequest(tx, ports, params.id, by));
        if (act === "spam") return changed(await turnAway(tx, params.id, ports.machineClock, by));
        return changed(await moveRequest(tx, params.id, act, by));
      }),
  });
}

function assignRoute(): Route {
  return route({
    method: "PUT",
    path: "/v1/office/requests/{id}/assignee",
    operationId: "assignRequest",
    summary: "Gives a case to a member of staff, or back to the queue (REQ-11)",
    params: byId,
    body: z.strictObject({ assignee: z.string().max(100).nullable(), version: versionInput }),
    response: changedSchema,
    access: ANSWERING,
    idempotent: "inherent",
    act: noAct("The request's own history keeps who did what."),
    refusals: [RequestChanged, AssigneeUnknown],
    handler: ({ params, body, principal, now, transaction }) =>
      transaction(async (tx) =>
        changed(
          await assignRequest(tx, params.id, body.assignee, { by: personOf(principal), version: body.version, now }),
        ),
      ),
  });
}

function attachRoute(): Route {
  return route({
    method: "PUT",
    path: "/v1/office/requests/{id}/project",
    operationId: "attachRequest",
    summary: "Says which project a case is about, so that its members see it (REQ-11)",
    params: byId,
    body: z.strictObject({ pid: z.string().max(20), version: versionInput }),
    response: changedSchema,
    access: ANSWERING,
    idempotent: "inherent",
    act: requestAttached,
    refusals: [RequestChanged, UnknownProject, InvalidPid, ActNotPossible],
    handler: ({ params, body, principal, now, transaction }) =>
      transaction(async (tx) => {
        const projectId = parsePid(body.pid);
        if (projectId === null) throw InvalidPid({ field: "pid", values: { pid: body.pid } });
        const by = { by: personOf(principal), version: body.version, now };
        return changed(await attachProject(tx, params.id, projectId, by));
      }),
  });
}

function uploadRoute({ uploads }: RequestPorts): Route {
  return route({
    method: "POST",
    path: "/v1/office/request-files",
    operationId: "uploadOfficeRequestFile",
    summary: "Brings a file for an answer",
    query: fileNameQuery,
    body: FILE_BODY,
    response: fileSchema,
    access: ANSWERING,
    // A file that is brought twice and not sent is swept.
    idempotent: "inherent",
    act: noAct("A file that is brought belongs to nothing until it is sent."),
    refusals: FILE_REFUSALS,
    handler: async ({ query, body, principal }) =>
      shownFile(await uploads.take(uploaderOf(userOf(principal)), query.fileName, body)),
  });
}

/** What an act made of a case. */
export function changed({ state, version }: Request): z.input<typeof changedSchema> {
  return { state, version };
}
