import { inflateRawSync } from "node:zlib";

import { beforeAll, describe, expect, it, vi } from "vitest";

import { formatPid, type ProjectId } from "../../src/core/ids.ts";
import { type Subject, subjectsOf } from "../../src/core/subject.ts";
import { at, plus } from "../../src/core/time.ts";
import { addMember, issueToken } from "../../src/modules/tenancy/index.ts";
import { accrueAll, rateAll } from "../../src/modules/usage/index.ts";
import { tenantRead } from "../../src/platform/http/index.ts";
import { statement1c } from "../support/bank-transfer.ts";
import { ownerOf, testDatabase } from "../support/database.ts";
import { moveProject } from "../support/move-project.ts";
import type { HttpAnswer } from "../support/http-client.ts";
import { CUSTOMERS, type CustomerName, openHttpWorld, usageEvent } from "../support/http-world.ts";

const test = await testDatabase({ connections: 6 });
const world = await openHttpWorld(test);
const { database } = test;
const [KEPT, MOVED] = CUSTOMERS.romashka.projects;
const [OTHER] = CUSTOMERS.vasilek.projects;
const INN = { romashka: CUSTOMERS.romashka.payer.inn, vasilek: CUSTOMERS.vasilek.payer.inn };

interface Parties {
  readonly accountId: bigint;
  readonly payerId: bigint;
  readonly contractId: bigint;
}
const parties = {} as Record<"romashka" | "vasilek", Parties>;
/** Billing administrator of one of the document's two projects. */
let part = "";
const papers = { document: "", invoice: "" };

async function use(projectId: ProjectId, day: string): Promise<void> {
  const sku = { sku: "compute.vcpu.standard", meter: "vcpu", unit: "vCPU", resource: `server-${projectId}` };
  const event = usageEvent({
    id: `${projectId}-${day}`,
    projectId,
    ...sku,
    time: `${day}T00:00:00+03:00`,
    quantity: "2",
  });
  expect((await world.send({ method: "POST", path: "/v1/usage", as: "metering", body: event })).status).toBe(202);
}

async function pay(name: "romashka" | "vasilek", projectId: ProjectId, on: string): Promise<void> {
  const line = { number: `${projectId}`, on, amount: "50000.00", payer: CUSTOMERS[name].payer, projectId };
  const headers = { "content-type": "text/plain" };
  const body = statement1c([line]);
  const answer = await world.send({
    method: "POST",
    path: "/v1/office/bank-statements",
    as: "accountant",
    headers,
    body,
  });
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
}

async function close(month: string, now: string): Promise<void> {
  world.moveTo(now);
  await rateAll(database, at(now));
  await accrueAll(database, at(now));
  await world.close("moscow", month);
}

async function move(from: CustomerName, to: "romashka" | "vasilek", when: string): Promise<void> {
  await moveProject(database, MOVED, to, when);
  // Roles are remembered for two seconds (decision 0012).
  const has = async (name: string) =>
    JSON.stringify((await world.send({ path: "/v1/me", as: name })).json()).includes(formatPid(MOVED));
  await vi.waitUntil(async () => (await has(to)) && !(await has(from)), { timeout: 20_000, interval: 50 });
}

beforeAll(async () => {
  for (const name of ["romashka", "vasilek"] as const) {
    const [row] = await database.query<Parties>(
      `select account_id as "accountId", payer_id as "payerId", contract_id as "contractId"
         from account join payer using (account_id) join contract using (payer_id) where owner_user_id = $1`,
      [name],
    );
    if (row) parties[name] = row;
  }
  part = await database.transaction(async (tx) => {
    await tx.execute(
      "insert into app_user (user_id, email, name, language) values ('part', 'part@example.test', 'Часть', 'ru')",
    );
    await addMember(tx, MOVED, "part", "billing_administrator", test.clock.now());
    const lent = { name: "part", userId: "part", scopes: ["documents.view", "payments.manage"], now: test.clock.now() };
    return (await issueToken(tx, { ...lent, expiresAt: plus(lent.now, 400 * 86_400_000) })).token;
  });
  for (const projectId of [KEPT, MOVED]) await pay("romashka", projectId, "2026-10-01");
  await pay("vasilek", OTHER, "2026-10-01");
  world.moveTo("2026-10-02T00:00:00+03:00");
  for (const projectId of [KEPT, MOVED, OTHER]) await use(projectId, "2026-10-01");
  const order = { method: "POST", path: `/v1/projects/${formatPid(MOVED)}/payment-invoices`, as: "romashka" } as const;
  const made = await world.send({ ...order, headers: { "idempotency-key": "first" }, body: { amount: "777.77" } });
  papers.invoice = made.json<{ id: string }>().id;
  await close("2026-10", "2026-11-02T10:00:00+03:00");
  papers.document = await documentOf("romashka", "2026-10");
});

async function documentOf(name: "romashka" | "vasilek", month: string): Promise<string> {
  const rows = await database.query<{ id: bigint }>(
    "select document_id as id from document where payer_id = $1 and month = $2",
    [parties[name].payerId, `${month}-01`],
  );
  expect(rows).toHaveLength(1);
  return String(rows[0]?.id);
}

type Reader = { readonly as: string } | { readonly token: string };

/** All ways to a document: whether it is listed, and what its files, archive and explanation answer. */
async function ways(reader: Reader, document: string): Promise<(boolean | number)[]> {
  const list = await world.send({ path: "/v1/documents", ...reader });
  const listed =
    list.status === 200 && list.json<{ items: { id: string }[] }>().items.some(({ id }) => id === document);
  const paths = ["files/pdf", "files/xml", "explanation"].map((end) => `/v1/documents/${document}/${end}`);
  const answers = [listed];
  const statuses: number[] = [];
  for (const path of [...paths, `/v1/documents/archive?ids=${document}`])
    statuses.push((await world.send({ path, ...reader })).status);
  return [...answers, ...statuses];
}
const OPEN = [true, 200, 200, 200, 200];
const CLOSED = [false, 404, 404, 404, 404];

const invoicePdf = async (reader: Reader) => {
  const path = `/v1/projects/${formatPid(MOVED)}/payment-invoices/${papers.invoice}/pdf`;
  return (await world.send({ path, ...reader })).status;
};

/** Everything readable in an answer, an archive's files too. */
function readable(answer: HttpAnswer): string {
  const files: string[] = [];
  for (
    let place = answer.bytes.indexOf("PK\u0003\u0004");
    place >= 0;
    place = answer.bytes.indexOf("PK\u0003\u0004", place + 4)
  ) {
    const start = place + 30 + answer.bytes.readUInt16LE(place + 26) + answer.bytes.readUInt16LE(place + 28);
    try {
      files.push(new TextDecoder("windows-1251").decode(inflateRawSync(answer.bytes.subarray(start))));
    } catch {
      // Bytes inside a file that look like a header.
    }
  }
  return [answer.text, ...files].join("\n");
}

const PAPERS = [
  "document",
  "document_line",
  "document_project",
  "document_part",
  "document_print",
  "delivery",
  "delivery_event",
  "stored_file",
  "payer",
  "contract",
  "payment_invoice",
];

/** What a reader of these subjects sees of each kind of paper when the SQL asks for all: by the owner's key where there is one. */
async function rowsSeen(subjects: readonly Subject[]): Promise<Record<string, number>> {
  const of: Record<string, string> = {
    document: "payer_id = $1",
    document_line: "document_id = any($2)",
    document_project: "document_id = any($2)",
    document_part: "payer_id = $1",
    document_print: "document_id = any($2)",
    delivery: "document_id = any($2)",
    delivery_event: "true",
    stored_file: "true",
    payer: "payer_id = $1",
    contract: "payer_id = $1",
    payment_invoice: "payer_id = $1",
  };
  const { payerId } = parties.romashka;
  const documents = (
    await database.query<{ id: bigint }>("select document_id as id from document where payer_id = $1", [payerId])
  ).map(({ id }) => String(id));
  return tenantRead(database, subjects, async (tx) => {
    const counts: Record<string, number> = {};
    for (const name of PAPERS) {
      const [row] = await tx.query<{ n: bigint }>(
        `select count(*) as n, $1::bigint, $2::bigint[] from ${name} where ${of[name]}`,
        [payerId, documents],
      );
      counts[name] = Number(row?.n);
    }
    return counts;
  });
}
const NONE = Object.fromEntries(PAPERS.map((name) => [name, 0]));

describe("REG-04 REG-06 reliability 34: papers belong to the payer", () => {
  it("REG-04 list, file, archive and explanation agree: the payer's owner, and who may in all of a document's projects", async () => {
    expect(await ways({ as: "romashka" }, papers.document)).toEqual(OPEN);
    expect(await ways({ as: "romashka billing_administrator" }, papers.document)).toEqual(OPEN);
    expect(await ways({ as: "romashka superadministrator" }, papers.document)).toEqual(OPEN);
    expect(await ways({ token: part }, papers.document)).toEqual(CLOSED);
    expect(await ways({ as: "romashka token" }, papers.document)).toEqual(CLOSED);
    expect(await ways({ as: "vasilek" }, papers.document)).toEqual(CLOSED);
    const named = await world.send({ path: `/v1/documents?projects=${formatPid(MOVED)}`, token: part });
    expect([named.status, named.json<{ items: unknown[] }>().items]).toEqual([200, []]);
    expect([await invoicePdf({ as: "romashka" }), await invoicePdf({ token: part })]).toEqual([200, 200]);
    expect(await rowsSeen(subjectsOf("project", [MOVED]))).toMatchObject({
      document: 0,
      document_line: 0,
      delivery: 0,
    });
    expect((await rowsSeen(subjectsOf("project", [KEPT, MOVED])))["document"]).toBe(1);
  });

  it("REG-06 PAY-05 a project that goes to another owner and payer takes no paper along, and the former owner keeps all", async () => {
    await move("romashka", "vasilek", "2026-11-03T00:00:00+03:00");
    expect(await ways({ as: "vasilek" }, papers.document)).toEqual(CLOSED);
    expect(await ways({ as: "romashka" }, papers.document)).toEqual(OPEN);
    // Whoever had the right in both projects has it in one of them now.
    expect(await ways({ as: "romashka billing_administrator" }, papers.document)).toEqual(CLOSED);
    expect([await invoicePdf({ as: "vasilek" }), await invoicePdf({ as: "romashka" })]).toEqual([404, 200]);
    const listed = `/v1/projects/${formatPid(MOVED)}/payment-invoices`;
    expect((await world.get<{ items: unknown[] }>(listed, "vasilek")).items).toEqual([]);
    // The former owner finds both by itself, whoever's project is open, by the name of their day; the new one neither.
    await database.query("update project set name = 'Новое имя' where project_id = $1", [MOVED]);
    const bill = { id: papers.invoice, project: { pid: formatPid(MOVED), name: "Анна Ромашкина: второй" } };
    expect((await world.get<{ items: unknown[] }>("/v1/payment-invoices", "romashka")).items).toMatchObject([bill]);
    expect((await world.get<{ items: unknown[] }>("/v1/payment-invoices", "vasilek")).items).toEqual([]);
    const kept = `/v1/payment-invoices?projects=${formatPid(KEPT)}`;
    expect((await world.get<{ items: unknown[] }>(kept, "romashka")).items).toEqual([]);
    for (const [as, status] of [
      ["romashka", 404],
      ["vasilek", 200],
    ] as const) {
      const moved = await world.send({ path: `/v1/payment-invoices?projects=${formatPid(MOVED)}`, as });
      expect([as, moved.status, moved.text.includes("777.77")]).toEqual([as, status, false]);
    }
    const own = await world.get<{ items: { projects: { name: string }[]; projectCount: number }[] }>(
      "/v1/documents",
      "romashka",
    );
    expect(own.items).toMatchObject([
      { projectCount: 2, projects: [{ name: "Анна Ромашкина: основной" }, { name: "Анна Ромашкина: второй" }] },
    ]);
    for (const path of ["/v1/documents", `/v1/documents?projects=${formatPid(MOVED)}`, "/v1/me", listed]) {
      const answer = await world.send({ path, as: "vasilek" });
      expect([path, answer.status, readable(answer).includes(INN.romashka)]).toEqual([path, 200, false]);
    }
    const explained = await world.get<{ lines: { charges: unknown[]; difference: string }[] }>(
      `/v1/documents/${papers.document}/explanation`,
      "romashka",
    );
    expect(explained.lines.map(({ charges, difference }) => [charges.length, difference])).toEqual([[2, "0.00"]]);
  });

  it("reliability 34 the database shows them to the payer's reader alone, whatever the SQL asks for", async () => {
    expect(await rowsSeen(subjectsOf("project", [MOVED]))).toEqual(NONE);
    const neighbour = await rowsSeen(subjectsOf("project", [OTHER, MOVED]));
    expect(neighbour).toMatchObject({
      document: 0,
      document_line: 0,
      document_project: 0,
      delivery: 0,
      payer: 0,
      contract: 0,
      payment_invoice: 0,
    });
    expect(await rowsSeen(subjectsOf("payer", [parties.vasilek.payerId]))).toMatchObject({
      document: 0,
      document_line: 0,
      payer: 0,
      contract: 0,
      payment_invoice: 0,
    });
    const own = await rowsSeen(subjectsOf("payer", [parties.romashka.payerId]));
    expect(Object.entries(own).filter(([, count]) => count === 0)).toEqual([]);
    expect(await rowsSeen(subjectsOf("account", [parties.romashka.accountId]))).toMatchObject({
      payer: 1,
      document: 0,
    });
  });

  it("REG-06 and back again: the next month's paper of the one in between stays with it", async () => {
    for (const projectId of [KEPT, OTHER]) await use(projectId, "2026-11-02");
    await pay("vasilek", MOVED, "2026-11-05");
    await close("2026-11", "2026-12-02T10:00:00+03:00");
    const between = await documentOf("vasilek", "2026-11");
    expect(await ways({ as: "vasilek" }, between)).toEqual(OPEN);
    await move("vasilek", "romashka", "2026-12-03T00:00:00+03:00");
    expect(await ways({ as: "romashka" }, between)).toEqual(CLOSED);
    expect(await ways({ as: "vasilek" }, between)).toEqual(OPEN);
    expect(await ways({ as: "romashka" }, papers.document)).toEqual(OPEN);
    const archive = await world.send({ path: `/v1/documents/archive?ids=${between}`, as: "vasilek" });
    expect([readable(archive).includes(INN.vasilek), readable(archive).includes(INN.romashka)]).toEqual([true, false]);
    const both = await world.send({ path: `/v1/documents/archive?ids=${papers.document},${between}`, as: "romashka" });
    expect(both.status).toBe(404);
  });

  it("REG-05 an owner who is not the account's opens nothing of the payer who still pays", async () => {
    await ownerOf(database).transaction(async (tx) => {
      await tx.execute("update project_member set user_id = 'part' where project_id = $1 and role = 'owner'", [MOVED]);
      await tx.execute("delete from project_member where project_id = $1", [KEPT]);
      await tx.execute(
        "insert into project_member (project_id, user_id, role) values ($1, 'part', 'superadministrator')",
        [KEPT],
      );
    });
    await vi.waitUntil(
      async () => (await world.send({ path: `/v1/documents?projects=${formatPid(KEPT)}`, token: part })).status === 200,
      { timeout: 20_000, interval: 50 },
    );
    expect(await ways({ token: part }, papers.document)).toEqual(CLOSED);
    expect(await ways({ as: "romashka" }, papers.document)).toEqual(OPEN);
    expect((await rowsSeen(subjectsOf("project", [KEPT, MOVED])))["document"]).toBe(0);
  });
});
