import { hash } from "node:crypto";

import { type Decimal, fromInteger, multiply, parseDecimal } from "../../core/decimal.ts";
import { formatInstant, type Instant } from "../../core/time.ts";
import { readTime } from "./event-time.ts";
import { type FocusCharge, focusCharge } from "./import-focus-price.ts";

/** Names that versions and vendors use for a column, in lower case; the first that is there and filled counts. */
const COLUMNS = {
  id: ["id", "x_id"],
  provider: ["serviceprovidername", "providername", "provider", "hostprovidername", "publishername", "invoiceissuername"],
  billingAccount: ["billingaccountid"],
  subAccount: ["subaccountid", "billingaccountid"],
  subAccountName: ["subaccountname", "subaccountid", "billingaccountname", "billingaccountid"],
  category: ["chargecategory", "chargetype"],
  description: ["chargedescription"],
  start: ["chargeperiodstart"],
  end: ["chargeperiodend"],
  currency: ["billingcurrency"],
  listCost: ["listcost"],
  unitPrice: ["listunitprice"],
  pricingQuantity: ["pricingquantity"],
  consumedQuantity: ["consumedquantity", "usagequantity"],
  pricingUnit: ["pricingunit"],
  consumedUnit: ["consumedunit", "usageunit"],
  resource: ["resourceid"],
  resourceName: ["resourcename"],
  service: ["servicename"],
  serviceCategory: ["servicecategory"],
  sku: ["skuid"],
  skuPrice: ["skupriceid"],
  tags: ["tags"],
} as const;

type Column = keyof typeof COLUMNS;

/** Reads cells of a file by meaning, whatever the order and the version of its columns. */
export class FocusHeader {
  readonly #places: Readonly<Record<Column, readonly number[]>>;
  /** Names with their places, by name: a row is hashed the same whatever the order of columns. */
  readonly #sorted: readonly (readonly [string, number])[];

  constructor(header: readonly string[]) {
    const places = Object.entries(COLUMNS).map(([column, names]) => [
      column,
      names.map((name) => header.indexOf(name)).filter((place) => place >= 0),
    ]);
    this.#places = Object.fromEntries(places) as Record<Column, readonly number[]>;
    this.#sorted = header.map((name, place) => [name, place] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Columns without which nothing can be imported. */
  missing(): string[] {
    const needed: string[] = this.has("start") ? [] : ["ChargePeriodStart"];
    const hasCost = this.has("listCost") || (this.has("unitPrice") && (this.has("pricingQuantity") || this.has("consumedQuantity")));
    return hasCost ? needed : [...needed, "ListCost"];
  }

  has(column: Column): boolean {
    return this.#places[column].length > 0;
  }

  /** The cell, or null when it is empty, NULL or not there. */
  cell(fields: readonly string[], column: Column): string | null {
    for (const place of this.#places[column]) {
      const text = (fields[place] ?? "").trim();
      if (text !== "" && text !== "NULL" && text !== "null" && text !== "\\N") return text;
    }
    return null;
  }

  /** The first 16 bytes of the SHA-256 of the row's filled cells, in hexadecimal. */
  hash(fields: readonly string[]): string {
    let text = "";
    for (const [name, place] of this.#sorted) {
      const value = fields[place];
      if (value) text += `${name}\u001f${value}\u001e`;
    }
    return hash("sha256", text, "hex").slice(0, 32);
  }
}

/** One row of usage, ready to become an event. */
export interface FocusUsage {
  readonly kind: "usage";
  readonly subAccount: string;
  readonly subAccountName: string;
  readonly provider: string;
  readonly service: string;
  readonly serviceCategory: string;
  readonly skuName: string;
  /** What makes two rows the same SKU, apart from its price. */
  readonly skuKey: readonly string[];
  readonly unit: string;
  readonly charge: FocusCharge;
  readonly cost: Decimal;
  readonly start: Instant;
  readonly end: Instant | null;
  readonly resource: string;
  readonly resourceName: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly currency: string;
}

/** A row that is no usage, with the reason; `cost` is what it would have added to the file's total. */
export interface FocusOther {
  readonly kind: "rejected" | "negative_charge" | "not_usage";
  readonly code: string;
  readonly cost: Decimal | null;
}

const USAGE = new Set(["usage", "purchase"]);
const COST_UNIT_PREFIX = "cost in ";

/** Reads one row; never throws, whatever is in it. */
export function readFocusRow(header: FocusHeader, fields: readonly string[]): FocusUsage | FocusOther {
  const text = (column: Column) => header.cell(fields, column);
  const amounts = readAmounts(text);
  if (!amounts) return { kind: "rejected", code: "not_decimal", cost: null };
  const { listCost, printed } = amounts;
  const category = (text("category") ?? "Usage").toLowerCase();
  if (!USAGE.has(category)) return { kind: "not_usage", code: category.slice(0, 60), cost: listCost };
  if (listCost === null) return { kind: "rejected", code: "no_list_cost", cost: null };
  const quantities = [amounts.pricingQuantity, amounts.consumedQuantity, listCost];
  if (quantities.some((value) => value !== null && value.units < 0n)) return { kind: "negative_charge", code: "negative", cost: listCost };
  const start = readFocusTime(text("start") ?? "");
  const endText = text("end");
  const end = endText === null ? null : readFocusTime(endText);
  if (start === null || (endText !== null && end === null)) return { kind: "rejected", code: "bad_time", cost: listCost };
  const charge = focusCharge({ ...amounts, listCost }, printed);
  const currency = (text("currency") ?? "").slice(0, 10);
  const sku = clean(text("sku") ?? text("skuPrice") ?? text("description") ?? "unnamed", 200);
  const provider = clean(text("provider") ?? "unknown", 100);
  const service = clean(text("service") ?? provider, 200);
  const unit = unitOf(charge, text("pricingUnit") ?? "units", text("consumedUnit"), currency);
  return {
    kind: "usage",
    subAccount: clean(text("subAccount") ?? "", 500),
    subAccountName: clean(text("subAccountName") ?? "FOCUS", 200),
    provider,
    service,
    serviceCategory: clean(text("serviceCategory") ?? "Other", 100),
    skuName: clean(text("description") ?? sku, 200),
    skuKey: [provider, service, sku, clean(text("skuPrice") ?? "", 200)],
    unit,
    charge,
    cost: listCost,
    start,
    end: end !== null && end >= start ? end : null,
    resource: resourceOf(text("resource"), sku),
    resourceName: nameOf(text("resourceName")),
    labels: readTags(text("tags")),
    currency,
  };
}

function unitOf({ basis, divisor }: FocusCharge, pricingUnit: string, consumedUnit: string | null, currency: string): string {
  if (basis === "by_cost") return `${COST_UNIT_PREFIX}${currency || "units"}`;
  const unit = clean(basis === "consumed" ? (consumedUnit ?? pricingUnit) : pricingUnit, 100);
  return divisor === 1n ? unit : `1/${divisor} ${unit}`;
}

interface Amounts {
  readonly listCost: Decimal | null;
  readonly unitPrice: Decimal | null;
  readonly pricingQuantity: Decimal | null;
  readonly consumedQuantity: Decimal | null;
  /** Decimals the file prints of the cost. */
  readonly printed: number;
}

/** Null when a cell that should be a number is none. */
function readAmounts(text: (column: Column) => string | null): Amounts | null {
  const costText = text("listCost");
  const cost = decimalOf(costText);
  const unitPrice = decimalOf(text("unitPrice"));
  const pricingQuantity = decimalOf(text("pricingQuantity"));
  const consumedQuantity = decimalOf(text("consumedQuantity"));
  if (cost === undefined || unitPrice === undefined || pricingQuantity === undefined || consumedQuantity === undefined) return null;
  const quantity = pricingQuantity ?? consumedQuantity;
  const listCost = cost ?? (unitPrice && quantity ? multiply(unitPrice, quantity) : null);
  const point = costText?.indexOf(".") ?? -1;
  return { listCost, unitPrice, pricingQuantity, consumedQuantity, printed: point < 0 ? 0 : (costText?.length ?? 0) - point - 1 };
}

/** Null for an empty cell, undefined for one that is no decimal. */
function decimalOf(text: string | null): Decimal | null | undefined {
  return text === null ? null : (parseDecimal(text) ?? undefined);
}

const SPACED = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?)?\s*(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(AM|PM)?)?$/i;

/**
 * A FOCUS date/time. The specification wants RFC 3339; files have blanks for T, no seconds, no offset (which then is UTC,
 * as FOCUS says) or the American order. Null when it is none of these.
 */
export function readFocusTime(text: string): Instant | null {
  const [, date, time = "00:00", seconds = ":00", fraction = "", zone = "Z"] = SPACED.exec(text) ?? [];
  if (date) return readTime(`${date}T${time}${seconds}${fraction}${offsetOf(zone)}`);
  const american = AMERICAN.exec(text);
  if (!american) return null;
  const [, month = "", day = "", year = "", hour = "0", minute = "00", second = "00", half = ""] = american;
  const hours = half === "" ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
  const two = (value: string | number) => String(value).padStart(2, "0");
  return readTime(`${year}-${two(month)}-${two(day)}T${two(hours)}:${minute}:${second}Z`);
}

function offsetOf(zone: string): string {
  if (/^(z|utc)$/i.test(zone)) return "Z";
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

const LONGEST_RESOURCE = 512;

/** Rows without a resource are of the SKU itself. A name too long for a resource keeps its beginning and a hash. */
function resourceOf(resource: string | null, sku: string): string {
  const name = resource === null ? `sku:${sku}` : replaceControls(resource);
  if (name.length <= LONGEST_RESOURCE) return name;
  return `${name.slice(0, 440).toWellFormed()}#${hash("sha256", name, "hex")}`;
}

function nameOf(name: string | null): string | null {
  return name === null ? null : clean(name, 500);
}

const MOST_TAGS = 100;
const LONGEST_KEY = 500;
const LONGEST_VALUE = 1_000;
const LONGEST_TAGS = 12_000;

/** Tags as labels: JSON of any kind of values, else the text itself under `tags`. What is beyond the limits is cut. */
function readTags(text: string | null): Record<string, string> {
  if (text === null) return {};
  const labels: Record<string, string> = {};
  let length = 0;
  for (const [key, value] of tagEntries(text).slice(0, MOST_TAGS)) {
    const name = clean(key, LONGEST_KEY);
    const content = value === "" ? "" : clean(value, LONGEST_VALUE);
    length += JSON.stringify(name).length + JSON.stringify(content).length + 2;
    if (length > LONGEST_TAGS) break;
    labels[name] = content;
  }
  return labels;
}

function tagEntries(text: string): [string, string][] {
  try {
    const tags: unknown = JSON.parse(text);
    if (typeof tags === "object" && tags !== null && !Array.isArray(tags)) {
      return Object.entries(tags).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]);
    }
  } catch {
    // Not JSON: kept as it is.
  }
  return [["tags", text]];
}

/** A text of 1 to `most` characters that the database and the event rules accept. */
function clean(text: string, most: number): string {
  const tidy = replaceControls(text).slice(0, most).toWellFormed();
  return tidy === "" ? "-" : tidy;
}

function replaceControls(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f]/g, " ").toWellFormed();
}

/** What a quarantined row keeps of itself. */
export function describeRow(fields: readonly string[], header: readonly string[], code: string, rowHash: string): string {
  const filled = header.flatMap((name, place) => (fields[place] ? [[name, replaceControls(fields[place])]] : []));
  return JSON.stringify({ focus_row: Object.fromEntries(filled), code, hash: rowHash });
}

/** One unit of the file's currency in the payer's. */
export function priceAtRate(charge: FocusCharge, rate: Decimal): Decimal {
  return multiply(charge.unitPrice, rate);
}

export const NO_RATE: Decimal = fromInteger(1n);

/** The instants of an event: the start decides the day and the price; an end in the future is left out. */
export function eventTimes(usage: Pick<FocusUsage, "start" | "end">, now: Instant): { time: string; since?: string } {
  if (usage.end === null || usage.end > now) return { time: formatInstant(usage.start) };
  return { time: formatInstant(usage.end), since: formatInstant(usage.start) };
}
