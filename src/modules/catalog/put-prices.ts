import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { flattenPrices } from "./effective-price.ts";
import {
  type EffectivePrice,
  FOREVER,
  type ListPrice,
  type PriceTerms,
  problemOfTerms,
  type WantedPrice,
} from "./price.ts";
import { overlapping, planPrices } from "./price-plan.ts";
import { PriceInvalid, PriceListDiffers, PriceListUnknown, SkuUnknown } from "./refusals.ts";
import type { PriceList } from "./sku.ts";
import { skuIndex } from "./sku-index.ts";
import {
  insertPriceList,
  insertPrices,
  lockCatalog,
  moveEnds,
  readPriceLists,
  readPrices,
  readScopesOf,
  replaceEffective,
  type Scope,
} from "./store.ts";

/** A price to put into a list; without `endsAt` it stays in force. */
export interface NewPrice extends PriceTerms {
  readonly skuCode: string;
  readonly startsAt: Instant;
  readonly endsAt?: Instant;
}

/** What a change of prices touches: these SKUs in these scopes, from `earliest` on (null when nothing changed). */
export interface PriceChange {
  readonly skuIds: readonly number[];
  readonly scopeIds: readonly number[];
  readonly earliest: Instant | null;
}

export const NO_CHANGE: PriceChange = { skuIds: [], scopeIds: [], earliest: null };

/** Adds the price list unless it is there; refuses (PriceListDiffers) one of that code with another meaning. */
export async function putPriceList(tx: Tx, list: Omit<PriceList, "priceListId">): Promise<PriceList> {
  await lockCatalog(tx);
  const [known] = await readPriceLists(tx, [list.priceListCode]);
  if (!known) return insertPriceList(tx, list);
  if (known.regionCode !== list.regionCode || known.currency !== list.currency || known.kind !== list.kind) {
    throw PriceListDiffers({ values: { code: list.priceListCode } });
  }
  return known;
}

/**
 * PRC-02: puts prices (VAT-inclusive, major units of the list's currency) into a list and rebuilds what every scope
 * with that list charges, in the caller's transaction. The same call again changes nothing. With `whole`, the given
 * prices of a SKU are all there is from its first one on; without, prices outside the given periods stay.
 * Refuses PriceListUnknown, SkuUnknown and PriceInvalid (terms, an empty or overlapping period).
 */
export async function putPrices(
  tx: Tx,
  priceListCode: string,
  prices: readonly NewPrice[],
  options: { readonly whole?: boolean } = {},
): Promise<PriceChange> {
  await lockCatalog(tx);
  const [list] = await readPriceLists(tx, [priceListCode]);
  if (!list) throw PriceListUnknown({ values: { code: priceListCode } });
  const wanted = await checkPrices(tx, prices);
  const skuIds = [...new Set(wanted.map((price) => price.skuId))];
  const plan = planPrices(await readPrices(tx, [list.priceListId], skuIds), wanted, options.whole);
  if (plan.changed.size === 0) return NO_CHANGE;
  await moveEnds(tx, plan.ends);
  await insertPrices(tx, list.priceListId, plan.inserts);
  const changedIds = [...plan.changed.keys()];
  const scopes = await readScopesOf(tx, list.priceListId);
  await rebuildEffective(tx, scopes, changedIds);
  return {
    skuIds: changedIds,
    scopeIds: scopes.map((scope) => scope.scopeId),
    earliest: [...plan.changed.values()].reduce((first, at) => (at < first ? at : first)),
  };
}

/** Writes these scopes' flattened prices anew, of these SKUs or (null) of all that their lists price. */
export async function rebuildEffective(
  tx: Tx,
  scopes: readonly Scope[],
  skuIds: readonly number[] | null,
): Promise<void> {
  if (scopes.length === 0) return;
  const listIds = [...new Set(scopes.flatMap((scope) => scope.chain))];
  const bySku = new Map<number, Map<number, ListPrice[]>>();
  for (const price of await readPrices(tx, listIds, skuIds)) {
    const byList = bySku.get(price.skuId) ?? new Map<number, ListPrice[]>();
    bySku.set(price.skuId, byList);
    byList.set(price.priceListId, [...(byList.get(price.priceListId) ?? []), price]);
  }
  const effective: (EffectivePrice & { scopeId: number })[] = [];
  for (const { scopeId, chain } of scopes) {
    for (const byList of bySku.values()) {
      const flat = flattenPrices(chain.map((listId) => byList.get(listId) ?? []));
      effective.push(...flat.map((price) => ({ ...price, scopeId })));
    }
  }
  await replaceEffective(
    tx,
    scopes.map((scope) => scope.scopeId),
    skuIds ?? [...bySku.keys()],
    effective,
  );
}

async function checkPrices(tx: Tx, prices: readonly NewPrice[]): Promise<WantedPrice[]> {
  const index = await skuIndex(tx);
  const wanted = prices.map(({ skuCode, endsAt = FOREVER, ...price }) => {
    const sku = index.skus.get(skuCode);
    if (!sku) throw SkuUnknown({ values: { code: skuCode } });
    const problem = problemOfTerms(price, sku.meter.kind);
    if (problem) throw PriceInvalid({ values: { code: skuCode, ...problem } });
    if (price.startsAt >= endsAt) {
      throw PriceInvalid({ values: { code: skuCode, ru: "период пуст", en: "the period is empty" } });
    }
    return { ...price, endsAt, skuId: sku.skuId };
  });
  const double = overlapping(wanted);
  if (double) {
    const code = index.skusById.get(double.skuId)?.skuCode ?? "";
    throw PriceInvalid({ values: { code, ru: "периоды пересекаются", en: "periods overlap" } });
  }
  return wanted;
}
