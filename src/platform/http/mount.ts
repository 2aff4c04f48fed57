import { Readable } from "node:stream";

import { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { type z } from "zod";

import { InvalidInput, Unauthenticated } from "../../core/errors.ts";
import { authorize, principalKey } from "./access.ts";
import { type BodyBudget } from "./budget.ts";
import { contextOf } from "./context.ts";
import { IdempotencyKeyMissing, idempotencyKeyOf, onceOnly } from "./idempotency.ts";
import { refuseForeignOrigin } from "./origin.ts";
import { parsePart } from "./problem.ts";
import { type FileReply, type Route, isFile, isRaw, routerPath, successStatus } from "./route.ts";
import { type ServerParts } from "./parts.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    definition?: Route;
  }
}

const LARGEST_BODY = 32 * 1_048_576;
const TOKEN_HEADER = "x-auth-token";
const NO_BYTES = Buffer.alloc(0);

/** Mounts one declared route: who calls, may they, is the input right, then the work, then the reply by its schema. */
export function mountRoute(server: FastifyInstance, route: Route, parts: ServerParts, budget: BodyBudget): void {
  if (route.method !== "GET" && route.idempotent === undefined)
    throw new Error(`${route.operationId}: how is it idempotent?`);
  if (isFile(route.response) && route.method !== "GET" && route.idempotent !== "inherent") {
    throw new Error(`${route.operationId}: a file is not kept as the reply of a key`);
  }
  if ((route.bodyLimit ?? 0) > LARGEST_BODY) throw new Error(`${route.operationId}: the body limit is beyond 32 MB`);
  server.route({
    method: route.method,
    url: routerPath(route.path),
    config: { definition: route },
    ...(route.bodyLimit ? { bodyLimit: route.bodyLimit } : {}),
    onRequest: async (request, reply) => {
      await admit(route, request, parts);
      if (route.bodyLimit) budget.reserve(request, reply, route.bodyLimit);
    },
    handler: (request, reply) => answer(route, request, reply, parts),
  });
}

/** Runs before the body is read, so that a stranger cannot make us take one. */
async function admit(route: Route, request: FastifyRequest, parts: ServerParts): Promise<void> {
  const { state, headers } = request;
  const { cookie } = headers;
  const token = tokenOf(headers);
  if (cookie !== undefined && token === undefined) refuseForeignOrigin(request, parts.publicUrl);
  if (cookie !== undefined || token !== undefined) {
    state.principal = await parts.authority.authenticate({ token, cookie, now: state.now });
  }
  if (route.access.kind !== "public" && state.principal.kind === "anonymous") throw Unauthenticated();
  state.params = parseStrictly(route.params, request.params);
  state.query = parseStrictly(route.query, request.query);
  state.subjects = await authorize(route.access, state.principal, parts.authority, {
    params: (state.params ?? {}) as Record<string, unknown>,
    query: (state.query ?? {}) as Record<string, unknown>,
    database: parts.database,
  });
}

async function answer(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: ServerParts,
): Promise<FastifyReply> {
  const body = isRaw(route.body) ? (request.body ?? NO_BYTES) : parseStrictly(route.body, request.body);
  const key = route.method === "GET" ? null : keyOf(route, request);
  if (key === null) {
    const context = contextOf(parts.database, request, reply, body, { access: route.access, key, open: null });
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
  const kept = await onceOnly(parts.database, asked, async (open) => {
    const context = contextOf(parts.database, request, reply, body, { access: route.access, key, open });
    const text = replyText(route, await route.handler(context as never));
    return { status: state.status ?? successStatus(route), body: text };
  });
  if (kept.replayed) reply.header("idempotency-replayed", "true");
  return sendText(reply, kept.status, kept.body);
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
  const file = value as FileReply;
  if (file.body instanceof Readable) reportBroken(file.body, reply, parts);
  return sendFile(reply, file);
}

/** Once its first bytes are out, an error can no longer be answered: the connection is cut, and only the log knows why. */
function reportBroken(body: Readable, reply: FastifyReply, { log }: ServerParts): void {
  body.once("error", (error: NodeJS.ErrnoException) => {
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

function sendFile(reply: FastifyReply, file: FileReply): FastifyReply {
  const plain = file.fileName.replaceAll(/[^\w.-]/g, "_");
  return reply
    .header("cache-control", "private, no-store")
    .header(
      "content-disposition",
      `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    )
    .type(file.contentType)
    .send(file.body);
}

/** `X-Auth-Token: …` or `Authorization: Bearer …`; a token wins over a cookie. */
export function tokenOf(headers: FastifyRequest["headers"]): string | undefined {
  const own = headers[TOKEN_HEADER];
  if (typeof own === "string") return own;
  const authorization = headers.authorization;
  return authorization !== undefined && /^bearer /i.test(authorization) ? authorization.slice(7).trim() : undefined;
}
