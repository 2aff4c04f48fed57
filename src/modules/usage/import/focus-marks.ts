import { hash } from "node:crypto";

import { type Decimal, add, decimal, multiply } from "../../../core/decimal.ts";
import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, type LocalDate, type Zone, at, dateOf } from "../../../core/time.ts";
import type { Database } from "../../../platform/db.ts";
import { Memo } from "../../../platform/memo.ts";
import { type FocusAsked, type FocusDay, type FocusPast, MARK, marksOfDays } from "./focus-store.ts";

/** So many bits, of which an event sets four: of ten million events hardly a row that resembles none is taken for one that does. */
const BITS = 2 ** 27;

/** The words of a project and a mark, of four bytes each, before those of its cost. */
const WORDS_BEFORE_COST = 1 + (MARK.resource + MARK.sku + MARK.time) / 4;

/** Asked for side by side: one connection would keep one core at work while this process waits. */
const PARTS = 3;

const YEAR_2000 = at("2000-01-01T00:00:00Z");
const MICROSECONDS = 1_000;

/** A row in what its mark is made of, but for its cost. */
interface FocusBegun extends Omit<FocusAsked, "place" | "cost" | "resource"> {
  /** Of its letters, as wordsOfResource makes them. */
  readonly resource: Words;
}

type Words = readonly number[];

/** A resource's part of a mark; `letters`: without what its spellings differ in. */
export function wordsOfResource(letters: string): Words {
  return wordsOf(hash("sha256", letters, "buffer"), MARK.resource);
}

/**
 * What events of before a bill's rows may resemble, without asking the database for each batch of rows: every local day of a
 * project that rows are of is read once, and its events are kept in a Bloom filter, in memory of one size. Two of an event's bits
 * are of its mark without the cost: few rows have those, and only of these digits of the cost are made.
 */
export class EventsOfBefore {
  readonly past: FocusPast;
  readonly #database: Database;
  readonly #source: string;
  readonly #read = new Map<ProjectId, Set<LocalDate>>();
  readonly #marks = new Uint8Array(BITS / 8);
  readonly #days = new Memo((start: Instant) => dateOf(start, this.past.zone));
  readonly #skus = new Memo((sku: string) => wordsOf(hash("sha256", sku, "buffer"), MARK.sku));
  #isEmpty = true;
  readonly #words = new Int32Array(WORDS_BEFORE_COST + MARK.cost / 4);
  readonly #cost = Buffer.alloc(MARK.cost);

  constructor(database: Database, source: string, zone: Zone, lastBatchId: bigint) {
    this.#database = database;
    this.#source = source;
    this.past = { zone, lastBatchId };
  }

  /** Reads the days of these rows that were not read yet. */
  async read(rows: readonly Pick<FocusBegun, "projectId" | "start">[]): Promise<void> {
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
    await Promise.all(
      partsOf(fresh).map(async (days) => {
        for (const { projectId, marks } of await marksOfDays(this.#database, this.#source, this.past, days))
          this.#keep(projectId, marks);
      }),
    );
  }

  #keep(projectId: ProjectId, marks: Buffer): void {
    const words = this.#words;
    this.#isEmpty = false;
    words[0] = Number(projectId % 4_294_967_296n);
    for (let from = 0; from < marks.length; ) {
      for (let place = 1; place < words.length; place += 1, from += 4) words[place] = marks.readInt32BE(from);
      this.#set(WORDS_BEFORE_COST);
      this.#set(words.length);
    }
  }

  /** Whether events of before may be such a row; certain only where there is none. `costOf`: in the payer's currency. */
  mayHave({ projectId, start, sku, resource }: FocusBegun, costOf: () => Decimal): boolean {
    if (this.#isEmpty) return false;
    const words = this.#words;
    words[0] = Number(projectId % 4_294_967_296n);
    words[1] = resource[0] as number;
    words[2] = resource[1] as number;
    words[3] = this.#skus.of(sku)[0] as number;
    const time = (start - YEAR_2000) * MICROSECONDS;
    words[4] = Math.floor(time / 2 ** 32);
    words[5] = time % 2 ** 32;
    if (!this.#isSet(WORDS_BEFORE_COST)) return false;
    return fourDigits(costOf()).some((text) => {
      this.#cost.write(text.padEnd(MARK.cost), "ascii");
      for (let word = 0; word < MARK.cost / 4; word += 1)
        words[WORDS_BEFORE_COST + word] = this.#cost.readInt32BE(word * 4);
      return this.#isSet(words.length);
    });
  }

  #set(words: number): void {
    for (const bit of bitsOf(this.#words, words))
      this.#marks[bit >>> 3] = (this.#marks[bit >>> 3] as number) | (1 << (bit & 7));
  }

  #isSet(words: number): boolean {
    const [one, other] = bitsOf(this.#words, words);
    return this.#has(one) && this.#has(other);
  }

  #has(bit: number): boolean {
    return ((this.#marks[bit >>> 3] as number) & (1 << (bit & 7))) !== 0;
  }
}

/** Days to be read at once, those of a project together: the first rows of a bill may be of nearly all that there are. */
function partsOf(days: readonly FocusDay[]): FocusDay[][] {
  return [...Map.groupBy(days, ({ projectId }) => projectId % BigInt(PARTS)).values()];
}

function wordsOf(digest: Buffer, bytes: number): Words {
  return Array.from({ length: bytes / 4 }, (_, word) => digest.readInt32BE(word * 4));
}

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

/** Two bits of the first words of a mark, mixed in two ways. */
function bitsOf(words: Int32Array, count: number): [number, number] {
  let [one, other] = [0, 0x9e3779b9];
  for (let place = 0; place < count; place += 1) {
    const value = words[place] as number;
    one = Math.imul(one ^ value, 0x85ebca6b);
    one ^= one >>> 13;
    other = Math.imul(other ^ value, 0xc2b2ae35);
    other ^= other >>> 16;
  }
  return [(one >>> 0) % BITS, (other >>> 0) % BITS];
}
