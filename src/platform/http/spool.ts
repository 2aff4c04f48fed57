import { randomUUID } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { refusal } from "../../core/errors.ts";
import type { Tx } from "../db.ts";

export const ExportsBusy = refusal(
  "exports_busy",
  503,
  "Сейчас выгружаются другие отчёты, повторите через минуту",
  "Other reports are being exported, repeat in a minute",
);

export const ExportTooLarge = refusal(
  "export_too_large",
  413,
  "Отчёт больше {limit}: выберите меньше дней или проектов",
  "The report is larger than {limit}: choose fewer days or projects",
);

const MIB = 1_048_576;
const MINUTE_MS = 60_000;
/** A transaction may not stay open for ever, whatever it reads. */
const LONGEST_MS = 15 * MINUTE_MS;

/** What a route makes out of a read: its bytes come from the transaction. */
export interface MadeFile {
  readonly contentType: string;
  readonly fileName: string;
  readonly body: Readable;
}

/** A file that lies ready on the disk, under no name: it is gone with its reader, or with the process. */
export interface SpooledFile {
  readonly bytes: number;
  /** Its bytes, to be read once; closing it gives the disk back. */
  readonly content: Readable;
}

export interface SpoolOptions {
  /** Files that are made at once, each with a connection and a snapshot of the database. */
  readonly mostMade?: number;
  /** How many more wait for their turn, in order. */
  readonly mostWaiting?: number;
  readonly longestWaitMs?: number | undefined;
  readonly mostBytes?: number;
  readonly mostBytesOfOne?: number;
  /** How long a reader is left in peace when others need the disk. */
  readonly undisturbedMs?: number;
  /** Machine time in milliseconds that only goes forward. */
  readonly now?: () => number;
}

/** A file on the disk: it is being made until it has content, then it is being read. */
interface Held {
  bytes: number;
  content: Readable | null;
  readSince: number;
}

/**
 * Files that are read out of the database are first written to the disk and then sent (reliability 67): a receiver, however
 * slow, holds neither a snapshot nor a turn that others wait for. Making goes as fast as the machine does, so a turn always
 * comes. The disk is bounded by file and in all; when others need it, whoever has read longest gives way.
 */
export class Spool {
  readonly #options: Required<Omit<SpoolOptions, "longestWaitMs">> & { readonly longestWaitMs: number };
  readonly #held = new Set<Held>();
  readonly #waiting: (() => void)[] = [];
  #making = 0;

  constructor({ longestWaitMs = 20_000, ...given }: SpoolOptions = {}) {
    const usual = { mostMade: 6, mostWaiting: 60, mostBytes: 4_096 * MIB, mostBytesOfOne: 1_024 * MIB };
    this.#options = { ...usual, undisturbedMs: MINUTE_MS, now: () => performance.now(), ...given, longestWaitMs };
  }

  /** How many files are being made. */
  get making(): number {
    return this.#making;
  }

  /** Bytes on the disk. */
  get bytes(): number {
    return [...this.#held].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * Makes a file within `read` and answers it when the transaction has ended. Refuses ExportsBusy when no turn or no room on
   * the disk comes, ExportTooLarge, and what `make` refuses; whoever is `gone` ends the making.
   */
  async fill(
    read: (work: (tx: Tx) => Promise<void>) => Promise<void>,
    make: (tx: Tx) => Promise<MadeFile>,
    gone: AbortSignal,
  ): Promise<Omit<MadeFile, "body"> & { readonly body: SpooledFile }> {
    await this.#turn(gone);
    const held: Held = { bytes: 0, content: null, readSince: 0 };
    this.#held.add(held);
    try {
      const handle = await nameless();
      try {
        const told = await this.#write(held, handle, read, make, gone);
        return { ...told, body: this.#ready(held, handle, gone) };
      } catch (error) {
        await handle.close();
        throw error;
      }
    } catch (error) {
      this.#held.delete(held);
      throw (error as NodeJS.ErrnoException).code === "ENOSPC" ? ExportsBusy() : error;
    } finally {
      this.#making -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #write(
    held: Held,
    handle: FileHandle,
    read: (work: (tx: Tx) => Promise<void>) => Promise<void>,
    make: (tx: Tx) => Promise<MadeFile>,
    gone: AbortSignal,
  ): Promise<Omit<MadeFile, "body">> {
    const signal = AbortSignal.any([gone, AbortSignal.timeout(LONGEST_MS)]);
    let told: Omit<MadeFile, "body"> | undefined;
    await read(async (tx) => {
      const { body, ...rest } = await make(tx);
      const sink = async (pieces: AsyncIterable<Buffer>) => {
        for await (const piece of pieces) {
          this.#makeRoom(held, piece.length);
          held.bytes += piece.length;
          await handle.appendFile(piece);
        }
      };
      await pipeline(body, sink, { signal });
      told = rest;
    });
    signal.throwIfAborted();
    if (!told) throw new Error("the read ended before its file was made");
    return told;
  }

  #ready(held: Held, handle: FileHandle, gone: AbortSignal): SpooledFile {
    const content = handle.createReadStream({ start: 0, highWaterMark: 256 * 1_024 });
    held.content = content;
    held.readSince = this.#options.now();
    // The receiver may leave before the first byte is asked for.
    const leave = () => void content.destroy();
    gone.addEventListener("abort", leave, { once: true });
    content.once("close", () => {
      gone.removeEventListener("abort", leave);
      this.#held.delete(held);
    });
    return { bytes: held.bytes, content };
  }

  #makeRoom(held: Held, more: number): void {
    const { mostBytes, mostBytesOfOne, undisturbedMs, now } = this.#options;
    if (held.bytes + more > mostBytesOfOne) {
      throw ExportTooLarge({ values: { limit: `${Math.floor(mostBytesOfOne / MIB)} MiB` } });
    }
    let over = this.bytes + more - mostBytes;
    // In the order in which they came to be on the disk.
    for (const one of this.#held) {
      if (over <= 0) return;
      if (one.content === null || now() - one.readSince < undisturbedMs) continue;
      over -= one.bytes;
      this.#held.delete(one);
      one.content.destroy();
    }
    if (over > 0) throw ExportsBusy();
  }

  /** First come, first served; of one caller only as many wait as its share lets in. */
  async #turn(gone: AbortSignal): Promise<void> {
    const { mostMade, mostWaiting, longestWaitMs } = this.#options;
    gone.throwIfAborted();
    if (this.#making >= mostMade) {
      if (this.#waiting.length >= mostWaiting) throw ExportsBusy();
      const enough = AbortSignal.any([gone, AbortSignal.timeout(longestWaitMs)]);
      await new Promise<void>((resolve, reject) => {
        const leave = () => {
          this.#waiting.splice(this.#waiting.indexOf(start), 1);
          reject(ExportsBusy());
        };
        const start = () => {
          enough.removeEventListener("abort", leave);
          // Taken at once, so that nobody who comes now is before.
          this.#making += 1;
          resolve();
        };
        enough.addEventListener("abort", leave, { once: true });
        this.#waiting.push(start);
      });
      return;
    }
    this.#making += 1;
  }
}

/** An open file that no folder lists: whatever happens to the process, nothing of it is left behind. */
async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `saldo-${randomUUID()}`);
  const handle = await open(path, "wx+", 0o600);
  try {
    await unlink(path);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A receiver that takes less than this loses its connection: what is sent lies in memory or on the disk until it is taken. */
const SLOWEST_BYTES_A_SECOND = 64 * 1_024;
/** Each reply has so long anyhow. */
const PATIENCE_MS = MINUTE_MS;

/** Aborts when a reply of so many bytes has had its time. */
export type Patience = (bytes: number) => AbortSignal;
export const usualPatience: Patience = (bytes) =>
  AbortSignal.timeout(Math.ceil(PATIENCE_MS + (bytes / SLOWEST_BYTES_A_SECOND) * 1_000));
