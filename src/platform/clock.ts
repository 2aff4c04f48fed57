import { type Instant, instant } from "../core/time.ts";

/** Business time. Only this file reads the machine's clock; everything else gets `now` handed in. */
export interface Clock {
  now(): Instant;
}

/** The machine's clock: the only one allowed in production mode. */
export const systemClock: Clock = { now: () => instant(Date.now()) };

/** A clock that stands where it is put, for tests and the sandbox. */
export class MovableClock implements Clock {
  #now: Instant;

  constructor(start: Instant) {
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  moveTo(instantToShow: Instant): void {
    this.#now = instantToShow;
  }

  advance(milliseconds: number): Instant {
    this.#now = instant(this.#now + milliseconds);
    return this.#now;
  }
}
