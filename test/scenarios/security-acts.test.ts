import { readFileSync, readdirSync } from "node:fs";

import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { type Principal, type Route, STAFF_ROLES, createServer } from "../../src/platform/http/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { selectFacts } from "../../src/platform/security/index.ts";
import type { SecurityFact } from "../../src/platform/security-fact.ts";
import { encode } from "../support/bank-files.ts";
import { commandLine } from "../support/cli.ts";
import { testDatabase } from "../support/database.ts";
import { CUSTOMERS, WORLD_ORIGIN, WORLD_PASSWORD, openHttpWorld } from "../support/http-world.ts";

const test = await testDatabase();
const { database, clock } = test;
const world = await openHttpWorld(test);
const facts = (actor: string) => selectFacts(database, { kind: null, actor, before: null, limit: 500 });

/** What the doors do, on the program's own list of routes: the work behind them is taken out. */
const acts = world.routes.filter(({ access, method }) => access.kind === "staff" && method !== "GET");
const recorded: SecurityFact[] = [];
const staff = (role: string): Principal => ({
  kind: "user",
  userId: role,
  userNo: 1n,
  email: "o@example.test",
  name: "O",
  language: "ru",
  staffRole: role as never,
  roles: new Map(),
  scopes: null,
});
const doors = await createServer({
  routes: acts.map(({ query: _q, body: _b, response: _r, status: _s, otherStatuses: _o, ...route }) => ({
    ...route,
    params: z.looseObject({}),
    idempotent: "inherent",
    handler: async () => undefined,
  })) as Route[],
  authority: {
    authenticate: async ({ token = "" }) => staff(token),
    verdicts: async (_principal, { ids }) => ids.map(() => "unknown"),
    projectsWith: () => [],
    payersWith: async () => [],
  },
  database,
  clock,
  log: createLogger("silent"),
  publicUrl: WORLD_ORIGIN,
  security: { record: (fact) => void recorded.push(fact) },
});
afterAll(() => doors.close());

describe("what staff do", () => {
  it("reliability 66 every route on which staff change something records who did it, and to what", async () => {
    expect(acts.length).toBeGreaterThan(10);
    let told = 0;
    for (const { method, path, access } of acts) {
      const url = path.replaceAll(/\{\w+\}/g, "7");
      const may = (access as { roles: readonly string[] }).roles;
      for (const role of STAFF_ROLES) {
        const answer = await doors.inject({ method, url, headers: { "x-auth-token": role } });
        expect([url, role, answer.statusCode < 400]).toEqual([url, role, may.includes(role)]);
        // It is recorded once the answer is out.
        await expect.poll(() => recorded.length).toBe(++told);
        const kind = may.includes(role) ? "staff_act" : "forbidden";
        expect(recorded.at(-1)).toMatchObject({ kind, actor: `user:${role}`, subject: `${method} ${url}` });
      }
    }
  });

  it("reliability 66 who may not is refused and recorded, also when what is asked for has not even the form of it", async () => {
    const asked = { method: "POST", path: "/v1/office/jobs/nothing/cancel?x=1" } as const;
    expect((await world.send({ ...asked, as: "romashka" })).status).toBe(403);
    expect((await world.send({ ...asked, as: "support" })).status).toBe(403);
    expect((await world.send({ ...asked, as: "operator" })).status).toBe(422);
    await expect.poll(async () => (await facts("user:support")).map(({ kind }) => kind)).toEqual(["forbidden"]);
    expect(await facts("user:romashka")).toMatchObject([
      { kind: "forbidden", subject: "POST /v1/office/jobs/nothing/cancel" },
    ]);
  });

  it("reliability 66 the rows tell a statement that was brought and a sign-in that was opened, each with its actor", async () => {
    const bytes = Buffer.from(
      encode("1CClientBankExchange\r\nРасчСчет=40702810200000012345\r\nКонецФайла\r\n", "utf-8"),
    );
    const headers = { "content-type": "text/plain" };
    const brought = await world.send({
      method: "POST",
      path: "/v1/office/bank-statements",
      as: "accountant",
      body: bytes,
      headers,
    });
    expect(brought.status).toBe(200);
    const body = JSON.stringify({ email: CUSTOMERS.romashka.email, reason: "owner_asked" });
    const json = { "content-type": "application/json" };
    const unlock = { method: "POST", path: "/v1/office/sign-ins/unlock", body, headers: json } as const;
    expect((await world.send({ ...unlock, as: "operator" })).status).toBe(204);
    expect((await world.send({ ...unlock, as: "accountant" })).status).toBe(403);
    await expect.poll(async () => (await facts("user:operator")).length).toBe(2);
    await expect.poll(async () => (await facts("user:accountant")).length).toBe(2);
    const told = [...(await facts("user:accountant")), ...(await facts("user:operator"))];
    expect(told.map(({ kind, subject }) => `${kind} ${subject.replace(/mail:\w+/, "mail:HASH")}`).sort()).toEqual([
      "forbidden POST /v1/office/sign-ins/unlock",
      "sign_in_unlocked mail:HASH owner_asked",
      "staff_act POST /v1/office/bank-statements",
      "staff_act POST /v1/office/sign-ins/unlock",
    ]);
    expect(
      JSON.stringify(told, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)),
    ).not.toContain("@");
  });
});

describe("what the command line does", () => {
  it("reliability 66 there is one way to the database, and it records the person whom the system knows", async () => {
    const folder = new URL("../../src/cli/", import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
    const saying = (words: RegExp) => files.filter((name) => words.test(readFileSync(new URL(name, folder), "utf8")));
    expect(saying(/new Database\(/)).toEqual(["session.ts"]);
    expect(saying(/(?<!function )openSession\(/)).toEqual(["run.ts"]);
    const before = process.env["SUDO_USER"];
    process.env["SUDO_USER"] = "anna";
    await commandLine(test)("user", "add", "boss@saldo.example.test", "--name", "Boss", "--role", "operator");
    if (before === undefined) delete process.env["SUDO_USER"];
    const [row] = await selectFacts(database, { kind: "cli_act", actor: null, before: null, limit: 1 });
    expect(row).toMatchObject({ subject: "saldo user add", address: "", times: 1 });
    expect(row?.actor).toMatch(/^os:anna as /);
  });
});

describe("the office's look at a sign-in", () => {
  it("reliability 41 staff see that wrong passwords slowed it down, open it, and the owner may try at once", async () => {
    const { email } = CUSTOMERS.romashka;
    const headers = { "content-type": "application/json", origin: WORLD_ORIGIN };
    const enter = (password: string) =>
      world.send({
        method: "POST",
        path: "/api/auth/sign-in/email",
        body: JSON.stringify({ email, password }),
        headers,
      });
    const look = async () => (await world.send({ path: `/v1/office/sign-ins?email=${email}`, as: "support" })).json();
    expect(await look()).toMatchObject({ email, staff: false, blocked: false, triesLeft: 10, opensAt: null });
    for (let n = 0; n < 10; n += 1) expect((await enter("Wrong-password-1")).status).toBe(401);
    expect((await enter(WORLD_PASSWORD)).status).toBe(429);
    const slowed = await look();
    expect([slowed["triesLeft"], typeof slowed["opensAt"]]).toEqual([0, "string"]);
    const body = JSON.stringify({ email, reason: "owner_asked" });
    await world.send({
      method: "POST",
      path: "/v1/office/sign-ins/unlock",
      as: "support",
      body,
      headers: { "content-type": "application/json" },
    });
    expect(await look()).toMatchObject({ triesLeft: 10, opensAt: null });
    expect((await enter(WORLD_PASSWORD)).status).toBe(200);
    expect((await world.send({ path: "/v1/office/sign-ins?email=nobody@example.test", as: "support" })).status).toBe(
      404,
    );
    for (const as of ["accountant", "document_clerk", "romashka"]) {
      expect((await world.send({ path: `/v1/office/sign-ins?email=${email}`, as })).status).toBe(403);
    }
  });
});
