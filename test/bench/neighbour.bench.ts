import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { at, instant } from "../../src/core/time.ts";
import { BalanceReader, reportRoutes } from "../../src/modules/reports/index.ts";
import { TenancyAuthority, issueToken } from "../../src/modules/tenancy/index.ts";
import { type Database, only } from "../../src/platform/db.ts";
import { createServer } from "../../src/platform/http/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { MovableClock } from "../support/movable-clock.ts";
import { FIRST, makeBigWorld } from "./big-world.ts";
import { type BenchContext, type BenchResult, analyze, bounded, openBench } from "./harness.ts";

const NOW = at("2026-10-20T12:00:00+03:00");
const CROWD = 30;
const QUIET = FIRST + 1;

interface Reading {
  readonly p99: number;
}

/**
 * Reliability 67: what a customer's page costs while another customer asks for thirty heavy pages and exports at
 * a time, beside what it costs when nobody else is there.
 */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const database = openBench(context.url, 10);
  const [rows, requests] = context.scale === "full" ? [1_000_000, 3_000] : [150_000, 600];
  try {
    await makeBigWorld(database, { projects: 10, fundsMinor: 1_000_000 });
    await putCharges(database, rows);
    const [heavy, quiet] = [await tokenOf(database, "u1", FIRST), await tokenOf(database, "u2", QUIET)];
    const server = await openServer(database);
    try {
      const address = await server.listen({ host: "127.0.0.1", port: 0 });
      const page = {
        url: `${address}/v1/projects/mcs${QUIET}/balance`,
        token: quiet,
        requests,
        first: QUIET,
        projects: 1,
      };
      const alone = await readFrom(page);
      const crowd = await startCrowd(address, heavy);
      const crowded = await readFrom(page);
      context.note(`the crowd got ${await crowd.end()} pages meanwhile`);
      context.note(
        `p99 of the quiet customer: ${alone.p99.toFixed(1)} ms alone, ${crowded.p99.toFixed(1)} ms beside the crowd`,
      );
      const ratio = crowded.p99 / alone.p99;
      return [
        bounded(`a customer's p99 beside another's ${CROWD} pages and exports, to its quiet one`, ratio, "times", {
          most: 3,
        }),
      ];
    } finally {
      await server.close();
    }
  } finally {
    await database.close();
  }
}

function openServer(database: Database) {
  return createServer({
    routes: reportRoutes(new BalanceReader(database)),
    authority: new TenancyAuthority(database, null),
    database,
    clock: new MovableClock(NOW),
    log: createLogger("silent"),
    publicUrl: "http://localhost",
    // The quiet customer's reader asks faster than the rate allows anyone: what is measured here is turns, not the rate.
    callsPerSecond: 1_000_000,
  });
}

/** Many charges of one project over the days of a year, written as they are. */
async function putCharges(database: Database, rows: number): Promise<void> {
  const { skuId } = only(
    await database.query<{ skuId: number }>(`select sku_id as "skuId" from sku where sku_code = 'requests'`),
  );
  await database.query(
    `insert into charge (project_id, day, resource_id, sku_id, contract_id, booking_month, quantity, numerator, amount_minor,
                         transfer_minor, other_minor, bonus_minor, credit_minor, charged_until)
     select $1, d, md5(n::text)::uuid, $2, 0, date_trunc('month', d)::date, 1, 0, 0, 0, 0, 0, 0, d + interval '1 day'
       from generate_series(1, $3::int) n, lateral (select date '2026-01-01' + n % 280 as d) days`,
    [FIRST, skuId, rows],
  );
  await analyze(database);
}

async function tokenOf(database: Database, userId: string, project: number): Promise<string> {
  await database.query(
    `insert into app_user (user_id, email, name, language) values ($1, $1 || '@bench.test', $1, 'ru') on conflict do nothing`,
    [userId],
  );
  await database.query(
    `insert into project_member (project_id, user_id, role) values ($1, $2, 'owner') on conflict do nothing`,
    [project, userId],
  );
  const scopes = ["balance.view", "details.view"];
  const { token } = await database.transaction((tx) =>
    issueToken(tx, { name: userId, userId, scopes, now: NOW, expiresAt: instant(NOW + 86_400_000) }),
  );
  return token;
}

async function startCrowd(address: string, token: string): Promise<{ end(): Promise<number> }> {
  const days = "from=2026-01-01&to=2026-10-19";
  const urls = [
    `${address}/v1/movements?${days}&interval=day&limit=500`,
    `${address}/v1/expenses?${days}&interval=day`,
    `${address}/v1/movements?${days}&interval=month&limit=500`,
    `${address}/v1/movements/export?${days}&format=xlsx`,
    `${address}/v1/usage/export?${days}&format=csv`,
  ];
  const child = start("neighbour-load.ts", { urls, token, lanes: CROWD });
  await once(child, "message");
  return {
    end: async () => {
      child.send("end");
      return ((await once(child, "message")) as [number])[0];
    },
  };
}

async function readFrom(order: object): Promise<Reading> {
  const child = start("balance-load.ts", { ...order, connections: 1 });
  const failed = once(child, "exit").then(([code]) => Promise.reject(new Error(`the reader ended with ${code}`)));
  failed.catch(() => undefined);
  return ((await Promise.race([once(child, "message"), failed])) as [Reading])[0];
}

function start(file: string, order: object): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(order)], { stdio: "inherit" });
}
