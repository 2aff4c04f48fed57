import { randomUUID } from "node:crypto";

import { type FastifyReply, type FastifyRequest } from "fastify";

import { type Language } from "../../core/errors.ts";
import { type ProjectId } from "../../core/ids.ts";
import { type Instant } from "../../core/time.ts";
import { type Database, type Tx } from "../db.ts";
import { type Principal } from "./access.ts";
import { type RequestContext } from "./route.ts";

/** What is known of a request before its handler runs; set by the server's hooks, one per request. */
export interface RequestState {
  readonly traceId: string;
  readonly startedAt: number;
  principal: Principal;
  projects: readonly ProjectId[];
  params: unknown;
  query: unknown;
  now: Instant;
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

/** A read-only snapshot that can see rows of these projects only, whatever its SQL asks for (reliability 34). */
export function tenantRead<T>(
  database: Database,
  projectIds: readonly ProjectId[],
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return database.snapshot(async (tx) => {
    await tx.query(
      "select set_config('role', 'saldo_tenant', true), set_config('saldo.projects', $1, true)",
      [`{${projectIds.join(",")}}`],
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

/**
 * The context of one request. With `open`, the transaction of an idempotent route, every kind of transaction runs
 * inside it, so that the kept reply and the work commit together.
 */
export function contextOf(
  database: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  body: unknown,
  idempotency: { readonly key: string | null; readonly open: Tx | null },
): RequestContext {
  const { state } = request;
  const { key, open } = idempotency;
  return {
    params: state.params,
    query: state.query,
    body,
    principal: state.principal,
    projects: state.projects,
    now: state.now,
    get language() {
      return languageOf(request);
    },
    idempotencyKey: key,
    traceId: state.traceId,
    database,
    transaction: (work) => (open ? work(open) : database.transaction(work)),
    snapshot: (work) => (open ? work(open) : database.snapshot(work)),
    tenantRead: (work) => tenantRead(database, state.projects, work),
    get headers() {
      const { cookie: _cookie, authorization: _authorization, "x-auth-token": _token, ...others } = request.headers;
      return others;
    },
    header: (name, value) => void reply.header(name, value),
    status: (code) => void (state.status = code),
  };
}
