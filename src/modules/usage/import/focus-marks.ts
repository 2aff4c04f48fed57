import { hash } from "node:crypto";

import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, type LocalDate, type Zone, at, dateOf } from "../../../core/time.ts";
import type { Database } from "../../../platform/db.ts";
import { Memo } from "../../../platform/memo.ts";
import { type FocusAsked, type FocusDay, type FocusPast, MARK, marksOfDays } from "./focus-store.ts";

/** So many bits, of which an event sets four: of ten million events hardly a row that resembles none is taken for one that does. */
const BITS = 2 ** 27;

/** The words of a project and a mark, of four bytes each. */
const WORDS = 1 + (MARK.resource + MARK.sku + MARK.time) / 4;

/** Asked for side by side: one connection would keep one core at work while this process waits. */
const PARTS = 3;

const YEAR_2000 = at("2000-01-01T00:00:00Z");
const MICROSECONDS = 1_000;

/** A row in what its mark is made of. */
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
 * project that rows are of is read once, and its events are kept in a Bloom filter, in memory of one size.
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
  readonly #words = new Int32Array(WORDS);

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
      for (const bit of bitsOf(words)) this.#marks[bit >>> 3] = (this.#marks[bit >>> 3] as number) | (1 << (bit & 7));
    }
  }

  /** Whether events of before may be such a row, but for its cost; certain only where there is none. */
  mayHave({ projectId, start, sku, resource }: FocusBegun): boolean {
    if (this.#isEmpty) return false;
    const words = this.#words;
    words[0] = Number(projectId % 4_294_967_296n);
    words[1] = resource[0] as number;
    words[2] = resource[1] as number;
    words[3] = this.#skus.of(sku)[0] as number;
    const time = (start - YEAR_2000) * MICROSECONDS;
    words[4] = Math.floor(time / 2 ** 32);
    words[5] = time % 2 ** 32;
    return bitsOf(words).every((bit) => this.#has(bit));
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

/** Four bits of a mark: its words mixed in two ways, and two sums of these. */
function bitsOf(words: Int32Array): [number, number, number, number] {
  let [one, other] = [0, 0x9e3779b9];
  for (const value of words) {
    one = Math.imul(one ^ value, 0x85ebca6b);
    one ^= one >>> 13;
    other = Math.imul(other ^ value, 0xc2b2ae35);
    other ^= other >>> 16;
  }
  return [bitOf(one), bitOf(other), bitOf(one + other), bitOf(one + 2 * other)];
}

/** BITS is a power of two. */
function bitOf(mixed: number): number {
  return mixed & (BITS - 1);
}
