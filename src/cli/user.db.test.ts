import { randomBytes } from "node:crypto";

import { beforeAll, expect, test } from "vitest";

import { commandLine, standAt } from "../../test/support/cli.ts";
import { testDatabase } from "../../test/support/database.ts";
import { makeProject, makeWorld } from "../../test/support/world.ts";
import type { ProjectId } from "../core/ids.ts";
import { DAY, at, plus } from "../core/time.ts";
import { issueToken, register } from "../modules/tenancy/index.ts";

/** What an operator does by command line about how users get in. */
const own = await testDatabase({ checks: false });
const saldo = commandLine(own);
const NOW = at("2026-10-02T12:00:00+03:00");
const PROJECT = 1_300_000_001n as ProjectId;
const EMAIL = "olga@example.test";

beforeAll(async () => {
  await makeWorld(own.database);
  await standAt(own, "2026-10-02T12:00:00+03:00");
  const facts = { email: EMAIL, name: "Ольга", password: { hash: "x" }, language: "ru", now: NOW } as const;
  await makeProject(own.database, PROJECT);
  await own.database.transaction((tx) => register(tx, { ...facts, at: { regionCode: "moscow" }, userId: "olga" }));
  await own.database.query(
    `insert into auth.session (id, expires_at, token, created_at, updated_at, ip_address, user_agent, user_id)
     values ('s1', '2999-01-01T00:00:00Z', $1, '2026-10-01T00:00:00Z', '2026-10-01T00:00:00Z', '10.0.0.7', 'curl/8.9', 'olga')`,
    [randomBytes(16).toString("hex")],
  );
});

test("reliability 38 user sessions lists where somebody is signed in, and sign-out ends all of it", async () => {
  expect(await saldo("user", "sessions", EMAIL, "--json")).toMatchObject({
    code: 0,
    object: { items: [{ device: "curl/8.9", address: "10.0.0.7", startedAt: "2026-10-01T00:00:00.000Z" }] },
  });
  expect(await saldo("user", "sign-out", EMAIL, "--json")).toMatchObject({ code: 0, object: { ended: 1 } });
  expect((await saldo("user", "sessions", EMAIL)).out).toContain(EMAIL);
  expect((await saldo("user", "sessions", "nobody@example.test")).code).toBe(1);
  expect((await saldo("audit", "list", "--act", "session.all_ended", "--json")).object).toMatchObject({
    items: [{ by: { kind: "cli" }, thing: "user:olga" }],
  });
});

test("REG-02 user second-factor-off helps who lost the app, the backup codes and the passkeys, once; second-factors shows them", async () => {
  await own.database.query(
    "insert into auth.second_factor (user_id, sealed_seed, asked_at, confirmed_at) values ('olga', 'x', '2026-10-01T00:00:00Z', '2026-10-01T00:00:00Z')",
  );
  await own.database.query(
    `insert into auth.passkey (user_id, name, site, credential_id, public_key, counter, device_type, backed_up, transports, created_at)
     values ('olga', 'Ключ', 'cloud.vk.com', 'secret-id', 'secret-key', 0, 'singleDevice', false, '', '2026-10-01T00:00:00Z')`,
  );
  const shown = await saldo("user", "second-factors", EMAIL, "--json");
  expect(shown).toMatchObject({
    code: 0,
    object: { code: true, passkeys: [{ name: "Ключ", site: "cloud.vk.com", lastUsedAt: null }] },
  });
  expect(shown.out).not.toContain("secret");
  expect((await saldo("user", "second-factors", EMAIL)).out).toContain("cloud.vk.com");
  expect((await saldo("user", "second-factor-off", EMAIL)).code).toBe(0);
  expect(await own.database.query("select 1 from auth.second_factor union all select 1 from auth.passkey")).toEqual([]);
  expect((await saldo("user", "second-factors", EMAIL, "--json")).object).toMatchObject({ code: false, passkeys: [] });
  expect((await saldo("user", "second-factor-off", EMAIL)).code).toBe(1);
  expect(
    await own.database.query(
      "select 1 from outbox_message where topic = 'person.notice' and payload ->> 'kind' = 'second_factor_off'",
    ),
  ).toHaveLength(1);
});

test("reliability 65 an operator enters a paper, holds the erasure, lets it go and takes it back", async () => {
  await own.database.query(
    "update project set status = 'deleted', status_since = $1 where account_id in (select account_id from account where owner_user_id = 'olga')",
    ["2026-10-01T00:00:00Z"],
  );
  expect(await saldo("user", "erasures")).toMatchObject({ code: 0 });
  expect((await saldo("user", "erase-hold", EMAIL, "--reason", "Запрос суда № 1")).code).toBe(1);
  const asked = await saldo("user", "erase", EMAIL, "--reason", "Заявление от 1 октября", "--json");
  expect(asked).toMatchObject({ code: 0, object: { dueAt: "2026-10-09T09:00:00.000Z" } });
  expect((await saldo("user", "erase", EMAIL, "--reason", "Заявление от 1 октября")).code).toBe(1);
  expect((await saldo("user", "erase-hold", EMAIL, "--reason", "Запрос суда № 1")).code).toBe(0);
  expect(await saldo("user", "erasures", "--json")).toMatchObject({
    object: { items: [{ email: EMAIL, heldAt: "2026-10-02T09:00:00.000Z", keptBy: [] }] },
  });
  expect((await saldo("user", "erase-release", EMAIL)).code).toBe(0);
  expect((await saldo("user", "erase-withdraw", EMAIL)).code).toBe(0);
  expect((await saldo("user", "erase-withdraw", EMAIL)).code).toBe(1);
});

test("reliability 38 user tokens lists those of a user and those the user made, and revoke-tokens ends them, no other's", async () => {
  const now = NOW;
  const expiresAt = plus(now, DAY);
  const scopes = ["metrics.read"];
  await own.database.transaction(async (tx) => {
    await issueToken(tx, { name: "own", userId: "olga", scopes, now, expiresAt });
    await issueToken(tx, { name: "made", projectId: PROJECT, issuedBy: "olga", scopes, now, expiresAt });
    await issueToken(tx, { name: "other", projectId: PROJECT, scopes, now, expiresAt });
  });
  const names = async () => {
    const { object } = await saldo("user", "tokens", EMAIL, "--json");
    return (object as { items: { name: string }[] }).items.map(({ name }) => name);
  };
  expect(await names()).toEqual(["made", "own"]);
  expect(await saldo("user", "revoke-tokens", EMAIL, "--json")).toMatchObject({ code: 0, object: { revoked: 2 } });
  expect(await names()).toEqual([]);
  const live = await own.database.query("select name from api_token where revoked_at is null");
  expect(live).toEqual([{ name: "other" }]);
  expect((await saldo("audit", "list", "--act", "token.revoked", "--json")).object).toMatchObject({
    items: [{ by: { kind: "cli" } }, { by: { kind: "cli" } }],
  });
});

test("REG-02 sso list shows what waits; approve, refuse and remove decide once, with a reason that the owner reads; unlink forgets a person", async () => {
  const connect = async (domain: string) => {
    const rows = await own.database.query<{ id: bigint }>(
      `insert into sso_connection (project_id, domain, issuer, client_id, proof, default_role, state, claimed_by, claimed_at, proved_at)
       values ($1, $2, 'https://id.example/', 'saldo', $2, 'viewer', 'proved', 'olga', $3, $3) returning sso_connection_id as id`,
      [PROJECT, domain, new Date(NOW).toISOString()],
    );
    return String(rows[0]?.id);
  };
  const [good, bad] = [await connect("good.example"), await connect("bad.example")];
  expect(await saldo("sso", "list", "--json")).toMatchObject({
    code: 0,
    object: {
      items: [
        { id: bad, domain: "bad.example" },
        { id: good, state: "proved", claimedBy: EMAIL },
      ],
    },
  });
  expect((await saldo("sso", "refuse", bad)).code).toBe(2);
  expect((await saldo("sso", "refuse", bad, "--reason", "Чужой провайдер")).code).toBe(0);
  expect((await saldo("sso", "approve", bad)).code).toBe(1);
  expect((await saldo("sso", "approve", good)).code).toBe(0);
  expect((await saldo("sso", "approve", "nonsense")).code).toBe(1);
  expect((await saldo("sso", "list")).out).not.toContain("good.example");
  await own.database.query(
    `insert into auth.sso_link (sso_connection_id, subject, user_id, linked_at, used_at) values ($1, 's', 'olga', $2, $2)`,
    [good, new Date(NOW).toISOString()],
  );
  expect((await saldo("sso", "unlink", EMAIL)).code).toBe(0);
  expect((await saldo("sso", "unlink", EMAIL)).code).toBe(1);
  expect((await saldo("sso", "remove", good, "--reason", "Домен продан")).code).toBe(0);
  const decided = await own.database.query(
    `select state, reason, decided_by like 'os:%' as "byOs" from sso_connection order by sso_connection_id`,
  );
  expect(decided).toEqual([
    { state: "removed", reason: "Домен продан", byOs: true },
    { state: "refused", reason: "Чужой провайдер", byOs: true },
  ]);
});
