import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openPostgres } from "../../src/platform/postgres/index.ts";
import { type Bench, type BenchContext, type BenchResult, emptyDatabase, postgresCpuSeconds } from "./harness.ts";

/** Every bench, in the order in which they run; each has a database of its own. */
export const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  ingest: () => import("./ingest.bench.ts"),
  import: () => import("./import.bench.ts"),
  rating: () => import("./rating.bench.ts"),
  visible: () => import("./visible.bench.ts"),
  accrual: () => import("./accrual.bench.ts"),
  ledger: () => import("./ledger.bench.ts"),
  audit: () => import("./audit.bench.ts"),
  balance: () => import("./balance.bench.ts"),
  neighbour: () => import("./neighbour.bench.ts"),
  documents: () => import("./documents.bench.ts"),
  export: () => import("./export.bench.ts"),
  jobs: () => import("./jobs.bench.ts"),
  search: () => import("./search.bench.ts"),
  requests: () => import("./requests.bench.ts"),
  console: () => import("./console.bench.ts"),
  growth: () => import("./growth.bench.ts"),
  start: () => import("./start.bench.ts"),
};

export interface BenchOrder {
  /** Names of BENCHES; all of them when empty. */
  readonly only: readonly string[];
  readonly scale: BenchContext["scale"];
  readonly signal: AbortSignal;
  note(text: string): void;
}

/** Runs benches on a durable PostgreSQL of their own in a temporary folder, which is removed afterwards. */
export async function runBenches(order: BenchOrder): Promise<BenchResult[]> {
  const dataDirectory = mkdtempSync(join(tmpdir(), "saldo-bench-"));
  const settings = { shared_buffers: "2GB", max_wal_size: "8GB", checkpoint_timeout: "30min" };
  const server = await openPostgres({ dataDirectory, settings });
  let databases = 0;
  const createDatabase = () => emptyDatabase(server, `bench_${(databases += 1)}`);
  const results: BenchResult[] = [];
  try {
    for (const name of order.only.length > 0 ? order.only : Object.keys(BENCHES)) {
      if (order.signal.aborted) break;
      const load = BENCHES[name];
      if (!load) throw new Error(`no bench ${name}`);
      order.note(`${name} ...`);
      const { run } = await load();
      const own = await run({
        url: await createDatabase(),
        scale: order.scale,
        note: (text) => order.note(`  ${text}`),
        createDatabase,
        cpuSeconds: () => cpuSeconds(server.processId()),
      });
      for (const result of own) order.note(`  ${lineOf(result)}`);
      results.push(...own);
    }
  } finally {
    await server.close();
    removeHome(dataDirectory);
  }
  return results;
}

/** A figure, its limit and what it is held to, on one line. */
export function lineOf({ name, value, unit, limit, ratio, goal, ok }: BenchResult): string {
  const against = limit === null ? "" : `, limit ${limit}, ratio ${ratio?.toFixed(2)}`;
  return `${ok ? "ok  " : "MISS"} ${name}: ${value} ${unit}${against} (goal ${goal})`;
}

function cpuSeconds(postmaster: number | null): number {
  const own = process.cpuUsage();
  const ours = (own.user + own.system) / 1e6;
  return ours + (postmaster !== null && existsSync("/proc") ? postgresCpuSeconds(postmaster) : 0);
}

/** The cluster may lie elsewhere, behind a link, when its user cannot walk down to the folder. */
function removeHome(dataDirectory: string): void {
  rmSync(dataDirectory, { recursive: true, force: true });
}
