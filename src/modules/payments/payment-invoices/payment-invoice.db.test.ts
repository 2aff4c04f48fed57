import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { encode, oneCText } from "../../../../test/support/bank-files.ts";
import { testDatabase } from "../../../../test/support/database.ts";
import {
  KAZAKH_PROJECT,
  MOSCOW_ACCOUNT,
  MOSCOW_PROJECT,
  SECOND_PROJECT,
  putPaymentWorld,
} from "../../../../test/support/payment-world.ts";
import { makePayer } from "../../../../test/support/world.ts";
import { formatPid, parsePid } from "../../../core/ids.ts";
import { type Authority, type Principal, createServer } from "../../../platform/http/index.ts";
import { createLogger } from "../../../platform/log.ts";
import { bringStatement, importStatement, paymentRoutes } from "../index.ts";
import type { PaymentInvoice } from "./payment-invoice.ts";

const { database, clock } = await testDatabase();

/** A world in which owners are owners of everything and staff are accountants; who may do what is shown elsewhere. */
const person = (userId: string, staffRole: "accountant" | null): Principal => ({
  kind: "user",
  userNo: 1n,
  userId,
  email: `${userId}@example.org`,
  name: userId,
  language: "ru",
  staffRole,
  roles: new Map(),
  scopes: null,
});
const principals: Record<string, Principal> = { owner: person("u1", null), accountant: person("staff", "accountant") };
const authority: Authority = {
  authenticate: async ({ token }) => principals[token ?? ""] ?? { kind: "anonymous" },
  verdicts: async (principal, { ids }) =>
    ids.map(() => (principal.kind === "user" && principal.staffRole === null ? "granted" : "unknown")),
  projectsWith: () => [],
  payersWith: async () => [],
};
const printed: PaymentInvoice[] = [];
const server = await createServer({
  routes: paymentRoutes({
    bringStatement: (input) => database.transaction((tx) => bringStatement(tx, input)),
    renderPaymentInvoice: async (invoice) => {
      printed.push(invoice);
      return Buffer.from("%PDF-");
    },
    sampleStatements: null,
  }),
  authority,
  database,
  clock,
  log: createLogger("silent"),
  publicUrl: "http://localhost",
});

beforeAll(async () => {
  await putPaymentWorld(database);
  await makePayer(database, [SECOND_PROJECT]);
});
afterAll(() => server.close());

const pid = formatPid(MOSCOW_PROJECT);
const BASE = `/v1/projects/${pid}/payment-invoices`;

interface Sent {
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

async function post(url: string, payload: object | Buffer, { token = "owner", headers = {} }: Sent = {}) {
  const reply = await server.inject({
    method: "POST",
    url,
    payload,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  return { status: reply.statusCode, body: reply.body === "" ? null : reply.json<Record<string, unknown>>() };
}

async function get(url: string, token = "owner") {
  const reply = await server.inject({ method: "GET", url, headers: { authorization: `Bearer ${token}` } });
  return { status: reply.statusCode, reply };
}

let keys = 0;
const create = (amount: string, url = BASE, key = `key-${++keys}`) =>
  post(url, { amount }, { headers: { "idempotency-key": key } });

describe("payment invoices over HTTP", () => {
  it("PAY-05 PAY-06 a customer makes an invoice; the same key again gives the same one", async () => {
    const first = await create("1000.00", BASE, "same");
    expect(first).toMatchObject({
      status: 201,
      body: { number: "NR-2026-000001", amount: "1000.00", currency: "RUB", issuedOn: "2026-11-20", state: "issued" },
    });
    expect(first.body?.["purpose"]).toContain(`PID ${pid}`);
    expect(await create("1000.00", BASE, "same")).toEqual(first);
    expect(await create("2000.00", BASE, "same")).toMatchObject({ status: 409 });
    expect(await post(BASE, { amount: "1.00" })).toMatchObject({
      status: 400,
      body: { code: "idempotency_key_missing" },
    });
  });

  it("PAY-06 PYR-02 refusals come with their reason in both languages and take no number", async () => {
    expect(await create("9.99")).toMatchObject({ status: 422, body: { code: "payment_invoice_amount" } });
    const foreign = await create("1000.00", `/v1/projects/${formatPid(KAZAKH_PROJECT)}/payment-invoices`);
    expect(foreign).toMatchObject({ status: 409, body: { code: "payment_invoice_on_request" } });
    expect(foreign.body?.["text"]).toMatchObject({
      ru: expect.stringContaining("kz@example.org"),
      en: expect.any(String),
    });
    expect(await create("50.00")).toMatchObject({ status: 201, body: { number: "NR-2026-000002" } });
  });

  it("PAY-06 shows the payer only with additional registration", async () => {
    const plain = await create("10.00");
    const registered = `/v1/projects/${formatPid(SECOND_PROJECT)}/payment-invoices`;
    const named = await create("10.00", registered);
    expect((await get(`${BASE}/${plain.body?.["id"]}/pdf`)).status).toBe(200);
    const pdf = await get(`${registered}/${named.body?.["id"]}/pdf`);
    expect(pdf.reply.headers).toMatchObject({ "content-type": "application/pdf" });
    expect(printed.map((invoice) => invoice.payer?.inn ?? null)).toEqual([null, "7707083893"]);
    expect(printed[0]).toMatchObject({
      amount: { gross: 1000n, vat: 180n },
      supplier: { bank: { account: MOSCOW_ACCOUNT } },
    });
    expect(printed[0]?.qr).toContain("|Sum=1000|");
    // The invoice of one project cannot be had through another.
    expect((await get(`${BASE}/${named.body?.["id"]}/pdf`)).status).toBe(404);
  });

  it("PAY-05 a transfer that names the invoice pays it; the list pages from the newest", async () => {
    const { body } = await create("77.00");
    const bring = (amount: string, number: string) => {
      const text = oneCText(
        [{ number, amount, recipient: MOSCOW_ACCOUNT, purpose: String(body?.["purpose"]) }],
        [{ account: MOSCOW_ACCOUNT }],
      );
      const input = { bytes: encode(text, "utf-8"), fileName: "x", importedBy: "test", now: clock.now() };
      return database.transaction((tx) => importStatement(tx, input));
    };
    const newest = async () =>
      (await get(`${BASE}?limit=1`)).reply.json<{ items: { state: string }[]; nextCursor: string }>();
    expect(await bring("50", "1")).toMatchObject({ credited: 1 });
    expect((await newest()).items).toMatchObject([{ id: body?.["id"], state: "partially_paid" }]);
    await bring("27", "2");
    const page = await newest();
    expect(page.items).toMatchObject([{ state: "paid" }]);
    const rest = (await get(`${BASE}?limit=50&cursor=${page.nextCursor}`)).reply.json<{
      items: { number: string }[];
      nextCursor: null;
    }>();
    expect(rest.nextCursor).toBeNull();
    expect(rest.items.map((item) => item.number)).toContain("NR-2026-000001");
    expect((await get(`${BASE}?cursor=nonsense`)).status).toBe(422);
  });

  it("PAY-06 numbers have no gaps under concurrency", async () => {
    await Promise.all(Array.from({ length: 12 }, (_, index) => create(index % 3 === 0 ? "1.00" : "20.00")));
    const numbers = await database.query<{ no: number }>("select invoice_no as no from payment_invoice order by 1");
    expect(numbers.map((row) => row.no)).toEqual(numbers.map((_, index) => index + 1));
  });

  it("REG-04 staff routes are closed to customers, and a stranger sees nothing", async () => {
    expect((await get("/v1/office/suspense")).status).toBe(403);
    expect((await get(BASE, "nobody")).status).toBe(401);
    expect((await get(BASE, "accountant")).status).toBe(404);
  });
});

describe("bank statements over HTTP", () => {
  const upload = (bytes: Uint8Array, headers: Record<string, string> = {}) =>
    post("/v1/office/bank-statements?fileName=day.txt", Buffer.from(bytes), {
      token: "accountant",
      headers: { "content-type": "application/octet-stream", ...headers },
    });

  it("PAY-05 staff bring a file and assign what waits", async () => {
    const text = oneCText(
      [
        { number: "9", amount: "5", recipient: MOSCOW_ACCOUNT, purpose: "за облако" },
        { number: "10", amount: "x", recipient: MOSCOW_ACCOUNT },
      ],
      [{ account: MOSCOW_ACCOUNT }],
    );
    const bytes = encode(text, "windows-1251");
    expect(await upload(bytes)).toMatchObject({
      status: 200,
      body: {
        format: "1c",
        repeated: false,
        lines: 1,
        credited: 0,
        suspense: 1,
        duplicates: 0,
        problems: [{ code: "amount_unreadable", level: "problem" }],
      },
    });
    expect(await upload(bytes)).toMatchObject({ status: 200, body: { repeated: true, duplicates: 1, suspense: 0 } });
    clock.advance(8 * 86_400_000);
    const queue = (await get("/v1/office/suspense", "accountant")).reply.json<{ items: { id: string }[] }>();
    expect(queue.items).toMatchObject([
      { reason: "pid_missing", amount: { amount: "5.00", currency: "RUB" }, overdue: true, fileName: "day.txt" },
    ]);
    const url = `/v1/office/suspense/${queue.items[0]?.id}/assign`;
    expect(await post(url, { pid: "mcs1" }, { token: "accountant" })).toMatchObject({ status: 422 });
    expect(await post(url, { pid }, { token: "accountant" })).toEqual({ status: 200, body: { proposal: null } });
    expect(await post(url, { pid }, { token: "accountant" })).toMatchObject({
      status: 409,
      body: { code: "suspense_line_decided" },
    });
    expect(parsePid(pid)).toBe(MOSCOW_PROJECT);
  });

  it("PAY-05 a file that is no statement is refused with a code and a line", async () => {
    expect(await upload(encode("hello", "utf-8"))).toMatchObject({
      status: 422,
      body: { code: "bank_statement_format_unknown" },
    });
    expect(await upload(encode("<!DOCTYPE a><a/>", "utf-8"))).toMatchObject({
      status: 422,
      body: { code: "bank_statement_xml_unsafe" },
    });
    expect(await upload(encode("x", "utf-8"), { "content-type": "image/png" })).toMatchObject({ status: 415 });
  });
});
