import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { from as copyFrom } from "pg-copy-streams";

import { instant } from "../../src/core/time.ts";
import { importUsageFile, type ImportFormat, UsageIntake } from "../../src/modules/usage/index.ts";
import { type Database, only, takeConnection } from "../../src/platform/db.ts";
import { makePayer, makeProject, makeWorld } from "../support/world.ts";
import { atLeast, type BenchContext, type BenchResult, openAsOwner, openBench, secondsOf } from "./harness.ts";
import { BENCH_PROJECTS, benchEvent, benchId, FIRST_PROJECT } from "./ingest-events.ts";

const NOW = instant(Date.UTC(2026, 10, 20));
const GOAL = 0.4;
const LIMIT = "COPY into the same table";

const ROUNDS = 3;
const FORMATS: readonly ImportFormat[] = ["cloudevents", "csv", "focus"];

/**
 * PRC-04 from files: every format beside a COPY of as many rows into the same table. They take turns, so that whatever
 * else the machine does slows all of them alike, and the best turn of each counts. Each has had one turn before: code is
 * warm, and the bill's projects and prices are there, whose making is no matter of rows.
 */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "saldo-bench-import-"));
  const database = openBench(context.url);
  const owner = openAsOwner(context.url);
  const rows = context.scale === "small" ? 100_000 : 1_000_000;
  try {
    await makeWorld(database);
    for (let project = 0; project < BENCH_PROJECTS; project += 1)
      await makeProject(database, BigInt(FIRST_PROJECT + project));
    const payerId = await makePayer(database, [BigInt(FIRST_PROJECT)]);
    const file = join(folder, "file");
    const turns = async (round: number, count: number): Promise<Record<ImportFormat | "copy", number>> => {
      const from = round * rows;
      const seconds = { copy: await copyRows(owner, from, count), cloudevents: 0, csv: 0, focus: 0 };
      for (const format of FORMATS) {
        await pipeline(Readable.from(LINES[format](from, count)), createWriteStream(file));
        seconds[format] = await secondsOf(() => importAll(database, file, format, payerId, count));
      }
      return seconds;
    };
    await turns(0, 100_000);
    const taken: Awaited<ReturnType<typeof turns>>[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      context.note(`${rows} rows of each format, round ${round} of ${ROUNDS}`);
      taken.push(await turns(round, rows));
    }
    const rate = (part: ImportFormat | "copy") => rows / Math.min(...taken.map((seconds) => seconds[part]));
    return [
      atLeast("import of JSON lines", rate("cloudevents"), "rows/s", rate("copy"), GOAL, LIMIT),
      atLeast("import of CSV", rate("csv"), "rows/s", rate("copy"), GOAL, LIMIT),
      atLeast("import of a FOCUS bill", rate("focus"), "rows/s", rate("copy"), GOAL, LIMIT),
    ];
  } finally {
    await Promise.all([database.close(), owner.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function importAll(
  database: Database,
  file: string,
  format: ImportFormat,
  payerId: bigint,
  rows: number,
): Promise<void> {
  const intake = new UsageIntake(database);
  const { counts } = await importUsageFile(database, intake, file, {
    format,
    payerId,
    regionCode: null,
    rate: null,
    now: NOW,
  });
  if (counts.accepted !== rows) throw new Error(`the counts are wrong: ${JSON.stringify(counts)}`);
}

/** The limit: rows that are ready, by COPY over one connection. Answers seconds. */
async function copyRows(database: Database, from: number, rows: number): Promise<number> {
  const { sku_id: skuId } = only(
    await database.query<{ sku_id: number }>("select sku_id from sku where sku_code = 'requests'"),
  );
  const ready: Buffer[] = [];
  for (let n = from; n < from + rows; n += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, from + rows - n) }, (_, index) => copyLine(n + index, skuId));
    ready.push(Buffer.from(lines.join("")));
  }
  return secondsOf(() =>
    database.transaction((tx) => {
      const columns =
        "source_id, event_id, batch_id, project_id, resource_id, sku_id, day, occurred_at, quantity, digest";
      return pipeline(
        Readable.from(ready),
        takeConnection(tx).client.query(copyFrom(`copy usage_event (${columns}) from stdin`)),
      );
    }),
  );
}

function copyLine(n: number, skuId: number): string {
  const { id, time, data } = benchEvent("copy", n);
  const resource = benchId(data.resource, n % 7);
  const day = time.slice(0, 10);
  return `${[1, id, 1, data.project.slice(3), resource, skuId, day, time, data.quantity, n * 7_919].join("\t")}\n`;
}

/** The lines of a file of so many rows, the n-th of them and on: every row of every round is another one. */
const LINES: Readonly<Record<ImportFormat, (from: number, rows: number) => Iterable<string>>> = {
  cloudevents: jsonLines,
  csv: csvLines,
  focus: focusLines,
};

function* jsonLines(from: number, rows: number): Generator<string> {
  for (let n = from; n < from + rows; n += 1) yield `${JSON.stringify(benchEvent("import-json", n))}\n`;
}

function* csvLines(from: number, rows: number): Generator<string> {
  yield "id,source,time,project,resource,sku,quantity,unit\n";
  for (let n = from; n < from + rows; n += 1) {
    const { id, source, time, data } = benchEvent("import-csv", n);
    yield `${id},${source},${time},${data.project},${data.resource},${data.sku},${data.quantity},${data.unit}\n`;
  }
}

const FOCUS_COLUMNS = [
  "AvailabilityZone,BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory",
  "ChargeClass,ChargeDescription,ChargeFrequency,ChargePeriodEnd,ChargePeriodStart,CommitmentDiscountId,ConsumedQuantity,ConsumedUnit",
  "ContractedCost,ContractedUnitPrice,EffectiveCost,InvoiceIssuerName,ListCost,ListUnitPrice,PricingCategory,PricingQuantity,PricingUnit",
  "ProviderName,PublisherName,RegionId,RegionName,ResourceId,ResourceName,ResourceType,ServiceCategory,ServiceName,SkuId,SkuPriceId",
  "SubAccountId,SubAccountName,Tags",
].join(",");

/** A bill of 39 columns: 70 sub-accounts, 10,000 resources, 300 prices, half of the rows exact, half rounded as bills are. */
function* focusLines(from: number, rows: number): Generator<string> {
  yield `${FOCUS_COLUMNS}\n`;
  for (let n = from; n < from + rows; n += 1) {
    const sku = n % 300;
    const resource = n % 10_000;
    const price = 5 + (sku % 90);
    const quantity = (n * 7_919) % 100_000;
    // Thousandths × hundred-thousandths; every second cost is rounded to seven digits.
    const cost = n % 2 === 0 ? price * quantity : Math.round((price * quantity) / 10) * 10;
    const day = String(1 + (n % 30)).padStart(2, "0");
    const hour = String(n % 23).padStart(2, "0");
    const money = (cost / 1e8).toFixed(8);
    yield `NULL,${money},1234567890123,Bench,RUB,"2026-10-01 00:00:00","2026-09-01 00:00:00",Usage,NULL,"Price ${sku}, per GB",Usage-Based,` +
      `"2026-09-${day} ${hour}:59:00","2026-09-${day} ${hour}:00:00",NULL,${quantity / 1e5},GB,0,0,${money},Issuer,${money},0.${String(price).padStart(3, "0")},` +
      `Standard,${(quantity / 1e5).toFixed(5)},GB,Cloud,Cloud,r-1,Region 1,res-${resource},NULL,volume,Storage,Service ${sku % 30},SKU${sku},SKU${sku}.P,` +
      `sub-${resource % 70},Sub ${resource % 70},"{""env"": ""prod"", ""team"": ""t${resource % 40}""}"\n`;
  }
}
