import { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { type z } from "zod";

import { InvalidInput, Unauthenticated } from "../../core/errors.ts";
import type { Tx } from "../db.ts";
import { type Principal, ProofNeeded, VisitReadsOnly, authorize, principalKey } from "./access.ts";
import { passBodies, piecesOf } from "./body.ts";
import { type BodyBudget } from "./budget.ts";
import { actorOf, askedFor, concernedBy } from "./actor.ts";
import { contextOf } from "./context.ts";
import { IdempotencyKeyMissing, idempotencyKeyOf, onceOnly } from "./idempotency.ts";
import { refuseForeignOrigin } from "./origin.ts";
import { parsePart } from "./problem.ts";
import {
  type FileReply,
  type Route,
  actOf,
  isFile,
  isRaw,
  needsProof,
  routerPath,
  shareOf,
  successStatus,
} from "./route.ts";
import { type ServerParts } from "./parts.ts";
import { type Shares, callerKey, closing } from "./shares.ts";
import { type Spool, type SpooledFile, usualPatience } from "./spool.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    definition?: Route;
  }
}

const LARGEST_BODY = 32 * 1_048_576;
const TOKEN_HEADER = "x-auth-token";
const NO_BYTES = Buffer.alloc(0);

/** What bounds a caller: its memory, and its share of the work. */
export interface CallerBounds {
  readonly budget: BodyBudget;
  readonly shares: Shares;
  readonly spool: Spool;
}

/** Mounts one declared route: who calls, may they, is the input right, then the work, then the reply by its schema. */
export function mountRoute(server: FastifyInstance, route: Route, parts: ServerParts, bounds: CallerBounds): void {
  if (route.method !== "GET" && route.idempotent === undefined)
    throw new Error(`${route.operationId}: how is it idempotent?`);
  if (isFile(route.response) && route.method !== "GET" && route.idempotent !== "inherent") {
    throw new Error(`${route.operationId}: a file is not kept as the reply of a key`);
  }
  if ((route.bodyLimit ?? 0) > LARGEST_BODY) throw new Error(`${route.operationId}: the body limit is beyond 32 MB`);
  const mount = (on: FastifyInstance): void => mountOn(on, route, parts, bounds);
  if (!isRaw(route.body) || !route.body.streamed) return mount(server);
  const { contentTypes } = route.body;
  void server.register(async (apart) => {
    passBodies(apart, contentTypes);
    mount(apart);
  });
}

function mountOn(server: FastifyInstance, route: Route, parts: ServerParts, bounds: CallerBounds): void {
  server.route({
    method: route.method,
    url: routerPath(route.path),
    config: { definition: route },
    // Of a file the whole work would be done to tell its head.
    exposeHeadRoute: route.method === "GET" && !isFile(route.response),
    ...(route.bodyLimit ? { bodyLimit: route.bodyLimit } : {}),
    onRequest: async (request, reply) => {
      await admit(route, request, reply, parts, bounds.shares);
      const caller = callerKey(request.state.principal, request.ip);
      if (route.bodyLimit) bounds.budget.reserve(request, reply, route.bodyLimit, caller);
    },
    handler: (request, reply) => answer(route, request, reply, parts, bounds.spool),
  });
}

/** Runs before the body is read, so that a stranger cannot make us take one. */
async function admit(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: ServerParts,
  shares: Shares,
): Promise<void> {
  const { state, headers } = request;
  const { cookie } = headers;
  const token = tokenOf(headers);
  const isNobodys = route.access.kind === "public" && route.access.cookies === "ignored";
  if (cookie !== undefined && token === undefined) refuseForeignOrigin(request, parts.publicUrl);
  if (!isNobodys && (cookie !== undefined || token !== undefined)) {
    const visit = cookie !== undefined && token === undefined ? visitOf(headers) : undefined;
    state.principal = await parts.authority.authenticate({ token, cookie, visit, now: state.now });
  }
  if (state.principal.kind === "user" && state.principal.visit && route.method !== "GET") throw VisitReadsOnly();
  if (route.access.kind !== "public" && state.principal.kind === "anonymous") throw Unauthenticated();
  // Before anything is looked up for it: a caller's crowd waits here.
  await shares.enter(callerKey(state.principal, request.ip), shareOf(route), reply);
  const parse = () => {
    state.params = parseStrictly(route.params, request.params);
    state.query = parseStrictly(route.query, request.query);
  };
  // Only a member's right hangs on what is asked for. Who has none at all is refused as such, whatever the form.
  const { access } = route;
  if (access.kind === "member") parse();
  state.subjects = await authorize(access, state.principal, parts.authority, {
    params: (state.params ?? {}) as Record<string, unknown>,
    query: (state.query ?? {}) as Record<string, unknown>,
    database: parts.database,
    onForbidden: (subjects) => (state.forbiddenIn = subjects),
  });
  if (access.kind !== "member") parse();
  if (needsProof(route)) await requireProof(state.principal, parts);
}

/** Somebody at a browser that was left open must not be able to do it in another's name. */
async function requireProof(principal: Principal, { isProved }: ServerParts): Promise<void> {
  if (principal.kind !== "user" || principal.sessionId === undefined) return;
  if (!(await isProved?.(principal.sessionId))) throw ProofNeeded();
}

async function answer(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: ServerParts,
  spool: Spool,
): Promise<FastifyReply> {
  const body = bodyOf(route, request);
  const key = route.method === "GET" ? null : keyOf(route, request);
  const database = route.method === "GET" ? parts.database : parts.database.as(actorOf(request));
  const work = { route, spool, security: parts.security, key, record: recording(route, request, parts) };
  if (key === null) {
    const context = contextOf(database, request, reply, body, { ...work, open: null });
    const value = await route.handler(context as never);
    return send(route, reply, value, parts, request.state.status);
  }
  const { state } = request;
  const asked = {
    principal: principalKey(state.principal),
    key,
    route: `${request.method} ${request.url}`,
    body: request.body,
    now: state.now,
  };
  const kept = await onceOnly(database, asked, async (open) => {
    const context = contextOf(database, request, reply, body, { ...work, open });
    const text = replyText(route, await route.handler(context as never));
    return { status: state.status ?? successStatus(route), body: text };
  });
  if (kept.replayed) reply.header("idempotency-replayed", "true");
  return sendText(reply, kept.status, kept.body);
}

/** Records the route's act in the transaction of its work; null when it is none. */
function recording(route: Route, request: FastifyRequest, { audit }: ServerParts): ((tx: Tx) => Promise<void>) | null {
  const act = actOf(route);
  if (!act || !audit) return null;
  const facts = { subjects: concernedBy(request), thing: askedFor(request) };
  return (tx) => audit.done(tx, act, request.state.now, facts);
}

function bodyOf({ body }: Route, request: FastifyRequest): unknown {
  if (!isRaw(body)) return parseStrictly(body, request.body);
  return body.streamed ? piecesOf(request.raw) : (request.body ?? NO_BYTES);
}

/** Null when the route does not keep replies, or when it may do without a key and none was sent. */
function keyOf(route: Route, request: FastifyRequest): string | null {
  if (route.idempotent === "inherent") return null;
  const key = idempotencyKeyOf(request.headers["idempotency-key"]);
  if (key === null && route.idempotent === "required") throw IdempotencyKeyMissing();
  return key;
}

/** A part without a schema must be absent or empty: unknown input is refused everywhere (reliability 44). */
function parseStrictly(schema: Route["params"] | Route["body"], value: unknown): unknown {
  if (schema) return parsePart(schema as z.ZodType, value);
  if (value === undefined || value === null) return undefined;
  const names = typeof value === "object" ? Object.keys(value) : ["body"];
  if (names.length === 0) return undefined;
  const texts = { ru: "Неизвестное поле", en: "Unknown field" };
  throw InvalidInput({
    problems: names.slice(0, 50).map((field) => ({ field: field.slice(0, 100), code: "unknown_field", texts })),
  });
}

function send(
  route: Route,
  reply: FastifyReply,
  value: unknown,
  parts: ServerParts,
  status = successStatus(route),
): FastifyReply {
  if (!isFile(route.response)) return sendText(reply, status, replyText(route, value));
  return sendFile(reply, value as FileReply, parts);
}

/** Once its first bytes are out, an error can no longer be answered: the connection is cut, and only the log knows why. */
function reportBroken({ content }: SpooledFile, reply: FastifyReply, { log }: ServerParts): void {
  content.once("error", (error: NodeJS.ErrnoException) => {
    if (!reply.raw.headersSent || error.code === "ERR_STREAM_PREMATURE_CLOSE") return;
    const { state, routeOptions } = reply.request;
    log.error({ error, traceId: state.traceId, route: routeOptions.url }, "a file was sent in part");
  });
}

/** Only what the schema names leaves the server: a stray column cannot. */
function replyText(route: Route, value: unknown): string {
  if (!route.response) return "";
  const parsed = (route.response as z.ZodType).safeParse(value);
  if (!parsed.success) throw new Error(`${route.operationId}: the reply breaks its schema: ${parsed.error.message}`);
  return JSON.stringify(parsed.data);
}

function sendText(reply: FastifyReply, status: number, text: string): FastifyReply {
  reply.code(status).header("cache-control", "no-store");
  return text === "" ? reply.send() : reply.type("application/json; charset=utf-8").send(text);
}

/** Cuts off who does not take a file in its time (reliability 67): nobody holds memory, disk or a share for ever. */
function sendFile(reply: FastifyReply, file: FileReply, parts: ServerParts): FastifyReply {
  if (!Buffer.isBuffer(file.body)) reportBroken(file.body, reply, parts);
  const [content, bytes] = Buffer.isBuffer(file.body)
    ? [file.body, file.body.length]
    : [file.body.content, file.body.bytes];
  const late = (parts.patience ?? usualPatience)(bytes);
  const cut = () => void reply.raw.destroy();
  late.addEventListener("abort", cut, { once: true });
  closing(reply).addEventListener("abort", () => late.removeEventListener("abort", cut), { once: true });
  const plain = file.fileName.replaceAll(/[^\w.-]/g, "_");
  return reply
    .header("cache-control", "private, no-store")
    .header(
      "content-disposition",
      `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    )
    .type(file.contentType)
    .header("content-length", bytes)
    .send(content);
}

/** `Saldo-Visit: 12`: staff ask as the customer whom they visit (AUD-02). */
function visitOf(headers: FastifyRequest["headers"]): string | undefined {
  const visit = headers["saldo-visit"];
  return typeof visit === "string" ? visit : undefined;
}

/** `X-Auth-Token: …` or `Authorization: Bearer …`; a token wins over a cookie. */
export function tokenOf(headers: FastifyRequest["headers"]): string | undefined {
  const own = headers[TOKEN_HEADER];
  if (typeof own === "string") return own;
  const authorization = headers.authorization;
  return authorization !== undefined && /^bearer /i.test(authorization) ? authorization.slice(7).trim() : undefined;
}
