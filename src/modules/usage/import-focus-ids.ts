import { hash as sha } from "node:crypto";

const FIRST_SIZE = 1 << 12;
const FULL = 0.6;

/**
 * Gives the rows of a file their ids: a column of ids if the file has one, else a hash of the row and its number among
 * identical rows, so that two honest identical rows both count and the same file again changes nothing. Keeps twelve
 * bytes a row, for files of many millions.
 */
export class RowsSeen {
  #high = new Uint32Array(FIRST_SIZE);
  #low = new Uint32Array(FIRST_SIZE);
  #values = new Uint32Array(FIRST_SIZE);
  #count = 0;

  /** `hash`: 32 hexadecimal digits of the row's content. */
  idOf(ownId: string | null, hash: string): string {
    if (ownId === null) {
      const place = this.#place(hash);
      const ordinal = this.#values[place] as number;
      this.#values[place] = ordinal + 1;
      return uuidOf(ordinal === 0 ? hash : sha("sha256", `${hash}-${ordinal}`, "hex"));
    }
    const id = ownId.length <= 200 ? tidy(ownId) : sha("sha256", ownId, "hex");
    const place = this.#place(sha("sha256", ownId, "hex"));
    const content = (wordOf(hash, 16) | 1) >>> 0;
    const known = this.#values[place] as number;
    if (known === 0) this.#values[place] = content;
    // An id that another row of this file has already: it does not tell rows apart.
    return known === 0 || known === content ? id : `${id}#${hash}`;
  }

  /** The place of a key (the first 16 digits), which is made when it is new. */
  #place(key: string): number {
    if (this.#count > this.#low.length * FULL) this.#grow();
    // Both zero marks an empty place.
    const high = wordOf(key, 0) || 1;
    const low = wordOf(key, 8);
    const place = find(this.#high, this.#low, high, low);
    if (this.#high[place] === 0) this.#count += 1;
    this.#high[place] = high;
    this.#low[place] = low;
    return place;
  }

  #grow(): void {
    const size = this.#low.length * 2;
    const [high, low, values] = [new Uint32Array(size), new Uint32Array(size), new Uint32Array(size)];
    for (let place = 0; place < this.#low.length; place += 1) {
      const word = this.#high[place] as number;
      if (word === 0) continue;
      const into = find(high, low, word, this.#low[place] as number);
      high[into] = word;
      low[into] = this.#low[place] as number;
      values[into] = this.#values[place] as number;
    }
    this.#high = high;
    this.#low = low;
    this.#values = values;
  }
}

function find(highs: Uint32Array, lows: Uint32Array, high: number, low: number): number {
  let place = low & (lows.length - 1);
  while (highs[place] !== 0 && (highs[place] !== high || lows[place] !== low)) place = (place + 1) & (lows.length - 1);
  return place;
}

function wordOf(hash: string, from: number): number {
  return Number.parseInt(hash.slice(from, from + 8), 16);
}

/** A hash as a UUID (version 5, which says as much), so that the intake need not hash it once more. */
function uuidOf(hash: string): string {
  const variant = "89ab"[Number.parseInt(hash.charAt(16), 16) & 3];
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function tidy(id: string): string {
  return id.replaceAll(/[\u0000-\u001f\u007f]/g, " ").toWellFormed();
}
