import { refusal } from "../../core/errors.ts";

export const CatalogInvalid = refusal(
  "catalog_invalid",
  422,
  "Каталог не загружен: {count} ошибок, первая: {first}",
  "The catalogue was not loaded: {count} errors, the first: {first}",
);
export const PriceListUnknown = refusal(
  "price_list_unknown",
  422,
  "Нет прайс-листа «{code}»",
  "There is no price list “{code}”",
);
export const PriceListDiffers = refusal(
  "price_list_differs",
  409,
  "Прайс-лист «{code}» уже есть, но с другим регионом, валютой или видом",
  "Price list “{code}” exists with another region, currency or kind",
);
export const SkuUnknown = refusal("sku_unknown", 422, "Нет SKU «{code}»", "There is no SKU “{code}”");
export const SkuDiffers = refusal(
  "sku_differs",
  409,
  "У «{code}» нельзя изменить способ измерения: заведите новый код",
  "The way “{code}” is measured cannot change: use a new code",
);
export const PriceInvalid = refusal("price_invalid", 422, "Цена «{code}»: {ru}", "Price of “{code}”: {en}");
export const ChainInvalid = refusal(
  "price_chain_invalid",
  422,
  "Порядок прайс-листов: договор, партнёр, регион; последний один и региональный, валюта общая",
  "Price lists go contract, partner, region; the last is the region's, and all share one currency",
);
