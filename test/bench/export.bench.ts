import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import type { Database } from "../../src/platform/db.ts";
import { FIRST, makeBigWorld } from "./big-world.ts";
import type { ExportMeasure, ExportOutcome } from "./export-process.ts";
import { type BenchContext, type BenchResult, atLeast, bounded, openBench, percentile } from "./harness.ts";

const PROJECTS = 10;
const DAYS = 31;
const SKUS = ["cpu", "disk", "licence"];
const ROUNDS = 3;
const GOAL = 0.35;
const MOST_MEGABYTES = 150;
const PROCESS = fileURLToPath(new URL("export-process.ts", import.meta.url));

/**
 * BAL-06: the granular report from the database to the last byte of the file, each export in a process of its own, beside
 * the same rows written by hand from memory: XML and deflate, or joined with commas.
 */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const rows = context.scale === "full" ? 1_000_000 : 100_000;
  const database = openBench(context.url);
  try {
    await makeBigWorld(database, { projects: PROJECTS, fundsMinor: 1_000_000 });
    await putCharges(database, rows);
    const results: BenchResult[] = [];
    for (const format of ["xlsx", "csv"] as const) {
      const limits: ExportOutcome[] = [];
      const exports: ExportOutcome[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        limits.push(await measured(context, `${format} by hand`, rows));
        exports.push(await measured(context, format, rows));
      }
      const best = (outcomes: readonly ExportOutcome[]) => Math.max(...outcomes.map((one) => one.rows / one.seconds));
      // The middle one: where others use the machine, a collector that has to wait for its turn keeps pages for longer.
      const grown = percentile(
        exports.map((one) => one.grownMegabytes).sort((a, b) => a - b),
        0.5,
      );
      const name = `${format.toUpperCase()} export of ${exports[0]?.rows} rows`;
      results.push(
        atLeast(name, best(exports), "rows/s", best(limits), GOAL, "the same written by hand from memory"),
        bounded(`memory that the ${name} adds`, grown, "MB", { most: MOST_MEGABYTES }),
      );
    }
    return results;
  } finally {
    await database.close();
  }
}

async function measured(context: BenchContext, measure: ExportMeasure, rows: number): Promise<ExportOutcome> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROCESS, context.url, measure, String(rows)]);
  const outcome = JSON.parse(stdout) as ExportOutcome;
  if (outcome.rows < rows) throw new Error(`${measure}: ${outcome.rows} of ${rows} rows`);
  const { seconds, grownMegabytes } = outcome;
  context.note(`${measure}: ${Math.round(outcome.rows / seconds)} rows/s, ${Math.round(grownMegabytes)} MB more`);
  return outcome;
}

/** A month of charges, `rows` at least, with names and labels as customers give them. */
async function putCharges(database: Database, rows: number): Promise<void> {
  const resources = Math.ceil(rows / (PROJECTS * DAYS * SKUS.length));
  const each = `generate_series($1::bigint, $1::bigint + ${PROJECTS - 1}) p, generate_series(1, $2::int) n`;
  await database.query(
    `insert into resource (project_id, resource_id, external_id, name, labels, described_at)
     select p, md5(p || '-' || n)::uuid, 'vm-' || p || '-' || n, 'Сервер ' || n,
            jsonb_build_object('env', case when n % 2 = 0 then 'prod' else 'test' end, 'team', 'team-' || n % 17,
                               'cost-center', 'CC-' || n % 101), timestamptz '2026-10-01T00:00:00Z' from ${each}`,
    [FIRST, resources],
  );
  await database.query(
    `insert into charge (project_id, day, resource_id, sku_id, contract_id, booking_month, quantity, numerator, amount_minor,
                         transfer_minor, other_minor, bonus_minor, credit_minor, price_id, charged_until)
     select p, date '2026-10-01' + d, md5(p || '-' || n)::uuid, k.sku_id, 0, date '2026-10-01', 1440 * (n % 8 + 1),
            1440 * (n % 8 + 1) * e.unit_price, (n * d) % 9999 + 7, (n * d) % 9999, 0, 7, 0, e.price_id,
            timestamptz '2026-11-01T00:00:00Z'
       from ${each}, generate_series(0, ${DAYS - 1}) d, sku k
       join price e on e.price_id = (select min(price_id) from price where sku_id = k.sku_id)
      where k.sku_code = any($3::text[])`,
    [FIRST, resources, SKUS],
  );
  await database.query("vacuum analyze");
}
