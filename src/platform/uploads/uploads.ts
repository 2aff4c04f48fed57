import { createHash } from "node:crypto";
import { Readable } from "node:stream";

import { Refusal } from "../../core/errors.ts";
import { DAY, HOUR, type Instant, plus } from "../../core/time.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import { signingSecret } from "../identity/index.ts";
import type { Job } from "../jobs/index.ts";
import { fileAddress, fileOfAddress } from "./address.ts";
import { type Bytes, judgeArchive } from "./archive.ts";
import { type NamedType, cleanName, contentOf, isActiveName, isActivePdf, typeOfName } from "./content.ts";
import { FileLost, FileStorageAway, type ObjectStore, newObjectKey } from "./object-store.ts";
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
import { CHUNK_BYTES, FileStorage } from "./storage.ts";
import * as store from "./store.ts";

/** Of one file, and of the files that one person has brought and not sent. */
const MOST_BYTES = 20 * 1_048_576;
const MOST_WAITING = 30;
/** Of what somebody sent, so much is given back at once. */
const MOST_GIVEN = 20 * 1_048_576;
const HEAD_BYTES = 4_096;
const UNUSED_FOR = DAY;
/** Whoever reads a file, or is still sending a piece of it, is done by then. */
const READ_FOR = HOUR;
const SWEEP_BATCH = 100;

export interface UploadParts {
  readonly database: Database;
  /** Machine time: files wait and addresses expire by it. */
  readonly clock: Clock;
  /** Where new files lie, if not in the database. */
  readonly objects?: ObjectStore | null | undefined;
}

/** Files that people bring: taken piece by piece, looked at before anybody gets them, given out as attachments only. */
export class Uploads {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #storage: FileStorage;
  #secret: Promise<string> | null = null;

  constructor({ database, clock, objects }: UploadParts) {
    this.#database = database;
    this.#clock = clock;
    this.#storage = new FileStorage(database, objects ?? null);
  }

  /**
   * Takes a file while it arrives, with constant memory. It belongs to nobody's message until `claim`; if nobody claims it
   * for a day, it is swept. Refuses TooManyFiles, FileTooLarge, FileEmpty, FileTypeRefused, FileNameDiffers, FileActive,
   * ArchiveRefused; what came of a refused one is swept as well. Refuses FileStorageAway, and nothing of it is left.
   */
  async take(uploadedBy: string, givenName: string, arriving: AsyncIterable<Uint8Array>): Promise<store.UploadedFile> {
    const name = cleanName(givenName);
    if (isActiveName(name)) throw FileActive({ field: "file" });
    const type = typeOfName(name);
    if (!type) throw FileTypeRefused({ field: "file" });
    const now = this.#clock.now();
    const objectKey = this.#storage.hasObjects ? newObjectKey() : null;
    const place = await store.insertFile(this.#database, { uploadedBy, name, objectKey, now, most: MOST_WAITING });
    if (place === null) throw TooManyFiles();
    const arrived = await this.#received(place, type, arriving);
    const { fileId } = place;
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
    const file = fileId === null ? null : await store.selectKept(this.#database, fileId);
    if (!file) throw AddressExpired();
    const pieces = this.#pieces(file);
    // The first piece before the answer begins: who cannot be given the file is told so.
    const first = await pieces.next();
    const content = Readable.from(after(first, pieces), { objectMode: false });
    const { name, mediaType, byteLength } = file;
    return { fileId: file.fileId, name, mediaType, byteLength, content };
  }

  /** What somebody sent, the newest first: as many whole files as fit in MOST_GIVEN, and the names of the rest. */
  async sentBy(uploadedBy: string): Promise<{ files: { name: string; bytes: Uint8Array }[]; left: string[] }> {
    const files: { name: string; bytes: Uint8Array }[] = [];
    const left: string[] = [];
    let room = MOST_GIVEN;
    for (const file of await store.selectSentBy(this.#database, uploadedBy)) {
      const { name, byteLength } = file;
      if (Number(byteLength) > room) {
        left.push(name);
        continue;
      }
      room -= Number(byteLength);
      const pieces: Uint8Array[] = [];
      for await (const piece of this.#pieces(file)) pieces.push(piece);
      files.push({ name, bytes: Buffer.concat(pieces) });
    }
    return { files, left };
  }

  /** Takes away what nothing refers to: rows first, objects afterwards. */
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
          await this.#storage.remove(tx, unused, this.#clock.now());
          await store.deleteFiles(
            tx,
            unused.map(({ fileId }) => fileId),
          );
          return unused.length === SWEEP_BATCH;
        }),
    };
  }

  /** Takes marked objects away. While the storage is away they stay marked. */
  sweepObjects(): Job {
    return {
      kind: "recurring",
      name: "uploads.sweep_objects",
      clock: "machine",
      everyMs: 600_000,
      workers: "one",
      run: async ({ database, stop }) => {
        // What lies in a storage that is not in the settings any more waits for it.
        if (!this.#storage.hasObjects) return false;
        const due = await store.selectRemovals(database, this.#clock.now(), SWEEP_BATCH);
        for (const object of due) {
          if (stop.aborted) return false;
          await this.#storage.sweep(object);
          await database.transaction((tx) => store.deleteRemoval(tx, object.objectKey));
        }
        return due.length === SWEEP_BATCH;
      },
    };
  }

  /**
   * Copies the next whole file behind `after` into the object storage, or into the database, holds the copy against what came,
   * and then says that it lies there; whoever reads it meanwhile goes on. Killed anywhere it is in one place, whole. Null: none
   * is left. Refuses FileStorageAway.
   */
  async moveNext(after: bigint, to: "objects" | "database"): Promise<{ fileId: bigint; isWhole: boolean } | null> {
    const file = await store.selectNext(this.#database, after, { inObjects: to === "database" });
    if (!file) return null;
    const { fileId, pieces } = file;
    const objectKey = to === "objects" ? newObjectKey() : null;
    // Of a copy that nobody finishes the objects go in a day.
    if (objectKey !== null)
      await this.#database.transaction((tx) =>
        store.markRemoval(tx, [{ objectKey, pieces }], plus(this.#clock.now(), UNUSED_FOR)),
      );
    const place = { fileId, objectKey, pieces };
    const isWhole = await this.#isWhole(file, (chunkNo, bytes) => this.#storage.write(place, chunkNo, bytes));
    if (!isWhole) return { fileId, isWhole };
    await this.#database.transaction(async (tx) => {
      const soon = plus(this.#clock.now(), READ_FOR);
      // A copy that took a day may be going by now, and is left to.
      if (objectKey !== null && !(await store.unmarkRemoval(tx, objectKey, soon))) return;
      if (await store.updatePlace(tx, file, objectKey)) await this.#storage.remove(tx, [file], soon);
      else if (objectKey !== null) await store.markRemoval(tx, [{ objectKey, pieces }], soon);
    });
    return { fileId, isWhole };
  }

  /** Whether the next whole file behind `after` in a place has all the bytes that came. Null: none is left. */
  async verifyNext(after: bigint, at: "objects" | "database"): Promise<{ fileId: bigint; isWhole: boolean } | null> {
    const file = await store.selectNext(this.#database, after, { inObjects: at === "objects" });
    return file && { fileId: file.fileId, isWhole: await this.#isWhole(file, async () => {}) };
  }

  /** What lies where, and how many objects wait to go. */
  async counts(): Promise<{ readonly places: store.FileCounts[]; readonly toGo: bigint }> {
    return { places: await store.countFiles(this.#database), toGo: await store.countRemovals(this.#database) };
  }

  async #isWhole(file: store.KeptFile, seen: (chunkNo: number, bytes: Uint8Array) => Promise<void>): Promise<boolean> {
    const hash = createHash("sha256");
    let chunkNo = 0;
    try {
      for await (const piece of this.#pieces(file)) {
        hash.update(piece);
        await seen(chunkNo, piece);
        chunkNo += 1;
      }
    } catch (error) {
      if (error instanceof Refusal && error.kind.code === FileLost.kind.code) return false;
      throw error;
    }
    return hash.digest().equals(file.sha256);
  }

  /** What arrived, judged; of a file that the storage did not take everything goes again. */
  async #received(place: store.FilePlace, type: NamedType, arriving: AsyncIterable<Uint8Array>): Promise<Arrived> {
    try {
      const arrived = await this.#write(place, arriving);
      if (arrived.bytes === 0) throw FileEmpty({ field: "file" });
      await this.#judge(place, type, arrived);
      return arrived;
    } catch (error) {
      if (error instanceof Refusal && error.kind.code === FileStorageAway.kind.code)
        await this.#database.transaction(async (tx) => {
          // A piece that is still on its way would come behind its removal.
          await this.#storage.remove(tx, [place], plus(this.#clock.now(), READ_FOR));
          await store.deleteFiles(tx, [place.fileId]);
        });
      throw error;
    }
  }

  #signing(): Promise<string> {
    this.#secret ??= signingSecret(this.#database);
    return this.#secret;
  }

  /** All pieces of a whole file. Refuses FileStorageAway, and FileLost where one is not there. */
  async *#pieces(file: store.KeptFile): AsyncGenerator<Uint8Array> {
    for (let chunkNo = 0; chunkNo < file.pieces; chunkNo += 1) {
      const piece = (await this.#storage.read(file, chunkNo)) ?? (await this.#elsewhere(file, chunkNo));
      if (piece === null) throw FileLost();
      yield piece;
    }
  }

  /** A piece of a file that was moved while it is read. */
  async #elsewhere({ fileId, objectKey }: store.KeptFile, chunkNo: number): Promise<Uint8Array | null> {
    const now = await store.selectKept(this.#database, fileId);
    return now === null || now.objectKey === objectKey ? null : this.#storage.read(now, chunkNo);
  }

  async #write(place: store.FilePlace, arriving: AsyncIterable<Uint8Array>): Promise<Arrived> {
    const seen = new Seen();
    let chunkNo = 0;
    for await (const chunk of chunksOf(arriving)) {
      if (!seen.take(chunk)) throw FileTooLarge({ field: "file", values: { limit: `${MOST_BYTES / 1_048_576} MB` } });
      await this.#storage.write(place, chunkNo, chunk);
      chunkNo += 1;
    }
    return seen.arrived();
  }

  async #judge(place: store.FilePlace, type: NamedType, arrived: Arrived): Promise<void> {
    const content = contentOf(arrived.head);
    if (content === "program" || arrived.isActivePdf) throw FileActive({ field: "file" });
    // A text may be XML that its name does not promise, and an XML may begin without its mark.
    const fits = content === type.content || (isText(content) && isText(type.content));
    if (!fits || (isText(content) && arrived.hasNul))
      throw FileNameDiffers({ field: "file", values: { found: content } });
    if (content !== "zip") return;
    const verdict = await judgeArchive(this.#bytesOf(place, arrived.bytes), type.extension);
    if (verdict === "active") throw FileActive({ field: "file" });
    if (verdict === "refused") throw ArchiveRefused({ field: "file" });
  }

  #bytesOf(place: store.FilePlace, length: number): Bytes {
    let last: { no: number; bytes: Uint8Array } = { no: -1, bytes: new Uint8Array(0) };
    const chunk = async (no: number) => {
      if (last.no !== no) last = { no, bytes: (await this.#storage.read(place, no)) ?? new Uint8Array(0) };
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

/** The same pieces again, of which the first was taken already. */
async function* after(first: IteratorResult<Uint8Array>, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.done) return;
  yield first.value;
  yield* rest;
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
