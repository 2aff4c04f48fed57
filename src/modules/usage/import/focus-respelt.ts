import { hash } from "node:crypto";

import { type Decimal, add, compare, decimal, multiply } from "../../../core/decimal.ts";
import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, type LocalDate, type Zone, at, dateOf } from "../../../core/time.ts";
import type { Database } from "../../../platform/db.ts";
import { amountOf, BREAK, type FocusCells, type FocusIdentity } from "./focus-key.ts";
import { exactQuotient } from "./focus-price.ts";
import { type FocusUsage, skuPrefixOf } from "./focus-row.ts";
import {
  type FocusDay,
  type FocusAsked,
  type FocusNear,
  type FocusPast,
  MARK,
  ROUNDED_OFF,
  eventsNear,
  focusProjects,
  marksOfDays,
  type Taken,
} from "./focus-store.ts";
import { letters, SubAccounts } from "./focus-sub-accounts.ts";
import type { FocusPayer } from "./focus-world.ts";

/**
 * The same row spelt otherwise: a resource or a sub-account in other letters (case, accents put together or not), a sub-account
 * without its leading zeros or as a spreadsheet shortens numbers, amounts with fewer digits, an end that is the period's last
 * moment instead of the first after it. What an event of before resembles is not guessed from that: the row's key is made anew
 * with the event's spelling, and only the event of just that key is the row.
 */
export class FocusRespelt {
  readonly #database: Database;
  readonly #source: string;
  readonly #of: { readonly payer: FocusPayer; readonly rate: Decimal };
  readonly #accounts: SubAccounts;
  readonly #past: EventsOfBefore;

  private constructor(
    database: Database,
    source: string,
    of: { readonly payer: FocusPayer; readonly rate: Decimal },
    before: { readonly taken: Taken; readonly accounts: SubAccounts },
  ) {
    this.#database = database;
    this.#source = source;
    this.#of = of;
    this.#accounts = before.accounts;
    this.#past = new EventsOfBefore(database, source, this.#of.payer.region.timeZone, before.taken.batchId);
  }

  static async open(
    database: Database,
    source: string,
    of: { readonly payer: FocusPayer; readonly rate: Decimal },
    taken: Taken,
  ): Promise<FocusRespelt> {
    const accounts = new SubAccounts(await focusProjects(database, of.payer.payer.payerId));
    return new FocusRespelt(database, source, of, { taken, accounts });
  }

  /** Of these rows, those that may resemble an event of before; hardly any that do not are among them. */
  async resembling(rows: readonly FocusUsage[]): Promise<FocusUsage[]> {
    const asked = rows.flatMap((row, place) => this.#asked(row, place));
    await this.#past.read(asked);
    const places = new Set(asked.filter((one) => this.#past.mayHave(one)).map(({ place }) => place));
    return rows.filter((_, place) => places.has(place));
  }

  /** What rows may have been called, spelt as events that they resemble; those that resemble none are left out. */
  async spellings(rows: readonly FocusUsage[]): Promise<Map<FocusUsage, FocusIdentity[]>> {
    const asked = rows.flatMap((row, place) => this.#asked(row, place));
    const spellings = new Map<FocusUsage, FocusIdentity[]>();
    if (asked.length === 0) return spellings;
    const { past } = this.#past;
    for (const near of await eventsNear(this.#database, this.#source, past, asked)) {
      const row = rows[near.place] as FocusUsage;
      const subAccount = this.#accounts.nameOf(near.projectId);
      const found = spellings.get(row) ?? [];
      found.push(...respelt(row.identity, { ...near, subAccount }, this.#of.rate));
      spellings.set(row, found);
    }
    return spellings;
  }

  #asked(row: FocusUsage, place: number): FocusAsked[] {
    const like = this.#accounts.like(row.account.subAccount);
    if (like.length === 0) return [];
    const { start } = row;
    const [resource, sku, cost] = [letters(row.resource), skuOf(row), multiply(row.cost, this.#of.rate)];
    return like.map(({ projectId }) => ({ place, projectId, resource, sku, start, cost }));
  }
}

/** So many bits, of which an event sets two: of ten million events two in a hundred rows that resemble none are taken for one that does. */
const BITS = 2 ** 27;

/** So much is remembered of what bills repeat. */
const MOST = 10_000;

/**
 * What events of before a bill's rows may resemble, without asking the database for each batch of rows: every local day of a
 * project that rows are of is read once, and of its events only marks are kept, in memory of one size.
 */
class EventsOfBefore {
  readonly past: FocusPast;
  readonly #database: Database;
  readonly #source: string;
  readonly #read = new Map<ProjectId, Set<LocalDate>>();
  readonly #marks = new Uint8Array(BITS / 8);
  readonly #days = new Remembered((start: Instant) => dateOf(start, this.past.zone));
  readonly #skus = new Remembered((sku: string) => hash("sha256", sku, "buffer"));
  #isEmpty = true;
  readonly #mark = Buffer.alloc(MARK_BYTES);

  constructor(database: Database, source: string, zone: Zone, lastBatchId: bigint) {
    this.#database = database;
    this.#source = source;
    this.past = { zone, lastBatchId };
  }

  async read(rows: readonly FocusAsked[]): Promise<void> {
    const fresh: FocusDay[] = [];
    for (const { projectId, start } of rows) {
      const day = this.#days.of(start);
      let read = this.#read.get(projectId);
      if (!read) this.#read.set(projectId, (read = new Set()));
      if (read.has(day)) continue;
      read.add(day);
      fresh.push({ projectId, day });
    }
    if (fresh.length === 0) return;
    for (const marks of await marksOfDays(this.#database, this.#source, this.past, fresh)) {
      this.#isEmpty = false;
      for (let from = 0; from < marks.length; from += MARK_BYTES)
        for (const bit of bitsOf(marks, from))
          this.#marks[bit >>> 3] = (this.#marks[bit >>> 3] as number) | (1 << (bit & 7));
    }
  }

  mayHave({ projectId, start, sku, resource, cost }: FocusAsked): boolean {
    if (this.#isEmpty) return false;
    const mark = this.#mark;
    hash("sha256", `${projectId} ${resource}`, "buffer").copy(mark, 0, 0, MARK.resource);
    this.#skus.of(sku).copy(mark, MARK.resource, 0, MARK.sku);
    mark.writeBigInt64BE(BigInt(start - YEAR_2000) * 1_000n, MARK.resource + MARK.sku);
    return fourDigits(cost).some((text) => {
      mark.write(text.padEnd(MARK.cost), MARK_BYTES - MARK.cost, "ascii");
      return bitsOf(mark, 0).every((bit) => ((this.#marks[bit >>> 3] as number) & (1 << (bit & 7))) !== 0);
    });
  }
}

const MARK_BYTES = MARK.resource + MARK.sku + MARK.time + MARK.cost;

/** A little more than ROUNDED_OFF, for the division in the events' costs. */
const AROUND = decimal("0.000011");

/**
 * To four significant digits, as PostgreSQL's to_char writes ` 1.235e+02`: the least and the most that an amount may have been
 * before it was rounded. They are one or two neighbours, and whatever lies between is one of them. What is rounded up to a power of
 * ten stands in both spellings: PostgreSQL 18 writes ` 10.000e+04` for 99,999.
 */
export function fourDigits(amount: Decimal): string[] {
  const around = multiply(amount, AROUND);
  const least = add(amount, { units: -around.units, scale: around.scale });
  return [...new Set([least, add(amount, around)].flatMap(toFourDigits))];
}

function toFourDigits({ units, scale }: Decimal): string[] {
  if (units <= 0n) return [" 0.000e+00"];
  const digits = String(units);
  const power = digits.length - 1 - scale;
  const up = (digits[4] ?? "0") >= "5" ? 1n : 0n;
  const shown = String(BigInt(digits.slice(0, 4).padEnd(4, "0")) + up);
  if (shown.length === 4) return [` ${shown[0]}.${shown.slice(1)}${exponent(power)}`];
  return [` 10.000${exponent(power)}`, ` 1.000${exponent(power + 1)}`];
}

function exponent(power: number): string {
  return `e${power < 0 ? "-" : "+"}${String(power < 0 ? -power : power).padStart(2, "0")}`;
}

const YEAR_2000 = at("2000-01-01T00:00:00Z");

/** What is told of a few things again and again. */
class Remembered<Of, Told> {
  readonly #told = new Map<Of, Told>();
  readonly #tell: (of: Of) => Told;

  constructor(tell: (of: Of) => Told) {
    this.#tell = tell;
  }

  of(thing: Of): Told {
    let told = this.#told.get(thing);
    if (told === undefined) {
      if (this.#told.size >= MOST) this.#told.clear();
      this.#told.set(thing, (told = this.#tell(thing)));
    }
    return told;
  }
}

/** Two places for a mark that begins there: its words, mixed. */
function bitsOf(marks: Buffer, from: number): [number, number] {
  let [one, other] = [0, 0x9e3779b9];
  for (let word = from; word < from + MARK_BYTES; word += 4) {
    const value = marks.readUInt32BE(word);
    one = Math.imul(one ^ value, 0x85ebca6b);
    one ^= one >>> 13;
    other = Math.imul(other ^ value, 0xc2b2ae35);
    other ^= other >>> 16;
  }
  return [(one >>> 0) % BITS, (other >>> 0) % BITS];
}

function skuOf({ sku }: FocusUsage): string {
  return skuPrefixOf(sku).split(".")[2] ?? "";
}

const SECOND = 1_000;

/** A row's identity in each combination of its own cells and of an event's. */
function respelt(
  { charge, cells }: FocusIdentity,
  near: FocusNear & { readonly subAccount: string },
  rate: Decimal,
): FocusIdentity[] {
  const [quantity, price] = [decimal(near.quantity), decimal(near.unitPrice)];
  const cost = exactQuotient(multiply(quantity, price), multiply(rate, { units: near.divisor, scale: 0 }));
  const at = charge.lastIndexOf(BREAK) + BREAK.length;
  const charges = new Set([charge, ...(cost === null ? [] : [charge.slice(0, at) + amountOf(cost)])]);
  const amount = (cell: string, value: Decimal | null) => (value && isNear(cell, value) ? [amountOf(value)] : []);
  const ends = cells.end === "" ? [] : [SECOND, -SECOND, 1, -1].map((more) => String(Number(cells.end) + more));
  const others: Partial<Record<keyof FocusCells, readonly string[]>> = {
    resource: [near.resource],
    subAccount: [near.subAccount],
    pricingQuantity: amount(cells.pricingQuantity, quantity),
    consumedQuantity: amount(cells.consumedQuantity, quantity),
    unitPrice: amount(cells.unitPrice, exactQuotient(price, rate)),
    end: ends,
  };
  let found: FocusCells[] = [cells];
  for (const [name, texts] of Object.entries(others) as [keyof FocusCells, readonly string[]][]) {
    const other = texts.filter((text) => cells[name] !== "" && text !== cells[name]);
    if (other.length > 0) found = found.flatMap((one) => [one, ...other.map((text) => ({ ...one, [name]: text }))]);
  }
  return [...charges].flatMap((one) => found.map((own) => ({ charge: one, cells: own })));
}

function isNear(cell: string, value: Decimal): boolean {
  const [units, scale] = cell.split("e");
  if (!units || !scale || value.units <= 0n) return false;
  const own = { units: BigInt(units), scale: Number(scale) };
  const most = multiply(value, decimal(ROUNDED_OFF));
  const [less, more] = compare(own, value) < 0 ? [own, value] : [value, own];
  return compare(more, add(less, most)) <= 0;
}
