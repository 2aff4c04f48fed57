import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import { decimal } from "../../src/core/decimal.ts";
import type { ProjectId } from "../../src/core/ids.ts";
import { HOUR, type Instant, MINUTE, at, formatInstant, instant, plus } from "../../src/core/time.ts";
import { assignPriceScope, putPriceList, putPrices } from "../../src/modules/catalog/index.ts";
import { topUp } from "../../src/modules/balance/index.ts";
import { accrueAll, rateAll } from "../../src/modules/usage/index.ts";
import { testDatabase } from "../support/database.ts";
import { Play } from "../support/play.ts";
import { SKUS, type WorldEvent, makePayer, makeWorld, storeEvents } from "../support/world.ts";

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
async function feed(
  events: readonly WorldEvent[],
  way: Arrival,
  acts: readonly (() => Promise<unknown>)[] = [],
): Promise<void> {
  const keyed = events.map((event) => ({
    event,
    key: way.order.next().value as number,
    copies: way.twice.next().value === 0 ? 2 : 1,
  }));
  const queue = keyed
    .sort((a, b) => a.key - b.key)
    .flatMap(({ event, copies }) => Array.from({ length: copies }, () => event));
  const waiting = acts.map((act) => ({ act, before: (way.order.next().value as number) % (queue.length + 1) }));
  const actBefore = async (index: number) => {
    for (const { act, before } of waiting) if (before === index) await act();
  };
  let now: Instant = START;
  let batch: WorldEvent[] = [];
  for (const [index, event] of queue.entries()) {
    await actBefore(index);
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
  await actBefore(queue.length);
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

/** A contract of a payer that pays for nothing else. */
async function contractOfOwn(): Promise<bigint> {
  const payerId = await makePayer(database, [await play.project()]);
  const rows = await database.query<{ id: bigint }>("select contract_id as id from contract where payer_id = $1", [
    payerId,
  ]);
  return rows[0]?.id ?? 0n;
}

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

const minuteOfDays = fc.oneof(
  fc.integer({ min: 1, max: 5 * 1440 - 1 }),
  fc.constantFrom(1440, 2 * 1440 + 797, 3 * 1440),
);
/** From which minutes on a project is supplied under which of three contracts; a gap between two is under none. */
const supply = fc.record({
  bounds: fc.uniqueArray(minuteOfDays, { minLength: 1, maxLength: 4 }).map((some) => some.sort((a, b) => a - b)),
  contracts: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }),
});
type Supply = typeof supply extends fc.Arbitrary<infer T> ? T : never;

/** One act for each stretch of time under a contract: they may become known in any order. */
function assignments(projectId: ProjectId, { bounds, contracts }: Supply, of: readonly bigint[]) {
  const stretches = [0, ...bounds].map((from, index) => ({ from, to: bounds[index], which: contracts[index] ?? 0 }));
  return stretches
    .filter(({ which }) => which > 0)
    .map(
      ({ from, to, which }) =>
        () =>
          database.query(
            `insert into project_payer (project_id, payer_id, contract_id, starts_at, ends_at)
             select $1, payer_id, contract_id, $3::timestamptz, $4::timestamptz from contract where contract_id = $2`,
            [
              projectId,
              of[which - 1],
              formatInstant(plus(START, from * MINUTE)),
              to === undefined ? null : formatInstant(plus(START, to * MINUTE)),
            ],
          ),
    );
}

/** By grain and contract, whenever it was booked. */
const byContract = (projectId: ProjectId) =>
  database.query(
    `select day, sku_id, resource_id, contract_id, trim_scale(sum(quantity))::text as quantity, trim_scale(sum(numerator))::text as numerator,
            sum(amount_minor)::bigint as minor, sum(transfer_minor)::bigint as transfer
       from charge where project_id = $1 group by 1, 2, 3, 4
      having sum(amount_minor) <> 0 or sum(quantity) <> 0 or sum(numerator) <> 0 order by 1, 2, 3, 4`,
    [projectId],
  );
const wholeGrains = (projectId: ProjectId) =>
  database.query(
    `select day, sku_id, resource_id, trim_scale(sum(quantity))::text as quantity, trim_scale(sum(numerator))::text as numerator,
            sum(amount_minor)::bigint as minor from charge where project_id = $1 group by 1, 2, 3
      having sum(amount_minor) <> 0 or sum(quantity) <> 0 or sum(numerator) <> 0 order by 1, 2, 3`,
    [projectId],
  );

test("REG-06 PRC-05 whenever it becomes known who pays from which minute on: each contract bears the same, and the parts add up to the grain", async () => {
  const contracts = [await contractOfOwn(), await contractOfOwn(), await contractOfOwn()];
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      supply,
      arrival,
      arrival,
      async (steps, supplied, oneWay, otherWay) => {
        const name = `c${(run++).toString(36)}x`;
        const [whole, first, second] = [await projectFor(), await projectFor(), await projectFor()];
        await feed(eventsOf(whole, steps, `${name}w`), oneWay);
        await feed(eventsOf(first, steps, `${name}a`), oneWay, assignments(first, supplied, contracts));
        await feed(eventsOf(second, steps, `${name}b`), otherWay, assignments(second, supplied, contracts));
        expect(await byContract(second)).toEqual(await byContract(first));
        expect(await wholeGrains(first)).toEqual(await wholeGrains(whole));
        const debited = await play.debited(whole);
        expect([await play.debited(first), await play.debited(second)]).toEqual([debited, debited]);
      },
    ),
    { numRuns: 25, interruptAfterTimeLimit: 60_000 },
  );
});

test("REG-06 PRC-04 a charged day that turns out to be several contracts' goes over to each of them, paid and covered as it was", async () => {
  const contracts = [await contractOfOwn(), await contractOfOwn(), await contractOfOwn()];
  const supplied = { bounds: [11, 700, 4320], contracts: [1, 2, 3, 0] };
  const gauge: Step = { sku: "cpu", resource: 1, minute: 0, quantity: 8, corrects: null };
  /** Charged with money there or on credit, and the contracts known before or after. */
  const charged = async (name: string, funded: boolean, known: "before" | "after") => {
    const projectId = funded ? await projectFor() : await play.project();
    if (!funded) {
      await database.transaction((tx) => assignPriceScope(tx, projectId, [LIST, "moscow"], at("2020-01-01T00:00:00Z")));
    }
    const acts = assignments(projectId, supplied, contracts);
    if (known === "before") for (const act of acts) await act();
    await storeEvents(database, eventsOf(projectId, [gauge], name), START);
    await rateAll(database, END);
    await accrueAll(database, END);
    if (!funded) await play.pay(projectId, 1_000_000, END);
    await accrueAll(database, END);
    if (known === "after") for (const act of acts) await act();
    await rateAll(database, END);
    await accrueAll(database, END);
    return byContract(projectId);
  };
  const expected = await charged("sa", true, "before");
  expect(expected).toHaveLength(8);
  expect(await charged("sb", true, "after")).toEqual(expected);
  const covered = expected.map((row) => ({ ...row, transfer: 0n }));
  expect(await charged("sc", false, "before")).toEqual(covered);
  expect(await charged("sd", false, "after")).toEqual(covered);
});
