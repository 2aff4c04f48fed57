import { flushCompileCache } from "node:module";
import { createServer } from "node:net";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { refusal } from "../core/errors.ts";
import { DemoProcess } from "../demo/process.ts";
import type { Config } from "../platform/config.ts";
import { WorkThread } from "../composition/work-thread.ts";
import { ensureConsole } from "../platform/console/index.ts";
import { giveBackMemory } from "../platform/give-back.ts";
import { FileLock } from "../platform/postgres/index.ts";
import type { Logger } from "../platform/log.ts";
import type { Command, CommandContext } from "./command.ts";
import { columns } from "./output.ts";
import { inFolder } from "./session.ts";
import { aborted } from "./stop.ts";

export const AlreadyRunning = refusal(
  "already_running",
  409,
  "Saldo уже запущен: {address} (процесс {pid}, данные {directory})",
  "Saldo runs already: {address} (process {pid}, data {directory})",
);

export const PortTaken = refusal(
  "port_taken",
  409,
  "Порт {port} занят другой программой: остановите её или задайте PORT",
  "Port {port} is taken by another program: stop it or set PORT",
);

export const PortRefused = refusal(
  "port_refused",
  409,
  "Нельзя слушать {host}:{port}: {reason}",
  "Cannot listen on {host}:{port}: {reason}",
);

interface Running {
  readonly address: string;
  readonly pid: string;
}

/** Everything in one process: one per data folder. */
export const start: Command = {
  async run(context) {
    const { dataDirectory } = context.config;
    const lock = await inFolder(dataDirectory, () => claim(dataDirectory));
    try {
      await serveUntilStopped(context, { api: true, worker: true }, (address) => {
        writeFileSync(join(dataDirectory, "running.json"), JSON.stringify({ address, pid: `${process.pid}` }));
      });
    } finally {
      rmSync(join(dataDirectory, "running.json"), { force: true });
      lock.release();
    }
    return undefined;
  },
};

export const api: Command = {
  logging: "full",
  async run(context) {
    await serveUntilStopped(context, { api: true, worker: false });
    return undefined;
  },
};

export const worker: Command = {
  logging: "full",
  async run(context) {
    await serveUntilStopped(context, { api: false, worker: true });
    return undefined;
  },
};

async function serveUntilStopped(
  context: CommandContext,
  roles: { api: boolean; worker: boolean },
  onReady: (address: string) => void = () => undefined,
): Promise<void> {
  const { config, log, output, signal } = context;
  if (roles.api) await checkPort(config);
  // All of these take a while and none needs the others.
  const isFirst = isNew(config);
  const opening = context.open({ keep: true });
  const reading = readProgram();
  // It reads the program too, and does so after us, when the cluster is made, which takes one of two cores.
  const demo = isFirst ? reading.then(() => new DemoProcess()) : undefined;
  // A first start leaves the cores to what makes the database: serve begins the thread while the demo world is loaded.
  const thread = !isFirst && roles.api && roles.worker ? new WorkThread(log) : undefined;
  const [session, { serve }] = await Promise.all([
    opening,
    import("../composition/serve.ts"),
    reading,
    roles.api && roles.worker ? buildConsole(log) : undefined,
  ]);
  const { database, databaseUrl, clock } = session;
  const service = await serve({ config, database, databaseUrl, clock, log, roles, demo: await demo, thread });
  try {
    const address = service.port === null ? null : `http://localhost:${service.port}`;
    onReady(address ?? "worker");
    const told = address ?? service.healthUrl;
    output.line(told === null ? "ready" : `ready ${told}`);
    const sandbox = service.sandboxUrl === null ? [] : [["sandbox", service.sandboxUrl]];
    const rows = [...service.logins.map(({ role, email, password }) => [role, email, password]), ...sandbox];
    for (const line of columns(rows)) output.line(`  ${line}`);
    const { logins, sandboxUrl, healthUrl } = service;
    output.object({ ready: true, address, logins, sandbox: sandboxUrl, health: healthUrl });
    flushCompileCache();
    giveBackMemory();
    await aborted(signal);
  } finally {
    await service.close();
  }
}

/** Whether this start makes the database itself. */
function isNew({ mode, databaseUrl, dataDirectory }: Config): boolean {
  return mode !== "production" && databaseUrl === null && !existsSync(join(dataDirectory, "postgres", "cluster"));
}

/** Reads the program, which takes about as long as a database takes to start: serve has it all then. */
function readProgram(): Promise<unknown> {
  return Promise.all([
    import("../demo/prepare.ts"),
    import("../composition/app.ts"),
    import("../composition/condition.ts"),
  ]);
}

/** A console that does not build is told of, and does not keep the API from starting. */
async function buildConsole(log: Logger): Promise<void> {
  try {
    await ensureConsole();
  } catch (error) {
    log.error({ error }, "the consoles were not built");
  }
}

/** The lock is the operating system's: it is gone when its holder is, killed or not. */
function claim(dataDirectory: string): FileLock {
  mkdirSync(dataDirectory, { recursive: true });
  const lock = FileLock.tryExclusive(join(dataDirectory, "running.lock"));
  if (lock) return lock;
  const { address, pid } = readRunning(dataDirectory);
  throw AlreadyRunning({ values: { address, pid, directory: dataDirectory } });
}

function readRunning(dataDirectory: string): Running {
  try {
    return JSON.parse(readFileSync(join(dataDirectory, "running.json"), "utf8")) as Running;
  } catch {
    // It has the lock but is not ready yet.
    return { address: "...", pid: "?" };
  }
}

/** Found out before anything else is started. */
function checkPort({ host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      const values = { host, port: String(port), reason: error.message };
      reject(taken ? PortTaken({ values }) : PortRefused({ values }));
    });
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}
