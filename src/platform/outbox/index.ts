import { refusal } from "../../core/errors.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import type { Tx } from "../db.ts";
import { OUTBOX_CHANNEL, reopen } from "./store.ts";

export { type SendResult, type Sender, dispatchDue } from "./dispatch.ts";
export { outboxRetention } from "./retention.ts";
export { startDispatcher } from "./runner.ts";
export type { OutboxMessage } from "./store.ts";

export const MessageUnknown = refusal(
  "message_unknown",
  404,
  "В очереди нет сообщения {id}",
  "There is no message {id} in the outbox",
);
export const MessageDelivered = refusal(
  "message_delivered",
  409,
  "Сообщение {id} уже доставлено: повторить — saldo outbox replay",
  "Message {id} is delivered already: to repeat it, saldo outbox replay",
);

/** What a module leaves in the outbox. */
export interface OutboxDraft {
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

const ROWS_PER_INSERT = 20_000;

/**
 * Leaves messages in the outbox within the business transaction (architecture: effects only through the outbox): they
 * exist when it commits, and only then. Set-based: one statement per 20,000 messages. Answers their ids, in order.
 *
 * Order: ids of one project follow the order of commits as long as the caller holds that project's lock (the wallet
 * row) when it enqueues, which every writer of project events does.
 */
export async function enqueue(tx: Tx, messages: readonly OutboxDraft[]): Promise<bigint[]> {
  const ids: bigint[] = [];
  for (let start = 0; start < messages.length; start += ROWS_PER_INSERT) {
    const rows = await insert(tx, messages.slice(start, start + ROWS_PER_INSERT));
    for (const row of rows) ids.push(row.message_id);
  }
  // Delivered at commit, once per transaction however often it is called.
  if (ids.length > 0) await tx.query("select pg_notify($1, '')", [OUTBOX_CHANNEL]);
  return ids;
}

function insert(tx: Tx, messages: readonly OutboxDraft[]): Promise<{ message_id: bigint }[]> {
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

function isOrdered(message: OutboxDraft): boolean {
  return message.projectId !== 0n && (message.ordered ?? message.destination !== "mail");
}

export { type StuckMessage, selectStuck as stuckMessages } from "./store.ts";

export interface ReplayRequest {
  readonly projectId: bigint;
  /** The first message to send again: everything of the project from it on. */
  readonly fromMessageId: bigint;
  /** Only this destination; all when left out. */
  readonly destination?: string;
}

/**
 * Sends delivered and finally refused messages of a project once more, in their first order and under the same ids, so
 * that a receiver that lost its state can be brought up to date and one that did not can tell repeats (FRZ-07). Messages
 * still waiting become due at once. Answers how many messages will be sent.
 */
export async function replay(tx: Tx, request: ReplayRequest): Promise<number> {
  const count = await tx.execute(
    `update outbox_message
        set delivered_at = null, failed_at = null, parked_at = null, last_error = null, failures = 0,
            next_attempt_at = '-infinity'
      where project_id = $1 and message_id >= $2 and ($3::text is null or destination = $3)`,
    [request.projectId, request.fromMessageId, request.destination ?? null],
  );
  if (count > 0) await tx.query("select pg_notify($1, '')", [OUTBOX_CHANNEL]);
  return count;
}

/**
 * Lets a message be sent at once that was parked or refused by its receiver (a mailbox that was put right). Its place in
 * the order stays. Refuses message_unknown, message_delivered.
 */
export async function retry(tx: Tx, messageId: bigint): Promise<void> {
  const values = { id: String(messageId) };
  const found = await reopen(tx, messageId);
  if (!found) throw MessageUnknown({ values });
  if (!found.reopened) throw MessageDelivered({ values });
  await tx.query("select pg_notify($1, '')", [OUTBOX_CHANNEL]);
}

/** How a destination is doing, for the operator's page and for health checks. */
export interface OutboxState {
  readonly destination: string;
  readonly waiting: bigint;
  readonly parked: bigint;
  readonly failed: bigint;
  /** The business instant of the oldest message that is not delivered yet. */
  readonly oldestAt: Instant | null;
}

/** Counts what is not delivered, by destination. Reads only the indexes of open messages and the failed ones. */
export function outboxState(tx: Pick<Tx, "query">): Promise<OutboxState[]> {
  return tx.query<{ destination: string } & OutboxState>(
    `select destination,
            count(*) filter (where failed_at is null) as waiting,
            count(*) filter (where parked_at is not null and failed_at is null) as parked,
            count(failed_at) as failed,
            min(created_at) filter (where failed_at is null) as "oldestAt"
       from outbox_message
      where delivered_at is null
      group by destination
      order by destination`,
  );
}
