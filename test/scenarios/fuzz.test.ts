import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { formatPid } from "../../src/core/ids.ts";
import { at } from "../../src/core/time.ts";
import { accrueAll, rateAll } from "../../src/modules/usage/index.ts";
import { openApiDocument } from "../../src/platform/http/openapi.ts";
import { type JobKind, ask } from "../../src/platform/jobs/index.ts";
import { statement1c } from "../support/bank-transfer.ts";
import { testDatabase } from "../support/database.ts";
import { type Operation, Oracle, RowCounts } from "../support/fuzz-oracle.ts";
import { hostileBody, hostileText, valueOf } from "../support/fuzz-values.ts";
import { type PeopleCall, peopleToFuzz } from "../support/fuzz-people.ts";
import { proposalsToFuzz } from "../support/fuzz-proposals.ts";
import { ssoToFuzz } from "../support/fuzz-sso.ts";
import { requestsToFuzz } from "../support/fuzz-requests.ts";
import type { HttpCall } from "../support/http-client.ts";
import { storeEvents } from "../support/world.ts";
import { CUSTOMERS, openHttpWorld, usageEvent } from "../support/http-world.ts";

/** Requests a route; a night run takes thousands. The seed makes any failure repeatable. */
const RUNS = Number(process.env["SALDO_FUZZ_RUNS"] ?? "40");
const SEED = Number(process.env["SALDO_FUZZ_SEED"] ?? "20261001");

const test = await testDatabase({ connections: 6 });
const world = await openHttpWorld(test);
/** Whatever is sent, the answer comes within two seconds or the call fails. */
const PATIENCE_MS = 2_000;
const oracle = new Oracle(openApiDocument(world.routes));
const counts = new RowCounts(test.database);
const NOW = at("2026-11-07T10:00:00+03:00");
const [A] = CUSTOMERS.romashka.projects;
const reached = new Set<string>();
const EVERYBODY = [...world.tokens.keys()];

/** Filled by the world's past: what exists, by the names under which routes ask for it. */
const known: Record<string, unknown[]> = {
  pid: [...CUSTOMERS.romashka.projects, ...CUSTOMERS.vasilek.projects].map(formatPid),
  project: [formatPid(A)],
  projects: [
    formatPid(A),
    CUSTOMERS.romashka.projects.map(formatPid).join(","),
    formatPid(CUSTOMERS.vasilek.projects[0]),
  ],
  type: ["saldo.usage"],
  source: ["fuzz"],
  sku: ["compute.vcpu.standard", "network.traffic.out"],
  unit: ["vCPU", "GB"],
  resource: ["server", "edge"],
  supersedes: ["on"],
  labels: [{}],
  since: ["2026-10-15T11:00:00Z"],
  quantity: ["1", "0", 2, "2.5"],
  time: ["2026-11-06T12:00:00+03:00", "2026-10-15T12:00:00Z"],
  now: ["2026-11-07T11:00:00+03:00"],
  amount: ["1000.00", "10", "100000.01"],
  id: ["1"],
  ids: ["1"],
  reference: [],
  email: [CUSTOMERS.romashka.email],
  region: ["moscow"],
  month: ["2026-10"],
};

/** What operations on people need; set when the world's past is there. */
let people: (operation: Operation) => PeopleCall | null = () => null;
let requests: Awaited<ReturnType<typeof requestsToFuzz>> = () => null;

const CURSOR = Buffer.from('["7"]').toString("base64url");

/** Ids that exist, by a word of the addresses that take them. */
const ids: Record<string, string[]> = {
  documents: [],
  "payment-invoices": [],
  quarantine: [],
  suspense: [],
  "bank-files": [],
  payers: [],
  jobs: [],
  outbox: [],
};

const knownFor = (operation: Operation) => {
  const range =
    operation.path === "/v1/documents"
      ? { from: ["2026-09"], to: ["2026-10"] }
      : { from: ["2026-10-01", "2026-09-15"], to: ["2026-10-31"] };
  const all = { ...known, ...range, cursor: [CURSOR] };
  const ofPeople = people(operation);
  if (ofPeople) return { ...all, ...ofPeople.known };
  const ofRequests = requests(operation);
  if (ofRequests) return { ...all, ...ofRequests };
  if (operation.path === "/v1/office/people") return { ...all, ids: ["00000000-0000-4000-8000-000000000001"] };
  if (operation.path.includes("/help/{code}")) return { ...all, code: ["pay"] };
  if (operation.path.includes("/accrual-failures/")) return { ...all, ...failure };
  const word = Object.keys(ids).find((one) => operation.path.includes(`/${one}/`));
  if (word === undefined) return all;
  // What waits is decided once: operations on one queue get a part of it each.
  const isBulk = /\/suspense\/(?:assign|close)$/.test(operation.path);
  const share = (isBulk ? 2 : 0) + (/(release|close|retry)$/.test(operation.path) ? 1 : 0);
  const shares = word === "suspense" ? 4 : 2;
  const own = (ids[word] ?? []).filter((_id, index) => word === "payers" || index % shares === share % shares);
  const many = isBulk ? own.map((id) => [id]) : [own.join(",")];
  return { ...all, ...(word === "payers" ? details : {}), pid: [formatPid(A)], id: own, ids: many };
};

/** A project that cannot be charged, and the usage in its way. */
const failure: Record<string, unknown[]> = {};

/** What staff may make of a payer, by the names of the fields. */
const details: Record<string, unknown[]> = {
  kind: ["legal_entity"],
  countryCode: ["RU"],
  inn: ["5190123455"],
  kpp: ["519001001"],
  ogrn: ["1025100123454"],
  basedOn: [null],
};

/** Work that no worker of this world knows: it waits to be cancelled or retried. */
const NOTE: JobKind<{ n: number }> = {
  name: "fuzz.note",
  payload: z.strictObject({ n: z.int() }),
  keyOf: ({ n }) => String(n),
};

/** A month with usage, money, a closed document, and something in every queue that staff look after. */
async function live(): Promise<void> {
  const server = usageEvent({
    id: "on",
    projectId: A,
    sku: "compute.vcpu.standard",
    meter: "vcpu",
    unit: "vCPU",
    resource: "server",
    time: "2026-10-01T00:00:00+03:00",
    quantity: "2",
  });
  const huge = (id: number) => ({
    ...server,
    id: `huge${id}`,
    data: { ...(server["data"] as object), quantity: "99999999" },
  });
  await bring("1", A, "20000.00");
  world.moveTo("2026-10-03T00:00:00+03:00");
  await world.send({
    method: "POST",
    path: "/v1/usage",
    as: "metering",
    body: [server, ...Array.from({ length: 12 }, (_, id) => huge(id))],
  });
  world.moveTo(NOW);
  await rateAll(test.database, NOW);
  await accrueAll(test.database, NOW);
  await world.close("moscow", "2026-10");
  for (let number = 100; number < 124; number += 1) await bring(String(number), null, "700.00");
  for (let number = 200; number < 204; number += 1) await bring(String(number), null, "900.00");
  await world.send({
    method: "POST",
    path: `/v1/projects/${formatPid(A)}/payment-invoices`,
    as: "romashka",
    headers: { "idempotency-key": "first" },
    body: { amount: "10.00" },
  });
  // The first cookie ever makes the secret that sessions are signed with.
  await world.send({ path: "/v1/me", headers: { cookie: "saldo.session_token=x" } });
  const list = await world.get<{ items: { reference: string }[] }>(
    "/v1/movements?from=2026-10-01&to=2026-10-31&interval=month",
    "romashka",
  );
  known["reference"] = list.items.map(({ reference }) => reference);
  const every = (sql: string) =>
    test.database.query<{ id: bigint }>(sql).then((rows) => rows.map(({ id }) => String(id)));
  ids["documents"] = await every("select document_id as id from document");
  ids["payment-invoices"] = await every("select payment_invoice_id as id from payment_invoice");
  ids["quarantine"] = await every("select quarantine_id as id from usage_quarantine");
  ids["suspense"] = await every(
    "select line_id as id from bank_statement_line where disposition = 'suspense' and amount_minor = 70000",
  );
  ids["bank-files"] = await every(
    `select distinct s.bank_file_id as id from bank_statement s join bank_statement_line using (bank_statement_id) where amount_minor = 90000`,
  );
  ids["payers"] = await every("select payer_id as id from payer where kind = 'legal_entity' and country_code = 'RU'");
  await failToCharge(CUSTOMERS.vasilek.projects[0]);
  for (let n = 0; n < 12; n += 1) await test.database.transaction((tx) => ask(tx, NOTE, { n }, "fuzz", NOW));
  ids["outbox"] = await parkedMessages();
  ids["jobs"] = await every("select job_id as id from job");
  const [ofPeople, ofProposals] = [await peopleToFuzz(world), await proposalsToFuzz(world)];
  const ofSso = await ssoToFuzz(world);
  closeSso = ofSso.close;
  people = (operation) => ofProposals(operation) ?? ofSso.of(operation) ?? ofPeople(operation);
  requests = await requestsToFuzz(world);
}

/** Letters that do not get through. */
async function parkedMessages(): Promise<string[]> {
  const rows = await test.database.query<{ id: bigint }>(
    `insert into outbox_message (subject_kind, subject_id, destination, topic, ordered, payload, created_at, parked_at)
     select 'user', n, 'mail', 'fuzz.note', false, '{}', '2026-10-01Z', '2026-10-01Z' from generate_series(1, 12) n
     returning message_id as id`,
  );
  return rows.map(({ id }) => String(id));
}

/** No sender can tell of so much; a defect of ours might. */
async function failToCharge(projectId: bigint): Promise<void> {
  const day = at("2026-11-05T12:00:00+03:00");
  const absurd = { id: "absurd", projectId, resource: 9, sku: "network.traffic.out", at: day, quantity: "1e25" };
  await storeEvents(test.database, [absurd], NOW);
  await rateAll(test.database, NOW);
  await accrueAll(test.database, NOW);
  const { items } = await world.get<{ items: { pid: string; usage: Record<string, string> }[] }>(
    "/v1/office/accrual-failures",
    "operator",
  );
  const { resource, sku, day: on, quantity } = items[0]?.usage ?? {};
  failure["pid"] = [items[0]?.pid];
  failure["usage"] = [{ resource, sku, day: on, quantity }];
}

function bring(number: string, projectId: bigint | null, amount: string) {
  const body = statement1c([{ number, on: "2026-10-01", amount, payer: CUSTOMERS.romashka.payer, projectId }]);
  return world.send({
    method: "POST",
    path: "/v1/office/bank-statements",
    as: "accountant",
    headers: { "content-type": "text/plain" },
    body,
  });
}

let closeSso = () => {};
beforeAll(live);
afterAll(() => closeSso());

const wellFormed = (text: unknown) =>
  (typeof text === "string" ? text : JSON.stringify(text)).toWellFormed().slice(0, 3_000);
const percent = (text: unknown) => encodeURIComponent(wellFormed(text));

const sourceOf = (operation: Operation, hostile: boolean) => ({
  hostile,
  resolve: (reference: string) => oracle.resolve(reference),
  known: knownFor(operation),
});

/** In place of a name: whoever is signed in in a browser. */
const SESSION = "session";

/** Those whom the operation is meant for, more often than others. */
function callers(operation: Operation, hostile: boolean): fc.Arbitrary<string | undefined> {
  const { access } = operation;
  const staff = access.kind === "staff" ? (access.roles ?? []) : (access.staff ?? []);
  const own =
    { project: ["romashka", "romashka superadministrator", "romashka token"], token: ["metering", "romashka token"] }[
      access.kind
    ] ?? [];
  const signedIn = people(operation)?.cookie === undefined ? [] : [SESSION, SESSION, SESSION];
  const all = [...own, ...staff, ...signedIn];
  const meant = fc.constantFrom(...(all.length > 0 ? all : ["romashka"]));
  if (!hostile) return meant;
  return fc.oneof(
    { weight: 6, arbitrary: meant },
    { weight: 2, arbitrary: fc.constantFrom(...EVERYBODY) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

/** Addresses by the route's own parameters; now and then one is hostile, missing, there twice, or unknown. */
function addresses(operation: Operation, hostile: boolean): fc.Arbitrary<string> {
  const values = operation.parameters
    .filter((one) => one.in !== "header")
    .map((one) => {
      const value = valueOf(one.schema, sourceOf(operation, hostile), one.name);
      const raw = fc.constantFrom(
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "%E0%A4%A",
        "%2e%2e/",
        "%0d%0aX-Injected:%201",
        "a%2Fb",
      );
      const encoded = hostile
        ? fc.oneof({ weight: 14, arbitrary: value.map(percent) }, { weight: 1, arbitrary: raw })
        : value.map(percent);
      return one.in === "path" || one.required ? encoded : fc.option(encoded, { nil: null, freq: 2 });
    });
  const stray = fc.constantFrom(
    "__proto__=1",
    "constructor[prototype]=1",
    "balance=1",
    "projects[]=1",
    "from=2026-10-01",
    "limit=1",
    "=&=",
    "%E0%A4%A=1",
    "a".repeat(500),
  );
  return fc
    .tuple(fc.tuple(...values), hostile ? fc.option(stray, { nil: null, freq: 12 }) : fc.constant(null))
    .map(([parts, extra]) => {
      const named = operation.parameters.filter((one) => one.in !== "header");
      const path = operation.path.replaceAll(
        /\{(\w+)\}/g,
        (_place, name: string) => parts[named.findIndex((one) => one.name === name)] ?? "",
      );
      const query = named.flatMap((one, index) =>
        one.in === "query" && parts[index] !== null ? [`${one.name}=${parts[index]}`] : [],
      );
      const all = [...query, ...(extra === null ? [] : [extra])];
      return all.length > 0 ? `${path}?${all.join("&")}` : path;
    });
}

/** Bodies by the documented schema, or a real bank file with bytes changed, or something hostile. */
function bodies(operation: Operation, hostile: boolean): fc.Arbitrary<{ type: string; body: Buffer } | null> {
  const types = Object.keys(operation.bodies);
  if (types.length === 0 && !hostile) return fc.constant(null);
  if (types.length === 0)
    return operation.method === "GET"
      ? fc.constant(null)
      : fc.option(
          hostileBody.map((body) => ({ type: "application/json", body })),
          { nil: null, freq: 3 },
        );
  const source = sourceOf(operation, hostile);
  const documented = fc.constantFrom(...types).chain((type) => {
    if (!type.includes("json")) return bankFile(hostile).map((body) => ({ type, body }));
    const value = valueOf(operation.bodies[type] ?? {}, source);
    return value.map((one) => ({ type, body: Buffer.from(JSON.stringify(one) ?? "") }));
  });
  if (!hostile) return documented;
  const wrong = fc.record({
    type: fc.constantFrom(
      ...types,
      "text/html",
      "multipart/form-data; boundary=x",
      "application/x-www-form-urlencoded",
      "application/json; charset=utf-16",
      "x",
      "",
    ),
    body: hostileBody,
  });
  return fc.oneof(
    { weight: 4, arbitrary: documented },
    { weight: 1, arbitrary: wrong },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

const bankFile = (hostile: boolean) =>
  fc
    .record({
      number: fc.integer({ min: 1, max: 40 }),
      amount: hostile
        ? fc.constantFrom("1.00", "-5.00", "99999999999999999.00", "1.001", "x")
        : fc.constantFrom("1.00", "0.01"),
      projectId: fc.constantFrom(A, null, 9_999_999_999n),
      purpose: hostile ? fc.option(hostileText, { nil: undefined }) : fc.constant(undefined),
      cut: hostile ? fc.option(fc.nat({ max: 600 }), { nil: undefined, freq: 4 }) : fc.constant(undefined),
      flip: hostile ? fc.option(fc.nat({ max: 600 }), { nil: undefined, freq: 4 }) : fc.constant(undefined),
    })
    .map(({ number, amount, projectId, purpose, cut, flip }) => {
      const transfer = { number: String(number), on: "2026-11-06", amount, payer: CUSTOMERS.romashka.payer, projectId };
      const bytes = statement1c([
        purpose === undefined ? transfer : { ...transfer, purpose: purpose.replaceAll(/[\r\n]/g, " ") },
      ]);
      if (flip !== undefined) bytes[flip % bytes.length] = 0xff;
      return cut === undefined ? bytes : bytes.subarray(0, cut);
    });

const strayHeaders = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  {},
  {},
  { "accept-language": "xx-XX;q=9,*" },
  { cookie: "saldo.session_token=%00.x; __proto__=1" },
  { authorization: "Bearer " },
  { "content-encoding": "gzip" },
  { traceparent: "00-zz-11-01" },
  { "x-request-id": "<script>" },
  { "ce-specversion": "1.0", "ce-id": "%E0%A4%A" },
  { origin: "https://evil.example" },
);
const keys = fc.oneof(
  { weight: 6, arbitrary: fc.uuid() },
  {
    weight: 1,
    arbitrary: fc.constantFrom("same", "", "ключ", "a b", "x".repeat(256), "'; drop table idempotency_key; --"),
  },
);

/** A body may be a megabyte: a failure shows its beginning. */
function legible<C extends HttpCall & { as?: string }>(call: C): C {
  const body = Buffer.isBuffer(call.body) ? call.body.toString("utf8", 0, 300) : "";
  const show = () =>
    `${call.as ?? "nobody"}: ${call.method} ${call.path.slice(0, 400)} ${JSON.stringify(call.headers).slice(0, 400)} ${body}`;
  return Object.defineProperty(call, fc.toStringMethod, { value: show, enumerable: false });
}

/** Two thirds hostile in some way, one third as the document asks. */
function calls(operation: Operation): fc.Arbitrary<HttpCall & { as?: string }> {
  return fc.oneof(
    { weight: 2, arbitrary: callsOf(operation, true) },
    { weight: 1, arbitrary: callsOf(operation, false) },
  );
}

function callsOf(operation: Operation, hostile: boolean): fc.Arbitrary<HttpCall & { as?: string }> {
  const ofPeople = people(operation);
  const takesKey = operation.parameters.some((one) => one.name === "Idempotency-Key");
  return fc
    .record({
      as: callers(operation, hostile),
      path: addresses(operation, hostile),
      content: bodies(operation, hostile),
      stray: hostile ? strayHeaders : fc.constant({}),
      key: hostile ? fc.option(keys, { nil: null, freq: 6 }) : fc.uuid(),
    })
    .map(({ as, path, content, stray, key }) =>
      legible({
        method: operation.method,
        path,
        headers: {
          ...ofPeople?.headers,
          ...(as === SESSION ? { cookie: ofPeople?.cookie ?? "" } : {}),
          ...stray,
          ...(content ? { "content-type": content.type } : {}),
          ...(takesKey && key !== null ? { "idempotency-key": Buffer.from(key).toString("latin1") } : {}),
        },
        ...(as === undefined || as === SESSION ? {} : { as }),
        ...(content ? { body: content.body } : {}),
      }),
    );
}

/** An event that is refused may leave the name of its resource or source behind: names are looked up before events. */
function withoutNames({
  "public.resource": _resource,
  "public.usage_source": _source,
  // What is refused is recorded as such.
  "public.security_event": _recorded,
  "public.audit_event": _refused,
  "public.audit_subject": _ofWhom,
  "public.audit_unchained": _waits,
  ...rest
}: Readonly<Record<string, bigint>>) {
  return rest;
}

describe("reliability 12, 44-48, 54, 55: any request of any role", () => {
  it.each(oracle.operations.map((one) => [one.name, one] as const))(
    "reliability 44 55 %s answers as documented, in time, and does nothing by halves",
    async (_name, operation) => {
      // Letters that were asked for before are no reason to wait.
      await test.database.query("delete from auth.sign_in_pace");
      // The thread that imports comes with its first file, which takes as long as the machine likes.
      if (operation.name === "POST /v1/office/bank-statements") await bring("300", null, "300.00");
      let before = await counts.read();
      await fc.assert(
        fc.asyncProperty(calls(operation), async (call) => {
          const answer = await world.send({ ...call, patienceMs: PATIENCE_MS });
          world.moveTo(NOW);
          expect(oracle.complaints(operation, answer)).toEqual([]);
          if (answer.status < 300) reached.add(operation.name);
          if (operation.method === "GET") return;
          const after = await counts.read();
          if (answer.status >= 400) expect(withoutNames(after)).toEqual(withoutNames(before));
          before = after;
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: true },
      );
      expect(withoutNames(await counts.read())).toEqual(withoutNames(before));
    },
  );

  it("reliability 12 what was accepted on the way is rated, charged and coherent; no prototype was touched", async () => {
    await rateAll(test.database, NOW);
    await accrueAll(test.database, NOW);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("the fuzzing itself", () => {
  it("sees an undocumented status, a broken schema, insides told and a server error", () => {
    const operation = oracle.operations.find(({ name }) => name === "GET /v1/me") as Operation;
    const answer = (status: number, text: string, type = "application/json") => ({
      status,
      headers: { "content-type": type, "x-content-type-options": "nosniff" },
      bytes: Buffer.from(text),
      text,
      json: <T>() => JSON.parse(text) as T,
    });
    expect(oracle.complaints(operation, answer(418, "{}"))).toEqual(["status 418 is not documented"]);
    expect(oracle.complaints(operation, answer(200, "{}"))[0]).toMatch(/breaks its schema/);
    expect(oracle.complaints(operation, answer(200, "<html>", "text/html"))[0]).toMatch(/came as text\/html/);
    expect(
      oracle.complaints(operation, answer(500, '{"detail":"at handler (/srv/x.ts:1)"}', "application/problem+json")),
    ).toEqual(expect.arrayContaining(["answered 500", "tells of its insides"]));
  });

  it("reaches past the checks of input and rights: every operation succeeded for somebody", () => {
    expect(oracle.operations.map(({ name }) => name).filter((name) => !reached.has(name))).toEqual([]);
  });
});
