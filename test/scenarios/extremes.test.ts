import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { openApiDocument } from "../../src/platform/http/openapi.ts";
import { statement1c } from "../support/bank-transfer.ts";
import { testDatabase } from "../support/database.ts";
import { type Operation, Oracle } from "../support/fuzz-oracle.ts";
import type { HttpAnswer, HttpCall } from "../support/http-client.ts";
import { CUSTOMERS, openHttpWorld, usageEvent } from "../support/http-world.ts";
import { LoopWatch } from "../support/loop-watch.ts";

type Json = Readonly<Record<string, unknown>>;
type Call = HttpCall & { readonly as: string };

/** The thread that answers everybody may be held so long by one request, in processor time of its own. */
const BUDGET_MS = 750;

const world = await openHttpWorld(await testDatabase({ connections: 6 }), { patienceMs: 60_000 });
const oracle = new Oracle(openApiDocument(world.routes));
const watch = new LoopWatch();
afterAll(() => watch.stop());
const [A] = CUSTOMERS.romashka.projects;

const DATES = ["0000-01-01", "0001-01-01", "2000-01-01", "2099-12-31", "2100-01-01", "9999-12-31", "+010000-01-01"];
const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");

/** What has no end, no beginning or no size, for whatever field it stands in. */
const EXTREMES: readonly string[] = [
  ...DATES,
  "-000001-01-01",
  "0001-01",
  "9999-12",
  "2000-01",
  "2099-12",
  "0001-01-01T00:00:00Z",
  "2099-12-31T23:59:59.999Z",
  "9999-12-31T23:59:59.999Z",
  "0",
  "-1",
  "2147483648",
  "9".repeat(18),
  "9223372036854775807",
  "9223372036854775808",
  "9".repeat(400),
  "1e308",
  "NaN",
  `mcs${"9".repeat(10)}`,
  `${"mcs1100000001,".repeat(570)}mcs1100000001`,
  `${"1,".repeat(199)}1`,
  `${"1,".repeat(4_000)}1`,
  "x".repeat(8_000),
  "(".repeat(3_000),
  cursor("9".repeat(18)),
  cursor("9".repeat(30)),
  cursor("0001-01-01", "x"),
  cursor("9999-12-31", "x"),
  cursor("+010000-01-01", "x"),
  cursor("x", "y"),
  cursor("now", "x"),
  cursor("infinity", "x"),
  cursor("2026-02-30", "x"),
  cursor("x"),
  cursor("1e3"),
  cursor({}, []),
  cursor(null, null),
  `entry~${formatPid(A)}~${"9".repeat(19)}`,
  `${formatPid(A)}~server~compute.vcpu.standard~0001-01-01~9999-12-31`,
  `${formatPid(A)}~server~compute.vcpu.standard~2000-01-01~2099-12-31`,
];

const FITTING: Readonly<Record<string, string>> = {
  pid: formatPid(A),
  projects: formatPid(A),
  from: "2026-10-01",
  to: "2026-10-31",
  id: "1",
  ids: "1",
  region: "moscow",
  month: "2026-10",
  amount: "1000.00",
  now: "2026-10-05T00:00:00Z",
};

function fitting(name: string, schema: Json): string {
  const resolved = typeof schema["$ref"] === "string" ? oracle.resolve(schema["$ref"]) : schema;
  const [option] = (resolved["enum"] ?? []) as string[];
  return FITTING[name] ?? option ?? "1";
}

function callerOf({ access }: Operation): string {
  if (access.kind === "token") return "metering";
  const staff = access.roles ?? [];
  return staff[0] ?? "romashka";
}

/** The operation's address with these values, and fitting ones in all other places that it cannot do without. */
function addressOf(operation: Operation, given: Readonly<Record<string, string>>): string {
  const valueOf = (name: string, schema: Json) => encodeURIComponent(given[name] ?? fitting(name, schema));
  const places = operation.parameters.filter((one) => one.in === "path");
  const path = places.reduce(
    (text, { name, schema }) => text.replace(`{${name}}`, valueOf(name, schema)),
    operation.path,
  );
  const query = operation.parameters
    .filter((one) => one.in === "query" && (one.required || given[one.name] !== undefined))
    .map(({ name, schema }) => `${name}=${valueOf(name, schema)}`);
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}

/** Every parameter at every extreme, and the two ends of a range at every pair of extreme dates. */
function addresses(operation: Operation): string[] {
  const named = operation.parameters.filter((one) => one.in !== "header");
  const alone = named.flatMap(({ name }) => EXTREMES.map((value) => addressOf(operation, { [name]: value })));
  const months = operation.path === "/v1/documents";
  const dates = months ? DATES.map((date) => date.slice(0, -3)) : DATES;
  const intervals = named.some(({ name }) => name === "interval") ? ["day", "week", "month", "year"] : [undefined];
  const isRange = ["from", "to"].every((end) => named.some(({ name }) => name === end));
  const pairs = isRange ? dates.flatMap((from) => dates.map((to) => ({ from, to }))) : [];
  const ranges = pairs.flatMap((pair) =>
    intervals.map((interval) => addressOf(operation, interval === undefined ? pair : { ...pair, interval })),
  );
  return [...alone, ...ranges, ...(named.length === 0 ? [addressOf(operation, {})] : [])];
}

const EVENT = usageEvent({
  id: "one",
  projectId: A,
  sku: "compute.vcpu.standard",
  meter: "vcpu",
  unit: "vCPU",
  resource: "server",
  time: "2026-10-01T00:00:00Z",
  quantity: "2",
});

function many(count: number, change: (n: number) => object): Buffer {
  return Buffer.from(
    JSON.stringify(Array.from({ length: count }, (_, n) => ({ ...EVENT, id: `e${n}`, ...change(n) }))),
  );
}

const transfer = { number: "1", on: "2026-10-01", amount: "1.00", payer: CUSTOMERS.romashka.payer, projectId: null };

/** Bodies as large, deep, long or far as they come, by content type. */
const BODIES: Readonly<Record<string, readonly Buffer[]>> = {
  "application/json": [
    Buffer.from(`${"[".repeat(500_000)}${"]".repeat(500_000)}`),
    Buffer.from(`{"amount":"${"9".repeat(1_000_000)}"}`),
    Buffer.from(`{${Array.from({ length: 60_000 }, (_, n) => `"a${n}":1`).join(",")}}`),
    ...EXTREMES.slice(0, 25).map((text) =>
      Buffer.from(JSON.stringify({ amount: text, pid: text, note: text, now: text, region: text, month: text })),
    ),
  ],
  "application/cloudevents-batch+json": [
    many(10_000, () => ({ source: "many" })),
    many(10_000, (n) => ({ source: `source-${n}`, data: { ...(EVENT["data"] as object), resource: `r${n}` } })),
    many(10_000, () => ({ data: { ...(EVENT["data"] as object), quantity: "9".repeat(400) } })),
    ...["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2099-12-31T23:59:59Z"].map((time) =>
      many(10_000, () => ({ time })),
    ),
    Buffer.from(`[${"{},".repeat(1_000_000)}{}]`),
  ],
  "text/plain": [
    statement1c(Array.from({ length: 10_000 }, (_, n) => ({ ...transfer, number: String(n) }))),
    Buffer.from(`1CClientBankExchange\r\nРасчСчет=${"4".repeat(4_000_000)}`),
    Buffer.from(`1CClientBankExchange\r\n${"СекцияДокумент\r\n".repeat(150_000)}`),
    Buffer.from(`:20:x\r\n${":86:".repeat(500_000)}`),
    Buffer.from(`:20:x\r\n${":61:2610011001CD,\r\n".repeat(100_000)}`),
    Buffer.from(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">${"<a>".repeat(200_000)}`),
    gzipSync(Buffer.alloc(8_000_000)),
  ],
};

function calls(operation: Operation): Call[] {
  const as = callerOf(operation);
  const common = { method: operation.method, as };
  const headers = { "idempotency-key": "extreme" };
  const [type] = Object.keys(operation.bodies);
  const body = type?.includes("json") ? "{}" : "x";
  const sent = type === undefined ? {} : { body, headers: { ...headers, "content-type": type } };
  return [
    ...addresses(operation).map((path) => ({ ...common, path, ...sent })),
    ...Object.keys(operation.bodies).flatMap((contentType) =>
      (BODIES[contentType] ?? []).map((bytes, n) => ({
        ...common,
        path: addressOf(operation, {}),
        body: bytes,
        headers: { "idempotency-key": `extreme-${n}`, "content-type": contentType },
      })),
    ),
  ];
}

/** A server on a machine that others keep busy sends clients away for a second (reliability 55): then the call comes again. */
async function send(call: Call): Promise<HttpAnswer> {
  let answer = await world.send(call);
  if (answer.status === 503 && answer.text.includes("overloaded")) {
    const again = async () => (answer = await world.send(call)).status !== 503;
    await vi.waitUntil(again, { timeout: 30_000, interval: 200 });
  }
  return answer;
}

/** What is wrong with an answer, or with how long it held the loop. */
function complaintsOf(call: Call, answer: HttpAnswer, heldMs: number): string[] {
  const shown = `${call.method ?? "GET"} ${call.path.slice(0, 200)} (${Buffer.isBuffer(call.body) ? call.body.length : 0} bytes)`;
  return [
    ...(answer.status >= 500 ? [`${shown} answered ${answer.status}`] : []),
    ...(heldMs > BUDGET_MS ? [`${shown} held the loop for ${Math.round(heldMs)} ms`] : []),
  ];
}

/** Machine's warming up is no request's fault: compiled code and open connections. */
beforeAll(async () => {
  world.moveTo("2026-11-07T10:00:00+03:00");
  await world.send({ path: "/v1/me", as: "romashka" });
});

describe("every route at the extremes of its input", () => {
  it.each(oracle.operations.map((one) => [one.name, one] as const))(
    "reliability 55 %s answers, without a failure and without holding up the others",
    async (_name, operation) => {
      const found: string[] = [];
      for (const call of calls(operation)) {
        watch.takeLongest();
        const answer = await send(call);
        found.push(...complaintsOf(call, answer, watch.takeLongest()));
        world.moveTo("2026-11-07T10:00:00+03:00");
      }
      expect(found).toEqual([]);
    },
  );

  it("reliability 55 the budget is seen to be broken by a loop that the caller controls", async () => {
    const answer = await world.send({ path: "/v1/clock" });
    watch.takeLongest();
    const { user } = process.threadCpuUsage();
    while (process.threadCpuUsage().user - user < (BUDGET_MS + 50) * 1_000);
    expect(complaintsOf({ path: "/planted", as: "" }, answer, watch.takeLongest())).toEqual([
      expect.stringMatching(/^GET \/planted .* held the loop for/),
    ]);
  });
});
