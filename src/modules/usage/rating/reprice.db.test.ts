import { beforeAll, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { Play } from "../../../../test/support/play.ts";
import { makeWorld } from "../../../../test/support/world.ts";
import { decimal } from "../../../core/decimal.ts";
import { at } from "../../../core/time.ts";
import { putPrices } from "../../catalog/index.ts";
import { accrueDue } from "../charging/index.ts";
import { reprice } from "./rate-batches.ts";

const { database } = await testDatabase();
const play = new Play(database);

beforeAll(() => makeWorld(database));

/** Resolves when a session of this database waits for a lock. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const waiting = await database.query("select 1 from pg_locks where not granted limit 1");
    if (waiting.length > 0) return;
  }
}

test("PRC-02 a day that is being charged at the old price while a new one is put in force is charged anew", async () => {
  const projectId = await play.project();
  await play.pay(projectId, 10_000, "2026-10-01T00:00:00+03:00");
  await play.run([play.event(projectId, "cpu", "2026-10-01T00:00:00+03:00", 10)], "2026-10-01T12:00:00+03:00");
  const from = at("2026-10-01T00:00:00+03:00");
  const midnight = at("2026-10-02T00:00:00+03:00");
  let repricing = Promise.resolve();
  await database.transaction(async (tx) => {
    const inOneTransaction = { transaction: (work: (own: typeof tx) => Promise<number>) => work(tx) } as never;
    expect(await accrueDue(inOneTransaction, midnight)).toBe(1);
    repricing = database.transaction(async (other) => {
      const prices = { skuCode: "cpu", startsAt: from, model: "flat", unitPrice: decimal("2"), tiers: null } as const;
      const { skuIds } = await putPrices(other, "moscow", [{ ...prices, committedQuantity: null }]);
      await reprice(other, { skuIds, projectIds: [projectId], from }, midnight);
    });
    await somebodyWaits();
  });
  await repricing;
  await play.run([], midnight);
  // 24 h x 10 x 2.00, of which 24 h x 10 x 1.2345 had been charged before.
  expect(await play.charges(projectId)).toMatchObject([{ day: "2026-10-01", amount_minor: 48_000n }]);
});
