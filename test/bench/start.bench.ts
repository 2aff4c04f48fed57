import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { inProject } from "../../src/platform/project.ts";
import { type BenchContext, type BenchResult, bounded } from "./harness.ts";

/** Connections to the database that nobody uses are let go after ten seconds. */
const SETTLE_MS = 15_000;
/** A first start takes both cores all the while: the best of so many says what it takes where nobody else wants them. */
const FIRST_STARTS = 3;

/** The first start in an empty folder, the second one, and the memory of both processes when nothing happens. */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const folders = Array.from({ length: FIRST_STARTS }, () => mkdtempSync(join(tmpdir(), "saldo-bench-start-")));
  try {
    const port = await freePort();
    const firsts: number[] = [];
    for (const folder of folders) {
      const first = await start(folder, port);
      await stop(first.child);
      context.note(`first start: ${first.seconds.toFixed(2)} s`);
      firsts.push(first.seconds);
    }
    const folder = folders.at(-1) as string;
    const second = await start(folder, port);
    context.note("waiting until it is idle");
    await delay(SETTLE_MS);
    const megabytes = existsSync("/proc") ? memoryOf(second.child.pid ?? 0, folder) : Number.NaN;
    await stop(second.child);
    return [
      bounded("first start, from nothing to ready", Math.min(...firsts), "s", { most: 5 }),
      bounded("second start", second.seconds, "s", { most: 3 }),
      bounded("idle memory with PostgreSQL", megabytes, "MB", { most: 300 }),
    ];
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

async function start(folder: string, port: number): Promise<{ child: ChildProcess; seconds: number }> {
  const { DATABASE_URL: _url, ...environment } = process.env;
  const begun = performance.now();
  const child = spawn("node", [inProject("bin", "saldo.mjs"), "start"], {
    env: { ...environment, SALDO_DATA: folder, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => (chunk.includes("ready http") ? resolve() : undefined));
    child.once("exit", (code) => reject(new Error(`the start ended with ${code}`)));
  });
  return { child, seconds: (performance.now() - begun) / 1000 };
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

/** Proportional memory of the process, its children and the server of the folder: shared pages are counted once. */
function memoryOf(pid: number, folder: string): number {
  const master = Number(/^\d+/.exec(readFileSync(join(folder, "postgres", "cluster", "postmaster.pid"), "utf8"))?.[0]);
  const family = new Set([pid, master]);
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)] as const);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [child, parent] of parents)
      if (family.has(parent) && !family.has(child)) grown = family.add(child) !== undefined;
  }
  return [...family].reduce((sum, one) => sum + proportional(one), 0) / 1024;
}

function parentOf(pid: string): number {
  return Number(/^PPid:\s*(\d+)/m.exec(readOr(`/proc/${pid}/status`))?.[1] ?? 0);
}

function proportional(pid: number): number {
  return Number(/^Pss:\s*(\d+)/m.exec(readOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

function readOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 3999));
    });
  });
}
