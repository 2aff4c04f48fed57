import { z } from "zod";

import { formatInstant, instant } from "../../src/core/time.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { Database, only } from "../../src/platform/db.ts";
import { projectFrozen } from "../../src/modules/balance/index.ts";
import { type JobKind, startJobs } from "../../src/platform/jobs/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { enqueue } from "../../src/platform/outbox/index.ts";
import type { BenchContext, BenchResult } from "./harness.ts";

const GOAL = 0.25;
const LANES = 4;
const TAKEN_AT_ONCE = 100;
const NOW = instant(Date.UTC(2026, 10, 20));

/**
 * Jobs worked off and messages left in the outbox, each beside what PostgreSQL does bare: a batched delete of the same
 * rows with SKIP LOCKED, an insert of the same rows into a table without indexes.
 */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const database = new Database({ url: context.url, connections: 8 });
  try {
    await database.query(
      "create table bench_job (id bigint generated always as identity primary key, payload json not null)",
    );
    await database.query(
      "create table bench_message (project_id bigint, topic text, payload jsonb, created_at timestamptz)",
    );
    const jobs = context.scale === "small" ? 10_000 : 20_000;
    await workOff(database, 1_000);
    // Both sides twice and in turn, the better of each: the machine's mood changes from minute to minute.
    const limits = [await deleteBare(database, jobs)];
    const ours = [await workOff(database, jobs)];
    limits.push(await deleteBare(database, jobs));
    ours.push(await workOff(database, jobs));
    const messages = context.scale === "small" ? 40_000 : 100_000;
    const bare = Math.max(await insertBare(database, messages), await insertBare(database, messages));
    const left = Math.max(await leave(database, messages), await leave(database, messages));
    return [
      result("jobs worked off", "jobs/s", Math.max(...ours), Math.max(...limits), "of a batched SKIP LOCKED delete"),
      result("messages left in the outbox", "messages/s", left, bare, "of a bare insert without indexes"),
    ];
  } finally {
    await database.close();
  }
}

function result(name: string, unit: string, value: number, limit: number, against: string): BenchResult {
  const goal = `>= ${GOAL} ${against}`;
  return {
    name,
    value: Math.round(value),
    unit,
    limit: Math.round(limit),
    ratio: value / limit,
    goal,
    ok: value >= GOAL * limit,
  };
}

/** The limit: the same number of rows, taken 100 at a time by four lanes, each batch in a transaction of its own. */
async function deleteBare(database: Database, count: number): Promise<number> {
  await database.query(
    "insert into bench_job (payload) select json_build_object('n', n) from generate_series(1, $1::int) n",
    [count],
  );
  await database.query("analyze bench_job");
  const begun = performance.now();
  const lane = async (): Promise<void> => {
    for (;;) {
      const rows = await database.query(
        `delete from bench_job where id in (select id from bench_job order by id limit $1 for update skip locked) returning payload`,
        [TAKEN_AT_ONCE],
        "bench_take",
      );
      if (rows.length === 0) return;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return perSecond(count, begun);
}

const NOTE: JobKind<{ n: number }> = {
  name: "bench.note",
  payload: z.strictObject({ n: z.int() }),
  keyOf: ({ n }) => String(n),
};

/** Our side: asked for beforehand, worked off by one worker process in as many lanes and batches. */
async function workOff(database: Database, count: number): Promise<number> {
  await database.query(
    `insert into job (kind, key, payload, state, due_at, asked_by, asked_at)
     select 'bench.note', n::text, jsonb_build_object('n', n), 'waiting', clock_timestamp(), 'bench', clock_timestamp()
       from generate_series(1, $1::int) n`,
    [count],
  );
  await database.query("analyze job");
  const finished = Promise.withResolvers<void>();
  let done = 0;
  const run = async () => {
    done += 1;
    if (done === count) finished.resolve();
    return {};
  };
  const jobs = [{ kind: "asked", of: NOTE, clock: "machine", batch: 500, lanes: LANES, run }] as const;
  const log = createLogger("error");
  const begun = performance.now();
  const runner = startJobs({ database, clock: systemClock, log, production: false, jobs });
  await finished.promise;
  await runner.stop();
  const rate = perSecond(count, begun);
  const { left } = only(
    await database.query<{ left: bigint }>("select count(*) as left from job where state <> 'done'"),
  );
  if (left !== 0n) throw new Error(`${left} jobs were not completed`);
  return rate;
}

async function insertBare(database: Database, count: number): Promise<number> {
  const rows = Array.from({ length: count }, (_, n) => ({
    pid: `mcs${n}`,
    at: formatInstant(NOW),
    reason: "balance_below_zero",
    balance: "-0.01",
    currency: "RUB",
    deletionDueAt: null,
  }));
  const begun = performance.now();
  await database.query(
    `insert into bench_message (project_id, topic, payload, created_at)
     select * from unnest($1::bigint[], $2::text[], $3::jsonb[], $4::timestamptz[])`,
    [
      rows.map((_, n) => BigInt(n) + 1n),
      rows.map(() => projectFrozen.name),
      rows.map((row) => JSON.stringify(row)),
      rows.map(() => formatInstant(NOW)),
    ],
  );
  return perSecond(count, begun);
}

async function leave(database: Database, count: number): Promise<number> {
  const begun = performance.now();
  await database.transaction((tx) => enqueue(tx, drafts(count)));
  return perSecond(count, begun);
}

function drafts(count: number) {
  return Array.from({ length: count }, (_, n) =>
    projectFrozen.message(
      BigInt(n) + 1n,
      { pid: `mcs${n}`, at: NOW, reason: "balance_below_zero", balance: -1n, currency: "RUB", deletionDueAt: null },
      NOW,
    ),
  );
}

function perSecond(count: number, begun: number): number {
  return (count * 1000) / (performance.now() - begun);
}
