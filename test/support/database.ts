import { randomBytes } from "node:crypto";

import { afterAll, afterEach, inject } from "vitest";

import { at } from "../../src/core/time.ts";
import { MovableClock } from "./movable-clock.ts";
import { appUrlOf } from "../../src/platform/database-roles.ts";
import { Database } from "../../src/platform/db.ts";
import { TEMPLATE } from "./cluster.ts";
import { expectCoherent } from "./invariants.ts";

export interface TestDatabase {
  /** A database of the calling file's own, with every migration applied and no rows, as the application's role opens it. */
  readonly database: Database;
  /** Stands at 2026-11-20T09:00:00Z (12:00 in Moscow, 14:00 in Almaty) until moved. */
  readonly clock: MovableClock;
  /** The application's address, for code that opens its own connections; the owner's while there are no migrations. */
  readonly url: string;
}

export interface TestDatabaseOptions {
  /** False for files that break the books on purpose; else all invariants are checked after every test. */
  readonly checks?: boolean;
  readonly connections?: number;
  /** False gives an empty database, without the migrations. */
  readonly migrated?: boolean;
  /** Another database to copy than the one with the migrations and no rows: see keptDatabase. */
  readonly template?: string;
}

const owners = new WeakMap<Database, Database>();

/** The same database as its owner opens it: for what the application may not do (rows planted past the rules, DDL). */
export function ownerOf(database: Database): Database {
  const owner = owners.get(database);
  if (!owner) throw new Error("not a test database");
  return owner;
}

/** At the top of a *.db.test.ts file: `const { database, clock } = await testDatabase();` */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const created = await createTestDatabase(options);
  if (options.checks !== false && options.migrated !== false) {
    afterEach(() => expectCoherent(created.database, created.clock.now()));
  }
  afterAll(() => created.drop());
  return created;
}

/** A database that the caller drops itself: for tests that need several, or a fresh one each time. */
export async function createTestDatabase(
  options: TestDatabaseOptions = {},
): Promise<TestDatabase & { drop(): Promise<void>; keepAs(name: string): Promise<void> }> {
  const address = inject("postgres");
  const name = `test_${process.pid}_${randomBytes(5).toString("hex")}`;
  const template = options.migrated === false ? "template1" : (options.template ?? TEMPLATE);
  await asRoot(address, `create database ${name} template ${template} strategy file_copy`);
  const ownerUrl = address.replace("{database}", name);
  const url = options.migrated === false ? ownerUrl : (appUrlOf(ownerUrl) ?? "");
  const database = new Database({ url, connections: options.connections ?? 5, applicationName: "saldo-test" });
  const owner = new Database({ url: ownerUrl, connections: 2, applicationName: "saldo-test-owner" });
  const leave = async (statement: string): Promise<void> => {
    await Promise.all([database.close(), owner.close()]);
    await asRoot(address, statement);
  };
  const drop = () => leave(`drop database if exists ${name} with (force)`);
  const keepAs = (kept: string) => leave(`alter database ${name} rename to ${kept}`);
  owners.set(database, owner);
  return { database, clock: new MovableClock(at("2026-11-20T09:00:00Z")), url, drop, keepAs };
}

/**
 * A database of the run's own that files copy instead of making the same rows each: the first who asks makes it, the others wait. `told`
 * is what `make` answers, kept with it; `make` closes every connection of its own.
 */
export async function keptDatabase<Told>(
  title: string,
  make: (test: TestDatabase) => Promise<Told>,
): Promise<{ readonly name: string; readonly told: Told }> {
  const name = `kept_${title}`;
  const root = new Database({ url: inject("postgres").replace("{database}", "postgres"), connections: 1 });
  try {
    // Held by the transaction: a connection that rests is given up, and a lock of its session with it.
    return await root.transaction(async (tx) => {
      await tx.query("select pg_advisory_xact_lock(hashtext($1))", [name]);
      const [kept] = await tx.query<{ told: string }>(
        "select shobj_description(oid, 'pg_database') as told from pg_database where datname = $1",
        [name],
      );
      if (kept) return { name, told: JSON.parse(kept.told) as Told };
      const created = await createTestDatabase({ connections: 12 });
      const told = await make(created);
      await created.keepAs(name);
      await tx.execute(`comment on database ${name} is '${JSON.stringify(told).replaceAll("'", "''")}'`);
      return { name, told };
    });
  } finally {
    await root.close();
  }
}

async function asRoot(address: string, statement: string): Promise<void> {
  const root = new Database({ url: address.replace("{database}", "postgres"), connections: 1 });
  try {
    await root.query(statement);
  } finally {
    await root.close();
  }
}
