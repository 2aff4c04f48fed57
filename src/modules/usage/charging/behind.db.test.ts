import { beforeAll, describe, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { type WorldEvent, makeProject, makeWorld, storeEvents } from "../../../../test/support/world.ts";
import { type Instant, at } from "../../../core/time.ts";
import { topUp } from "../../balance/index.ts";
import { rateAll } from "../rating/index.ts";
import { accrueAll, accrueDue } from "./accrue.ts";
import { selectFailures } from "./failure-store.ts";

const { database } = await testDatabase();
const FIRST = at("2026-10-01T00:00:00+03:00");
const NOW = at("2026-10-11T12:00:00+03:00");

beforeAll(() => makeWorld(database));

/** A project with money and a gauge that ran for ten whole days, none of them charged. */
async function behind(projectId: bigint, others: readonly WorldEvent[] = []): Promise<void> {
  await makeProject(database, projectId, "moscow");
  await database.transaction((tx) =>
    topUp(tx, {
      projectId,
      source: "transfer",
      amountMinor: 1_000_000n,
      currency: "RUB",
      at: FIRST,
      reference: { kind: "test", id: `${projectId}` },
      idempotencyKey: "behind",
    }),
  );
  const gauge = { id: `gauge-${projectId}`, projectId, resource: 1, sku: "cpu", at: FIRST, quantity: "1" };
  await storeEvents(database, [gauge, ...others], NOW);
  await rateAll(database, NOW);
}

const daysOf = async (projectId: bigint) => {
  const rows = await database.query<{ day: string }>(
    "select distinct day from charge where project_id = $1 order by day",
    [projectId],
  );
  return rows.map(({ day }) => day);
};
const days = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `2026-10-${String(from + index).padStart(2, "0")}`);
const due = async (now: Instant) => accrueDue(database, now);

describe("projects that are behind", () => {
  test("PRC-05 go on in one transaction, by as many steps as it may take, and end as if taken day by day", async () => {
    const [inThrees, at1] = [1_000_000_001n, 1_000_000_002n];
    await behind(inThrees);
    expect(await accrueDue(database, NOW, 3)).toBe(1);
    expect(await daysOf(inThrees)).toEqual(days(1, 3));
    expect(await due(NOW)).toBe(1);
    expect(await daysOf(inThrees)).toEqual(days(1, 10));
    expect(await due(NOW)).toBe(0);

    await behind(at1);
    for (let day = 1; day <= 10; day += 1) expect(await accrueDue(database, NOW, 1)).toBe(1);
    const sums = await database.query<{ day: string; same: boolean }>(
      `select day, count(distinct amount_minor) = 1 and count(*) = 2 as same from charge
        where project_id = any($1::bigint[]) group by day order by day`,
      [`{${inThrees},${at1}}`],
    );
    expect(sums).toEqual(days(1, 10).map((day) => ({ day, same: true })));
  });

  test("reliability 20 what is charged of a project stays when a later day of it cannot be charged", async () => {
    const projectId = 1_000_000_003n;
    const time = at("2026-10-05T12:00:00+03:00");
    await behind(projectId, [{ id: "beyond", projectId, resource: 2, sku: "requests", at: time, quantity: "1e25" }]);
    await accrueAll(database, NOW);
    expect(await daysOf(projectId)).toEqual(days(1, 4));
    expect(await selectFailures(database, 10)).toMatchObject([{ projectId, day: "2026-10-05" }]);
  });
});
