import type { Texts } from "../../core/errors.ts";
import { type Instant, plus } from "../../core/time.ts";
import { alarmNotice } from "../../platform/alarms/index.ts";
import type { Database, Tx } from "../../platform/db.ts";
import { type MailMessage, type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";
import { type OutboxMessage, enqueue } from "../../platform/outbox/index.ts";
import { requestOverdue } from "../requests/index.ts";
import { projectPeople, userOfId } from "../tenancy/index.ts";
import * as store from "./digest-store.ts";
import { type LetterFrame, footer, formatMoment } from "./frame.ts";
import type { Kind } from "./kind.ts";
import { KINDS, kindOf } from "./kinds.ts";
import { type Letter, MUTED } from "./letter.ts";
import { signatureOf } from "./signature.ts";
import { letterDigest } from "./topics.ts";

/** So many are named in one letter; the console has all. */
const MOST_NAMED = 50;

/** Whose letter of which kind it is, where repeats of that kind are gathered; null: it goes out by itself. */
async function gatheringOf(database: Database, message: OutboxMessage): Promise<{ userNo: bigint; kind: Kind } | null> {
  const reader = async (code: string, userId: string) => {
    const kind = kindOf(code);
    const user = kind?.letterDigestMs ? await userOfId(database, userId) : null;
    return kind && user ? { userNo: user.userNo, kind } : null;
  };
  switch (message.topic) {
    case requestOverdue.name:
      return reader("request.overdue", requestOverdue.payloadOf(message).userId);
    case projectPeople.name: {
      const notice = projectPeople.payloadOf(message);
      return notice.kind === "invitation" ? null : reader(`people.${notice.kind}`, notice.userId);
    }
    case alarmNotice.name: {
      const kind = kindOf(`alarm.${alarmNotice.payloadOf(message).severity}`);
      return kind?.letterDigestMs ? { userNo: message.subject.id, kind } : null;
    }
    default:
      return null;
  }
}

/**
 * NTF-01: puts a letter with others of its kind to the same person, unless it is the first for a while: that goes out at once,
 * also when it is tried again. Answers whether it waits. By the business instants of what happened: in production those are the
 * machine's, and where time is moved a day that has passed has passed for letters, too. Atomic: it waits, or it goes out.
 */
export async function gathers(database: Database, message: OutboxMessage): Promise<boolean> {
  const of = await gatheringOf(database, message);
  if (!of) return false;
  const { userNo, kind } = of;
  const { createdAt: at } = message;
  const windowMs = kind.letterDigestMs ?? 0;
  return database.transaction(async (tx) => {
    const ends = await store.holdWindow(tx, userNo, kind.code, at);
    // What was decided stands: a letter that is tried again neither waits now nor goes out beside those that carry it.
    const decided = await store.selectDecided(tx, message.messageId);
    if (decided !== null) return decided === "gathered";
    // One that begins after this is of a clock that was set back since; what comes a little out of order is no such thing.
    const isOver = ends <= at || ends > plus(at, 2 * windowMs);
    const isGathered = !isOver || (await store.hasWaiting(tx, userNo, kind.code));
    if (!isGathered) await store.updateWindow(tx, userNo, kind.code, plus(at, windowMs));
    await store.insertDecided(tx, message, { userNo, kind: kind.code, isGathered });
    return isGathered;
  });
}

/** Leaves one letter for all that waits in each window that is over; answers whether there is more. One transaction. */
export async function sendDigests(tx: Tx, now: Instant, limit: number): Promise<boolean> {
  const next = KINDS.flatMap(({ code, letterDigestMs }) =>
    letterDigestMs ? [{ kind: code, until: plus(now, letterDigestMs) }] : [],
  );
  const longest = next.reduce((latest, { until }) => (until > latest ? until : latest), now);
  const digests = await store.takeDue(tx, now, next, limit, longest);
  await enqueue(
    tx,
    digests.map(({ userNo, kind, digestNo }) => letterDigest.message(userNo, { kind, digest: digestNo }, now)),
  );
  return digests.length === limit;
}

/**
 * The letter that carries what was gathered: each is written anew, as it is known now, and what does not hold any more is left
 * out. One alone is the letter that it would have been.
 */
export function digestOf(letters: readonly Letter[]): Letter {
  return {
    topic: letterDigest,
    async write(sources, message) {
      const { database, publicUrl } = sources;
      const { kind: code, digest } = letterDigest.payloadOf(message);
      const found = await store.selectGathered(database, digest, MOST_NAMED);
      const total = await store.countGathered(database, digest);
      const written: { at: Instant; letter: MailMessage }[] = [];
      for (const one of found) {
        const original = letters.find(({ topic }) => topic.name === one.topic);
        const letter = await original?.write(sources, { ...message, ...one, destination: "mail" });
        if (letter && typeof letter === "object") written.push({ at: one.createdAt, letter });
      }
      const [first] = written;
      if (!first) return MUTED;
      if (written.length === 1 && total === found.length) return first.letter;
      const kind = kindOf(code);
      const { to, language } = first.letter;
      const facts: DigestLetter = {
        language,
        ...(await signatureOf(sources, "")),
        name: kind?.name ?? { ru: code, en: code },
        items: written.map(({ at, letter }) => ({ at, subject: letter.subject })),
        more: total - found.length,
        url: `${publicUrl}${kind?.toStaff ? "/office" : ""}/notifications${kind ? `?group=${kind.group}` : ""}`,
      };
      return { to, language, ...digestLetter(facts) };
    },
  };
}

export interface DigestLetter extends LetterFrame {
  readonly name: Texts;
  readonly items: readonly { readonly at: Instant; readonly subject: string }[];
  /** How many there are that the letter does not name. */
  readonly more: number;
  readonly url: string;
}

export function digestLetter(facts: DigestLetter): WrittenLetter {
  const { language, name, items, more, url } = facts;
  const words = WORDS[language];
  const count = items.length + more;
  return writeLetter({
    language,
    subject: `${name[language]}: ${count}`,
    heading: `${name[language]}: ${count}`,
    paragraphs: [words.why, ...(more > 0 ? [words.more(more)] : [])],
    facts: items.map(({ at, subject }) => [formatMoment(at, "UTC", language), subject] as const),
    link: { label: words.link, url },
    footer: footer(facts),
  });
}

const WORDS = {
  ru: {
    why: "После первого письма такого было ещё несколько. Чтобы не писать о каждом, мы собрали их в одно письмо.",
    more: (count: number) => `Ещё ${count} — в консоли: там каждое стоит отдельно.`,
    link: "Открыть уведомления",
  },
  en: {
    why: "After the first letter there were several more. Instead of a letter of each, they are gathered in this one.",
    more: (count: number) => `${count} more are in the console, each by itself.`,
    link: "Open notifications",
  },
} as const;
