import { createHash } from "node:crypto";

import { type Tx } from "./db.ts";

export interface FileDraft {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** SHA-256 of the bytes: a stored file's name. */
export function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** Stores files, each once by its hash; storing the same bytes again changes nothing. Answers the hashes in order. */
export async function storeFiles(tx: Tx, files: readonly FileDraft[]): Promise<Buffer[]> {
  if (files.length === 0) return [];
  const hashes = files.map((file) => sha256(file.bytes));
  const starts: number[] = [];
  let end = 0;
  for (const file of files) {
    starts.push(end + 1);
    end += file.bytes.length;
  }
  // One value holds all bodies: the driver sends that as it is, and an array of them as text of twice the length.
  await tx.execute(
    `insert into stored_file (sha256, media_type, byte_length, body)
     select distinct on (h) h, m, n, substring($5::bytea from s for n)
       from unnest($1::bytea[], $2::text[], $3::int[], $4::int[]) f(h, m, s, n) order by h
     on conflict do nothing`,
    [
      hashes,
      files.map((file) => file.mediaType),
      starts,
      files.map((file) => file.bytes.length),
      Buffer.concat(files.map((file) => file.bytes)),
    ],
  );
  return hashes;
}

/** The bytes of a stored file; undefined when there is none of that hash. */
export async function readFile(tx: Pick<Tx, "query">, hash: Buffer): Promise<FileDraft | undefined> {
  const rows = await tx.query<{ media_type: string; body: Buffer }>(
    "select media_type, body from stored_file where sha256 = $1",
    [hash],
  );
  const [row] = rows;
  return row && { mediaType: row.media_type, bytes: row.body };
}
