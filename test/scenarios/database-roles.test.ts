import { randomBytes } from "node:crypto";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { check } from "../../src/cli/check.ts";
import { openSession } from "../../src/cli/session.ts";
import { condition } from "../../src/composition/condition.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { appUrlOf, excessRights } from "../../src/platform/database-roles.ts";
import { createLogger } from "../../src/platform/log.ts";
import { createTestDatabase } from "../support/database.ts";

const lines: string[] = [];
const log = createLogger("warn", { write: (line) => void lines.push(line) });
const name = `app_${randomBytes(5).toString("hex")}`;
const fresh = await createTestDatabase({ migrated: false });
const ownerUrl = fresh.url;
const derivedUrl = appUrlOf(ownerUrl) ?? "";

function urlOf(login: string, password = "secret"): string {
  const url = new URL(ownerUrl);
  url.username = login;
  url.password = password;
  return url.href;
}

async function opened(environment: Record<string, string>) {
  lines.length = 0;
  const session = await openSession(loadConfig(environment), log, { keep: true });
  const [{ login } = { login: "" }] = await session.database.query<{ login: string }>("select session_user as login");
  const told = {
    login,
    applied: session.migrations.applied.length,
    rights: await excessRights(session.database),
    lines: [...lines],
  };
  return { session, told };
}

async function openedAndClosed(environment: Record<string, string>) {
  const { session, told } = await opened(environment);
  await session.close();
  return told;
}

beforeAll(() => fresh.database.query(`create role ${name}_super login superuser password 'secret'`));
afterAll(async () => {
  await fresh.database.query(`drop role if exists ${name}_super`);
  await fresh.database.query(`drop role if exists ${name}`);
  await fresh.drop();
});

describe("reliability 66: who Saldo is in its database", () => {
  test("the application's address alone does not bring a schema up, and says by whom it is", async () => {
    await expect(openedAndClosed({ DATABASE_URL: derivedUrl })).rejects.toThrow(
      /database_behind: The database lacks migration 0001_base\.sql, and saldo_app does not own the schema/,
    );
  });

  test("the owner's address alone: the schema is brought up, and the work is done as a role of its own", async () => {
    const first = await openedAndClosed({ DATABASE_URL: ownerUrl });
    expect(first).toMatchObject({ login: "saldo_app", rights: [], lines: [] });
    expect(first.applied).toBeGreaterThan(0);
    const second = { login: "saldo_app", applied: 0, rights: [], lines: [] };
    expect(await openedAndClosed({ DATABASE_URL: ownerUrl })).toEqual(second);
    expect(await openedAndClosed({ DATABASE_URL: derivedUrl })).toEqual(second);
  });

  test("two addresses: a login of the operator's choice is made, and is enough from then on", async () => {
    const wanted = { login: name, applied: 0, rights: [], lines: [] };
    const both = { DATABASE_URL: urlOf(name), DATABASE_OWNER_URL: ownerUrl };
    expect(await openedAndClosed(both)).toEqual(wanted);
    expect(await openedAndClosed({ DATABASE_URL: urlOf(name) })).toEqual(wanted);
    await expect(openedAndClosed({ ...both, DATABASE_URL: urlOf(name, "wrong") })).rejects.toThrow(
      `does not let user ${name} in`,
    );
  });

  test("more rights than needed are said at the start, by check and by readiness", async () => {
    const powerful = { DATABASE_URL: urlOf(`${name}_super`), DATABASE_OWNER_URL: ownerUrl };
    const { session, told } = await opened(powerful);
    expect(told.rights).toEqual(expect.arrayContaining(["superuser", "owner"]));
    expect(told.lines).toHaveLength(1);
    expect(told.lines[0]).toContain("the database lets Saldo do more than it needs");
    const { database, clock } = session;
    const figures = await condition({ database, clock, dataDirectory: null, objects: null });
    expect(figures.flatMap(({ trouble }) => trouble ?? [])).toContain("database_rights");
    const output = { progress: async () => ({ advance: () => undefined, end: () => undefined }) };
    const context = { open: async () => session, output, language: "en", config: { files: null } };
    const outcome = await check.run(context as never, { positionals: [], values: {} } as never);
    expect(outcome).toMatchObject({ ok: true, result: { excessRights: told.rights } });
    expect(outcome?.lines?.[0]).toContain("may do more in the database than it needs (superuser");
    await session.close();
  });
});
