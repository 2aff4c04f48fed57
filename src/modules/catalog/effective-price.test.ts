import fc from "fast-check";
import { expect, test } from "vitest";

import { decimal } from "../../core/decimal.ts";
import { at, floorMinute, instant, MINUTE } from "../../core/time.ts";
import { flattenPrices } from "./effective-price.ts";
import { FOREVER, type ListPrice } from "./price.ts";

let nextId = 0n;

function price(startsAt: number, endsAt: number, unitPrice = "1"): ListPrice {
  nextId += 1n;
  const period = { startsAt: instant(startsAt), endsAt: instant(endsAt) };
  const terms = { model: "flat", unitPrice: decimal(unitPrice), tiers: null, committedQuantity: null } as const;
  return { priceId: nextId, priceListId: 1, skuId: 1, ...terms, ...period };
}

const start = at("2026-01-01T00:00:00Z");

test("PRC-02 a contract's price comes before the partner's and the region's while it lasts", () => {
  const region = price(start, FOREVER, "3");
  const partner = price(start + 10 * MINUTE, start + 40 * MINUTE, "2");
  const contract = price(start + 20 * MINUTE, start + 30 * MINUTE, "1");
  const flat = flattenPrices([[contract], [partner], [region]]);
  expect(flat.map((one) => [(one.startsAt - start) / MINUTE, one.priceId])).toEqual([
    [0, region.priceId],
    [10, partner.priceId],
    [20, contract.priceId],
    [30, partner.priceId],
    [40, region.priceId],
  ]);
  expect(flat.at(-1)?.endsAt).toBe(FOREVER);
});

test("PRC-02 a price that begins within a minute holds from that minute's start", () => {
  const before = price(start, start + 90_500);
  const after = price(start + 90_500, FOREVER);
  expect(flattenPrices([[before, after]]).map((one) => one.startsAt - start)).toEqual([0, MINUTE]);
});

test("PRC-02 a price with no whole minute is dropped, and a gap between prices stays a gap", () => {
  const short = price(start + 1_000, start + 2_000);
  const later = price(start + 5 * MINUTE, start + 6 * MINUTE);
  expect(flattenPrices([[short, later]]).map((one) => one.priceId)).toEqual([later.priceId]);
});

test("PRC-02 at every minute the first list with a price decides, however the lists lie", () => {
  const list = fc.uniqueArray(fc.integer({ min: 0, max: 3_600 }), { minLength: 2, maxLength: 8 }).map((bounds) => {
    const sorted = bounds.sort((a, b) => a - b).map((seconds) => start + seconds * 1_000);
    return sorted.flatMap((from, index) => (index % 2 ? [] : [price(from, sorted[index + 1] ?? FOREVER)]));
  });
  fc.assert(
    fc.property(fc.array(list, { maxLength: 4 }), fc.integer({ min: 0, max: 70 }), (chain, minute) => {
      const then = instant(start + minute * MINUTE);
      const holds = (one: ListPrice) => floorMinute(one.startsAt) <= then && then < floorMinute(one.endsAt);
      const wanted = chain.map((prices) => prices.find(holds)).find((one) => one !== undefined);
      const flat = flattenPrices(chain);
      expect(flat.find((one) => one.startsAt <= then && then < one.endsAt)?.priceId).toBe(wanted?.priceId);
      flat.reduce((end, one) => {
        expect(one.startsAt).toBeGreaterThanOrEqual(end);
        return one.endsAt;
      }, -Infinity);
    }),
  );
});
