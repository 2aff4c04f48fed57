import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../../platform/db.ts";

/** All SQL on inbound_mail. */

export interface TakenMail {
  readonly key: Buffer;
  readonly sender: string;
  readonly outcome: "opened" | "answered" | "noted" | "dropped";
  readonly reason: string | null;
  readonly requestId: bigint | null;
  /** Machine time. */
  readonly receivedAt: Instant;
}

export async function isTaken(reader: Pick<Tx, "query">, key: Buffer): Promise<boolean> {
  return (
    (await reader.query("select 1 from inbound_mail where key_sha256 = $1", [key], "inbound_mail_known")).length > 0
  );
}

/** False when the same mail was taken meanwhile. */
export async function insertMail(tx: Tx, mail: TakenMail): Promise<boolean> {
  const count = await tx.execute(
    `insert into inbound_mail (key_sha256, sender, received_at, outcome, reason, request_id)
     values ($1, $2, $3, $4, $5, $6) on conflict on constraint inbound_mail_once do nothing`,
    [mail.key, mail.sender, formatInstant(mail.receivedAt), mail.outcome, mail.reason, mail.requestId],
  );
  return count === 1;
}

/** How many mails of a sender were taken since an instant. */
export async function countOfSender(reader: Pick<Tx, "query">, sender: string, since: Instant): Promise<number> {
  const rows = await reader.query<{ n: bigint }>(
    "select count(*) as n from inbound_mail where sender = $1 and received_at > $2",
    [sender, formatInstant(since)],
    "inbound_mail_of_sender",
  );
  return Number(only(rows).n);
}

/** Mails taken before an instant, `limit` at most, are forgotten; answers how many went. */
export async function deleteOldMail(tx: Tx, before: Instant, limit: number): Promise<number> {
  return tx.execute(
    `delete from inbound_mail where mail_id in (
       select mail_id from inbound_mail where received_at < $1 order by mail_id limit $2)`,
    [formatInstant(before), limit],
  );
}
