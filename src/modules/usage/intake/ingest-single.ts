import type { Instant } from "../../../core/time.ts";
import type { AsSent } from "./as-sent.ts";
import type { UsageEvent } from "./event.ts";
import type { EventOutcome } from "./event-problem.ts";
import type { UsageIntake } from "./ingest.ts";

const MOST_TOGETHER = 1_000;
const MOST_UNDER_WAY = 2;

interface Waiting {
  readonly event: UsageEvent;
  readonly sent: AsSent | null;
  readonly now: Instant;
  readonly resolve: (outcome: EventOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Events that come one by one are stored together: what arrives while a batch is being written goes into the next. One
 * alone does not wait; a crowd costs little more than a batch. Each is answered once it is durable.
 */
export class SingleEvents {
  readonly #intake: UsageIntake;
  #waiting: Waiting[] = [];
  #underWay = 0;

  constructor(intake: UsageIntake) {
    this.#intake = intake;
  }

  /** Takes an event that readEvent has passed. */
  take(event: UsageEvent, now: Instant, sent: AsSent | null = null): Promise<EventOutcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, sent, now, resolve, reject });
      if (this.#underWay < MOST_UNDER_WAY) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#underWay += 1;
    while (this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, MOST_TOGETHER);
      const now = together.reduce((latest, { now: at }) => (at > latest ? at : latest), together[0]?.now as Instant);
      try {
        const outcomes = await this.#intake.take(
          together.map(({ event }) => event),
          now,
          { sentOf: (place) => together[place]?.sent ?? null },
        );
        together.forEach(({ resolve }, index) => resolve(outcomes[index] as EventOutcome));
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    this.#underWay -= 1;
  }
}
