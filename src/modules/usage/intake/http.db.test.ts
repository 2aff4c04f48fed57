import { CloudEvent, HTTP } from "cloudevents";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { makeProject, makeWorld } from "../../../../test/support/world.ts";
import { type Authority, createServer, type Principal } from "../../../platform/http/index.ts";
import { createLogger } from "../../../platform/log.ts";
import { intakeRoutes } from "./http.ts";
import { UsageIntake } from "./ingest.ts";

const { database, clock } = await testDatabase();
const PID = "mcs1000000000";

const principals: Record<string, Principal> = {
  metering: { kind: "service", tokenId: 1n, scopes: ["usage.write"] },
  reading: { kind: "service", tokenId: 2n, scopes: ["usage.read"] },
  own: { kind: "project", tokenId: 3n, projectId: 1_000_000_000n, scopes: ["usage.write"] },
  foreign: { kind: "project", tokenId: 4n, projectId: 1_000_000_001n, scopes: ["usage.write"] },
  clever: { ...person(null), scopes: ["usage.write"] } as Principal,
  operator: person("operator"),
  customer: person(null),
};
function person(staffRole: "operator" | null): Principal {
  return {
    kind: "user",
    userNo: 1n,
    userId: "u1",
    email: "o@example.test",
    name: "O",
    language: "ru",
    staffRole,
    roles: new Map(),
    scopes: null,
  };
}
const authority: Authority = {
  authenticate: async ({ token }) => principals[token ?? ""] ?? { kind: "anonymous" },
  verdicts: async () => [],
  projectsWith: () => [],
  payersWith: async () => [],
};
const server = await createServer({
  routes: intakeRoutes(new UsageIntake(database)),
  authority,
  database,
  clock,
  log: createLogger("silent"),
  publicUrl: "http://localhost",
});

beforeAll(async () => {
  await makeWorld(database);
  await makeProject(database, 1_000_000_000n);
});
afterAll(() => server.close());

let ids = 0;
const usage = (change: object = {}, data: object = {}) => ({
  specversion: "1.0",
  id: `h-${++ids}`,
  source: "//http",
  type: "saldo.usage.requests",
  time: "2026-11-20T08:00:00Z",
  data: { project: PID, resource: "bucket", sku: "requests", quantity: "5", unit: "requests", ...data },
  ...change,
});

async function send(body: unknown, options: { type?: string; token?: string; headers?: Record<string, string> } = {}) {
  const reply = await server.inject({
    method: "POST",
    url: "/v1/usage",
    headers: {
      "content-type": options.type ?? "application/json",
      authorization: `Bearer ${options.token ?? "metering"}`,
      ...options.headers,
    },
    payload: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  });
  return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() };
}

describe("POST /v1/usage", () => {
  test("PRC-04 one event: accepted, then a duplicate, then a conflict", async () => {
    const event = usage();
    const type = "application/cloudevents+json";
    expect(await send(event, { type })).toEqual({ status: 202, body: { status: "accepted" } });
    expect(await send(event, { type })).toEqual({ status: 200, body: { status: "duplicate" } });
    const changed = { ...event, data: { ...event.data, quantity: "6" } };
    expect(await send(changed, { type })).toMatchObject({ status: 409, body: { code: "event_conflict" } });
  });

  test("PRC-04 a second correction of one event is 409 and a circle 422, alone and in a batch", async () => {
    const [a, b, c] = [usage(), usage({}, { quantity: "10" }), usage({}, { quantity: "20" })];
    const replacing = (one: object, target: { id: string }) => ({ ...one, supersedes: target.id });
    expect((await send(a)).status).toBe(202);
    expect((await send(replacing(b, a))).status).toBe(202);
    expect(await send(replacing(c, a))).toMatchObject({ status: 409, body: { code: "event_superseded" } });
    expect(await send([replacing(b, a), replacing(c, a)])).toMatchObject({
      status: 200,
      body: {
        duplicates: 1,
        conflicts: 1,
        items: [{ status: "duplicate" }, { code: "superseded_already", field: "supersedes" }],
      },
    });
    expect((await send(replacing(c, b))).status).toBe(202);
    const [d, e] = [usage(), usage()];
    expect((await send(replacing(d, e))).status).toBe(202);
    expect(await send(replacing(e, d))).toMatchObject({
      status: 422,
      body: { errors: [{ code: "supersedes_cycle" }] },
    });
  });

  test("PRC-04 a body that names a field twice is refused whole: which value is meant is not known", async () => {
    const text = JSON.stringify(usage());
    const twice = text.replace('"quantity":"5"', '"quantity":"5","quantity":"500"');
    for (const body of [twice, `[${text},${twice}]`, text.replace('"id"', '"id":"x","id"')])
      expect(await send(body)).toMatchObject({ status: 400, body: { code: "duplicate_json_keys" } });
    expect((await send(text)).status).toBe(202);
  });

  test("PRC-04 one bad event is refused with the field and the reason in both languages", async () => {
    const reply = await send(usage({}, { quantity: "-1" }));
    expect(reply).toMatchObject({ status: 422, body: { code: "invalid_input" } });
    expect(reply.body["errors"]).toEqual([
      {
        field: "data.quantity",
        code: "negative",
        text: { ru: "quantity не может быть отрицательным", en: "quantity cannot be negative" },
      },
    ]);
    expect(await send(usage({}, { unit: "GB" }))).toMatchObject({
      status: 422,
      body: { errors: [{ code: "wrong_unit" }] },
    });
  });

  test("PRC-04 an event that names something unknown waits in quarantine and says so", async () => {
    const event = usage({}, { project: "mcs9999999999" });
    const waits = { reason: "unknown_project", text: { ru: "неизвестный проект", en: "unknown project" } };
    expect(await send(event)).toEqual({ status: 202, body: { status: "quarantined", ...waits } });
    expect(await send(event)).toEqual({ status: 200, body: { status: "duplicate", ...waits } });
  });

  test("PRC-04 a batch is answered with counts and with each event that was not accepted", async () => {
    const known = usage();
    await send(known);
    const batch = [
      usage(),
      known,
      usage({}, { quantity: "x" }),
      usage({}, { sku: "none" }),
      { ...known, time: "2026-11-20T07:00:00Z" },
      7,
    ];
    const reply = await send(batch, { type: "application/cloudevents-batch+json" });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ accepted: 1, duplicates: 1, conflicts: 1, quarantined: 1, rejected: 2 });
    expect(reply.body["items"]).toMatchObject([
      { index: 1, id: known.id, status: "duplicate" },
      { index: 2, status: "rejected", code: "not_decimal", field: "data.quantity" },
      { index: 3, status: "quarantined", code: "unknown_sku" },
      { index: 4, id: known.id, status: "conflict", code: "conflict" },
      { index: 5, id: null, status: "rejected", code: "not_an_event" },
    ]);
    expect(await send([])).toEqual({
      status: 200,
      body: { accepted: 0, duplicates: 0, conflicts: 0, quarantined: 0, rejected: 0, items: [] },
    });
  });

  test("PRC-04 binary mode: the attributes are headers, the body is the data", async () => {
    const { data, ...attributes } = usage();
    const message = HTTP.binary(
      new CloudEvent({ ...attributes, specversion: "1.0", datacontenttype: "application/json", data }),
    );
    const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
    expect(await send(message.body as string, { headers })).toEqual({ status: 202, body: { status: "accepted" } });
    expect(await send(attributes.id === "" ? "" : { ...attributes, data })).toEqual({
      status: 200,
      body: { status: "duplicate" },
    });
  });

  test("PRC-04 many events sent one by one at once are each answered rightly", async () => {
    const events = Array.from({ length: 60 }, () => usage());
    const replies = await Promise.all([...events, ...events].map((event) => send(event)));
    expect(replies.filter((reply) => reply.status === 202)).toHaveLength(60);
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(60);
  });

  test.each([
    ["{", "application/json", 400],
    ["", "application/json", 400],
    [Buffer.from([0x22, 0xff, 0x22]), "application/json", 400],
    ["[]", "application/cloudevents+json", 400],
    ["{}", "application/cloudevents-batch+json", 400],
    ["id;quantity", "text/csv", 415],
    [`[${"1,".repeat(10_000)}1]`, "application/json", 413],
    [`"${"x".repeat(17 * 1_048_576)}"`, "application/json", 413],
    ["[".repeat(500_000) + "]".repeat(500_000), "application/json", 200],
  ])("reliability 55: hostile body %# is answered, never with a 5xx", async (body, type, status) => {
    expect((await send(body, { type })).status).toBe(status);
  });

  test("reliability 12: any JSON, alone or in a batch, is answered without a 5xx", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.array(fc.jsonValue(), { maxLength: 5 }), async (one, many) => {
        expect((await send(one)).status).toBeLessThan(500);
        expect((await send(many)).status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });

  test("only a token with the scope usage.write may send", async () => {
    expect((await send(usage(), { token: "reading" })).status).toBe(403);
    expect((await send(usage(), { token: "operator" })).status).toBe(403);
    expect((await send(usage(), { token: "nobody" })).status).toBe(401);
  });
});

test("reliability 34: a project's token reports for that project only, a person's for none", async () => {
  expect((await send(usage({ source: "//agent" }), { token: "own" })).status).toBe(202);
  expect(await send(usage(), { token: "own" })).toMatchObject({
    status: 422,
    body: { errors: [{ code: "foreign_source" }] },
  });
  expect(await send([usage(), usage({ source: "//agent" })], { token: "own" })).toMatchObject({
    body: { accepted: 1, rejected: 1, items: [{ index: 0, code: "foreign_source", field: "source" }] },
  });
  expect(await send(usage(), { token: "foreign" })).toMatchObject({
    status: 422,
    body: { errors: [{ code: "foreign_project" }] },
  });
  expect(await send([usage()], { token: "foreign" })).toMatchObject({ body: { accepted: 0, rejected: 1 } });
  expect((await send(usage(), { token: "clever" })).status).toBe(403);
});

describe("office quarantine", () => {
  const call = async (method: "GET" | "POST", url: string, token = "operator", payload?: object) => {
    const headers = { authorization: `Bearer ${token}` };
    const reply = await server.inject({ method, url, headers, ...(payload ? { payload } : {}) });
    return { status: reply.statusCode, body: reply.body === "" ? null : reply.json() };
  };
  const dismiss = (id: string, note?: string, token = "operator") =>
    call("POST", `/v1/office/quarantine/${id}/dismiss`, token, note === undefined ? {} : { note });
  const sent = async (id: string, token = "operator") => {
    const url = `/v1/office/quarantine/${id}/sent`;
    const reply = await server.inject({ method: "GET", url, headers: { authorization: `Bearer ${token}` } });
    return { status: reply.statusCode, name: reply.headers["content-disposition"], bytes: reply.rawPayload };
  };
  const waiting = async (eventId: string) => {
    const { items } = (await call("GET", "/v1/office/quarantine?limit=100")).body;
    return items.find((item: { eventId: string }) => item.eventId === eventId);
  };

  test("PRC-04 staff see what waits, release it or dismiss it, once", async () => {
    const events = [usage({}, { quantity: "1000001" }), usage({}, { quantity: "1000002" })];
    await send(events);
    const page = await call("GET", "/v1/office/quarantine?reason=too_large&limit=2");
    const [second, first] = page.body.items;
    expect(first).toMatchObject({
      eventId: events[0]?.id,
      state: "waiting",
      event: { id: events[0]?.id, data: { quantity: "1000001" } },
    });
    expect((await call("POST", `/v1/office/quarantine/${first.id}/release`)).status).toBe(204);
    expect((await call("POST", `/v1/office/quarantine/${first.id}/release`)).status).toBe(409);
    expect((await dismiss(second.id)).status).toBe(422);
    expect((await dismiss(second.id, "  ")).status).toBe(422);
    expect((await dismiss(second.id, "сломан счётчик")).status).toBe(204);
    expect((await dismiss("99999999", "x")).status).toBe(404);
    const decided = (await call("GET", "/v1/office/quarantine?state=dismissed&limit=1")).body.items;
    expect(decided).toMatchObject([{ eventId: events[1]?.id, decidedBy: "u1", note: "сломан счётчик" }]);
    const acts = await database.query(
      "select act, subjects, after from audit_event where thing = any($1) order by audit_event_id",
      [[first.id, second.id].map((id) => `usage_quarantine:${id}`)],
    );
    const subjects = ["project:1000000000"];
    expect(acts).toEqual([
      { act: "quarantine.released", subjects, after: { reason: "too_large" } },
      { act: "quarantine.dismissed", subjects, after: { reason: "too_large", note: "сломан счётчик" } },
    ]);
    expect((await call("GET", "/v1/office/quarantine?reason=too_large")).body.items).toEqual([]);
    expect(await send(events)).toMatchObject({ body: { duplicates: 2 } });
  });

  test("PRC-04 reliability 12 what waits is kept byte by byte as it was sent: alone, in a batch, in headers", async () => {
    const spelt = (change: object) => JSON.stringify(usage(change, { sku: "unheard" }), null, 3).replace("5", "5.00");
    const [alone, first, second] = [spelt({}), spelt({}), spelt({})];
    const idOf = (text: string) => (JSON.parse(text) as { id: string }).id;
    const batch = `[ ${JSON.stringify(usage())},\n\t${first} , {"a":"],{"},${second}]`;
    expect(await send(` ${alone}\n`, { type: "application/cloudevents+json" })).toMatchObject({ status: 202 });
    expect((await send(batch, { type: "application/cloudevents-batch+json" })).body).toMatchObject({ quarantined: 2 });
    const { data, ...attributes } = usage({}, { sku: "unheard" });
    const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]));
    await send(` ${JSON.stringify(data)}`, { type: "application/json", headers });
    const kept = async (id: string) => (await sent((await waiting(id)).id)).bytes.toString();
    expect(await kept(idOf(alone))).toBe(` ${alone}\n`);
    expect(await kept(idOf(first))).toBe(first);
    expect(await kept(idOf(second))).toBe(second);
    expect(await kept(attributes.id)).toMatch(
      new RegExp(`ce-id: ${attributes.id}\\r\\n[^]*\\r\\n\\r\\n \\{"project":"mcs1000000000"`),
    );
    const { id, releasable } = await waiting(idOf(alone));
    expect([(await sent(id)).name, releasable]).toEqual([expect.stringContaining(`quarantine-${id}.json`), true]);
    // Nobody else may, and what was not kept is said not to be there.
    expect((await sent(id, "customer")).status).toBe(403);
    expect((await sent("99999999")).status).toBe(404);
    await database.query("update usage_quarantine set sent = null, sent_form = null where quarantine_id = $1", [id]);
    expect((await sent(id)).status).toBe(404);
    // Too long to be kept is refused, not cut.
    const long = { ...usage({}, { sku: "unheard" }), comment: "x".repeat(1_048_577) };
    expect(await send(long)).toMatchObject({ status: 422, body: { code: "invalid_input" } });
  });

  test("PRC-04 the quarantine is read page by page", async () => {
    await send(Array.from({ length: 5 }, () => usage({}, { project: "mcs5555555555" })));
    const seen = new Set<string>();
    let cursor = "";
    do {
      const page = (await call("GET", `/v1/office/quarantine?limit=2${cursor}`)).body;
      for (const item of page.items) seen.add(item.id);
      cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`;
    } while (cursor !== "");
    const [{ n }] = (await database.query<{ n: bigint }>(
      "select count(*) as n from usage_quarantine where state = 'waiting'",
    )) as [{ n: bigint }];
    expect(BigInt(seen.size)).toBe(n);
  });

  test("customers have no business there", async () => {
    expect((await call("GET", "/v1/office/quarantine", "customer")).status).toBe(403);
    expect((await call("POST", "/v1/office/quarantine/1/release", "customer")).status).toBe(403);
    expect((await dismiss("1", "x", "customer")).status).toBe(403);
  });
});
