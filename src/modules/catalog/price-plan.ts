import type { Instant } from "../../core/time.ts";
import { FOREVER, type ListPrice, sameTerms, type WantedPrice } from "./price.ts";

/** Changes that make one price list say what is wanted of it: rows whose end moves, rows that are added. */
export interface PricePlan {
  readonly ends: readonly { readonly priceId: bigint; readonly endsAt: Instant; readonly before: Instant }[];
  readonly inserts: readonly WantedPrice[];
  /** For each SKU whose price changes somewhere: the first instant at which it does. */
  readonly changed: ReadonlyMap<number, Instant>;
}

interface Span {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/**
 * PRC-02: wanted prices hold in their own periods, everything outside stays as it is, and no existing row is altered
 * but in its end: a row that gives way is ended earlier (at its own start when nothing of it is left), and what
 * remains of it behind the wanted period is added again. Asking for what is already there plans nothing.
 * The wanted periods of a SKU must not overlap (see overlapping). `existing` are rows of this list that price something.
 * With `whole`, what is wanted of a SKU is everything from its first wanted instant on: later rows end as well.
 */
export function planPrices(existing: readonly ListPrice[], wanted: readonly WantedPrice[], whole = false): PricePlan {
  const existingBySku = groupBySku(existing);
  const ends: PricePlan["ends"][number][] = [];
  const inserts: WantedPrice[] = [];
  const changed = new Map<number, Instant>();
  for (const [skuId, prices] of groupBySku(wanted)) {
    const changes: Instant[] = [];
    const kept = new Set<WantedPrice>();
    const taken = whole ? [{ startsAt: firstStart(prices), endsAt: FOREVER }] : prices;
    for (const row of existingBySku.get(skuId) ?? []) {
      const same = prices.find((price) => price.startsAt === row.startsAt && sameTerms(price, row));
      if (same) kept.add(same);
      const [first, ...rest] = same ? [same, ...without(row, taken)] : without(row, taken);
      const stays = first?.startsAt === row.startsAt;
      const endsAt = stays && first ? first.endsAt : row.startsAt;
      if (endsAt !== row.endsAt) {
        ends.push({ priceId: row.priceId, endsAt, before: row.endsAt });
        changes.push(endsAt < row.endsAt ? endsAt : row.endsAt);
      }
      for (const span of stays || !first ? rest : [first, ...rest]) inserts.push(copyOf(row, span));
    }
    for (const price of prices) {
      if (kept.has(price)) continue;
      inserts.push(price);
      changes.push(price.startsAt);
    }
    if (changes.length > 0) changed.set(skuId, Math.min(...changes) as Instant);
  }
  return { ends, inserts, changed };
}

/** The first wanted price that overlaps another of the same SKU; null when there is none. */
export function overlapping(wanted: readonly WantedPrice[]): WantedPrice | null {
  for (const prices of groupBySku(wanted).values()) {
    const sorted = [...prices].sort((a, b) => a.startsAt - b.startsAt);
    for (let index = 1; index < sorted.length; index += 1) {
      const [before, price] = [sorted[index - 1], sorted[index]];
      if (before && price && before.endsAt > price.startsAt) return price;
    }
  }
  return null;
}

function firstStart(prices: readonly WantedPrice[]): Instant {
  return prices.reduce((first, price) => (price.startsAt < first ? price.startsAt : first), FOREVER);
}

/** What is left of a span when others are cut out of it, in time order. */
function without(span: Span, others: readonly Span[]): Span[] {
  let left: Span[] = [{ startsAt: span.startsAt, endsAt: span.endsAt }];
  for (const other of others) {
    left = left.flatMap((piece) => {
      if (other.endsAt <= piece.startsAt || other.startsAt >= piece.endsAt) return [piece];
      return [
        { startsAt: piece.startsAt, endsAt: other.startsAt },
        { startsAt: other.endsAt, endsAt: piece.endsAt },
      ].filter((part) => part.startsAt < part.endsAt);
    });
  }
  return left;
}

function copyOf(row: ListPrice, span: Span): WantedPrice {
  const { priceId: _id, priceListId: _list, ...terms } = row;
  return { ...terms, ...span };
}

function groupBySku<P extends { readonly skuId: number }>(prices: readonly P[]): Map<number, P[]> {
  const groups = new Map<number, P[]>();
  for (const price of prices) {
    const group = groups.get(price.skuId);
    if (group) group.push(price);
    else groups.set(price.skuId, [price]);
  }
  return groups;
}
