import { s3Objects } from "../adapters/s3.ts";
import type { Config } from "../platform/config.ts";
import type { Logger } from "../platform/log.ts";
import type { ObjectStore } from "../platform/uploads/index.ts";

/** The object storage of the settings; null: files lie in the database. */
export function fileObjects({ files }: Pick<Config, "files">, log: Logger): ObjectStore | null {
  if (files === null) return null;
  return s3Objects({ ...files, onTrouble: (reason) => log.error({ reason }, "the storage of files does not work") });
}
