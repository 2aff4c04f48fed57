import { readFileSync, readdirSync } from "node:fs";

import { expect, onTestFinished, test } from "vitest";

import { inProject } from "../../src/platform/project.ts";
import { describeSchema } from "../../tools/dump-schema.ts";
import { runSaldo } from "../chaos/role.ts";
import { createTestDatabase } from "../support/database.ts";

test("reliability 61: migrations that are killed before and after each commit come to the same schema, each applied once", async () => {
  const { database, url, drop } = await createTestDatabase({ migrated: false });
  onTestFinished(drop);
  const files = readdirSync(inProject("db", "migrations"))
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const environment = { DATABASE_URL: url, SALDO_MODE: "sandbox" };
  const life = (fault: string) => runSaldo(["migrate", "--json"], { ...environment, SALDO_FAULT: fault }).ended;
  const present = async () =>
    (await database.query<{ name: string }>("select name from schema_migration order by name")).map(({ name }) => name);
  for (const [index] of files.entries()) {
    // The first commit of a life makes the table of what is applied, each other looks at one file.
    const before = await life(`commit:${index + 2}`);
    expect([before.signal, await present()]).toEqual(["SIGKILL", files.slice(0, index)]);
    const after = await life(`committed:${index + 2}`);
    expect([after.signal, await present()]).toEqual(["SIGKILL", files.slice(0, index + 1)]);
  }
  expect(await life("")).toMatchObject({ code: 0 });
  for (const { path, text } of await describeSchema(database))
    expect(text, path).toBe(readFileSync(inProject(path), "utf8"));
});
