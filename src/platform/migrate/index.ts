import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { refusal } from "../../core/errors.ts";
import { formatInstant } from "../../core/time.ts";
import type { Clock } from "../clock.ts";
import { type Database, type Tx, only, withoutTimeLimit } from "../db.ts";
import { holdLock } from "../locks.ts";
import { inProject } from "../project.ts";

export const MIGRATIONS = inProject("db", "migrations");

const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

export const MigrationChanged = refusal(
  "migration_changed",
  409,
  "Миграция {name} изменена после применения: верните файл и добавьте новую миграцию",
  "Migration {name} was changed after it had been applied: restore the file and add a new migration",
);

export const MigrationUnknown = refusal(
  "migration_unknown",
  409,
  "В базе применена миграция {name}, которой нет в этой версии Saldo: запустите более новую версию",
  "The database has migration {name}, which this Saldo does not know: run a newer version",
);

export const MigrationFailed = refusal(
  "migration_failed",
  500,
  "Миграция {name}, строка {line}: {reason}. База осталась такой, какой была до неё",
  "Migration {name}, line {line}: {reason}. The database is as it was before it",
);

const MigrationMisnamed = refusal(
  "migration_misnamed",
  500,
  "Имя миграции {name} не вида 0001_name.sql или её номер занят",
  "Migration {name} is not named like 0001_name.sql, or its number is taken",
);

export interface MigrationReport {
  /** Names of the migrations applied by this call, in order. */
  readonly applied: readonly string[];
  /** How many migrations the database now has. */
  readonly total: number;
}

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

interface AppliedRow {
  readonly name: string;
  readonly sha256: string;
}

/**
 * Brings a database up to the files of `directory`, forward only, each file in a transaction of its own. Several
 * processes may call it at once. Refuses with migration_changed, migration_unknown or migration_failed.
 */
export async function migrate(database: Database, clock: Clock, directory = MIGRATIONS): Promise<MigrationReport> {
  const migrations = readMigrations(directory);
  const applied: string[] = [];
  if ((await pending(database, migrations)).length > 0) {
    await database.transaction(async (tx) => {
      await holdLock(tx, "migration");
      await tx.execute(
        "create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null)",
      );
    });
    for (const migration of migrations) {
      if (await database.transaction((tx) => apply(tx, migration, clock))) applied.push(migration.name);
    }
  }
  return { applied, total: migrations.length };
}

/** Names of the migrations that a database lacks, and how many there are in all. Only reads. Refuses as migrate does. */
export async function pendingMigrations(database: Database): Promise<{ pending: string[]; total: number }> {
  const migrations = readMigrations(MIGRATIONS);
  return { pending: (await pending(database, migrations)).map(({ name }) => name), total: migrations.length };
}

/** The migrations of a folder in their order. */
function readMigrations(directory: string): Migration[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith(".sql"))
    .toSorted();
  return names.map((name, place) => {
    const sameNumber = names[place - 1]?.slice(0, 4) === name.slice(0, 4);
    if (!FILE_NAME.test(name) || sameNumber) throw MigrationMisnamed({ values: { name } });
    const text = readFileSync(join(directory, name), "utf8");
    return { name, text, sha256: createHash("sha256").update(text).digest("hex") };
  });
}

async function pending(database: Database, migrations: readonly Migration[]): Promise<Migration[]> {
  const [table] = await database.query<{ present: boolean }>(
    "select to_regclass('schema_migration') is not null as present",
  );
  const rows = table?.present
    ? await database.query<AppliedRow>("select name, sha256 from schema_migration order by name")
    : [];
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of rows) {
    const file = known.get(row.name);
    if (!file) throw MigrationUnknown({ values: { name: row.name } });
    checkUnchanged(file, row);
    known.delete(row.name);
  }
  return [...known.values()];
}

/** False when somebody else applied it in the meantime. */
async function apply(tx: Tx, migration: Migration, clock: Clock): Promise<boolean> {
  await holdLock(tx, "migration");
  const rows = await tx.query<AppliedRow>("select name, sha256 from schema_migration where name = $1", [
    migration.name,
  ]);
  if (rows.length > 0) {
    checkUnchanged(migration, only(rows));
    return false;
  }
  // A migration may rewrite a large table: it may take its time.
  await withoutTimeLimit(tx);
  // Nothing is lost by it: the log is written in order, so whatever is kept after a crash was built on what is kept.
  await tx.execute("set local synchronous_commit to off");
  try {
    await tx.client.query(migration.text);
  } catch (error) {
    throw MigrationFailed({ values: { name: migration.name, ...place(migration.text, error) } });
  }
  await tx.execute("insert into schema_migration (name, sha256, applied_at) values ($1, $2, $3)", [
    migration.name,
    migration.sha256,
    formatInstant(clock.now()),
  ]);
  return true;
}

function checkUnchanged(file: Migration, row: AppliedRow): void {
  if (file.sha256 !== row.sha256) throw MigrationChanged({ values: { name: file.name } });
}

function place(text: string, error: unknown): { line: string; reason: string } {
  const { message, position } = error as { message: string; position?: string };
  const line = position ? String(text.slice(0, Number(position)).split("\n").length) : "?";
  return { line, reason: message };
}
