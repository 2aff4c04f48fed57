import { type FastifyInstance, type FastifyRequest } from "fastify";

import { DatabaseUnavailable } from "../db.ts";
import { ScopeMissing } from "./access.ts";
import { type Figure, conditionLines } from "./condition.ts";
import { type Metrics } from "./metrics.ts";
import { tokenOf } from "./mount.ts";
import { type ServerParts } from "./parts.ts";

/** Scope of the token with which a collector reads /metrics from another machine. */
const METRICS_SCOPE = "metrics.read";
const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** For whoever operates the server: is it alive, is it ready, what does it do. Not part of the API document. */
export function addOperations(server: FastifyInstance, parts: ServerParts, metrics: Metrics): void {
  const { pool } = parts.database;
  metrics.gauge("saldo_database_connections", "Open database connections.", () => pool.totalCount);
  metrics.gauge("saldo_database_waiting", "Requests that wait for a database connection.", () => pool.waitingCount);
  metrics.gauge("process_resident_memory_bytes", "Resident memory.", () => process.memoryUsage.rss());

  const figures = remembered(parts);
  server.get("/healthz", { exposeHeadRoute: true }, () => ({ status: "ok" }));
  server.get("/readyz", { exposeHeadRoute: true }, async () => {
    await parts.database.query("select 1");
    if (parts.ready && !(await parts.ready())) throw DatabaseUnavailable();
    // Customers can be served whatever else stands still: it is told, and this process stays in the round.
    return { status: "ready", troubles: troublesOf(await figures()) };
  });
  server.get("/metrics", async (request, reply) => {
    if (!(await mayReadMetrics(request, parts))) throw ScopeMissing({ values: { scope: METRICS_SCOPE } });
    return reply
      .type("text/plain; version=0.0.4; charset=utf-8")
      .send(`${metrics.text()}${conditionLines(await figures())}\n`);
  });
}

const REMEMBERED_MS = 3_000;

/** The figures cost a few statements: however often they are asked for, they are looked at every few seconds. */
function remembered({ condition }: ServerParts): () => Promise<readonly Figure[]> {
  let known: { readonly at: number; readonly figures: Promise<readonly Figure[]> } | null = null;
  return async () => {
    if (!condition) return [];
    if (known === null || performance.now() - known.at > REMEMBERED_MS)
      known = { at: performance.now(), figures: condition() };
    return known.figures;
  };
}

function troublesOf(figures: readonly Figure[]): string[] {
  return figures.flatMap(({ trouble }) => (trouble === null ? [] : [trouble]));
}

/** From this machine itself (not through a proxy), or with a token made for it. */
async function mayReadMetrics(request: FastifyRequest, parts: ServerParts): Promise<boolean> {
  const direct = request.headers["x-forwarded-for"] === undefined && request.headers["forwarded"] === undefined;
  if (direct && LOOPBACK.has(request.socket.remoteAddress ?? "")) return true;
  const token = tokenOf(request.headers);
  if (token === undefined) return false;
  const principal = await parts.authority.authenticate({ token, cookie: undefined, now: request.state.now });
  return principal.kind === "service" && principal.scopes.includes(METRICS_SCOPE);
}
