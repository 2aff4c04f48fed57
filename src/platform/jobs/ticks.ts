import type { Database } from "../db.ts";
import { WakeSignal } from "./wake-signal.ts";
import { SessionLocks } from "./locks.ts";

/** Something that is done again and again: charge what is due, expire bonuses, delete what is due. */
export interface Tick {
  readonly name: string;
  /** Machine time between the end of one run and the start of the next. */
  readonly everyMs: number;
  /** Idempotent. Answers true when there is more to do: it is then run again at once. */
  run(stop: AbortSignal): Promise<boolean | void>;
}

export interface Ticks {
  /** Runs one tick now, or all of them: after the business clock was moved, or something was imported. */
  wake(name?: string): void;
  /** Ends when no run is under way any more. */
  stop(): Promise<void>;
}

/**
 * Runs ticks in a worker, each in a loop of its own; of several workers one at a time runs a given tick
 * (docs/decisions/0008-jobs-and-ticks.md). A tick that throws is reported and tried again after its time.
 */
export function startTicks(
  database: Database,
  ticks: readonly Tick[],
  onError: (error: unknown, name: string) => void,
): Ticks {
  const stopping = new AbortController();
  const locks = new SessionLocks(database);
  const signals = new Map(ticks.map((tick) => [tick.name, new WakeSignal()]));
  if (signals.size !== ticks.length) throw new TypeError("two ticks have the same name");
  const loops = ticks.map((tick) => loop(tick, signals.get(tick.name) as WakeSignal, locks, stopping.signal, onError));
  return {
    wake: (name) =>
      (name === undefined ? [...signals.values()] : [signals.get(name)]).forEach((signal) => signal?.send()),
    async stop() {
      stopping.abort();
      for (const signal of signals.values()) signal.send();
      await Promise.all(loops);
      await locks.close();
    },
  };
}

async function loop(
  tick: Tick,
  signal: WakeSignal,
  locks: SessionLocks,
  stop: AbortSignal,
  onError: (error: unknown, name: string) => void,
): Promise<void> {
  while (!stop.aborted) {
    let more = false;
    try {
      more = await turn(tick, locks, stop);
    } catch (error) {
      onError(error, tick.name);
    }
    if (!more && !stop.aborted) await signal.wait(tick.everyMs);
  }
}

async function turn(tick: Tick, locks: SessionLocks, stop: AbortSignal): Promise<boolean> {
  const lock = `tick ${tick.name}`;
  if (!(await locks.take(lock))) return false;
  try {
    return (await tick.run(stop)) === true;
  } finally {
    await locks.give(lock);
  }
}
