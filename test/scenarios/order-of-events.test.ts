import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import { decimal } from "../../src/core/decimal.ts";
import type { ProjectId } from "../../src/core/ids.ts";
import { HOUR, type Instant, MINUTE, at, instant, plus } from "../../src/core/time.ts";
import { assignPriceScope, putPriceList, putPrices } from "../../src/modules/catalog/index.ts";
import { topUp } from "../../src/modules/balance/index.ts";
import { accrueAll, rateAll } from "../../src/modules/usage/index.ts";
import { testDatabase } from "../support/database.ts";
import { Play } from "../support/play.ts";
import { SKUS, type WorldEvent, makeWorld, storeEvents } from "../support/world.ts";

const { database } = await testDatabase();
const play = new Play(database);

const START = at("2026-10-29T00:00:00+03:00");
const END = at("2026-11-03T00:00:00+03:00");
const LIST = "order";

beforeAll(async () => {
  await makeWorld(database);
  const from = at("2020-01-01T00:00:00Z");
  await database.transaction(async (tx) => {
    await putPriceList(tx, { priceListCode: LIST, regionCode: "moscow", currency: "RUB", kind: "contract" });
    // Every model, and prices that change in the middle of days.
    await putPrices(tx, LIST, [
      {
        skuCode: "cpu",
        startsAt: from,
        endsAt: at("2026-10-30T13:17:00+03:00"),
        model: "flat",
        unitPrice: decimal("1.2345"),
        tiers: null,
        committedQuantity: null,
      },
      {
        skuCode: "cpu",
        startsAt: at("2026-10-30T13:17:00+03:00"),
        model: "flat",
        unitPrice: decimal("0.987654321"),
        tiers: null,
        committedQuantity: null,
      },
      {
        skuCode: "requests",
        startsAt: from,
        endsAt: at("2026-10-31T10:00:00+03:00"),
        model: "flat",
        unitPrice: decimal("0.00037"),
        tiers: null,
        committedQuantity: null,
      },
      {
        skuCode: "requests",
        startsAt: at("2026-10-31T10:00:00+03:00"),
        model: "flat",
        unitPrice: decimal("0.00041"),
        tiers: null,
        committedQuantity: null,
      },
      {
        skuCode: "reserved",
        startsAt: from,
        model: "committed",
        unitPrice: decimal("0.5"),
        tiers: null,
        committedQuantity: decimal("30"),
      },
    ]);
  });
});

interface Step {
  readonly sku: string;
  readonly resource: number;
  readonly minute: number;
  readonly quantity: number;
  /** Corrects an earlier step of the list (its index) instead of adding usage. */
  readonly corrects: number | null;
}

const step = fc.record({
  sku: fc.constantFrom(...SKUS.map((sku) => sku.code)),
  resource: fc.integer({ min: 1, max: 2 }),
  minute: fc.oneof(
    fc.integer({ min: 0, max: 5 * 1440 - 1 }),
    fc.constantFrom(0, 1439, 1440, 2 * 1440 + 797, 3 * 1440 - 1, 3 * 1440),
  ),
  quantity: fc.oneof(fc.constantFrom(0, 1, 60), fc.integer({ min: 0, max: 400 })),
  corrects: fc.option(fc.nat({ max: 20 }), { nil: null, freq: 5 }),
});

/** Two ways for the same events to arrive: an order, some twice, and after which of them the engine works, until when. */
const arrival = fc.record({
  order: fc.infiniteStream(fc.nat()),
  twice: fc.infiniteStream(fc.integer({ min: 0, max: 4 })),
  pause: fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
});
type Arrival = typeof arrival extends fc.Arbitrary<infer T> ? T : never;

let run = 0;

function eventsOf(projectId: ProjectId, steps: readonly Step[], name: string): WorldEvent[] {
  return steps.map((one, index) => {
    const target = one.corrects === null || index === 0 ? null : one.corrects % index;
    const first = target === null ? one : (steps[target] as Step);
    return {
      id: `${name}${index.toString(36)}`,
      projectId,
      resource: first.resource,
      sku: first.sku,
      at: plus(START, one.minute * MINUTE + (index % 60) * 1000),
      quantity: String(one.quantity),
      ...(target === null ? {} : { supersedes: `${name}${target.toString(36)}` }),
    };
  });
}

/** Feeds the events in the arrival's order and batches; the engine works in between, at instants that only go forward. */
async function feed(events: readonly WorldEvent[], way: Arrival): Promise<void> {
  const keyed = events.map((event) => ({
    event,
    key: way.order.next().value as number,
    copies: way.twice.next().value === 0 ? 2 : 1,
  }));
  const queue = keyed
    .sort((a, b) => a.key - b.key)
    .flatMap(({ event, copies }) => Array.from({ length: copies }, () => event));
  let now: Instant = START;
  let batch: WorldEvent[] = [];
  for (const [index, event] of queue.entries()) {
    batch.push(event);
    const pause = way.pause.next().value as number;
    if (pause === 0) continue;
    await storeEvents(database, batch, now);
    batch = [];
    if (pause === 1) continue;
    now = instant(Math.min(END - HOUR, START + Math.floor(((index + 1) / queue.length) * (END - START))));
    await rateAll(database, now);
    if (pause === 3) await accrueAll(database, now);
  }
  await storeEvents(database, batch, END);
  await rateAll(database, END);
  await accrueAll(database, END);
}

/** Everything that a grain's charges say, but for who paid (that follows from when money came) and until when. */
const grains = (projectId: ProjectId) =>
  database.query(
    `select day, resource_id, sku_id, booking_month, trim_scale(quantity)::text as quantity, trim_scale(numerator)::text as numerator,
            amount_minor, transfer_minor, other_minor, bonus_minor, credit_minor, price_id, charged_until
       from charge where project_id = $1 and (amount_minor <> 0 or quantity <> 0 or numerator <> 0)
      order by day, sku_id, resource_id, booking_month`,
    [projectId],
  );

const documentLines = (projectId: ProjectId) =>
  database.query(
    `select booking_month, k.service_code, date_trunc('month', day)::date as supply_month, sum(transfer_minor)::bigint as minor
       from charge join sku k using (sku_id) where project_id = $1 group by 1, 2, 3 having sum(transfer_minor) <> 0 order by 1, 2, 3`,
    [projectId],
  );

async function projectFor(): Promise<ProjectId> {
  const projectId = await play.project();
  await database.transaction(async (tx) => {
    await assignPriceScope(tx, projectId, [LIST, "moscow"], at("2020-01-01T00:00:00Z"));
    await topUp(tx, {
      projectId,
      source: "transfer",
      amountMinor: 100_000_000_00n,
      currency: "RUB",
      at: plus(START, -HOUR),
      reference: { kind: "test", id: projectId },
      idempotencyKey: "first",
    });
  });
  return projectId;
}

test("PRC-04 any order, repetition, batching and interleaving of the same events gives byte-identical charges, debits and document lines", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 14 }),
      arrival,
      arrival,
      async (steps, oneWay, otherWay) => {
        const name = `o${(run++).toString(36)}x`;
        const first = await projectFor();
        const second = await projectFor();
        await feed(eventsOf(first, steps, `${name}a`), oneWay);
        await feed(eventsOf(second, steps, `${name}b`), otherWay);
        expect(await grains(second)).toEqual(await grains(first));
        expect(await play.debited(second)).toBe(await play.debited(first));
        expect(await documentLines(second)).toEqual(await documentLines(first));
      },
    ),
    { numRuns: 30, interruptAfterTimeLimit: 60_000 },
  );
}, 180_000);
