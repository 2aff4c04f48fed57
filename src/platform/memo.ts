/** A table of more entries is so large that it lives until a full collection, and with each clearing there is one more. */
const MOST_REMEMBERED = 4_000;
const LONGEST_REMEMBERED = 250;

/** What a function made of texts that come again and again, as names and labels do; of bounded size. */
export class Memo<T = string> {
  readonly #make: (text: string) => T;
  readonly #made = new Map<string, T>();

  constructor(make: (text: string) => T) {
    this.#make = make;
  }

  of(text: string): T {
    const known = this.#made.get(text);
    if (known !== undefined) return known;
    const made = this.#make(text);
    if (text.length > LONGEST_REMEMBERED) return made;
    if (this.#made.size >= MOST_REMEMBERED) this.#made.clear();
    this.#made.set(text, made);
    return made;
  }
}
