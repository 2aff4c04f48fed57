import { floorMinute, type Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { ChainInvalid, PriceListUnknown } from "./refusals.ts";
import { rebuildEffective } from "./put-prices.ts";
import type { PriceList } from "./sku.ts";
import {
  findScope,
  insertProjectScope,
  insertScope,
  lockCatalog,
  readPriceLists,
  readProjectScopes,
  selectRegionList,
} from "./store.ts";

const PRECEDENCE: readonly PriceList["kind"][] = ["contract", "partner", "region"];

export interface ScopeChange {
  readonly scopeId: number;
  /** The minute from which the project's prices may differ; null when it was priced so already. */
  readonly earliest: Instant | null;
}

/**
 * PRC-02: from the minute of `from` on, the project is priced by this chain of price list codes and no other; what was
 * planned for later is dropped. In the caller's transaction; the same call again changes nothing.
 * Refuses PriceListUnknown and ChainInvalid (order, currency, a chain that does not end with one region's list).
 */
export async function assignPriceScope(
  tx: Tx,
  projectId: bigint,
  chain: readonly string[],
  from: Instant,
): Promise<ScopeChange> {
  await lockCatalog(tx);
  const startsAt = floorMinute(from);
  const listIds = (await checkChain(tx, chain)).map((list) => list.priceListId);
  const scopeId = (await findScope(tx, listIds)) ?? (await addScope(tx, listIds));
  const [current, ...later] = await readProjectScopes(tx, projectId, startsAt);
  if (current?.scopeId === scopeId && current.startsAt <= startsAt && later.length === 0) {
    return { scopeId, earliest: null };
  }
  await insertProjectScope(tx, projectId, scopeId, startsAt);
  return { scopeId, earliest: startsAt };
}

/** PRC-02: a new project is priced by its region's list from its first minute on; where none is loaded, by nothing yet. */
export async function priceByRegion(tx: Tx, projectId: bigint, regionCode: string, from: Instant): Promise<void> {
  const list = await selectRegionList(tx, regionCode);
  if (list !== null) await assignPriceScope(tx, projectId, [list], from);
}

async function addScope(tx: Tx, chain: readonly number[]): Promise<number> {
  const scopeId = await insertScope(tx, chain);
  await rebuildEffective(tx, [{ scopeId, chain }], null);
  return scopeId;
}

async function checkChain(tx: Tx, codes: readonly string[]): Promise<PriceList[]> {
  const known = new Map((await readPriceLists(tx, codes)).map((list) => [list.priceListCode, list]));
  const lists = codes.map((code) => {
    const list = known.get(code);
    if (!list) throw PriceListUnknown({ values: { code } });
    return list;
  });
  const ranks = lists.map((list) => PRECEDENCE.indexOf(list.kind));
  const ordered = ranks.every((rank, index) => index === 0 || rank >= (ranks[index - 1] ?? 0));
  const regional = lists.filter((list) => list.kind === "region").length;
  const currencies = new Set(lists.map((list) => list.currency)).size;
  if (!ordered || regional !== 1 || currencies !== 1 || new Set(codes).size !== codes.length) throw ChainInvalid();
  return lists;
}
