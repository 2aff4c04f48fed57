import { inflateRawSync } from "node:zlib";

import { beforeAll, describe, expect, it } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { SUBJECT_KINDS, type SubjectKind, subjectsOf } from "../../src/core/subject.ts";
import { at, plus } from "../../src/core/time.ts";
import { payerMembership } from "../../src/modules/parties/index.ts";
import { paymentNotes } from "../../src/modules/payments/index.ts";
import { requestMembership } from "../../src/modules/requests/index.ts";
import { TenancyAuthority, issueToken } from "../../src/modules/tenancy/index.ts";
import { accrueAll, rateAll } from "../../src/modules/usage/index.ts";
import { isRaw } from "../../src/platform/http/route.ts";
import { type Route, createServer, tenantRead } from "../../src/platform/http/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { AUTHORIZATION } from "../arch/authorization-table.ts";
import { statement1c } from "../support/bank-transfer.ts";
import { testDatabase } from "../support/database.ts";
import { type HttpAnswer, HttpClient } from "../support/http-client.ts";
import { CANARY, CUSTOMERS, openHttpWorld, usageEvent } from "../support/http-world.ts";
import { ownActs } from "../support/own-acts.ts";
import { requestWorld } from "../support/request-world.ts";
import { PROBES, putPartners, putUserPapers, teams } from "../support/probe-routes.ts";

const test = await testDatabase({ connections: 6 });
const world = await openHttpWorld(test);
const NOW = at("2026-11-07T10:00:00+03:00");
const [OURS] = CUSTOMERS.romashka.projects;
const [THEIRS] = CUSTOMERS.vasilek.projects;
const OUTSIDERS = [
  "romashka",
  "romashka token",
  "romashka superadministrator",
  "romashka viewer",
  "alatau",
  "alatau token",
  "narrow",
];

/** What belongs to the foreign tenant, as the routes name it. */
const theirs = {
  document: "",
  invoice: "",
  request: "",
  requestFile: "",
  reference: "",
  movementsCursor: "",
  documentsCursor: "",
  resource: "",
};
/** The same of our own. */
const ours = { document: "", reference: "" };

async function use(projectId: bigint, name: string): Promise<void> {
  const body = ["2026-10-01", "2026-10-02", "2026-10-03"].map((day, index) =>
    usageEvent({
      id: `${name}-${index}`,
      projectId,
      sku: "compute.vcpu.standard",
      meter: "vcpu",
      unit: "vCPU",
      resource: `${name}-server-${index}`,
      time: `${day}T00:00:00+03:00`,
      quantity: "2",
      extra: { resource_name: name, labels: { team: name } },
    }),
  );
  const sent = await world.send({ method: "POST", path: "/v1/usage", as: "metering", body });
  expect(sent.json()).toMatchObject({ accepted: 3 });
}

beforeAll(async () => {
  const { romashka, vasilek } = CUSTOMERS;
  const body = statement1c([
    { number: "1", on: "2026-10-01", amount: "20000.00", payer: romashka.payer, projectId: OURS },
    { number: "2", on: "2026-10-01", amount: "30000.00", payer: vasilek.payer, projectId: THEIRS },
  ]);
  await world.send({
    method: "POST",
    path: "/v1/office/bank-statements",
    as: "accountant",
    headers: { "content-type": "text/plain" },
    body,
  });
  world.moveTo("2026-10-04T00:00:00+03:00");
  await use(OURS, "romashka");
  await use(THEIRS, CANARY);
  world.moveTo(NOW);
  await rateAll(test.database, NOW);
  await accrueAll(test.database, NOW);
  await world.close("moscow", "2026-10");
  const range = "from=2026-10-01&to=2026-10-31&limit=1";
  type List = { items: { id: string; reference: string }[]; nextCursor: string };
  const movements = await world.get<List>(`/v1/movements?${range}`, "vasilek");
  theirs.reference = movements.items[0]?.reference ?? "";
  theirs.resource = theirs.reference.split("~")[4] ?? "";
  theirs.movementsCursor = movements.nextCursor;
  theirs.document = (await world.get<List>("/v1/documents", "vasilek")).items[0]?.id ?? "";
  theirs.documentsCursor = Buffer.from(JSON.stringify([String(BigInt(theirs.document) + 1n)])).toString("base64url");
  ours.reference = (await world.get<List>(`/v1/movements?${range}`, "romashka")).items[0]?.reference ?? "";
  ours.document = (await world.get<List>("/v1/documents", "romashka")).items[0]?.id ?? "";
  const path = `/v1/projects/${formatPid(THEIRS)}/payment-invoices`;
  const made = await world.send({
    method: "POST",
    path,
    as: "vasilek",
    headers: { "idempotency-key": "theirs" },
    body: { amount: "777.77" },
  });
  theirs.invoice = made.json<{ id: string }>().id;
  await ask("romashka", "Ромашка");
  ({ id: theirs.request, file: theirs.requestFile } = await ask("vasilek", CANARY));
});

/** A request of ours or theirs, with a word in every text and in a file. */
async function ask(as: "romashka" | "vasilek", word: string): Promise<{ id: string; file: string }> {
  const { post, upload } = requestWorld(world);
  const at = `/v1/projects/${formatPid(CUSTOMERS[as].projects[0])}`;
  const file = (await upload(`${word}.txt`, word, as, `${at}/request-files`)).json<{ id: string }>().id;
  const body = { asked: { kind: "question", fields: { topic: word } }, text: word, files: [file] };
  return { id: (await post(`${at}/requests`, as, body)).json<{ id: string }>().id, file };
}

/** Everything readable in an answer: its headers, its body, and the names and contents of an archive's files. */
function readable(answer: HttpAnswer): string {
  const headers = JSON.stringify(answer.headers);
  return [headers, answer.text, answer.bytes.toString("utf16le"), ...unzipped(answer.bytes)].join("\n");
}

/** The files of a ZIP archive, by its local headers. */
function unzipped(bytes: Buffer): string[] {
  const files: string[] = [];
  for (let place = bytes.indexOf("PK\u0003\u0004"); place >= 0; place = bytes.indexOf("PK\u0003\u0004", place + 4)) {
    const start = place + 30 + bytes.readUInt16LE(place + 26) + bytes.readUInt16LE(place + 28);
    try {
      files.push(new TextDecoder("windows-1251").decode(inflateRawSync(bytes.subarray(start))));
    } catch {
      // Not a header, but bytes inside a file that look like one.
    }
  }
  return files;
}

const SECRETS = () => [
  CANARY,
  encodeURIComponent(CANARY),
  theirs.resource,
  "777.77",
  CUSTOMERS.vasilek.payer.inn,
  CUSTOMERS.vasilek.email,
];

function leaks(answer: HttpAnswer): string[] {
  const text = readable(answer);
  return SECRETS().filter((secret) => text.includes(secret));
}

/** The foreign tenant's own address of a route: with its PID, its document, its charge. */
function addressOf(route: Route): string {
  const entry = AUTHORIZATION[`${route.method} ${route.path}`];
  const things = { "/members/": "999999", "/payment-invoices/": theirs.invoice, "/requests/": theirs.request };
  const id = Object.entries(things).find(([part]) => route.path.includes(part))?.[1] ?? theirs.document;
  const own = { pid: formatPid(THEIRS), reference: theirs.reference, fileId: theirs.requestFile, id };
  const values: Record<string, string> = { ...own, ...entry?.params };
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_place, name: string) => encodeURIComponent(values[name] ?? id));
  const query = new URLSearchParams(
    Object.entries(entry?.query ?? {}).map(([name, value]): [string, string] => [
      name,
      value.replace("{id}", theirs.document),
    ]),
  );
  if (route.access.kind === "member" && route.access.from === "query.projects")
    query.set("projects", formatPid(THEIRS));
  return query.size > 0 ? `${path}?${query}` : path;
}

const OWN_ACTS = ownActs(`${CANARY}: основной`);

const ownBody = (route: Route) =>
  OWN_ACTS[route.operationId]?.[0] ?? AUTHORIZATION[`${route.method} ${route.path}`]?.body;

function bodyOf(route: Route): { headers?: Record<string, string>; body?: unknown } {
  if (route.method === "GET") return {};
  if (isRaw(route.body)) return { headers: { "content-type": route.body.contentTypes[0] ?? "" }, body: "[]" };
  return {
    headers: { "idempotency-key": `outsider-${route.operationId}` },
    ...(route.body ? { body: ownBody(route) ?? { amount: "10.00" } } : {}),
  };
}

const ofProjects = world.routes.filter((route) => route.access.kind === "member");

describe("reliability 34: another tenant", () => {
  it.each(ofProjects.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "reliability 34 %s is 404 to everyone outside and tells nothing",
    async (_name, route) => {
      for (const as of OUTSIDERS) {
        const answer = await world.send({ method: route.method, path: addressOf(route), as, ...bodyOf(route) });
        // Who holds no right at all is turned away before any project is looked at; whoever could see one of his own gets 404.
        expect([
          as,
          [404, 403].includes(answer.status),
          answer.status === 404 || as === "narrow",
          leaks(answer),
        ]).toEqual([as, true, true, []]);
      }
      const own = await world.send({ method: route.method, path: addressOf(route), as: "vasilek", ...bodyOf(route) });
      const expected = OWN_ACTS[route.operationId]?.[1];
      if (expected === undefined) expect(own.status).toBeLessThan(300);
      else expect(own.status).toBe(expected);
    },
  );

  it("reliability 34 the canary is there to be found: the tenant's own answers carry it, files and archive too", async () => {
    const range = "from=2026-10-01&to=2026-10-31";
    for (const path of [
      "/v1/me",
      `/v1/movements?${range}`,
      "/v1/documents",
      `/v1/requests/${theirs.request}`,
      `/v1/explain/${encodeURIComponent(theirs.reference)}`,
    ]) {
      expect([path, leaks(await world.send({ path, as: "vasilek" })).length > 0]).toEqual([path, true]);
    }
    const archive = await world.send({ path: `/v1/documents/archive?ids=${theirs.document}`, as: "vasilek" });
    expect(leaks(archive)).toContain(CUSTOMERS.vasilek.payer.inn);
  });

  it("reliability 34 answers without a project named, and every listing, hold nothing of the other tenant", async () => {
    const range = "from=2026-09-01&to=2026-11-30";
    const lists = [
      "/v1/me",
      ...["day", "week", "month", "year"].flatMap((interval) => [
        `/v1/movements?${range}&limit=500&interval=${interval}`,
        `/v1/expenses?${range}&interval=${interval}`,
      ]),
      "/v1/documents",
      `/v1/documents/archive?ids=${ours.document}`,
      `/v1/explain/${encodeURIComponent(ours.reference)}`,
      `/v1/projects/${formatPid(OURS)}/payment-invoices`,
      `/v1/projects/${formatPid(OURS)}/requests`,
    ];
    for (const path of lists) {
      const answer = await world.send({ path, as: "romashka" });
      expect([path, answer.status, leaks(answer)]).toEqual([path, 200, []]);
    }
  });

  it("reliability 37 a list with one foreign project or document among one's own is 404 as a whole", async () => {
    const both = `${formatPid(OURS)},${formatPid(THEIRS)}`;
    const mixed = [
      `/v1/movements?from=2026-10-01&to=2026-10-31&projects=${both}`,
      `/v1/expenses?from=2026-10-01&to=2026-10-31&projects=${both}`,
      `/v1/documents?projects=${both}`,
      `/v1/documents/archive?ids=${ours.document},${theirs.document}`,
    ];
    for (const path of mixed) {
      const answer = await world.send({ path, as: "romashka" });
      expect([path, answer.status, leaks(answer)]).toEqual([path, 404, []]);
    }
  });

  it("reliability 34 a cursor made by another tenant shows rows of one's own only", async () => {
    const cursors = [
      `/v1/movements?from=2026-10-01&to=2026-10-31&cursor=${theirs.movementsCursor}`,
      `/v1/documents?cursor=${theirs.documentsCursor}`,
    ];
    for (const path of cursors) {
      const answer = await world.send({ path, as: "romashka" });
      expect([path, answer.status, leaks(answer)]).toEqual([path, 200, []]);
    }
  });

  it("reliability 34 a reference put together of our project and their resource explains nothing", async () => {
    const parts = theirs.reference.split("~");
    parts[1] = formatPid(OURS);
    const answer = await world.send({ path: `/v1/explain/${encodeURIComponent(parts.join("~"))}`, as: "romashka" });
    expect([answer.status, answer.text.includes(CANARY)]).toEqual([404, false]);
  });

  it("reliability 34 a key that another tenant used replays nothing of it", async () => {
    const path = `/v1/projects/${formatPid(OURS)}/payment-invoices`;
    const answer = await world.send({
      method: "POST",
      path,
      as: "romashka",
      headers: { "idempotency-key": "theirs" },
      body: { amount: "10.00" },
    });
    expect([answer.status, answer.headers["idempotency-replayed"], leaks(answer)]).toEqual([201, undefined, []]);
  });

  it("reliability 34 a project's token reports usage for that project only", async () => {
    const foreign = usageEvent({
      id: "foreign",
      projectId: THEIRS,
      sku: "compute.vcpu.standard",
      meter: "vcpu",
      unit: "vCPU",
      resource: "x",
      time: "2026-11-01T00:00:00+03:00",
      quantity: "900",
    });
    const single = await world.send({ method: "POST", path: "/v1/usage", as: "romashka token", body: foreign });
    const batch = await world.send({ method: "POST", path: "/v1/usage", as: "romashka token", body: [foreign] });
    expect([single.status, batch.json()["accepted"], batch.json()["rejected"], leaks(single), leaks(batch)]).toEqual([
      422,
      0,
      1,
      [],
      [],
    ]);
  });
});

/** Read whole by every customer: what is sold, what the provider publishes of itself, and which months are closed. */
const SHARED = [
  "period_lock",
  "region",
  "supplier",
  "tax_rate",
  "service",
  "bonus_group",
  "meter",
  "sku",
  "catalog_version",
];

describe("reliability 34: row-level security, the second lock", () => {
  const tables = () =>
    test.database.query<{ name: string; protected: boolean; own: string | null; readable: string }>(
      `select c.relname as name, c.relrowsecurity as protected,
              (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                  and has_column_privilege('saldo_tenant', c.oid, a.attnum, 'select')) as readable,
              (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attname = 'project_id' and not a.attisdropped) as own
         from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and has_any_column_privilege('saldo_tenant', c.oid, 'select') order by 1`,
    );

  it("reliability 34 whatever a customer's read may touch is protected by rows, or shared on purpose", async () => {
    const found = await tables();
    expect(
      found
        .filter((table) => !table.protected)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...SHARED].sort());
    expect(found.length).toBeGreaterThan(30);
  });

  it("reliability 34 queries without any filter see only rows of one's own, in every table", async () => {
    for (const { name, own, readable } of (await tables()).filter((table) => table.protected)) {
      const rows = await tenantRead(test.database, subjectsOf("project", [OURS]), (tx) =>
        tx.query<{ text: string; project_id?: bigint }>(
          `select row(${readable})::text as text ${own ? ", project_id" : ""} from ${name}`,
        ),
      );
      const foreign = rows.filter(
        (row) =>
          row.text.includes(CANARY) || row.text.includes(theirs.resource) || (own !== null && row.project_id !== OURS),
      );
      expect([name, foreign.length]).toEqual([name, 0]);
    }
  });

  it("reliability 34 what a month filled is visible to its own tenant, so that nothing is tested by emptiness", async () => {
    const filled = [
      "charge",
      "posting",
      "journal_entry",
      "bank_statement_line",
      "ledger_balance",
      "fund_lot",
      "wallet",
      "usage_event",
      "usage_source",
      "gauge_interval",
      "project_accrual",
      "resource",
      "document",
      "document_line",
      "document_print",
      "delivery",
      "delivery_event",
      "stored_file",
      "payer",
      "effective_price",
      "price",
      "price_list",
    ];
    for (const name of filled) {
      const [row] = await tenantRead(test.database, subjectsOf("project", [THEIRS]), (tx) =>
        tx.query<{ n: bigint }>(`select count(*) as n from ${name}`),
      );
      expect([name, Number(row?.n) > 0]).toEqual([name, true]);
    }
  });

  it("reliability 34 staff's own tables, passwords and secrets cannot be read as a customer at all, and nothing can be written", async () => {
    const closed = [
      "usage_quarantine",
      "bank_statement_line",
      "bank_file",
      "automation_halt",
      "api_token",
      "app_user",
      "idempotency_key",
      "outbox_message",
      "sandbox_secret",
      "auth.credential",
      "auth.session",
    ];
    for (const name of closed) {
      await expect(
        tenantRead(test.database, subjectsOf("project", [OURS]), (tx) => tx.query(`select * from ${name}`)),
      ).rejects.toThrow(/permission denied/);
    }
    await expect(
      tenantRead(test.database, subjectsOf("project", [OURS]), (tx) => tx.query("update wallet set currency = 'RUB'")),
    ).rejects.toThrow(/permission denied|read-only/);
  });

  it("reliability 34 PAY-08 what a customer reads of a payment goes through the second lock, and nothing else of its line does", async () => {
    const [line] = await test.database.query<{ line_id: bigint }>(
      "select line_id from bank_statement_line where project_id = $1",
      [THEIRS],
    );
    const reference = `bank_statement_line:${line?.line_id}`;
    const notes = (reader: bigint) =>
      tenantRead(test.database, subjectsOf("project", [reader]), (tx) => paymentNotes(tx, [OURS, THEIRS], [reference]));
    expect(JSON.stringify([...(await notes(THEIRS))])).toContain(CANARY);
    expect([...(await notes(OURS))]).toEqual([]);
    for (const column of ["purpose", "counterparty_inn", "counterparty_account", "decision_note", "decided_by"]) {
      const read = tenantRead(test.database, subjectsOf("project", [THEIRS]), (tx) =>
        tx.query(`select ${column} from bank_statement_line`),
      );
      await expect(read).rejects.toThrow(/permission denied/);
    }
  });

  it("reliability 34 without projects there are no rows", async () => {
    const [row] = await tenantRead(test.database, subjectsOf("project", []), (tx) =>
      tx.query<{ n: bigint }>("select count(*) as n from charge"),
    );
    expect(row?.n).toBe(0n);
  });
});

describe("reliability 34: every kind of subject", () => {
  type Ids = Readonly<Record<SubjectKind | "contract", bigint>>;
  const ids = { ours: {} as Ids, theirs: {} as Ids };
  let client: HttpClient;
  let narrow = "";

  const idsOfCustomer = async (name: "romashka" | "vasilek", partner: bigint): Promise<Ids> => {
    const [row] = await test.database.query<{ account: bigint; payer: bigint; contract: bigint; user: bigint }>(
      `select account_id as account, payer_id as payer, contract_id as contract, user_no as user
         from account join payer using (account_id) join contract using (payer_id) join app_user on user_id = owner_user_id
        where owner_user_id = $1`,
      [name],
    );
    const [request] = await test.database.query<{ request: bigint }>(
      "select request_id as request from request where requester_user_id = $1 order by request_id limit 1",
      [name],
    );
    if (!row || !request) throw new Error(`${name} has no payer or request`);
    return { ...row, ...request, partner, project: CUSTOMERS[name].projects[0] };
  };

  beforeAll(async () => {
    const { database, clock } = test;
    await putPartners(database, [
      [1n, "a paper of ours"],
      [2n, CANARY],
    ]);
    ids.ours = await idsOfCustomer("romashka", 1n);
    ids.theirs = await idsOfCustomer("vasilek", 2n);
    await putUserPapers(database, [
      [ids.ours.user, "a paper of ours"],
      [ids.theirs.user, CANARY],
    ]);
    const lent = { name: "narrow", userId: "romashka", scopes: ["profile.view"], now: clock.now() };
    const expiresAt = plus(clock.now(), 60_000);
    narrow = (await database.transaction((tx) => issueToken(tx, { ...lent, expiresAt }))).token;
    const partner = teams({
      "1": { romashka: ["documents.view"], "romashka viewer": ["project.view"] },
      "2": { vasilek: ["documents.view"] },
    });
    const server = await createServer({
      routes: PROBES,
      authority: new TenancyAuthority(database, null, { payer: payerMembership, partner, request: requestMembership }),
      database,
      clock,
      log: createLogger("silent"),
      publicUrl: "http://localhost",
    });
    client = new HttpClient(await server.listen({ host: "127.0.0.1", port: 0 }));
    return async () => {
      client.close();
      await server.close();
    };
  });

  const addressOfProbe = (kind: keyof Ids, id: bigint) =>
    `/v1/probe/${kind}s/${kind === "project" ? formatPid(id) : id}`;
  const ask = (kind: keyof Ids, id: bigint, as: string) =>
    client.send({ path: addressOfProbe(kind, id), token: as === "romashka narrow" ? narrow : world.token(as) });

  /** The tables of which a reader of our subjects sees rows, with how many; all other tables are empty to them. */
  const seen: [kind: keyof Ids, rows: Readonly<Record<string, number>>][] = [
    ["project", { project: 1, payer: 1, contract: 1, wallet: 1, document: 1, request: 1 }],
    ["request", { request: 1 }],
    ["account", { account: 1, payer: 1 }],
    ["payer", { payer: 1, contract: 1, document: 1 }],
    ["contract", { payer: 1, contract: 1, document: 1 }],
    ["partner", { partner_paper: 1 }],
    ["user", { user_paper: 1 }],
  ];

  it.each(seen)(
    "reliability 34 a member of a %s is shown its rows and no others, though all are asked for",
    async (kind, rows) => {
      const answer = await ask(kind, ids.ours[kind], "romashka");
      const body = answer.json<{ subjects: string[]; rows: Record<string, string[]> }>();
      const subject = kind === "contract" ? "payer" : kind;
      expect(body.subjects).toEqual([`${subject}:${ids.ours[subject]}`]);
      const counts = Object.entries(body.rows).map(([table, found]): [string, number] => [table, found.length]);
      expect(Object.fromEntries(counts.filter(([, count]) => count > 0))).toEqual(rows);
      expect(leaks(answer)).toEqual([]);
      expect(leaks(await ask(kind, ids.theirs[kind], "vasilek"))).not.toEqual([]);
    },
  );

  it.each(seen)(
    "reliability 34 a foreign %s and one that does not exist are 404, without the permission 403",
    async (kind) => {
      for (const as of OUTSIDERS) {
        const foreign = await ask(kind, ids.theirs[kind], as);
        expect([as, foreign.status, leaks(foreign)]).toEqual([as, 404, []]);
        expect([as, (await ask(kind, 999_999n, as)).status]).toEqual([as, 404]);
      }
      expect((await ask(kind, ids.ours[kind], "romashka narrow")).status).toBe(403);
      expect((await ask(kind, ids.ours[kind], "romashka viewer")).status).toBe(
        kind === "project" || kind === "partner" ? 403 : 404,
      );
      expect((await ask(kind, ids.ours[kind], "metering")).status).toBe(403);
    },
  );

  it.each(seen)("reliability 34 staff who may look at any %s see the one they asked for", async (kind) => {
    const answer = await ask(kind, ids.theirs[kind], "support");
    if (kind === "contract") expect(answer.status).toBe(404);
    else {
      expect(answer.json<{ subjects: string[] }>().subjects).toEqual([`${kind}:${ids.theirs[kind]}`]);
      expect((await ask(kind, 999_999n, "support")).status).toBe(404);
    }
  });

  it("reliability 34 the endpoint guide's example shows a payer's contracts to its own members only", async () => {
    const path = `/v1/payers/${ids.theirs.payer}/contracts`;
    const own = await client.send({ path, token: world.token("vasilek") });
    expect(own.json<{ items: { id: string }[] }>().items.map(({ id }) => id)).toEqual([String(ids.theirs.contract)]);
    expect((await client.send({ path, token: world.token("romashka") })).status).toBe(404);
  });

  it("reliability 34 queries without any filter see nothing of another's, whatever kind the reader's subject is", async () => {
    const everything = await test.database.query<{ name: string; readable: string }>(
      `select c.relname as name, string_agg(quote_ident(a.attname), ', ') as readable
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relrowsecurity and not c.relispartition
          and has_column_privilege('saldo_tenant', c.oid, a.attnum, 'select') group by 1`,
    );
    for (const kind of SUBJECT_KINDS) {
      for (const { name, readable } of everything) {
        const rows = await tenantRead(test.database, subjectsOf(kind, [ids.ours[kind]]), (tx) =>
          tx.query<{ text: string }>(`select row(${readable})::text as text from ${name}`),
        );
        expect([kind, name, rows.filter(({ text }) => text.includes(CANARY)).length]).toEqual([kind, name, 0]);
      }
    }
  });
});
