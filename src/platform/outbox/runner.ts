import { plus } from "../../core/time.ts";
import { ChannelListener } from "../db-listener.ts";
import { type Loop, startLoop } from "../loop.ts";
import { type DispatchParts, type DispatchReport, type Sender, dispatchDue } from "./dispatch.ts";
import { OUTBOX_CHANNEL, pullForward } from "./store.ts";

export interface DispatcherOptions extends DispatchParts {
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
  let loops: readonly Loop[] = [];
  const wake = () => loops.forEach((loop) => loop.wake());
  const { database } = options;
  const commits = new ChannelListener({ database, channel: OUTBOX_CHANNEL, onMessage: wake, onLost: wake });
  loops = Object.entries(options.senders).map(([destination, sender]) =>
    startLoop({
      pauseMs: options.pollMs ?? 1_000,
      turn: roundOf(options, destination, sender, commits),
      onError: options.onError,
    }),
  );
  return {
    wake,
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
      await commits.close();
    },
  };
}

const LOOK_BACK_MS = 60_000;

/** One look at a destination after another; what a round found out about its receiver is remembered for the next. */
function roundOf(options: DispatcherOptions, destination: string, sender: Sender, commits: ChannelListener) {
  const { database, clock } = options;
  const most = options.limit ?? 16;
  let limit = most;
  let checkedAt = Number.NEGATIVE_INFINITY;
  return async (stop: AbortSignal): Promise<boolean> => {
    await commits.listen();
    if (Math.abs(clock.now() - checkedAt) > LOOK_BACK_MS) {
      const beyond = plus(clock.now(), longestWait(options));
      const first = checkedAt === Number.NEGATIVE_INFINITY;
      await database.transaction((tx) => pullForward(tx, beyond, first));
      checkedAt = clock.now();
    }
    const report = await dispatchDue({ ...options, senders: { [destination]: sender } }, limit, stop);
    // A receiver that is down is probed with one message at a time instead of with all that wait.
    limit = report.claimed > 0 && report.delivered === 0 ? 1 : Math.min(most, limit * 2);
    if (report.claimed > 0) options.onRound?.(destination, report);
    return report.claimed + report.deferred > 0;
  };
}

/** No retry and no lease is ever planned further ahead than this. */
function longestWait({ senders }: DispatcherOptions): number {
  return Math.max(
    ...Object.values(senders).map((sender) => Math.max(sender.retry.maxDelayMs, 3 * sender.timeoutMs) + 60_000),
  );
}
