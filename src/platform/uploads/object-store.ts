import { randomUUID } from "node:crypto";

import { refusal } from "../../core/errors.ts";

/** An object storage outside: bytes by key, whole. What it cannot do it refuses with FileStorageAway, nothing is half done. */
export interface ObjectStore {
  /** Durable when it answers. The same bytes under the same key again change nothing. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Null where there is no such object. */
  get(key: string): Promise<Uint8Array | null>;
  /** One that is not there is no refusal. */
  remove(key: string): Promise<void>;
  /** Whether it answers and knows us; never throws. */
  probe(): Promise<boolean>;
}

export const FileStorageAway = refusal(
  "file_storage_away",
  503,
  "Хранилище файлов сейчас недоступно: повторите через минуту",
  "The storage of files is not available at the moment: try again in a minute",
);

/** Its row is there and its bytes are not: nobody's wish, and nothing that trying again would mend. */
export const FileLost = refusal(
  "file_lost",
  500,
  "Содержимого файла нет в хранилище. Напишите в поддержку, мы разберёмся",
  "The content of the file is not in the storage. Write to support, we look into it",
);

export function newObjectKey(): string {
  return randomUUID();
}

/** The name of a piece: keys and numbers alone, nothing that anybody brought. */
export function pieceKey(objectKey: string, chunkNo: number): string {
  return `${objectKey}/${chunkNo}`;
}
