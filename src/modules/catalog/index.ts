export { catalogActs } from "./acts.ts";
export { assignPriceScope, priceByRegion, type ScopeChange } from "./assign-scope.ts";
export { type CatalogFile, type CatalogLoad, loadCatalog, parseCatalog, readCatalogFiles } from "./load.ts";
export { type EffectivePrice, FOREVER, type MeterKind, type PriceModel, type PriceTerms, type Tier } from "./price.ts";
export { type NewPrice, type PriceChange, putPriceList, putPrices } from "./put-prices.ts";
export { type CatalogItems, putSkus } from "./put-skus.ts";
export type { Meter, PriceList, Service, Sku, SkuIndex } from "./sku.ts";
export { bonusNames, skuIndex } from "./sku-index.ts";
export { readProjectsOf as projectsPricedBy } from "./store.ts";
