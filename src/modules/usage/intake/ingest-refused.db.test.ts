import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ownerOf, testDatabase } from "../../../../test/support/database.ts";
import { makeProject, makeWorld } from "../../../../test/support/world.ts";
import { type Authority, type Principal, createServer } from "../../../platform/http/index.ts";
import { createLogger } from "../../../platform/log.ts";
import { intakeRoutes } from "./http.ts";
import { UsageIntake } from "./ingest.ts";

const { database, clock } = await testDatabase();

const principals: Record<string, Principal> = {
  metering: { kind: "service", tokenId: 1n, scopes: ["usage.write"] },
  foreign: { kind: "project", tokenId: 2n, projectId: 1_000_000_001n, scopes: ["usage.write"] },
};
const authority: Authority = {
  authenticate: async ({ token }) => principals[token ?? ""] ?? { kind: "anonymous" },
  verdicts: async () => [],
  projectsWith: () => [],
  payersWith: async () => [],
};

/** Two processes that take usage in: one knows what it has seen, the other is new to everything. */
async function openIntake() {
  const intake = new UsageIntake(database);
  const log = createLogger("silent");
  const routes = intakeRoutes(intake);
  return {
    intake,
    server: await createServer({ routes, authority, database, clock, log, publicUrl: "http://localhost" }),
  };
}
type Process = Awaited<ReturnType<typeof openIntake>>;
const warm = await openIntake();

beforeAll(async () => {
  await makeWorld(database);
  await makeProject(database, 1_000_000_000n);
  await makeProject(database, 1_000_000_001n);
});
afterAll(() => warm.server.close());

let ids = 0;
function usage(change: object = {}, data: object = {}) {
  const id = `r-${++ids}`;
  return {
    specversion: "1.0",
    id,
    source: "//refused",
    type: "saldo.usage.requests",
    time: "2026-11-20T08:00:00Z",
    ...change,
    data: {
      project: "mcs1000000000",
      resource: "bucket",
      sku: "requests",
      quantity: "5",
      unit: "requests",
      resource_name: "Bucket",
      labels: { team: "a" },
      ...data,
    },
  };
}

async function send({ server }: Process, body: unknown, token = "metering") {
  const reply = await server.inject({
    method: "POST",
    url: "/v1/usage",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    payload: typeof body === "string" ? body : JSON.stringify(body),
  });
  return reply.statusCode;
}

/** Every row of every table, as one digest a table. */
async function everything(): Promise<Record<string, string>> {
  // A partition is for the owner alone to read.
  const owner = ownerOf(database);
  const tables = await owner.query<{ name: string }>(
    "select c.oid::regclass::text as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1",
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await owner.query<{ digest: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${name} t`,
    );
    digests[name] = row?.digest ?? "";
  }
  return digests;
}

/** Sends it to both processes, alone and as a batch of one; nothing may be written down, now or when they end. */
async function expectNothingLeft(value: unknown, status: number, token?: string): Promise<void> {
  const cold = await openIntake();
  const before = await everything();
  for (const one of [warm, cold]) {
    expect(await send(one, value, token)).toBe(status);
    if (typeof value === "object") expect(await send(one, [value], token)).toBe(200);
    await one.intake.flush();
  }
  expect(await everything()).toEqual(before);
  await cold.server.close();
}

const elsewhere = { resource: "never-seen", labels: { team: "b" } };

describe("PRC-04: a refused event leaves nothing behind", () => {
  test.each([
    ["a negative quantity", usage({ source: "//new/1" }, { ...elsewhere, quantity: "-1" })],
    ["an unknown field", usage({ source: "//new/2" }, { ...elsewhere, price: "1" })],
    ["a foreign unit", usage({ source: "//new/3" }, { ...elsewhere, unit: "GB" })],
    ["a SKU of another meter", usage({ source: "//new/4", type: "saldo.usage.cpu" }, elsewhere)],
    [
      "an interval of a gauge",
      usage(
        { source: "//new/5", type: "saldo.usage.cpu" },
        { ...elsewhere, sku: "cpu", unit: "cpu", since: "2026-11-20T07:00:00Z" },
      ),
    ],
    ["an instant that does not exist", usage({ source: "//new/6", time: "2026-02-30T00:00:00Z" }, elsewhere)],
    ["an instant to come", usage({ source: "//new/7", time: "2026-11-20T09:06:00Z" }, elsewhere)],
  ])("422: %s", async (_, value) => {
    await expectNothingLeft(value, 422);
  });

  test("422: a project's token that reports for another project", async () => {
    await expectNothingLeft(usage({ source: "//new/8" }, elsewhere), 422, "foreign");
  });

  test("400 and 413: what is not JSON, and a batch of too many", async () => {
    await expectNothingLeft("{", 400);
    const many = JSON.stringify(Array.from({ length: 10_001 }, () => usage({ source: "//new/9" }, elsewhere)));
    await expectNothingLeft(many, 413);
  });

  test("409: another body under the id of an accepted event, whatever it says of its resource", async () => {
    const first = usage();
    expect(await send(warm, first)).toBe(202);
    await warm.intake.flush();
    const others = [
      { resource: "of-a-conflict" },
      { quantity: "6" },
      { labels: { team: "z" } },
      { resource_name: "Renamed" },
      { labels: undefined, resource_name: undefined, resource: "undescribed" },
    ];
    for (const data of others) await expectNothingLeft({ ...first, data: { ...first.data, ...data } }, 409);
    for (const time of ["2026-11-20T08:00:01Z", "2026-11-20T07:00:00Z"]) {
      await expectNothingLeft({ ...first, time }, 409);
    }
  });

  test("409: another body under the id of an event in quarantine or dismissed there", async () => {
    const held = usage({}, { project: "mcs9999999999", resource: "nobody's" });
    expect(await send(warm, held)).toBe(202);
    await expectNothingLeft({ ...held, data: { ...held.data, quantity: "6" } }, 409);
    await expectNothingLeft({ ...held, data: { ...held.data, project: "mcs1000000000" } }, 409);
    await database.query("update usage_quarantine set state = 'dismissed' where event_ref = $1", [held.id]);
    await expectNothingLeft({ ...held, data: { ...held.data, project: "mcs1000000000" } }, 409);
  });

  test("200: a duplicate, of an accepted event and of one in quarantine", async () => {
    const known = usage({}, { resource: "known-already" });
    const held = usage({}, { sku: "nothing" });
    for (const value of [known, held]) expect(await send(warm, value)).toBe(202);
    await warm.intake.flush();
    for (const value of [known, held]) await expectNothingLeft(value, 200);
  });

  test("a batch writes down only what its accepted events say, twins in conflict included", async () => {
    const known = usage({}, { resource: "batch-known" });
    await send(warm, known);
    const fresh = usage({}, { resource: "batch-fresh" });
    const batch = [
      { ...known, data: { ...known.data, resource: "batch-conflict" } },
      fresh,
      { ...fresh, data: { ...fresh.data, resource: "batch-twin" } },
      usage({ source: "//new/batch" }, { resource: "batch-refused", unit: "GB" }),
      { ...known, time: "2026-11-20T08:30:00Z", data: { ...known.data, labels: { team: "conflict" } } },
    ];
    const cold = await openIntake();
    for (const one of [warm, cold]) {
      expect(await send(one, batch)).toBe(200);
      await one.intake.flush();
    }
    const rows = await database.query(
      "select external_id, labels from resource where external_id like 'batch-%' order by 1",
    );
    expect(rows).toEqual([
      { external_id: "batch-fresh", labels: { team: "a" } },
      { external_id: "batch-known", labels: { team: "a" } },
    ]);
    expect(await database.query("select 1 from usage_source where source = '//new/batch'")).toEqual([]);
    await cold.server.close();
  });
});
