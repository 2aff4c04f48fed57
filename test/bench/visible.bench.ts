import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { at, instant } from "../../src/core/time.ts";
import { TenancyAuthority, issueToken } from "../../src/modules/tenancy/index.ts";
import { BalanceReader, reportRoutes } from "../../src/modules/reports/index.ts";
import { UsageIntake, intakeRoutes } from "../../src/modules/usage/index.ts";
import type { Clock } from "../../src/platform/clock.ts";
import { Database, only } from "../../src/platform/db.ts";
import { createServer } from "../../src/platform/http/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { dueJobs } from "../../src/composition/jobs.ts";
import { startJobs } from "../../src/platform/jobs/index.ts";
import { FIRST, addProjects, makeBigWorld } from "./big-world.ts";
import { type BenchContext, type BenchResult, analyze, bounded, percentile } from "./harness.ts";
import type { VisibleOrder, VisibleReport } from "./visible-load.ts";

/** A minute ends within the run, so timelines grow while they are looked at. */
const START = at("2026-10-20T12:00:45+03:00");
const PER_SECOND = 20_000;
const PROJECTS = 5_000;
const RESOURCES = 40;
const PROBE_PROJECTS = 20;
const PROBE_FIRST = FIRST + PROJECTS;

/**
 * From the acceptance of an event to the first balance over the API that shows it, while 20,000 events a second come in:
 * API and worker in one process, as the program starts them, on a clock that runs. One project in twenty has so little
 * money that its usage wakes it again and again.
 */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const database = new Database({ url: context.url });
  try {
    await makeBigWorld(database, { projects: PROJECTS, fundsMinor: 10_000_000, poorEvery: 20, poorMinor: 100_000 });
    await addProjects(database, PROJECTS, { projects: PROJECTS + PROBE_PROJECTS, fundsMinor: 10_000_000 });
    const { accepted, seconds, latencies } = await play(context, database);
    const sorted = latencies.map((one) => one / 1000).sort((a, b) => a - b);
    context.note(`half of ${sorted.length} probes were visible within ${percentile(sorted, 0.5).toFixed(2)} s`);
    await checkRated(database);
    return [
      bounded("accepted usage visible in the balance, p99", percentile(sorted, 0.99), "s", { most: 2 }),
      bounded("events taken meanwhile", accepted / seconds, "events/s", { least: 0.95 * PER_SECOND }),
    ];
  } finally {
    await database.close();
  }
}

async function play(context: BenchContext, database: Database): Promise<VisibleReport> {
  const log = createLogger("silent");
  let begun = performance.now();
  const clock: Clock = { now: () => instant(START + Math.floor(performance.now() - begun)) };
  const intake = new UsageIntake(database);
  const server = await createServer({
    routes: [...intakeRoutes(intake), ...reportRoutes(new BalanceReader(database))],
    authority: new TenancyAuthority(database, null),
    database,
    clock,
    log,
    publicUrl: "http://localhost",
  });
  const worker = startJobs({ database, clock, log, production: false, jobs: dueJobs() });
  try {
    const address = await server.listen({ host: "127.0.0.1", port: 0 });
    const sender = await startSender(await orderOf(context, database, address));
    await sender.tell("fill");
    await worker.drain();
    // As the server does by itself for tables that have been there for a minute.
    await analyze(database);
    begun = performance.now();
    const used = context.cpuSeconds();
    const report = (await sender.tell("go")) as VisibleReport;
    const cores = (context.cpuSeconds() - used) / ((performance.now() - begun) / 1000);
    context.note(`this took ${cores.toFixed(1)} processors; where others leave fewer, the rater falls behind`);
    await worker.drain();
    return report;
  } finally {
    await worker.stop();
    await server.close();
    await intake.flush();
  }
}

async function orderOf(context: BenchContext, database: Database, address: string): Promise<VisibleOrder> {
  await database.query(
    `insert into project_member (project_id, user_id, role)
     select n, 'u1', 'owner' from generate_series($1::bigint, $2::bigint) n`,
    [PROBE_FIRST, PROBE_FIRST + PROBE_PROJECTS - 1],
  );
  const lasting = { now: START, expiresAt: instant(START + 86_400_000) };
  const [usage, balance] = await database.transaction(async (tx) => [
    await issueToken(tx, { ...lasting, name: "agents", scopes: ["usage.write"] }),
    await issueToken(tx, { ...lasting, name: "customer", userId: "u1", scopes: ["balance.view"] }),
  ]);
  return {
    address,
    usageToken: usage?.token ?? "",
    balanceToken: balance?.token ?? "",
    start: START,
    seconds: context.scale === "full" ? 60 : 20,
    perSecond: PER_SECOND,
    size: 1_000,
    connections: 4,
    first: FIRST,
    projects: PROJECTS,
    resources: RESOURCES,
    probeFirst: PROBE_FIRST,
    probeProjects: PROBE_PROJECTS,
    probeEveryMs: 100,
    // 10,000 requests at 0.00037 roubles.
    probeMinor: 370,
    probeQuantity: 10_000,
  };
}

async function startSender(order: VisibleOrder) {
  const file = fileURLToPath(new URL("visible-load.ts", import.meta.url));
  const child = fork(file, [JSON.stringify(order)], { stdio: "inherit" });
  const failed = once(child, "exit").then(([code]) => Promise.reject(new Error(`the sender ended with ${code}`)));
  failed.catch(() => undefined);
  const answer = async (): Promise<unknown> => ((await Promise.race([once(child, "message"), failed])) as unknown[])[0];
  await answer();
  return {
    tell: (word: "fill" | "go"): Promise<unknown> => {
      child.send(word);
      return answer();
    },
  };
}

/** Nothing may have been left out for the sake of speed: every event is in a quantity or in a timeline. */
async function checkRated(database: Database): Promise<void> {
  const { waiting, missing } = only(
    await database.query<{ waiting: bigint; missing: bigint }>(
      `select (select count(*) from usage_batch b where rated_at is null and exists (select 1 from usage_event e where e.batch_id = b.batch_id)) as waiting,
              (select count(*) from usage_event e join sku k using (sku_id) join meter m using (meter_code) where m.kind = 'quantity')
                - (select sum(event_count) from usage_quantity)::bigint as missing`,
    ),
  );
  if (waiting !== 0n || missing !== 0n)
    throw new Error(`${waiting} batches wait, ${missing} events are in no quantity`);
}
