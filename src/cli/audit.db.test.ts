import { beforeAll, expect, test } from "vitest";

import { commandLine, standAt } from "../../test/support/cli.ts";
import { ownerOf, testDatabase } from "../../test/support/database.ts";
import { makeWorld } from "../../test/support/world.ts";
import { at } from "../core/time.ts";
import { register } from "../modules/tenancy/index.ts";
import { chainActs } from "../platform/audit/index.ts";

/** What an operator does by command line about the record of acts. */
const own = await testDatabase({ checks: false });
const saldo = commandLine(own);
const NOW = at("2026-10-02T12:00:00+03:00");
const EMAIL = "olga@example.test";

beforeAll(async () => {
  await makeWorld(own.database);
  await standAt(own, "2026-10-02T12:00:00+03:00");
  const facts = { email: EMAIL, name: "Ольга", password: { hash: "x" }, language: "ru", now: NOW } as const;
  await own.database.transaction((tx) => register(tx, { ...facts, at: { regionCode: "moscow" }, userId: "olga" }));
});

interface Listed {
  readonly items: { act: string; by: { kind: string; key: string }; agent: string; thing: string }[];
}

test("AUD-01 what the command line changes is an act of the person whom the system knows, with the command", async () => {
  expect((await saldo("user", "block", EMAIL)).code).toBe(0);
  expect((await saldo("user", "unblock", EMAIL)).code).toBe(0);
  const { object } = await saldo("audit", "list", "--class", "rights", "--json");
  expect((object as unknown as Listed).items.slice(0, 2)).toMatchObject([
    { act: "user.unblocked", by: { kind: "cli" }, agent: "saldo user unblock", thing: "user:olga" },
    { act: "user.blocked", by: { kind: "cli" }, agent: "saldo user block", thing: "user:olga" },
  ]);
  expect((object as unknown as Listed).items[0]?.by.key).toMatch(/^os:.+/);
  // What is refused before it begins leaves no act.
  expect((await saldo("user", "block", "nobody@example.test")).code).toBe(1);
  const again = await saldo("audit", "list", "--act", "user.blocked", "--json");
  expect((again.object as unknown as Listed).items).toHaveLength(1);
  expect((await saldo("audit", "list", "--subject", "somebody")).code).toBe(2);
  expect((await saldo("audit", "list", "--refused")).out).toContain("There are no acts");
});

test("reliability 62 verify tells that the chains are whole, and which act is not as it was", async () => {
  await chainActs(own.database, NOW);
  const whole = await saldo("audit", "verify", "--json");
  expect(whole).toMatchObject({ code: 0, object: { broken: [], missing: [], waiting: 0 } });
  const [{ head }] = (whole.object as unknown as { chains: [{ head: string }] }).chains;
  expect(await saldo("audit", "verify", "--head", head)).toMatchObject({ code: 0 });
  const other = head.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  expect(await saldo("audit", "verify", "--head", other, "--json")).toMatchObject({
    code: 1,
    object: { missing: [other] },
  });
  expect((await saldo("audit", "verify", "--head", "x")).code).not.toBe(0);
  await ownerOf(own.database).transaction(async (tx) => {
    await tx.execute("set local session_replication_role = replica");
    await tx.execute("update audit_event set actor = 'os:nobody' where act = 'user.blocked'");
  });
  const broken = await saldo("audit", "verify", "--json");
  expect(broken).toMatchObject({
    code: 1,
    object: { broken: [{ invariant: "25-audit-chain", rows: [{ broken: "changed" }] }] },
  });
  expect((await saldo("check", "--json")).object).toMatchObject({ violations: 1 });
});
