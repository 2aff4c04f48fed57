import { buffer } from "node:stream/consumers";

import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { Play } from "../../../test/support/play.ts";
import { makeWorld } from "../../../test/support/world.ts";
import type { ProjectId } from "../../core/ids.ts";
import { formatMinor, parseMinor } from "../../core/money.ts";
import { DAY, type LocalDate, addDays, at, dayPeriod, formatInstant, localDate, plus } from "../../core/time.ts";
import { SHEET_FORMATS } from "../../platform/sheet/index.ts";
import { grantBonus } from "../balance/index.ts";
import { balanceViews } from "./balance-view.ts";
import { movementSheet } from "./export-movements.ts";
import { INTERVALS, type Interval, type MovementRow, type MovementTotals, movements } from "./reports.ts";

const { database } = await testDatabase();
await makeWorld(database);
const play = new Play(database, 1_600_000_000n);
const FIRST = localDate("2026-09-10");
const DAYS = 60;
const LAST = addDays(FIRST, DAYS - 1);
const NOW = plus(dayPeriod(LAST, "Europe/Moscow").start, DAY / 2 + 17 * 60_000);
const noon = (day: number) => plus(dayPeriod(addDays(FIRST, day), "Europe/Moscow").start, DAY / 2);

/** One day's use, payment or bonus of a random world. */
const happening = fc.oneof(
  fc.record({ what: fc.constant("mail" as const), day: fc.nat(DAYS - 2), amount: fc.integer({ min: 1, max: 90 }) }),
  fc.record({
    what: fc.constant("requests" as const),
    day: fc.nat(DAYS - 2),
    amount: fc.integer({ min: 1, max: 9e5 }),
  }),
  fc.record({ what: fc.constant("cpu" as const), day: fc.nat(DAYS - 2), amount: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ what: fc.constant("pay" as const), day: fc.nat(DAYS - 2), amount: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ what: fc.constant("card" as const), day: fc.nat(DAYS - 2), amount: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ what: fc.constant("bonus" as const), day: fc.nat(DAYS - 25), amount: fc.integer({ min: 1, max: 90 }) }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/**
 * Plays a world: some usage of September comes when it is closed. A lock is for ever, so of all the worlds of the test the
 * first alone lives through an open September.
 */
async function playWorld(story: readonly Happening[], late: readonly Happening[]): Promise<ProjectId> {
  const projectId = await play.project();
  await play.run([play.event(projectId, "cpu", noon(0), 1)], noon(0));
  const used = (list: readonly Happening[]) =>
    list.flatMap(({ what, day, amount }) =>
      what === "mail" || what === "requests" || what === "cpu" ? [play.event(projectId, what, noon(day), amount)] : [],
    );
  await play.run(used(story), noon(0));
  for (const [index, { what, day, amount }] of [...story].sort((a, b) => a.day - b.day).entries()) {
    await play.run([], noon(day));
    if (what === "pay" || what === "card") {
      await play.pay(projectId, amount, noon(day), { source: what === "pay" ? "transfer" : "other", key: `p${index}` });
    } else if (what === "bonus") {
      await database.transaction((tx) =>
        grantBonus(tx, {
          projectId,
          bonusGroup: index % 2 === 0 ? "compute" : "platform",
          amountMinor: BigInt(amount) * 100n,
          at: noon(day),
          expiresAt: plus(noon(day), 9 * DAY),
          idempotencyKey: `b${index}`,
        }),
      );
    }
  }
  await play.run([], noon(27));
  await database.query(
    "insert into period_lock (region_code, month, locked_at) values ('moscow', '2026-09-01', $1) on conflict do nothing",
    [formatInstant(noon(27))],
  );
  // What comes late is taken up to now in part, and in part still open when it is looked at.
  await play.run(used(late.slice(1)), noon(DAYS - 2));
  await play.run(used(late.slice(0, 1)), plus(NOW, -DAY / 4));
  return projectId;
}

const sum = (minors: readonly bigint[]) => minors.reduce((total, one) => total + one, 0n);
const moved = (totals: MovementTotals) => sum(totals.kinds.map((one) => one.amountMinor));

async function listed(
  projectIds: readonly ProjectId[],
  range: { readonly from: LocalDate; readonly to: LocalDate },
  interval: Interval,
  side: "all" | "debit" | "credit",
  limit: number,
): Promise<{ rows: MovementRow[]; totals: MovementTotals }> {
  const rows: MovementRow[] = [];
  let after: { period: string; key: string } | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof movements>> = await movements(
      database,
      { projectIds, ...range, interval },
      side,
      after,
      limit,
      NOW,
    );
    rows.push(...page.rows);
    after = page.next;
    if (after === null) return { rows, totals: page.totals };
  }
}

/** BAL-06: the file for accounting begins with the opening balance, carries it row by row, and ends with the closing one. */
async function checkFile(
  projectIds: readonly ProjectId[],
  range: { readonly from: LocalDate; readonly to: LocalDate },
  interval: Interval,
  totals: MovementTotals,
): Promise<void> {
  const order = { projectIds, ...range, interval, format: "csv", language: "ru" } as const;
  const bytes = await database.transaction(async (tx) =>
    buffer(SHEET_FORMATS.csv.write(await movementSheet(tx, order, NOW))),
  );
  const rows = parse(bytes, { bom: true, columns: true }) as Record<string, string>[];
  const [first, last] = [rows[0], rows.at(-1)];
  expect([first?.["kind"], first?.["balance"]]).toEqual(["opening", formatMinor(totals.openingMinor)]);
  expect([last?.["kind"], last?.["balance"]]).toEqual(["closing", formatMinor(totals.closingMinor)]);
  let balance = totals.openingMinor;
  for (const row of rows.slice(1, -1)) {
    balance += parseMinor(row["amount"] ?? "") ?? 0n;
    expect(row["balance"]).toBe(formatMinor(balance));
    const sources = ["bonus", "transfer", "other", "on_credit", "not_charged_yet"];
    expect(sum(sources.map((source) => parseMinor(row[source] ?? "") ?? 0n))).toBe(parseMinor(row["amount"] ?? ""));
  }
  expect(balance).toBe(totals.closingMinor);
}

/** What the rows come to by kind, those that moved nothing left out. */
function byKind(rows: readonly MovementRow[]): Record<string, bigint> {
  const kinds: Record<string, bigint> = {};
  for (const { kind, amountMinor } of rows) kinds[kind] = (kinds[kind] ?? 0n) + amountMinor;
  return kinds;
}

describe("totals by kind of movement", () => {
  test("BAL-05 BAL-06 for any world, step, filter, page and file they are the same, and opening + movements = closing", async () => {
    const world = fc.array(happening, { minLength: 8, maxLength: 30 });
    const lateUsage = fc.array(
      fc.record({
        what: fc.constantFrom("mail" as const, "requests" as const),
        day: fc.nat(19),
        amount: fc.integer({ min: 1, max: 120 }),
      }),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(world, lateUsage, fc.nat(DAYS - 1), fc.nat(DAYS - 1), async (story, late, one, other) => {
        const projectIds = [await playWorld(story, late)];
        const range = { from: addDays(FIRST, Math.min(one, other)), to: addDays(FIRST, Math.max(one, other)) };
        const told = await listed(projectIds, range, "day", "all", 10_000);
        const expected = Object.fromEntries(told.totals.kinds.map(({ kind, amountMinor }) => [kind, amountMinor]));
        for (const interval of INTERVALS) {
          const all = await listed(projectIds, range, interval, "all", 7);
          expect(all.totals).toEqual(told.totals);
          expect(byKind(all.rows)).toMatchObject(expected);
          const sides = [
            await listed(projectIds, range, interval, "debit", 500),
            await listed(projectIds, range, interval, "credit", 500),
          ];
          for (const side of sides) expect(side.totals).toEqual(told.totals);
          expect(sides.map(({ rows }) => sum(rows.map((row) => row.amountMinor)))).toEqual([
            told.totals.debitMinor,
            told.totals.creditMinor,
          ]);
          for (const row of all.rows) {
            const { transferMinor, otherMinor, bonusMinor, creditMinor, openMinor } = row;
            expect(transferMinor + otherMinor + bonusMinor + creditMinor + openMinor).toBe(row.amountMinor);
          }
        }
        const { totals } = told;
        for (const interval of INTERVALS) await checkFile(projectIds, range, interval, totals);
        expect(totals.openingMinor + moved(totals)).toBe(totals.closingMinor);
        const before = await listed(projectIds, { from: FIRST, to: addDays(range.from, -1) }, "year", "all", 500);
        const after = await listed(projectIds, { from: addDays(range.to, 1), to: LAST }, "week", "all", 500);
        expect([before.totals.openingMinor, before.totals.closingMinor]).toEqual([0n, totals.openingMinor]);
        expect(after.totals.openingMinor).toBe(totals.closingMinor);
        const [view] = [...(await balanceViews(database, projectIds, NOW)).values()];
        expect(after.totals.closingMinor).toBe((view?.paymentMinor ?? 0n) + (view?.bonusMinor ?? 0n));
      }),
      { numRuns: 6, seed: 511 },
    );
  }, 120_000);

  test("BAL-05 PRC-03 a cheaper tier for the whole month is a line of its own, by day as by month", async () => {
    const projectId = await play.project();
    await play.pay(projectId, 500, at("2026-10-01T06:00:00Z"));
    await play.run(
      [
        play.event(projectId, "mail", "2026-10-05T10:00:00+03:00", 90),
        play.event(projectId, "mail", "2026-10-06T10:00:00+03:00", 20),
      ],
      at("2026-10-08T00:00:00+03:00"),
    );
    const range = { from: localDate("2026-10-01"), to: localDate("2026-10-31") };
    for (const interval of INTERVALS) {
      const { rows } = await listed([projectId], range, interval, "debit", 100);
      // 90 × 0.5 = 45; 110 × 0.3 = 33: the second day gives 12 back.
      expect(byKind(rows)).toEqual({ charge: -45_00n, repricing: 12_00n });
      expect(rows.length).toBe(2);
    }
  });

  test("BAL-05 BAL-02 what is left of a bonus that expires is no spending", async () => {
    const projectId = await play.project();
    await database.transaction((tx) =>
      grantBonus(tx, {
        projectId,
        bonusGroup: "platform",
        amountMinor: 100_00n,
        at: at("2026-10-01T06:00:00Z"),
        expiresAt: at("2026-10-10T06:00:00Z"),
        idempotencyKey: "sign_up",
      }),
    );
    await play.run([], at("2026-10-12T00:00:00+03:00"));
    const range = { from: localDate("2026-10-01"), to: localDate("2026-10-31") };
    const { totals } = await listed([projectId], range, "month", "all", 100);
    expect(totals).toMatchObject({ debitMinor: 0n, creditMinor: 0n, openingMinor: 0n, closingMinor: 0n });
    expect(totals.kinds).toEqual([
      { kind: "bonus", amountMinor: 100_00n },
      { kind: "bonus_expiry", amountMinor: -100_00n },
    ]);
    expect((await listed([projectId], range, "day", "debit", 100)).rows).toEqual([]);
  });

  test("BAL-04 BAL-05 a debt is told by its row until it is repaid, and then who repaid it", async () => {
    const projectId = await play.project();
    await play.pay(projectId, 10, at("2026-10-01T06:00:00Z"));
    await play.run(
      [play.event(projectId, "requests", "2026-10-05T10:00:00+03:00", 50_000)],
      at("2026-10-07T00:00:00+03:00"),
    );
    const range = { from: localDate("2026-10-01"), to: localDate("2026-10-31") };
    const chips = async () => {
      const { rows } = await listed([projectId], range, "month", "debit", 100);
      return rows.map((row) => [row.transferMinor, row.otherMinor, row.creditMinor]);
    };
    // 50,000 × 0.00037 = 18.50
    expect(await chips()).toEqual([[-10_00n, 0n, -8_50n]]);
    await play.pay(projectId, 3, at("2026-10-08T06:00:00Z"), { source: "other" });
    await play.run([], at("2026-10-08T07:00:00Z"));
    expect(await chips()).toEqual([[-10_00n, -3_00n, -5_50n]]);
    await play.pay(projectId, 300, at("2026-10-09T06:00:00Z"));
    await play.run([], at("2026-10-09T07:00:00Z"));
    expect(await chips()).toEqual([[-15_50n, -3_00n, 0n]]);
  });
});
