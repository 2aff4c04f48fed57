import { type Instant, instant } from "../../src/core/time.ts";
import type { Clock } from "../../src/platform/clock.ts";

/** A clock that stands where it is put. */
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
