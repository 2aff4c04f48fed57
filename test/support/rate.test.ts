import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  add,
  compare,
  decimal,
  type Decimal,
  formatDecimal,
  fromInteger,
  multiply,
  ZERO,
} from "../../src/core/decimal.ts";
import { formatMinor } from "../../src/core/money.ts";
import { addDays, dayPeriod, type Instant, localDate, MINUTE, plus } from "../../src/core/time.ts";
import { type EffectivePrice, FOREVER } from "../../src/modules/catalog/index.ts";
import { chargeMinor } from "./exact.ts";
import {
  type DayRating,
  type DayUsage,
  EMPTY_MONTH,
  type GaugeUsage,
  type MonthToDate,
  NO_RESOURCE,
  rateDay,
} from "./rate.ts";

const ZONE = "Europe/Moscow";
const FIRST = localDate("2026-11-01");
const SKU = 1;
const SERVER = "00000000-0000-7000-8000-000000000001";
const OTHER = "00000000-0000-7000-8000-000000000002";

const from = (day: number) => dayPeriod(addDays(FIRST, day - 1), ZONE);
const minute = (day: number, minutes: number): Instant => plus(from(day).start, minutes * MINUTE);

function price(terms: Partial<EffectivePrice>): EffectivePrice {
  const always = { startsAt: from(1).start, endsAt: FOREVER };
  return {
    skuId: SKU,
    priceId: 1n,
    model: "flat",
    unitPrice: ZERO,
    tiers: null,
    committedQuantity: null,
    ...always,
    ...terms,
  };
}

function tiers(model: "tiered" | "volume", ...steps: [string, string][]): EffectivePrice {
  return price({ model, tiers: steps.map(([bound, cost]) => ({ from: decimal(bound), price: decimal(cost) })) });
}

function present(day: number, start: number, end: number, quantity = "1", resourceId = SERVER): GaugeUsage {
  return { skuId: SKU, resourceId, from: minute(day, start), to: minute(day, end), quantity: decimal(quantity) };
}

function used(day: number, quantity: string, resourceId = SERVER) {
  return { skuId: SKU, resourceId, at: minute(day, 0), quantity: decimal(quantity) };
}

interface Given extends Partial<Omit<DayUsage, "divisors">> {
  readonly divisor?: bigint;
}

function rate(day: number, given: Given): DayRating {
  const { divisor = 1n, ...rest } = given;
  const period = from(day);
  return rateDay({
    day: period,
    until: period.end,
    lastOfMonth: day === 30,
    divisors: new Map([[SKU, divisor]]),
    gauges: [],
    quantities: [],
    prices: [],
    before: EMPTY_MONTH,
    ...rest,
  });
}

/** Rates the thirty days of the month one after another. */
function rateMonth(ofDay: (day: number) => Given): DayRating[] {
  const days: DayRating[] = [];
  let before: MonthToDate = EMPTY_MONTH;
  for (let day = 1; day <= 30; day += 1) {
    const rating = rate(day, { ...ofDay(day), before });
    before = rating.after;
    days.push(rating);
  }
  return days;
}

const amounts = (rating: DayRating) => rating.grains.map((grain) => formatMinor(grain.amountMinor));
const exact = (ratings: readonly DayRating[]): Decimal =>
  ratings.flatMap((rating) => rating.grains).reduce((sum, grain) => add(sum, grain.numerator), ZERO);
const total = (ratings: readonly DayRating[]): bigint =>
  ratings.flatMap((rating) => rating.grains).reduce((sum, grain) => sum + grain.amountMinor, 0n);

describe("by unit and time", () => {
  test("PRC-03 charges 4 vCPU from 10:02 to 17:41 at 0.93 an hour", () => {
    const rating = rate(1, {
      divisor: 60n,
      gauges: [present(1, 602, 1061, "4")],
      prices: [price({ unitPrice: decimal("0.93") })],
    });
    expect(rating.grains).toHaveLength(1);
    expect(formatDecimal(rating.grains[0]?.quantity ?? ZERO)).toBe("1836");
    // 4 × 459 minutes × 0.93 / 60 = 28.458
    expect(amounts(rating)).toEqual(["28.46"]);
  });

  test("PRC-05 rounds a grain once: 30 days at 0.0123 a minute are 17.72 a day and 531.60 in all", () => {
    const perMinute = price({ unitPrice: decimal("0.0123") });
    const month = rateMonth((day) => ({ gauges: [present(day, 0, 1440)], prices: [perMinute] }));
    expect(new Set(month.flatMap(amounts))).toEqual(new Set(["17.72"]));
    expect(formatMinor(total(month))).toBe("531.60");
  });

  test("PRC-05 rounds an amount below one kopeck up to one kopeck, and nothing to nothing", () => {
    const tiny = price({ unitPrice: decimal("0.000000000001") });
    expect(amounts(rate(1, { gauges: [present(1, 0, 1)], prices: [tiny] }))).toEqual(["0.01"]);
    expect(amounts(rate(1, { gauges: [present(1, 0, 1)], prices: [price({})] }))).toEqual(["0.00"]);
    expect(rate(1, { gauges: [present(1, 0, 1440, "0")], prices: [tiny] }).grains).toEqual([]);
  });

  test("PRC-02 changes the price to the minute in the middle of a day", () => {
    const rating = rate(1, {
      gauges: [present(1, 0, 1440)],
      prices: [
        price({ unitPrice: decimal("2"), endsAt: minute(1, 721) }),
        price({ priceId: 2n, unitPrice: decimal("3"), startsAt: minute(1, 721) }),
      ],
    });
    expect(amounts(rating)).toEqual([formatMinor(BigInt(721 * 2 + 719 * 3) * 100n)]);
  });

  test("PRC-01 charges up to the minute that is known and no further", () => {
    const rating = rate(1, {
      until: minute(1, 10),
      gauges: [present(1, 5, 1440)],
      prices: [price({ unitPrice: decimal("1") })],
    });
    expect(amounts(rating)).toEqual(["5.00"]);
  });

  test("PRC-04 keeps usage without a price apart and out of the month's totals", () => {
    const rating = rate(1, { gauges: [present(1, 0, 100)], prices: [price({ startsAt: minute(1, 60) })] });
    expect(rating.unpriced).toEqual([{ skuId: SKU, resourceId: SERVER, quantity: decimal("60") }]);
    expect(rating.after.totals.get(SKU)).toEqual(decimal("40"));
  });
});

describe("by quantity", () => {
  test("PRC-03 charges quantities at the price of their minute", () => {
    const rating = rate(1, {
      quantities: [used(1, "0.5"), { ...used(1, "2"), at: minute(1, 60) }],
      prices: [
        price({ unitPrice: decimal("10"), endsAt: minute(1, 60) }),
        price({ priceId: 2n, unitPrice: decimal("1"), startsAt: minute(1, 60) }),
      ],
    });
    expect(amounts(rating)).toEqual(["7.00"]);
  });

  test("PRC-03 charges requests by the thousand", () => {
    const rating = rate(1, {
      divisor: 1000n,
      quantities: [used(1, "1234")],
      prices: [price({ unitPrice: decimal("0.51") })],
    });
    expect(amounts(rating)).toEqual(["0.63"]);
  });
});

describe("by presence", () => {
  test("PRC-01 charges a licence once a day by the largest quantity present, however short", () => {
    const licence = price({ model: "daily", unitPrice: decimal("19.6") });
    const gauges = [present(1, 0, 1, "2"), present(1, 600, 601, "8"), present(1, 700, 1440, "4")];
    expect(amounts(rate(1, { divisor: 1440n, gauges, prices: [licence] }))).toEqual(["156.80"]);
  });

  test("PRC-03 charges a monthly fee on the first day, and later only what more of it costs", () => {
    const fee = price({ model: "monthly", unitPrice: decimal("480") });
    const month = rateMonth((day) => {
      const quantity = day < 10 ? "1" : day < 20 ? "3" : "2";
      return { divisor: 43_200n, gauges: day < 5 ? [] : [present(day, 0, 1440, quantity)], prices: [fee] };
    });
    const charged = month.flatMap((rating, index) => {
      const sum = total([rating]);
      return sum > 0n ? [[index + 1, formatMinor(sum)]] : [];
    });
    expect(charged).toEqual([
      [5, "480.00"],
      [10, "960.00"],
    ]);
  });
});

describe("by the month's total", () => {
  const steps: [string, string][] = [
    ["0", "0"],
    ["100", "1.38"],
    ["5000", "1.12"],
  ];

  test("PRC-03 tiered: each unit costs what its own tier says, across days and resources", () => {
    const month = rateMonth((day) => ({
      quantities: day === 3 ? [used(3, "90", OTHER), used(3, "60")] : day === 9 ? [used(9, "6000")] : [],
      prices: [tiers("tiered", ...steps)],
    }));
    // Day 3: 60 units of the first resource and 40 of the second are free, 50 cost 1.38; day 9 crosses 5000.
    expect(month[2]?.grains.map((grain) => formatMinor(grain.amountMinor))).toEqual(["0.00", "69.00"]);
    expect(formatMinor(total(month))).toBe(formatMinor(chargeMinor(decimal(String(4900 * 1.38 + 1150 * 1.12)), 1n)));
  });

  test("PRC-03 tiered: bounds are in priced units, also where the price is for 30 days of a gauge", () => {
    const storage = tiers("tiered", ["0", "2"], ["1000", "1"]);
    const month = rateMonth((day) => {
      return { divisor: 43_200n, gauges: [present(day, 0, 1440, "1500")], prices: [storage] };
    });
    // 30 days of 1500 GB are 1500 GB-months: 1000 × 2 + 500 × 1.
    expect(formatDecimal(exact(month))).toBe(String(2500 * 43_200));
  });

  test("PRC-03 volume: the month costs its total at the tier the total reaches; the day of crossing may be negative", () => {
    const month = rateMonth((day) => ({
      quantities: day < 3 ? [used(day, "900")] : [],
      prices: [tiers("volume", ["0", "2"], ["1000", "0.5"])],
    }));
    expect(month.slice(0, 2).map((rating) => amounts(rating)[0])).toEqual(["1800.00", "-900.00"]);
    expect(formatMinor(total(month))).toBe("900.00");
  });

  test("PRC-03 volume: the total at a bound already has that tier's price", () => {
    const prices = [tiers("volume", ["0", "2"], ["1000", "1"])];
    expect(amounts(rate(1, { quantities: [used(1, "1000")], prices }))).toEqual(["1000.00"]);
    expect(amounts(rate(1, { quantities: [used(1, "999.9")], prices }))).toEqual(["1999.80"]);
  });

  const commitment = price({ model: "committed", unitPrice: decimal("0.8"), committedQuantity: decimal("1000") });

  test("PRC-03 committed: the shortfall is charged when the month's last day is over", () => {
    const month = rateMonth((day) => ({ quantities: day === 2 ? [used(2, "300")] : [], prices: [commitment] }));
    expect(month[29]?.grains).toMatchObject([{ resourceId: NO_RESOURCE, amountMinor: 56_000n }]);
    expect(formatMinor(total(month))).toBe("800.00");
    const early = rate(30, { until: minute(30, 1439), prices: [commitment] });
    expect(early.grains).toEqual([]);
  });

  test("PRC-03 committed: nothing is added when the commitment is met, nor when it ended before the month did", () => {
    const met = rateMonth((day) => ({ quantities: [used(day, "40")], prices: [commitment] }));
    expect(formatMinor(total(met))).toBe("960.00");
    expect(rate(30, { prices: [{ ...commitment, endsAt: minute(30, 1439) }] }).grains).toEqual([]);
    expect(rate(30, { prices: [{ ...commitment, endsAt: minute(30, 1440) }] }).grains).toHaveLength(1);
  });
});

const amount = (max: number) => fc.integer({ min: 0, max }).map((units) => ({ units: BigInt(units), scale: 3 }));
const resource = fc.constantFrom(SERVER, OTHER);
const gauge = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }), amount(9_000), resource)
  .filter(([start, end]) => start < end)
  .map(([start, end, quantity, resourceId]): GaugeUsage => {
    return { skuId: SKU, resourceId, from: minute(1, start), to: minute(1, end), quantity };
  });
const anyTiers = fc
  .uniqueArray(fc.integer({ min: 1, max: 5_000 }), { maxLength: 3 })
  .chain((bounds) =>
    fc.tuple(
      fc.constant([0, ...bounds].sort((a, b) => a - b)),
      fc.array(amount(9_000), { minLength: 4, maxLength: 4 }),
    ),
  )
  .map(([bounds, costs]) =>
    bounds.map((bound, index) => ({ from: fromInteger(BigInt(bound)), price: costs[index] ?? ZERO })),
  );
const anyPrice = fc.oneof(
  amount(9_000).map((unitPrice) => price({ unitPrice })),
  fc
    .tuple(fc.constantFrom("daily" as const, "monthly" as const), amount(9_000))
    .map(([model, unitPrice]) => price({ model, unitPrice })),
  fc
    .tuple(fc.constantFrom("tiered" as const, "volume" as const), anyTiers)
    .map(([model, steps]) => price({ model, tiers: steps })),
);
const divisors = fc.constantFrom(1n, 60n, 1440n, 43_200n);

describe("properties", () => {
  test("PRC-04 the order of the input changes nothing", () => {
    const usage = fc.array(gauge, { maxLength: 6 }).chain((gauges) => {
      return fc.tuple(fc.constant(gauges), fc.shuffledSubarray(gauges, { minLength: gauges.length }));
    });
    fc.assert(
      fc.property(usage, anyPrice, divisors, ([gauges, shuffled], one, divisor) => {
        expect(rate(1, { gauges: shuffled, prices: [one], divisor })).toEqual(
          rate(1, { gauges, prices: [one], divisor }),
        );
      }),
    );
  });

  test("PRC-04 usage cut into pieces costs the same", () => {
    fc.assert(
      fc.property(gauge, fc.integer({ min: 0, max: 1440 }), anyPrice, divisors, (whole, cut, one, divisor) => {
        const middle = Math.min(Math.max(minute(1, cut), whole.from), whole.to) as Instant;
        const parts = [
          { ...whole, to: middle },
          { ...whole, from: middle },
        ];
        const given = { prices: [one], divisor };
        expect(rate(1, { ...given, gauges: parts })).toEqual(rate(1, { ...given, gauges: [whole] }));
      }),
    );
  });

  test("PRC-02 a price version that changes nothing changes nothing", () => {
    fc.assert(
      fc.property(
        fc.array(gauge, { maxLength: 5 }),
        fc.integer({ min: 1, max: 1439 }),
        anyPrice,
        (gauges, cut, one) => {
          const versions = [
            { ...one, endsAt: minute(1, cut) },
            { ...one, startsAt: minute(1, cut), priceId: 2n },
          ];
          expect(formatDecimal(exact([rate(1, { gauges, prices: versions })]))).toBe(
            formatDecimal(exact([rate(1, { gauges, prices: [one] })])),
          );
        },
      ),
    );
  });

  test("PRC-01 charges only grow with time, except under volume prices", () => {
    const growing = anyPrice.filter((one) => one.model !== "volume");
    const times = fc.tuple(fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 0, max: 1440 }));
    fc.assert(
      fc.property(fc.array(gauge, { maxLength: 5 }), times, growing, divisors, (gauges, times, one, divisor) => {
        const [early, late] = [Math.min(...times), Math.max(...times)].map((until) => {
          return exact([rate(1, { gauges, prices: [one], divisor, until: minute(1, until) })]);
        });
        expect(compare(early ?? ZERO, late ?? ZERO)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test("PRC-03 a month under one tiered or volume price adds up to the price of its total", () => {
    const days = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), amount(4_000_000), resource), { maxLength: 12 });
    fc.assert(
      fc.property(days, anyTiers, (usage, steps) => {
        const month = (model: "tiered" | "volume") =>
          rateMonth((day) => ({
            quantities: usage
              .filter(([on]) => on === day)
              .map(([, quantity, resourceId]) => ({ ...used(day, "0"), quantity, resourceId })),
            prices: [price({ model, tiers: steps })],
          }));
        const sum = usage.reduce((units, [, quantity]) => add(units, quantity), ZERO);
        const at = steps.findLast((step) => compare(step.from, sum) <= 0);
        expect(formatDecimal(exact(month("volume")))).toBe(formatDecimal(multiply(sum, at?.price ?? ZERO)));
        const once = rate(1, {
          quantities: [{ ...used(1, "0"), quantity: sum }],
          prices: [price({ model: "tiered", tiers: steps })],
        });
        expect(formatDecimal(exact(month("tiered")))).toBe(formatDecimal(exact([once])));
        expect(total(month("volume"))).toBeGreaterThanOrEqual(0n);
      }),
      { numRuns: 50 },
    );
  });
});
