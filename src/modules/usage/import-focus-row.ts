import { hash } from "node:crypto";

import { type Decimal, fromInteger, multiply, parseDecimal } from "../../core/decimal.ts";
import { type Instant, parseInstant } from "../../core/time.ts";
import { type FocusCharge, focusCharge } from "./import-focus-price.ts";
import { ownText } from "./import-text.ts";

/** Names that versions and vendors use for a column, in lower case; the first that is there and filled counts. */
const COLUMNS = {
  id: ["id", "x_id"],
  provider: [
    "serviceprovidername",
    "providername",
    "provider",
    "hostprovidername",
    "publishername",
    "invoiceissuername",
  ],
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
  /** A bill has few periods, prices and sets of tags, and many rows of each: what a text means is remembered. */
  readonly time = remembered(readFocusTime);
  readonly price = remembered(decimalOf);
  readonly tags = remembered(readTags);
  readonly #places: Readonly<Record<Column, readonly number[]>>;
  /** The places by the names of their columns: a row is hashed the same whatever their order. */
  readonly #sorted: readonly number[];

  constructor(header: readonly string[]) {
    const places = Object.entries(COLUMNS).map(([column, names]) => [
      column,
      names.map((name) => header.indexOf(name)).filter((place) => place >= 0),
    ]);
    this.#places = Object.fromEntries(places) as Record<Column, readonly number[]>;
    this.#sorted = [...header.keys()].sort((a, b) => ((header[a] ?? "") < (header[b] ?? "") ? -1 : 1));
  }

  /** Columns without which nothing can be imported. */
  missing(): string[] {
    const needed: string[] = this.has("start") ? [] : ["ChargePeriodStart"];
    const hasCost =
      this.has("listCost") || (this.has("unitPrice") && (this.has("pricingQuantity") || this.has("consumedQuantity")));
    return hasCost ? needed : [...needed, "ListCost"];
  }

  has(column: Column): boolean {
    return this.#places[column].length > 0;
  }

  /** The cell, or null when it is empty, NULL or not there. */
  cell(fields: readonly string[], column: Column): string | null {
    const places = this.#places[column];
    for (let index = 0; index < places.length; index += 1) {
      const place = places[index] as number;
      const text = trimmed(fields[place] ?? "");
      if (text.length > 4 || !isEmpty(text)) return text;
    }
    return null;
  }

  /** The first 16 bytes of the SHA-256 of the row's cells, in hexadecimal. */
  hash(fields: readonly string[]): string {
    const cells = this.#sorted.map((place) => fields[place]);
    return hash("sha256", cells.join("\u001f"), "hex").slice(0, 32);
  }
}

/** Most cells are clean: looking at their ends is cheaper than trimming them. */
function trimmed(text: string): string {
  const isClean = text.charCodeAt(0) > 32 && text.charCodeAt(text.length - 1) > 32;
  return isClean ? text : text.trim();
}

function isEmpty(text: string): boolean {
  return text === "" || text === "NULL" || text === "null" || text === "\\N";
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
  /** As canonical JSON, like the labels of an event. */
  readonly labels: string | null;
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
  const amounts = readAmounts(text, header);
  if (!amounts) return { kind: "rejected", code: "not_decimal", cost: null };
  const { listCost, printed } = amounts;
  const category = (text("category") ?? "Usage").toLowerCase();
  if (!USAGE.has(category)) return { kind: "not_usage", code: category.slice(0, 60), cost: listCost };
  if (listCost === null) return { kind: "rejected", code: "no_list_cost", cost: null };
  const quantities = [amounts.pricingQuantity, amounts.consumedQuantity, listCost];
  if (quantities.some((value) => value !== null && value.units < 0n))
    return { kind: "negative_charge", code: "negative", cost: listCost };
  const start = header.time(text("start") ?? "");
  const endText = text("end");
  const end = endText === null ? null : header.time(endText);
  if (start === null || (endText !== null && end === null))
    return { kind: "rejected", code: "bad_time", cost: listCost };
  const tags = text("tags");
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
    labels: tags === null ? null : header.tags(tags),
    currency,
  };
}

function unitOf(
  { basis, divisor }: FocusCharge,
  pricingUnit: string,
  consumedUnit: string | null,
  currency: string,
): string {
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
function readAmounts(text: (column: Column) => string | null, header: FocusHeader): Amounts | null {
  const costText = text("listCost");
  const priceText = text("unitPrice");
  const cost = costText === null ? null : decimalOf(costText);
  const unitPrice = priceText === null ? null : header.price(priceText);
  const pricingQuantity = optional(text("pricingQuantity"));
  const consumedQuantity = optional(text("consumedQuantity"));
  if (cost === undefined || unitPrice === undefined || pricingQuantity === undefined || consumedQuantity === undefined)
    return null;
  const quantity = pricingQuantity ?? consumedQuantity;
  const listCost = cost ?? (unitPrice && quantity ? multiply(unitPrice, quantity) : null);
  const point = costText?.indexOf(".") ?? -1;
  return {
    listCost,
    unitPrice,
    pricingQuantity,
    consumedQuantity,
    printed: point < 0 ? 0 : (costText?.length ?? 0) - point - 1,
  };
}

/** Null for an empty cell, undefined for one that is no decimal. */
function optional(text: string | null): Decimal | null | undefined {
  return text === null ? null : decimalOf(text);
}

/** Undefined for a text that is no decimal. Bills pad with zeros, which cost the most to read. */
function decimalOf(text: string): Decimal | undefined {
  let end = text.length;
  while (text.charCodeAt(end - 1) === ZERO_DIGIT) end -= 1;
  const isPadded = end < text.length && end > 1 && text.includes(".") && !/e/i.test(text);
  if (!isPadded) return parseDecimal(text) ?? undefined;
  return parseDecimal(text.slice(0, text.charAt(end - 1) === "." ? end - 1 : end)) ?? undefined;
}

const ZERO_DIGIT = 48;
const MOST_REMEMBERED = 5_000;

function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(ownText(text), value);
    return value;
  };
}

const SPACED = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?)?\s*(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(AM|PM)?)?$/i;

/**
 * A FOCUS date/time. The specification wants RFC 3339; files have blanks for T, no seconds, no offset (which then is UTC,
 * as FOCUS says) or the American order. Null when it is none of these.
 */
export function readFocusTime(text: string): Instant | null {
  const [, date, time = "00:00", seconds = ":00", fraction = "", zone = "Z"] = SPACED.exec(text) ?? [];
  if (date) return parseInstant(`${date}T${time}${seconds}${fraction}${offsetOf(zone)}`);
  const american = AMERICAN.exec(text);
  if (!american) return null;
  const [, month = "", day = "", year = "", hour = "0", minute = "00", second = "00", half = ""] = american;
  const hours = half === "" ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
  const two = (value: string | number) => String(value).padStart(2, "0");
  return parseInstant(`${year}-${two(month)}-${two(day)}T${two(hours)}:${minute}:${second}Z`);
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

/**
 * Tags as labels in their one normal spelling (event.ts), null when there are none: JSON of any kind of values, else the
 * text itself under `tags`. What is beyond the limits of labels is cut.
 */
function readTags(text: string): string | null {
  const labels = new Map<string, string>();
  let length = 0;
  for (const [key, value] of tagEntries(text).slice(0, MOST_TAGS)) {
    const name = JSON.stringify(clean(key, LONGEST_KEY));
    const content = JSON.stringify(value === "" ? "" : clean(value, LONGEST_VALUE));
    length += name.length + content.length + 2;
    if (length > LONGEST_TAGS) break;
    labels.set(name, content);
  }
  const names = [...labels.keys()].sort((a, b) => (JSON.parse(a) < JSON.parse(b) ? -1 : 1));
  return names.length === 0 ? null : `{${names.map((name) => `${name}:${labels.get(name)}`).join(",")}}`;
}

function tagEntries(text: string): [string, string][] {
  try {
    const tags: unknown = JSON.parse(text);
    if (typeof tags === "object" && tags !== null && !Array.isArray(tags)) {
      return Object.entries(tags).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]);
    }
  } catch {
    // Not JSON: kept as it is.
  }
  return [["tags", text]];
}

/** A text of 1 to `most` characters that the database and the event rules accept. */
function clean(text: string, most: number): string {
  if (text.length > 0 && text.length <= most && isPlain(text)) return text;
  const tidy = replaceControls(text).slice(0, most).toWellFormed();
  return tidy === "" ? "-" : tidy;
}

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character < 32 || character === 127 || character > 0xd7ff) return false;
  }
  return true;
}

function replaceControls(text: string): string {
  return isPlain(text) ? text : text.replaceAll(/[\u0000-\u001f\u007f]/g, " ").toWellFormed();
}

/** What a quarantined row keeps of itself. */
export function describeRow(
  fields: readonly string[],
  header: readonly string[],
  code: string,
  rowHash: string,
): string {
  const filled = header.flatMap((name, place) => (fields[place] ? [[name, replaceControls(fields[place])]] : []));
  return JSON.stringify({ focus_row: Object.fromEntries(filled), code, hash: rowHash });
}

/** One unit of the file's currency in the payer's. */
export function priceAtRate(charge: FocusCharge, rate: Decimal): Decimal {
  return multiply(charge.unitPrice, rate);
}

export const NO_RATE: Decimal = fromInteger(1n);

/** The end of an interval as an event's time, with its start as `since`; an end in the future is left out. */
export function eventTimes(
  { start, end }: Pick<FocusUsage, "start" | "end">,
  now: Instant,
): { time: Instant; since: Instant | null } {
  return end === null || end > now ? { time: start, since: null } : { time: end, since: start };
}
