import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { Play } from "../../../test/support/play.ts";
import { type WorldEvent, makeWorld, storeEvents } from "../../../test/support/world.ts";
import type { ProjectId } from "../../core/ids.ts";
import { DAY, HOUR, type Instant, MINUTE, at, plus } from "../../core/time.ts";
import { Database, type Tx } from "../../platform/db.ts";
import { grantBonus } from "../balance/index.ts";
import { accrueAll, dailyCost, rateAll } from "../usage/index.ts";
import { BalanceReader, type BalanceView, balanceViews } from "./balance-view.ts";

const { database } = await testDatabase();
const play = new Play(database, 1_400_000_000n);
beforeAll(() => makeWorld(database));

const ZONES = { moscow: "+03:00", kazakhstan: "+05:00" } as const;
type RegionCode = keyof typeof ZONES;

async function view(projectId: ProjectId, now: Instant): Promise<BalanceView> {
  return (await balanceViews(database, [projectId], now)).get(projectId) as BalanceView;
}

const shown = ({ paymentMinor, bonusMinor }: BalanceView) => ({ paymentMinor, bonusMinor });

const bonus = (projectId: ProjectId, group: string, rubles: number, when: Instant) =>
  database.transaction((tx) =>
    grantBonus(tx, {
      projectId,
      bonusGroup: group,
      amountMinor: BigInt(rubles) * 100n,
      at: when,
      expiresAt: null,
      idempotencyKey: group,
    }),
  );

const usage = fc.record({
  sku: fc.constantFrom("cpu", "disk", "licence", "support", "requests", "traffic", "mail"),
  resource: fc.integer({ min: 1, max: 2 }),
  minute: fc.integer({ min: 0, max: 1439 }),
  quantity: fc.integer({ min: 0, max: 400 }),
});

interface Life {
  readonly region: RegionCode;
  readonly yesterday: readonly { sku: string; resource: number; minute: number; quantity: number }[];
  readonly today: readonly { sku: string; resource: number; minute: number; quantity: number }[];
  /** Major units on the payment account and of each kind of bonus. */
  readonly money: number;
  readonly bonuses: number;
  readonly nowMinute: number;
  /** Whether accrual lags: yesterday is not charged yet. */
  readonly behind: boolean;
}

const life: fc.Arbitrary<Life> = fc.record({
  region: fc.constantFrom<RegionCode>("moscow", "kazakhstan"),
  yesterday: fc.array(usage, { maxLength: 6 }),
  today: fc.array(usage, { maxLength: 6 }),
  money: fc.constantFrom(0, 1, 50, 1_000, 100_000),
  bonuses: fc.constantFrom(0, 7, 500),
  nowMinute: fc.integer({ min: 0, max: 1440 }),
  behind: fc.boolean(),
});

/** Plays a project up to the start of today, with today's events taken in but not charged; answers it and now. */
async function begin({
  region,
  yesterday,
  today,
  money,
  bonuses,
  nowMinute,
  behind,
}: Life): Promise<{ projectId: ProjectId; now: Instant; end: Instant }> {
  const start = at(`2026-10-14T00:00:00${ZONES[region]}`);
  const midnight = plus(start, DAY);
  const projectId = await play.project(region);
  if (money > 0) await play.pay(projectId, money, start, { currency: region === "moscow" ? "RUB" : "KZT" });
  if (bonuses > 0) for (const group of ["compute", "platform"]) await bonus(projectId, group, bonuses, start);
  const events = (list: Life["today"], from: Instant): WorldEvent[] =>
    list.map((one) => play.event(projectId, one.sku, plus(from, one.minute * MINUTE), one.quantity, one.resource));
  if (behind) await storeEvents(database, events(yesterday, start), midnight);
  else await play.run(events(yesterday, start), midnight);
  const now = plus(midnight, nowMinute * MINUTE + 17_000);
  const happened = events(today, midnight).filter((event) => event.at <= now);
  await storeEvents(database, happened, now);
  await rateAll(database, now);
  return { projectId, now, end: plus(midnight, DAY) };
}

describe("the balance to the minute", () => {
  test("BAL-01 charging changes no balance that is shown: the open part is what accrual then posts", async () => {
    await fc.assert(
      fc.asyncProperty(life, async (given) => {
        const { projectId, now, end } = await begin(given);
        const before = shown(await view(projectId, now));
        await accrueAll(database, now);
        expect(shown(await view(projectId, now))).toEqual(before);
        // At the day's end everything is posted: what is left open is the new day's licences and fees, due from its first minute.
        await accrueAll(database, end);
        const last = await view(projectId, end);
        const posted = await play.funds(projectId);
        const byTheDay = [...given.yesterday, ...given.today].some(({ sku }) => sku === "licence" || sku === "support");
        if (!byTheDay)
          expect(shown(last)).toEqual({ paymentMinor: posted.paymentMinor, bonusMinor: posted.bonusMinor });
        await accrueAll(database, end);
        expect(shown(await view(projectId, end))).toEqual(shown(last));
      }),
      { numRuns: 20, seed: 1404, endOnFailure: true },
    );
  });

  test("BAL-01 BAL-04 bonuses pay for their own group also in the part that is not posted yet", async () => {
    const projectId = await play.project();
    const start = at("2026-10-14T00:00:00+03:00");
    await play.pay(projectId, 100, start);
    await bonus(projectId, "compute", 5, start);
    await play.run([play.event(projectId, "cpu", start, 4), play.event(projectId, "traffic", start, 12)], start);
    // Two hours of 4 × 1.2345 are 9.876, so 9.88: 5.00 by bonus. Traffic: 2 beyond the free ten at 1.5.
    const seen = await view(projectId, plus(start, 2 * HOUR));
    expect(shown(seen)).toEqual({ paymentMinor: 100_00n - 4_88n - 3_00n, bonusMinor: 0n });
  });

  test("BAL-01 many projects at once get the figures each gets alone; an unknown one has zeros", async () => {
    const projects = await Promise.all([play.project(), play.project("kazakhstan"), play.project()]);
    const start = at("2026-10-14T00:00:00+03:00");
    await play.pay(projects[0] as ProjectId, 10, start);
    await play.run(
      projects.map((projectId, index) => play.event(projectId, "cpu", start, index + 1)),
      start,
    );
    const now = plus(start, 95 * MINUTE);
    const together = await balanceViews(database, [...projects, 9_999_999_999n], now);
    for (const projectId of projects) expect(together.get(projectId)).toEqual(await view(projectId, now));
    expect(shown(together.get(9_999_999_999n) as BalanceView)).toEqual({ paymentMinor: 0n, bonusMinor: 0n });
  });

  test("BAL-01 the forecast counts all that is used: what runs, licences by day, monthly fees, the mean of requests", async () => {
    const projectId = await play.project();
    const start = at("2026-10-14T00:00:00+03:00");
    await play.pay(projectId, 100_000, start);
    await play.run(
      [
        play.event(projectId, "cpu", start, 60),
        play.event(projectId, "licence", start, 2, 3),
        play.event(projectId, "support", start, 1, 4),
        ...[0, 1, 2, 3].map((day) => play.event(projectId, "requests", plus(start, day * DAY + HOUR), 100_000, 2)),
      ],
      plus(start, 4 * DAY + HOUR),
    );
    const perDay = async (now: Instant) =>
      Object.fromEntries((await dailyCost(database, projectId, now)).map((one) => [one.bonusGroup, one.amountMinor]));
    // 60 × 1.2345 × 24; 100,000 × 0.00037; 2 × 33.335, and 1,500 a month by 30 days.
    const expected = { compute: 1777_68n, platform: 37_00n, null: 66_67n + 50_00n };
    expect(await perDay(plus(start, 4 * DAY + 2 * HOUR))).toEqual(expected);
    // It is the same by day and by night, on the first of a month too.
    expect(await perDay(plus(start, 4 * DAY + 23 * HOUR))).toEqual(expected);
    expect(await dailyCost(database, 9_999_999_999n, start)).toEqual([]);
  });
});

/** A database that counts the questions it is asked, and holds the answers back until told. */
class Counting {
  queries = 0;
  readonly reader: Database;
  #held: Promise<void> = Promise.resolve();

  constructor() {
    const snapshot: Database["snapshot"] = (work) =>
      database.snapshot((tx) => {
        const ask: Tx["query"] = async (text, values, name) => {
          this.queries += 1;
          await this.#held;
          return tx.query(text, values, name);
        };
        return work({ ...tx, query: ask });
      });
    this.reader = { snapshot } as unknown as Database;
  }

  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return resolve;
  }
}

describe("many readers at once", () => {
  test("BAL-08 requests of the same moment share their queries and get their own project's figures", async () => {
    const projects = await Promise.all(Array.from({ length: 12 }, () => play.project()));
    const start = at("2026-10-14T00:00:00+03:00");
    for (const [index, projectId] of projects.entries()) await play.pay(projectId, index + 1, start);
    const counting = new Counting();
    const alone = new BalanceReader(counting.reader);
    await alone.read(projects[0] as ProjectId, start);
    const forOne = counting.queries;
    counting.queries = 0;
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, index) => alone.read(projects[index % 12] as ProjectId, start)),
    );
    expect(counting.queries).toBeLessThanOrEqual(2 * forOne);
    expect(answers.map(({ paymentMinor }) => paymentMinor)).toEqual(
      Array.from({ length: 120 }, (_, index) => BigInt((index % 12) + 1) * 100n),
    );
  });

  test("BAL-08 those that come while a read is under way are answered by a later one, never by what was read before them", async () => {
    const projectId = await play.project();
    const start = at("2026-10-14T00:00:00+03:00");
    const counting = new Counting();
    const reader = new BalanceReader(counting.reader);
    const release = counting.hold();
    const early = [reader.read(projectId, start), reader.read(projectId, start)];
    await new Promise((resolve) => setImmediate(resolve));
    await play.pay(projectId, 5, start);
    const late = reader.read(projectId, start);
    release();
    await Promise.all(early);
    expect((await late).paymentMinor).toBe(500n);
  });

  test("BAL-08 a failed read fails those who asked, and the next one works", async () => {
    const projectId = await play.project();
    let broken = true;
    const snapshot: Database["snapshot"] = (work) =>
      broken ? Promise.reject(new Error("away")) : database.snapshot(work);
    const reader = new BalanceReader({ snapshot } as unknown as Database);
    const now = at("2026-10-14T00:00:00+03:00");
    const outcomes = await Promise.allSettled([reader.read(projectId, now), reader.read(projectId, now)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    broken = false;
    expect((await reader.read(projectId, now)).paymentMinor).toBe(0n);
  });
});
