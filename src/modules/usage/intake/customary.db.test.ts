import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { expectCoherent } from "../../../../test/support/invariants.ts";
import { makeProject, makeWorld } from "../../../../test/support/world.ts";
import { at, DAY, formatInstant, plus } from "../../../core/time.ts";
import { rateAll } from "../rating/index.ts";
import { UsageIntake } from "./ingest.ts";
import { releaseByHand, releaseQuarantine } from "./release.ts";

const { database } = await testDatabase();
const now = at("2026-11-20T09:00:00Z");
const START = at("2026-11-01T09:00:00Z");
let projects = 0;
let ids = 0;

beforeAll(() => makeWorld(database));

async function newProject(): Promise<string> {
  projects += 1;
  await makeProject(database, BigInt(1_300_000_000 + projects));
  return `mcs${1_300_000_000 + projects}`;
}
const event = (project: string, quantity: number | string, day = 0, sku = "requests") => ({
  specversion: "1.0",
  id: `custom-${++ids}`,
  source: "//customary",
  type: `saldo.usage.${sku}`,
  time: formatInstant(plus(START, day * DAY)),
  data: { project, resource: "r", sku, quantity: String(quantity), unit: sku },
});
/** A new process each time: it knows what the rater has learnt. */
const send = async (...events: ReturnType<typeof event>[]) =>
  (await new UsageIntake(database).ingest(events, now)).map(({ status, reason }) => reason ?? status);
const used = async (project: string, days: number, quantity = 10, sku = "requests") => {
  await send(...Array.from({ length: days }, (_, day) => event(project, quantity, day, sku)));
  await rateAll(database, now);
};

describe("an event a thousand times what its project is used to", () => {
  test("PRC-04 waits for a look, up to a thousand times does not; released once, the others like it are taken", async () => {
    const project = await newProject();
    await used(project, 12);
    const [fits, unusual, again] = [event(project, 10_000), event(project, 10_001), event(project, "900000.5")];
    expect(await send(fits)).toEqual(["accepted"]);
    expect(await send(unusual, again)).toEqual(["unusual", "unusual"]);
    expect(await send(unusual)).toEqual(["unusual"]);
    const waiting = await database.query<{ id: bigint }>(
      "select quarantine_id as id from usage_quarantine where state = 'waiting' and reason = 'unusual' order by 1",
    );
    expect(waiting).toHaveLength(2);
    await database.transaction((tx) =>
      releaseByHand(tx, new UsageIntake(database), waiting[0]?.id as bigint, now, "operator"),
    );
    await rateAll(database, now);
    expect(await releaseQuarantine(database, new UsageIntake(database), now)).toBe(1);
    await expectCoherent(database, now);
  });

  test("PRC-04 what runs on is used to as well: a gauge of few events after three days", async () => {
    const project = await newProject();
    await used(project, 1, 4, "cpu");
    expect(await send(event(project, 4_001, 2, "cpu"))).toEqual(["accepted"]);
    const other = await newProject();
    await used(other, 1, 4, "cpu");
    expect(await send(event(other, 4_001, 3, "cpu"), event(other, 4_000, 3, "cpu"))).toEqual(["unusual", "accepted"]);
  });

  test("PRC-04 a new project, a new SKU and nothing but zeros are used to nothing", async () => {
    const project = await newProject();
    expect(await send(event(project, 900_000))).toEqual(["accepted"]);
    await used(project, 12);
    expect(await send(event(project, 90_000, 5, "cpu"))).toEqual(["accepted"]);
    const idle = await newProject();
    await used(idle, 12, 0);
    expect(await send(event(idle, 900_000))).toEqual(["accepted"]);
  });

  test("PRC-04 customs are of each project and SKU by itself, whatever came in which batches", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 10, maxLength: 20 }),
        fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
        async (quantities, cuts) => {
          const [project, other] = [await newProject(), await newProject()];
          for (const [index, quantity] of quantities.entries()) {
            await send(event(project, quantity, index % 5), event(other, 1, index % 5));
            if (cuts[index]) await rateAll(database, now);
          }
          await rateAll(database, now);
          const most = Math.max(...quantities);
          expect(await send(event(project, most * 1_000 + 1))).toEqual(["unusual"]);
          expect(await send(event(project, Math.min(...quantities) * 1_000))).toEqual(["accepted"]);
          expect(await send(event(other, 1_001))).toEqual(["unusual"]);
        },
      ),
      { numRuns: 6 },
    );
  });
});
