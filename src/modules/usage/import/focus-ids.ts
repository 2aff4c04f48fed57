import { hash as sha } from "node:crypto";

/** Words of an entry: two of the key (the first is 0 where there is no entry) and a value. */
const ENTRY = 3;
const FIRST_ENTRIES = 1 << 12;
const FULL = 0.6;
const HASH_DIGITS = 32;

/**
 * Gives the rows of a file their ids: a column of ids if the file has one, else the row's key (what makes its charge) and
 * its number among rows of the same key, so that two honest identical rows both count and the same file again changes
 * nothing. Keeps twelve bytes a row, for files of many millions.
 */
export class RowsSeen {
  #words = new Uint32Array(FIRST_ENTRIES * ENTRY);
  #entries = FIRST_ENTRIES;
  #count = 0;

  /** How many rows of this hash (32 hexadecimal digits) there were before. */
  ordinalOf(hash: string): number {
    const value = this.#valueOf(hash);
    const ordinal = this.#words[value] as number;
    this.#words[value] = ordinal + 1;
    return ordinal;
  }

  /** How many rows of this hash there were so far; none is added. */
  countOf(hash: string): number {
    const entry = this.#find(wordOf(hash, 0) || 1, wordOf(hash, 8));
    return this.#words[entry + 2] as number;
  }

  /** `hash`: 32 hexadecimal digits of the row's key. */
  idOf(ownId: string | null, hash: string): string {
    if (ownId === null) return rowId(hash, this.ordinalOf(hash));
    const id = ownId.length <= 200 ? tidy(ownId) : sha("sha256", ownId, "hex");
    const value = this.#valueOf(sha("sha256", ownId, "hex"));
    const content = (wordOf(hash, 16) | 1) >>> 0;
    const known = this.#words[value] as number;
    if (known === 0) this.#words[value] = content;
    // An id that another row of this file has already: it does not tell rows apart.
    return known === 0 || known === content ? id : `${id}#${hash}`;
  }

  /** Where the value of a key (the first 16 digits) is; a new one has the value 0. */
  #valueOf(key: string): number {
    if (this.#count > this.#entries * FULL) this.#grow();
    const words = this.#words;
    const high = wordOf(key, 0) || 1;
    const low = wordOf(key, 8);
    const entry = this.#find(high, low);
    if (words[entry] === 0) this.#count += 1;
    words[entry] = high;
    words[entry + 1] = low;
    return entry + 2;
  }

  #find(high: number, low: number): number {
    const words = this.#words;
    const mask = this.#entries - 1;
    for (let place = low & mask; ; place = (place + 1) & mask) {
      const entry = place * ENTRY;
      if (words[entry] === 0 || (words[entry] === high && words[entry + 1] === low)) return entry;
    }
  }

  #grow(): void {
    const before = this.#words;
    this.#entries *= 2;
    this.#words = new Uint32Array(this.#entries * ENTRY);
    for (let from = 0; from < before.length; from += ENTRY) {
      const high = before[from] as number;
      if (high === 0) continue;
      const entry = this.#find(high, before[from + 1] as number);
      this.#words[entry] = high;
      this.#words[entry + 1] = before[from + 1] as number;
      this.#words[entry + 2] = before[from + 2] as number;
    }
  }
}

/** The id of a row that has none of its own: of its hash and its number among rows of the same hash. */
export function rowId(hash: string, ordinal: number): string {
  return uuidOf(ordinal === 0 ? hash : sha("sha256", `${hash}-${ordinal}`, "hex"));
}

/** The 32-bit word that eight lower-case hexadecimal digits write. */
function wordOf(hash: string, from: number): number {
  let word = 0;
  for (let at = from; at < from + 8; at += 1) {
    const character = hash.charCodeAt(at);
    word = (word << 4) | (character > NINE ? character - TEN : character & 15);
  }
  return word >>> 0;
}

const NINE = "9".charCodeAt(0);
/** What makes ten of the letter a. */
const TEN = "a".charCodeAt(0) - 10;

const uuid = Buffer.from("00000000-0000-5000-0000-000000000000");
const VERSION = 14;
const VARIANT = 19;
const VARIANTS = Buffer.from("89ab");

/**
 * A hash as a UUID (version 5, which says as much), so that the intake need not hash it once more. Made of characters, not
 * of pieces of text: it is read soon, and pieces would have to be put together for that.
 */
function uuidOf(hash: string): string {
  for (let from = 0, to = 0; from < HASH_DIGITS; from += 1, to += 1) {
    if (to === 8 || to === 13 || to === 18 || to === 23) to += 1;
    if (to !== VERSION) uuid[to] = hash.charCodeAt(from);
  }
  uuid[VARIANT] = VARIANTS[(wordOf(hash, 16) >>> 28) & 3] as number;
  return uuid.toString("latin1");
}

function tidy(id: string): string {
  return id.replaceAll(/[\u0000-\u001f\u007f]/g, " ").toWellFormed();
}
