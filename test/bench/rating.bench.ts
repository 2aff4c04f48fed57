import { at } from "../../src/core/time.ts";
import { rateAll, rateBatches } from "../../src/modules/usage/index.ts";
import { type Database, only } from "../../src/platform/db.ts";
import { FIRST, makeBigWorld } from "./big-world.ts";
import { type BenchContext, type BenchResult, atLeast, bounded, openBench, secondsOf } from "./harness.ts";

const NOW = at("2026-10-20T12:00:00+03:00");
const SIZE = 1_000;
const PROJECTS = 1_000;
/** Resources of a project; each has an event an hour. */
const RESOURCES = 7;

/** What CloudKitty rated at its best on the machine of the handbook's figures, points a second. */
const CLOUDKITTY = 1_000;

/** Stored quantity events taken into their grains as they come, beside the same sums as one bare statement a local day. */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const days = context.scale === "full" ? 10 : 1;
  const database = openBench(context.url);
  try {
    await makeBigWorld(database, { projects: PROJECTS, fundsMinor: 1_000_000 });
    await database.query("insert into usage_source (source) values ('bench')");
    await database.query("create table bench_quantity (like usage_quantity including indexes)");
    const events = [await storeDays(database, 1, days), await storeDays(database, 1 + days, days)] as const;
    await database.query("vacuum analyze usage_event");
    const bare = await sumBare(database, 1, days);
    const first = await takeIn(database, events[0] / SIZE);
    const again = await sumBare(database, 1 + days, days);
    const second = await takeIn(database, null);
    const same = await differences(database);
    if (same !== 0n) throw new Error(`${same} grains differ from the bare sums`);
    const value = Math.max(events[0] / first, events[1] / second);
    const limit = Math.max(events[0] / bare, events[1] / again);
    return [
      atLeast("rating of stored quantity events", value, "events/s", limit, 0.5, "one bare statement a local day"),
      bounded("rating against CloudKitty's 1,000 points/s", value / CLOUDKITTY, "times", { least: 100 }),
    ];
  } finally {
    await database.close();
  }
}

/** Events of whole days as the intake stores them, in batches of a thousand in the order of time; answers how many. */
async function storeDays(database: Database, first: number, days: number): Promise<number> {
  const perDay = PROJECTS * RESOURCES * 24;
  const from = (first - 1) * perDay;
  const { last } = only(
    await database.query<{ last: bigint }>("select coalesce(max(batch_id), 0) as last from usage_batch"),
  );
  await database.query("insert into usage_batch (received_at) select $1 from generate_series(1, $2::int)", [
    new Date(NOW).toISOString(),
    Math.ceil((days * perDay) / SIZE),
  ]);
  await database.query(
    `insert into usage_event (source_id, event_id, batch_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest)
     select 1, md5('q' || n)::uuid, $1::bigint + 1 + (n - $2::bigint) / $3, $4::bigint + n % $5, md5('r' || (n % ($5 * $6)))::uuid, k.sku_id,
            date '2026-10-01' + (n / $7)::int, timestamptz '2026-10-01T00:00:00+03:00' + (n / ($5 * $6)) * interval '1 hour', (n % 900) + 0.25, 0
       from generate_series($2::bigint, $8::bigint) n, sku k where k.sku_code = 'requests'`,
    [last, from, SIZE, FIRST, PROJECTS, RESOURCES, perDay, from + days * perDay - 1],
  );
  return days * perDay;
}

async function sumBare(database: Database, first: number, days: number): Promise<number> {
  return secondsOf(async () => {
    for (let day = first; day < first + days; day += 1) {
      await database.query(
        `insert into bench_quantity (project_id, day, resource_id, sku_id, priced_from, quantity, event_count)
         select project_id, day, resource_id, sku_id, 0, sum(quantity), count(*) from usage_event
          where day = $1 group by project_id, day, resource_id, sku_id`,
        [`2026-10-${String(day).padStart(2, "0")}`],
      );
    }
  });
}

/** Rates `batches` of what waits, or all of it. */
function takeIn(database: Database, batches: number | null): Promise<number> {
  return secondsOf(async () => {
    if (batches === null) return rateAll(database, NOW);
    for (let left = Math.ceil(batches); left > 0; left -= 500) await rateBatches(database, NOW, Math.min(500, left));
  });
}

async function differences(database: Database): Promise<bigint> {
  const { n } = only(
    await database.query<{ n: bigint }>(
      `select count(*) as n from usage_quantity q full join bench_quantity b using (project_id, day, resource_id, sku_id, priced_from)
        where (q.quantity, q.event_count) is distinct from (b.quantity, b.event_count)`,
    ),
  );
  return n;
}
