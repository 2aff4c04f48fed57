import type { Instant } from "../../core/time.ts";
import type { Database, Tx } from "../db.ts";
import { FileStorageAway, type ObjectStore, pieceKey } from "./object-store.ts";
import { type FilePlace, deleteChunks, insertChunk, markRemoval, selectChunk } from "./store.ts";

/** All pieces but the last are of this size. */
export const CHUNK_BYTES = 256 * 1_024;

/**
 * The bytes of brought files, in pieces of at most CHUNK_BYTES, each file in the place that its row names: the database itself
 * (one backup, one consistency), or an object storage where files have outgrown it. Both are read side by side, so that the
 * operator may switch at any time. Refuses FileStorageAway.
 */
export class FileStorage {
  readonly #database: Database;
  readonly #objects: ObjectStore | null;

  constructor(database: Database, objects: ObjectStore | null) {
    this.#database = database;
    this.#objects = objects;
  }

  /** Whether new files become objects. */
  get hasObjects(): boolean {
    return this.#objects !== null;
  }

  /** The next piece of a file that arrives; durable when it answers. The same piece again changes nothing. */
  async write({ fileId, objectKey }: FilePlace, chunkNo: number, bytes: Uint8Array): Promise<void> {
    if (objectKey === null) await insertChunk(this.#database, fileId, chunkNo, bytes);
    else await this.#outside().put(pieceKey(objectKey, chunkNo), bytes);
  }

  /** Null where there is no such piece. */
  async read({ fileId, objectKey }: FilePlace, chunkNo: number): Promise<Uint8Array | null> {
    if (objectKey === null) return selectChunk(this.#database, fileId, chunkNo);
    return this.#outside().get(pieceKey(objectKey, chunkNo));
  }

  /** In the transaction that lets their rows go: what the database has goes at once, objects are marked to go from `dueAt` on. */
  async remove(tx: Tx, places: readonly FilePlace[], dueAt: Instant): Promise<void> {
    await deleteChunks(
      tx,
      places.flatMap(({ fileId, objectKey }) => (objectKey === null ? [fileId] : [])),
    );
    await markRemoval(
      tx,
      places.flatMap(({ objectKey, pieces }) => (objectKey === null ? [] : [{ objectKey, pieces }])),
      dueAt,
    );
  }

  /** Takes an object's pieces away; one that is gone already is no trouble. */
  async sweep({ objectKey, pieces }: { readonly objectKey: string; readonly pieces: number }): Promise<void> {
    for (let chunkNo = 0; chunkNo < pieces; chunkNo += 1) await this.#outside().remove(pieceKey(objectKey, chunkNo));
  }

  #outside(): ObjectStore {
    if (this.#objects === null) throw FileStorageAway();
    return this.#objects;
  }
}
