import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { instant } from "../../src/core/time.ts";
import { UsageIntake, intakeRoutes } from "../../src/modules/usage/index.ts";
import { issueToken, TenancyAuthority } from "../../src/modules/tenancy/index.ts";
import { MovableClock } from "../support/movable-clock.ts";
import { Database, only } from "../../src/platform/db.ts";
import { createServer } from "../../src/platform/http/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { makeProject, makeWorld } from "../support/world.ts";
import type { BenchContext, BenchResult } from "./harness.ts";
import { BENCH_PROJECTS, benchEvent, benchId, FIRST_PROJECT } from "./ingest-events.ts";

const NOW = instant(Date.UTC(2026, 10, 20));
const SIZE = 1_000;
const CONNECTIONS = 4;
const GOAL = 0.5;

/** PRC-04 at full speed: HTTP batches of 1,000 and their replay, beside a bare insert of the same rows by the driver. */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const database = new Database({ url: context.url, connections: 8 });
  try {
    await prepare(database);
    const batches = context.scale === "small" ? 60 : 200;
    await insertBare(database, "warm", 20);
    await overHttp(database, "warm-http", 20);
    // Both sides twice and in turn, the better of each: the machine's mood changes from minute to minute.
    const bare = [await insertBare(database, "bare-1", batches)];
    const ours = [await overHttp(database, "http-1", batches)];
    bare.push(await insertBare(database, "bare-2", batches));
    ours.push(await overHttp(database, "http-2", batches));
    const limit = Math.max(...bare);
    const fresh = Math.max(...ours.map((rate) => rate.fresh));
    const replay = Math.max(...ours.map((rate) => rate.replay));
    return [
      result(
        "usage over HTTP, batches of 1,000",
        fresh,
        limit,
        `>= ${GOAL} of a bare unnest insert`,
        fresh >= GOAL * limit,
      ),
      result("replay of duplicates over HTTP", replay, fresh, "not slower than fresh events", replay >= fresh),
    ];
  } finally {
    await database.close();
  }
}

function result(name: string, value: number, limit: number, goal: string, ok: boolean): BenchResult {
  return { name, value: Math.round(value), unit: "events/s", limit: Math.round(limit), ratio: value / limit, goal, ok };
}

async function prepare(database: Database): Promise<void> {
  await makeWorld(database);
  for (let project = 0; project < BENCH_PROJECTS; project += 1)
    await makeProject(database, BigInt(FIRST_PROJECT + project));
  await database.query("insert into usage_source (source) values ('//bare')");
}

/** The limit: the same rows, ready as arrays of the driver, into the same table, over as many connections. */
async function insertBare(database: Database, run: string, batches: number): Promise<number> {
  const { source_id: sourceId } = only(
    await database.query<{ source_id: number }>("select source_id from usage_source where source = '//bare'"),
  );
  const { sku_id: skuId } = only(
    await database.query<{ sku_id: number }>("select sku_id from sku where sku_code = 'requests'"),
  );
  const statement = `insert into usage_event (source_id, event_id, batch_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest)
    select $1, e, $2, p, r, $3, (t at time zone 'Europe/Moscow')::date, t, q, d
      from unnest($4::uuid[], $5::int8[], $6::uuid[], $7::timestamptz[], $8::numeric[], $9::int8[]) u(e, p, r, t, q, d) on conflict do nothing`;
  const ready = Array.from({ length: batches }, (_, batch) => [sourceId, batch, skuId, ...arraysOf(run, batch * SIZE)]);
  const begun = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < batches) await database.query(statement, ready[next++], "bare");
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  return (batches * SIZE) / ((performance.now() - begun) / 1000);
}

/** The rows of a batch as array literals, made before the clock starts. */
function arraysOf(run: string, from: number): string[] {
  const events = Array.from({ length: SIZE }, (_, index) => benchEvent(run, from + index));
  return [
    events.map((event) => event.id).join(","),
    events.map((event) => event.data.project.slice(3)).join(","),
    events.map((event, index) => benchId(event.data.resource, index % 7)).join(","),
    events.map((event) => event.time).join(","),
    events.map((event) => event.data.quantity).join(","),
    events.map((_, index) => (from + index) * 7_919).join(","),
  ].map((list) => `{${list}}`);
}

async function overHttp(database: Database, run: string, batches: number): Promise<{ fresh: number; replay: number }> {
  const clock = new MovableClock(NOW);
  const server = await createServer({
    routes: intakeRoutes(new UsageIntake(database)),
    authority: new TenancyAuthority(database, null),
    database,
    clock,
    log: createLogger("silent"),
    publicUrl: "http://localhost",
  });
  const { token } = await database.transaction((tx) =>
    issueToken(tx, { name: `bench ${run}`, scopes: ["usage.write"], now: NOW, expiresAt: instant(NOW + 86_400_000) }),
  );
  try {
    const address = await server.listen({ host: "127.0.0.1", port: 0 });
    const order = { url: `${address}/v1/usage`, token, run, batches, size: SIZE, connections: CONNECTIONS, rounds: 2 };
    const rounds = await sendFrom(order);
    const [fresh, replay] = rounds.map((round) => (batches * SIZE) / round.seconds) as [number, number];
    if (rounds[0]?.accepted !== batches * SIZE || rounds[1]?.accepted !== 0)
      throw new Error(`the counts are wrong: ${JSON.stringify(rounds)}`);
    return { fresh, replay };
  } finally {
    await server.close();
  }
}

async function sendFrom(order: object): Promise<{ seconds: number; accepted: number }[]> {
  const sender = fork(fileURLToPath(new URL("ingest-load.ts", import.meta.url)), [JSON.stringify(order)], {
    stdio: "inherit",
  });
  const failed = once(sender, "exit").then(([code]) => Promise.reject(new Error(`the sender ended with ${code}`)));
  failed.catch(() => undefined);
  await Promise.race([once(sender, "message"), failed]);
  sender.send("go");
  const [rounds] = (await Promise.race([once(sender, "message"), failed])) as [{ seconds: number; accepted: number }[]];
  return rounds;
}
