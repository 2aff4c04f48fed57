/** A table of more entries is so large that it lives until a full collection, and with each clearing there is one more. */
const MOST_REMEMBERED = 4_000;
const LONGEST_REMEMBERED = 250;

/** What a function made of texts or numbers that come again and again, as names, labels and instants do; of bounded size. */
export class Memo<T = string, Of extends string | number = string> {
  readonly #make: (of: Of) => T;
  readonly #most: number;
  readonly #made = new Map<Of, T>();

  constructor(make: (of: Of) => T, most = MOST_REMEMBERED) {
    this.#make = make;
    this.#most = most;
  }

  of(of: Of): T {
    const known = this.#made.get(of);
    if (known !== undefined) return known;
    const made = this.#make(of);
    if (typeof of === "string" && of.length > LONGEST_REMEMBERED) return made;
    if (this.#made.size >= this.#most) this.#made.clear();
    this.#made.set(of, made);
    return made;
  }
}
