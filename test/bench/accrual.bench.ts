import { MINUTE, at, formatInstant, plus } from "../../src/core/time.ts";
import { accrueAll, rateAll } from "../../src/modules/usage/index.ts";
import { type Database, only } from "../../src/platform/db.ts";
import { FIRST, makeBigWorld } from "./big-world.ts";
import { type BenchContext, type BenchResult, atMost, bounded, openBench } from "./harness.ts";

const DAY_START = at("2026-10-02T00:00:00+03:00");
const HOURS = 24;
const GAUGES_PER_PROJECT = 10;
/** Of all gauges, in each hour. */
const CHANGING = 0.02;
const FROM = DAY_START / MINUTE - 2 * 24 * 60;

/**
 * A day of running gauges, some of which change in every hour, charged to the minute: as it passes, minute by minute and
 * hour by hour, beside the same day rated and charged once at its end. The events are stored before. Processor time of
 * this process and the server; always at the size that the goal names, because what a look costs hides in a small one.
 */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const projects = 100_000;
  const once = await playDay(context, projects, HOURS * 60);
  context.note(`charged once at the day's end: ${once.seconds.toFixed(1)} s of processor time`);
  const hourly = await playDay(context, projects, 60);
  context.note(`hour by hour: ${hourly.seconds.toFixed(1)} s`);
  const byMinute = await playDay(context, projects, 1);
  context.note(`minute by minute: ${byMinute.seconds.toFixed(1)} s`);
  for (const played of [hourly, byMinute]) {
    if (played.books !== once.books) throw new Error(`the days differ: ${played.books} is not ${once.books}`);
  }
  const gauges = projects * GAUGES_PER_PROJECT;
  const share = gauges / 1_000_000;
  return [
    atMost(
      `a day of ${gauges} gauges, charged as it passes`,
      byMinute.seconds,
      "CPU s",
      once.seconds,
      3,
      "the day charged once",
    ),
    atMost("minute against hour resolution", byMinute.seconds, "CPU s", hourly.seconds, 1.2, "the day by the hour"),
    bounded(`the whole day of ${gauges} gauges`, byMinute.seconds / 60, "CPU minutes", { most: 10 * share }),
  ];
}

interface Played {
  readonly seconds: number;
  /** What the day came to: charges, debits, freezes. The same however often it was looked at. */
  readonly books: string;
}

async function playDay(context: BenchContext, projects: number, stepMinutes: number): Promise<Played> {
  const url = await context.createDatabase();
  await prepareDay(url, projects);
  const begun = context.cpuSeconds();
  await playMinutes(url, stepMinutes, HOURS * 60);
  const seconds = context.cpuSeconds() - begun;
  const database = openBench(url, 1);
  const books = await booksOf(database);
  await database.close();
  return { seconds, books };
}

export async function prepareDay(url: string, projects: number): Promise<void> {
  const database = openBench(url);
  await makeBigWorld(database, { projects, fundsMinor: 100_000_000, poorEvery: 1_000, poorMinor: 15_000 });
  await putGauges(database, projects);
  await storeChanges(database, projects);
  await database.query("vacuum analyze");
  await database.close();
}

export async function playMinutes(url: string, stepMinutes: number, minutes: number): Promise<void> {
  const database = openBench(url);
  for (let minute = 0; minute < minutes; minute += stepMinutes) {
    await accept(database, minute, stepMinutes);
    const now = plus(DAY_START, (minute + stepMinutes) * MINUTE);
    await rateAll(database, now);
    await accrueAll(database, now);
  }
  await database.close();
}

/** Nine virtual cores and one disk a project, running for two days already. */
async function putGauges(database: Database, projects: number): Promise<void> {
  await database.query("insert into usage_source (source) values ('bench') on conflict do nothing");
  await database.query(
    `insert into gauge_interval (project_id, resource_id, sku_id, from_minute, to_minute, quantity, occurred_at, source_id, event_id)
     select $1::bigint + n / $2, md5('resource' || n)::uuid, k.sku_id, $3, 2147483647, 1 + n % 8, to_timestamp($3 * 60), 1, md5(n::text)::uuid
       from generate_series(0, $4::bigint - 1) n
       join sku k on k.sku_code = case when n % $2 = 0 then 'disk' else 'cpu' end`,
    [FIRST, GAUGES_PER_PROJECT, FROM, projects * GAUGES_PER_PROJECT],
  );
  await database.query(
    `insert into project_accrual (project_id, region_code, open_day, due_at)
     select n, 'moscow', '2026-10-02', $3 from generate_series($1::bigint, $2::bigint) n`,
    [FIRST, FIRST + projects - 1, formatInstant(DAY_START)],
  );
}

/** The day's changes as the intake leaves them, a batch a minute: each a new quantity of some gauge. */
async function storeChanges(database: Database, projects: number): Promise<void> {
  const gauges = projects * GAUGES_PER_PROJECT;
  const perMinute = (CHANGING * gauges) / 60;
  await database.query(
    `insert into usage_event (source_id, event_id, batch_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest)
     select 1, md5('event' || n)::uuid, 1 + minute, $1::bigint + g / $2, md5('resource' || g)::uuid, k.sku_id, '2026-10-02',
            to_timestamp($3::float8 + minute * 60), 1 + n % 9, 0
       from generate_series(0, $4::bigint) n
       cross join lateral (select n * 7919 % $5 as g, floor(n / $6::float8)::int as minute) r
       join sku k on k.sku_code = case when g % $2 = 0 then 'disk' else 'cpu' end`,
    [FIRST, GAUGES_PER_PROJECT, DAY_START / 1000, Math.floor(perMinute * HOURS * 60) - 1, gauges, perMinute],
  );
}

/** Hands the batches of some minutes over to the rater. */
async function accept(database: Database, minute: number, minutes: number): Promise<void> {
  await database.query(
    `insert into usage_batch (batch_id, received_at) overriding system value
     select 1 + m, to_timestamp($1::float8 + m * 60 + 60) from generate_series($2::int, $3::int) m`,
    [DAY_START / 1000, minute, minute + minutes - 1],
  );
}

async function booksOf(database: Database): Promise<string> {
  const { books } = only(
    await database.query<{ books: string }>(
      `select (select concat_ws(' ', count(*), sum(amount_minor), sum(numerator)) from charge) || ' / ' ||
              (select sum(balance_minor) from ledger_balance where ledger_account = 'payment') || ' / ' ||
              (select concat_ws(' ', count(*), sum(extract(epoch from at))) from freeze_event) as books`,
    ),
  );
  return books;
}
