import { refusal } from "../../core/errors.ts";
import type { Tx } from "../db.ts";
import { OUTBOX_CHANNEL, reopen } from "./store.ts";

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

/**
 * Lets a message be sent at once that was parked or refused by its receiver (a mailbox that was put right). Its place in
 * the order stays; whose it is may be left out. Refuses message_unknown, message_delivered.
 */
export async function retry(tx: Tx, messageId: bigint, subjectId: bigint | null = null): Promise<void> {
  const values = { id: String(messageId) };
  const found = await reopen(tx, messageId, subjectId);
  if (!found) throw MessageUnknown({ values });
  if (!found.reopened) throw MessageDelivered({ values });
  await tx.query("select pg_notify($1, '')", [OUTBOX_CHANNEL]);
}
