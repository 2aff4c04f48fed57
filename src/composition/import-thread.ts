import { Worker } from "node:worker_threads";

import { Refusal, type RefusalDetails, type RefusalKind, refusal } from "../core/errors.ts";
import type {
  StatementBringing,
  StatementBrought,
  StatementImport,
  StatementInput,
} from "../modules/payments/index.ts";
import type { Approval } from "../modules/proposals/index.ts";
import type { Actor } from "../platform/act.ts";

/** What the thread is given at its start. */
export interface ImportPlace {
  readonly databaseUrl: string;
  /** How long an answer of the database is waited for before its connection is given up. */
  readonly answerMs: number;
}

/** What is done with a file. */
export type ImportTask =
  | { readonly task: "import"; readonly input: StatementInput }
  | { readonly task: "bring"; readonly input: StatementBringing }
  | { readonly task: "approve"; readonly order: Approval };

/** The same, and who does it. */
export type ImportOrder = ImportTask & { readonly actor: Actor };

/** What became of it; nothing of an approval. */
export type ImportDone = StatementImport | StatementBrought | null;

/** An Error does not keep its kind from one thread to another, so a refusal comes as its parts. */
export type ImportAnswer =
  | { readonly done: ImportDone }
  | { readonly refused: { readonly kind: RefusalKind; readonly details: RefusalDetails } }
  | { readonly failed: string };

interface Job {
  readonly order: ImportOrder;
  readonly resolve: (done: ImportDone) => void;
  readonly reject: (reason: unknown) => void;
}

export interface ImportThreadOptions {
  /** An idle thread gives its memory back after so long. */
  readonly idleMs?: number;
  readonly slowestMs?: number;
}

const IDLE_MS = 30_000;
/** The largest file against full books takes a few minutes. */
const SLOWEST_MS = 15 * 60_000;
const MOST_WAITING = 8;
/** A hostile file fills this heap, not that of the process. */
const HEAP_MB = 1_536;
const CLOSED = "the import thread is closed";

const ImportsBusy = refusal(
  "imports_busy",
  503,
  "Сейчас загружаются другие выписки, повторите через минуту",
  "Other statements are being imported, repeat in a minute",
);

/**
 * Bank files are read, recognised and written on a thread of their own with a connection of its own (reliability 55): a file
 * of 32 MB, or one whose lines are all alike, holds nobody's requests. One after another, as imports go anyway (PAY-05). The
 * thread comes with the first file and goes when none comes any more.
 */
export class ImportThread {
  readonly #place: ImportPlace;
  readonly #idleMs: number;
  readonly #slowestMs: number;
  readonly #waiting: Job[] = [];
  #worker: Worker | null = null;
  #job: Job | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(place: ImportPlace, { idleMs = IDLE_MS, slowestMs = SLOWEST_MS }: ImportThreadOptions = {}) {
    this.#place = place;
    this.#idleMs = idleMs;
    this.#slowestMs = slowestMs;
  }

  /** importStatement in a transaction of the thread, the actor's: whole or not at all, refused as there, or with ImportsBusy. */
  import(input: StatementInput, actor: Actor): Promise<StatementImport> {
    return this.#ask({ task: "import", input, actor }) as Promise<StatementImport>;
  }

  /** The same of bringStatement: a file that may be cut is left to a second person (AUD-03). */
  bring(input: StatementBringing, actor: Actor): Promise<StatementBrought> {
    return this.#ask({ task: "bring", input, actor }) as Promise<StatementBrought>;
  }

  /** The same of approveProposal, for what imports a file. */
  async approve(order: Approval, actor: Actor): Promise<void> {
    await this.#ask({ task: "approve", order, actor });
  }

  #ask(order: ImportOrder): Promise<ImportDone> {
    if (this.#isClosed) return Promise.reject(new Error(CLOSED));
    if (this.#waiting.length >= MOST_WAITING) return Promise.reject(ImportsBusy());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ order, resolve, reject });
      if (this.#job === null) this.#take();
    });
  }

  /** What is in hand or waits fails; nothing of it is written. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const job of this.#waiting.splice(0)) job.reject(new Error(CLOSED));
    await this.#retire(new Error(CLOSED));
  }

  #take(): void {
    clearTimeout(this.#timer);
    const job = this.#waiting.shift();
    if (!job) {
      this.#timer = setTimeout(() => void this.#retire(), this.#idleMs).unref();
      return;
    }
    this.#job = job;
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#timer = setTimeout(() => void this.#retire(new Error("a bank file took too long")), this.#slowestMs);
    this.#worker.postMessage(job.order);
  }

  #start(): Worker {
    const worker = new Worker(new URL("import-thread-entry.ts", import.meta.url), {
      name: "import",
      workerData: this.#place,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const isMine = () => this.#worker === worker;
    worker.on("message", (answer: ImportAnswer) => isMine() && this.#finish(answer));
    worker.on("error", (error) => isMine() && void this.#retire(error));
    worker.on("exit", () => isMine() && void this.#retire(new Error("the import thread stopped")));
    return worker;
  }

  #finish(answer: ImportAnswer): void {
    const job = this.#job;
    this.#job = null;
    this.#worker?.unref();
    if ("done" in answer) job?.resolve(answer.done);
    else if ("refused" in answer) job?.reject(new Refusal(answer.refused.kind, answer.refused.details));
    else job?.reject(new Error(answer.failed));
    this.#take();
  }

  /** Lets the thread go, whose connection goes with it: what it had not committed is not done. The next file gets another. */
  async #retire(reason?: Error): Promise<void> {
    clearTimeout(this.#timer);
    const [worker, job] = [this.#worker, this.#job];
    this.#worker = null;
    this.#job = null;
    job?.reject(reason);
    if (this.#waiting.length > 0) this.#take();
    await worker?.terminate();
  }
}
