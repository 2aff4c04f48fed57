import { expect } from "vitest";

import { at } from "../../src/core/time.ts";
import { grantBonus } from "../../src/modules/balance/index.ts";
import { recordPayment } from "../../src/modules/payments/index.ts";
import { statement1c } from "../support/bank-transfer.ts";
import { keptDatabase } from "../support/database.ts";
import { CUSTOMERS, type HttpWorld, type WorldPeople, startHttpWorld, usageEvent } from "../support/http-world.ts";

/** October is closed; the second project has been frozen for a day. */
export const TODAY = "2026-11-20T12:30:00+03:00";

/** The story as a database to copy, played by the first who asks, and who is in it. */
export async function toldStory(): Promise<{ readonly template: string; readonly people: WorldPeople }> {
  const { name, told } = await keptDatabase("story", async (test) => {
    const { world, close } = await startHttpWorld(test, { services: true });
    await playStory(world);
    await close();
    return [...world.tokens];
  });
  return { template: name, people: new Map(told) };
}

/** October and half of November: a bonus, transfers, a card, usage of several services, a month close, letters, a freeze. */
async function playStory(world: HttpWorld): Promise<void> {
  const [shop, poor] = CUSTOMERS.romashka.projects;
  const { payer } = CUSTOMERS.romashka;
  const begins = "2026-10-01T00:00:00+03:00";
  const bankrupt = "2026-11-18T00:00:00+03:00";
  await world.drain();
  await world.test.database.transaction((tx) =>
    grantBonus(tx, {
      projectId: shop,
      bonusGroup: "platform",
      amountMinor: 200_000n,
      at: at(begins),
      expiresAt: at("2026-11-30T00:00:00+03:00"),
      idempotencyKey: "story",
    }),
  );
  await bring(world, [
    { number: "101", on: "2026-10-01", amount: "45000.00", payer, projectId: shop },
    { number: "102", on: "2026-10-01", amount: "100.00", payer, projectId: poor },
  ]);
  const gauge = (projectId: bigint, time: string, sku: string, meter: string, unit: string, quantity: string) =>
    usageEvent({
      id: `${sku} ${projectId}`,
      projectId,
      sku,
      meter,
      unit,
      resource: meter === "volume" ? "disk-1" : "web-1",
      time,
      quantity,
    });
  await report(world, [
    gauge(shop, begins, "compute.vcpu.standard", "vcpu", "vCPU", "4"),
    gauge(shop, begins, "compute.ram.standard", "ram", "GB", "8"),
    gauge(shop, begins, "disk.ssd", "volume", "GB", "100"),
    gauge(shop, begins, "network.ip.public", "piece", "piece", "1"),
  ]);
  await world.playTo("2026-10-15T12:00:00+03:00");
  await world.test.database.transaction((tx) =>
    recordPayment(tx, {
      projectId: shop,
      provider: "sandbox",
      method: "card",
      externalId: "card-1",
      amountMinor: 150_000n,
      currency: "RUB",
      at: world.test.clock.now(),
    }),
  );
  await world.playTo("2026-11-07T10:00:00+03:00");
  await world.close("moscow", "2026-10");
  await world.playTo(bankrupt);
  await report(world, [gauge(poor, bankrupt, "compute.vcpu.standard", "vcpu", "vCPU", "4")]);
  // 100 roubles at 3.72 an hour last 26 hours and 53 minutes.
  await world.playTo("2026-11-19T02:53:00+03:00");
  await world.playTo(TODAY);
}

async function bring(world: HttpWorld, transfers: Parameters<typeof statement1c>[0]): Promise<void> {
  const answer = await world.send({
    method: "POST",
    path: "/v1/office/bank-statements?fileName=kl_to_1c.txt",
    as: "accountant",
    headers: { "content-type": "text/plain" },
    body: statement1c(transfers),
  });
  expect(answer.json()).toMatchObject({ credited: transfers.length });
  await world.drain();
}

async function report(world: HttpWorld, events: readonly object[]): Promise<void> {
  const answer = await world.send({ method: "POST", path: "/v1/usage", as: "metering", body: events });
  expect(answer.json()).toMatchObject({ accepted: events.length });
  await world.drain();
}
