import { hash } from "node:crypto";

import { type Decimal, add, decimal, multiply } from "../../../core/decimal.ts";
import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, type LocalDate, type Zone, at, dateOf } from "../../../core/time.ts";
import type { Database } from "../../../platform/db.ts";
import { Memo } from "../../../platform/memo.ts";
import { type FocusAsked, type FocusDay, type FocusPast, MARK, marksOfDays } from "./focus-store.ts";

/** So many bits, of which an event sets two: of ten million events two in a hundred rows that resemble none are taken for one that does. */
const BITS = 2 ** 27;

const MARK_BYTES = MARK.resource + MARK.sku + MARK.time + MARK.cost;

const YEAR_2000 = at("2000-01-01T00:00:00Z");

/**
 * What events of before a bill's rows may resemble, without asking the database for each batch of rows: every local day of a
 * project that rows are of is read once, and its events are kept in a Bloom filter, in memory of one size.
 */
export class EventsOfBefore {
  readonly past: FocusPast;
  readonly #database: Database;
  readonly #source: string;
  readonly #read = new Map<ProjectId, Set<LocalDate>>();
  readonly #marks = new Uint8Array(BITS / 8);
  readonly #days = new Memo((start: Instant) => dateOf(start, this.past.zone));
  readonly #skus = new Memo((sku: string) => hash("sha256", sku, "buffer"));
  #isEmpty = true;
  readonly #mark = Buffer.alloc(MARK_BYTES);

  constructor(database: Database, source: string, zone: Zone, lastBatchId: bigint) {
    this.#database = database;
    this.#source = source;
    this.past = { zone, lastBatchId };
  }

  /** Reads the days of these rows that were not read yet. */
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

  /** Whether events of before may be such a row; certain only where there is none. */
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

/** The two bits of a mark that begins there: its words, mixed in two ways. */
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
