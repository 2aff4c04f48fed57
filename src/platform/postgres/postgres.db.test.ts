import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { Database } from "../db.ts";
import { FileLock } from "./file-lock.ts";
import { type PostgresServer, openPostgres } from "./index.ts";
import { isAlive } from "./process-alive.ts";

const FAST = { fsync: "off", shared_buffers: "16MB", max_connections: "20" };

let dataDirectory: string;
const opened: PostgresServer[] = [];

async function open(options: { supervise?: boolean; onRestart?: () => void } = {}): Promise<PostgresServer> {
  const server = await openPostgres({ dataDirectory, settings: FAST, ...options });
  opened.push(server);
  return server;
}

async function ask(server: PostgresServer, statement: string): Promise<unknown> {
  const database = new Database({ url: server.url, connections: 1 });
  try {
    const rows = await database.query<{ answer: unknown }>(statement);
    return rows[0]?.answer;
  } finally {
    await database.close();
  }
}

beforeAll(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), "saldo-postgres-"));
});

afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

describe("embedded PostgreSQL", () => {
  it("starts, keeps its data and its port, and leaves no process behind", async () => {
    const first = await open();
    await ask(first, "create table kept as select 'ёж' as answer");
    const processId = first.processId() ?? 0;
    await first.close();
    expect(isAlive(processId)).toBe(false);
    const second = await open();
    expect({ port: second.port, adopted: second.adopted }).toEqual({ port: first.port, adopted: false });
    expect(await ask(second, "select upper(answer) || (answer ilike 'Ёж') as answer from kept")).toBe("ЁЖtrue");
  });

  it("answers on the loopback only, to a password only we can read", async () => {
    const server = await open();
    expect(await ask(server, "select current_setting('listen_addresses') as answer")).toBe("127.0.0.1");
    expect(await ask(server, "select current_setting('unix_socket_directories') as answer")).toBe("");
    const password = join(dataDirectory, "postgres", "password");
    expect(statSync(password).mode & 0o077).toBe(0);
    const stranger = new Database({ url: server.url.replace(/:[^:@]+@/, ":wrong@"), connections: 1 });
    await expect(stranger.query("select 1")).rejects.toThrow(/password|unavailable/);
    await stranger.close();
  });

  it("keeps statements and row values out of its log", async () => {
    const server = await open();
    await ask(server, "create table person (inn text primary key)");
    await ask(server, "insert into person values ('canary')");
    await expect(ask(server, "insert into person values ('canary')")).rejects.toThrow(/duplicate/);
    expect(readFileSync(server.logFile, "utf8")).not.toContain("canary");
  });

  it("is joined when it runs already, and stopped by the last one", async () => {
    const first = await open();
    const second = await open();
    expect({ adopted: second.adopted, port: second.port }).toEqual({ adopted: true, port: first.port });
    await first.close();
    expect(await ask(second, "select 1 as answer")).toBe(1);
    const processId = second.processId() ?? 0;
    await second.close();
    await second.close();
    expect(isAlive(processId)).toBe(false);
  });

  it("is started once when two start together", async () => {
    const servers = await Promise.all([open(), open(), open()]);
    expect(new Set(servers.map((server) => server.port)).size).toBe(1);
    expect(servers.filter((server) => !server.adopted)).toHaveLength(1);
  });

  it("comes back on its port when it is killed under a supervisor", async () => {
    let restarted = (): void => undefined;
    const back = new Promise<void>((resolve) => (restarted = resolve));
    const server = await open({ supervise: true, onRestart: () => restarted() });
    await ask(server, "create table survivor as select 7 as answer");
    const before = server.processId() ?? 0;
    process.kill(before, "SIGKILL");
    await back;
    expect(server.processId()).not.toBe(before);
    expect(await ask(server, "select answer from survivor")).toBe(7);
  });

  it("starts again after a kill although postmaster.pid is still there", async () => {
    const killed = await open();
    const processId = killed.processId() ?? 0;
    process.kill(processId, "SIGKILL");
    opened.length = 0;
    const again = await open();
    expect(again.adopted).toBe(false);
    expect(await ask(again, "select 1 as answer")).toBe(1);
    await killed.close();
  });

  it("refuses data of another major version and leaves it alone", async () => {
    const server = await open();
    await server.close();
    const versionFile = join(server.cluster, "PG_VERSION");
    writeFileSync(versionFile, "17\n");
    await expect(open()).rejects.toThrow(/postgres_other_major.*PostgreSQL 17/);
    writeFileSync(versionFile, "18\n");
    expect(await ask(await open(), "select 1 as answer")).toBe(1);
  });

  it("says why it does not start", async () => {
    const options = { dataDirectory, settings: { ...FAST, shared_buffers: "much" } };
    await expect(openPostgres(options)).rejects.toThrow(/postgres_failed.*shared_buffers/);
  });
});

describe("file locks", () => {
  it("are shared by many or held by one, and given back", () => {
    const path = join(dataDirectory, "some.lock");
    const shared = [FileLock.tryShared(path), FileLock.tryShared(path)];
    expect(FileLock.tryExclusive(path)).toBeNull();
    for (const lock of shared) lock?.release();
    const alone = FileLock.tryExclusive(path);
    expect(alone).not.toBeNull();
    expect(FileLock.tryShared(path)).toBeNull();
    alone?.release();
    FileLock.tryShared(path)?.release();
  });
});
