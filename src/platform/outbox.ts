import { type Instant, formatInstant } from "../core/time.ts";
import type { Tx } from "./db.ts";

/** What a module leaves in the outbox. */
export interface OutboxMessage {
  /** The project it is about; 0 = none. Messages are found and replayed by it. */
  readonly projectId: bigint;
  /** The sender that takes it: `control_plane`, `mail`. */
  readonly destination: string;
  /** What happened: `project.frozen`. */
  readonly topic: string;
  /** JSON as it will be sent. A bigint in it is a defect and throws. */
  readonly payload: object;
  /** The business instant of what happened. */
  readonly at: Instant;
  /**
   * Whether messages of this project and destination must leave strictly one after another. The default is yes for a
   * project and no for mail (a full mailbox must not hold back the next letter) and for project 0.
   */
  readonly ordered?: boolean;
}

export const OUTBOX_CHANNEL = "outbox";
const ROWS_PER_INSERT = 20_000;

/**
 * Leaves messages in the outbox within the business transaction (architecture: effects only through the outbox): they
 * exist when it commits, and only then. Set-based: one statement per 20,000 messages. Answers their ids, in order.
 *
 * Order: ids of one project follow the order of commits as long as the caller holds that project's lock (the wallet
 * row) when it enqueues, which every writer of project events does.
 */
export async function enqueue(tx: Tx, messages: readonly OutboxMessage[]): Promise<bigint[]> {
  const ids: bigint[] = [];
  for (let start = 0; start < messages.length; start += ROWS_PER_INSERT) {
    const rows = await insert(tx, messages.slice(start, start + ROWS_PER_INSERT));
    for (const row of rows) ids.push(row.message_id);
  }
  // Delivered at commit, once per transaction however often it is called.
  if (ids.length > 0) await tx.query("select pg_notify($1, '')", [OUTBOX_CHANNEL]);
  return ids;
}

function insert(tx: Tx, messages: readonly OutboxMessage[]): Promise<{ message_id: bigint }[]> {
  return tx.query<{ message_id: bigint }>(
    `insert into outbox_message (project_id, destination, topic, order_key, payload, created_at)
     select m.project_id, m.destination, m.topic, m.order_key, m.payload, m.created_at
       from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::jsonb[], $6::timestamptz[])
            with ordinality as m (project_id, destination, topic, order_key, payload, created_at, position)
      order by m.position
     returning message_id`,
    [
      messages.map((message) => message.projectId),
      messages.map((message) => message.destination),
      messages.map((message) => message.topic),
      messages.map((message) => (isOrdered(message) ? message.projectId : null)),
      messages.map((message) => JSON.stringify(message.payload)),
      messages.map((message) => formatInstant(message.at)),
    ],
    "outbox_enqueue",
  );
}

function isOrdered(message: OutboxMessage): boolean {
  return message.projectId !== 0n && (message.ordered ?? message.destination !== "mail");
}
