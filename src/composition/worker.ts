import { Refusal } from "../core/errors.ts";
import { MINUTE } from "../core/time.ts";
import { processDeletions } from "../modules/balance/index.ts";
import { accrueDue, countBacklog, rateBatches, wakeSwitched } from "../modules/usage/index.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import type { Logger } from "../platform/log.ts";
import { serverTime } from "../platform/server-clock.ts";

export interface WorkerParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** In production the business clock is the machine's, and the database server's clock is held against it. */
  readonly production: boolean;
}

export interface Worker {
  /** Does what is due now, until nothing is, and comes back: for a clock that was moved, and for tests. */
  drain(): Promise<void>;
  /** Ends after the work in hand. */
  stop(): Promise<void>;
}

const LARGEST_CLOCK_DIFFERENCE = 5 * MINUTE;

/** Rates what came in and charges who is due, in turns, until nothing is left at the present instant. */
export async function workOnce(parts: WorkerParts): Promise<boolean> {
  if (parts.production && !(await clocksAgree(parts))) return false;
  const { database, clock } = parts;
  const rated = await rateBatches(database, clock.now());
  const charged = await accrueDue(database, clock.now());
  return rated + charged > 0;
}

/** Does what is due now, deletions included, until nothing is, also what a worker beside this one has in hand. */
export async function workAll(parts: WorkerParts): Promise<void> {
  const { database, clock, production } = parts;
  await wakeSwitched(database, clock.now());
  while ((await workOnce(parts)) || (!production && (await countBacklog(database, clock.now())) > 0));
  while ((await parts.database.transaction((tx) => processDeletions(tx, parts.clock.now()))) > 0);
}

/** A clock that jumped must not charge, freeze or delete anybody: two sources have to agree. */
async function clocksAgree({ database, clock, log }: WorkerParts): Promise<boolean> {
  const difference = Math.abs((await serverTime(database)) - clock.now());
  if (difference <= LARGEST_CLOCK_DIFFERENCE) return true;
  log.error(
    { differenceMs: difference },
    "the clocks of this machine and of the database differ: automation is halted",
  );
  return false;
}

/**
 * The worker role: keeps usage rated, projects charged, and the deletion queue moving. Several may run: the work is
 * shared by row locks. A failure is logged and tried again; it never ends the loop.
 */
export function startWorker(parts: WorkerParts, pauseMs = 250): Worker {
  const stopping = new AbortController();
  const charging = loop(parts, stopping.signal, pauseMs, () => workOnce(parts));
  const deleting = loop(parts, stopping.signal, 20 * pauseMs, async () => {
    if (parts.production && !(await clocksAgree(parts))) return false;
    await wakeSwitched(parts.database, parts.clock.now());
    return (await parts.database.transaction((tx) => processDeletions(tx, parts.clock.now()))) > 0;
  });
  return {
    drain: () => workAll(parts),
    stop: async () => {
      stopping.abort();
      await Promise.all([charging, deleting]);
    },
  };
}

async function loop(
  parts: WorkerParts,
  stop: AbortSignal,
  pauseMs: number,
  work: () => Promise<boolean>,
): Promise<void> {
  while (!stop.aborted) {
    let busy = false;
    try {
      busy = await work();
    } catch (error) {
      parts.log.error(
        { error: error instanceof Refusal ? error.kind.code : error },
        "the worker's step failed and will be repeated",
      );
    }
    if (!busy) await pause(pauseMs, stop);
  }
}

function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    stop.addEventListener("abort", done, { once: true });
  });
}
