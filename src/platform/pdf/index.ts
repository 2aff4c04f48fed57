/**
 * PDF/A out of Typst templates. Compiling is synchronous native work, so it runs on worker threads; a template sees its
 * own folder and the data it is given, and nothing else: no other files, no network, no clock, no fonts of the machine.
 */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { refusal } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import { readableText } from "./fonts.ts";

export interface PdfRequest {
  /** The folder of the templates, with a slash at its end; includes and images are read from it alone. */
  readonly templates: URL;
  /** File name within that folder. */
  readonly template: string;
  /**
   * What the template shows, read with `json("data.json")`. Text in it is never taken for markup. How many sheets there
   * are, and whether it is a single one, the template finds in `json("sheets.json")`.
   */
  readonly data: Readonly<Record<string, unknown>>;
  /** SVG by file name, read with `image("qr.svg")`. */
  readonly images?: Readonly<Record<string, string>>;
  /** The only time that gets into the file; with the same data it gives the same bytes. */
  readonly createdAt: Instant;
}

export interface PdfRenderer {
  /** PDF/A-2b bytes. Refuses PdfBusy when too many documents wait already; throws when the template is at fault. */
  render(request: PdfRequest): Promise<Uint8Array>;
  /** The documents in the order asked for, with no more in memory than the workers need to stay busy. */
  renderMany(requests: Iterable<PdfRequest> | AsyncIterable<PdfRequest>): AsyncGenerator<Uint8Array, void>;
  /** Stops the workers; what still waits is rejected. */
  close(): Promise<void>;
}

/** What a worker is asked and what it answers. */
export interface PdfTask {
  readonly root: string;
  readonly template: string;
  /** By name: files that the template finds in its folder as if they lay there. */
  readonly files: Readonly<Record<string, string>>;
  readonly createdAtSeconds: number;
}
export type PdfAnswer = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly error: string };

export const PdfBusy = refusal(
  "pdf_busy",
  503,
  "Слишком много документов ждут печати, повторите позже",
  "Too many documents are waiting to be rendered, try again later",
);

const MOST_WAITING = 1_000;
const SLOWEST_DOCUMENT_MS = 60_000;
const CLOSED = "the PDF renderer is closed";

interface Job {
  readonly task: PdfTask;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * A renderer with `workers` threads (default: one per core, at most four), started when they are first needed. A worker
 * is replaced after `recycleAfter` documents, because the native compiler does not give all its memory back, and after
 * a document that takes longer than a minute.
 */
export function openPdfRenderer({
  workers = Math.min(4, availableParallelism()),
  recycleAfter = 500,
} = {}): PdfRenderer {
  const waiting: Job[] = [];
  const slots = Array.from({ length: workers }, () => new Slot(waiting, recycleAfter));
  let closed = false;

  function render(request: PdfRequest): Promise<Uint8Array> {
    if (closed) return Promise.reject(new Error(CLOSED));
    if (waiting.length >= MOST_WAITING) return Promise.reject(PdfBusy());
    return new Promise((resolve, reject) => {
      waiting.push({ task: taskOf(request), resolve, reject });
      slots.find((slot) => slot.idle)?.take();
    });
  }

  async function close(): Promise<void> {
    closed = true;
    for (const job of waiting.splice(0)) job.reject(new Error(CLOSED));
    await Promise.all(slots.map((slot) => slot.retire(new Error(CLOSED))));
  }

  return { render, renderMany: (requests) => inOrder(requests, render, workers * 2), close };
}

/** A place for one worker, which takes one job after another from the shared queue. */
class Slot {
  readonly #waiting: Job[];
  readonly #recycleAfter: number;
  #worker: Worker | null = null;
  #job: Job | null = null;
  #done = 0;
  #limit: NodeJS.Timeout | undefined;

  constructor(waiting: Job[], recycleAfter: number) {
    this.#waiting = waiting;
    this.#recycleAfter = recycleAfter;
  }

  get idle(): boolean {
    return this.#job === null;
  }

  /** Starts on the next waiting job; a process with nothing else to do ends when none is left. */
  take(): void {
    const job = this.#waiting.shift();
    if (!job) return;
    this.#job = job;
    this.#worker ??= this.#start();
    this.#worker.ref();
    const late = new Error(`rendering ${job.task.template} took too long`);
    this.#limit = setTimeout(() => void this.retire(late), SLOWEST_DOCUMENT_MS);
    this.#worker.postMessage(job.task);
  }

  /** Lets the worker go, idle or not; what it was busy with fails for the given reason, and the next worker goes on. */
  async retire(reason?: Error): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#release()?.reject(reason);
    this.take();
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { name: "pdf" });
    this.#done = 0;
    const isMine = () => this.#worker === worker;
    worker.on("message", (answer: PdfAnswer) => isMine() && this.#finish(worker, answer));
    worker.on("error", (error) => isMine() && void this.retire(error));
    worker.on("exit", () => isMine() && void this.retire(new Error("the PDF worker stopped")));
    return worker;
  }

  #finish(worker: Worker, answer: PdfAnswer): void {
    const job = this.#release();
    worker.unref();
    if ("bytes" in answer) job?.resolve(answer.bytes);
    else job?.reject(new Error(answer.error));
    this.#done += 1;
    if (this.#done >= this.#recycleAfter) void this.retire();
    else this.take();
  }

  #release(): Job | null {
    clearTimeout(this.#limit);
    const job = this.#job;
    this.#job = null;
    return job;
  }
}

async function* inOrder(
  requests: Iterable<PdfRequest> | AsyncIterable<PdfRequest>,
  render: PdfRenderer["render"],
  ahead: number,
): AsyncGenerator<Uint8Array, void> {
  const running: Promise<Uint8Array>[] = [];
  for await (const request of requests) {
    const pdf = render(request);
    // It may fail before its turn to be read comes, or never be read at all; neither is an unhandled failure.
    pdf.catch(() => undefined);
    running.push(pdf);
    const first = running.length > ahead ? running.shift() : undefined;
    if (first) yield await first;
  }
  for (const pdf of running) yield await pdf;
}

function taskOf({ templates, template, data, images = {}, createdAt }: PdfRequest): PdfTask {
  return {
    root: fileURLToPath(templates),
    template,
    files: {
      ...images,
      "data.json": JSON.stringify(data, (_, value: unknown) =>
        typeof value === "string" ? readableText(value) : value,
      ),
    },
    createdAtSeconds: Math.floor(createdAt / 1000),
  };
}
