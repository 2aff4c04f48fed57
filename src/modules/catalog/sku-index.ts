import type { Texts } from "../../core/errors.ts";
import type { Tx } from "../../platform/db.ts";
import type { Meter, Sku, SkuIndex } from "./sku.ts";
import { readBonusGroups, readMeters, readServices, readSkus, readVersion } from "./store.ts";

/**
 * Everything that can be reported as usage. Hand in the snapshot you hold: it comes back, for the price of one small
 * query, as long as the catalogue has not changed.
 */
export async function skuIndex(tx: Tx, known?: SkuIndex): Promise<SkuIndex> {
  const version = await readVersion(tx);
  if (known?.version === version) return known;
  const services = await readServices(tx);
  const meters = new Map((await readMeters(tx)).map((meter) => [meter.meterCode, meter]));
  const skus = (await readSkus(tx)).map((sku): Sku => ({ ...sku, meter: meters.get(sku.meterCode) as Meter }));
  return {
    version,
    services: new Map(services.map((service) => [service.serviceCode, service])),
    meters,
    skus: new Map(skus.map((sku) => [sku.skuCode, sku])),
    skusById: new Map(skus.map((sku) => [sku.skuId, sku])),
  };
}

/** What each bonus group is called (BAL-03). */
export async function bonusNames(tx: Pick<Tx, "query">): Promise<Map<string, Texts>> {
  return new Map((await readBonusGroups(tx)).map(({ bonusGroup, name }) => [bonusGroup, name]));
}
