import { expect, test } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { usageEvent } from "../../../test/support/http-world.ts";
import { Play } from "../../../test/support/play.ts";
import { makeWorld } from "../../../test/support/world.ts";
import { formatPid } from "../../core/ids.ts";
import { at } from "../../core/time.ts";
import { UsageIntake, accrueAll, rateAll, resourceIdOf } from "../usage/index.ts";
import { explainCharge } from "./explain.ts";
import { formatChargeReference, parseChargeReference } from "./reference.ts";

const { database } = await testDatabase();

test("PRC-03 a reference of the first releases, by the resource's inner id, tells the same story as today's by the customer's", async () => {
  await makeWorld(database);
  const play = new Play(database);
  const [projectId, stranger] = [await play.project(), await play.project()];
  const now = at("2026-10-03T12:00:00+03:00");
  const intake = new UsageIntake(database);
  const shape = { sku: "cpu", meter: "cpu", unit: "cpu", resource: "web-1", time: "2026-10-01T00:00:00+03:00" };
  const [outcome] = await intake.ingest([usageEvent({ ...shape, id: "1", projectId, quantity: "2" })], now);
  expect(outcome).toMatchObject({ status: "accepted" });
  await intake.flush();
  await rateAll(database, now);
  await accrueAll(database, now);

  const inner = resourceIdOf(projectId, "web-1");
  const tell = async (text: string) => {
    const reference = parseChargeReference(text);
    if (!reference) throw new Error(`not a reference: ${text}`);
    const { charge, ...rest } = await explainCharge(database, reference, now);
    return { ...rest, charge: { ...charge, reference: formatChargeReference(reference) } };
  };
  const days = `${formatPid(projectId)}~2026-10-01~2026-10-02`;
  const [old, present] = [await tell(`charge~${days}~${inner}~cpu`), await tell(`charge~${days}~web-1~cpu`)];
  expect(old.grains.length).toBe(2);
  expect({ ...old, charge: null }).toEqual({ ...present, charge: null });
  expect(old.charge.amount).toBe(present.charge.amount);

  // An inner id opens no other project's charges.
  const foreign = tell(`charge~${formatPid(stranger)}~2026-10-01~2026-10-02~${inner}~cpu`);
  await expect(foreign).rejects.toMatchObject({ kind: { code: "nothing_to_explain" } });
});
