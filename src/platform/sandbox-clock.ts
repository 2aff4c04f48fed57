import { refusal } from "../core/errors.ts";
import { type Instant, formatInstant, instant } from "../core/time.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Database, only } from "./db.ts";
import { startLoop } from "./loop.ts";
import { SPACE, SessionLocks } from "./session-locks.ts";

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
export const ClockInPlay = refusal(
  "clock_in_play",
  409,
  "Время сейчас переводит другая команда: дождитесь её конца",
  "Another command is moving the clock: wait for its end",
);

/** Of whoever plays time. */
const LOCK = "sandbox_clock";

/** What time does after a move; `plays`: stands while the player lives. */
type Movement = "runs" | "stands" | "plays";

interface State {
  readonly offsetMs: number;
  readonly standsAt: Instant | null;
}

/**
 * Business time of a sandbox: machine time plus an offset, or standing still, as the database says, so that all processes
 * agree. `refresh` reads it; a mover sees its own move at once. A clock that is played stands only while its player lives.
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
        `select offset_ms,
                case when not playing or exists (
                       select from pg_locks l join pg_database d on d.oid = l.database
                        where d.datname = current_database() and l.locktype = 'advisory' and l.granted and l.objsubid = 2
                          and l.classid = $1::bigint and l.objid::bigint = hashtext($2)::bigint & 4294967295
                     ) then stands_at end as stands_at
           from sandbox_clock`,
        [SPACE, LOCK],
        "sandbox_clock",
      ),
    );
    this.#state = { offsetMs: Number(row.offset_ms), standsAt: row.stands_at };
  }

  /** Moves business time to an instant, forward only; with `stand` it stays there, else it runs on from there. */
  moveTo(target: Instant, stand = false): Promise<Instant> {
    return this.#forward(target, stand ? "stands" : "runs");
  }

  /**
   * Lets `work` move time in steps, between which it stands; after the last it runs on from there, or stands there. A
   * process that is killed in between leaves a clock that runs on from its last step. One at a time: refuses ClockInPlay.
   */
  async play<T>(stand: boolean, work: (moveTo: (target: Instant) => Promise<Instant>) => Promise<T>): Promise<T> {
    const locks = new SessionLocks(this.#database);
    const hold = async (): Promise<void> => {
      if (!(await locks.take(LOCK))) throw ClockInPlay();
    };
    let moved = false;
    try {
      await hold();
      try {
        return await work(async (target) => {
          // Taken anew when its connection was lost.
          await hold();
          const now = await this.#forward(target, "plays");
          moved = true;
          return now;
        });
      } finally {
        if (moved) await this.#put(this.now(), stand ? "stands" : "runs");
      }
    } finally {
      await locks.close();
    }
  }

  async #forward(target: Instant, then: Movement): Promise<Instant> {
    await this.refresh();
    if (target < this.now()) throw ClockOnlyForward({ values: { now: formatInstant(this.now()) } });
    await this.#put(target, then);
    return this.now();
  }

  async #put(target: Instant, then: Movement): Promise<void> {
    await this.#database.transaction((tx) =>
      tx.execute("update sandbox_clock set offset_ms = $1, stands_at = $2, playing = $3", [
        target - this.#machine.now(),
        then === "runs" ? null : formatInstant(target),
        then === "plays",
      ]),
    );
    await this.refresh();
  }
}

const REFRESH_MS = 500;

/**
 * Business time of a process: the machine's in production; in the sandbox a row of the database, which is read again and
 * again by what runs long (`keep`), because other processes move it.
 */
export async function openClock(
  database: Database,
  { production, keep }: { readonly production: boolean; readonly keep: boolean },
): Promise<{ readonly clock: Clock; stop(): Promise<void> }> {
  const nothing = async (): Promise<void> => undefined;
  if (production) return { clock: systemClock, stop: nothing };
  const clock = new SandboxClock(database);
  await clock.refresh();
  if (!keep) return { clock, stop: nothing };
  const { stop } = startLoop({
    pauseMs: REFRESH_MS,
    keepsProcess: false,
    turn: async () => {
      await clock.refresh();
      return false;
    },
    // The database is away: what was read last goes on.
    onError: () => undefined,
  });
  return { clock, stop };
}
