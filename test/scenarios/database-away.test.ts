import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { Database } from "../../src/platform/db.ts";
import { testDatabase } from "../support/database.ts";
import { DatabaseLink } from "../support/database-link.ts";
import type { HttpCall } from "../support/http-client.ts";
import { CUSTOMERS, WORLD_ORIGIN, WORLD_PASSWORD, openHttpWorld, usageEvent } from "../support/http-world.ts";

const direct = await testDatabase();
const link = new DatabaseLink(direct.url);
const url = await link.listen();
const database = new Database({ url, connections: 4, answerTimeoutMs: 1_000 });
const world = await openHttpWorld({ ...direct, database, url });
const PID = formatPid(CUSTOMERS.romashka.projects[0]);

afterAll(async () => {
  link.restore();
  await database.close();
  await link.close();
});

let events = 0;
const usage = () =>
  usageEvent({
    id: `away-${(events += 1)}`,
    projectId: CUSTOMERS.romashka.projects[0],
    sku: "compute.vcpu.standard",
    meter: "vcpu",
    unit: "vCPU",
    resource: "server",
    time: "2026-10-01T00:00:00+03:00",
    quantity: "2",
  });

type Call = HttpCall & { readonly as?: string };
const post = (path: string, body: unknown, as?: string, headers: Record<string, string> = {}): Call => ({
  method: "POST",
  path,
  body,
  headers,
  ...(as === undefined ? {} : { as }),
});

/** Sessions that no process has looked up yet: each round of questions takes one, so none is answered from memory. */
const sessions: string[] = [];
let rounds = 0;

async function signIn(): Promise<string> {
  const body = { email: CUSTOMERS.romashka.email, password: WORLD_PASSWORD };
  const answer = await world.send(post("/api/auth/sign-in/email", body, undefined, { origin: WORLD_ORIGIN }));
  return (answer.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";", 1)[0]).join("; ");
}

/** One of each kind of work that needs the database. */
const kinds = (): Record<string, Call> => ({
  "a page's data": { path: "/v1/me", as: "romashka" },
  "a balance": { path: `/v1/projects/${PID}/balance`, as: "romashka" },
  movements: { path: "/v1/movements?from=2026-10-01&to=2026-10-31", as: "romashka" },
  documents: { path: "/v1/documents", as: "romashka" },
  "a search of staff": { path: "/v1/office/suspense", as: "accountant" },
  "one usage event": post("/v1/usage", usage(), "metering"),
  "a batch of usage": post("/v1/usage", [usage(), usage()], "metering"),
  "an order for money": post(`/v1/projects/${PID}/payment-invoices`, { amount: "10.00" }, "romashka", {
    "idempotency-key": `away-${events}`,
  }),
  "a bank statement": post("/v1/office/bank-statements", "1CClientBankExchange", "accountant", {
    "content-type": "text/plain",
  }),
  "signing in": post(
    "/api/auth/sign-in/email",
    { email: CUSTOMERS.romashka.email, password: WORLD_PASSWORD },
    undefined,
    {
      origin: WORLD_ORIGIN,
    },
  ),
  "a page's data, by cookie": { path: "/v1/me", headers: { cookie: sessions[rounds] ?? "" } },
  "a balance, by cookie": { path: `/v1/projects/${PID}/balance`, headers: { cookie: sessions[rounds] ?? "" } },
  "a session": { path: "/api/auth/get-session", headers: { cookie: sessions[rounds] ?? "" } },
});

/** Longer than any answer takes, so that the one that never comes is named. */
const PATIENCE_MS = 20_000;

/** What each kind is answered: its status, and what a 503 tells. */
async function answers(): Promise<Record<string, unknown>> {
  rounds += 1;
  const calls = Object.entries(kinds()).map(async ([name, call]) => {
    const answer = await world.send({ ...call, patienceMs: PATIENCE_MS }).catch(() => null);
    if (answer === null) return [name, ["no answer"]] as const;
    const told = answer.status === 503 ? [answer.headers["retry-after"], answer.json()["code"]] : [];
    return [name, [answer.status, ...told]] as const;
  });
  return Object.fromEntries(await Promise.all(calls));
}

const unavailable = Object.fromEntries(Object.keys(kinds()).map((name) => [name, [503, "5", "database_unavailable"]]));
let usual: Record<string, unknown> = {};
const rows = async () =>
  (
    await direct.database.query<{ n: bigint }>(
      "select (select count(*) from usage_event) + (select count(*) from payment_invoice) + (select count(*) from bank_file) as n",
    )
  )[0]?.n;

beforeAll(async () => {
  for (let n = 0; n < 6; n += 1) sessions.push(await signIn());
  usual = await answers();
  if (Object.values(usual).flat().includes(503)) throw new Error(`not even at first: ${JSON.stringify(usual)}`);
});

describe("reliability 57: PostgreSQL is not to be reached", () => {
  test.each([
    ["the line is cut", () => link.cut()],
    ["the line is open and silent", () => link.silence()],
  ])(
    "reliability 57 %s: every kind of request is 503 with Retry-After, nothing is done by halves, and it heals by itself",
    async (_, fail) => {
      const before = await rows();
      fail();
      expect(await answers()).toEqual(unavailable);
      expect((await world.send({ path: "/healthz" })).status).toBe(200);
      expect((await world.send({ path: "/readyz" })).status).toBe(503);
      expect(await rows()).toBe(before);
      link.restore();
      expect(await answers()).toEqual(usual);
      expect((await world.send({ path: "/readyz" })).status).toBe(200);
    },
  );

  test("reliability 57 more requests than connections wait their turn, and are all answered", async () => {
    const crowd = await Promise.all(Array.from({ length: 60 }, () => world.send({ path: "/v1/me", as: "romashka" })));
    expect(new Set(crowd.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
