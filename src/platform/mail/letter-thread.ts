import { Worker } from "node:worker_threads";

/** A letter taken apart: nothing of it is believed yet. */
export interface Letter {
  readonly from: { readonly address: string | undefined; readonly name: string };
  readonly messageId: string | null;
  readonly subject: string;
  readonly text: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** The largest letter that people send takes a few seconds. */
const SLOWEST_MS = 20_000;
/** A hostile letter fills this heap, not that of the process. */
const HEAP_MB = 512;
const HEAP_FULL = "ERR_WORKER_OUT_OF_MEMORY";
const ENTRY = new URL("letter-thread-entry.ts", import.meta.url);

/**
 * Takes letters apart, one after another, each on a thread that is given up when it takes too long (reliability 55): a letter is a
 * stranger's, and one that is made for it takes a reader hours, in which nobody would be charged, frozen or written to.
 */
export class LetterReader {
  readonly #slowestMs: number;
  readonly #entry: URL;
  #last: Promise<unknown> = Promise.resolve();
  #thread: Worker | null = null;

  constructor(slowestMs: number = SLOWEST_MS, entry: URL = ENTRY) {
    this.#slowestMs = slowestMs;
    this.#entry = entry;
  }

  /** Null for what cannot be read as a letter, or not in time. Throws where that is our fault: no thread is to be had. */
  read(raw: Uint8Array): Promise<Letter | null> {
    const read = this.#last.then(() => this.#read(raw));
    // A letter for which no thread was to be had says nothing of those behind it.
    this.#last = read.catch(() => undefined);
    return read;
  }

  /** What is in hand is left unread. */
  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  async #read(raw: Uint8Array): Promise<Letter | null> {
    const thread = new Worker(this.#entry, {
      name: "letter",
      workerData: raw,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    this.#thread = thread;
    const { promise, resolve, reject } = Promise.withResolvers<Letter | null>();
    const timer = setTimeout(() => resolve(null), this.#slowestMs);
    thread.once("message", resolve);
    thread.once("error", (error: NodeJS.ErrnoException) => (error.code === HEAP_FULL ? resolve(null) : reject(error)));
    thread.once("exit", () => resolve(null));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      await thread.terminate();
    }
  }
}
