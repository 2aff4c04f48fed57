import { type Readable, addAbortSignal } from "node:stream";
import { finished } from "node:stream/promises";

import { type Tx } from "../db.ts";
import { type FileReply } from "./route.ts";

/** A reader slower than this loses the connection: a transaction may not stay open for ever. */
const LONGEST_MS = 15 * 60_000;

export interface StreamedFile extends FileReply {
  readonly body: Readable;
}

/**
 * A file that is read from the database while it is sent: `read` is the request's own read, and
 * it ends with the file, or when the receiver goes away. What `make` refuses is the request's refusal; an error after the
 * first bytes cuts the connection, so that half a file never looks whole.
 */
export function streamed<F extends StreamedFile>(
  read: (work: (tx: Tx) => Promise<void>) => Promise<void>,
  make: (tx: Tx) => Promise<F>,
): Promise<F> {
  return new Promise((resolve, reject) => {
    read(async (tx) => {
      const file = await make(tx);
      addAbortSignal(AbortSignal.timeout(LONGEST_MS), file.body);
      const end = finished(file.body);
      resolve(file);
      await end;
    }).catch(reject);
  });
}
