import { type Instant, instant } from "../core/time.ts";

/** Business time. Only this file reads the machine's clock; everything else gets `now` handed in. */
export interface Clock {
  now(): Instant;
}

/** The machine's clock: the only one allowed in production mode. */
export const systemClock: Clock = { now: () => instant(Date.now()) };
