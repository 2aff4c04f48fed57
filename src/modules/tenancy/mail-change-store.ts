import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../../platform/db.ts";

/** All SQL on mail_change. Machine time. */
export interface MailChange {
  readonly mailChangeId: bigint;
  readonly userNo: bigint;
  readonly oldEmail: string;
  readonly newEmail: string;
  readonly expiresAt: Instant;
  readonly oldAgreedAt: Instant | null;
  readonly newAgreedAt: Instant | null;
}

/** Whose mailbox agrees. */
export type Side = "old" | "new";

const CHANGE = `mail_change_id as "mailChangeId", user_no as "userNo", old_email as "oldEmail", new_email as "newEmail",
  expires_at as "expiresAt", old_agreed_at as "oldAgreedAt", new_agreed_at as "newAgreedAt"`;

/** Begins one; what the user asked for before is withdrawn. */
export async function insertMailChange(
  tx: Tx,
  change: Pick<MailChange, "userNo" | "oldEmail" | "newEmail" | "expiresAt">,
  now: Instant,
): Promise<bigint> {
  await endMailChange(tx, change.userNo, "withdrawn", now);
  const rows = await tx.query<{ mailChangeId: bigint }>(
    `insert into mail_change (user_no, old_email, new_email, asked_at, expires_at) values ($1, $2, $3, $4, $5)
     returning mail_change_id as "mailChangeId"`,
    [change.userNo, change.oldEmail, change.newEmail, formatInstant(now), formatInstant(change.expiresAt)],
  );
  return only(rows).mailChangeId;
}

/** As the reader's rows show it; null when nothing waits. */
export async function selectOpenMailChange(
  tx: Pick<Tx, "query">,
  userNo: bigint,
  now: Instant,
): Promise<MailChange | null> {
  const rows = await tx.query<MailChange>(
    `select ${CHANGE} from mail_change where user_no = $1 and ended_at is null and expires_at > $2`,
    [userNo, formatInstant(now)],
    "mail_change_open",
  );
  return rows[0] ?? null;
}

/** By its id, as long as it is open, held against the other side's answer. */
export async function lockMailChange(tx: Tx, mailChangeId: bigint, now: Instant): Promise<MailChange | null> {
  const rows = await tx.query<MailChange>(
    `select ${CHANGE} from mail_change where mail_change_id = $1 and ended_at is null and expires_at > $2 for update`,
    [mailChangeId, formatInstant(now)],
  );
  return rows[0] ?? null;
}

export async function updateAgreed(tx: Tx, mailChangeId: bigint, side: Side, now: Instant): Promise<void> {
  await tx.execute(
    `update mail_change set old_agreed_at = case when $2 = 'old' then $3 else old_agreed_at end,
                            new_agreed_at = case when $2 = 'new' then $3 else new_agreed_at end
      where mail_change_id = $1`,
    [mailChangeId, side, formatInstant(now)],
  );
}

/** False when none was open. */
export async function endMailChange(
  tx: Tx,
  userNo: bigint,
  endedAs: "changed" | "withdrawn",
  now: Instant,
): Promise<boolean> {
  const touched = await tx.execute(
    "update mail_change set ended_at = $2, ended_as = $3 where user_no = $1 and ended_at is null",
    [userNo, formatInstant(now), endedAs],
  );
  return touched > 0;
}
