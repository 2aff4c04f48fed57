import { randomUUID } from "node:crypto";

import { type FastifyReply, type FastifyRequest } from "fastify";

import { type Language } from "../../core/errors.ts";
import { SUBJECT_KINDS, type Subject, idsOf } from "../../core/subject.ts";
import { type Instant } from "../../core/time.ts";
import { type Database, type Tx, numberArray } from "../db.ts";
import type { SecurityRecorder } from "../security-fact.ts";
import { type Principal, principalKey } from "./access.ts";
import { actorOf } from "./actor.ts";
import { type Reading, type RequestContext, type Route, type Writing, shareOf } from "./route.ts";
import { closing } from "./shares.ts";
import type { Spool } from "./spool.ts";

/** What is known of a request before its handler runs; set by the server's hooks, one per request. */
export interface RequestState {
  readonly traceId: string;
  readonly startedAt: number;
  principal: Principal;
  subjects: readonly Subject[];
  params: unknown;
  query: unknown;
  now: Instant;
  /** Of a request that was refused for want of a right: the subjects in which the caller is somebody. */
  forbiddenIn: readonly Subject[];
  /** The status of success, when the handler chose another one than the route's first. */
  status?: number;
}

declare module "fastify" {
  interface FastifyRequest {
    state: RequestState;
  }
}

/** W3C traceparent, else a well-formed X-Request-Id, else a new one. */
export function traceIdOf(headers: FastifyRequest["headers"]): string {
  const trace = /^[\da-f]{2}-([\da-f]{32})-/.exec(String(headers["traceparent"] ?? ""));
  if (trace?.[1]) return trace[1];
  const given = headers["x-request-id"];
  if (typeof given === "string" && /^[\w-]{8,64}$/.test(given)) return given;
  return randomUUID().replaceAll("-", "");
}

/** The language of texts for people: as the request asks, else as the user chose, else Russian. */
export function languageOf(request: FastifyRequest): Language {
  const wished = /\b(ru|en)\b/i.exec(request.headers["accept-language"] ?? "")?.[1]?.toLowerCase();
  if (wished === "ru" || wished === "en") return wished;
  const principal = request.state?.principal;
  return principal?.kind === "user" ? principal.language : "ru";
}

/** A read-only snapshot that can see rows of these subjects only, whatever its SQL asks for (reliability 34). */
export function tenantRead<T>(
  database: Database,
  subjects: readonly Subject[],
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return database.snapshot(async (tx) => {
    await tx.query(
      `select set_config('role', 'saldo_tenant', true), set_config('saldo.projects', $1, true),
              set_config('saldo.accounts', $2, true), set_config('saldo.payers', $3, true),
              set_config('saldo.partners', $4, true), set_config('saldo.users', $5, true),
              set_config('saldo.requests', $6, true)`,
      SUBJECT_KINDS.map((kind) => numberArray(idsOf(subjects, kind))),
      "tenant_read",
    );
    return work(asTenant(tx));
  });
}

/** A plan holds for one role: under names of their own, the reads of customers and of the house keep theirs side by side. */
function asTenant(tx: Tx): Tx {
  const nameOf = (name: string | undefined) => name && `${name}_by_tenant`;
  return {
    client: tx.client,
    query: (text, values, name) => tx.query(text, values, nameOf(name)),
    execute: (text, values, name) => tx.execute(text, values, nameOf(name)),
  };
}

/** How the work of one request is done. */
export interface RouteWork {
  readonly route: Route;
  readonly spool: Spool;
  readonly security: SecurityRecorder | undefined;
  readonly key: string | null;
  readonly open: Tx | null;
  /** Records the act in the work's transaction, when the route is one. */
  readonly record: ((tx: Tx) => Promise<void>) | null;
}

/**
 * The context of one request. With `open`, the transaction of an idempotent route, its work runs inside it, so that the
 * kept reply and the work commit together. Only staff and the provider's machines read past row-level security.
 */
export function contextOf(
  database: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  body: unknown,
  made: RouteWork,
): RequestContext & Reading & Writing {
  const { state } = request;
  const { route, spool, security, key, open, record } = made;
  const house = route.access.kind === "staff" || route.access.kind === "token";
  const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    house ? database.snapshot(work) : tenantRead(database, state.subjects, work);
  const recorded =
    <T>(work: (tx: Tx) => Promise<T>) =>
    async (tx: Tx) => {
      const value = await work(tx);
      await record?.(tx);
      return value;
    };
  return {
    params: state.params,
    query: state.query,
    body,
    principal: state.principal,
    get actor() {
      return actorOf(request);
    },
    subjects: state.subjects,
    get projects() {
      return idsOf(state.subjects, "project");
    },
    now: state.now,
    get language() {
      return languageOf(request);
    },
    idempotencyKey: key,
    traceId: state.traceId,
    address: request.ip,
    transaction: (work) => (open ? recorded(work)(open) : database.transaction(recorded(work))),
    read,
    spooled: (make) => {
      if (shareOf(route) !== "export") throw new Error(`${route.operationId}: its share is not that of an export`);
      return spool.fill(read, make, closing(reply));
    },
    get headers() {
      const { cookie: _cookie, authorization: _authorization, "x-auth-token": _token, ...others } = request.headers;
      return others;
    },
    tell: (kind, subject) =>
      security?.record({ kind, actor: principalKey(state.principal), address: request.ip, subject }),
    header: (name, value) => void reply.header(name, value),
    status: (code) => void (state.status = code),
  };
}
