import { readFileSync, readdirSync } from "node:fs";

import { systemClock } from "../../src/platform/clock.ts";
import { appUrlOf, letIn } from "../../src/platform/database-roles.ts";
import { Database } from "../../src/platform/db.ts";
import { migrate } from "../../src/platform/migrate/index.ts";
import type { PostgresServer } from "../../src/platform/postgres/index.ts";

export interface BenchResult {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The machine's own limit, measured in the same run; null where the goal is absolute. */
  readonly limit: number | null;
  readonly ratio: number | null;
  readonly goal: string;
  readonly ok: boolean;
}

export interface BenchContext {
  /** An empty database of a durable server, with every migration applied, as the application's role opens it. */
  readonly url: string;
  /** Small ends within minutes on two cores; full has the sizes that the goals name. */
  readonly scale: "small" | "full";
  /** What is going on, for people who wait. */
  note(text: string): void;
  /** Another empty database of the same server, as `url`. */
  createDatabase(): Promise<string>;
  /** Seconds of processor time that this process and the database server have used up to now. */
  cpuSeconds(): number;
}

export interface Bench {
  readonly run: (context: BenchContext) => Promise<BenchResult[]>;
}

/** A figure held against its limit: at least `least` of it. */
export function atLeast(
  name: string,
  value: number,
  unit: string,
  limit: number,
  least: number,
  of: string,
): BenchResult {
  return { ...figure(name, value, unit, limit), goal: `>= ${least} of ${of}`, ok: value >= least * limit };
}

/** A cost held against its limit: at most `most` times it. */
export function atMost(
  name: string,
  value: number,
  unit: string,
  limit: number,
  most: number,
  of: string,
): BenchResult {
  return { ...figure(name, value, unit, limit), goal: `<= ${most} of ${of}`, ok: value <= most * limit };
}

/** A figure with a fixed bound instead of a measured limit. */
export function bounded(
  name: string,
  value: number,
  unit: string,
  bound: { least?: number; most?: number },
): BenchResult {
  const { least = -Infinity, most = Infinity } = bound;
  const goal = bound.least === undefined ? `<= ${most} ${unit}` : `>= ${least} ${unit}`;
  return { name, value: rounded(value), unit, limit: null, ratio: null, goal, ok: value >= least && value <= most };
}

function figure(name: string, value: number, unit: string, limit: number) {
  return { name, value: rounded(value), unit, limit: rounded(limit), ratio: rounded(value / limit) };
}

/** Three digits that count. */
function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** Seconds that `work` takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** Runs `count` pieces of work over `lanes` at once; answers each piece's milliseconds, sorted. */
export async function inLanes(lanes: number, count: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const begun = performance.now();
      await work(next++);
      taken.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return taken.sort((a, b) => a - b);
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const owners = new Map<string, string>();

/** The same database as its owner opens it: for limits that the application's role may not measure (COPY past row security). */
export function openAsOwner(url: string): Database {
  return openBench(owners.get(url) ?? "", 1);
}

/** A database of the bench's server with all migrations and no rows; the application's role may also analyze and measure beside. */
export async function emptyDatabase(server: PostgresServer, name: string): Promise<string> {
  const root = new Database({ url: server.urlOf("postgres"), connections: 1 });
  await root.query(`create database ${name}`);
  await root.close();
  const ownerUrl = server.urlOf(name);
  const url = appUrlOf(ownerUrl) ?? "";
  owners.set(url, ownerUrl);
  const database = openAsOwner(url);
  await migrate(database, systemClock);
  await letIn(database, url, true);
  await database.query("grant create on schema public to saldo_app");
  await database.query("grant maintain on all tables in schema public to saldo_app");
  await database.close();
  return url;
}

/** Statistics of what stays: a worker's temporary tables go while a plain analyze is on its way to them, and fail it. */
export async function analyze(database: Database): Promise<void> {
  const [row] = await database.query<{ tables: string }>(
    `select string_agg(oid::regclass::text, ', ') as tables from pg_class
      where relkind = 'r' and relpersistence = 'p' and relnamespace = 'public'::regnamespace`,
  );
  await database.query(`analyze ${row?.tables ?? ""}`);
}

/** A pool without a limit on how long a statement may run. */
export function openBench(url: string, connections = 8): Database {
  return new Database({ url, connections, statementTimeoutMs: 0 });
}

const TICKS_PER_SECOND = 100;

/** Processor time of a postmaster, the backends it has now, and those that ended (Linux; elsewhere 0). */
export function postgresCpuSeconds(postmaster: number): number {
  let ticks = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const fields = statOf(pid);
    if (!fields) continue;
    const isMaster = Number(pid) === postmaster;
    if (!isMaster && Number(fields[1]) !== postmaster) continue;
    const [own, system, ended, endedSystem] = fields.slice(11, 15).map(Number) as [number, number, number, number];
    ticks += own + system + (isMaster ? ended + endedSystem : 0);
  }
  return ticks / TICKS_PER_SECOND;
}

/** The fields of /proc/PID/stat from `state` on: the name before may hold anything. */
function statOf(pid: string): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}
