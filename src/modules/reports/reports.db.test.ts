import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { Play } from "../../../test/support/play.ts";
import { makeWorld, resourceUuid } from "../../../test/support/world.ts";
import type { ProjectId } from "../../core/ids.ts";
import { DAY, HOUR, type Instant, type LocalDate, addDays, at, localDate, plus } from "../../core/time.ts";
import { explainCharge } from "./explain.ts";
import { INTERVALS, type Interval, expenses, movements, periodsOf } from "./reports.ts";

const { database } = await testDatabase();
const play = new Play(database, 1_500_000_000n);
const [FROM, TO] = [localDate("2026-09-28"), localDate("2026-11-10")];
const NOW = at("2026-11-10T15:37:00+03:00");
let moscow: ProjectId;
let second: ProjectId;
let almaty: ProjectId;

beforeAll(async () => {
  await makeWorld(database);
  moscow = await play.project();
  second = await play.project();
  almaty = await play.project("kazakhstan");
  for (const [projectId, currency] of [
    [moscow, "RUB"],
    [second, "RUB"],
    [almaty, "KZT"],
  ] as const) {
    await play.pay(projectId, 5_000, at("2026-09-28T09:00:00Z"), { currency });
    await play.pay(projectId, 700, at("2026-10-31T20:30:00Z"), { currency, source: "other" });
  }
  const days = Array.from({ length: 40 }, (_, day) => plus(at("2026-09-29T10:00:00Z"), day * DAY));
  const events = [moscow, second, almaty].flatMap((projectId, index) => [
    play.event(projectId, "cpu", at("2026-09-29T00:00:00Z"), index + 1),
    play.event(projectId, "licence", at("2026-10-05T06:00:00Z"), 1, 2),
    ...days.map((when, day) =>
      play.event(projectId, day % 2 === 0 ? "traffic" : "requests", when, 3 + day, (day % 5) + 3),
    ),
  ]);
  await play.run(events, NOW);
});

const page = (
  projectIds: readonly ProjectId[],
  interval: Interval,
  options: { kind?: "all" | "debit" | "credit"; limit?: number; from?: LocalDate; to?: LocalDate; now?: Instant } = {},
) =>
  movements(
    database,
    { projectIds, from: options.from ?? FROM, to: options.to ?? TO, interval },
    options.kind ?? "all",
    null,
    options.limit ?? 500,
    options.now ?? NOW,
  );

const sum = (minors: readonly bigint[]) => minors.reduce((total, one) => total + one, 0n);

describe("movements", () => {
  test("BAL-05 pages are complete and stable: put together they are the whole list, whatever their size and interval", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom<Interval>(...INTERVALS),
        fc.constantFrom("all", "debit", "credit"),
        async (limit, interval, kind) => {
          const filter = { projectIds: [moscow, second], from: FROM, to: TO, interval };
          const whole = await movements(database, filter, kind, null, 10_000, NOW);
          expect(whole.next).toBeNull();
          const rows: (typeof whole.rows)[number][] = [];
          let after: { period: string; key: string } | null = null;
          do {
            const one: typeof whole = await movements(database, filter, kind, after, limit, NOW);
            expect(one.totals).toEqual(whole.totals);
            rows.push(...one.rows);
            after = one.next;
          } while (after !== null);
          expect(rows).toEqual(whole.rows);
        },
      ),
      { numRuns: 15, seed: 505 },
    );
  });

  test("BAL-05 PRC-05 days, weeks, months and years of any range add up to the same money", async () => {
    const offset = fc.integer({ min: 0, max: 43 });
    await fc.assert(
      fc.asyncProperty(
        offset,
        offset,
        fc.constantFrom<"moscow" | "almaty">("moscow", "almaty"),
        async (one, other, where) => {
          const projectIds = where === "moscow" ? [moscow, second] : [almaty];
          const range = { from: addDays(FROM, Math.min(one, other)), to: addDays(FROM, Math.max(one, other)) };
          const told = [];
          for (const interval of INTERVALS) {
            const { rows, totals } = await page(projectIds, interval, { ...range, limit: 10_000 });
            const spent = await expenses(database, { projectIds, ...range, interval }, NOW);
            expect(sum(rows.map((row) => row.amountMinor))).toBe(totals.debitMinor + totals.creditMinor);
            expect(spent.total).toBe(-sum(rows.filter((row) => row.skuCode !== null).map((row) => row.amountMinor)));
            expect(sum(spent.services.flatMap(({ amounts }) => amounts))).toBe(spent.total);
            expect(spent.services.every(({ amounts }) => amounts.length === spent.periods.length)).toBe(true);
            expect(spent.periods).toEqual(periodsOf(range.from, range.to, interval));
            told.push(JSON.stringify(totals, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value)));
          }
          expect(new Set(told).size).toBe(1);
        },
      ),
      { numRuns: 15, seed: 506 },
    );
  });

  test("BAL-05 PRC-05 the debits of closed days are what the ledger debited, split by who paid", async () => {
    const yesterday = addDays(TO, -1);
    for (const projectId of [moscow, second, almaty]) {
      const { rows } = await page([projectId], "day", { to: yesterday, limit: 10_000 });
      const charges = rows.filter((row) => row.kind === "charge" || row.kind === "correction");
      expect(-sum(charges.map((row) => row.amountMinor))).toBe(await play.debited(projectId));
      for (const row of charges)
        expect(row.transferMinor + row.otherMinor + row.bonusMinor + row.creditMinor + row.openMinor).toBe(
          row.amountMinor,
        );
    }
  });

  test("BAL-05 REG-07 a payment in the first half hour of November in Almaty is October's in Moscow", async () => {
    const paid = async (projectId: ProjectId) => {
      const { rows } = await page([projectId], "month", { kind: "credit" });
      return rows.map((row) => [row.period, row.amountMinor]);
    };
    expect(await paid(moscow)).toEqual([
      ["2026-10-01", 700_00n],
      ["2026-09-01", 5_000_00n],
    ]);
    expect(await paid(almaty)).toEqual([
      ["2026-11-01", 700_00n],
      ["2026-09-01", 5_000_00n],
    ]);
  });

  test("BAL-05 REG-07 the day on which Almaty changed its zone has 25 hours", async () => {
    const projectId = await play.project("kazakhstan");
    await play.pay(projectId, 1000, at("2024-02-28T00:00:00Z"), { currency: "KZT" });
    await play.run(
      [
        play.event(projectId, "cpu", "2024-02-29T00:00:00+06:00", 1),
        play.event(projectId, "cpu", "2024-03-02T00:00:00+05:00", 0),
      ],
      at("2024-03-03T00:00:00+05:00"),
    );
    const { rows } = await page([projectId], "day", {
      kind: "debit",
      from: localDate("2024-02-29"),
      to: localDate("2024-03-02"),
      now: at("2024-03-03T00:00:00+05:00"),
    });
    expect(rows.map((row) => [row.period, row.amountMinor])).toEqual([
      ["2024-03-01", -29_63n],
      ["2024-02-29", -30_87n],
    ]);
  });

  test("BAL-05 weeks begin on Monday, and the first and last period are cut to the range", () => {
    expect(periodsOf(localDate("2026-09-30"), localDate("2026-10-13"), "week")).toEqual([
      { from: "2026-09-30", to: "2026-10-04" },
      { from: "2026-10-05", to: "2026-10-11" },
      { from: "2026-10-12", to: "2026-10-13" },
    ]);
    expect(periodsOf(localDate("2025-12-30"), localDate("2026-01-02"), "year")).toEqual([
      { from: "2025-12-30", to: "2025-12-31" },
      { from: "2026-01-01", to: "2026-01-02" },
    ]);
  });

  test("BAL-01 BAL-05 the present day is in it to the minute, before anything of it is posted", async () => {
    const amount = async (now: Instant) => {
      const { rows } = await page([moscow], "day", { from: TO, to: TO, kind: "debit", now });
      return rows.find((row) => row.skuCode === "cpu")?.amountMinor;
    };
    expect(await amount(NOW)).toBe(-19_28n);
    expect(await amount(plus(NOW, HOUR))).toBe(-20_52n);
  });
});

describe("expenses", () => {
  test("BAL-05 the time before has as many days, its open part included", async () => {
    const projectIds = [moscow, second];
    const before = await expenses(database, { projectIds, from: addDays(TO, -6), to: TO, interval: "day" }, NOW);
    const after = await expenses(
      database,
      { projectIds, from: addDays(TO, 1), to: addDays(TO, 7), interval: "day" },
      NOW,
    );
    expect(after.previousTotal).toBe(before.total);
    expect(after.total).toBe(0n);
  });
});

describe("explain", () => {
  test("PRC-02 PRC-04 PRC-05 a charge's grains, price and events are named, and add up", async () => {
    const reference = {
      projectId: moscow,
      skuCode: "cpu",
      resource: resourceUuid(1),
      from: localDate("2026-10-01"),
      to: localDate("2026-10-03"),
    };
    const told = await explainCharge(database, reference, NOW);
    // 24 × 1.2345 = 29.628
    expect(told.grains.map((grain) => [grain["day"], grain["exactCost"], grain["amount"]])).toEqual([
      ["2026-10-01", "29.628", "29.63"],
      ["2026-10-02", "29.628", "29.63"],
      ["2026-10-03", "29.628", "29.63"],
    ]);
    expect(told.charge.amount).toBe("88.89");
    expect(told.prices).toMatchObject([{ priceList: "moscow", unitPrice: "1.2345", model: "flat" }]);
    expect(told.events).toMatchObject([{ quantity: "1", at: "2026-09-29T00:00:00.000Z", replaced: false }]);
  });

  test("PRC-04 nothing to explain is refused, whether the SKU, the resource or the days are not there", async () => {
    const base = {
      projectId: moscow,
      skuCode: "cpu",
      resource: resourceUuid(1),
      from: localDate("2026-10-01"),
      to: localDate("2026-10-03"),
    };
    for (const wrong of [
      { skuCode: "no such" },
      { resource: resourceUuid(99) },
      { resource: "no such" },
      { projectId: 9_999_999_999n },
      { from: localDate("2020-01-01"), to: localDate("2020-01-02") },
    ]) {
      await expect(explainCharge(database, { ...base, ...wrong }, NOW)).rejects.toThrow(/nothing_to_explain/);
    }
  });
});
