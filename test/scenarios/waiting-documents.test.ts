import { expect, test } from "vitest";

import { CUSTOMERS, openHttpWorld, usageEvent } from "../support/http-world.ts";
import { statement1c } from "../support/bank-transfer.ts";
import { testDatabase } from "../support/database.ts";

interface Waiting {
  readonly items: readonly {
    payer: { id: string; name: string };
    region: string;
    month: string;
    reason: string;
    text: { ru: string; en: string };
    amount: { amount: string; currency: string };
    pids: string[];
  }[];
  readonly nextCursor: string | null;
}

test("PYR-10 staff see who waits for documents and for what; when it is mended they are issued, and nobody else was held up", async () => {
  const database = await testDatabase({ connections: 6 });
  const world = await openHttpWorld(database, { services: true });
  const { romashka } = CUSTOMERS;
  const [projectId] = romashka.projects;
  await database.database.query("update payer set address = null where inn = $1", [romashka.payer.inn]);
  const body = statement1c([{ number: "1", on: "2026-10-01", amount: "20000.00", payer: romashka.payer, projectId }]);
  const headers = { "content-type": "text/plain" };
  await world.send({ method: "POST", path: "/v1/office/bank-statements", as: "accountant", headers, body });
  const used = { sku: "compute.vcpu.standard", meter: "vcpu", unit: "vCPU", quantity: "2", resource: "server" };
  world.moveTo("2026-10-03T00:00:00+03:00");
  const event = usageEvent({ ...used, id: "1", projectId, time: "2026-10-02T00:00:00+03:00" });
  await world.send({ method: "POST", path: "/v1/usage", as: "metering", body: [event] });
  await world.playTo("2026-11-07T10:00:00+03:00");
  expect(await world.close("moscow", "2026-10")).toMatchObject({ documents: 0 });

  const { items, nextCursor } = await world.get<Waiting>("/v1/office/waiting-documents?limit=1", "accountant");
  expect(items).toMatchObject([{ region: "moscow", month: "2026-10", reason: "no_address" }]);
  expect(items[0]?.text.ru).toContain("адрес");
  expect(nextCursor).toBeNull();
  const place = encodeURIComponent(
    Buffer.from(JSON.stringify([items[0]?.payer.id, "2026-10", "no_address"])).toString("base64url"),
  );
  expect((await world.get<Waiting>(`/v1/office/waiting-documents?cursor=${place}`, "accountant")).items).toEqual([]);

  await database.database.query("update payer set address = 'г. Москва, ул. Вавилова, д. 19' where inn = $1", [
    romashka.payer.inn,
  ]);
  const issue = { method: "POST", path: "/v1/office/waiting-documents/issue", as: "accountant" } as const;
  expect((await world.send({ ...issue, body: { region: "nowhere" } })).status).toBe(404);
  expect((await world.send({ ...issue, body: { region: "moscow" } })).status).toBe(202);
  await world.drain();
  await expect
    .poll(() => world.get<Waiting>("/v1/office/waiting-documents", "accountant"), { timeout: 20_000 })
    .toMatchObject({ items: [] });
  const listed = await world.get<{ items: { number: string; month: string; amount: object }[] }>(
    "/v1/documents",
    "romashka",
  );
  expect(listed.items).toMatchObject([{ number: "VK-26-1", month: "2026-10", amount: items[0]?.amount }]);
});
