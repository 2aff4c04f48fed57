import { beforeAll, describe, expect, test } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { at, plus } from "../../src/core/time.ts";
import { chainActs } from "../../src/platform/audit/index.ts";
import { testDatabase } from "../support/database.ts";
import { CUSTOMERS, openHttpWorld } from "../support/http-world.ts";

/** Who did what to whom, over HTTP, as it is read by those whom it concerns (AUD-01). */
const own = await testDatabase();
const world = await openHttpWorld(own);
const { database, clock } = own;
const NOW = at("2026-10-20T12:00:00+03:00");
const [A, B] = CUSTOMERS.romashka.projects;
const FOREIGN = CUSTOMERS.vasilek.projects[0];
const [PID, FOREIGN_PID] = [formatPid(A), formatPid(FOREIGN)];
const CLERK = "document_clerk";

interface Act {
  readonly id: string;
  readonly at: string;
  readonly act: string;
  readonly text: { readonly ru: string; readonly en: string };
  readonly refusal: string | null;
  readonly thing: string | null;
  readonly by: { readonly kind: string; readonly key?: string; readonly person?: { readonly name: string } | null };
  readonly from?: { readonly address: string } | null;
  readonly address?: string;
  readonly requestId?: string;
  readonly subjects?: readonly string[];
  readonly changes: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
}

let keys = 0;
const invoice = (pid: string, as: string, amount = "1000.00", key = `key-${(keys += 1)}`) =>
  world.send({
    method: "POST",
    path: `/v1/projects/${pid}/payment-invoices`,
    as,
    body: { amount },
    headers: { "idempotency-key": key, "x-request-id": "request-of-romashka" },
  });
const acts = async (pid: string, as: string, query = "") =>
  (await world.get<{ items: Act[] }>(`/v1/projects/${pid}/acts?${query}`, as)).items;
const office = async (query = "") => (await world.get<{ items: Act[] }>(`/v1/office/acts?${query}`, "operator")).items;

let payerId = "";
const ADDRESS = "117312, г. Москва, ул. Вавилова, д. 21";
let details: Record<string, unknown> = {};
const changePayer = (as: string, rest = {}) =>
  world.send({
    method: "PUT",
    path: `/v1/office/payers/${payerId}`,
    as,
    body: { ...details, address: ADDRESS, ...rest },
  });

beforeAll(async () => {
  world.moveTo(NOW);
  const found = await world.get<{ items: { id: string }[] }>("/v1/office/payers?search=7707083893", CLERK);
  payerId = found.items[0]?.id ?? "";
  ({ details } = await world.get<{ details: Record<string, unknown> }>(`/v1/office/payers/${payerId}`, CLERK));
});

describe("AUD-01 a customer's act", () => {
  test("AUD-01 is a row with who, what, when and from where; a reply that is given again is no act, nor is a refused amount", async () => {
    expect((await invoice(PID, "romashka", "1000.00", "once")).status).toBe(201);
    expect((await invoice(PID, "romashka", "1000.00", "once")).status).toBe(201);
    expect((await invoice(PID, "romashka", "0.00")).status).toBe(422);
    const [act, ...rest] = await acts(PID, "romashka", "class=documents");
    expect(rest).toEqual([]);
    expect(act).toMatchObject({
      at: "2026-10-20T09:00:00.000Z",
      act: "payment_invoice.made",
      text: { ru: "Выставлен счёт на оплату" },
      refusal: null,
      by: { kind: "member", person: { name: CUSTOMERS.romashka.name } },
      from: { address: "127.0.0.1" },
    });
    expect(act?.changes).toMatchObject([
      { field: "number", before: null },
      { field: "amount", before: null, after: "1000.00 RUB" },
    ]);
    expect(await office("class=documents&by=member")).toMatchObject([
      {
        id: act?.id,
        by: { key: "user:romashka" },
        requestId: "request-of-romashka",
        subjects: [PID, `payer:${payerId}`],
      },
    ]);
  });

  test("AUD-01 reliability 34 nobody reads another's acts: neither by the address nor by being in the same region", async () => {
    expect((await world.send({ path: `/v1/projects/${PID}/acts`, as: "vasilek" })).status).toBe(404);
    expect((await world.send({ path: `/v1/projects/${PID}/acts`, as: "romashka viewer" })).status).toBe(403);
    expect((await world.send({ path: "/v1/office/acts", as: "romashka" })).status).toBe(403);
    expect((await acts(FOREIGN_PID, "vasilek")).map(({ act }) => act)).not.toContain("payment_invoice.made");
    expect(await acts(formatPid(B), "romashka", "class=documents")).toEqual([]);
  });
});

describe("AUD-01 an act of staff", () => {
  test("AUD-01 shows what changed; the customer reads that it was the provider, the office who and from where", async () => {
    expect((await changePayer(CLERK, { note: "письмо клиента" })).status).toBe(200);
    const [act] = await acts(PID, "romashka", "by=staff");
    expect(act).toMatchObject({ act: "payer.changed", by: { kind: "staff", person: null }, from: null });
    expect(JSON.stringify(act)).not.toContain(CLERK);
    const changed = Object.fromEntries(act?.changes.map(({ field, before, after }) => [field, [before, after]]) ?? []);
    expect(changed["address"]).toEqual([CUSTOMERS.romashka.payer.address, ADDRESS]);
    expect(changed["note"]).toEqual([null, "письмо клиента"]);
    expect(changed).not.toHaveProperty("inn");
    // It is of both projects that the payer pays for.
    expect((await acts(formatPid(B), "romashka", "by=staff")).map(({ id }) => id)).toEqual([act?.id]);
    expect(await office(`actor=document_clerk@saldo.example.test&subject=payer:${payerId}`)).toMatchObject([
      { id: act?.id, by: { kind: "staff", key: `user:${CLERK}` }, address: "127.0.0.1" },
    ]);
  });

  test("AUD-01 the same again changes nothing: a row says that it was asked for", async () => {
    expect((await changePayer(CLERK)).status).toBe(200);
    const [act] = await office("act=payer.changed");
    expect(act).toMatchObject({ thing: `PUT /v1/office/payers/${payerId}`, changes: [] });
  });
});

describe("AUD-01 a refusal", () => {
  test("AUD-01 of a member without the right is read by those who answer for the project", async () => {
    expect((await invoice(PID, "romashka viewer")).status).toBe(403);
    expect((await acts(PID, "romashka", "refused=true"))[0]).toMatchObject({
      act: "payment_invoice.made",
      refusal: "forbidden",
      refusalText: { en: "Your role does not allow this" },
      thing: `POST /v1/projects/${PID}/payment-invoices`,
      by: { kind: "member", person: { name: "romashka viewer" } },
      changes: [],
    });
  });

  test("AUD-01 reliability 34 of a stranger is read by the office alone", async () => {
    expect((await invoice(PID, "vasilek")).status).toBe(404);
    expect((await office("refused=true&actor=user:vasilek"))[0]).toMatchObject({
      refusal: "not_found",
      thing: `POST /v1/projects/${PID}/payment-invoices`,
      subjects: [],
    });
    expect((await acts(PID, "romashka", "refused=true")).map(({ refusal }) => refusal)).not.toContain("not_found");
    expect((await acts(FOREIGN_PID, "vasilek", "refused=true")).map(({ refusal }) => refusal)).not.toContain(
      "not_found",
    );
  });

  test("AUD-01 of staff without the role, and of a token that is too narrow, is a row; of nobody in particular it is none", async () => {
    expect((await changePayer("support")).status).toBe(403);
    expect((await invoice(PID, "narrow")).status).toBe(403);
    expect((await world.send({ method: "POST", path: `/v1/projects/${PID}/payment-invoices`, body: {} })).status).toBe(
      401,
    );
    const refused = await office("refused=true");
    expect(refused.slice(0, 2)).toMatchObject([
      { refusal: "scope_missing", by: { kind: "token" }, subjects: [PID] },
      { refusal: "forbidden", by: { kind: "staff", key: "user:support" }, subjects: [] },
    ]);
  });
});

test("AUD-01 days are the region's: an act of the last minute of a Moscow day is of that day", async () => {
  clock.moveTo(at("2026-10-31T23:59:00+03:00"));
  await invoice(PID, "romashka", "700.00");
  const mine = async (day: string) => (await acts(PID, "romashka", `class=documents&from=${day}&to=${day}`)).length;
  expect([await mine("2026-10-31"), await mine("2026-11-01"), await mine("2026-10-30")]).toEqual([1, 0, 0]);
});

test("AUD-01 pages follow each other without a gap, and the office sees how far acts are chained", async () => {
  const first = await world.get<{ items: Act[]; nextCursor: string }>("/v1/office/acts?limit=2", "operator");
  const next = await world.get<{ items: Act[] }>(`/v1/office/acts?limit=2&cursor=${first.nextCursor}`, "operator");
  const seen = [...first.items, ...next.items];
  expect(seen.map((one) => one.at)).toEqual(
    seen
      .map((one) => one.at)
      .toSorted()
      .toReversed(),
  );
  expect(new Set(seen.map(({ id }) => id)).size).toBe(4);
  const all = await office("limit=500");
  const oldest = "/v1/office/acts?order=oldest&limit=2";
  const begin = await world.get<{ items: Act[]; nextCursor: string }>(oldest, "operator");
  const on = await world.get<{ items: Act[] }>(`${oldest}&cursor=${begin.nextCursor}`, "operator");
  expect([...begin.items, ...on.items].map(({ id }) => id)).toEqual(
    all
      .slice(-4)
      .toReversed()
      .map(({ id }) => id),
  );
  interface Chains {
    readonly chains: readonly {
      readonly chain: string;
      readonly name: { readonly ru: string } | null;
      readonly timeZone: string;
      readonly acts: number;
      readonly head: string;
    }[];
    readonly waiting: number;
  }
  const before = await world.get<Chains>("/v1/office/audit-chains", "operator");
  expect(before.waiting).toBeGreaterThan(5);
  await chainActs(database, plus(NOW, 1_000));
  const after = await world.get<Chains>("/v1/office/audit-chains", "operator");
  expect(after.waiting).toBe(0);
  expect(after.chains.map(({ chain }) => chain)).toEqual(expect.arrayContaining(["house", "moscow"]));
  expect(after.chains.find(({ chain }) => chain === "moscow")?.head).toMatch(/^moscow:1:[0-9a-f]{64}$/);
  // By its name and days it is shown and filtered (AUD-01, REG-07).
  const zones = { moscow: "Europe/Moscow", kazakhstan: "Asia/Almaty", house: "UTC" } as const;
  for (const { chain, name, timeZone } of after.chains) {
    expect([chain, timeZone]).toEqual([chain, zones[chain as keyof typeof zones]]);
    expect([chain, name === null]).toEqual([chain, chain === "house"]);
  }
});
