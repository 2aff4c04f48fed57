import { floorMinute, type Instant } from "../../core/time.ts";
import type { EffectivePrice, ListPrice } from "./price.ts";

/**
 * PRC-02: what a chain of price lists charges for one SKU over all time. At every instant the first list of the chain
 * that has a price decides. Boundaries are taken down to their minute, so a price holds for whole minutes; one that
 * then has no minute left is dropped. The answer is in time order, without overlaps, neighbours of one price joined.
 */
export function flattenPrices(chain: readonly (readonly ListPrice[])[]): EffectivePrice[] {
  const lists = chain.map((prices) => prices.map(onMinutes).filter((price) => price.startsAt < price.endsAt));
  const bounds = [...new Set(lists.flat().flatMap((price) => [price.startsAt, price.endsAt]))].sort((a, b) => a - b);
  const flat: EffectivePrice[] = [];
  for (let index = 0; index + 1 < bounds.length; index += 1) {
    const startsAt = bounds[index] as Instant;
    const endsAt = bounds[index + 1] as Instant;
    const price = firstAt(lists, startsAt);
    if (!price) continue;
    const last = flat.at(-1);
    if (last && last.priceId === price.priceId && last.endsAt === startsAt) flat[flat.length - 1] = { ...last, endsAt };
    else flat.push(toEffective(price, startsAt, endsAt));
  }
  return flat;
}

function firstAt(lists: readonly (readonly ListPrice[])[], at: Instant): ListPrice | undefined {
  for (const prices of lists) {
    const found = prices.find((price) => price.startsAt <= at && at < price.endsAt);
    if (found) return found;
  }
  return undefined;
}

function onMinutes(price: ListPrice): ListPrice {
  return { ...price, startsAt: floorMinute(price.startsAt), endsAt: floorMinute(price.endsAt) };
}

function toEffective(price: ListPrice, startsAt: Instant, endsAt: Instant): EffectivePrice {
  const { priceListId: _, ...terms } = price;
  return { ...terms, startsAt, endsAt };
}
