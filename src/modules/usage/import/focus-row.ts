import { hash } from "node:crypto";

import { type Decimal, formatDecimal, fromInteger, compare, multiply } from "../../../core/decimal.ts";
import type { Instant } from "../../../core/time.ts";
import type { CsvRow } from "./csv.ts";
import { type FocusColumn, type FocusHeader, shared } from "./focus-header.ts";
import { amountOf, BREAK, type FocusCells, type FocusIdentity, identityOf, keyOf } from "./focus-key.ts";
import { type FocusBasis, FocusPrice } from "./focus-price.ts";
import { clean, isSpoilt, nameOf, readDecimal, readFocusTime, readTags, resourceOf, slug } from "./focus-text.ts";

/** The sub-account of a row, shared by its rows. */
export interface FocusAccount {
  readonly subAccount: string;
  readonly name: string;
  /** As the file gives them. */
  readonly cells: Pick<FocusCells, "billingAccount" | "subAccount">;
  /** Another one may have become the same text before the file was written. */
  readonly isSpoilt: boolean;
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
  readonly key: string;
  readonly identity: FocusIdentity;
  /** Category, class, currency and SKU, or what stands for them. */
  readonly item: string;
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
  /** It is taken for usage without saying so. */
  readonly lacksCategory: boolean;
  /** It costs more than any row is believed to. */
  readonly isTooLarge: boolean;
}

/** A row that is no usage, with the reason; `cost` is what it adds to the file's total, null when that cannot be read. */
export interface FocusOther {
  readonly kind: "rejected" | "negative_charge" | "not_usage" | "commitment";
  readonly code: string;
  readonly cost: Decimal | null;
  /** Null when it cannot be read. */
  readonly start: Instant | null;
  /** Of the row when it is kept; empty when it is rejected. */
  readonly id: string;
  readonly key: string;
}

/** A row that is rejected. */
export function rejectedRow(code: string, cost: Decimal | null): FocusOther {
  return { kind: "rejected", code, cost, start: null, id: "", key: "" };
}

const USAGE = new Set(["usage", "purchase"]);
/** In the payer's currency: a row that costs more waits until somebody has looked at it. */
const LARGEST_COST = fromInteger(1_000_000_000n);
const COST_UNIT_PREFIX = "cost in ";

/** What the cells say that rows of one SKU have in common. */
interface Item {
  /** Null when the cell is filled and no decimal. */
  readonly price: FocusPrice | null;
  readonly unitPrice: Decimal | null;
  readonly category: string;
  readonly lacksCategory: boolean;
  readonly isUsage: boolean;
  /** The price of a commitment or what was left unused of it: what it covers is charged by list price already. */
  readonly isCommitment: boolean;
  readonly key: string;
  readonly charge: string;
  /** As the file gives them. */
  readonly cells: Omit<FocusCells, "billingAccount" | "subAccount" | "resource" | "end" | `${string}Quantity`>;
  readonly currency: string;
  readonly sku: string;
  /** Of rows that name none. */
  readonly resource: string;
  /** The SKU as it is charged in each way that has occurred. */
  readonly skus: Partial<Record<FocusBasis, FocusSku>>;
}

const ITEM_COLUMNS: readonly FocusColumn[] = [
  "provider",
  "ownProvider",
  "description",
  "service",
  "serviceCategory",
  "sku",
  "skuPrice",
  "category",
  "chargeClass",
  "commitment",
  "commitmentStatus",
  "pricingCategory",
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
      ["subAccount", "subAccountName", "ownSubAccount", "billingAccount"],
      (row) => ({
        subAccount: nameOf(header.own(row, "subAccount") ?? "-", 500),
        name: clean(header.own(row, "subAccountName") ?? "FOCUS", 200),
        cells: {
          subAccount: nameOf(header.own(row, "ownSubAccount") ?? "", 500),
          billingAccount: nameOf(header.own(row, "billingAccount") ?? "", 500),
        },
        isSpoilt: isSpoilt(header.cell(row, "subAccount") ?? ""),
        pid: "",
        startsAt: Number.POSITIVE_INFINITY,
      }),
    );
  }

  /** Reads one row; never throws, whatever is in it. `idOf` gives a row that is kept its id by its key. */
  read(row: CsvRow, idOf: (key: string) => string): FocusUsage | FocusOther {
    const item = this.#itemOf(row);
    const costText = this.#costOf(row);
    const cost = costText === null ? null : readDecimal(costText);
    const pricingQuantity = optional(this.#pricedOf(row));
    const consumedQuantity = optional(this.#consumedOf(row));
    if (!item.price || cost === undefined || pricingQuantity === undefined || consumedQuantity === undefined)
      return rejectedRow("not_decimal", cost ?? null);
    const quantity = pricingQuantity ?? consumedQuantity;
    const listCost = cost ?? (item.unitPrice && quantity ? multiply(item.unitPrice, quantity) : null);
    const account = this.#accountOf(row);
    if (account.isSpoilt) return rejectedRow("text_lost", listCost);
    const start = this.#startOf(row);
    const resource = this.#resourceOf(row);
    const end = this.#endOf(row);
    // Written out: put together of parts, such an object takes as long as the rest of the row.
    const identity = identityOf(item.charge + BREAK + (start ?? "") + BREAK + amountOf(listCost), {
      provider: item.cells.provider,
      billingAccount: account.cells.billingAccount,
      subAccount: account.cells.subAccount,
      sku: item.cells.sku,
      skuPrice: item.cells.skuPrice,
      resource: resource ?? "",
      currency: item.cells.currency,
      end: String(end ?? ""),
      pricingQuantity: amountOf(pricingQuantity),
      consumedQuantity: amountOf(consumedQuantity),
      unitPrice: item.cells.unitPrice,
      description: item.cells.description,
    });
    const key = keyOf(identity);
    const other = (kind: FocusOther["kind"], code: string): FocusOther => ({
      kind,
      code,
      cost: listCost,
      start,
      key,
      id: idOf(key),
    });
    if (item.isCommitment) return other("commitment", item.category);
    if (!item.isUsage) return other("not_usage", item.category.slice(0, 60));
    if (listCost === null) return rejectedRow("no_list_cost", null);
    if (isNegative(pricingQuantity) || isNegative(consumedQuantity) || isNegative(listCost))
      return other("negative_charge", "negative");
    if (start === null || end === null) return rejectedRow("bad_time", listCost);
    const printed = costText === null ? 0 : decimalsOf(costText);
    const charge = item.price.chargeOf({ listCost, pricingQuantity, consumedQuantity, printed });
    return {
      kind: "usage",
      id: idOf(key),
      key,
      identity,
      item: item.key,
      account,
      sku: (item.skus[charge.basis] ??= this.#readSku(row, item, charge.basis)),
      basis: charge.basis,
      quantity: charge.quantity,
      cost: listCost,
      start,
      end: end !== undefined && end >= start ? end : null,
      resource: resource ?? item.resource,
      resourceName: this.#nameOf(row),
      labels: this.#labelsOf(row),
      lacksCategory: item.lacksCategory,
      isTooLarge: compare(multiply(listCost, this.#rate), LARGEST_COST) > 0,
    };
  }

  #readItem(row: CsvRow): Item {
    const text = (column: FocusColumn) => this.#header.own(row, column);
    const priceText = text("unitPrice");
    const unitPrice = priceText === null ? null : readDecimal(priceText);
    const category = (text("category") ?? "Usage").toLowerCase();
    const sku = nameOf(text("sku") ?? text("skuPrice") ?? text("description") ?? "unnamed", 200);
    const currency = (text("currency") ?? "").slice(0, 10).toUpperCase();
    const chargeClass = (text("chargeClass") ?? "").toLowerCase();
    const isCommitted = text("commitment") !== null || text("pricingCategory")?.toLowerCase() === "committed";
    return {
      price: unitPrice === undefined ? null : new FocusPrice(unitPrice),
      unitPrice: unitPrice ?? null,
      category,
      lacksCategory: text("category") === null,
      isUsage: USAGE.has(category),
      isCommitment: (category === "purchase" && isCommitted) || text("commitmentStatus")?.toLowerCase() === "unused",
      key: [category, chargeClass, currency, sku].join(BREAK),
      charge: category + BREAK + chargeClass,
      cells: {
        provider: nameOf(text("ownProvider") ?? "", 200),
        sku: nameOf(text("sku") ?? "", 200),
        skuPrice: nameOf(text("skuPrice") ?? "", 200),
        currency,
        unitPrice: amountOf(unitPrice ?? null),
        description: nameOf(text("description") ?? "", 200),
      },
      currency,
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

/** What the code says of the vendor and the SKU, without its price and unit. */
export function skuPrefixOf({ code }: Pick<FocusSku, "code">): string {
  return code.slice(0, code.lastIndexOf(".") + 1);
}

/** The same under each spelling of the vendor's name. */
export function skuPrefixesOf(sku: Pick<FocusSku, "code">, providers: readonly string[]): string[] {
  const own = skuPrefixOf(sku);
  const name = own.split(".")[2] ?? "";
  return [...new Set([own, ...providers.map((one) => `focus.${slug(clean(one, 100), 16)}.${name}.`)])];
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
