import { z } from "zod";

import { Forbidden, NotFound } from "../../core/errors.ts";
import { formatInstant } from "../../core/time.ts";
import { noAct } from "../../platform/act.ts";
import {
  type Principal,
  type Route,
  cursorQuery,
  idInCursor,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  pidParams,
  route,
  streamedBody,
  textsSchema,
  userOf,
} from "../../platform/http/index.ts";
import {
  ArchiveRefused,
  FileActive,
  FileNameDiffers,
  FileTooLarge,
  FileTypeRefused,
  FileUnknown,
  TooManyFiles,
} from "../../platform/uploads/index.ts";
import { permissionsOf, projectFacts, regionOf, type Role } from "../tenancy/index.ts";
import { moveRequest, writeToRequest } from "./act-on-request.ts";
import { mayRate, rateRequest } from "./desk.ts";
import { selectRating } from "./desk-store.ts";
import { KINDS, type RequestKind, askedSchema } from "./kinds/index.ts";
import { openRequest } from "./open-request.ts";
import { TooMuchAsked, paceAsking } from "./pace.ts";
import type { RequestPorts } from "./ports.ts";
import { ActNotPossible, MemberUnknown, RequestChanged, RequestLongClosed } from "./request.ts";
import {
  KIND_CODES,
  fieldValueSchema,
  fileSchema,
  listedSchema,
  messageSchema,
  ratingSchema,
  shownFields,
  shownFile,
  shownMessage,
  shownRequest,
} from "./shown.ts";
import { type Act, STATES, type State, actsIn } from "./state.ts";
import { selectOfProject } from "./store.ts";
import { requestOf, threadOf } from "./thread.ts";

/** What people say: several lines, no more than a long letter. */
export const textInput = z.string().trim().min(1).max(20_000);
export const filesInput = z.array(idInput).max(10).default([]);
export const fileNameQuery = z.strictObject({ fileName: z.string().trim().min(1).max(255) });
export const FILE_BODY = streamedBody(["application/octet-stream"]);
export const FILE_REFUSALS = [
  TooManyFiles,
  FileTooLarge,
  FileTypeRefused,
  FileNameDiffers,
  FileActive,
  ArchiveRefused,
] as const;
export const addressSchema = z.strictObject({ url: z.string(), expiresAt: instantSchema });

const kindSchema = z.strictObject({
  code: z.enum(KIND_CODES),
  title: textsSchema,
  question: textsSchema,
  hint: textsSchema,
  messageRequired: z.boolean(),
  deadlineHours: z.int().meta({ description: "Working hours of the region's calendar" }),
  allowed: z.boolean().meta({ description: "Whether your role may ask this" }),
  fields: z.array(
    z.strictObject({
      name: z.string(),
      label: textsSchema,
      hint: textsSchema.nullable(),
      input: z.enum(["text", "lines", "phone", "email", "month"]),
      required: z.boolean(),
      most: z.int(),
    }),
  ),
});
const requestSchema = z.strictObject({ ...listedSchema, mine: z.boolean() });
const threadSchema = z.strictObject({
  ...listedSchema,
  version: z.int(),
  fields: z.array(fieldValueSchema),
  messages: z.array(z.strictObject(messageSchema)),
  acts: z.array(z.enum(["write", "confirm", "withdraw"])),
  rating: ratingSchema.nullable().meta({ description: "What you thought of the answer" }),
  mayRate: z.boolean(),
  mergedInto: idSchema.nullable().meta({ description: "The request that goes on in its stead" }),
});

const MEMBER = { kind: "member", of: "project", permission: "requests.create", from: "params.pid" } as const;
const PARTY = { kind: "member", of: "request", permission: "requests.view", from: "params.id" } as const;
const CHANGE = [RequestChanged, ActNotPossible, RequestLongClosed] as const;

/** REQ-11: what customers ask, and follow. */
export function customerRoutes(ports: RequestPorts): Route[] {
  return [
    kindsRoute(),
    listRoute(),
    openRoute(ports),
    uploadRoute(ports),
    showRoute(),
    writeRoute(ports),
    actRoute(),
    rateRoute(),
    fileRoute(ports, {
      path: "/v1/requests/{id}/files/{fileId}",
      operationId: "getRequestFileAddress",
      summary: "Where a file of the thread can be fetched, for some minutes",
      access: PARTY,
      withNotes: false,
    }),
  ];
}

function kindsRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/projects/{pid}/request-kinds",
    operationId: "listRequestKinds",
    summary: "What can be asked, with the fields of each (REQ-11)",
    params: pidParams,
    response: z.strictObject({ items: z.array(kindSchema) }),
    access: MEMBER,
    handler: async ({ principal, projects }) => ({
      items: KINDS.map((kind) => shownKind(kind, mayAsk(principal, projects[0], kind))),
    }),
  });
}

function shownKind(kind: RequestKind, allowed: boolean): z.input<typeof kindSchema> {
  const { code, title, question, hint, messageRequired, deadlineHours } = kind;
  const fields = Object.entries(kind.fields).map(([name, { schema: _schema, hint: help, ...field }]) => ({
    name,
    hint: help ?? null,
    ...field,
  }));
  return { code, title, question, hint, messageRequired, deadlineHours, allowed, fields };
}

/** Of a machine's token nobody is the requester: it may look, and ask nothing. */
function mayAsk(principal: Principal, projectId: bigint | undefined, { permission }: RequestKind): boolean {
  if (principal.kind !== "user" || projectId === undefined) return false;
  const role = principal.roles.get(projectId) as Role | undefined;
  return role !== undefined && permissionsOf(role).includes(permission);
}

/** Null: may see all of the project's requests; else only those of this user. */
function onlyOf(principal: Principal, projectId: bigint): string | null {
  if (principal.kind === "project" && principal.scopes.includes("requests.view")) return null;
  if (principal.kind !== "user") return "";
  const role = principal.roles.get(projectId) as Role | undefined;
  const inScope = principal.scopes === null || principal.scopes.includes("requests.view");
  return inScope && role !== undefined && permissionsOf(role).includes("requests.view") ? null : principal.userId;
}

const GROUPS: Readonly<Record<string, readonly State[]>> = {
  all: STATES,
  open: ["new", "in_work", "waits_customer", "answered"],
  mine: ["waits_customer", "answered"],
  closed: ["closed", "withdrawn"],
};

function listRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/projects/{pid}/requests",
    operationId: "listRequests",
    summary:
      "What was asked about a project, the newest first: all of it, or one's own where the role sees no more (REQ-11)",
    params: pidParams,
    query: z.strictObject({
      show: z
        .enum(["all", "open", "mine", "closed"])
        .default("all")
        .meta({ description: "`mine`: what waits for the customer" }),
      cursor: cursorQuery,
      limit: limitQuery,
    }),
    response: z.strictObject({ items: z.array(requestSchema), nextCursor: nextCursorSchema }),
    access: MEMBER,
    handler: async ({ query, principal, projects: [projectId = 0n], now, read }) => {
      const filter = {
        projectId,
        requesterUserId: onlyOf(principal, projectId),
        states: GROUPS[query.show] ?? STATES,
        before: idInCursor(query.cursor),
        limit: query.limit + 1,
      };
      const found = await read((tx) => selectOfProject(tx, filter));
      const userId = principal.kind === "user" ? principal.userId : "";
      return pageOf(
        found,
        query.limit,
        ({ requestId }) => requestId,
        (request) => ({ ...shownRequest(request, now), mine: request.requesterUserId === userId }),
      );
    },
  });
}

function openRoute(ports: RequestPorts): Route {
  return route({
    method: "POST",
    path: "/v1/projects/{pid}/requests",
    operationId: "openRequest",
    summary: "Asks for something; it reaches the department of the project's region (REQ-11, REG-05, REG-09, PTR-16)",
    params: pidParams,
    body: z.strictObject({ asked: askedSchema, text: textInput.optional(), files: filesInput }),
    response: z.strictObject({ id: idSchema, number: z.string(), dueAt: instantSchema }),
    status: 201,
    access: MEMBER,
    idempotent: "accepted",
    act: noAct("The request's own history keeps who did what."),
    refusals: [MemberUnknown, FileUnknown, TooMuchAsked],
    handler: ({ body, principal, language, projects: [projectId = 0n], now, transaction }) =>
      transaction(async (tx) => {
        const userId = userOf(principal);
        const kind = KINDS.find(({ code }) => code === body.asked.kind) as RequestKind;
        if (principal.kind !== "user" || !mayAsk(principal, projectId, kind)) throw Forbidden();
        const project = (await projectFacts(tx, [projectId])).get(projectId);
        if (!project) throw NotFound({ values: { what: "pid" } });
        await paceAsking(tx, "open", userId, ports.machineClock.now());
        const { requestId, number, dueAt } = await openRequest(tx, ports, {
          asked: body.asked as never,
          text: body.text ?? null,
          fileIds: body.files,
          uploadedBy: uploaderOf(userId),
          region: await regionOf(tx, project.regionCode),
          projectId,
          requester: { userId, email: principal.email, name: principal.name },
          language,
          source: "console",
          by: { kind: "customer", userId, name: principal.name },
          now,
        });
        return { id: requestId.toString(), number, dueAt: formatInstant(dueAt ?? now) };
      }),
  });
}

/** Whose a brought file is until it is sent. */
export function uploaderOf(userId: string): string {
  return `user:${userId}`;
}

function uploadRoute({ uploads }: RequestPorts): Route {
  return route({
    method: "POST",
    path: "/v1/projects/{pid}/request-files",
    operationId: "uploadRequestFile",
    summary: "Brings a file for a request: 20 MB at most, judged by its content, without macros or scripts",
    params: pidParams,
    query: fileNameQuery,
    body: FILE_BODY,
    response: fileSchema,
    access: MEMBER,
    // A file that is brought twice and not sent is swept.
    idempotent: "inherent",
    act: noAct("A file that is brought belongs to nothing until it is sent."),
    refusals: FILE_REFUSALS,
    handler: async ({ query, body, principal }) =>
      shownFile(await uploads.take(uploaderOf(userOf(principal)), query.fileName, body)),
  });
}

function showRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/requests/{id}",
    operationId: "getRequest",
    summary: "A request with its thread (REQ-11)",
    params: z.strictObject({ id: idInput }),
    response: threadSchema,
    access: PARTY,
    handler: ({ params, now, read }) =>
      read(async (tx) => {
        const request = await requestOf(tx, params.id);
        const thread = await threadOf(tx, params.id, false);
        return {
          ...shownRequest(request, now),
          version: request.version,
          fields: shownFields(request),
          messages: thread.map(({ message, files }) => shownMessage(message, files)),
          acts: request.mergedInto === null ? actsIn(request.state, "customer").filter(isShownAct) : [],
          rating: await selectRating(tx, params.id),
          mayRate: mayRate(request),
          mergedInto: request.mergedInto?.toString() ?? null,
        };
      }),
  });
}

function isShownAct(act: Act): act is "write" | "confirm" | "withdraw" {
  return act === "write" || act === "confirm" || act === "withdraw";
}

function rateRoute(): Route {
  return route({
    method: "PUT",
    path: "/v1/requests/{id}/rating",
    operationId: "rateRequest",
    summary: "Says what the answer is worth, from 1 to 5; the last word holds (REQ-11)",
    params: z.strictObject({ id: idInput }),
    body: z.strictObject({
      score: z.int().min(1).max(5),
      comment: z.string().trim().min(1).max(2_000).optional(),
    }),
    access: PARTY,
    idempotent: "inherent",
    act: noAct("The request's own history keeps who did what."),
    refusals: [ActNotPossible],
    handler: ({ params, body, principal, now, transaction }) =>
      transaction((tx) => {
        const userId = userOf(principal);
        const by = { kind: "customer", userId, name: nameOf(principal) } as const;
        const rating = { score: body.score, comment: body.comment ?? null, userId };
        return rateRequest(tx, params.id, rating, { by, now });
      }),
  });
}

function writeRoute(ports: RequestPorts): Route {
  return route({
    method: "POST",
    path: "/v1/requests/{id}/messages",
    operationId: "writeToRequest",
    summary: "Adds to a request; an answered or closed one is opened again (REQ-11)",
    params: z.strictObject({ id: idInput }),
    body: z.strictObject({ text: textInput, files: filesInput }),
    response: z.strictObject({ state: z.enum(STATES) }),
    access: PARTY,
    idempotent: "accepted",
    act: noAct("The request's own history keeps who did what."),
    refusals: [...CHANGE, FileUnknown, TooMuchAsked],
    handler: ({ params, body, principal, now, transaction }) =>
      transaction(async (tx) => {
        const userId = userOf(principal);
        await paceAsking(tx, "write", userId, ports.machineClock.now());
        const by = { kind: "customer", userId, name: nameOf(principal) } as const;
        const said = { text: body.text, fileIds: body.files, uploadedBy: uploaderOf(userId), via: "console" } as const;
        const { state } = await writeToRequest(tx, ports, params.id, said, { by, now });
        return { state };
      }),
  });
}

function actRoute(): Route {
  return route({
    method: "POST",
    path: "/v1/requests/{id}/acts",
    operationId: "actOnRequest",
    summary: "Says that a request is settled, or is not wanted any more (REQ-11)",
    params: z.strictObject({ id: idInput }),
    body: z.strictObject({ act: z.enum(["confirm", "withdraw"]), version: z.int().min(1).max(1_000_000).optional() }),
    response: z.strictObject({ state: z.enum(STATES) }),
    access: PARTY,
    idempotent: "accepted",
    act: noAct("The request's own history keeps who did what."),
    refusals: CHANGE,
    handler: ({ params, body, principal, now, transaction }) =>
      transaction(async (tx) => {
        const by = { kind: "customer", userId: userOf(principal), name: nameOf(principal) } as const;
        const { state } = await moveRequest(tx, params.id, body.act, { by, version: body.version, now });
        return { state };
      }),
  });
}

interface FileRouteFacts extends Pick<Parameters<typeof route>[0], "path" | "operationId" | "summary" | "access"> {
  /** Whether files of staff's own notes are among them. */
  readonly withNotes: boolean;
}

/** Where a file of a case that the caller may see can be fetched. */
export function fileRoute({ uploads }: RequestPorts, { withNotes, ...facts }: FileRouteFacts): Route {
  return route({
    ...facts,
    method: "GET",
    params: z.strictObject({ id: idInput, fileId: idInput }),
    response: addressSchema,
    handler: async ({ params, read }) => {
      const thread = await read((tx) => threadOf(tx, params.id, withNotes));
      if (!thread.some(({ files }) => files.some(({ fileId }) => fileId === params.fileId)))
        throw NotFound({ values: { what: "id" } });
      const { path, expiresAt } = await uploads.addressOf(params.fileId);
      return { url: path, expiresAt: formatInstant(expiresAt) };
    },
  });
}

export function nameOf(principal: Principal): string {
  return principal.kind === "user" ? principal.name : "";
}
