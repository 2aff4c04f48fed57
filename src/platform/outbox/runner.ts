import { plus } from "../../core/time.ts";
import type { Clock } from "../clock.ts";
import { type Database, statement } from "../db.ts";
import { Door } from "../jobs/door.ts";
import { OUTBOX_CHANNEL } from "./index.ts";
import { type DispatchReport, type Sender, type Senders, dispatchDue } from "./dispatch.ts";
import { pullForward } from "./store.ts";

export interface DispatcherOptions {
  readonly database: Database;
  /** Machine time. */
  readonly clock: Clock;
  readonly senders: Senders;
  /** How often to look without being told; a committed message is announced at once. */
  readonly pollMs?: number;
  /** How many streams of a destination at a time. */
  readonly limit?: number;
  /** Something broke that is not a receiver's refusal (the database is away): the loop goes on after a poll. */
  readonly onError: (error: unknown) => void;
  /** Told after every round that did something. */
  readonly onRound?: (destination: string, report: DispatchReport) => void;
}

export interface Dispatcher {
  /** Look now. */
  wake(): void;
  /** Interrupts what is being sent (it will be repeated) and ends when nothing runs any more. */
  stop(): Promise<void>;
}

/**
 * Runs the outbox in a worker: one loop per destination, so that a mail server that answers in a minute delays no
 * webhook. Woken by NOTIFY at commit, else polls. Any number of workers may run it side by side.
 */
export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const stopping = new AbortController();
  const doors = Object.keys(options.senders).map(() => new Door());
  const wake = () => doors.forEach((door) => door.open());
  const ear = new Ear(options, wake);
  const loops = Object.entries(options.senders).map(([destination, sender], index) =>
    loop({ ...options, stop: stopping.signal }, destination, sender, doors[index] as Door, ear),
  );
  return {
    wake,
    async stop() {
      stopping.abort();
      wake();
      await Promise.all(loops);
      await ear.close();
    },
  };
}

const LOOK_BACK_MS = 60_000;

async function loop(
  options: DispatcherOptions & { readonly stop: AbortSignal },
  destination: string,
  sender: Sender,
  door: Door,
  ear: Ear,
): Promise<void> {
  const most = options.limit ?? 16;
  const pollMs = options.pollMs ?? 1_000;
  let limit = most;
  let checkedAt = Number.NEGATIVE_INFINITY;
  while (!options.stop.aborted) {
    let idle = true;
    try {
      await ear.listen();
      if (Math.abs(options.clock.now() - checkedAt) > LOOK_BACK_MS) {
        const beyond = plus(options.clock.now(), longestWait(options));
        const first = checkedAt === Number.NEGATIVE_INFINITY;
        await options.database.transaction((tx) => pullForward(tx, beyond, first));
        checkedAt = options.clock.now();
      }
      const report = await dispatchDue(options.database, options.clock, { [destination]: sender }, limit, options.stop);
      idle = report.claimed + report.deferred === 0;
      // A receiver that is down is probed with one message at a time instead of with all that wait.
      limit = report.claimed > 0 && report.delivered === 0 ? 1 : Math.min(most, limit * 2);
      if (report.claimed > 0) options.onRound?.(destination, report);
    } catch (error) {
      options.onError(error);
    }
    if (idle && !options.stop.aborted) await door.wait(pollMs);
  }
}

/** No retry and no lease is ever planned further ahead than this. */
function longestWait({ senders }: DispatcherOptions): number {
  return Math.max(
    ...Object.values(senders).map((sender) => Math.max(sender.retry.maxDelayMs, 3 * sender.timeoutMs) + 60_000),
  );
}

/** Hears NOTIFY on a connection of its own; when that is lost, the next round takes another one. */
class Ear {
  readonly #database: Database;
  readonly #heard: () => void;
  /** Gives the connection back, once. */
  #line: Promise<{ readonly drop: () => void }> | undefined;

  constructor(options: DispatcherOptions, heard: () => void) {
    this.#database = options.database;
    this.#heard = heard;
  }

  async listen(): Promise<void> {
    await (this.#line ??= this.#connect());
  }

  async close(): Promise<void> {
    const line = await this.#line?.catch(() => undefined);
    line?.drop();
  }

  async #connect(): Promise<{ readonly drop: () => void }> {
    try {
      const client = await this.#database.pool.connect();
      let dropped = false;
      const drop = (): void => {
        if (dropped) return;
        dropped = true;
        this.#line = undefined;
        client.release(true);
      };
      client.on("notification", this.#heard);
      client.on("error", () => {
        drop();
        this.#heard();
      });
      try {
        await client.query(statement({ text: `listen ${OUTBOX_CHANNEL}`, answerMs: this.#database.answerMs }));
      } catch (error) {
        drop();
        throw error;
      }
      return { drop };
    } catch (error) {
      this.#line = undefined;
      throw error;
    }
  }
}
