import type { Decimal } from "../../core/decimal.ts";
import type { Texts } from "../../core/errors.ts";
import type { MeterKind } from "./price.ts";

export interface Service {
  readonly serviceCode: string;
  readonly name: Texts;
  readonly serviceGroup: string;
  readonly position: number;
  /** Supplied over the net, as nearly all is; work by people is not, and is taxed elsewhere when the buyer is abroad. */
  readonly electronic?: boolean;
}

/** Services that a bonus of this type pays for (BAL-03). */
export interface BonusGroup {
  readonly bonusGroup: string;
  readonly name: Texts;
}

/** How consumption is measured. A reported quantity above `largest` is quarantined, not charged. */
export interface Meter {
  readonly meterCode: string;
  readonly kind: MeterKind;
  readonly unit: string;
  readonly largest: Decimal;
}

export interface Sku {
  readonly skuId: number;
  readonly skuCode: string;
  readonly serviceCode: string;
  readonly meterCode: string;
  readonly name: Texts;
  readonly unitName: Texts;
  /** Minutes in the time unit of a gauge's price (60: per hour); units that a quantity's price is for. */
  readonly divisor: bigint;
  /** Which typed bonus may pay (BAL-03); null: none. */
  readonly bonusGroup: string | null;
  readonly meter: Meter;
}

export interface PriceList {
  readonly priceListId: number;
  readonly priceListCode: string;
  readonly regionCode: string | null;
  readonly currency: string;
  readonly kind: "region" | "contract" | "partner";
}

/** A snapshot of everything that can be reported as usage, for checking events without a query. */
export interface SkuIndex {
  readonly version: bigint;
  readonly services: ReadonlyMap<string, Service>;
  readonly meters: ReadonlyMap<string, Meter>;
  readonly skus: ReadonlyMap<string, Sku>;
  readonly skusById: ReadonlyMap<number, Sku>;
}
