import { hash } from "node:crypto";

import type { CsvRow } from "./csv.ts";
import { ownText } from "../intake/index.ts";

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
  /** As the key of a row has it: the one name that a bill has from version to version. */
  ownProvider: ["providername", "serviceprovidername", "provider"],
  ownSubAccount: ["subaccountid"],
  billingAccount: ["billingaccountid"],
  subAccount: ["subaccountid", "billingaccountid"],
  subAccountName: ["subaccountname", "subaccountid", "billingaccountname", "billingaccountid"],
  category: ["chargecategory", "chargetype"],
  chargeClass: ["chargeclass"],
  commitment: ["commitmentdiscountid", "commitmentdiscountcategory", "commitmentdiscounttype"],
  commitmentStatus: ["commitmentdiscountstatus"],
  pricingCategory: ["pricingcategory"],
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

export const FOCUS_COLUMNS: readonly string[] = [...new Set(Object.values(COLUMNS).flat())];

export type FocusColumn = keyof typeof COLUMNS;

const CELL_BREAK = 31;
const MOST_BYTES_A_CHARACTER = 3;

/** Reads cells of a file by meaning, whatever the order and the version of its columns. */
export class FocusHeader {
  readonly #places: Readonly<Record<FocusColumn, readonly number[]>>;
  /** The places by the names of their columns: a row is hashed the same whatever their order. */
  readonly #sorted: readonly number[];
  readonly names: readonly string[];
  #bytes = Buffer.allocUnsafe(8_192);

  constructor(header: readonly string[]) {
    this.names = header;
    const places = Object.entries(COLUMNS).map(([column, names]) => [
      column,
      names.map((name) => header.indexOf(name)).filter((place) => place >= 0),
    ]);
    this.#places = Object.fromEntries(places) as Record<FocusColumn, readonly number[]>;
    this.#sorted = [...header.keys()].sort((a, b) => ((header[a] ?? "") < (header[b] ?? "") ? -1 : 1));
  }

  /** Columns without which nothing can be imported. */
  missing(): string[] {
    const needed: string[] = this.has("start") ? [] : ["ChargePeriodStart"];
    const hasCost =
      this.has("listCost") || (this.has("unitPrice") && (this.has("pricingQuantity") || this.has("consumedQuantity")));
    return hasCost ? needed : [...needed, "ListCost"];
  }

  has(column: FocusColumn): boolean {
    return this.#places[column].length > 0;
  }

  /** The places that tell what these columns say in this row: of each, up to the first that is filled. */
  placesOf(row: CsvRow, columns: readonly FocusColumn[]): number[] {
    const places = columns.flatMap((column) => {
      const filled = this.#places[column].findIndex((place) => !isEmpty(trimmed(row.field(place))));
      return filled < 0 ? this.#places[column] : this.#places[column].slice(0, filled + 1);
    });
    return [...new Set(places)];
  }

  /** The cell, or null when it is empty, NULL or not there. */
  cell(row: CsvRow, column: FocusColumn): string | null {
    return firstFilled(row, this.#places[column]);
  }

  /** Reads the cell of one column: for what is asked of every row. */
  cellOf(column: FocusColumn): (row: CsvRow) => string | null {
    const places = this.#places[column];
    return (row) => firstFilled(row, places);
  }

  /** The cell as a text that may be kept. */
  own(row: CsvRow, column: FocusColumn): string | null {
    const text = this.cell(row, column);
    return text === null ? null : ownText(text);
  }

  /** Reads a column that has one name by what its texts mean, each of which is worked out once. */
  remembered<T>(column: FocusColumn, read: (text: string | null) => T): (row: CsvRow) => T {
    const [place] = this.#places[column];
    if (place === undefined) {
      const none = read(null);
      return () => none;
    }
    const known = new KnownTexts<T>();
    return (row) => known.of(row, place, () => read(this.own(row, column)));
  }

  /** The first 16 bytes of the SHA-256 of the row's cells, in hexadecimal: what rows were known by before FocusRow.key. */
  hashOfCells(row: CsvRow): string {
    // Each cell is followed by a break, which takes the place of a delimiter.
    const most = MOST_BYTES_A_CHARACTER * (row.length + 1);
    if (most > this.#bytes.length) this.#bytes = Buffer.allocUnsafe(most * 2);
    const bytes = this.#bytes;
    const sorted = this.#sorted;
    let at = 0;
    for (let index = 0; index < sorted.length; index += 1) {
      at = row.write(sorted[index] as number, bytes, at);
      bytes[at] = CELL_BREAK;
      at += 1;
    }
    return hash("sha256", bytes.subarray(0, at - 1), "hex").slice(0, 32);
  }
}

function firstFilled(row: CsvRow, places: readonly number[]): string | null {
  for (let index = 0; index < places.length; index += 1) {
    const text = trimmed(row.field(places[index] as number));
    if (text.length > LONGEST_NULL || !isEmpty(text)) return text;
  }
  return null;
}

/** Most cells are clean: looking at their ends is cheaper than trimming them. */
function trimmed(text: string): string {
  const isClean = text.charCodeAt(0) > 32 && text.charCodeAt(text.length - 1) > 32;
  return isClean ? text : text.trim();
}

/** How bills spell "nothing". */
const NULLS = new Set(["", "null", "(null)", "<null>", "\\n", "none", "n/a", "#n/a", "nan"]);
const LONGEST_NULL = 6;

function isEmpty(text: string): boolean {
  // Most cells begin with a digit or a capital: only what begins like one of these is looked up.
  return (
    text === "" ||
    (text.length <= LONGEST_NULL && "nN(<\\#".includes(text[0] as string) && NULLS.has(text.toLowerCase()))
  );
}

const MOST_REMEMBERED = 20_000;
const SLOTS = 1 << 16;

/** A bill has few periods, resources and sets of tags, and many rows of each: a text seen before is not even made a text. */
class KnownTexts<T> {
  /** 1 + the number of an entry, by the hash of its text or in one of the slots behind; 0 where there is none. */
  readonly #slots = new Uint16Array(SLOTS);
  #texts: string[] = [];
  #values: T[] = [];

  of(row: CsvRow, place: number, read: () => T): T {
    let slot = row.hash(place) & (SLOTS - 1);
    for (let entry = this.#slots[slot]; entry !== 0; entry = this.#slots[slot]) {
      if (row.is(place, this.#texts[(entry as number) - 1] as string)) return this.#values[(entry as number) - 1] as T;
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (this.#texts.length >= MOST_REMEMBERED) return this.#forget().of(row, place, read);
    this.#texts.push(ownText(row.field(place)));
    this.#slots[slot] = this.#texts.length;
    const value = read();
    this.#values.push(value);
    return value;
  }

  #forget(): this {
    this.#slots.fill(0);
    this.#texts = [];
    this.#values = [];
    return this;
  }
}

const MOST_OF_ONE_KEY = 8;

/** What is made of some cells of a row is made once, and shared by all rows that have the same texts there. */
export function shared<T>(
  header: FocusHeader,
  keyOf: (row: CsvRow) => string,
  columns: readonly FocusColumn[],
  make: (row: CsvRow) => T,
): (row: CsvRow) => T {
  const known = new Map<string, Shared<T>[]>();
  return (row) => {
    const key = keyOf(row);
    const before = known.get(key);
    if (before) for (const one of before) if (one.isOf(row)) return one.value;
    const made = new Shared(row, header.placesOf(row, columns), make(row));
    if (before && before.length < MOST_OF_ONE_KEY) before.push(made);
    else {
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(ownText(key), [made]);
    }
    return made.value;
  };
}

class Shared<T> {
  readonly value: T;
  readonly #places: readonly number[];
  readonly #texts: readonly string[];

  constructor(row: CsvRow, places: readonly number[], value: T) {
    this.value = value;
    this.#places = places;
    this.#texts = places.map((place) => ownText(row.field(place)));
  }

  isOf(row: CsvRow): boolean {
    const places = this.#places;
    for (let index = 0; index < places.length; index += 1)
      if (!row.is(places[index] as number, this.#texts[index] as string)) return false;
    return true;
  }
}
