import underPressure from "@fastify/under-pressure";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";

import { type Refusal } from "../../core/errors.ts";
import { type Clock } from "../clock.ts";
import { type Principal, principalKey } from "./access.ts";
import { actorOf, askedFor, concernedBy } from "./actor.ts";
import { addBodyParsers } from "./body.ts";
import { BodyBudget } from "./budget.ts";
import { languageOf, traceIdOf } from "./context.ts";
import { addDocs } from "./docs.ts";
import { securityHeaders } from "./headers.ts";
import { Metrics } from "./metrics.ts";
import { mountRoute, tokenOf } from "./mount.ts";
import { addOperations } from "./operations.ts";
import { Overloaded, RouteNotFound, problemOf, refusalOf, retryAfter } from "./problem.ts";
import { type ServerParts } from "./parts.ts";
import { Shares } from "./shares.ts";
import { type Route, actOf } from "./route.ts";
import { Spool } from "./spool.ts";
import type { SecurityKind } from "../../core/security-kind.ts";

export const BODY_LIMIT = 1_048_576;
/** What bodies beyond the usual limit may take together. */
const LARGE_BODIES = 256 * 1_048_576;
const LOOP_DELAY_MS = 2_000;
/** Half of what a stopped process is given: the work behind the requests has to end too. */
const CLOSE_GRACE_MS = 10_000;
const ANONYMOUS: Principal = { kind: "anonymous" };

/** The HTTP server with every route mounted, not yet listening. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const metrics = parts.metrics ?? new Metrics();
  const headers = securityHeaders(parts.publicUrl);
  const server = bareServer(parts.trustedProxies ?? [], headers);
  server.decorateRequest("state", null as never);
  server.addHook("onRequest", (request, reply, done) => {
    reply.headers(headers);
    begin(request, reply, parts.clock);
    done();
  });
  endTidily(server, parts.closeGraceMs ?? CLOSE_GRACE_MS);
  await server.register(underPressure, {
    maxEventLoopDelay: parts.longestLoopDelayMs ?? LOOP_DELAY_MS,
    retryAfter: 5,
    pressureHandler: (request) => {
      if (request.url !== "/healthz") throw Overloaded();
    },
  });
  answerErrors(server, parts);
  addReport(server, parts, metrics);
  addBodyParsers(server);
  const bounds = {
    budget: new BodyBudget(LARGE_BODIES),
    shares: new Shares({ callsPerSecond: parts.callsPerSecond, longestWaitMs: parts.longestWaitMs }),
    spool: new Spool({ longestWaitMs: parts.longestWaitMs, ...parts.spool }),
  };
  metrics.gauge("saldo_requests_waiting", "Requests that wait for their caller's turn.", () => bounds.shares.waiting);
  metrics.gauge("saldo_export_bytes", "Bytes of exports on the disk.", () => bounds.spool.bytes);
  for (const route of parts.routes) mountRoute(server, route, parts, bounds);
  addOperations(server, parts, metrics);
  addDocs(server, parts.routes, parts.publicUrl, parts.guide);
  for (const extend of parts.extend ?? []) await extend(server);
  return server;
}

/** Limits in time and size against slow and oversized requests (reliability 55). */
function bareServer(proxies: readonly string[], headers: Record<string, string>): FastifyInstance {
  return fastify({
    logger: false,
    trustProxy: proxies.length > 0 ? [...proxies] : false,
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 300, caseSensitive: true, ignoreTrailingSlash: false },
    exposeHeadRoutes: false,
    requestTimeout: 60_000,
    keepAliveTimeout: 15_000,
    connectionTimeout: 120_000,
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    forceCloseConnections: "idle",
    // Who comes in the moment of closing is answered like any other, not in the framework's own words.
    return503OnClosing: false,
    // An address that cannot even be decoded: no route and no hook has seen it.
    frameworkErrors: (error, request: FastifyRequest, reply: FastifyReply) => {
      const refused = refusalOf(error);
      const problem = problemOf(refused, languageOf(request), traceIdOf(request.headers));
      reply.headers(headers).header("cache-control", "no-store").header("x-request-id", problem.traceId);
      void reply
        .code(refused.kind.status)
        .type("application/problem+json; charset=utf-8")
        .send(JSON.stringify(problem));
    },
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000, maxHeaderSize: 16_384 },
  });
}

/**
 * A server that closes answers what it has in hand, asks its clients to connect elsewhere, and cuts after a while who has
 * not sent their request or taken their answer. A cut request is like one that was never answered: done or not, as a whole.
 */
function endTidily(server: FastifyInstance, graceMs: number): void {
  let closing = false;
  server.addHook("preClose", (done) => {
    closing = true;
    const cut = setTimeout(() => server.server.closeAllConnections(), graceMs);
    server.server.once("close", () => clearTimeout(cut));
    done();
  });
  server.addHook("onSend", (_request, reply, _payload, done) => {
    if (closing) reply.header("connection", "close");
    done();
  });
}

function begin(request: FastifyRequest, reply: FastifyReply, clock: Clock): void {
  const traceId = traceIdOf(request.headers);
  request.state = {
    traceId,
    startedAt: performance.now(),
    principal: ANONYMOUS,
    subjects: [],
    params: undefined,
    query: undefined,
    now: clock.now(),
    forbiddenIn: [],
  };
  reply.header("x-request-id", traceId);
}

function answerErrors(server: FastifyInstance, parts: ServerParts): void {
  server.setErrorHandler(async (error, request, reply) => {
    const refused = refusalOf(error);
    await tellOfRefusedAct(request, refused, parts);
    if (refused.kind.status >= 500 && refused.kind.status !== 503) {
      parts.log.error({ error, traceId: request.state.traceId, route: request.routeOptions.url }, "a request failed");
    }
    return sendProblem(request, reply, refused);
  });
  server.setNotFoundHandler((request, reply) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (isRead && parts.page?.(request, reply)) return reply;
    return sendProblem(request, reply, RouteNotFound());
  });
}

/** A refusal of an act for want of a right, or of somebody else's subject, is recorded before it is answered (AUD-01). */
async function tellOfRefusedAct(request: FastifyRequest, { kind }: Refusal, { audit }: ServerParts): Promise<void> {
  const { definition } = request.routeOptions.config;
  const act = definition ? actOf(definition) : null;
  const { principal, forbiddenIn, now: at } = request.state;
  const subjects = concernedBy(request);
  if (!audit || !act || principal.kind === "anonymous") return;
  if (kind.status !== 403 && !(kind.status === 404 && definition?.access.kind === "member")) return;
  await audit.refused({
    actor: actorOf(request),
    act,
    refusal: kind.code,
    // Somebody else's subject stands in what was asked for alone: its people do not read who looked for it.
    subjects: subjects.length > 0 ? subjects : forbiddenIn,
    thing: askedFor(request),
    at,
  });
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, refused: Refusal): FastifyReply {
  const language = languageOf(request);
  const again = retryAfter(refused);
  if (again !== null) reply.header("retry-after", again);
  // No answer that a refusal makes is kept on the way, whatever the form of its body.
  reply.header("cache-control", "no-store");
  const own = request.routeOptions.config.definition?.errorBody?.(refused);
  if (own) return reply.code(own.status).type("application/json; charset=utf-8").send(JSON.stringify(own.body));
  const problem = problemOf(refused, language, request.state.traceId);
  return reply.code(refused.kind.status).type("application/problem+json; charset=utf-8").send(JSON.stringify(problem));
}

/** One figure for each request, one line for each failed and for every n-th other. No address, name or body in it. */
function addReport(server: FastifyInstance, parts: ServerParts, metrics: Metrics): void {
  const every = parts.logEvery ?? 100;
  let count = 0;
  server.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "unknown";
    const seconds = (performance.now() - request.state.startedAt) / 1000;
    metrics.observe(request.method, route, reply.statusCode, seconds);
    tellOfDoors(request, reply.statusCode, parts);
    count += 1;
    if (reply.statusCode >= 500 || (every > 0 && count % every === 0)) {
      const { traceId, principal } = request.state;
      const line = {
        traceId,
        method: request.method,
        route,
        status: reply.statusCode,
        seconds,
        principal: principalKey(principal),
      };
      parts.log.info(line, "answered");
    }
    done();
  });
}

/** Refusals at the doors, and what people of the house do, are security events; sign-in tells its own. */
function tellOfDoors(request: FastifyRequest, status: number, { security }: ServerParts): void {
  if (!security) return;
  const { principal } = request.state;
  const definition = request.routeOptions.config.definition;
  const kind = doorKind(request, status, definition);
  if (kind === null) return;
  security.record({ kind, actor: principalKey(principal), address: request.ip, subject: askedFor(request) });
}

function doorKind(request: FastifyRequest, status: number, definition: Route | undefined): SecurityKind | null {
  const { principal } = request.state;
  if (status === 403) return "forbidden";
  if (!definition) return null;
  if (status === 429) return "slowed";
  if (status === 401)
    return request.headers.cookie !== undefined || tokenOf(request.headers) !== undefined ? "unauthenticated" : null;
  if (status === 404) return definition.access.kind === "member" ? "not_found" : null;
  if (status >= 400 || principal.kind !== "user" || principal.staffRole === null) return null;
  const { access } = definition;
  const ofHouse =
    access.kind === "staff" ? definition.method !== "GET" : access.kind === "member" && access.staff !== undefined;
  return ofHouse ? "staff_act" : null;
}
