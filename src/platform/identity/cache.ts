/**
 * Remembers answers for a short time, so that a busy client costs one look-up per period instead of one per request.
 * Whoever is asked for at the same moment waits for the same look-up. Null answers are not kept.
 */
export class ShortCache<V> {
  readonly #entries = new Map<string, { readonly value: Promise<V | null>; readonly until: number }>();
  readonly #lifeMs: number;
  readonly #most: number;
  readonly #now: () => number;

  constructor(lifeMs: number, most = 10_000, now: () => number = () => performance.now()) {
    this.#lifeMs = lifeMs;
    this.#most = most;
    this.#now = now;
  }

  get(key: string, load: () => Promise<V | null>): Promise<V | null> {
    const now = this.#now();
    const known = this.#entries.get(key);
    if (known && known.until > now) return known.value;
    if (this.#entries.size >= this.#most) this.#entries.clear();
    const value = load();
    const entry = { value, until: now + this.#lifeMs };
    this.#entries.set(key, entry);
    const forget = () => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    };
    value.then((answer) => (answer === null ? forget() : undefined), forget);
    return value;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
