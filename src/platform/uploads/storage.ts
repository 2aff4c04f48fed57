import type { Database, Tx } from "../db.ts";

/**
 * Where the bytes of brought files lie, in pieces of at most CHUNK_BYTES. The database unless told; another storage implements
 * this type. A piece that was written may be lost with its file: what nothing refers to is swept.
 */
export interface FileStorage {
  /** The next piece of a file that arrives; durable when it answers. */
  write(fileId: bigint, chunkNo: number, bytes: Uint8Array): Promise<void>;
  /** Null behind the last piece. */
  read(fileId: bigint, chunkNo: number): Promise<Uint8Array | null>;
  /** Takes files away in the transaction in which their rows go. */
  remove(tx: Tx, fileIds: readonly bigint[]): Promise<void>;
}

/** All pieces but the last are of this size. */
export const CHUNK_BYTES = 256 * 1_024;

/** Keeps files in the database itself: one backup, one consistency; enough for what people attach. */
export function databaseStorage(database: Database): FileStorage {
  return {
    async write(fileId, chunkNo, bytes) {
      await database.query(
        "insert into uploaded_chunk (file_id, chunk_no, bytes) values ($1, $2, $3)",
        [fileId, chunkNo, bytes],
        "uploaded_chunk_write",
      );
    },
    async read(fileId, chunkNo) {
      const rows = await database.query<{ bytes: Buffer }>(
        "select bytes from uploaded_chunk where file_id = $1 and chunk_no = $2",
        [fileId, chunkNo],
        "uploaded_chunk_read",
      );
      return rows[0]?.bytes ?? null;
    },
    async remove(tx, fileIds) {
      await tx.execute("delete from uploaded_chunk where file_id = any($1::bigint[])", [[...fileIds]]);
    },
  };
}
