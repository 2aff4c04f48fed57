export interface LoopParts {
  /** Machine time from the end of a turn that left nothing to do to the next turn. */
  readonly pauseMs: number;
  /** One round of the work; true when there is more, which is then begun at once. `stop` is aborted when the loop ends. */
  turn(stop: AbortSignal): Promise<boolean>;
  /** A turn that throws is told of and repeated after the pause; it never ends the loop. */
  onError(error: unknown): void;
  /** False: the loop alone does not keep the process from ending. */
  readonly keepsProcess?: boolean;
}

export interface Loop {
  /** The next turn now instead of after the pause. A wake in the middle of a turn is not lost: another turn follows it. */
  wake(): void;
  /** Ends after the turn under way. */
  stop(): Promise<void>;
}

/** Does something again and again: the one loop of the program (docs/decisions/0026-one-way-of-background-work.md). */
export function startLoop({ pauseMs, turn, onError, keepsProcess = true }: LoopParts): Loop {
  const stopping = new AbortController();
  let woken = false;
  let endPause = (): void => undefined;
  const wake = (): void => {
    woken = true;
    endPause();
  };
  const pause = async (): Promise<void> => {
    if (!woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        if (!keepsProcess) timer.unref();
        endPause = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    woken = false;
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      let more = false;
      try {
        more = await turn(stopping.signal);
      } catch (error) {
        onError(error);
      }
      if (!more && !stopping.signal.aborted) await pause();
    }
  };
  const running = run();
  return {
    wake,
    stop: async () => {
      stopping.abort();
      wake();
      await running;
    },
  };
}
