import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";

import type { Config } from "../platform/config.ts";
import type { ServiceParts } from "./services.ts";
import type { Logger } from "../platform/log.ts";
import { type Loop, startLoop } from "../platform/loop.ts";

/** What the thread is given once there is a database. */
export interface WorkOrder {
  readonly config: Config;
  readonly databaseUrl: string;
  /** Of the demo world, for the sandbox's pages. */
  readonly logins: NonNullable<ServiceParts["logins"]>;
  readonly logLevel: NonNullable<Config["logLevel"]>;
}

/** What the thread tells once it works. */
export interface WorkReady {
  readonly sandboxUrl: string | null;
}

const LOOK_EVERY_MS = 1_000;
/** A stopped process is given twenty seconds. */
const CLOSE_PATIENCE_MS = 15_000;
/** Young objects of the worker's heap, in MB: more of it is memory that an idle process would hold. */
const YOUNG_MB = 16;

/**
 * The worker role beside the API in one process, on a thread of its own (reliability 55): whatever holds the thread that
 * answers requests, charging, freezing and sending go on. A thread that fails is started again.
 */
export class WorkThread {
  readonly #log: Logger;
  #spawned: Spawned;
  #isGone = false;
  #keeper: Loop | null = null;
  sandboxUrl: string | null = null;

  /** Reads the program at once, which takes about as long as a database takes to open; keeps no process from ending. */
  constructor(log: Logger) {
    this.#log = log;
    this.#spawned = spawn();
  }

  /** Resolves when the worker works; rejects when it cannot begin. */
  async begin(order: WorkOrder): Promise<void> {
    await this.#work(order);
    this.#keeper = this.#keep(order);
  }

  /** Finishes the work in hand. */
  async close(): Promise<void> {
    await this.#keeper?.stop();
    if (this.#isGone) return;
    const { thread } = this.#spawned;
    if (this.#keeper === null) {
      await thread.terminate();
      return;
    }
    const ended = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
    thread.postMessage("close");
    const patience = new AbortController();
    const late = delay(CLOSE_PATIENCE_MS, "late", { signal: patience.signal, ref: false }).catch(() => "ended");
    if ((await Promise.race([ended, late])) === "late") await thread.terminate();
    patience.abort();
  }

  async #work(order: WorkOrder): Promise<void> {
    const { thread, ready } = this.#spawned;
    thread.ref();
    thread.postMessage(order);
    this.sandboxUrl = (await ready).sandboxUrl;
    thread.once("error", (error) => this.#log.error({ error }, "the worker's thread failed"));
    thread.once("exit", () => (this.#isGone = true));
  }

  /** A thread that has gone is started again. */
  #keep(order: WorkOrder): Loop {
    return startLoop({
      pauseMs: LOOK_EVERY_MS,
      keepsProcess: false,
      turn: async () => {
        if (!this.#isGone) return false;
        this.#spawned = spawn();
        await this.#work(order);
        this.#isGone = false;
        this.#log.warn({}, "the worker's thread was started again");
        return false;
      },
      onError: (error) => this.#log.error({ error }, "the worker's thread cannot begin"),
    });
  }
}

interface Spawned {
  readonly thread: Worker;
  /** Rejects when the thread ends before it works. */
  readonly ready: Promise<WorkReady>;
}

function spawn(): Spawned {
  const thread = new Worker(new URL("work-thread-entry.ts", import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const ready = new Promise<WorkReady>((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", reject);
    thread.once("exit", (code) => reject(new Error(`the worker's thread ended with ${code} before it worked`)));
  });
  // Whoever begins the work is told.
  ready.catch(() => undefined);
  // Listening for messages holds the process again: this comes last.
  thread.unref();
  return { thread, ready };
}
