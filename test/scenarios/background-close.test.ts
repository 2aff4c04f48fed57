import { expect, test, vi } from "vitest";

import { testDatabase } from "../support/database.ts";
import { CUSTOMERS, openHttpWorld, usageEvent } from "../support/http-world.ts";

const own = await testDatabase({ connections: 10 });
const world = await openHttpWorld(own, { services: true });

interface JobReply {
  readonly id: string;
  readonly state: string;
  readonly lastError: string | null;
  readonly result: Record<string, unknown> | null;
}

const ask = (month: string, as = "operator") =>
  world.send({ method: "POST", path: "/v1/office/month-closes", as, body: { region: "moscow", month } });
const decide = (id: string, what: "cancel" | "retry") =>
  world.send({ method: "POST", path: `/v1/office/jobs/${id}/${what}`, as: "operator" });
const jobs = async (limit = 50) =>
  world.get<{ items: JobReply[]; nextCursor: string | null }>(`/v1/office/jobs?limit=${limit}`, "operator");

async function reached(id: string, state: string): Promise<JobReply> {
  return vi.waitUntil(async () => (await jobs()).items.find((job) => job.id === id && job.state === state), {
    timeout: 60_000,
    interval: 100,
  });
}

test("DOC-01 a close of a month before the region's first one is refused when it is asked for, in both languages", async () => {
  const refused = await ask("2006-10");
  expect(refused.status).toBe(409);
  expect(refused.json()).toMatchObject({ code: "month_before_first" });
  expect(refused.text).toMatch(/2006-10/);
  expect((await jobs()).items).toEqual([]);
});

test("DOC-01 an operator asks for a month close, the worker does it, and what was refused is decided by the operator", async () => {
  world.moveTo("2026-10-02T10:00:00+03:00");
  const [projectId] = CUSTOMERS.romashka.projects;
  const event = { id: "1", projectId, sku: "compute.vcpu.standard", meter: "vcpu", unit: "vCPU", resource: "server" };
  const body = usageEvent({ ...event, time: "2026-10-02T09:00:00+03:00", quantity: "1" });
  expect((await world.send({ method: "POST", path: "/v1/usage", as: "metering", body })).status).toBe(202);
  await world.playTo("2026-12-02T10:00:00+03:00");
  expect(await ask("2026-12")).toMatchObject({ status: 409 });
  expect((await ask("2026-11", "accountant")).status).toBe(403);
  expect((await ask("november")).status).toBe(422);

  const early = await ask("2026-11");
  expect(early.status).toBe(202);
  const { id } = early.json<JobReply>();
  const parked = await reached(id, "parked");
  expect(parked.lastError).toBe("earlier_month_open: Close 2026-10 first");

  const october = (await ask("2026-10")).json<JobReply>();
  expect((await reached(october.id, "done")).result).toMatchObject({ resumed: false });
  expect((await decide(id, "retry")).status).toBe(200);
  expect(await reached(id, "done")).toMatchObject({ result: { resumed: true }, finishedAt: expect.any(String) });
  expect((await decide(id, "retry")).status).toBe(409);
  expect((await decide(id, "cancel")).status).toBe(409);
  expect((await decide("999999", "cancel")).status).toBe(404);

  const page = await jobs(1);
  expect(page.items).toHaveLength(1);
  const rest = await world.get<{ items: JobReply[] }>(`/v1/office/jobs?cursor=${page.nextCursor}`, "operator");
  expect([...page.items, ...rest.items].map((job) => job.id)).toEqual((await jobs()).items.map((job) => job.id));
});
