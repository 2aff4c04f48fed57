import { createHmac, timingSafeEqual } from "node:crypto";

import { type Language, refusal } from "../../core/errors.ts";
import { DAY, HOUR, MINUTE, type Instant, formatInstant, plus } from "../../core/time.ts";
import { type Database, type Tx, only } from "../db.ts";
import { networkOf } from "./network.ts";
import { sha256, signingSecret, takeTurns } from "./store.ts";

export const LinkUnusable = refusal(
  "link_unusable",
  410,
  "Ссылка уже использована или устарела. Запросите новую",
  "The link has been used or is too old. Ask for a new one",
);
export const TooManyLetters = refusal(
  "too_many_letters",
  429,
  "Писем запрошено слишком много, повторите через {minutes} мин",
  "Too many letters were asked for, try again in {minutes} min",
);

/** What a link in a letter may do, and how long. */
export const LINK_LIVES_MS = {
  registration: 24 * HOUR,
  password_reset: HOUR,
  invitation: 7 * DAY,
  mail_old: DAY,
  mail_new: DAY,
} as const;
export type LinkPurpose = keyof typeof LINK_LIVES_MS;

/** A link that was asked for. Times are the machine's. */
export interface MailLink {
  readonly linkId: bigint;
  readonly purpose: LinkPurpose;
  /** In lower case. */
  readonly email: string;
  readonly userNo: bigint;
  readonly regionCode: string | null;
  readonly language: Language;
  /** Of an invitation, of a change of address: which one. */
  readonly thingId: bigint | null;
  readonly expiresAt: Instant;
}

const LINK = `mail_link_id as "linkId", purpose, email, user_no as "userNo", region_code as "regionCode", language,
  thing_id as "thingId", expires_at as "expiresAt"`;

/** Makes a link; one for the same thing and address that was not used yet does nothing any more. */
export async function askLink(
  tx: Tx,
  link: Omit<MailLink, "linkId" | "expiresAt" | "thingId"> & { readonly thingId?: bigint },
  now: Instant,
): Promise<Pick<MailLink, "linkId" | "expiresAt">> {
  const { purpose, email, userNo, regionCode, language, thingId = null } = link;
  const expiresAt = plus(now, LINK_LIVES_MS[purpose]);
  await tx.execute(
    `update auth.mail_link set used_at = $4
      where email = $1 and purpose = $2 and thing_id is not distinct from $3 and used_at is null`,
    [email, purpose, thingId, formatInstant(now)],
  );
  const rows = await tx.query<{ linkId: bigint }>(
    `insert into auth.mail_link (purpose, email, user_no, region_code, language, thing_id, asked_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning mail_link_id as "linkId"`,
    [purpose, email, userNo, regionCode, language, thingId, formatInstant(now), formatInstant(expiresAt)],
  );
  return { linkId: only(rows).linkId, expiresAt };
}

/** The text that stands in the letter; null when the link is gone. */
export async function textOfLink(database: Database, linkId: bigint): Promise<string | null> {
  const rows = await database.query<MailLink>(`select ${LINK} from auth.mail_link where mail_link_id = $1`, [linkId]);
  const link = rows[0];
  return link ? sealed(await signingSecret(database), link) : null;
}

/** What a link that nobody used yet is for. Refuses LinkUnusable: too old, used, of another purpose, or not ours. */
export async function readLink(tx: Tx, purpose: LinkPurpose, text: string, now: Instant): Promise<MailLink> {
  const linkId = /^(\d{1,18})\.[\w-]{43}$/.exec(text)?.[1];
  const rows =
    linkId === undefined
      ? []
      : await tx.query<MailLink>(
          `select ${LINK} from auth.mail_link
            where mail_link_id = $1 and purpose = $2 and used_at is null and expires_at > $3 for update`,
          [linkId, purpose, formatInstant(now)],
        );
  const link = rows[0];
  if (!link || !same(text, sealed(await signingSecret(tx), link))) throw LinkUnusable();
  return link;
}

/** As readLink; the link does nothing any more. */
export async function useLink(tx: Tx, purpose: LinkPurpose, text: string, now: Instant): Promise<MailLink> {
  const link = await readLink(tx, purpose, text, now);
  await tx.execute("update auth.mail_link set used_at = $2 where mail_link_id = $1", [link.linkId, formatInstant(now)]);
  return link;
}

/**
 * Takes a turn to have a letter sent, by the caller's network and by the mailbox, whoever asks and whether it is known or
 * not: nobody is flooded, and nobody learns who is registered. Refuses TooManyLetters.
 */
export async function paceLetters(tx: Tx, email: string, address: string, now: Instant): Promise<void> {
  const paces = [
    { of: `letters from ${networkOf(address)}`, burst: 20, everyMs: MINUTE },
    { of: `letters to ${email}`, burst: 3, everyMs: 10 * MINUTE },
  ];
  await takeTurns(tx, paces, now, TooManyLetters);
}

/** Removes links that do nothing any more, `limit` at most; answers how many went. */
export function deleteOldLinks(tx: Tx, now: Instant, limit: number): Promise<number> {
  return tx.execute(
    `delete from auth.mail_link where mail_link_id in (
       select mail_link_id from auth.mail_link where expires_at <= $1 order by expires_at limit $2)`,
    [formatInstant(now), limit],
  );
}

function sealed(secret: string, { linkId, purpose, email, userNo }: MailLink): string {
  const mark = createHmac("sha256", secret).update(`mail link ${linkId} ${purpose} ${userNo} ${email}`);
  return `${linkId}.${mark.digest("base64url")}`;
}

function same(one: string, other: string): boolean {
  return timingSafeEqual(sha256(one), sha256(other));
}
