import { expect, test } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { STAFF_ROLES } from "../../src/platform/http/index.ts";
import { statement1c } from "../support/bank-transfer.ts";
import { testDatabase } from "../support/database.ts";
import { CUSTOMERS, openHttpWorld, usageEvent } from "../support/http-world.ts";

/** Nothing is sent and no worker runs: what waits stays for the operator to be seen. */
const own = await testDatabase({ connections: 6 });
const world = await openHttpWorld(own);
const { romashka } = CUSTOMERS;
const [projectId] = romashka.projects;

interface Operations {
  readonly alarms: readonly { readonly alarm: string; readonly count: number }[];
  readonly counts: Readonly<Record<string, number | null>>;
}
interface Page<Item = Record<string, unknown>> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
const operations = () => world.get<Operations>("/v1/office/operations", "operator");
const decide = (id: unknown, what: string, as = "operator") =>
  world.send({
    method: "POST",
    path: `/v1/office/outbox/${String(id)}/${what}`,
    as,
    body: { why: "the mailbox is closed" },
  });

test("DLV-04 AUD-01 an operator sees that a letter does not get through and gives it up: the customer is told why; nobody else may look", async () => {
  const body = statement1c([{ number: "1", on: "2026-10-01", amount: "20000.00", payer: romashka.payer, projectId }]);
  const headers = { "content-type": "text/plain" };
  await world.send({ method: "POST", path: "/v1/office/bank-statements", as: "accountant", headers, body });
  const used = { sku: "compute.vcpu.standard", meter: "vcpu", unit: "vCPU", quantity: "2", resource: "server" };
  world.moveTo("2026-10-03T00:00:00+03:00");
  const event = usageEvent({ ...used, id: "1", projectId, time: "2026-10-02T00:00:00+03:00" });
  await world.send({ method: "POST", path: "/v1/usage", as: "metering", body: [event] });
  world.moveTo("2026-11-07T10:00:00+03:00");
  expect(await world.close("moscow", "2026-10")).toMatchObject({ documents: 1 });
  await own.database.query(
    `update outbox_message set parked_at = '2026-11-07Z', attempts = 14, last_error = '450 <anna@romashka.example.test> is full'
      where topic = 'document.delivery'`,
  );
  expect(await operations()).toMatchObject({
    alarms: expect.arrayContaining([
      { alarm: "outbox_parked", count: 1, since: null },
      { alarm: "worker_silent", count: 1, since: null },
    ]),
    counts: { quarantine: 0, jobsParked: 0, outboxStuck: 1, invariantsBroken: null },
  });
  const parked = await world.get<Page>("/v1/office/outbox?show=parked&destination=mail", "operator");
  expect(parked.items).toMatchObject([
    { topic: "document.delivery", state: "parked", attempts: 14, reason: "450 <…@romashka.example.test> is full" },
  ]);
  expect(JSON.stringify(parked)).not.toContain("anna@");
  const [letter] = parked.items;
  for (const as of ["support", "accountant", "document_clerk", "romashka"]) {
    expect((await world.send({ path: "/v1/office/operations", as })).status, as).toBe(403);
    expect((await decide(letter?.["id"], "give-up", as)).status, as).toBe(403);
  }
  expect((await decide(letter?.["id"], "give-up")).status).toBe(204);
  expect((await decide(letter?.["id"], "give-up")).json()).toMatchObject({ code: "message_not_stuck" });
  const failed = { items: [{ delivery: { state: "failed", reason: "the mailbox is closed" } }] };
  expect(await world.get("/v1/documents", "romashka")).toMatchObject(failed);
  expect((await operations()).alarms.map(({ alarm }) => alarm)).not.toContain("outbox_parked");
  expect((await decide(letter?.["id"], "retry")).status).toBe(204);
  expect((await world.get<Page>("/v1/office/outbox?show=given_up", "operator")).items).toEqual([]);
});

test("PRC-02 usage without a price is listed page by page to who loads prices", async () => {
  await own.database.query(
    `insert into unpriced_usage (project_id, day, sku_id, noticed_at)
     select $1, '2026-11-05', sku_id, '2026-11-06Z' from sku order by sku_id limit 3`,
    [projectId],
  );
  const seen: string[] = [];
  let cursor = "";
  do {
    const page: Page<{ pid: string; sku: string; day: string }> = await world.get(
      `/v1/office/unpriced-usage?limit=2${cursor}`,
      "support",
    );
    seen.push(...page.items.map(({ pid, day, sku }) => `${pid} ${day} ${sku}`));
    cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`;
  } while (cursor !== "");
  expect(new Set(seen).size).toBe(3);
  expect(seen[0]).toMatch(new RegExp(`^${formatPid(projectId)} 2026-11-05 `));
  expect(await operations()).toMatchObject({ counts: { unpriced: 3 } });
  await own.database.query("delete from unpriced_usage");
});

test("REG-01 an operator sees who works here as what, and regions, suppliers and calendars as loaded; nobody else does", async () => {
  const seen: Record<string, unknown>[] = [];
  let cursor = "";
  do {
    const page: Page = await world.get(`/v1/office/staff?limit=2${cursor}`, "operator");
    seen.push(...page.items);
    cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`;
  } while (cursor !== "");
  expect(seen.map(({ role, email }) => [role, email])).toEqual(
    STAFF_ROLES.map((role) => [role, `${role}@saldo.example.test`]),
  );
  const { regions, calendars } = await world.get<Record<string, Record<string, unknown>[]>>(
    "/v1/office/configuration",
    "operator",
  );
  expect(regions).toMatchObject([
    { code: "kazakhstan", currency: "KZT", supplier: { name: expect.stringContaining("QazCloud") } },
    { code: "moscow", sites: expect.arrayContaining(["cloud.vk.com"]), timeZone: "Europe/Moscow" },
  ]);
  expect(calendars?.map((calendar) => calendar["country"])).toEqual(["KZ", "RU"]);
  const years = calendars?.[1]?.["years"] as { year: number }[] | undefined;
  const shown = years?.find(({ year }) => year === 2026);
  expect(shown).toMatchObject({ off: { length: 14 }, working: [], short: { length: 4 } });
  expect(shown).toMatchObject({ off: expect.arrayContaining(["2026-01-01", "2026-11-04"]) });
  for (const as of ["support", "accountant", "romashka"])
    for (const path of ["/v1/office/staff", "/v1/office/configuration"])
      expect((await world.send({ path, as })).status, `${as} ${path}`).toBe(403);
});
