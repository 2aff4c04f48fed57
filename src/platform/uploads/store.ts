import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, only } from "../db.ts";

/** All SQL on uploaded_file. */
type Reader = Pick<Tx, "query">;

export interface UploadedFile {
  readonly fileId: bigint;
  readonly name: string;
  readonly mediaType: string;
  readonly byteLength: bigint;
}

const FILE = `file_id as "fileId", name, media_type as "mediaType", byte_length as "byteLength"`;

/** Null when the one who brings it has `most` files already that nothing refers to. */
export async function insertFile(
  reader: Reader,
  file: { readonly uploadedBy: string; readonly name: string; readonly now: Instant; readonly most: number },
): Promise<bigint | null> {
  const rows = await reader.query<{ fileId: bigint }>(
    `insert into uploaded_file (uploaded_by, name, created_at)
     select $1, $2, $3::timestamptz
      where (select count(*) from uploaded_file where uploaded_by = $1 and used_at is null) < $4
     returning file_id as "fileId"`,
    [file.uploadedBy, file.name, formatInstant(file.now), file.most],
    "uploaded_file_insert",
  );
  return rows[0]?.fileId ?? null;
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

export function selectSentBy(reader: Reader, uploadedBy: string): Promise<UploadedFile[]> {
  return reader.query<UploadedFile>(
    `select ${FILE} from uploaded_file where uploaded_by = $1 and used_at is not null
      order by file_id desc limit 1000`,
    [uploadedBy],
    "uploaded_files_by",
  );
}

/** Locks and answers files that nothing refers to since before an instant, the oldest first. */
export async function selectUnused(tx: Tx, before: Instant, limit: number): Promise<bigint[]> {
  const rows = await tx.query<{ fileId: bigint }>(
    `select file_id as "fileId" from uploaded_file where used_at is null and created_at < $1
      order by created_at limit $2 for update skip locked`,
    [formatInstant(before), limit],
  );
  return rows.map(({ fileId }) => fileId);
}

export async function deleteFiles(tx: Tx, fileIds: readonly bigint[]): Promise<void> {
  await tx.execute("delete from uploaded_file where file_id = any($1::bigint[])", [numberArray(fileIds)]);
}
