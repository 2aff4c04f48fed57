import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import type { ProjectId } from "../../src/core/ids.ts";
import type { Minor } from "../../src/core/money.ts";
import { DAY, HOUR, type Instant, MINUTE, at, plus } from "../../src/core/time.ts";
import { grantBonus } from "../../src/modules/balance/index.ts";
import { testDatabase } from "../support/database.ts";
import { expectCoherent } from "../support/invariants.ts";
import { Play } from "../support/play.ts";
import { type WorldEvent, makeWorld } from "../support/world.ts";

const { database } = await testDatabase();
const play = new Play(database);
beforeAll(() => makeWorld(database));

/** The days lie in two months, one project pays by transfers and cards. */
const START = at("2026-10-29T00:00:00+03:00");
const DAYS = 4;
/** Whatever comes late has come, and every bonus expired. */
const LATEST = 3;
const END = plus(START, (DAYS + LATEST + 2) * DAY);

const minute = fc.oneof(
  fc.integer({ min: 0, max: DAYS * 1440 - 1 }),
  fc.constantFrom(0, 1439, 1440, 2 * 1440 + 600, 3 * 1440),
);
const what = fc.record({
  sku: fc.constantFrom("cpu", "cpu", "disk", "requests", "requests", "traffic", "mail", "licence"),
  resource: fc.integer({ min: 1, max: 2 }),
  quantity: fc.oneof(fc.constantFrom(0, 1, 60), fc.integer({ min: 0, max: 4000 })),
});
/** What was used when; how late it becomes known; and what was told wrongly before, if anything. */
const use = fc.record({
  right: what,
  minute,
  late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: LATEST * 1440 })),
  wrong: fc.option(fc.record({ what, late: fc.integer({ min: 0, max: LATEST * 1440 }) }), { nil: null }),
});
const bonus = fc.record({
  group: fc.constantFrom("compute", "platform"),
  minute,
  valid: fc.oneof(fc.integer({ min: 1, max: (LATEST + 1) * 1440 }), fc.constantFrom(1440, 2 * 1440)),
  kopecks: fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 100_000 })),
});
const payment = fc.record({
  source: fc.constantFrom("transfer" as const, "other" as const),
  minute,
  kopecks: fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 500_000 })),
});
const story = fc.record({
  uses: fc.array(use, { minLength: 1, maxLength: 8 }),
  bonuses: fc.array(bonus, { minLength: 1, maxLength: 4 }),
  payments: fc.array(payment, { maxLength: 3 }),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

interface Act {
  readonly at: Instant;
  readonly event?: WorldEvent;
  readonly run?: () => Promise<unknown>;
}

let stories = 0;

/** All that comes in money, at its time in either telling. */
function moneyOf(projectId: ProjectId, { bonuses, payments }: Story): Act[] {
  const grants = bonuses.map(({ group, minute: from, valid, kopecks }, index) => {
    const when = plus(START, from * MINUTE);
    const expiresAt = plus(when, valid * MINUTE + 1234);
    const one = { projectId, bonusGroup: group, amountMinor: BigInt(kopecks), at: when, expiresAt };
    return {
      at: when,
      run: () => database.transaction((tx) => grantBonus(tx, { ...one, idempotencyKey: `b${index}` })),
    };
  });
  const paid = payments.map(({ source, minute: from, kopecks }, index) => {
    const when = plus(START, from * MINUTE + 30_000);
    return { at: when, run: () => play.pay(projectId, kopecks / 100, when, { source, key: `p${index}` }) };
  });
  return [...grants, ...paid];
}

/** What was used as it was, known in the moment; or as it came to be known. */
function usesOf(projectId: ProjectId, { uses }: Story, name: string, inOrder: boolean): Act[] {
  return uses.flatMap(({ right, minute: when, late, wrong }, index) => {
    const used = plus(START, when * MINUTE + (index + 1) * 1000);
    const told = { projectId, at: used };
    const event = { ...told, id: `${name}${index}`, ...right, quantity: String(right.quantity) };
    if (inOrder || wrong === null) return [{ at: plus(used, inOrder ? 0 : late * MINUTE), event }];
    const first = { ...told, id: `${name}${index}w`, ...wrong.what, quantity: String(wrong.what.quantity) };
    return [
      { at: plus(used, wrong.late * MINUTE), event: first },
      { at: plus(used, late * MINUTE), event: { ...event, supersedes: first.id } },
    ];
  });
}

/** The engine works before and after each act, and at each day's end. */
async function live(acts: readonly Act[]): Promise<void> {
  const midnights = Array.from(
    { length: DAYS + LATEST + 2 },
    (_, index): Act => ({ at: plus(START, (index + 1) * DAY) }),
  );
  for (const act of [...acts, ...midnights].toSorted((a, b) => a.at - b.at)) {
    await play.run([], act.at);
    await act.run?.();
    await play.run(act.event ? [act.event] : [], act.at);
  }
  await play.run([], END);
  await play.run([], plus(END, HOUR));
}

const spentOn = (projectId: ProjectId) =>
  database.query<{ group: string; minor: Minor }>(
    `select k.bonus_group as group, sum(c.bonus_minor)::bigint as minor from charge c join sku k using (sku_id)
      where c.project_id = $1 and k.bonus_group is not null group by 1 having sum(c.bonus_minor) <> 0 order by 1`,
    [projectId],
  );

test("BAL-04 PRC-04 what becomes known late or wrongly first costs as much real money as in order, whenever bonuses come and expire", async () => {
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const name = `l${(stories++).toString(36)}x`;
      const [ordered, late] = [await play.project(), await play.project()];
      await live([...moneyOf(ordered, told), ...usesOf(ordered, told, `${name}a`, true)]);
      await live([...moneyOf(late, told), ...usesOf(late, told, `${name}b`, false)]);
      const [inOrder, asItCame] = [await play.funds(ordered), await play.funds(late)];
      expect(await play.debited(late)).toBe(await play.debited(ordered));
      expect(await spentOn(late)).toEqual(await spentOn(ordered));
      expect(asItCame.paymentMinor).toBe(inOrder.paymentMinor);
      expect([inOrder.bonusMinor, asItCame.bonusMinor]).toEqual([0n, 0n]);
      await expectCoherent(database, END);
    }),
    { numRuns: 12, interruptAfterTimeLimit: 60_000 },
  );
}, 180_000);
