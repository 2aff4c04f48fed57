import { formatDecimal } from "../../core/decimal.ts";
import { NotFound } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { flattenPrices } from "./effective-price.ts";
import type { EffectivePrice } from "./price.ts";
import type { PriceList } from "./sku.ts";
import { readEffective, readPrices, readRegionList, searchPrices, type ShownPriceRow } from "./store.ts";

const MOST_PRICES = 1_000;

/** The price a scope charges for a SKU at an instant; null when it has none then. */
export async function effectivePrice(
  tx: Tx,
  scopeId: number,
  skuId: number,
  at: Instant,
): Promise<EffectivePrice | null> {
  return (await readEffective(tx, scopeId, skuId, at)) ?? null;
}

/** A project's own price as its settings show it (PRC-06): decimal texts in major units, VAT included. */
export type ShownPrice = Omit<ShownPriceRow, "unitPrice" | "committedQuantity"> & {
  readonly unitPrice: string;
  readonly committedQuantity: string | null;
};

/** PRC-06: what the project pays at an instant, in catalogue order, where a code or name holds `search` ("" = all). */
export async function pricesFor(tx: Tx, projectId: bigint, at: Instant, search: string): Promise<ShownPrice[]> {
  const rows = await searchPrices(tx, projectId, at, search.trim().slice(0, 100), MOST_PRICES);
  return rows.map((row) => ({
    ...row,
    unitPrice: formatDecimal(row.unitPrice),
    committedQuantity: row.committedQuantity && formatDecimal(row.committedQuantity),
  }));
}

/** The region's list price of these SKUs over all time, and the list. Refuses NotFound: the region has no list. */
export async function regionPrices(
  tx: Tx,
  regionCode: string,
  skuIds: readonly number[],
): Promise<{ readonly list: PriceList; readonly prices: EffectivePrice[] }> {
  const list = await readRegionList(tx, regionCode);
  if (!list) throw NotFound({ values: { what: regionCode } });
  const prices = await readPrices(tx, [list.priceListId], skuIds);
  const flat = skuIds.flatMap((skuId) => flattenPrices([prices.filter((price) => price.skuId === skuId)]));
  return { list, prices: flat };
}
