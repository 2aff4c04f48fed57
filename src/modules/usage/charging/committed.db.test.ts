import { beforeAll, describe, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { Play } from "../../../../test/support/play.ts";
import { makeWorld } from "../../../../test/support/world.ts";
import { decimal } from "../../../core/decimal.ts";
import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, at } from "../../../core/time.ts";
import { assignPriceScope, putPriceList, putPrices } from "../../catalog/index.ts";
import { reprice } from "../rating/index.ts";
import { wakeCommitted } from "./wake-committed.ts";

const { database } = await testDatabase();
const play = new Play(database);
const LIST = "commitment";
const T = (text: string) => at(`2026-${text}:00+03:00`);
const terms = (quantity: string) =>
  ({ model: "committed", unitPrice: decimal("0.5"), tiers: null, committedQuantity: decimal(quantity) }) as const;

beforeAll(async () => {
  await makeWorld(database);
  await database.transaction(async (tx) => {
    await putPriceList(tx, { priceListCode: LIST, regionCode: "moscow", currency: "RUB", kind: "contract" });
    await putPrices(tx, LIST, [
      { skuCode: "reserved", startsAt: T("01-01T00:00"), endsAt: T("12-01T00:00"), ...terms("30") },
    ]);
  });
});

const commit = (project: ProjectId, from: Instant) =>
  database.transaction((tx) => assignPriceScope(tx, project, [LIST, "moscow"], from));
const run = async (now: Instant) => {
  await wakeCommitted(database, now);
  await play.run([], now);
};
const charges = async (project: ProjectId) =>
  (await play.charges(project)).map(({ day, amount_minor }) => [day, amount_minor]);

describe("PRC-03 a minimum commitment", () => {
  test("PRC-03 is charged at each month's end, also to who never used anything, from the month in which it began", async () => {
    const project = await play.project();
    await play.pay(project, 100, T("09-02T00:00"));
    await commit(project, T("09-15T12:00"));
    await run(T("09-16T00:00"));
    await run(T("09-30T23:59"));
    expect(await charges(project)).toEqual([]);
    await run(T("10-01T00:00"));
    expect(await charges(project)).toEqual([["2026-09-30", 15_00n]]);
    // Nobody worked for two months: nothing is lost, and after its end nothing is owed.
    await run(T("12-20T12:00"));
    expect(await charges(project)).toEqual([
      ["2026-09-30", 15_00n],
      ["2026-10-31", 15_00n],
      ["2026-11-30", 15_00n],
    ]);
    await run(T("12-31T23:59"));
    expect(await charges(project)).toHaveLength(3);
    const asleep = await database.query("select from project_accrual where project_id = $1 and due_at = 'infinity'", [
      project,
    ]);
    expect(asleep).toHaveLength(1);
  });

  test("PRC-03 FRZ-01 freezes who has nothing to pay it with, in the month's last minute", async () => {
    const project = await play.project();
    await commit(project, T("10-05T00:00"));
    await run(T("11-01T00:00"));
    expect((await play.funds(project)).frozenAt).toBe(T("11-01T00:00"));
  });

  test("PRC-03 wakes who slept when it began, and what is used counts towards it", async () => {
    const project = await play.project();
    await play.pay(project, 1_000, T("09-02T00:00"));
    await play.run(
      [play.event(project, "disk", T("10-10T00:00"), 1), play.event(project, "disk", T("10-10T01:00"), 0)],
      T("10-12T00:00"),
    );
    await commit(project, T("10-20T00:00"));
    await run(T("10-21T00:00"));
    // Ten hours of the thirty.
    const used = [
      play.event(project, "reserved", T("10-25T00:00"), 10),
      play.event(project, "reserved", T("10-25T01:00"), 0),
    ];
    await play.run(used, T("10-26T00:00"));
    await run(T("11-01T00:00"));
    expect((await charges(project)).slice(-2)).toEqual([
      ["2026-10-25", 5_00n],
      ["2026-10-31", 10_00n],
    ]);
  });

  test("REG-08 PRC-03 is not charged to who is conserved or deleted", async () => {
    for (const status of ["conserved", "deleted"]) {
      const project = await play.project();
      await commit(project, T("09-05T00:00"));
      await database.query("update project set status = $2, status_since = $3 where project_id = $1", [
        project,
        status,
        "2026-09-06T00:00:00Z",
      ]);
      await run(T("11-01T00:00"));
      expect(await charges(project)).toEqual([]);
    }
  });

  test("PRC-02 PRC-03 known late, or taken back, it is a visible correction, also of who used nothing of it", async () => {
    const project = await play.project();
    await play.pay(project, 1_000, T("09-02T00:00"));
    await play.run([play.event(project, "cpu", T("09-05T00:00"), 1)], T("11-10T00:00"));
    const before = await play.debited(project);
    const { earliest } = await commit(project, T("09-10T00:00"));
    await database.transaction((tx) =>
      reprice(tx, { skuIds: null, projectIds: [project], from: earliest as Instant }, T("11-10T00:00")),
    );
    await run(T("11-10T00:00"));
    expect((await play.debited(project)) - before).toBe(30_00n);
    const back = await database.transaction((tx) => assignPriceScope(tx, project, ["moscow"], T("10-15T00:00")));
    await database.transaction((tx) =>
      reprice(tx, { skuIds: null, projectIds: [project], from: back.earliest as Instant }, T("11-11T00:00")),
    );
    await run(T("11-11T00:00"));
    await play.run([play.event(project, "cpu", T("11-11T00:00"), 0)], T("11-11T00:01"));
    expect((await play.charges(project)).filter(({ day }) => day === "2026-10-31")[0]?.amount_minor).toBe(29_63n);
  });
});
