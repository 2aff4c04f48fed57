import { afterAll, beforeAll, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { Play } from "../../../../test/support/play.ts";
import { makeWorld } from "../../../../test/support/world.ts";
import { formatPid } from "../../../core/ids.ts";
import { MINUTE, at, plus } from "../../../core/time.ts";
import { type Authority, createServer, type Principal } from "../../../platform/http/index.ts";
import { createLogger } from "../../../platform/log.ts";
import { chargingRoutes } from "./http.ts";

const { database, clock } = await testDatabase();
const play = new Play(database);
const MIDNIGHT = at("2026-11-20T00:00:00+03:00");

const person = (staffRole: Extract<Principal, { kind: "user" }>["staffRole"]): Principal => ({
  kind: "user",
  userNo: 1n,
  userId: "u1",
  email: "o@example.test",
  name: "O",
  language: "ru",
  staffRole,
  roles: new Map(),
  scopes: null,
});
const principals: Record<string, Principal> = {
  operator: person("operator"),
  accountant: person("accountant"),
  customer: person(null),
};
const authority: Authority = {
  authenticate: async ({ token }) => principals[token ?? ""] ?? { kind: "anonymous" },
  verdicts: async () => [],
  projectsWith: () => [],
  payersWith: async () => [],
};
const server = await createServer({
  routes: chargingRoutes(),
  authority,
  database,
  clock,
  log: createLogger("silent"),
  publicUrl: "http://localhost",
});
const PATH = "/v1/office/accrual-failures";
const call = async (method: "GET" | "POST", url: string, payload?: object, token = "operator") => {
  const headers = { authorization: `Bearer ${token}` };
  const reply = await server.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  return { status: reply.statusCode, body: reply.body === "" ? null : reply.json() };
};

beforeAll(() => makeWorld(database));
afterAll(() => server.close());

test("reliability 20 staff read page by page which projects cannot be charged, why and by what, and set that aside", async () => {
  const pids: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    const project = await play.project();
    pids.push(formatPid(project));
    const events = [play.event(project, "requests", plus(MIDNIGHT, -9 * MINUTE), "1e25")];
    await play.run([...events, play.event(project, "requests", plus(MIDNIGHT, -8 * MINUTE), 1_000)], MIDNIGHT);
  }
  const first = (await call("GET", `${PATH}?limit=2`)).body;
  const second = (await call("GET", `${PATH}?limit=2&cursor=${first.nextCursor}`)).body;
  const items = [...first.items, ...second.items];
  expect(items.map(({ pid }) => pid)).toEqual(pids);
  expect(second.nextCursor).toBeNull();
  expect(items[0]).toMatchObject({
    since: "2026-11-19T21:00:00.000Z",
    retryAt: "2026-11-19T21:15:00.000Z",
    reason: expect.stringContaining("out of range"),
    text: { en: "it costs more than the books can hold" },
    usage: { sku: "requests", day: "2026-11-19", quantity: "10000000000000000000000000" },
  });

  const aside = `${PATH}/${pids[0]}/set-aside`;
  const { usage } = items[0];
  const body = { usage, note: "a broken meter" };
  const refused = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code];
  const other = await call("POST", aside, { ...body, usage: { ...usage, quantity: "1000" } });
  expect(refused(other)).toEqual([409, "other_usage_costs_most"]);
  expect((await call("POST", aside, { usage, note: " " })).status).toBe(422);
  expect((await call("POST", aside, body)).status).toBe(204);
  // A second click, or a second person before the project was tried again.
  expect(refused(await call("POST", aside, body))).toEqual([409, "nothing_to_set_aside"]);
  expect((await call("GET", PATH)).body.items[0]).toMatchObject({ pid: pids[0], usage: null });

  await play.run([], plus(clock.now(), MINUTE));
  expect((await call("GET", PATH)).body.items.map(({ pid }: { pid: string }) => pid)).toEqual(pids.slice(1));
  expect(await database.query("select state, decided_by, reason from usage_quarantine")).toEqual([
    { state: "dismissed", decided_by: "u1: a broken meter", reason: "too_large" },
  ]);
  expect(refused(await call("POST", `${PATH}/mcs9999999999/set-aside`, body))).toEqual([409, "nothing_to_set_aside"]);
});

test("REG-04 neither customers nor an accountant see what cannot be charged, or set usage aside", async () => {
  const body = { usage: { resource: "vm", sku: "requests", day: "2026-10-20", quantity: "1" }, note: "mine" };
  for (const [who, status] of [
    ["customer", 403],
    ["accountant", 403],
    ["nobody", 401],
  ] as const) {
    expect((await call("GET", PATH, undefined, who)).status).toBe(status);
    expect((await call("POST", `${PATH}/mcs1000000000/set-aside`, body, who)).status).toBe(status);
  }
});
