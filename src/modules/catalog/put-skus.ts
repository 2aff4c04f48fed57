import type { Tx } from "../../platform/db.ts";
import { SkuDiffers } from "./refusals.ts";
import type { BonusGroup, Meter, Service, Sku } from "./sku.ts";
import {
  lockCatalog,
  raiseVersion,
  readMeters,
  readSkus,
  upsertBonusGroups,
  upsertMeters,
  upsertServices,
  upsertSkus,
} from "./store.ts";

export interface CatalogItems {
  readonly services: readonly Service[];
  readonly bonusGroups?: readonly BonusGroup[];
  readonly meters: readonly Meter[];
  readonly skus: readonly Omit<Sku, "skuId" | "meter">[];
}

/**
 * Adds services, bonus groups, meters and SKUs or renames them, in the caller's transaction; true when anything changed, and then
 * copies of skuIndex are out of date. A code may occur once. Refuses (SkuDiffers) another kind of meter, or another
 * meter or divisor of a SKU: what is already measured would change its meaning.
 */
export async function putSkus(tx: Tx, items: CatalogItems): Promise<boolean> {
  await lockCatalog(tx);
  await refuseOtherMeasure(tx, items);
  const changed =
    (await upsertServices(tx, items.services)) +
    (await upsertBonusGroups(tx, items.bonusGroups ?? [])) +
    (await upsertMeters(tx, items.meters)) +
    (await upsertSkus(tx, items.skus));
  if (changed > 0) await raiseVersion(tx);
  return changed > 0;
}

async function refuseOtherMeasure(tx: Tx, items: CatalogItems): Promise<void> {
  const meters = new Map((await readMeters(tx)).map((meter) => [meter.meterCode, meter]));
  const skus = new Map((await readSkus(tx)).map((sku) => [sku.skuCode, sku]));
  for (const meter of items.meters) {
    const known = meters.get(meter.meterCode);
    if (known && known.kind !== meter.kind) throw SkuDiffers({ values: { code: meter.meterCode } });
  }
  for (const sku of items.skus) {
    const known = skus.get(sku.skuCode);
    if (known && (known.meterCode !== sku.meterCode || known.divisor !== sku.divisor)) {
      throw SkuDiffers({ values: { code: sku.skuCode } });
    }
  }
}
