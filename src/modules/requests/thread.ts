import type { Tx } from "../../platform/db.ts";
import { type UploadedFile, uploadedFiles } from "../../platform/uploads/index.ts";
import { type Request, RequestUnknown } from "./request.ts";
import { selectRequest } from "./store.ts";
import { type Message, selectFileIds, selectMessages } from "./thread-store.ts";

/** Of a thread that people keep up for years the newest part is shown. */
const MOST_MESSAGES = 500;

export interface ThreadMessage {
  readonly message: Message;
  readonly files: readonly UploadedFile[];
}

/** A request; refuses RequestUnknown. */
export async function requestOf(reader: Pick<Tx, "query">, requestId: bigint): Promise<Request> {
  const request = await selectRequest(reader, requestId);
  if (!request) throw RequestUnknown();
  return request;
}

/** Its messages with their files, the oldest first; notes between staff only when `internal`. */
export async function threadOf(
  reader: Pick<Tx, "query">,
  requestId: bigint,
  internal: boolean,
): Promise<ThreadMessage[]> {
  const messages = await selectMessages(reader, requestId, { internal, limit: MOST_MESSAGES });
  const links = await selectFileIds(reader, requestId);
  const files = await uploadedFiles(
    reader,
    links.map(({ fileId }) => fileId),
  );
  const byId = new Map(files.map((file) => [file.fileId, file]));
  return messages.map((message) => ({
    message,
    files: links.flatMap(({ fileId, messageId }) => (messageId === message.messageId ? (byId.get(fileId) ?? []) : [])),
  }));
}
