import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { decimal } from "../../src/core/decimal.ts";
import type { ProjectId } from "../../src/core/ids.ts";
import {
  DAY,
  HOUR,
  type Instant,
  MINUTE,
  addDays,
  at,
  dateOf,
  dayPeriod,
  localDate,
  monthOf,
  plus,
} from "../../src/core/time.ts";
import { expireBonuses, grantBonus } from "../../src/modules/balance/index.ts";
import { type NewPrice, assignPriceScope, putPriceList, putPrices, skuIndex } from "../../src/modules/catalog/index.ts";
import { accrueAll, accrueDue, rateAll, reprice } from "../../src/modules/usage/index.ts";
import { violationsIn } from "../../src/platform/invariants.ts";
import { chargeMinor } from "../support/exact.ts";
import { testDatabase } from "../support/database.ts";
import { Play } from "../support/play.ts";
import { makeWorld, storeEvents } from "../support/world.ts";

const { database } = await testDatabase({ connections: 8 });
const play = new Play(database);
const MOSCOW = "Europe/Moscow";
const T = (text: string) => at(`2026-10-${text}:00+03:00`);
const ALWAYS = at("2020-01-01T00:00:00Z");

beforeAll(() => makeWorld(database));

let lists = 0;
const violationsOf = (only: RegExp) => database.snapshot((tx) => violationsIn(tx, T("31T00:00"), { only }));
const flat = (skuCode: string, startsAt: Instant, unitPrice: string): NewPrice => ({
  skuCode,
  startsAt,
  model: "flat",
  unitPrice: decimal(unitPrice),
  tiers: null,
  committedQuantity: null,
});

/** A project with a list of its own before the region's. */
async function ownPrices(prices: readonly NewPrice[]): Promise<{ project: ProjectId; list: string }> {
  const project = await play.project();
  const list = `own${lists++}`;
  await database.transaction(async (tx) => {
    await putPriceList(tx, { priceListCode: list, regionCode: "moscow", currency: "RUB", kind: "contract" });
    await putPrices(tx, list, prices);
    await assignPriceScope(tx, project, [list, "moscow"], ALWAYS);
  });
  await play.pay(project, 1_000_000, T("01T00:00"));
  return { project, list };
}

test("PRC-02 a price that begins within a minute holds from the minute's start, and the books are coherent", async () => {
  const { project } = await ownPrices([flat("cpu", plus(T("02T10:00"), 30_000), "1.20")]);
  expect(await violationsOf(/^11-/)).toEqual([]);
  const [price] = await database.query(
    `select e.starts_at from effective_price e join project_price_scope s using (scope_id)
      where s.project_id = $1 and e.unit_price = 1.2`,
    [project],
  );
  expect(price).toEqual({ starts_at: T("02T10:00") });
});

async function changePrice(project: ProjectId, list: string, price: NewPrice, now: Instant): Promise<void> {
  await database.transaction(async (tx) => {
    const change = await putPrices(tx, list, [price]);
    if (change.earliest !== null)
      await reprice(tx, { skuIds: change.skuIds, projectIds: [project], from: change.earliest }, now);
  });
  await play.run([], now);
}

const amounts = async (project: ProjectId) => (await play.charges(project)).map((row) => row.amount_minor);

describe("PRC-02 prices that change", () => {
  test("PRC-02 at any minute of a day, known before or after: gauges are cut there, quantities by their own minute", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1440 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.boolean(),
        async (minute, eventMinute, late) => {
          const changeAt = plus(T("02T00:00"), minute * MINUTE);
          const before = [flat("cpu", ALWAYS, "1.2345"), flat("requests", ALWAYS, "0.00037")];
          const after = [flat("cpu", changeAt, "2.3456"), flat("requests", changeAt, "0.00091")];
          const { project, list } = await ownPrices(before);
          if (!late) await database.transaction((tx) => putPrices(tx, list, after));
          await play.run(
            [
              play.event(project, "cpu", T("02T00:00"), 7),
              play.event(project, "requests", plus(T("02T00:00"), eventMinute * MINUTE + 59_999), 12_345),
            ],
            T("03T00:00"),
          );
          await play.run([play.event(project, "cpu", T("03T00:00"), 0)], T("03T01:00"));
          if (late)
            for (const [index, price] of after.entries())
              await changePrice(project, list, price, plus(T("04T00:00"), index * HOUR));
          const cpu = decimal((7n * (BigInt(minute) * 12_345n + BigInt(1440 - minute) * 23_456n)).toString());
          const requests = decimal((12_345n * (eventMinute < minute ? 37n : 91n)).toString());
          expect(await amounts(project)).toEqual([
            chargeMinor({ ...cpu, scale: cpu.scale + 4 }, 60n) +
              chargeMinor({ ...requests, scale: requests.scale + 5 }, 1n),
          ]);
        },
      ),
      { numRuns: 14, interruptAfterTimeLimit: 30_000 },
    );
  });

  test("PRC-02 nothing charged changes without a visible correction", async () => {
    const { project, list } = await ownPrices([flat("cpu", ALWAYS, "60")]);
    await play.run(
      [play.event(project, "cpu", T("02T00:00"), 1), play.event(project, "cpu", T("02T10:00"), 0)],
      T("03T00:00"),
    );
    expect(await amounts(project)).toEqual([60_000n]);
    await changePrice(project, list, flat("cpu", T("02T05:00"), "30"), T("05T00:00"));
    expect(await amounts(project)).toEqual([45_000n]);
    const entries = await database.query(
      "select kind, reference from journal_entry where project_id = $1 and kind in ('charge', 'correction') order by entry_id",
      [project],
    );
    expect(entries).toEqual([
      { kind: "charge", reference: "accrual:2026-10-02" },
      { kind: "correction", reference: "accrual:2026-10-02" },
    ]);
    expect((await play.funds(project)).paymentMinor).toBe(100_000_000n - 45_000n);
  });

  test("PRC-02 a contract's prices take over to the minute and give way to the list again", async () => {
    const { project } = await ownPrices([flat("cpu", ALWAYS, "60")]);
    await play.run([play.event(project, "cpu", T("02T00:00"), 1)], T("02T12:00"));
    const from = T("02T06:30");
    await database.transaction(async (tx) => {
      await assignPriceScope(tx, project, ["moscow"], from);
      await reprice(tx, { skuIds: null, projectIds: [project], from }, T("02T12:00"));
    });
    await play.run([play.event(project, "cpu", T("03T00:00"), 0)], T("03T00:01"));
    expect(await amounts(project)).toEqual([39_000n + chargeMinor(decimal((1050n * 12_345n).toString()), 600_000n)]);
  });

  test("PRC-04 accepted usage without a price raises an alarm and is charged when the price appears", async () => {
    const project = await play.project();
    await play.pay(project, 1000, T("01T00:00"));
    const alarms = () => database.query("select day from unpriced_usage where project_id = $1 order by day", [project]);
    await play.run(
      [play.event(project, "reserved", T("02T12:00"), 1), play.event(project, "reserved", T("04T12:00"), 0)],
      T("06T00:00"),
    );
    expect(await amounts(project)).toEqual([]);
    expect((await alarms()).map((row) => row["day"])).toEqual(["2026-10-02", "2026-10-03", "2026-10-04"]);
    await database.transaction(async (tx) => {
      await putPriceList(tx, { priceListCode: "late", regionCode: "moscow", currency: "RUB", kind: "contract" });
      await putPrices(tx, "late", [flat("reserved", T("03T00:00"), "6")]);
      await assignPriceScope(tx, project, ["late", "moscow"], T("03T00:00"));
      await reprice(
        tx,
        { skuIds: [(await skuIndex(tx)).skus.get("reserved")?.skuId ?? 0], projectIds: [project], from: T("03T00:00") },
        T("06T00:00"),
      );
    });
    await play.run([], T("06T00:01"));
    expect(await play.charges(project)).toMatchObject([
      { day: "2026-10-03", amount_minor: 14_400n },
      { day: "2026-10-04", amount_minor: 7_200n },
    ]);
    expect((await alarms()).map((row) => row["day"])).toEqual(["2026-10-02"]);
  });
});

describe("PRC-03 volume prices, under which a day or a resource may cost less than nothing", () => {
  // 0.5 each, 0.3 each from 100 on: the 100th makes all before it cheaper.
  test("PRC-03 PRC-05 one resource crosses the bound on another's strength, both charged at once", async () => {
    const project = await play.project();
    await play.pay(project, 100, T("01T00:00"));
    await play.run(
      [play.event(project, "mail", T("02T12:00"), 84, 1), play.event(project, "mail", T("02T12:00"), 33, 2)],
      T("03T00:00"),
    );
    const grains = await database.query("select amount_minor from charge where project_id = $1 order by resource_id", [
      project,
    ]);
    expect(grains.map((row) => row["amount_minor"])).toEqual([4_200n, -690n]);
    expect((await play.funds(project)).paymentMinor).toBe(10_000n - 3_510n);
  });

  test("PRC-04 the days on whose strength a day cost less than nothing are taken back, day by day or all at once", async () => {
    const project = await play.project();
    await play.pay(project, 46, T("01T00:00"));
    const first = play.event(project, "mail", T("02T12:00"), 90);
    await play.run([first], T("03T00:00"));
    await play.run([play.event(project, "mail", T("03T12:00"), 20)], T("04T00:00"));
    expect(await amounts(project)).toEqual([4_500n, -1_200n]);
    await play.run([{ ...play.event(project, "mail", T("02T12:00"), 0), supersedes: first.id }], T("04T00:01"));
    expect(await amounts(project)).toEqual([0n, 1_000n]);
    expect((await play.funds(project)).paymentMinor).toBe(4_600n - 1_000n);
    expect(await play.told(project)).toEqual([]);
  });
});

describe("BAL-02 bonuses that expire", () => {
  const grant = (project: ProjectId, amountMinor: bigint, expiresAt: Instant, key = "b") =>
    database.transaction((tx) =>
      grantBonus(tx, {
        projectId: project,
        bonusGroup: "compute",
        amountMinor,
        at: T("01T00:00"),
        expiresAt,
        idempotencyKey: key,
      }),
    );
  const bonus = async (project: ProjectId) => (await play.funds(project)).bonusMinor;

  test("BAL-02 BAL-03 a bonus of a project that never used anything, or sleeps, expires all the same", async () => {
    const [untouched, asleep] = [await play.project(), await play.project()];
    await grant(untouched, 5_000n, plus(T("05T12:00"), 34_567));
    await grant(asleep, 500_000n, T("07T12:00"));
    await play.run(
      [play.event(asleep, "cpu", T("02T00:00"), 60), play.event(asleep, "cpu", T("02T01:00"), 0)],
      T("04T00:00"),
    );
    expect([await bonus(untouched), await bonus(asleep)]).toEqual([5_000n, 492_593n]);
    await play.run([], T("05T12:01"));
    expect([await bonus(untouched), await bonus(asleep)]).toEqual([0n, 492_593n]);
    await play.run([], T("20T00:00"));
    expect(await bonus(asleep)).toBe(0n);
    expect((await play.funds(asleep)).paymentMinor).toBe(0n);
  });

  test("BAL-04 of two bonuses the sooner to expire is spent first", async () => {
    const project = await play.project();
    await play.pay(project, 1000, T("01T00:00"));
    await grant(project, 10_000n, T("20T00:00"), "late");
    await grant(project, 5_000n, T("03T00:00"), "soon");
    // 74.07 an hour: one hour leaves 75.93 of the late one.
    await play.run(
      [play.event(project, "cpu", T("02T00:00"), 60), play.event(project, "cpu", T("02T01:00"), 0)],
      T("03T00:01"),
    );
    expect(await play.funds(project)).toMatchObject({ bonusMinor: 15_000n - 7_407n, paymentMinor: 100_000n });
  });

  test("BAL-02 reliability 33: spent and expired at once from many sides, no bonus goes below zero or pays late", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 119 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 0, max: 59_999 }),
        async (minute, amount, rest) => {
          const project = await play.project();
          await play.pay(project, 1000, T("01T00:00"));
          await grant(project, BigInt(amount), plus(T("02T00:00"), minute * MINUTE + rest));
          const now = T("02T03:00");
          await storeEvents(
            database,
            [play.event(project, "cpu", T("02T00:00"), 60), play.event(project, "cpu", T("02T02:00"), 0)],
            now,
          );
          await rateAll(database, now);
          await Promise.all([
            accrueDue(database, now),
            database.transaction((tx) => expireBonuses(tx, [project], at("2026-10-01T00:00:00+03:00"))),
            accrueDue(database, now),
            accrueDue(database, now),
          ]);
          await play.run([], T("03T00:00"));
          const byBonus = chargeMinor(decimal((BigInt(minute) * 12_345n * 60n).toString()), 600_000n);
          const paid = byBonus < BigInt(amount) ? byBonus : BigInt(amount);
          expect(await play.charges(project)).toMatchObject([
            { amount_minor: 14_814n, bonus_minor: paid, transfer_minor: 14_814n - paid },
          ]);
          expect(await bonus(project)).toBe(0n);
        },
      ),
      { numRuns: 12, interruptAfterTimeLimit: 30_000 },
    );
  });
});

test("PAY-08 money is spent first in, first out by source, whatever the order and size of charges", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ sum: fc.integer({ min: 1, max: 5_000 }), transfer: fc.boolean() }), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 5 }),
      async (payments, uses) => {
        const project = await play.project();
        for (const [index, { sum, transfer }] of payments.entries()) {
          await play.pay(project, sum / 100, plus(T("01T00:00"), index * MINUTE), {
            source: transfer ? "transfer" : "other",
            key: `p${index}`,
          });
        }
        for (const [index, quantity] of uses.entries()) {
          const when = plus(T("02T12:00"), index * DAY);
          await play.run(
            [play.event(project, "requests", when, quantity)],
            dayPeriod(addDays(dateOf(when, MOSCOW), 1), MOSCOW).start,
          );
        }
        const queue = payments.map(({ sum, transfer }) => ({
          left: BigInt(sum),
          source: transfer ? "transfer_minor" : "other_minor",
        }));
        const expected = uses.map((quantity) => {
          let due = chargeMinor(decimal((BigInt(quantity) * 37n).toString()), 100_000n);
          const row = { transfer_minor: 0n, other_minor: 0n, credit_minor: 0n };
          for (const lot of queue) {
            const part = lot.left < due ? lot.left : due;
            lot.left -= part;
            due -= part;
            row[lot.source as "transfer_minor" | "other_minor"] += part;
          }
          row.credit_minor = due;
          return row;
        });
        expect(await play.charges(project)).toMatchObject(expected);
        await play.pay(project, 10_000, T("20T00:00"));
        await accrueAll(database, T("20T00:01"));
        const covered = await database.query<{ minor: bigint }>(
          "select coalesce(sum(amount_minor), 0)::bigint as minor from charge_cover where project_id = $1 and funding_source = 'transfer'",
          [project],
        );
        expect(covered[0]?.minor).toBe(expected.reduce((sum, row) => sum + row.credit_minor, 0n));
      },
    ),
    { numRuns: 15, interruptAfterTimeLimit: 30_000 },
  );
});

describe("REG-07 days and months of the region", () => {
  test("REG-07 reliability 16: 29 February 2024 in Almaty has 25 hours, each charged once", async () => {
    const project = await play.project("kazakhstan");
    await play.pay(project, 10_000, at("2024-02-01T00:00:00Z"), { currency: "KZT" });
    const day = dayPeriod(localDate("2024-02-29"), "Asia/Almaty");
    expect(day.end - day.start).toBe(25 * HOUR);
    await play.run([play.event(project, "cpu", plus(day.start, -DAY), 60)], at("2024-03-03T00:00:00Z"));
    await play.run([play.event(project, "cpu", plus(day.end, DAY), 0)], at("2024-03-03T00:01:00Z"));
    const hour = 7_407n; // 60 × 1.2345 an hour
    expect((await play.charges(project)).slice(0, 3)).toMatchObject([
      { day: "2024-02-28", amount_minor: hour * 24n },
      { day: "2024-02-29", amount_minor: hour * 25n },
      { day: "2024-03-01", amount_minor: hour * 24n },
    ]);
  });

  test.each([
    ["moscow", "2026-09-30T20:59:59.999Z", "2026-09-30"],
    ["moscow", "2026-09-30T21:00:00Z", "2026-10-01"],
    ["kazakhstan", "2026-09-30T18:59:59.999Z", "2026-09-30"],
    ["kazakhstan", "2026-09-30T19:00:00Z", "2026-10-01"],
    ["moscow", "2028-02-29T20:59:59.999Z", "2028-02-29"],
    ["moscow", "2027-12-31T21:00:00Z", "2028-01-01"],
    ["kazakhstan", "2024-02-29T17:59:59.999Z", "2024-02-29"],
    ["kazakhstan", "2024-02-29T18:30:00Z", "2024-02-29"],
    ["kazakhstan", "2024-02-29T19:00:00Z", "2024-03-01"],
  ])("REG-07 in %s %s belongs to %s and is booked in its month", async (region, when, day) => {
    const project = await play.project(region);
    const currency = region === "moscow" ? "RUB" : "KZT";
    await play.pay(project, 100, plus(at(when), -DAY), { currency });
    await play.run([play.event(project, "requests", when, 10_000)], plus(at(when), 2 * DAY));
    const rows = await database.query(
      "select day, to_char(booking_month, 'YYYY-MM') as month from charge where project_id = $1",
      [project],
    );
    expect(rows).toEqual([{ day, month: monthOf(localDate(day)) }]);
  });
});
