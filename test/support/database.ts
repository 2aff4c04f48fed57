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
): Promise<TestDatabase & { drop(): Promise<void> }> {
  const address = inject("postgres");
  const name = `test_${process.pid}_${randomBytes(5).toString("hex")}`;
  const template = options.migrated === false ? "template1" : TEMPLATE;
  await asRoot(address, `create database ${name} template ${template} strategy file_copy`);
  const ownerUrl = address.replace("{database}", name);
  const url = options.migrated === false ? ownerUrl : (appUrlOf(ownerUrl) ?? "");
  const database = new Database({ url, connections: options.connections ?? 5, applicationName: "saldo-test" });
  const owner = new Database({ url: ownerUrl, connections: 2, applicationName: "saldo-test-owner" });
  const drop = async (): Promise<void> => {
    await Promise.all([database.close(), owner.close()]);
    await asRoot(address, `drop database if exists ${name} with (force)`);
  };
  owners.set(database, owner);
  return { database, clock: new MovableClock(at("2026-11-20T09:00:00Z")), url, drop };
}

async function asRoot(address: string, statement: string): Promise<void> {
  const root = new Database({ url: address.replace("{database}", "postgres"), connections: 1 });
  try {
    await root.query(statement);
  } finally {
    await root.close();
  }
}
