import { connect } from "node:net";

import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { refusal } from "../../core/errors.ts";
import { at } from "../../core/time.ts";
import { MovableClock } from "../../../test/support/movable-clock.ts";
import { DatabaseUnavailable } from "../db.ts";
import { authorize } from "./access.ts";
import { Overloaded } from "./problem.ts";
import {
  type Authority,
  type Principal,
  type Resolver,
  amountInput,
  createServer,
  cursorQuery,
  dateInput,
  decodeCursor,
  encodeCursor,
  fileResponse,
  idInput,
  instantInput,
  limitQuery,
  money,
  moneySchema,
  pidParams,
  projectsQuery,
  rawBody,
  route,
} from "./index.ts";
import { type LogDestination, createLogger } from "../log.ts";

const OURS = 1_234_567_890n;
const Frozen = refusal("frozen", 409, "Проект заморожен с {since}", "The project is frozen since {since}");
const lines: string[] = [];
const log: LogDestination = { write: (line) => void lines.push(line) };

const principals: Record<string, Principal> = {
  reader: { kind: "project", tokenId: 7n, projectId: OURS, scopes: ["balance.view"] },
  machine: { kind: "service", tokenId: 8n, scopes: ["usage.write"] },
};
const authority: Authority = {
  authenticate: async ({ token }) => principals[token ?? ""] ?? { kind: "anonymous" },
  verdicts: async (principal, { permission, ids }) =>
    ids.map((id) =>
      principal.kind !== "project" || id !== OURS
        ? "unknown"
        : principal.scopes.includes(permission)
          ? "granted"
          : "forbidden",
    ),
  projectsWith: (principal) => (principal.kind === "project" ? [principal.projectId] : []),
  payersWith: async () => [],
};

const project = (permission: string) => ({ kind: "member", of: "project", permission, from: "params.pid" }) as const;
const thrown: { next: unknown } = { next: undefined };

const routes = [
  route({
    method: "GET",
    path: "/v1/projects/{pid}/balance",
    operationId: "getBalance",
    summary: "Balance",
    params: pidParams,
    query: z.strictObject({
      on: dateInput.optional(),
      limit: limitQuery,
      cursor: cursorQuery,
      since: instantInput.optional(),
    }),
    response: z.object({ projects: z.array(z.string()), payment: moneySchema, limit: z.number() }),
    access: project("balance.view"),
    handler: async ({ projects, query }) => ({
      projects: projects.map(String),
      payment: money(-5n, "RUB"),
      limit: query.limit,
      costPrice: "secret",
    }),
  }),
  route({
    method: "GET",
    path: "/v1/movements",
    operationId: "listMovements",
    summary: "Movements",
    query: z.strictObject({ projects: projectsQuery }),
    response: z.array(z.string()),
    access: { kind: "member", of: "project", permission: "balance.view", from: "query.projects" },
    handler: async ({ projects }) => projects.map(String),
  }),
  route({
    method: "GET",
    path: "/v1/documents/{id}",
    operationId: "getDocument",
    summary: "A document found by its own id",
    params: z.strictObject({ id: idInput }),
    response: fileResponse("application/pdf"),
    access: {
      kind: "member",
      of: "project",
      permission: "balance.view",
      from: { resolve: async (_lookup, { id }) => (id === 5n ? [OURS] : null) },
    },
    handler: async () => ({
      contentType: "application/pdf",
      fileName: "Счёт № 5\r\nX: y.pdf",
      body: Buffer.from("%PDF-"),
    }),
  }),
  route({
    method: "POST",
    path: "/v1/amounts",
    operationId: "postAmount",
    summary: "Takes an amount",
    body: z.strictObject({ amount: amountInput, count: z.int() }),
    response: z.object({ minor: z.string() }),
    status: 201,
    access: { kind: "public" },
    idempotent: "inherent",
    handler: async ({ body }) => ({ minor: body.amount.toString() }),
  }),
  route({
    method: "POST",
    path: "/v1/events",
    operationId: "postEvents",
    summary: "Takes bytes",
    body: rawBody(["application/json", "application/cloudevents+json"]),
    response: z.object({ bytes: z.int() }),
    access: { kind: "token", scope: "usage.write" },
    idempotent: "inherent",
    bodyLimit: 4 * 1_048_576,
    handler: async ({ body }) => ({ bytes: body.length }),
  }),
  route({
    method: "POST",
    path: "/v1/throws",
    operationId: "postThrows",
    summary: "Throws what the test says",
    access: { kind: "public" },
    idempotent: "inherent",
    handler: async () => {
      throw thrown.next;
    },
  }),
  route({
    method: "GET",
    path: "/public/v1/projects/{pid}",
    operationId: "getPublic",
    summary: "A published contract with error bodies of its own",
    params: pidParams,
    response: z.object({ base: z.number() }),
    access: project("balance.view"),
    errorBody: (refused) => ({ status: refused.kind.status, body: { error: refused.kind.code } }),
    handler: async () => ({ base: 1 }),
  }),
];

const server = await createServer({
  routes,
  authority,
  database: { pool: { totalCount: 3, waitingCount: 0 }, query: async () => [], as: () => null } as never,
  clock: new MovableClock(at("2026-10-31T20:59:00Z")),
  log: createLogger("info", log),
  publicUrl: "https://billing.example.ru",
  logEvery: 1,
});
afterAll(() => server.close());

const asReader = { "x-auth-token": "reader" };
const get = (url: string, headers: Record<string, string> = asReader) => server.inject({ method: "GET", url, headers });
const post = (url: string, payload: string | object | Buffer, headers: Record<string, string> = {}) =>
  server.inject({ method: "POST", url, payload, headers: { "content-type": "application/json", ...headers } });

describe("access", () => {
  it("401 without credentials or with wrong ones, before anything else is looked at", async () => {
    for (const headers of [{}, { "x-auth-token": "guess" }, { authorization: "Basic cmVhZGVy" }]) {
      expect((await get("/v1/projects/nonsense/balance?x=1", headers as never)).statusCode).toBe(401);
    }
  });

  it("takes X-Auth-Token and Authorization: Bearer alike", async () => {
    expect((await get("/v1/projects/mcs1234567890/balance")).statusCode).toBe(200);
    expect((await get("/v1/projects/mcs1234567890/balance", { authorization: "Bearer reader" })).statusCode).toBe(200);
  });

  it("reliability 34: a foreign and an unknown project answer the same 404", async () => {
    const reply = await get("/v1/projects/mcs0000000001/balance");
    expect(reply.statusCode).toBe(404);
    expect(reply.json()).toMatchObject({ code: "not_found", text: { ru: "Не найдено: mcs0000000001" } });
  });

  it("reliability 34, 37: one foreign project in a list refuses the list; all of one's own are the default", async () => {
    expect((await get("/v1/movements")).json()).toEqual([String(OURS)]);
    expect((await get("/v1/movements?projects=mcs1234567890,mcs1234567890")).json()).toEqual([String(OURS)]);
    expect((await get("/v1/movements?projects=mcs1234567890,mcs0000000001")).statusCode).toBe(404);
    expect((await get("/v1/movements?projects=1,2")).statusCode).toBe(422);
    expect((await get("/v1/movements", { "x-auth-token": "machine" })).statusCode).toBe(403);
  });

  it("reliability 34: a thing found by its id does not tell whose it is", async () => {
    expect((await get("/v1/documents/5")).statusCode).toBe(200);
    const reply = await get("/v1/documents/6");
    expect(reply.statusCode).toBe(404);
    expect(reply.body).not.toContain("mcs");
    expect((await get("/v1/documents/5%2F..")).statusCode).toBe(422);
  });

  it("reliability 55: what looks a thing up before any right is known may ask twice, not once for each id", async () => {
    const asking = (times: number): Promise<unknown> => {
      const resolve: Resolver["resolve"] = async (lookup) => {
        for (let count = 0; count < times; count += 1) await lookup.query("select 1");
        return [OURS];
      };
      const access = { kind: "member", of: "project", permission: "balance.view", from: { resolve } } as const;
      const database = { query: async () => [] } as never;
      return authorize(access, principals["reader"] as Principal, authority, { params: {}, query: {}, database });
    };
    expect(await asking(2)).toEqual([{ kind: "project", id: OURS }]);
    await expect(asking(3)).rejects.toThrow("once for all ids");
  });

  it("a scope is what a machine's token can do", async () => {
    expect((await post("/v1/events", "{}", { "x-auth-token": "machine" })).json()).toEqual({ bytes: 2 });
    const narrow = await post("/v1/events", "{}", asReader);
    expect([narrow.statusCode, narrow.json()]).toMatchObject([
      403,
      { code: "scope_missing", detail: expect.stringContaining("usage.write") },
    ]);
  });
});

describe("replies", () => {
  it("reliability 36: a field that the schema does not name stays inside", async () => {
    const reply = await get("/v1/projects/mcs1234567890/balance?limit=7");
    expect(reply.json()).toEqual({ projects: [String(OURS)], payment: { amount: "-0.05", currency: "RUB" }, limit: 7 });
    expect(reply.headers).toMatchObject({
      "cache-control": "no-store",
      "content-type": "application/json; charset=utf-8",
    });
  });

  it("a file's name cannot break the header", async () => {
    const { headers } = await get("/v1/documents/5");
    expect(headers["content-type"]).toBe("application/pdf");
    const encoded = encodeURIComponent("Счёт № 5\r\nX: y.pdf");
    expect(headers["content-disposition"]).toBe(
      `attachment; filename="_______5__X__y.pdf"; filename*=UTF-8''${encoded}`,
    );
  });

  it("names no outside host, and gives each request its trace", async () => {
    const { headers } = await get("/healthz", {
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    });
    expect(headers["x-request-id"]).toBe("0af7651916cd43dd8448eb211c80319c");
    expect(headers["content-security-policy"]).toMatch(/default-src 'self'/);
    expect(headers["content-security-policy"]).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["strict-transport-security"]).toMatch(/max-age=31536000/);
    const forged = await get("/healthz", { "x-request-id": "a b; c" });
    expect(forged.headers["x-request-id"]).toMatch(/^[\da-f]{32}$/);
  });
});

describe("input", () => {
  it("reliability 44: unknown fields are refused wherever they stand, each by its name", async () => {
    const inQuery = await get("/v1/projects/mcs1234567890/balance?scheme=postpaid");
    expect(inQuery.json()).toMatchObject({ status: 422, errors: [{ field: "scheme", code: "unknown_field" }] });
    const inBody = await post("/v1/amounts", { amount: "1.00", count: 1, balance: "9" });
    expect(inBody.json()).toMatchObject({ status: 422, errors: [{ field: "balance", code: "unknown_field" }] });
    expect((await post("/v1/throws", { a: 1 })).json()).toMatchObject({ errors: [{ field: "a" }] });
  });

  it("names each wrong field in both languages, and answers in the one asked for", async () => {
    const reply = await post("/v1/amounts", { amount: "1,0", count: 1.5 }, { "accept-language": "en-GB" });
    const problem = reply.json<{ detail: string; errors: { field: string; text: { ru: string; en: string } }[] }>();
    expect(problem.detail).toBe("Check the fields of the request");
    expect(problem.errors.map(({ field }) => field)).toEqual(["amount", "count"]);
    expect(problem.errors.every(({ text }) => /[а-я]/.test(text.ru) && /[a-z]/.test(text.en))).toBe(true);
    expect(reply.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  });

  it.each([
    ["on=2026-02-30", 422],
    ["on=2028-02-29", 200],
    ["limit=0", 422],
    ["limit=501", 422],
    ["limit=1&limit=2", 422],
    ["since=2026-01-01", 422],
    ["since=2026-01-01T00:00:00%2B03:00", 200],
  ])("checks the query %s: %i", async (query, status) => {
    expect((await get(`/v1/projects/mcs1234567890/balance?${query}`)).statusCode).toBe(status);
  });

  it.each([
    ["{", 400],
    ["", 422],
    ["[]", 422],
    ["null", 422],
    ['{"__proto__": {"a": 1}, "amount": "1", "count": 1}', 400],
    [Buffer.from([0x22, 0xff, 0x22]), 400],
    ["[".repeat(500_000), 400],
    [`${"[".repeat(400_000)}${"]".repeat(400_000)}`, 422],
    ["a".repeat(1_048_577), 413],
  ])("reliability 55: body %# is answered, not crashed on", async (payload, status) => {
    expect((await post("/v1/amounts", payload)).statusCode).toBe(status);
  });

  it("reliability 55: another content type, and a compressed body, are refused", async () => {
    expect((await post("/v1/amounts", "a=1", { "content-type": "application/x-www-form-urlencoded" })).statusCode).toBe(
      415,
    );
    expect((await post("/v1/amounts", "{}", { "content-encoding": "gzip" })).statusCode).toBe(415);
    expect((await post("/v1/events", "{}", { "content-type": "text/xml", "x-auth-token": "machine" })).statusCode).toBe(
      415,
    );
    expect((await post("/v1/events", Buffer.alloc(2_000_000), { "x-auth-token": "machine" })).json()).toEqual({
      bytes: 2_000_000,
    });
  });

  it.each([[""], ["1"], ["W10"], ["eyJhIjoxfQ"], [encodeCursor(["x", 1])]])(
    "refuses a cursor that is not its own: %s",
    (cursor) => {
      expect(() => decodeCursor(cursor, z.tuple([z.number()]))).toThrow(/invalid_input/);
    },
  );

  it("reads its own cursor back", () => {
    expect(decodeCursor(encodeCursor([42, "a"]), z.tuple([z.number(), z.string()]))).toEqual([42, "a"]);
    expect(decodeCursor(undefined, z.tuple([z.number()]))).toBeNull();
  });
});

describe("errors", () => {
  const answer = async (error: unknown) => {
    thrown.next = error;
    return server.inject({ method: "POST", url: "/v1/throws" });
  };

  it("an expected refusal has its code, status and texts", async () => {
    const reply = await answer(Frozen({ field: "pid", values: { since: "31.10.2026" } }));
    expect(reply.json()).toMatchObject({
      type: "urn:saldo:problem:frozen",
      title: "Conflict",
      status: 409,
      text: { ru: "Проект заморожен с 31.10.2026", en: "The project is frozen since 31.10.2026" },
      errors: [{ field: "pid", code: "frozen" }],
    });
  });

  it("reliability 57: a database that is away or busy answers 503 with Retry-After", async () => {
    const causes = [
      DatabaseUnavailable(),
      Overloaded(),
      { code: "57P01" },
      { code: "40001" },
      { code: "40P01" },
      new Error("Connection terminated unexpectedly"),
    ];
    for (const cause of causes) {
      const reply = await answer(cause);
      expect([reply.statusCode, reply.headers["retry-after"]]).toEqual([503, "5"]);
    }
  });

  it("a text or number that cannot be stored is the sender's mistake", async () => {
    for (const code of ["22021", "22P05", "22003"]) expect((await answer({ code })).statusCode).toBe(422);
  });

  it("a surprise is 500 without a word of what happened, and is logged with its trace", async () => {
    lines.length = 0;
    const reply = await answer(new Error("column payer.passport does not exist"));
    expect(reply.statusCode).toBe(500);
    expect(reply.body).not.toContain("passport");
    const { traceId } = reply.json<{ traceId: string }>();
    expect(lines.some((line) => line.includes(traceId) && line.includes("does not exist"))).toBe(true);
  });

  it("BAL-08 a published contract keeps its own error body", async () => {
    const reply = await get("/public/v1/projects/mcs0000000001");
    expect([reply.statusCode, reply.json()]).toEqual([404, { error: "not_found" }]);
    expect(reply.headers["cache-control"]).toBe("no-store");
  });

  it("an unknown address and one that cannot be decoded are problems too", async () => {
    expect((await get("/v1/nothing")).json()).toMatchObject({ code: "route_not_found" });
    expect((await get("/v1/%zz")).json()).toMatchObject({ status: 400 });
    expect((await get(`/v1/projects/${"9".repeat(400)}/balance`)).statusCode).toBe(400);
  });
});

describe("reliability 43: another site's page", () => {
  const send = (headers: Record<string, string>) =>
    post("/v1/amounts", { amount: "1.00", count: 1 }, { cookie: "saldo.session_token=x", ...headers });

  it.each([
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ origin: "https://billing.example.ru.evil.example" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ origin: "https://billing.example.ru" }, 201],
    [{ origin: "http://localhost:80", host: "localhost:80" }, 403],
    [{ origin: "http://localhost:3000", host: "localhost:3000" }, 201],
    [{ "sec-fetch-site": "same-origin" }, 201],
    [{}, 201],
  ])("reliability 43 %j answers %i", async (headers, status) => {
    expect((await send(headers as never)).statusCode).toBe(status);
  });

  it("reliability 43 a token is no cookie: it may come from anywhere", async () => {
    expect((await send({ origin: "https://partner.example", "x-auth-token": "reader" })).statusCode).toBe(201);
  });
});

describe("for operators", () => {
  it("answers health, readiness and figures, the latter to this machine only", async () => {
    expect((await get("/healthz", {})).json()).toEqual({ status: "ok" });
    expect((await get("/readyz", {})).json()).toEqual({ status: "ready", troubles: [] });
    const figures = await get("/metrics", {});
    expect(figures.body).toContain("saldo_database_connections 3");
    expect(figures.body).toMatch(/http_requests_total\{method="GET",route="\/healthz",status="200"\} \d/);
    expect((await get("/metrics", { "x-forwarded-for": "8.8.8.8" })).statusCode).toBe(403);
  });

  it("writes no address, name or token into its log", async () => {
    lines.length = 0;
    await get("/v1/projects/mcs1234567890/balance");
    expect(lines.join()).toContain('"principal":"token:7"');
    expect(lines.join()).not.toMatch(/mcs1234567890|reader/);
  });

  it("reliability 55: a head that is sent drop by drop does not hold the server", async () => {
    await server.listen({ port: 0, host: "127.0.0.1" });
    expect(server.server.headersTimeout).toBe(10_000);
    expect(server.server.requestTimeout).toBe(60_000);
    const address = server.server.address() as { port: number };
    const slow = connect(address.port, "127.0.0.1");
    slow.write("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    const served = await fetch(`http://127.0.0.1:${address.port}/healthz`);
    expect(served.status).toBe(200);
    slow.destroy();
  });
});

describe("the document", () => {
  it("is OpenAPI 3.1, names every refusal, and gives Money once", async () => {
    const document = (await get("/openapi.json", {})).json();
    expect(document.openapi).toBe("3.1.0");
    const { get: balance } = document.paths["/v1/projects/{pid}/balance"];
    expect(Object.keys(balance.responses)).toEqual(["200", "400", "401", "403", "404", "422", "429", "500", "503"]);
    expect(balance.parameters.map(({ name }: { name: string }) => name)).toEqual([
      "pid",
      "on",
      "limit",
      "cursor",
      "since",
    ]);
    expect(Object.keys(document.components.schemas)).toEqual(["Money", "Problem"]);
    expect(JSON.stringify(document)).not.toContain("9007199254740991");
  });

  it("is readable at /docs without anything from outside", async () => {
    const page = await get("/docs", {});
    expect(page.body).not.toMatch(/https?:\/\//);
    expect((await get("/docs/swagger-ui.css", {})).statusCode).toBe(200);
    expect((await get("/docs/..%2Fpackage.json", {})).statusCode).toBe(404);
  });
});

describe("a declaration", () => {
  it("that forgets idempotency or asks for too much is refused at start", async () => {
    const parts = {
      authority,
      database: { pool: {}, as: () => null } as never,
      clock: new MovableClock(at("2026-01-01T00:00:00Z")),
      log: createLogger("silent"),
      publicUrl: "http://localhost",
    };
    const careless = route({
      method: "POST",
      path: "/v1/x",
      operationId: "x",
      summary: "X",
      access: { kind: "public" },
      handler: async () => undefined,
    });
    await expect(createServer({ ...parts, routes: [careless] })).rejects.toThrow(/idempotent/);
    const greedy = { ...careless, idempotent: "inherent", bodyLimit: 1e9 } as const;
    await expect(createServer({ ...parts, routes: [greedy] })).rejects.toThrow(/32 MB/);
  });
});
