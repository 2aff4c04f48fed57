import { hash } from "node:crypto";

import { type Decimal, formatDecimal, multiply } from "../../../core/decimal.ts";
import type { Instant } from "../../../core/time.ts";
import type { CsvRow } from "./csv.ts";
import { type FocusColumn, type FocusHeader, shared } from "./focus-header.ts";
import { type FocusBasis, FocusPrice } from "./focus-price.ts";
import { clean, readDecimal, readFocusTime, readTags, resourceOf, slug } from "./focus-text.ts";

/** The sub-account of a row, shared by its rows. */
export interface FocusAccount {
  readonly subAccount: string;
  readonly name: string;
  /** Of its project, and from when on that is priced and paid for: once it is there (FocusWorld). */
  pid: string;
  startsAt: number;
}

/** A SKU at a price in a unit, shared by its rows. */
export interface FocusSku {
  /** The code says which vendor's SKU it is; the hash makes one of each price, unit and divisor of it. */
  readonly code: string;
  readonly name: string;
  readonly service: string;
  readonly serviceCategory: string;
  readonly unit: string;
  /** Of `divisor` units, in the payer's currency. */
  readonly unitPrice: Decimal;
  readonly divisor: bigint;
  /** The bill's. */
  readonly currency: string;
  /** It is in the catalogue and in the payer's price list (FocusWorld). */
  isPriced: boolean;
}

/** One row of usage, ready to become an event. */
export interface FocusUsage {
  readonly kind: "usage";
  readonly id: string;
  readonly account: FocusAccount;
  readonly sku: FocusSku;
  readonly basis: FocusBasis;
  /** In the normal spelling of an event's quantity. */
  readonly quantity: string;
  readonly cost: Decimal;
  readonly start: Instant;
  readonly end: Instant | null;
  readonly resource: string;
  readonly resourceName: string | null;
  /** As canonical JSON, like the labels of an event. */
  readonly labels: string | null;
}

/** A row that is no usage, with the reason; `cost` is what it would have added to the file's total. */
export interface FocusOther {
  readonly kind: "rejected" | "negative_charge" | "not_usage";
  readonly code: string;
  readonly cost: Decimal | null;
}

const USAGE = new Set(["usage", "purchase"]);
const COST_UNIT_PREFIX = "cost in ";

/** What the cells say that rows of one SKU have in common. */
interface Item {
  /** Null when the cell is filled and no decimal. */
  readonly price: FocusPrice | null;
  readonly unitPrice: Decimal | null;
  readonly category: string;
  readonly isUsage: boolean;
  readonly currency: string;
  readonly sku: string;
  /** Of rows that name none. */
  readonly resource: string;
  /** The SKU as it is charged in each way that has occurred. */
  readonly skus: Partial<Record<FocusBasis, FocusSku>>;
}

const ITEM_COLUMNS: readonly FocusColumn[] = [
  "provider",
  "service",
  "serviceCategory",
  "sku",
  "skuPrice",
  "category",
  "currency",
  "pricingUnit",
  "consumedUnit",
  "unitPrice",
];

/** Reads the rows of one bill. */
export class FocusReader {
  readonly #header: FocusHeader;
  readonly #costOf: (row: CsvRow) => string | null;
  readonly #pricedOf: (row: CsvRow) => string | null;
  readonly #consumedOf: (row: CsvRow) => string | null;
  /** One unit of the bill's currency in the payer's. */
  readonly #rate: Decimal;
  /** Null for what is no time. */
  readonly #startOf: (row: CsvRow) => Instant | null;
  /** Undefined when there is none. */
  readonly #endOf: (row: CsvRow) => Instant | null | undefined;
  readonly #labelsOf: (row: CsvRow) => string | null;
  readonly #resourceOf: (row: CsvRow) => string | null;
  readonly #nameOf: (row: CsvRow) => string | null;
  readonly #itemOf: (row: CsvRow) => Item;
  readonly #accountOf: (row: CsvRow) => FocusAccount;

  constructor(header: FocusHeader, rate: Decimal) {
    this.#header = header;
    this.#rate = rate;
    this.#costOf = header.cellOf("listCost");
    this.#pricedOf = header.cellOf("pricingQuantity");
    this.#consumedOf = header.cellOf("consumedQuantity");
    this.#startOf = header.remembered("start", (text) => readFocusTime(text ?? ""));
    this.#endOf = header.remembered("end", (text) => (text === null ? undefined : readFocusTime(text)));
    this.#labelsOf = header.remembered("tags", (text) => (text === null ? null : readTags(text)));
    this.#resourceOf = header.remembered("resource", (text) => (text === null ? null : resourceOf(text)));
    this.#nameOf = header.remembered("resourceName", (text) => (text === null ? null : clean(text, 500)));
    const [skuPrice, sku, description] = [
      header.cellOf("skuPrice"),
      header.cellOf("sku"),
      header.cellOf("description"),
    ];
    // A SKU that only its description names is told by it.
    this.#itemOf = shared(
      header,
      (row) => skuPrice(row) ?? sku(row) ?? description(row) ?? "",
      ITEM_COLUMNS,
      (row) => this.#readItem(row),
    );
    const subAccount = header.cellOf("subAccount");
    this.#accountOf = shared(
      header,
      (row) => subAccount(row) ?? "",
      ["subAccount", "subAccountName"],
      (row) => ({
        subAccount: clean(header.own(row, "subAccount") ?? "", 500),
        name: clean(header.own(row, "subAccountName") ?? "FOCUS", 200),
        pid: "",
        startsAt: Number.POSITIVE_INFINITY,
      }),
    );
  }

  /** Reads one row; never throws, whatever is in it. */
  read(row: CsvRow, id: string): FocusUsage | FocusOther {
    const item = this.#itemOf(row);
    const costText = this.#costOf(row);
    const cost = costText === null ? null : readDecimal(costText);
    const pricingQuantity = optional(this.#pricedOf(row));
    const consumedQuantity = optional(this.#consumedOf(row));
    if (!item.price || cost === undefined || pricingQuantity === undefined || consumedQuantity === undefined)
      return { kind: "rejected", code: "not_decimal", cost: null };
    const quantity = pricingQuantity ?? consumedQuantity;
    const listCost = cost ?? (item.unitPrice && quantity ? multiply(item.unitPrice, quantity) : null);
    if (!item.isUsage) return { kind: "not_usage", code: item.category.slice(0, 60), cost: listCost };
    if (listCost === null) return { kind: "rejected", code: "no_list_cost", cost: null };
    if (isNegative(pricingQuantity) || isNegative(consumedQuantity) || isNegative(listCost))
      return { kind: "negative_charge", code: "negative", cost: listCost };
    const start = this.#startOf(row);
    const end = this.#endOf(row);
    if (start === null || end === null) return { kind: "rejected", code: "bad_time", cost: listCost };
    const printed = costText === null ? 0 : decimalsOf(costText);
    const charge = item.price.chargeOf({ listCost, pricingQuantity, consumedQuantity, printed });
    return {
      kind: "usage",
      id,
      account: this.#accountOf(row),
      sku: (item.skus[charge.basis] ??= this.#readSku(row, item, charge.basis)),
      basis: charge.basis,
      quantity: charge.quantity,
      cost: listCost,
      start,
      end: end !== undefined && end >= start ? end : null,
      resource: this.#resourceOf(row) ?? item.resource,
      resourceName: this.#nameOf(row),
      labels: this.#labelsOf(row),
    };
  }

  #readItem(row: CsvRow): Item {
    const text = (column: FocusColumn) => this.#header.own(row, column);
    const priceText = text("unitPrice");
    const unitPrice = priceText === null ? null : readDecimal(priceText);
    const category = (text("category") ?? "Usage").toLowerCase();
    const sku = clean(text("sku") ?? text("skuPrice") ?? text("description") ?? "unnamed", 200);
    return {
      price: unitPrice === undefined ? null : new FocusPrice(unitPrice),
      unitPrice: unitPrice ?? null,
      category,
      isUsage: USAGE.has(category),
      currency: (text("currency") ?? "").slice(0, 10),
      sku,
      resource: resourceOf(`sku:${sku}`),
      skus: {},
    };
  }

  #readSku(row: CsvRow, { price, sku, currency }: Item, basis: FocusBasis): FocusSku {
    const text = (column: FocusColumn) => this.#header.own(row, column);
    const provider = clean(text("provider") ?? "unknown", 100);
    const service = clean(text("service") ?? provider, 200);
    const charged = (price as FocusPrice).of(basis);
    const unit = unitOf(basis, charged.divisor, text("pricingUnit") ?? "units", text("consumedUnit"), currency);
    const unitPrice = multiply(charged.unitPrice, this.#rate);
    const key = [provider, service, sku, clean(text("skuPrice") ?? "", 200), unit];
    const digest = hash("sha256", [...key, formatDecimal(unitPrice), charged.divisor].join("\u001f"), "hex");
    return {
      code: `focus.${slug(provider, 16)}.${slug(sku, 40)}.${digest.slice(0, 12)}`,
      name: clean(text("description") ?? sku, 200),
      service,
      serviceCategory: clean(text("serviceCategory") ?? "Other", 100),
      unit,
      unitPrice,
      divisor: charged.divisor,
      currency,
      isPriced: false,
    };
  }
}

function unitOf(
  basis: FocusBasis,
  divisor: bigint,
  pricingUnit: string,
  consumedUnit: string | null,
  currency: string,
): string {
  if (basis === "by_cost") return `${COST_UNIT_PREFIX}${currency || "units"}`;
  const unit = clean(basis === "consumed" ? (consumedUnit ?? pricingUnit) : pricingUnit, 100);
  return divisor === 1n ? unit : `1/${divisor} ${unit}`;
}

/** Null for an empty cell, undefined for one that is no decimal. */
function optional(text: string | null): Decimal | null | undefined {
  return text === null ? null : readDecimal(text);
}

function isNegative(value: Decimal | null): boolean {
  return value !== null && value.units < 0n;
}

/** How many decimals are printed of a cost. */
function decimalsOf(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}
