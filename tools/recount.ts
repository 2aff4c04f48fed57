/**
 * `npm run recount -- [months] [seed]`: grows the demo world by so many months (12) on a database of its own and counts
 * everything anew. Ends with 1 when a figure differs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openPrinting } from "../src/composition/printing.ts";
import { at } from "../src/core/time.ts";
import { systemClock } from "../src/platform/clock.ts";
import { Database } from "../src/platform/db.ts";
import { violations } from "../src/platform/invariants.ts";
import { migrate } from "../src/platform/migrate/index.ts";
import { openPostgres } from "../src/platform/postgres/index.ts";
import { growDemo } from "../test/recount/grow.ts";
import { recount } from "../test/recount/index.ts";

const [months = "12", seed = "1"] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), "saldo-recount-"));
const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
const server = await openPostgres({ dataDirectory: directory, settings });
const printing = openPrinting();
const database = new Database({ url: server.urlOf("postgres"), connections: 5, statementTimeoutMs: 0 });
try {
  await migrate(database, systemClock);
  const end = await growDemo(database, printing.closePorts, at("2026-11-20T09:00:00Z"), {
    months: Number(months),
    seed: Number(seed),
    onMonth: (month) => console.log(`lived ${month}`),
  });
  const broken = await violations(database, end);
  for (const { invariant } of broken) console.log(`invariant broken: ${invariant}`);
  const { differences, ...counted } = await recount(database);
  for (const one of differences.slice(0, 50)) console.log(`${one.what}: held ${one.product}, counted ${one.recount}`);
  console.log(
    Object.entries({ ...counted, differences: differences.length })
      .map(([name, n]) => `${name} ${n}`)
      .join(", "),
  );
  process.exitCode = differences.length + broken.length === 0 ? 0 : 1;
} finally {
  await database.close();
  await printing.close();
  await server.close();
  rmSync(directory, { recursive: true, force: true });
}
