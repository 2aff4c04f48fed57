import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { brokenInvariants, expectCoherent } from "../../../../test/support/invariants.ts";
import { Play } from "../../../../test/support/play.ts";
import { makeWorld, storeEvents } from "../../../../test/support/world.ts";
import type { ProjectId } from "../../../core/ids.ts";
import { DAY, HOUR, type Instant, MINUTE, at, plus } from "../../../core/time.ts";
import { grantBonus } from "../../balance/index.ts";
import { rateAll } from "../rating/index.ts";
import { accrueDue } from "./accrue.ts";
import type { LateBounds } from "./late-days.ts";

const { database } = await testDatabase();
const play = new Play(database);
beforeAll(() => makeWorld(database));

/** Days of two months, all charged before the rest of their usage becomes known. */
const START = at("2026-09-24T00:00:00+03:00");
const DAYS = 14;
const END = plus(START, DAYS * DAY + HOUR);
const WHOLE: LateBounds = { days: 1_000_000, grains: 1_000_000 };

const minute = fc.integer({ min: 0, max: DAYS * 1440 - 1 });
const use = fc.record({
  sku: fc.constantFrom("cpu", "disk", "requests", "traffic", "mail", "mail", "licence"),
  resource: fc.integer({ min: 1, max: 2 }),
  minute,
  quantity: fc.oneof(fc.constantFrom(0, 1, 60), fc.integer({ min: 0, max: 4000 })),
});
const story = fc.record({
  known: fc.array(use, { maxLength: 6 }),
  late: fc.array(use, { minLength: 1, maxLength: 8 }),
  /** What was told wrongly before, by its place among what was known. */
  corrections: fc.array(fc.record({ of: fc.nat({ max: 5 }), quantity: fc.nat({ max: 500 }) }), { maxLength: 3 }),
  bonus: fc.option(
    fc.record({ group: fc.constantFrom("compute", "platform"), minute, kopecks: fc.nat({ max: 60_000 }) }),
    {
      nil: null,
    },
  ),
  paid: fc.nat({ max: 400_000 }),
  bounds: fc.record({ days: fc.integer({ min: 1, max: 4 }), grains: fc.integer({ min: 1, max: 12 }) }),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** Charges what is due until nothing is, the books coherent after each transaction; answers in how many. */
async function chargeAll(now: Instant, late: LateBounds): Promise<number> {
  for (let times = 0; ; times += 1) {
    if ((await accrueDue(database, now, 2_000, { late })) === 0) return times;
    // A bonus that expired and got money back is taken away by the next.
    const broken = (await brokenInvariants(database, now)).filter(
      (one) => one.invariant !== "22-expired-bonus-is-gone",
    );
    expect(broken).toEqual([]);
  }
}

async function live(
  project: ProjectId,
  { known, late, corrections, bonus, paid }: Story,
  name: string,
  by: LateBounds,
) {
  if (paid > 0) await play.pay(project, paid / 100, START);
  if (bonus) {
    const from = plus(START, bonus.minute * MINUTE);
    const grant = { projectId: project, bonusGroup: bonus.group, amountMinor: BigInt(bonus.kopecks + 1), at: from };
    await database.transaction((tx) =>
      grantBonus(tx, { ...grant, expiresAt: plus(from, 5 * DAY), idempotencyKey: "bonus" }),
    );
  }
  const told = (uses: typeof known, mark: string) =>
    uses.map(({ minute: when, quantity, ...rest }, index) => {
      const used = plus(START, when * MINUTE + index * 1000);
      return { ...rest, projectId: project, id: `${name}${mark}${index}`, at: used, quantity: String(quantity) };
    });
  const first = told(known, "k");
  if (first.length > 0) await storeEvents(database, first, END);
  await rateAll(database, END);
  await chargeAll(END, WHOLE);
  const wrong = [...new Map(corrections.map((one) => [one.of, one])).values()].flatMap(({ of, quantity }) => {
    const event = first[of];
    return event ? [{ ...event, id: `${event.id}c`, quantity: String(quantity), supersedes: event.id }] : [];
  });
  await storeEvents(database, [...told(late, "l"), ...wrong], END);
  await rateAll(database, END);
  return chargeAll(END, by);
}

const grains = (project: ProjectId) =>
  database.query(
    `select day, resource_id, sku_id, contract_id, sum(quantity) as quantity, sum(amount_minor) as minor, sum(bonus_minor) as bonus
       from charge where project_id = $1 group by 1, 2, 3, 4 having sum(amount_minor) <> 0 or sum(quantity) <> 0 order by 1, 2, 3, 4`,
    [project],
  );
const balances = (project: ProjectId) =>
  database.query(
    "select ledger_account, balance_minor from ledger_balance where project_id = $1 and balance_minor <> 0 order by 1",
    [project],
  );

let stories = 0;
/** In how many transactions parts were charged, at most. */
let most = 0;

test("PRC-04 PRC-05 BAL-04 late days that are charged in parts cost and leave what they do when charged at once", async () => {
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const name = `s${(stories++).toString(36)}x`;
      const [whole, parts] = [await play.project(), await play.project()];
      await live(whole, told, `${name}a`, WHOLE);
      most = Math.max(most, await live(parts, told, `${name}b`, told.bounds));
      const of = async (project: ProjectId) => {
        const { frozenAt, paymentMinor, bonusMinor, unspentMinor } = await play.funds(project);
        return {
          grains: await grains(project),
          balances: await balances(project),
          frozen: frozenAt !== null,
          paymentMinor,
          bonusMinor,
          unspentMinor,
        };
      };
      expect(await of(parts)).toEqual(await of(whole));
      await expectCoherent(database, END);
    }),
    { numRuns: 10, endOnFailure: true },
  );
  expect(most).toBeGreaterThan(3);
}, 180_000);
