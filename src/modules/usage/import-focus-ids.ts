import { hash as sha } from "node:crypto";

const FIRST_SIZE = 1 << 12;
const FULL = 0.6;

/**
 * Gives the rows of a file their ids: a column of ids if the file has one, else a hash of the row and its number among
 * identical rows, so that two honest identical rows both count and the same file again changes nothing. Keeps twelve
 * bytes a row, for files of many millions.
 */
export class RowsSeen {
  #keys = new BigUint64Array(FIRST_SIZE);
  #values = new Uint32Array(FIRST_SIZE);
  #count = 0;

  /** `hash`: 32 hexadecimal digits of the row's content. */
  idOf(ownId: string | null, hash: string): string {
    if (ownId === null) {
      const place = this.#place(keyOf(hash));
      const ordinal = this.#values[place] as number;
      this.#values[place] = ordinal + 1;
      return `${hash}-${ordinal}`;
    }
    const id = ownId.length <= 200 ? tidy(ownId) : sha("sha256", ownId, "hex");
    const place = this.#place(keyOf(sha("sha256", ownId, "hex")));
    const content = (Number.parseInt(hash.slice(16, 24), 16) | 1) >>> 0;
    const known = this.#values[place] as number;
    if (known === 0) this.#values[place] = content;
    // An id that another row of this file has already: it does not tell rows apart.
    return known === 0 || known === content ? id : `${id}#${hash}`;
  }

  /** The place of a key, which is made when it is new. */
  #place(key: bigint): number {
    if (this.#count > this.#keys.length * FULL) this.#grow();
    const place = find(this.#keys, key);
    if (this.#keys[place] === 0n) {
      this.#keys[place] = key;
      this.#count += 1;
    }
    return place;
  }

  #grow(): void {
    const keys = new BigUint64Array(this.#keys.length * 2);
    const values = new Uint32Array(keys.length);
    for (let place = 0; place < this.#keys.length; place += 1) {
      const key = this.#keys[place] as bigint;
      if (key === 0n) continue;
      const into = find(keys, key);
      keys[into] = key;
      values[into] = this.#values[place] as number;
    }
    this.#keys = keys;
    this.#values = values;
  }
}

function find(keys: BigUint64Array, key: bigint): number {
  let place = Number(key & BigInt(keys.length - 1));
  while (keys[place] !== 0n && keys[place] !== key) place = (place + 1) % keys.length;
  return place;
}

/** Never zero, which marks an empty place. */
function keyOf(hash: string): bigint {
  return BigInt(`0x${hash.slice(0, 16)}`) || 1n;
}

function tidy(id: string): string {
  return id.replaceAll(/[\u0000-\u001f\u007f]/g, " ").toWellFormed();
}
