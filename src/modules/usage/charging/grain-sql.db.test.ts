import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import { add, type Decimal, decimal, formatDecimal, multiply, ZERO } from "../../../core/decimal.ts";
import { addDays, dayPeriod, firstDay, type Instant, instant, localDate, MINUTE, monthOf } from "../../../core/time.ts";
import { testDatabase } from "../../../../test/support/database.ts";
import { type EffectivePrice, FOREVER, type PriceModel, putSkus } from "../../catalog/index.ts";
import { GRAINS, GRAINS_TO_CUT } from "./grain-sql.ts";
import {
  type DayUsage,
  grainKey,
  type GaugeUsage,
  type QuantityUsage,
  rateDay,
} from "../../../../test/support/rate.ts";

const { database } = await testDatabase({ checks: false });

const LAST = localDate("2026-11-30");
const ORDINARY = localDate("2026-11-12");
const RESOURCES = [1, 2, 3].map((number) => `00000000-0000-7000-8000-00000000000${number}`);
/** Two gauges and two quantities, by their divisors. */
const SKUS = [60n, 43_200n, 1n, 1000n].map((divisor, index) => ({ skuId: index + 1, divisor, gauge: index < 2 }));
const divisors = new Map(SKUS.map((sku) => [sku.skuId, sku.divisor]));

beforeAll(async () => {
  const texts = { ru: "а", en: "a" };
  await database.transaction((tx) =>
    putSkus(tx, {
      services: [{ serviceCode: "a", name: texts, serviceGroup: "a", position: 1 }],
      meters: [
        { meterCode: "gauge", kind: "gauge", unit: "a", largest: decimal("1e9") },
        { meterCode: "quantity", kind: "quantity", unit: "a", largest: decimal("1e9") },
      ],
      skus: SKUS.map(({ skuId, divisor, gauge }) => {
        const meterCode = gauge ? "gauge" : "quantity";
        return {
          skuCode: `a${skuId}`,
          serviceCode: "a",
          meterCode,
          name: texts,
          unitName: texts,
          divisor,
          bonusGroup: null,
        };
      }),
    }),
  );
});

const amount = fc.integer({ min: 0, max: 5_000 }).map((cents) => decimal(`${cents}e-2`));
const positive = fc.integer({ min: 1, max: 5_000 }).map((cents) => decimal(`${cents}e-2`));
const minutes = fc.integer({ min: 0, max: 1440 });
const bounds = (maxLength: number) => fc.uniqueArray(minutes, { maxLength }).map((list) => list.sort((a, b) => a - b));

interface Terms {
  readonly model: PriceModel;
  readonly unitPrice: Decimal;
  readonly steps: readonly (readonly [number, Decimal])[];
  readonly committed: Decimal;
}

const terms: fc.Arbitrary<Terms> = fc.record({
  model: fc.constantFrom("flat", "daily", "monthly", "tiered", "volume", "committed"),
  unitPrice: amount,
  steps: fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 2 }),
      fc.array(amount, { minLength: 3, maxLength: 3 }),
    )
    .map(([from, prices]) =>
      [0, ...from.sort((a, b) => a - b)].map((step, index) => [step, prices[index] ?? ZERO] as const),
    ),
  committed: amount,
});

/** Of one SKU in one scope: minutes of the day at which its price changes, and the terms of each part. */
const priced = fc.record({
  cuts: bounds(2),
  parts: fc.array(fc.option(terms, { freq: 5 }), { minLength: 3, maxLength: 3 }),
});
const scenario = fc.record({
  date: fc.constantFrom(LAST, ORDINARY),
  until: fc.oneof(fc.constant(1440), minutes),
  /** The minute at which the project goes from one scope to the other; 0 or 1440: never in this day. */
  moves: fc.oneof(fc.constantFrom(0, 1440), minutes),
  prices: fc.array(fc.array(priced, { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 2 }),
  gauges: fc.array(
    fc.record({
      sku: fc.constantFrom(1, 2),
      resource: fc.nat(2),
      cuts: bounds(4),
      levels: fc.array(amount, { minLength: 3, maxLength: 3 }),
    }),
    { maxLength: 4 },
  ),
  quantities: fc.array(
    fc.record({
      sku: fc.constantFrom(3, 4),
      resource: fc.nat(2),
      minute: fc.integer({ min: 0, max: 1439 }),
      quantity: positive,
    }),
    { maxLength: 6 },
  ),
  before: fc.array(
    fc.record({ sku: fc.integer({ min: 1, max: 4 }), resource: fc.nat(2), quantity: amount, numerator: amount }),
    { maxLength: 5 },
  ),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

interface World {
  readonly usage: DayUsage;
  readonly scopePrices: readonly (readonly EffectivePrice[])[];
  readonly moves: Instant;
}

/** The same scenario as input of the pure function. */
function worldOf(given: Scenario): World {
  const day = dayPeriod(given.date, "Europe/Moscow");
  const minute = (count: number): Instant => instant(day.start + count * MINUTE);
  let priceId = 0n;
  const scopePrices = given.prices.map((bySku) =>
    bySku.flatMap(({ cuts, parts }, index): EffectivePrice[] => {
      const edges = [-1440, ...cuts, null];
      return parts.slice(0, edges.length - 1).flatMap((part, at) => {
        const [from, to] = [edges[at] ?? 0, edges[at + 1] ?? null];
        const presence = part?.model === "daily" || part?.model === "monthly";
        if (!part || from === to || (presence && index > 1)) return [];
        priceId += 1n;
        return [priceOf(part, index + 1, priceId, minute(from), to === null ? FOREVER : minute(to))];
      });
    }),
  );
  const moves = minute(given.moves);
  const clipped = scopePrices.flatMap((prices, scope) =>
    prices
      .map((price) =>
        scope === 0
          ? { ...price, endsAt: earlier(price.endsAt, moves) }
          : { ...price, startsAt: later(price.startsAt, moves) },
      )
      .filter((price) => price.startsAt < price.endsAt),
  );
  return {
    moves,
    scopePrices,
    usage: {
      day,
      until: minute(given.until),
      lastOfMonth: given.date === LAST,
      divisors,
      gauges: gaugesOf(given, minute),
      quantities: quantitiesOf(given, minute),
      prices: clipped,
      before: beforeOf(given),
    },
  };
}

function priceOf(part: Terms, skuId: number, priceId: bigint, startsAt: Instant, endsAt: Instant): EffectivePrice {
  const { model, unitPrice, steps, committed } = part;
  const tiered = model === "tiered" || model === "volume";
  const tiers = tiered ? steps.map(([from, price]) => ({ from: decimal(String(from)), price })) : null;
  return {
    skuId,
    priceId,
    model,
    unitPrice,
    tiers,
    committedQuantity: model === "committed" ? committed : null,
    startsAt,
    endsAt,
  };
}

function gaugesOf(given: Scenario, minute: (count: number) => Instant): GaugeUsage[] {
  const seen = new Set<string>();
  return given.gauges.flatMap(({ sku, resource, cuts, levels }) => {
    const resourceId = RESOURCES[resource] ?? "";
    if (seen.has(grainKey(resourceId, sku))) return [];
    seen.add(grainKey(resourceId, sku));
    return cuts.slice(1).map((to, index) => {
      return {
        skuId: sku,
        resourceId,
        from: minute(cuts[index] ?? 0),
        to: minute(to),
        quantity: levels[index] ?? ZERO,
      };
    });
  });
}

/** Of one resource, SKU and price period there is one quantity: minutes are taken as they are, once each. */
function quantitiesOf(given: Scenario, minute: (count: number) => Instant): QuantityUsage[] {
  const byKey = new Map<string, QuantityUsage>();
  for (const { sku, resource, minute: at, quantity } of given.quantities) {
    const resourceId = RESOURCES[resource] ?? "";
    byKey.set(`${sku} ${resourceId} ${at}`, { skuId: sku, resourceId, at: minute(at), quantity });
  }
  return [...byKey.values()];
}

function beforeOf(given: Scenario): DayUsage["before"] {
  const totals = new Map<number, Decimal>();
  const charged = new Map<string, Decimal>();
  for (const { sku, resource, quantity, numerator } of uniqueBefore(given)) {
    totals.set(sku, add(totals.get(sku) ?? ZERO, multiply(quantity, { units: divisors.get(sku) ?? 1n, scale: 0 })));
    charged.set(grainKey(RESOURCES[resource] ?? "", sku), numerator);
  }
  return { totals, charged };
}

function uniqueBefore(given: Scenario): Scenario["before"] {
  return [...new Map(given.before.map((row) => [`${row.sku} ${row.resource}`, row])).values()];
}

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);
const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
const stamp = (at: Instant): string => (at >= FOREVER ? "infinity" : new Date(at).toISOString());
const minuteOf = (at: Instant): number => at / MINUTE;

/** The same scenario as rows of a project of its own. */
async function store(projectId: bigint, given: Scenario, { usage, scopePrices, moves }: World): Promise<void> {
  const scopeIds = [projectId * 2n, projectId * 2n + 1n];
  const scopes = [
    [scopeIds[0], "-infinity", stamp(moves)],
    [scopeIds[1], stamp(moves), "infinity"],
  ];
  const put = (table: string, columns: string, rows: readonly unknown[][]) =>
    database.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
      [
        JSON.stringify(
          rows.map((row) => Object.fromEntries(columns.split(", ").map((name, at) => [name, text(row[at])]))),
        ),
      ],
    );
  await database.query(
    "insert into price_scope (scope_id, chain) overriding system value select id, array[id] from unnest($1::int[]) id",
    [scopeIds],
  );
  await put(
    "project_price_scope",
    "project_id, scope_id, starts_at, ends_at",
    scopes.map((scope) => [projectId, ...scope]),
  );
  await put(
    "effective_price",
    "scope_id, sku_id, starts_at, ends_at, price_id, model, unit_price, tiers, committed_quantity",
    scopePrices.flatMap((prices, scope) =>
      prices.map((price) => {
        const tiers =
          price.tiers?.map((tier) => ({ from: formatDecimal(tier.from), price: formatDecimal(tier.price) })) ?? null;
        const committed = price.committedQuantity && formatDecimal(price.committedQuantity);
        const period = [stamp(price.startsAt), stamp(price.endsAt)];
        return [
          scopeIds[scope],
          price.skuId,
          ...period,
          price.priceId,
          price.model,
          formatDecimal(price.unitPrice),
          tiers,
          committed,
        ];
      }),
    ),
  );
  await put(
    "gauge_interval",
    "project_id, resource_id, sku_id, from_minute, to_minute, quantity, occurred_at, source_id, event_id",
    usage.gauges.map((gauge) => {
      const rest = [stamp(gauge.from), 1, RESOURCES[0]];
      return [
        projectId,
        gauge.resourceId,
        gauge.skuId,
        minuteOf(gauge.from),
        minuteOf(gauge.to),
        formatDecimal(gauge.quantity),
        ...rest,
      ];
    }),
  );
  await put(
    "usage_quantity",
    "project_id, day, resource_id, sku_id, priced_from, quantity, event_count",
    usage.quantities.map((one) => [
      projectId,
      given.date,
      one.resourceId,
      one.skuId,
      minuteOf(one.at),
      formatDecimal(one.quantity),
      1,
    ]),
  );
  await put(
    "charge",
    "project_id, day, resource_id, sku_id, contract_id, booking_month, quantity, numerator, amount_minor, transfer_minor, other_minor, bonus_minor, credit_minor, charged_until",
    uniqueBefore(given).map(({ sku, resource, quantity, numerator }) => {
      const units = multiply(quantity, { units: divisors.get(sku) ?? 1n, scale: 0 });
      const sums = [formatDecimal(units), formatDecimal(numerator), 0, 0, 0, 0, 0];
      return [
        projectId,
        addDays(given.date, -1),
        RESOURCES[resource],
        sku,
        0,
        firstDay(monthOf(given.date)),
        ...sums,
        stamp(usage.day.start),
      ];
    }),
  );
}

const text = (value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);

interface GrainRow {
  readonly resource_id: string;
  readonly sku_id: number;
  readonly quantity: string;
  readonly numerator: string;
  readonly amount_minor: bigint;
}

/** Reads in a snapshot what the set-based twin makes of the stored rows. */
function rateBySql(
  projectId: bigint,
  given: Scenario,
  { day, until, lastOfMonth }: DayUsage,
  cut: number | null = null,
): Promise<GrainRow[]> {
  return database.query<GrainRow>(
    `with ${cut === null ? GRAINS : GRAINS_TO_CUT}
     select g.resource_id, g.sku_id, g.quantity, g.numerator, ceil_minor(g.numerator, k.divisor) as amount_minor
     from grain g join sku k using (sku_id) order by g.sku_id, g.resource_id`,
    [
      [projectId],
      [minuteOf(until)],
      minuteOf(day.start),
      minuteOf(day.end),
      given.date,
      firstDay(monthOf(given.date)),
      lastOfMonth,
      ...(cut === null ? [] : [[minuteOf(day.start) + cut]]),
    ],
  );
}

const show = (sku: number, resource: string, quantity: Decimal, numerator: Decimal, minor: bigint) =>
  `${sku} ${resource} ${formatDecimal(quantity)} ${formatDecimal(numerator)} ${minor}`;

let nextProject = 1n;

const NOTHING = { cuts: [], parts: [null, null, null] };
const tieredAt = (cost: string) => {
  const part: Terms = { model: "tiered", unitPrice: ZERO, steps: [[0, decimal(cost)]], committed: ZERO };
  return [{ cuts: [], parts: [part, null, null] }, NOTHING, NOTHING, NOTHING];
};
/** A project that changes scope within the day, both scopes' prices having begun at the same instant before it. */
const SCOPE_CHANGE: Scenario = {
  date: ORDINARY,
  until: 1440,
  moves: 1,
  prices: [tieredAt("0"), tieredAt("0.01")],
  gauges: [{ sku: 1, resource: 0, cuts: [0, 2], levels: [decimal("1")] }],
  quantities: [],
  before: [],
};

const shown = (rows: readonly GrainRow[]) =>
  rows.map((row) => show(row.sku_id, row.resource_id, decimal(row.quantity), decimal(row.numerator), row.amount_minor));
const byTwin = (usage: DayUsage) =>
  rateDay(usage).grains.map((grain) =>
    show(grain.skuId, grain.resourceId, grain.quantity, grain.numerator, grain.amountMinor),
  );

test("PRC-02 PRC-03 PRC-05 rating in SQL gives the same grains as the pure function, to the last digit", async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const world = worldOf(given);
      const projectId = (nextProject += 1n);
      await store(projectId, given, world);
      expect(shown(await rateBySql(projectId, given, world.usage))).toEqual(byTwin(world.usage));
    }),
    { numRuns: 150, examples: [[SCOPE_CHANGE]] },
  );
});

test("REG-06 PRC-05 up to a minute in which the contract changes, too: what is used before it, and no more", async () => {
  await fc.assert(
    fc.asyncProperty(scenario, fc.integer({ min: 1, max: 1439 }), async (given, cut) => {
      const world = worldOf(given);
      const projectId = (nextProject += 1n);
      await store(projectId, given, world);
      const { usage } = world;
      const reached = instant(Math.min(usage.until, usage.day.start + cut * MINUTE));
      const before = usage.quantities.filter((one) => one.at < usage.day.start + cut * MINUTE);
      expect(shown(await rateBySql(projectId, given, usage, cut))).toEqual(
        byTwin({ ...usage, until: reached, quantities: before }),
      );
    }),
    { numRuns: 100 },
  );
});
