import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createTestDatabase } from "../../../test/support/database.ts";
import { Database } from "../db.ts";
import { migrate } from "./index.ts";

type Fresh = Awaited<ReturnType<typeof createTestDatabase>>;

let fresh: Fresh;
let directory: string;

function file(name: string, text: string): void {
  writeFileSync(join(directory, name), text);
}

beforeEach(async () => {
  fresh = await createTestDatabase({ migrated: false });
  directory = mkdtempSync(join(tmpdir(), "saldo-migrations-"));
  file("0001_one.sql", "create table one (id int primary key);");
  file("0002_two.sql", "create table two (id int references one);\ninsert into one values (1);");
});

afterEach(async () => {
  await fresh.drop();
  rmSync(directory, { recursive: true });
});

describe("migrations", () => {
  it("are applied in order, once", async () => {
    expect(await migrate(fresh.database, fresh.clock, directory)).toEqual({
      applied: ["0001_one.sql", "0002_two.sql"],
      total: 2,
    });
    expect(await migrate(fresh.database, fresh.clock, directory)).toEqual({ applied: [], total: 2 });
    const rows = await fresh.database.query("select name, applied_at from schema_migration order by name");
    expect(rows).toEqual([
      { name: "0001_one.sql", applied_at: fresh.clock.now() },
      { name: "0002_two.sql", applied_at: fresh.clock.now() },
    ]);
  });

  it("are applied once when many processes start together", async () => {
    const processes = Array.from({ length: 6 }, () => new Database({ url: fresh.url, connections: 1 }));
    const reports = await Promise.all(processes.map((database) => migrate(database, fresh.clock, directory)));
    await Promise.all(processes.map((database) => database.close()));
    expect(reports.flatMap((report) => report.applied).toSorted()).toEqual(["0001_one.sql", "0002_two.sql"]);
    expect(await fresh.database.query("select id from one")).toEqual([{ id: 1 }]);
  });

  it("refuse a file that changed after it was applied, and apply nothing", async () => {
    await migrate(fresh.database, fresh.clock, directory);
    file("0001_one.sql", "create table one (id bigint primary key);");
    file("0003_three.sql", "create table three ();");
    await expect(migrate(fresh.database, fresh.clock, directory)).rejects.toThrow(/migration_changed.*0001_one/);
    expect(await fresh.database.query("select to_regclass('three') as name")).toEqual([{ name: null }]);
  });

  it("refuse a database that is newer than the program", async () => {
    await migrate(fresh.database, fresh.clock, directory);
    rmSync(join(directory, "0002_two.sql"));
    await expect(migrate(fresh.database, fresh.clock, directory)).rejects.toThrow(/migration_unknown.*0002_two/);
  });

  it("that fail leave nothing of themselves and say where", async () => {
    file("0002_two.sql", "create table two (id int);\n\ninsert into none values (1);");
    await expect(migrate(fresh.database, fresh.clock, directory)).rejects.toThrow(/0002_two.sql, line 3: .*"none"/);
    expect(await fresh.database.query("select to_regclass('one') as one, to_regclass('two') as two")).toEqual([
      { one: "one", two: null },
    ]);
  });

  it("refuse two files with one number", async () => {
    file("0002_other.sql", "select 1");
    await expect(migrate(fresh.database, fresh.clock, directory)).rejects.toThrow(/migration_misnamed/);
  });
});
