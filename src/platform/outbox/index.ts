import type { Subject } from "../../core/subject.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import type { Tx } from "../db.ts";
import { OUTBOX_CHANNEL } from "./store.ts";
import { OutboxDraft } from "./topic.ts";

export { type SendResult, type Sender, dispatchDue } from "./dispatch.ts";
export { outboxActs } from "./acts.ts";
export { type AfterGivenUp, deskCounts, giveUp, retryStuck } from "./desk.ts";
export { outboxRoutes } from "./http.ts";
export { outboxRetention } from "./retention.ts";
export { startDispatcher } from "./runner.ts";
export type { OutboxMessage } from "./store.ts";
export {
  type Topic,
  type Topics,
  amountField,
  defineTopic,
  destinationsOf,
  idField,
  instantField,
  topicRegistry,
} from "./topic.ts";
export type { OutboxDraft } from "./topic.ts";

const ROWS_PER_INSERT = 20_000;

/**
 * Leaves messages in the outbox within the business transaction (architecture: effects only through the outbox): they
 * exist when it commits, and only then, each with its twin where its topic has one. Set-based: one statement per 20,000
 * messages. Answers the ids of what was left, in order.
 *
 * Order: ids of one project's messages follow the order of commits as long as the caller holds that project's lock (the wallet
 * row) when it enqueues, which every writer of project events does.
 */
export async function enqueue(tx: Tx, drafts: readonly OutboxDraft[]): Promise<bigint[]> {
  const ids: bigint[] = [];
  const messages = drafts.flatMap((draft) => (draft.twin ? [draft, draft.twin] : [draft]));
  for (let start = 0; start < messages.length; start += ROWS_PER_INSERT) {
    const rows = await insert(tx, messages.slice(start, start + ROWS_PER_INSERT));
    for (const row of rows) ids.push(row.message_id);
  }
  // Delivered at commit, once per transaction however often it is called.
  if (ids.length > 0) await tx.query("select pg_notify($1, '')", [OUTBOX_CHANNEL]);
  return ids;
}

function insert(tx: Tx, messages: readonly OutboxDraft[]): Promise<{ message_id: bigint }[]> {
  // Types alone do not stop a copy of a message with another payload.
  if (!messages.every((message) => message instanceof OutboxDraft)) throw new TypeError("a message that no topic made");
  return tx.query<{ message_id: bigint }>(
    `insert into outbox_message (subject_kind, subject_id, destination, topic, ordered, payload, created_at)
     select m.subject_kind, m.subject_id, m.destination, m.topic, m.ordered, m.payload, m.created_at
       from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::boolean[], $6::jsonb[], $7::timestamptz[])
            with ordinality as m (subject_kind, subject_id, destination, topic, ordered, payload, created_at, position)
      order by m.position
     returning message_id`,
    [
      messages.map((message) => message.subject.kind),
      messages.map((message) => message.subject.id),
      messages.map((message) => message.topic.destination),
      messages.map((message) => message.topic.name),
      messages.map((message) => message.topic.ordered),
      messages.map((message) => message.json),
      messages.map((message) => formatInstant(message.at)),
    ],
    "outbox_enqueue",
  );
}

export { retry } from "./retry.ts";
export { type StuckMessage, selectStuck as stuckMessages } from "./store.ts";

export interface ReplayRequest {
  readonly subject: Subject;
  /** The first message to send again: everything about the subject from it on. */
  readonly fromMessageId: bigint;
  /** Only this destination; all when left out. */
  readonly destination?: string;
}

/**
 * Sends delivered and finally refused messages about a subject once more, in their first order and under the same ids, so
 * that a receiver that lost its state can be brought up to date and one that did not can tell repeats (FRZ-07). Messages
 * still waiting become due at once. Answers how many messages will be sent.
 */
export async function replay(tx: Tx, request: ReplayRequest): Promise<number> {
  const count = await tx.execute(
    `update outbox_message
        set delivered_at = null, failed_at = null, parked_at = null, given_up_at = null, given_up_by = null,
            given_up_why = null, last_error = null, failures = 0, next_attempt_at = '-infinity'
      where subject_kind = $1 and subject_id = $2 and message_id >= $3 and ($4::text is null or destination = $4)`,
    [request.subject.kind, request.subject.id, request.fromMessageId, request.destination ?? null],
  );
  if (count > 0) await tx.query("select pg_notify($1, '')", [OUTBOX_CHANNEL]);
  return count;
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
            count(*) filter (where failed_at is not null and given_up_at is null) as failed,
            min(created_at) filter (where failed_at is null) as "oldestAt"
       from outbox_message
      where delivered_at is null
      group by destination
      order by destination`,
  );
}
