import { type Loop, startLoop } from "../platform/loop.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const PARENT_CHECK_MS = 500;
/** Commands that were interrupted and do not end by themselves are ended. */
const PATIENCE_MS = 20_000;

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort, so that work ends tidily; a second one ends the process. Also
 * aborts when the npm that runs us goes away: npm passes signals to a shell which may die of them without telling us.
 */
export function listenForStop(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    setTimeout(() => process.exit(130), PATIENCE_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  const watch = process.env.npm_lifecycle_event ? watchParent(() => controller.abort()) : undefined;
  return {
    signal: controller.signal,
    release: () => {
      void watch?.stop();
      for (const signal of SIGNALS) process.off(signal, stop);
    },
  };
}

function watchParent(gone: () => void): Loop {
  const parent = process.ppid;
  return startLoop({
    pauseMs: PARENT_CHECK_MS,
    keepsProcess: false,
    turn: async () => {
      if (process.ppid !== parent) gone();
      return false;
    },
    onError: gone,
  });
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
