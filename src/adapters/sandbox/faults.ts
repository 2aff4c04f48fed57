/** Misbehaviour of a sandbox service, planned ahead: each request takes the next one; none left = behaves well. */
export class Faults<F extends string> {
  readonly #known: readonly F[];
  readonly #planned: F[] = [];

  constructor(known: readonly F[]) {
    this.#known = known;
  }

  /** The next `times` requests go wrong in this way. */
  plan(fault: F, times = 1): void {
    for (let n = 0; n < times; n += 1) this.#planned.push(fault);
  }

  next(): F | undefined {
    return this.#planned.shift();
  }

  clear(): void {
    this.#planned.length = 0;
  }

  isKnown(fault: string): fault is F {
    return (this.#known as readonly string[]).includes(fault);
  }
}
