import { at } from "../../src/core/time.ts";
import { type EntryDraft, chargeEntry, post } from "../../src/modules/ledger/index.ts";
import { UsageIntake, rateBatches } from "../../src/modules/usage/index.ts";
import type { Database } from "../../src/platform/db.ts";
import { readApi } from "./balance.bench.ts";
import { FIRST } from "./big-world.ts";
import { makeGrownWorld } from "./growth-world.ts";
import { type BenchContext, type BenchResult, atLeast, inLanes, openBench, secondsOf } from "./harness.ts";
import { benchId } from "./ingest-events.ts";

const NOW = at("2026-10-20T12:00:00+03:00");
const ROUNDS = 8;
const LANES = 4;
const BATCH = 1_000;
/** Batches that are rated together. */
const TOGETHER = 25;
const SET = 10_000;
/** Entries that are written one by one, in pieces of which the fastest counts. */
const ALONE = 2_000;
const PIECES = 4;
/** Projects that the measured work is about, evenly spread over all there are. */
const WORKING = 5_000;

/** A database with a history, and what works on it. */
interface Side {
  readonly database: Database;
  readonly intake: UsageIntake;
  /** One project in so many works. */
  readonly stride: number;
}

interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
}

/** How much of it one side does in a second; `run` names the run. */
type Measurement = (side: Side, run: string, scale: BenchContext["scale"]) => Promise<Figure[]>;

/**
 * The same work on two databases, one with ten times the projects, events, charges and postings of the other: both in
 * turn, the best of several short rounds of each: where others use the machine too, a long one is never quiet.
 */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const projects = context.scale === "full" ? 20_000 : 5_000;
  const few = await openSide(context, context.url, projects);
  const many = await openSide(context, await context.createDatabase(), 10 * projects);
  try {
    const results: BenchResult[] = [];
    for (const measure of [measureUsage, measureLedger, measureBalance]) {
      // Once for the plans and for what the intake knows of its projects.
      for (const side of [few, many]) await measure(side, "warm", "small");
      const small: Figure[][] = [];
      const large: Figure[][] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        small.push(await measure(few, `${round}`, context.scale));
        large.push(await measure(many, `${round}`, context.scale));
      }
      results.push(...compare(small, large));
    }
    return results;
  } finally {
    for (const side of [few, many]) await side.database.close();
  }
}

async function openSide(context: BenchContext, url: string, projects: number): Promise<Side> {
  const database = openBench(url);
  const seconds = await secondsOf(() => makeGrownWorld(database, projects));
  context.note(`${projects} projects, ${50 * projects} events, ${20 * projects} postings: ${Math.round(seconds)} s`);
  return { database, intake: new UsageIntake(database), stride: projects / WORKING };
}

function compare(small: readonly Figure[][], large: readonly Figure[][]): BenchResult[] {
  const best = (rounds: readonly Figure[][], index: number) =>
    Math.max(...rounds.map((round) => round[index]?.value ?? 0));
  return (large[0] ?? []).map(({ name, unit }, index) =>
    atLeast(`${name}, 10 times the data`, best(large, index), unit, best(small, index), 0.8, "that with a tenth"),
  );
}

/** Batches of quantity events are taken in, and then rated. */
const measureUsage: Measurement = async ({ database, intake, stride }, run, scale) => {
  const batches = scale === "full" ? 200 : 50;
  const ready = Array.from({ length: batches }, (_, batch) =>
    Array.from({ length: BATCH }, (__, index) => event(run, batch * BATCH + index, stride)),
  );
  const take = (wanted: string) =>
    secondsOf(() =>
      inLanes(LANES, batches, async (batch) => {
        const outcomes = await intake.ingest(ready[batch] ?? [], NOW);
        const other = outcomes.find(({ status }) => status !== wanted);
        if (other) throw new Error(`an event was ${other.status}`);
      }),
    );
  const taken = await take("accepted");
  await intake.flush();
  const repeated = await take("duplicate");
  const rated = await fastest(batches / TOGETHER, () => rateBatches(database, NOW, TOGETHER));
  return [
    { name: "usage intake", unit: "events/s", value: (batches * BATCH) / taken },
    { name: "replay of duplicates", unit: "events/s", value: (batches * BATCH) / repeated },
    { name: "rating", unit: "events/s", value: (TOGETHER * BATCH) / rated },
  ];
};

/** Seconds of the fastest of some like pieces of work. */
async function fastest(count: number, work: (n: number) => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let n = 0; n < count; n += 1) least = Math.min(least, await secondsOf(() => work(n)));
  return least;
}

function event(run: string, n: number, stride: number) {
  return {
    specversion: "1.0",
    id: benchId(run, n),
    source: "//metering/msk-1",
    type: "saldo.usage.requests",
    time: new Date(NOW - (n % 3_600) * 1_000).toISOString(),
    data: {
      project: `mcs${FIRST + (n % WORKING) * stride}`,
      resource: `bucket-${Math.floor(n / WORKING) % 2}`,
      sku: "requests",
      quantity: String((n % 900) + 0.25),
      unit: "requests",
    },
  };
}

const measureLedger: Measurement = async ({ database, stride }, run, scale) => {
  const count = scale === "full" ? 6 : 3;
  const sets = (name: string, width: number) =>
    Array.from({ length: count }, (_, set) =>
      Array.from({ length: SET }, (__, n) => draft(`${name}-${run}`, set * SET + n, width)),
    );
  const write = (drafts: readonly EntryDraft[]) => database.transaction((tx) => post(tx, drafts));
  const rate = async (prepared: readonly EntryDraft[][]) =>
    SET / (await fastest(count, (n) => write(prepared[n] ?? [])));
  const spread = await rate(sets("spread", stride));
  const hot = await rate(sets("hot", 0));
  const singles = sets("single", stride)[0]?.slice(0, ALONE) ?? [];
  const seconds = await fastest(PIECES, (piece) =>
    inLanes(8, ALONE / PIECES, (n) => write([singles[piece * (ALONE / PIECES) + n] as EntryDraft])),
  );
  return [
    { name: "ledger, one entry a transaction", unit: "entries/s", value: ALONE / PIECES / seconds },
    { name: "ledger, sets of 10,000 entries", unit: "entries/s", value: spread },
    { name: "ledger, sets onto one hot account", unit: "entries/s", value: hot },
  ];
};

function draft(run: string, n: number, stride: number): EntryDraft {
  const facts = {
    projectId: BigInt(FIRST + ((n * 7_919) % WORKING) * stride),
    regionCode: "moscow",
    currency: "RUB",
    effectiveAt: NOW,
    bookedAt: NOW,
    bookingMonth: "2026-10" as EntryDraft["bookingMonth"],
    reference: "bench",
    idempotencyKey: `${run}-${n}`,
  };
  return chargeEntry(facts, [{ bonusGroup: null, fundingSource: "transfer", amountMinor: 100n }]);
}

const measureBalance: Measurement = async ({ database, stride }, _run, scale) => {
  const { perSecond } = await readApi(database, scale === "full" ? 10_000 : 3_000, WORKING * stride);
  return [{ name: "balance read over the API", unit: "requests/s", value: perSecond }];
};
