import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../../platform/db.ts";
import { holdLock } from "../../platform/locks.ts";

/** All SQL on user_phone and phone_link. Machine time. */
type Reader = Pick<Tx, "query">;

export interface LinkedPhone {
  readonly phone: string;
  readonly linkedBy: "code" | "request";
  readonly linkedAt: Instant;
}

/** Codes that were sent and wait to be given. */
export interface PhoneLink {
  readonly phoneLinkId: bigint;
  readonly userNo: bigint;
  readonly phone: string;
  readonly oldPhone: string | null;
  readonly expiresAt: Instant;
  readonly triesLeft: number;
}

const LINK = `phone_link_id as "phoneLinkId", user_no as "userNo", phone, old_phone as "oldPhone", expires_at as "expiresAt",
  tries_left as "triesLeft"`;
const OPEN = "ended_at is null and tries_left > 0";

export async function selectPhone(tx: Reader, userNo: bigint): Promise<LinkedPhone | null> {
  const rows = await tx.query<LinkedPhone>(
    `select phone, linked_by as "linkedBy", linked_at as "linkedAt" from user_phone where user_no = $1`,
    [userNo],
    "user_phone_of",
  );
  return rows[0] ?? null;
}

/** As the reader's rows show it; null when no code waits. */
export async function selectOpenLink(tx: Reader, userNo: bigint, now: Instant): Promise<PhoneLink | null> {
  const rows = await tx.query<PhoneLink>(
    `select ${LINK} from phone_link where user_no = $1 and ${OPEN} and expires_at > $2`,
    [userNo, formatInstant(now)],
    "phone_link_open",
  );
  return rows[0] ?? null;
}

/** By its number, as long as its codes are good. */
export async function selectGoodLink(tx: Reader, phoneLinkId: bigint, now: Instant): Promise<PhoneLink | null> {
  const rows = await tx.query<PhoneLink>(
    `select ${LINK} from phone_link where phone_link_id = $1 and ${OPEN} and expires_at > $2`,
    [phoneLinkId, formatInstant(now)],
  );
  return rows[0] ?? null;
}

/** Takes one of the tries of the codes that wait; null when there are none. Held until the transaction's end. */
export async function takeLinkTry(tx: Tx, userNo: bigint, now: Instant): Promise<PhoneLink | null> {
  const rows = await tx.query<PhoneLink>(
    `update phone_link set tries_left = tries_left - 1 where user_no = $1 and ${OPEN} and expires_at > $2 returning ${LINK}`,
    [userNo, formatInstant(now)],
  );
  return rows[0] ?? null;
}

/** Begins one; codes that were sent before are good for nothing. */
export async function insertPhoneLink(tx: Tx, link: Omit<PhoneLink, "phoneLinkId">, now: Instant): Promise<PhoneLink> {
  await endPhoneLink(tx, link.userNo, now);
  const { userNo, phone, oldPhone, expiresAt, triesLeft } = link;
  return only(
    await tx.query<PhoneLink>(
      `insert into phone_link (user_no, phone, old_phone, asked_at, expires_at, tries_left) values ($1, $2, $3, $4, $5, $6)
       returning ${LINK}`,
      [userNo, phone, oldPhone, formatInstant(now), formatInstant(expiresAt), triesLeft],
    ),
  );
}

export function endPhoneLink(tx: Tx, userNo: bigint, now: Instant): Promise<number> {
  return tx.execute("update phone_link set ended_at = $2 where user_no = $1 and ended_at is null", [
    userNo,
    formatInstant(now),
  ]);
}

/** Of what is decided about a number (whose it is, whether it brought a bonus) one is after the other. */
export function holdPhone(tx: Tx, phone: string): Promise<void> {
  return holdLock(tx, "phone", phone);
}

/** False when the number is another's. */
export async function upsertPhone(
  tx: Tx,
  userNo: bigint,
  { phone, linkedBy, linkedAt }: LinkedPhone,
): Promise<boolean> {
  await holdPhone(tx, phone);
  const touched = await tx.execute(
    `insert into user_phone (user_no, phone, linked_by, linked_at)
     select $1, $2, $3, $4 where not exists (select from user_phone where phone = $2 and user_no <> $1)
     on conflict (user_no) do update set phone = excluded.phone, linked_by = excluded.linked_by, linked_at = excluded.linked_at`,
    [userNo, phone, linkedBy, formatInstant(linkedAt)],
  );
  return touched > 0;
}
