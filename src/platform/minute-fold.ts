import { type Instant, MINUTE } from "../core/time.ts";

/** So many different things of one sender are named in a minute; the rest of them is one count. */
const MOST_NAMED = 20;
const MOST_KNOWN = 5_000;
/** Stands where many different things are one count. */
export const MANY = "(many)";

export interface FactKey {
  readonly sender: string;
  readonly kind: string;
  readonly what: string;
}

export interface Folded<F> {
  readonly fact: F;
  /** The minute in which it came. */
  readonly at: Instant;
  readonly times: number;
}

/**
 * Keeps what anybody can cause again and again from filling the disk: the same thing again within a minute is counted, not
 * repeated, and so is what one sender does beyond MOST_NAMED different things.
 */
export class MinuteFold<F> {
  readonly #many: (fact: F) => F;
  #minute = -1;
  /** How many different things each sender did in this minute. */
  #named = new Map<string, number>();
  /** Named already in this minute: only counted until it ends. */
  #known = new Map<string, { readonly fact: F; times: number }>();
  #ended: Folded<F>[] = [];

  /** `many` makes of a fact the one that stands for all the sender's facts beyond the named ones. */
  constructor(many: (fact: F) => F) {
    this.#many = many;
  }

  /** True when the fact is to be recorded now; false when it was counted. Facts of a sender are told apart by kind and what. */
  take(now: Instant, fact: F, { sender, kind, what }: FactKey): boolean {
    this.#turnTo(now);
    const key = `${kind} ${sender} ${what}`;
    const known = this.#known.get(key);
    if (known) {
      known.times += 1;
      return false;
    }
    const named = (this.#named.get(sender) ?? 0) + 1;
    if (named > MOST_NAMED || this.#known.size >= MOST_KNOWN) {
      this.#countMany(this.#many(fact), `${kind} ${sender}`);
      return false;
    }
    this.#named.set(sender, named);
    this.#known.set(key, { fact, times: 0 });
    return true;
  }

  /** What was counted in minutes that have ended, once. */
  ended(now: Instant): Folded<F>[] {
    this.#turnTo(now);
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  /** All that was counted, also in the minute that runs. */
  end(): Folded<F>[] {
    return this.ended(((this.#minute + 1) * MINUTE) as Instant);
  }

  #countMany(fact: F, of: string): void {
    const key = this.#known.size >= 2 * MOST_KNOWN ? MANY : `${MANY} ${of}`;
    const known = this.#known.get(key);
    if (known) known.times += 1;
    else this.#known.set(key, { fact, times: 1 });
  }

  #turnTo(now: Instant): void {
    const minute = Math.floor(now / MINUTE);
    if (minute === this.#minute) return;
    const at = (Math.max(0, this.#minute) * MINUTE) as Instant;
    for (const { fact, times } of this.#known.values()) if (times > 0) this.#ended.push({ fact, at, times });
    this.#minute = minute;
    this.#known = new Map();
    this.#named = new Map();
  }
}
