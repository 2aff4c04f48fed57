import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, only } from "../../platform/db.ts";
import type { Person } from "./request.ts";

/** All SQL on request_message, request_event and request_file. */
type Reader = Pick<Tx, "query">;

export interface NewMessage {
  readonly requestId: bigint;
  readonly author: Person;
  readonly isInternal: boolean;
  readonly via: "console" | "mail";
  /** Of a mail, the address that it says it came from. */
  readonly mailFrom?: string | null;
  readonly text: string;
  readonly writtenAt: Instant;
}

export interface Message extends Omit<NewMessage, "author" | "requestId" | "mailFrom"> {
  readonly mailFrom: string | null;
  readonly messageId: bigint;
  readonly author: Person["kind"];
  readonly authorName: string;
}

export async function insertMessage(tx: Tx, message: NewMessage): Promise<bigint> {
  const rows = await tx.query<{ messageId: bigint }>(
    `insert into request_message (request_id, author, author_user_id, author_name, is_internal, via, mail_from, text, written_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning message_id as "messageId"`,
    [
      message.requestId,
      message.author.kind,
      message.author.userId,
      message.author.name,
      message.isInternal,
      message.via,
      message.mailFrom ?? null,
      message.text,
      formatInstant(message.writtenAt),
    ],
    "request_message_insert",
  );
  return only(rows).messageId;
}

const MESSAGE = `message_id as "messageId", author, author_name as "authorName", is_internal as "isInternal", via,
  mail_from as "mailFrom", text, written_at as "writtenAt"`;

/** The thread's newest messages, `limit` at most, in the order in which they were written. */
export function selectMessages(
  reader: Reader,
  requestId: bigint,
  { internal, limit }: { readonly internal: boolean; readonly limit: number },
): Promise<Message[]> {
  return reader.query<Message>(
    `select * from (
       select ${MESSAGE} from request_message
        where request_id = $1 and ($2::boolean or not is_internal)
        order by message_id desc limit $3) newest
      order by "messageId"`,
    [requestId, internal, limit],
    "request_messages",
  );
}

export async function selectMessage(reader: Reader, messageId: bigint): Promise<Message | null> {
  const rows = await reader.query<Message>(`select ${MESSAGE} from request_message where message_id = $1`, [messageId]);
  return rows[0] ?? null;
}

export interface Event {
  readonly at: Instant;
  readonly act: string;
  readonly by: Person["kind"];
  readonly byName: string;
  readonly fromState: string | null;
  readonly toState: string;
  readonly details: Readonly<Record<string, string>>;
}

export async function insertEvent(
  tx: Tx,
  requestId: bigint,
  event: Omit<Event, "by" | "byName"> & { readonly by: Person },
): Promise<void> {
  await tx.execute(
    `insert into request_event (request_id, at, act, by_kind, by_user_id, by_name, from_state, to_state, details)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      requestId,
      formatInstant(event.at),
      event.act,
      event.by.kind,
      event.by.userId,
      event.by.name,
      event.fromState,
      event.toState,
      JSON.stringify(event.details),
    ],
  );
}

/** What was done with a request, the newest first. */
export function selectEvents(reader: Reader, requestId: bigint, limit: number): Promise<Event[]> {
  return reader.query<Event>(
    `select at, act, by_kind as by, by_name as "byName", from_state as "fromState", to_state as "toState", details
       from request_event where request_id = $1 order by event_id desc limit $2`,
    [requestId, limit],
    "request_events",
  );
}

export async function insertFiles(
  tx: Tx,
  requestId: bigint,
  messageId: bigint,
  fileIds: readonly bigint[],
): Promise<void> {
  if (fileIds.length === 0) return;
  await tx.execute(
    "insert into request_file (file_id, request_id, message_id) select f, $2, $3 from unnest($1::bigint[]) f",
    [numberArray(fileIds), requestId, messageId],
  );
}

/** The files of a request's messages that the reader may see. */
export function selectFileIds(reader: Reader, requestId: bigint): Promise<{ fileId: bigint; messageId: bigint }[]> {
  return reader.query(
    `select f.file_id as "fileId", f.message_id as "messageId" from request_file f
      where f.request_id = $1 order by f.file_id`,
    [requestId],
    "request_files",
  );
}
