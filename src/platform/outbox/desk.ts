import { refusal } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../db.ts";
import { recordAct } from "../record-act.ts";
import { messageGivenUp, messageRetried } from "./acts.ts";
import * as store from "./desk-store.ts";
import { retry } from "./retry.ts";
import { type OutboxMessage, selectMessage, wakeNext } from "./store.ts";

export { countDesk as deskCounts } from "./desk-store.ts";

export const MessageNotStuck = refusal(
  "message_not_stuck",
  409,
  "Сообщение {id} не застряло и не отвергнуто: решать нечего",
  "Message {id} is neither parked nor refused: there is nothing to decide",
);

/** What follows where a room's message is given up, in the same transaction: a delivery of a document has failed. */
export type AfterGivenUp = (tx: Tx, message: OutboxMessage, why: string, now: Instant) => Promise<void>;

/** What is decided about a message that got stuck: which, by whom, and why. */
export interface DeskDecision {
  readonly messageId: bigint;
  readonly by: string;
  readonly why: string;
}

/** `now` is business time, `machineNow` the outbox's. */
export interface DeskTimes {
  readonly now: Instant;
  readonly machineNow: Instant;
}

/** Sends a parked, refused or given up message at once, in its place of the order; an act. Refuses message_not_stuck. */
export async function retryStuck(tx: Tx, { messageId, why }: DeskDecision, now: Instant): Promise<void> {
  const stuck = await store.lockStuck(tx, messageId);
  if (!stuck) throw notStuck(messageId);
  await retry(tx, messageId, stuck.subject.id);
  await recordAct(tx, messageRetried, now, factsOf(stuck, why));
}

/**
 * A parked or refused message is not sent any more, and holds up none behind it; it stays with who decided so and why, and can
 * still be retried. One that is on its way and arrives all the same counts as delivered. An act. Refuses message_not_stuck.
 */
export async function giveUp(
  tx: Tx,
  { messageId, by, why }: DeskDecision,
  { now, machineNow }: DeskTimes,
  after: AfterGivenUp,
): Promise<void> {
  const stuck = await store.lockStuck(tx, messageId);
  if (!stuck || stuck.state === "given_up") throw notStuck(messageId);
  await store.closeGivenUp(tx, stuck, { by, why, now: machineNow });
  if (stuck.ordered) await wakeNext(tx, stuck);
  await after(tx, await selectMessage(tx, stuck), why, now);
  await recordAct(tx, messageGivenUp, now, factsOf(stuck, why));
}

function factsOf({ messageId, destination, topic }: store.DeskMessage, why: string) {
  return { subjects: [], thing: `outbox_message:${messageId}`, after: { destination, topic, why } };
}

function notStuck(messageId: bigint) {
  return MessageNotStuck({ values: { id: String(messageId) } });
}
