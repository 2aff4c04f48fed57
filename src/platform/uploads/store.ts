import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, only, textArray } from "../db.ts";

/** All SQL on uploaded_file, its pieces in the database, and objects that are to go. */
type Reader = Pick<Tx, "query">;

export interface UploadedFile {
  readonly fileId: bigint;
  readonly name: string;
  readonly mediaType: string;
  readonly byteLength: bigint;
}

/** Where a file lies, and in how many pieces at most. */
export interface FilePlace {
  readonly fileId: bigint;
  /** Null: in uploaded_chunk. */
  readonly objectKey: string | null;
  readonly pieces: number;
}

/** A file with its place and what its bytes were when it came. */
export interface KeptFile extends UploadedFile, FilePlace {
  readonly sha256: Buffer;
}

/** 20 MB in pieces of 256 kB, and one more: of a file that did not arrive nobody counted them. */
const PIECES = `case when arrived_at is null then 81 else ceil(byte_length / 262144.0)::int end as pieces`;
const FILE = `file_id as "fileId", name, media_type as "mediaType", byte_length as "byteLength"`;
const KEPT = `${FILE}, sha256, object_key as "objectKey", ${PIECES}`;

/** Null when the one who brings it has `most` files already that nothing refers to. */
export async function insertFile(
  reader: Reader,
  file: {
    readonly uploadedBy: string;
    readonly name: string;
    readonly objectKey: string | null;
    readonly now: Instant;
    readonly most: number;
  },
): Promise<FilePlace | null> {
  const rows = await reader.query<FilePlace>(
    `insert into uploaded_file (uploaded_by, name, created_at, object_key)
     select $1, $2, $3::timestamptz, $5
      where (select count(*) from uploaded_file where uploaded_by = $1 and used_at is null) < $4
     returning file_id as "fileId", object_key as "objectKey", ${PIECES}`,
    [file.uploadedBy, file.name, formatInstant(file.now), file.most, file.objectKey],
    "uploaded_file_insert",
  );
  return rows[0] ?? null;
}

export async function updateArrived(
  reader: Reader,
  file: UploadedFile & { readonly sha256: Buffer; readonly now: Instant },
): Promise<void> {
  const { fileId, mediaType, byteLength, sha256, now } = file;
  only(
    await reader.query(
      `update uploaded_file set media_type = $2, byte_length = $3, sha256 = $4, arrived_at = $5
        where file_id = $1 and arrived_at is null returning 1`,
      [fileId, mediaType, byteLength, sha256, formatInstant(now)],
    ),
  );
}

/** Marks files as referred to; answers those that were whole, free and brought by this one. */
export function claim(tx: Tx, fileIds: readonly bigint[], uploadedBy: string, now: Instant): Promise<UploadedFile[]> {
  return tx.query<UploadedFile>(
    `update uploaded_file set used_at = $3
      where file_id = any($1::bigint[]) and uploaded_by = $2 and arrived_at is not null and used_at is null
     returning ${FILE}`,
    [numberArray(fileIds), uploadedBy, formatInstant(now)],
    "uploaded_file_claim",
  );
}

export function selectFiles(reader: Reader, fileIds: readonly bigint[]): Promise<UploadedFile[]> {
  return reader.query<UploadedFile>(
    `select ${FILE} from uploaded_file where file_id = any($1::bigint[]) and arrived_at is not null`,
    [numberArray(fileIds)],
    "uploaded_files",
  );
}

/** One whole file with its place; null when there is none. */
export async function selectKept(reader: Reader, fileId: bigint): Promise<KeptFile | null> {
  const rows = await reader.query<KeptFile>(
    `select ${KEPT} from uploaded_file where file_id = $1 and arrived_at is not null`,
    [fileId],
    "uploaded_file_kept",
  );
  return rows[0] ?? null;
}

export function selectSentBy(reader: Reader, uploadedBy: string): Promise<KeptFile[]> {
  return reader.query<KeptFile>(
    `select ${KEPT} from uploaded_file where uploaded_by = $1 and used_at is not null
      order by file_id desc limit 1000`,
    [uploadedBy],
    "uploaded_files_by",
  );
}

/** Locks and answers files that nothing refers to since before an instant, the oldest first. */
export function selectUnused(tx: Tx, before: Instant, limit: number): Promise<FilePlace[]> {
  return tx.query<FilePlace>(
    `select file_id as "fileId", object_key as "objectKey", ${PIECES} from uploaded_file where used_at is null and created_at < $1
      order by created_at limit $2 for update skip locked`,
    [formatInstant(before), limit],
  );
}

export async function deleteFiles(tx: Tx, fileIds: readonly bigint[]): Promise<void> {
  await tx.execute("delete from uploaded_file where file_id = any($1::bigint[])", [numberArray(fileIds)]);
}

/** The same piece again is that piece. */
export async function insertChunk(reader: Reader, fileId: bigint, chunkNo: number, bytes: Uint8Array): Promise<void> {
  await reader.query(
    "insert into uploaded_chunk (file_id, chunk_no, bytes) values ($1, $2, $3) on conflict do nothing",
    [fileId, chunkNo, bytes],
    "uploaded_chunk_write",
  );
}

export async function selectChunk(reader: Reader, fileId: bigint, chunkNo: number): Promise<Uint8Array | null> {
  const rows = await reader.query<{ bytes: Buffer }>(
    "select bytes from uploaded_chunk where file_id = $1 and chunk_no = $2",
    [fileId, chunkNo],
    "uploaded_chunk_read",
  );
  return rows[0]?.bytes ?? null;
}

export async function deleteChunks(tx: Tx, fileIds: readonly bigint[]): Promise<void> {
  await tx.execute("delete from uploaded_chunk where file_id = any($1::bigint[])", [numberArray(fileIds)]);
}

/** Objects that are to go from `dueAt` on; machine time. */
export async function markRemoval(
  tx: Pick<Tx, "execute">,
  objects: readonly { readonly objectKey: string; readonly pieces: number }[],
  dueAt: Instant,
): Promise<void> {
  if (objects.length === 0) return;
  await tx.execute(
    `insert into object_removal (object_key, pieces, due_at)
     select key, pieces, $3 from unnest($1::text[], $2::int[]) u (key, pieces)`,
    [
      textArray(objects.map(({ objectKey }) => objectKey)),
      numberArray(objects.map(({ pieces }) => pieces)),
      formatInstant(dueAt),
    ],
  );
}

/** They are gone. */
export async function deleteRemoval(tx: Pick<Tx, "execute">, objectKey: string): Promise<void> {
  await tx.execute("delete from object_removal where object_key = $1", [objectKey]);
}

/** They are in use and do not go. False when they may be going already: they are due before `until`. */
export async function unmarkRemoval(tx: Pick<Tx, "execute">, objectKey: string, until: Instant): Promise<boolean> {
  const gone = await tx.execute("delete from object_removal where object_key = $1 and due_at > $2", [
    objectKey,
    formatInstant(until),
  ]);
  return gone > 0;
}

/** Objects that are due to go, the longest due first. */
export function selectRemovals(
  reader: Reader,
  now: Instant,
  limit: number,
): Promise<{ objectKey: string; pieces: number }[]> {
  return reader.query(
    `select object_key as "objectKey", pieces from object_removal where due_at <= $1 order by due_at, object_key limit $2`,
    [formatInstant(now), limit],
    "object_removal_due",
  );
}

/** The next whole file behind `after` that lies in the database, or in the object storage. */
export async function selectNext(
  reader: Reader,
  after: bigint,
  lies: { readonly inObjects: boolean },
): Promise<KeptFile | null> {
  const rows = await reader.query<KeptFile>(
    `select ${KEPT} from uploaded_file
      where file_id > $1 and arrived_at is not null and byte_length > 0 and (object_key is not null) = $2
      order by file_id limit 1`,
    [after, lies.inObjects],
  );
  return rows[0] ?? null;
}

/** Says that a file lies elsewhere from now on; false when it does not lie where it did, or is gone. */
export async function updatePlace(tx: Tx, from: FilePlace, objectKey: string | null): Promise<boolean> {
  const changed = await tx.execute(
    "update uploaded_file set object_key = $3 where file_id = $1 and object_key is not distinct from $2",
    [from.fileId, from.objectKey, objectKey],
  );
  return changed > 0;
}

export interface FileCounts {
  readonly place: "database" | "objects";
  readonly files: bigint;
  readonly bytes: bigint;
}

export function countFiles(reader: Reader): Promise<FileCounts[]> {
  return reader.query(
    `select case when object_key is null then 'database' else 'objects' end as place, count(*) as files,
            sum(byte_length)::bigint as bytes
       from uploaded_file where arrived_at is not null group by 1 order by 1`,
  );
}

/** How many objects wait to be taken away. */
export async function countRemovals(reader: Reader): Promise<bigint> {
  const rows = await reader.query<{ n: bigint }>("select count(*) as n from object_removal");
  return rows[0]?.n ?? 0n;
}
