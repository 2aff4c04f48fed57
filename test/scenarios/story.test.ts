import { existsSync, readFileSync } from "node:fs";

import { XmlDocument, XsdValidator } from "libxml2-wasm";
import PostalMime from "postal-mime";
import { beforeAll, describe, expect, it } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { formatMinor, parseMinor } from "../../src/core/money.ts";
import { localMonth } from "../../src/core/time.ts";
import { documentedCharges } from "../../src/modules/reports/index.ts";
import { MOSCOW_OWN_ACCOUNT, statement1c } from "../support/bank-transfer.ts";
import { testDatabase } from "../support/database.ts";
import { CUSTOMERS, WORLD_ORIGIN, WORLD_PASSWORD, openHttpWorld, usageEvent } from "../support/http-world.ts";

const test = await testDatabase({ connections: 12 });
const world = await openHttpWorld(test, { services: true });

const SCHEMA = new URL("../../../shared/formats/upd/ON_NSCHFDOPPR_1_997_01_05_03_05.xsd", import.meta.url);
const [A, B] = CUSTOMERS.romashka.projects;
const PAYER = CUSTOMERS.romashka.payer;
const minor = (text: string) => parseMinor(text) as bigint;

interface Money {
  readonly amount: string;
  readonly currency: string;
}
interface Balance {
  readonly payment: Money;
  readonly frozen: { since: string; deletionDueAt: string } | null;
  readonly runsOutAt: string | null;
  readonly burnPerDay: Money;
}
interface Movements {
  readonly items: {
    kind: string;
    amount: Money;
    sources: Record<string, string>;
    reference: string;
    sku: { code: string } | null;
    pid: string;
  }[];
  readonly totals: { debit: Money; credit: Money };
}
interface Documents {
  readonly items: {
    id: string;
    number: string;
    amount: Money;
    vat: Money;
    files: string[];
    delivery: { state: string } | null;
    payerName: string;
    month: string;
  }[];
}
interface Explanation {
  readonly charge: { amount: string };
  readonly grains: Record<string, string>[];
  readonly prices: { priceList: string; unitPrice: string }[];
  readonly events: { id: string; source: string }[];
}

const balance = (projectId: bigint) => world.get<Balance>(`/v1/projects/${formatPid(projectId)}/balance`, "romashka");
const report = (events: readonly object[]) =>
  world.send({ method: "POST", path: "/v1/usage", as: "metering", body: events });
const documents = () => world.get<Documents>("/v1/documents", "romashka");
const file = (id: string, kind: string) => world.send({ path: `/v1/documents/${id}/files/${kind}`, as: "romashka" });

function server(id: string, projectId: bigint, time: string, quantity: string) {
  return usageEvent({
    id,
    projectId,
    sku: "compute.vcpu.standard",
    meter: "vcpu",
    unit: "vCPU",
    resource: `server-${projectId}`,
    time,
    quantity,
  });
}

function bring(number: string, on: string, amount: string, projectId: bigint) {
  return world.send({
    method: "POST",
    path: "/v1/office/bank-statements?fileName=kl_to_1c.txt",
    as: "accountant",
    headers: { "content-type": "text/plain" },
    body: statement1c([{ number, on, amount, payer: PAYER, projectId }]),
  });
}

/** What the ledger took from the project's payment account for consumption, in minor units. */
async function debited(projectIds: readonly bigint[]): Promise<bigint> {
  const [row] = await test.database.query<{ minor: bigint }>(
    `select coalesce(-sum(p.amount_minor), 0)::bigint as minor from posting p join journal_entry e using (project_id, entry_id)
      where p.project_id = any($1::bigint[]) and e.kind in ('charge', 'correction') and (p.ledger_account = 'payment' or p.ledger_account like 'bonus:%')`,
    [`{${projectIds.join(",")}}`],
  );
  return row?.minor ?? 0n;
}

/** Shared by the steps of the story, in the order in which they happen. */
const kept = {
  invoice: { id: "", number: "", purpose: "" },
  document: { id: "", pdf: Buffer.alloc(0) as Buffer, xml: Buffer.alloc(0) as Buffer },
};

describe("October of a customer, told over HTTP", () => {
  beforeAll(() => world.drain());

  it("REG-03 the owner signs in with the password and sees the projects", async () => {
    const signedIn = await world.send({
      method: "POST",
      path: "/api/auth/sign-in/email",
      headers: { origin: WORLD_ORIGIN, "content-type": "application/json" },
      body: { email: CUSTOMERS.romashka.email, password: WORLD_PASSWORD },
    });
    expect(signedIn.status).toBe(200);
    const cookie = [signedIn.headers["set-cookie"]]
      .flat()
      .map((one) => String(one).split(";", 1)[0])
      .join("; ");
    const me = await world.send({ path: "/v1/me", headers: { cookie } });
    expect(
      me
        .json<{ projects: { pid: string }[] }>()
        .projects.map(({ pid }) => pid)
        .sort(),
    ).toEqual([A, B].map(formatPid));
  });

  it("PAY-06 an invoice to pay is made once for a key, named with the PID, and prints as PDF with the QR", async () => {
    const path = `/v1/projects/${formatPid(A)}/payment-invoices`;
    const order = {
      method: "POST",
      path,
      as: "romashka",
      headers: { "idempotency-key": "story-1" },
      body: { amount: "100.00" },
    };
    const made = await world.send(order);
    const again = await world.send(order);
    expect([made.status, again.status, again.headers["idempotency-replayed"]]).toEqual([201, 201, "true"]);
    expect(again.text).toBe(made.text);
    Object.assign(kept.invoice, made.json());
    expect(kept.invoice.purpose).toContain(formatPid(A));
    const pdf = await world.send({ path: `${path}/${kept.invoice.id}/pdf`, as: "romashka" });
    expect([pdf.status, pdf.headers["content-type"], pdf.bytes.subarray(0, 5).toString()]).toEqual([
      200,
      "application/pdf",
      "%PDF-",
    ]);
    expect(pdf.headers["content-disposition"]).toContain(kept.invoice.number);
  });

  it("PAY-05 the transfer is recognised from the bank's statement; the same statement again changes nothing", async () => {
    const first = await bring("101", "2026-10-01", "100.00", A);
    const again = await bring("101", "2026-10-01", "100.00", A);
    expect(first.json()).toMatchObject({ lines: 1, credited: 1, suspense: 0, repeated: false });
    expect(again.json()).toMatchObject({ repeated: true });
    expect((await bring("102", "2026-10-01", "30000.00", B)).json()).toMatchObject({ credited: 1 });
    await world.drain();
    expect((await balance(A)).payment).toEqual({ amount: "100.00", currency: "RUB" });
    const { items } = await world.get<{ items: { id: string; state: string }[] }>(
      `/v1/projects/${formatPid(A)}/payment-invoices`,
      "romashka",
    );
    expect(items).toMatchObject([{ id: kept.invoice.id, state: "paid" }]);
  });

  it("PRC-04 usage comes in singly and in batches; a repeat is acknowledged, another body under the id is 409", async () => {
    const single = server("a-on", A, "2026-10-01T00:00:00+03:00", "4");
    const post = (body: object) =>
      world.send({
        method: "POST",
        path: "/v1/usage",
        as: "metering",
        headers: { "content-type": "application/cloudevents+json" },
        body,
      });
    expect((await post(single)).status).toBe(202);
    expect((await post(single)).status).toBe(200);
    expect((await post({ ...single, data: { ...(single["data"] as object), quantity: "5" } })).status).toBe(409);
    const batch = await report([
      server("b-on", B, "2026-10-01T00:00:00+03:00", "16"),
      single,
      { ...single, id: "nan", data: { ...(single["data"] as object), quantity: "NaN" } },
      { ...single, id: "future", time: "2027-10-01T00:00:00+03:00" },
      { ...single, id: "nobody", data: { ...(single["data"] as object), project: "mcs9999999999" } },
    ]);
    expect(batch.json()).toMatchObject({ accepted: 1, duplicates: 1, rejected: 2, quarantined: 1 });
  });

  it("BAL-01 PRC-01 the balance falls to the minute", async () => {
    const seen: string[] = [];
    for (const minute of ["00:10:00", "00:10:59", "00:11:00"]) {
      await world.playTo(`2026-10-01T${minute}+03:00`);
      seen.push((await balance(A)).payment.amount);
    }
    // 4 vCPU at 0.93 an hour: 6.2 kopecks a minute, rounded up.
    expect(seen).toEqual(["99.38", "99.38", "99.31"]);
    expect(await balance(A)).toMatchObject({ burnPerDay: { amount: "89.28" }, frozen: null });
  });

  it("FRZ-01 the project is not frozen a minute too early, and frozen in the minute in which it passes zero", async () => {
    await world.playTo("2026-10-02T02:52:59+03:00");
    expect(await balance(A)).toMatchObject({ payment: { amount: "0.05" }, frozen: null });
    // The first day cost 89.28; 173 minutes of the second cost 10.726, so 10.73.
    await world.playTo("2026-10-02T02:53:00+03:00");
    expect(await balance(A)).toMatchObject({
      payment: { amount: "-0.01" },
      frozen: { since: "2026-10-01T23:53:00.000Z" },
      runsOutAt: null,
    });
    const me = await world.get<{ projects: { pid: string; frozen: boolean }[] }>("/v1/me", "romashka");
    expect(Object.fromEntries(me.projects.map(({ pid, frozen }) => [pid, frozen]))).toEqual({
      [formatPid(A)]: true,
      [formatPid(B)]: false,
    });
  });

  it("FRZ-02 deletion is due seven days after freezing, for the project paid once", async () => {
    expect((await balance(A)).frozen?.deletionDueAt).toBe("2026-10-08T23:53:00.000Z");
  });

  const OTHER_READERS = ["billing_administrator@romashka.example.test", "superadministrator@romashka.example.test"];

  it("FRZ-07 NTF-02 the control plane got a genuine signed webhook, stopped what ran, and the owner was told", async () => {
    const shown = (await (await world.sandbox("/sandbox/control-plane")).json()) as {
      notices: { pid: string; topic: string; body: { data: Record<string, string> } }[];
      resources: { pid: string; resourceId: string; state: string }[];
    };
    expect(shown.notices.map(({ pid, topic }) => [pid, topic])).toEqual([[formatPid(A), "project.frozen"]]);
    expect(shown.resources).toMatchObject([{ pid: formatPid(A), resourceId: `server-${A}`, state: "stopped" }]);
    const forged = await fetch(new URL("/webhooks", String(world.services?.sandboxUrl)), {
      method: "POST",
      headers: { "webhook-id": "forged", "webhook-timestamp": "1790000000", "webhook-signature": "v1,AAAA" },
      body: JSON.stringify(shown.notices[0]?.body),
    });
    expect(forged.status).toBe(401);
    const mailbox = (await (await world.sandbox("/sandbox/mail")).json()) as {
      recipients: string[];
      subject: string;
      text: string;
    }[];
    // The owner, and who else is told by role (NTF-01): that the money ends, ends within a day (NTF-02), and of the freeze.
    const readers = [CUSTOMERS.romashka.email, ...OTHER_READERS].toSorted();
    // Operators hear of alarms by letters of their own.
    const letters = mailbox.filter(({ recipients }) => recipients.some((one) => readers.includes(one)));
    for (const subject of [/деньги скоро закончатся/, /скоро будет заморожен/, /^Проект \S+ заморожен$/]) {
      const told = letters.filter((letter) => subject.test(letter.subject));
      expect(told.flatMap(({ recipients }) => recipients).toSorted()).toEqual(readers);
    }
    expect(letters).toHaveLength(3 * readers.length);
    for (const { text } of letters) expect(text).toContain(formatPid(A));
  });

  it("FRZ-05 stopped resources cost nothing more; no penalty on the negative balance", async () => {
    await world.playTo("2026-10-02T12:00:00+03:00");
    expect((await balance(A)).payment.amount).toBe("-0.01");
  });

  it("FRZ-04 a top-up unfreezes the project, stopped objects stay stopped until started by hand", async () => {
    expect((await bring("103", "2026-10-02", "10000.00", A)).json()).toMatchObject({ credited: 1 });
    await world.drain();
    expect(await balance(A)).toMatchObject({ payment: { amount: "9999.99" }, frozen: null });
    type Shown = { notices: { topic: string }[]; resources: { state: string }[] };
    const shown = (await (await world.sandbox("/sandbox/control-plane")).json()) as Shown;
    expect(shown.notices.map(({ topic }) => topic)).toEqual(["project.unfrozen", "project.frozen"]);
    expect(shown.resources.map(({ state }) => state)).toEqual(["stopped"]);
    const started = await fetch(new URL("/sandbox/control-plane/resources/start", String(world.services?.sandboxUrl)), {
      method: "POST",
      body: JSON.stringify({ pid: formatPid(A), resourceId: `server-${A}` }),
    });
    expect(started.status).toBe(204);
    await world.playTo("2026-10-02T13:00:00+03:00");
    expect((await balance(A)).payment.amount).toBe("9996.27");
  });

  it("PRC-02 traffic in tiers and the month's end: everything is charged", async () => {
    const traffic = (id: string, day: string, gigabytes: string) =>
      usageEvent({
        id,
        projectId: A,
        sku: "network.traffic.out",
        meter: "traffic",
        unit: "GB",
        resource: "edge",
        time: `${day}T18:00:00+03:00`,
        quantity: gigabytes,
      });
    world.moveTo("2026-10-20T10:00:00+03:00");
    expect(
      (await report([traffic("t1", "2026-10-10", "90"), traffic("t2", "2026-10-11", "20.5")])).json(),
    ).toMatchObject({ accepted: 2 });
    await world.playTo("2026-11-01T00:30:00+03:00");
    const explained = await world.get<Movements>(
      `/v1/movements?projects=${formatPid(A)}&from=2026-10-01&to=2026-10-31&interval=month`,
      "romashka",
    );
    const amounts = Object.fromEntries(
      explained.items.map((item) => [item.sku?.code ?? item.kind, item.amount.amount]),
    );
    // 10.5 GB beyond the free hundred at 1.38.
    expect(amounts["network.traffic.out"]).toBe("-14.49");
  });

  it("BAL-05 PRC-05 movements and expenses of every interval add up to what the ledger debited", async () => {
    const range = "from=2026-10-01&to=2026-10-31";
    const expected = formatMinor(await debited([A, B]));
    for (const interval of ["day", "week", "month", "year"]) {
      const list = await world.get<Movements>(`/v1/movements?${range}&interval=${interval}&limit=500`, "romashka");
      const consumed = list.items.filter(({ kind }) => kind === "charge" || kind === "correction");
      const sum = consumed.reduce((total, item) => total + minor(item.amount.amount), 0n);
      const bySource = consumed
        .flatMap(({ sources }) => Object.values(sources))
        .reduce((total, amount) => total + minor(amount), 0n);
      const spent = await world.get<{ total: Money; services: { amounts: string[]; total: string }[] }>(
        `/v1/expenses?${range}&interval=${interval}`,
        "romashka",
      );
      const byPeriod = spent.services
        .flatMap(({ amounts }) => amounts)
        .reduce((total, amount) => total + minor(amount), 0n);
      const shown = [
        formatMinor(-sum),
        formatMinor(-bySource),
        list.totals.debit.amount,
        spent.total.amount,
        formatMinor(byPeriod),
      ];
      expect([interval, shown]).toEqual([interval, [expected, expected, `-${expected}`, expected, expected]]);
      expect(list.totals.credit.amount).toBe("40100.00");
    }
  });

  it("DOC-01 DOC-02 DOC-04 the month closes: one UPD for the payer over both projects, as PDF and as XML", async () => {
    await world.playTo("2026-11-07T10:00:00+03:00");
    expect(await world.close("moscow", "2026-10")).toEqual({ payers: 1, documents: 1, resumed: false });
    const { items } = await documents();
    expect(items).toMatchObject([{ payerName: PAYER.name, month: "2026-10", files: ["pdf", "xml"] }]);
    const [document] = items;
    kept.document.id = document?.id ?? "";
    kept.document.pdf = (await file(kept.document.id, "pdf")).bytes;
    kept.document.xml = (await file(kept.document.id, "xml")).bytes;
    expect(kept.document.pdf.subarray(0, 5).toString()).toBe("%PDF-");
    const archive = await world.send({ path: `/v1/documents/archive?ids=${kept.document.id}`, as: "romashka" });
    expect([archive.status, archive.headers["content-type"], archive.bytes.subarray(0, 2).toString()]).toEqual([
      200,
      "application/zip",
      "PK",
    ]);
  });

  it.skipIf(!existsSync(SCHEMA))("DOC-04 the XML is valid by the tax service's schema", () => {
    const validator = XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(SCHEMA)));
    const document = XmlDocument.fromBuffer(kept.document.xml);
    expect(() => validator.validate(document)).not.toThrow();
    document.dispose();
    validator.dispose();
  });

  it("DLV-03 DLV-04 the letter with both files arrived over SMTP, byte for byte, and the delivery is sent", async () => {
    await world.drain();
    expect((await documents()).items[0]?.delivery).toMatchObject({ state: "sent", channel: "mail", reason: null });
    const letters = (await (await world.sandbox("/sandbox/mail")).json()) as {
      mailId: string;
      attachments: unknown[];
    }[];
    const [letter] = letters.filter(({ attachments }) => attachments.length > 0);
    const raw = await (await world.sandbox(`/sandbox/mail/${letter?.mailId}`)).arrayBuffer();
    const parsed = await PostalMime.parse(Buffer.from(raw));
    expect(parsed.to?.map(({ address }) => address)).toEqual([CUSTOMERS.romashka.email]);
    const attached = parsed.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer));
    expect(attached.map((bytes) => bytes.equals(kept.document.pdf) || bytes.equals(kept.document.xml))).toEqual([
      true,
      true,
    ]);
  });

  it("DOC-05 PAY-08 from the document's lines through charges to prices and events, every kopeck is explained", async () => {
    const lines = await test.database.query<{ service_code: string; supply_month: string; gross_minor: bigint }>(
      "select service_code, to_char(supply_month, 'YYYY-MM') as supply_month, gross_minor from document_line where document_id = $1",
      [kept.document.id],
    );
    expect(lines.map((line) => line.service_code).sort()).toEqual(["compute", "network"]);
    const [shown] = (await documents()).items;
    expect(formatMinor(lines.reduce((sum, line) => sum + line.gross_minor, 0n))).toBe(shown?.amount.amount);
    for (const line of lines) {
      const parts = await test.database.query<{ project_id: bigint; contract_id: bigint; cause: "supply" | "cover" }>(
        "select project_id, contract_id, cause from document_part where document_id = $1 and service_code = $2",
        [kept.document.id, line.service_code],
      );
      const [month, supplyMonth] = [localMonth("2026-10"), localMonth(line.supply_month)];
      const charges = [];
      for (const { project_id: projectId, contract_id: contractId, cause } of parts) {
        const of = { serviceCode: line.service_code, supplyMonth, bookingMonth: month, cause, postpaid: false };
        charges.push(...(await documentedCharges(test.database, { projectId, contractId, ...of })));
      }
      const paid = charges.reduce((sum, one) => sum + one.amountMinor, 0n);
      expect([line.service_code, paid]).toEqual([line.service_code, line.gross_minor]);
      for (const charge of charges) {
        const told = await world.get<Explanation>(`/v1/explain/${encodeURIComponent(charge.reference)}`, "romashka");
        const grains = told.grains.reduce((sum, grain) => sum + minor(grain["amount"] ?? "0"), 0n);
        expect(formatMinor(grains)).toBe(told.charge.amount);
        expect(told.prices[0]?.priceList).toBe("moscow");
        expect(told.events.length).toBeGreaterThan(0);
      }
    }
  });

  it("PRC-04 DOC-07 a late event for the closed month becomes a correction in the open one; the document stays as it is", async () => {
    const before = (await balance(A)).payment.amount;
    const late = usageEvent({
      id: "late",
      projectId: A,
      sku: "network.traffic.out",
      meter: "traffic",
      unit: "GB",
      resource: "edge",
      time: "2026-10-30T12:00:00+03:00",
      quantity: "10",
    });
    expect((await report([late])).json()).toMatchObject({ accepted: 1 });
    await world.drain();
    expect(minor(before) - minor((await balance(A)).payment.amount)).toBe(1380n);
    const list = await world.get<Movements>(
      `/v1/movements?projects=${formatPid(A)}&from=2026-10-30&to=2026-10-30`,
      "romashka",
    );
    expect(list.items.filter(({ kind }) => kind === "correction")).toMatchObject([{ amount: { amount: "-13.80" } }]);
    expect((await file(kept.document.id, "pdf")).bytes.equals(kept.document.pdf)).toBe(true);
    expect((await file(kept.document.id, "xml")).bytes.equals(kept.document.xml)).toBe(true);
  });
});

describe("BAL-08 the published balance route", () => {
  const path = (pid: string) => `/public/v1/projects/${pid}/balances/amount`;

  it("BAL-08 a client written for it reads both balances as numbers by its token", async () => {
    const answer = await world.send({ path: path(formatPid(B)), as: "romashka" });
    const { payment } = await balance(B);
    expect([answer.status, answer.json()]).toEqual([200, { base: Number(payment.amount), bonus: 0 }]);
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
  });

  it("BAL-08 another's project and one that does not exist are 404 with {error}", async () => {
    for (const projectId of [CUSTOMERS.vasilek.projects[0], 9_999_999_999n]) {
      const answer = await world.send({ path: path(formatPid(projectId)), as: "romashka token" });
      expect([answer.status, Object.keys(answer.json())]).toEqual([404, ["error"]]);
      expect(typeof answer.json()["error"]).toBe("string");
    }
  });

  it("BAL-08 what is no PID is 422 with {loc, msg, type}", async () => {
    const answer = await world.send({ path: path("mcs12"), as: "romashka token" });
    expect([answer.status, Object.keys(answer.json()).sort()]).toEqual([422, ["loc", "msg", "type"]]);
  });
});

it("PAY-05 a transfer that names nobody waits in suspense until staff decide", async () => {
  const unknown = statement1c(
    [{ number: "900", on: "2026-11-07", amount: "500.00", payer: PAYER, projectId: null }],
    MOSCOW_OWN_ACCOUNT,
  );
  const headers = { "content-type": "text/plain" };
  const brought = await world.send({
    method: "POST",
    path: "/v1/office/bank-statements",
    as: "accountant",
    headers,
    body: unknown,
  });
  expect(brought.json()).toMatchObject({ credited: 0, suspense: 1 });
  const { items } = await world.get<{ items: { id: string; amount: Money }[] }>("/v1/office/suspense", "support");
  expect(items).toMatchObject([{ amount: { amount: "500.00" } }]);
  const before = (await balance(A)).payment.amount;
  const assigned = await world.send({
    method: "POST",
    path: `/v1/office/suspense/${items[0]?.id}/assign`,
    as: "accountant",
    headers: { "idempotency-key": "assign-1", "content-type": "application/json" },
    body: { pid: formatPid(A) },
  });
  expect([assigned.status, assigned.json()]).toEqual([200, { proposal: null }]);
  expect(minor((await balance(A)).payment.amount) - minor(before)).toBe(50_000n);
});
