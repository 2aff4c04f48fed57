import { readFileSync } from "node:fs";

import { afterEach, expect, it } from "vitest";

import { inProject } from "../src/platform/project.ts";
import { createTestDatabase } from "../test/support/database.ts";
import { describeSchema } from "./dump-schema.ts";

type Fresh = Awaited<ReturnType<typeof createTestDatabase>>;

const opened: Fresh[] = [];

async function fresh(migrated: boolean): Promise<Fresh> {
  const created = await createTestDatabase({ migrated, connections: 1 });
  opened.push(created);
  return created;
}

async function described(target: Fresh): Promise<string> {
  const [file] = await describeSchema(target.database);
  return file?.text ?? "";
}

afterEach(async () => {
  for (const database of opened.splice(0)) await database.drop();
});

it("the migrations make exactly the checked-in db/schema.sql (else: npm run codegen)", async () => {
  for (const { path, text } of await describeSchema((await fresh(true)).database)) {
    expect(text, path).toBe(readFileSync(inProject(path), "utf8"));
  }
});

const PLANTED = `
  create type mood as enum ('glad', 'sad');
  create domain percent as numeric check (value between 0 and 100);
  create table part (id bigint generated always as identity primary key, share percent not null, moods mood[], at timestamptz);
  create table whole (day date not null, note jsonb) partition by range (day);
  create table whole_2026 partition of whole for values from ('2026-01-01') to ('2027-01-01');
  create view glad as select id from part where 'glad' = any (moods);
  create function nothing() returns trigger language plpgsql as 'begin return null; end';`;

it("everything of a schema is described", async () => {
  const target = await fresh(false);
  await target.database.query(PLANTED);
  const sql = await described(target);
  expect(sql).toContain("create type public.mood as enum ('glad', 'sad');");
  expect(sql).toMatch(/create domain public\.percent as numeric CHECK/);
  expect(sql).toContain("create table whole_2026 partition of whole FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');");
  expect(sql).toMatch(/create view glad as/);
});

it.each([
  "alter table part alter share drop not null",
  "alter table part add column extra int default 7",
  "alter table part add constraint small check (share < 50)",
  "create index on part (at)",
  "create trigger watch before update on part execute function nothing()",
  "alter table part enable row level security",
  "create policy mine on part using (id = 1)",
  "grant select on part to pg_monitor",
  "grant select (share) on part to pg_monitor",
  "create or replace function nothing() returns trigger language plpgsql as 'begin return new; end'",
  "alter type mood add value 'calm'",
  "create sequence counter increment 5",
  "create or replace view glad as select id from part",
  "alter table whole detach partition whole_2026",
])("a difference is seen: %s", async (change) => {
  const target = await fresh(false);
  await target.database.query(PLANTED);
  const before = await described(target);
  expect(await described(target)).toBe(before);
  await target.database.query(change);
  expect(await described(target)).not.toBe(before);
});
