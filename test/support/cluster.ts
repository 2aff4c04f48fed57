import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { systemClock } from "../../src/platform/clock.ts";
import { appUrlOf, letIn } from "../../src/platform/database-roles.ts";
import { Database } from "../../src/platform/db.ts";
import { migrate } from "../../src/platform/migrate/index.ts";
import { type PostgresServer, openPostgres } from "../../src/platform/postgres/index.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The owner's address of the run's own PostgreSQL, `{database}` standing for the name of a database. */
    postgres: string;
  }
}

/** Every test database is a copy of this one, which has all migrations and no rows. */
export const TEMPLATE = "template_saldo";
const PREFIX = "saldo-test-";

interface Shared {
  users: number;
  readonly opening: Promise<{ server: PostgresServer; directory: string }>;
}

const SHARED = Symbol.for("saldo.test.cluster");
const place = globalThis as unknown as Record<symbol, Shared | undefined>;

/**
 * One PostgreSQL for the whole run, whichever test projects ask for it: its own folder and port, so that tests may run
 * beside a running Saldo. It is not durable (nothing in it is worth a disk write); chaos tests bring their own server.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (place[SHARED] ??= { users: 0, opening: open() });
  shared.users += 1;
  const { server, directory } = await shared.opening;
  project.provide("postgres", server.urlOf("{database}"));
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    place[SHARED] = undefined;
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  };
}

async function open(): Promise<{ server: PostgresServer; directory: string }> {
  await clearAbandoned();
  const directory = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(directory, "owner"), String(process.pid));
  const server = await openPostgres({
    dataDirectory: directory,
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", shared_buffers: "128MB" },
  });
  const root = new Database({ url: server.urlOf("postgres"), connections: 1 });
  await root.query(`create database ${TEMPLATE}`);
  await root.close();
  const template = new Database({ url: server.urlOf(TEMPLATE), connections: 1, statementTimeoutMs: 0 });
  try {
    await migrate(template, systemClock);
    await letIn(template, appUrlOf(server.url) ?? "", true);
  } catch (error) {
    await server.close();
    throw error;
  } finally {
    await template.close();
  }
  return { server, directory };
}

/** A run that was killed leaves its server behind; the next run puts it away. */
async function clearAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const directory = join(tmpdir(), name);
    if (!isAbandoned(directory)) continue;
    try {
      const server = await openPostgres({ dataDirectory: directory });
      await server.close();
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

function isAbandoned(directory: string): boolean {
  const owner = join(directory, "owner");
  if (!existsSync(owner)) return false;
  try {
    process.kill(Number(readFileSync(owner, "utf8")), 0);
    return false;
  } catch (error) {
    return (error as { code?: unknown }).code === "ESRCH";
  }
}
