import type { Instant } from "../../core/time.ts";

/** Somebody signed in, who acts at the door. */
export interface AtTheDoor {
  readonly userId: string;
  /** The session that goes on. */
  readonly sessionId: string;
  /** Machine time. */
  readonly at: Instant;
  /** From where, as acts are recorded. */
  readonly address: string;
  readonly agent: string;
}
