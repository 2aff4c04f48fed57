import { type Instant, formatInstant } from "../../core/time.ts";
import type { Tx } from "../db.ts";
import { ERASED } from "./table.ts";

/**
 * Takes away the letters to a person who was erased, once they are delivered; of one that a server refused the text goes. False
 * while one is still to be sent. `now` is machine time.
 */
export async function forgetLetters(tx: Tx, userNo: bigint, now: Instant): Promise<boolean> {
  const at = formatInstant(now);
  await tx.query("select set_config('saldo.outbox_before', $1, true)", [at]);
  await tx.execute(
    `delete from outbox_message
      where subject_kind = 'user' and subject_id = $1 and not ordered and delivered_at < $2`,
    [userNo, at],
  );
  await tx.execute(
    `update outbox_attempt a set detail = $2, sent = '{}'
       from outbox_message m
      where m.subject_kind = 'user' and m.subject_id = $1 and m.failed_at is not null
        and a.subject_id = m.subject_id and a.message_id = m.message_id`,
    [userNo, ERASED.text],
  );
  await tx.execute(
    `update outbox_message set payload = '{}', last_error = $2, given_up_why = case when given_up_at is null then null else $2 end
      where subject_kind = 'user' and subject_id = $1 and failed_at is not null`,
    [userNo, ERASED.text],
  );
  const left = await tx.query(
    `select 1 from outbox_message
      where subject_kind = 'user' and subject_id = $1 and failed_at is null limit 1`,
    [userNo],
  );
  return left.length === 0;
}
