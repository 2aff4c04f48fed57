import { refusal } from "../core/errors.ts";
import { type Instant, formatInstant, instant } from "../core/time.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Database, only } from "./db.ts";

export const ClockNotMovable = refusal(
  "clock_not_movable",
  403,
  "В боевом режиме время не переводится",
  "The clock cannot be moved in production mode",
);
export const ClockOnlyForward = refusal(
  "clock_only_forward",
  422,
  "Время переводится только вперёд: сейчас {now}",
  "The clock moves forward only: it is {now} now",
);

interface State {
  readonly offsetMs: number;
  readonly standsAt: Instant | null;
}

/**
 * Business time of a sandbox: machine time plus an offset, or standing still, as the database says, so that all processes
 * agree. `refresh` reads it; a mover sees its own move at once.
 */
export class SandboxClock implements Clock {
  readonly #database: Database;
  readonly #machine: Clock;
  #state: State = { offsetMs: 0, standsAt: null };

  constructor(database: Database, machine: Clock = systemClock) {
    this.#database = database;
    this.#machine = machine;
  }

  now(): Instant {
    return this.#state.standsAt ?? instant(this.#machine.now() + this.#state.offsetMs);
  }

  async refresh(): Promise<void> {
    const row = only(
      await this.#database.query<{ offset_ms: bigint; stands_at: Instant | null }>(
        "select offset_ms, stands_at from sandbox_clock",
        [],
        "sandbox_clock",
      ),
    );
    this.#state = { offsetMs: Number(row.offset_ms), standsAt: row.stands_at };
  }

  /** Moves business time to an instant, forward only; with `stand` it stays there, else it runs on from there. */
  async moveTo(target: Instant, stand = false): Promise<Instant> {
    await this.refresh();
    if (target < this.now()) throw ClockOnlyForward({ values: { now: formatInstant(this.now()) } });
    await this.#database.transaction((tx) =>
      tx.execute("update sandbox_clock set offset_ms = $1, stands_at = $2", [
        target - this.#machine.now(),
        stand ? formatInstant(target) : null,
      ]),
    );
    await this.refresh();
    return this.now();
  }
}
