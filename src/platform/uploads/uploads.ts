import { createHash } from "node:crypto";
import { Readable } from "node:stream";

import { DAY, type Instant, plus } from "../../core/time.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import { signingSecret } from "../identity/index.ts";
import type { Job } from "../jobs/index.ts";
import { fileAddress, fileOfAddress } from "./address.ts";
import { type Bytes, judgeArchive } from "./archive.ts";
import { type NamedType, cleanName, contentOf, isActiveName, isActivePdf, typeOfName } from "./content.ts";
import {
  AddressExpired,
  ArchiveRefused,
  FileActive,
  FileEmpty,
  FileNameDiffers,
  FileTooLarge,
  FileTypeRefused,
  FileUnknown,
  TooManyFiles,
} from "./refusals.ts";
import { CHUNK_BYTES, type FileStorage, databaseStorage } from "./storage.ts";
import * as store from "./store.ts";

/** Of one file, and of the files that one person has brought and not sent. */
const MOST_BYTES = 20 * 1_048_576;
const MOST_WAITING = 30;
/** Of what somebody sent, so much is given back at once. */
const MOST_GIVEN = 20 * 1_048_576;
const HEAD_BYTES = 4_096;
const UNUSED_FOR = DAY;
const SWEEP_BATCH = 100;

export interface UploadParts {
  readonly database: Database;
  /** Machine time: files wait and addresses expire by it. */
  readonly clock: Clock;
  readonly storage?: FileStorage;
}

/** Files that people bring: taken piece by piece, looked at before anybody gets them, given out as attachments only. */
export class Uploads {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #storage: FileStorage;
  #secret: Promise<string> | null = null;

  constructor({ database, clock, storage }: UploadParts) {
    this.#database = database;
    this.#clock = clock;
    this.#storage = storage ?? databaseStorage(database);
  }

  /**
   * Takes a file while it arrives, with constant memory. It belongs to nobody's message until `claim`; if nobody claims it
   * for a day, it is swept. Refuses TooManyFiles, FileTooLarge, FileEmpty, FileTypeRefused, FileNameDiffers, FileActive,
   * ArchiveRefused; what came of a refused one is swept as well.
   */
  async take(uploadedBy: string, givenName: string, arriving: AsyncIterable<Uint8Array>): Promise<store.UploadedFile> {
    const name = cleanName(givenName);
    if (isActiveName(name)) throw FileActive({ field: "file" });
    const type = typeOfName(name);
    if (!type) throw FileTypeRefused({ field: "file" });
    const now = this.#clock.now();
    const fileId = await store.insertFile(this.#database, { uploadedBy, name, now, most: MOST_WAITING });
    if (fileId === null) throw TooManyFiles();
    const arrived = await this.#write(fileId, arriving);
    if (arrived.bytes === 0) throw FileEmpty({ field: "file" });
    await this.#judge(fileId, type, arrived);
    const file = { fileId, name, mediaType: type.mediaType, byteLength: BigInt(arrived.bytes) };
    await store.updateArrived(this.#database, { ...file, sha256: arrived.sha256, now: this.#clock.now() });
    return file;
  }

  /** Makes brought files part of something that is kept. Refuses FileUnknown: not there, another's, or used already. */
  async claim(tx: Tx, fileIds: readonly bigint[], uploadedBy: string): Promise<store.UploadedFile[]> {
    if (fileIds.length === 0) return [];
    const claimed = await store.claim(tx, fileIds, uploadedBy, this.#clock.now());
    if (claimed.length !== new Set(fileIds).size) throw FileUnknown({ field: "files" });
    const byId = new Map(claimed.map((file) => [file.fileId, file]));
    return [...new Set(fileIds)].flatMap((fileId) => byId.get(fileId) ?? []);
  }

  /** Where a file can be fetched without a session, for some minutes. The caller has looked whether it may be. */
  async addressOf(fileId: bigint): Promise<{ readonly path: string; readonly expiresAt: Instant }> {
    return fileAddress(await this.#signing(), fileId, this.#clock.now());
  }

  /** What an address gives. Refuses AddressExpired. Slow receivers hold nothing of the database: pieces are asked for one by one. */
  async open(address: string): Promise<store.UploadedFile & { readonly content: Readable }> {
    const fileId = fileOfAddress(await this.#signing(), address, this.#clock.now());
    const [file] = fileId === null ? [] : await store.selectFiles(this.#database, [fileId]);
    if (!file) throw AddressExpired();
    return { ...file, content: Readable.from(this.#pieces(file.fileId), { objectMode: false }) };
  }

  /** What somebody sent, the newest first: as many whole files as fit in MOST_GIVEN, and the names of the rest. */
  async sentBy(uploadedBy: string): Promise<{ files: { name: string; bytes: Uint8Array }[]; left: string[] }> {
    const files: { name: string; bytes: Uint8Array }[] = [];
    const left: string[] = [];
    let room = MOST_GIVEN;
    for (const { fileId, name, byteLength } of await store.selectSentBy(this.#database, uploadedBy)) {
      if (Number(byteLength) > room) {
        left.push(name);
        continue;
      }
      room -= Number(byteLength);
      const pieces: Uint8Array[] = [];
      for await (const piece of this.#pieces(fileId)) pieces.push(piece);
      files.push({ name, bytes: Buffer.concat(pieces) });
    }
    return { files, left };
  }

  /** Takes away what nothing refers to. */
  sweep(): Job {
    return {
      kind: "recurring",
      name: "uploads.sweep",
      clock: "machine",
      everyMs: 600_000,
      workers: "one",
      run: ({ database }) =>
        database.transaction(async (tx) => {
          const unused = await store.selectUnused(tx, plus(this.#clock.now(), -UNUSED_FOR), SWEEP_BATCH);
          if (unused.length === 0) return false;
          await this.#storage.remove(tx, unused);
          await store.deleteFiles(tx, unused);
          return unused.length === SWEEP_BATCH;
        }),
    };
  }

  #signing(): Promise<string> {
    this.#secret ??= signingSecret(this.#database);
    return this.#secret;
  }

  async *#pieces(fileId: bigint): AsyncGenerator<Uint8Array> {
    for (let chunkNo = 0; ; chunkNo += 1) {
      const piece = await this.#storage.read(fileId, chunkNo);
      if (piece === null) return;
      yield piece;
    }
  }

  async #write(fileId: bigint, arriving: AsyncIterable<Uint8Array>): Promise<Arrived> {
    const seen = new Seen();
    let chunkNo = 0;
    for await (const chunk of chunksOf(arriving)) {
      if (!seen.take(chunk)) throw FileTooLarge({ field: "file", values: { limit: `${MOST_BYTES / 1_048_576} MB` } });
      await this.#storage.write(fileId, chunkNo, chunk);
      chunkNo += 1;
    }
    return seen.arrived();
  }

  async #judge(fileId: bigint, type: NamedType, arrived: Arrived): Promise<void> {
    const content = contentOf(arrived.head);
    if (content === "program" || arrived.isActivePdf) throw FileActive({ field: "file" });
    // A text may be XML that its name does not promise, and an XML may begin without its mark.
    const fits = content === type.content || (isText(content) && isText(type.content));
    if (!fits || (isText(content) && arrived.hasNul))
      throw FileNameDiffers({ field: "file", values: { found: content } });
    if (content !== "zip") return;
    const verdict = await judgeArchive(this.#bytesOf(fileId, arrived.bytes), type.extension);
    if (verdict === "active") throw FileActive({ field: "file" });
    if (verdict === "refused") throw ArchiveRefused({ field: "file" });
  }

  #bytesOf(fileId: bigint, length: number): Bytes {
    let last: { no: number; bytes: Uint8Array } = { no: -1, bytes: new Uint8Array(0) };
    const chunk = async (no: number) => {
      if (last.no !== no) last = { no, bytes: (await this.#storage.read(fileId, no)) ?? new Uint8Array(0) };
      return last.bytes;
    };
    return {
      length,
      async slice(start, wanted) {
        const end = Math.min(length, start + wanted);
        const parts: Uint8Array[] = [];
        for (let place = start; place < end; ) {
          const no = Math.floor(place / CHUNK_BYTES);
          const from = place - no * CHUNK_BYTES;
          const part = (await chunk(no)).subarray(from, from + end - place);
          if (part.length === 0) break;
          parts.push(part);
          place += part.length;
        }
        return Buffer.concat(parts);
      },
    };
  }
}

function isText(content: string): boolean {
  return content === "text" || content === "markup";
}

interface Arrived {
  readonly bytes: number;
  readonly head: Uint8Array;
  readonly hasNul: boolean;
  readonly isActivePdf: boolean;
  readonly sha256: Buffer;
}

/** What is found out about a file while its pieces pass. */
class Seen {
  readonly #hash = createHash("sha256");
  #bytes = 0;
  #head = Buffer.alloc(0);
  #hasNul = false;
  #isActivePdf = false;
  /** The end of the piece before: a mark may lie across two. */
  #before = "";

  /** False when it is too large. */
  take(piece: Uint8Array): boolean {
    this.#bytes += piece.length;
    if (this.#bytes > MOST_BYTES) return false;
    this.#hash.update(piece);
    if (this.#head.length < HEAD_BYTES) this.#head = Buffer.concat([this.#head, piece]).subarray(0, HEAD_BYTES);
    this.#hasNul ||= piece.includes(0);
    if (contentOf(this.#head) === "pdf" && !this.#isActivePdf) {
      const text = this.#before + Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString("latin1");
      this.#isActivePdf = isActivePdf(text);
      this.#before = text.slice(-64);
    }
    return true;
  }

  arrived(): Arrived {
    const [bytes, head, hasNul] = [this.#bytes, this.#head, this.#hasNul];
    return { bytes, head, hasNul, isActivePdf: this.#isActivePdf, sha256: this.#hash.digest() };
  }
}

/** The same bytes in pieces of CHUNK_BYTES, however they arrive. */
async function* chunksOf(arriving: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const piece of arriving) {
    waiting.push(piece);
    length += piece.length;
    if (length < CHUNK_BYTES) continue;
    const whole = Buffer.concat(waiting);
    let place = 0;
    for (; place + CHUNK_BYTES <= length; place += CHUNK_BYTES) yield whole.subarray(place, place + CHUNK_BYTES);
    waiting = [whole.subarray(place)];
    length -= place;
  }
  if (length > 0) yield Buffer.concat(waiting);
}
