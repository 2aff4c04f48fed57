import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer as createBareServer } from "node:http";
import { fileURLToPath } from "node:url";

import { at, instant } from "../../src/core/time.ts";
import { issueToken, TenancyAuthority } from "../../src/modules/tenancy/index.ts";
import { BalanceReader, reportRoutes } from "../../src/modules/reports/index.ts";
import { MovableClock } from "../support/movable-clock.ts";
import type { Database } from "../../src/platform/db.ts";
import { createServer } from "../../src/platform/http/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { FIRST, addProjects, makeBigWorld } from "./big-world.ts";
import { type BenchContext, type BenchResult, atLeast, atMost, openBench } from "./harness.ts";

const NOW = at("2026-10-20T12:00:00+03:00");
const CONNECTIONS = 50;
const FEW = 1_000;

interface Reading {
  readonly perSecond: number;
  readonly p99: number;
}

/** A balance read through the API by a token, beside a bare node:http route; with a thousand projects and with many. */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const database = openBench(context.url);
  const projects = context.scale === "full" ? 1_000_000 : 50_000;
  const requests = context.scale === "full" ? 100_000 : 10_000;
  try {
    await makeBigWorld(database, { projects: FEW, fundsMinor: 1_000_000 });
    const few = await readApi(database, requests, FEW);
    await addProjects(database, FEW, { projects, fundsMinor: 1_000_000 });
    const bare = [await readBare(requests)];
    const many = [await readApi(database, requests, projects)];
    bare.push(await readBare(requests));
    many.push(await readApi(database, requests, projects));
    const value = Math.max(...many.map((one) => one.perSecond));
    const limit = Math.max(...bare.map((one) => one.perSecond));
    const p99 = Math.min(...many.map((one) => one.p99));
    return [
      atLeast(
        `balance read over the API, ${projects} projects`,
        value,
        "requests/s",
        limit,
        0.3,
        "a bare node:http route",
      ),
      atMost(`p99 of a balance read, ${projects} projects`, p99, "ms", few.p99, 1.5, `that with ${FEW}`),
    ];
  } finally {
    await database.close();
  }
}

/** The limit: a route that answers a constant. */
async function readBare(requests: number): Promise<Reading> {
  const body = JSON.stringify({ base: 10_000, bonus: 0 });
  const server = createBareServer((_request, reply) => {
    reply.writeHead(200, { "content-type": "application/json", "content-length": body.length });
    reply.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const reading = await readFrom({ url: `http://127.0.0.1:${port}/{pid}`, token: "none", requests, projects: FEW });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return reading;
}

/** One customer's token reads the balances of its projects: the account's owner of the bench's world. */
export async function readApi(database: Database, requests: number, projects: number): Promise<Reading> {
  const server = await createServer({
    routes: reportRoutes(new BalanceReader(database)),
    authority: new TenancyAuthority(database, null),
    database,
    clock: new MovableClock(NOW),
    log: createLogger("silent"),
    publicUrl: "http://localhost",
  });
  const asked = Math.min(projects, FEW);
  await database.query(
    `insert into project_member (project_id, user_id, role)
     select n, 'u1', 'owner' from generate_series($1::bigint, $2::bigint) n on conflict do nothing`,
    [FIRST, FIRST + asked - 1],
  );
  const { token } = await database.transaction((tx) =>
    issueToken(tx, {
      name: "bench",
      userId: "u1",
      scopes: ["balance.view"],
      now: NOW,
      expiresAt: instant(NOW + 86_400_000),
    }),
  );
  try {
    const address = await server.listen({ host: "127.0.0.1", port: 0 });
    return await readFrom({
      url: `${address}/public/v1/projects/{pid}/balances/amount`,
      token,
      requests,
      projects: asked,
    });
  } finally {
    await server.close();
  }
}

async function readFrom(order: { url: string; token: string; requests: number; projects: number }): Promise<Reading> {
  const text = JSON.stringify({ ...order, connections: CONNECTIONS, first: FIRST });
  const reader = fork(fileURLToPath(new URL("balance-load.ts", import.meta.url)), [text], { stdio: "inherit" });
  const failed = once(reader, "exit").then(([code]) => Promise.reject(new Error(`the reader ended with ${code}`)));
  failed.catch(() => undefined);
  const [reading] = (await Promise.race([once(reader, "message"), failed])) as [Reading];
  return reading;
}
