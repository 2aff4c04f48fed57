import type { SubjectKind } from "../../core/subject.ts";
import { z } from "zod";

import type { Database } from "../../platform/db.ts";
import type { MailMessage, WrittenLetter } from "../../platform/mail/index.ts";
import type { OutboxMessage, Topic } from "../../platform/outbox/index.ts";
import type { LetterFrame } from "./frame.ts";

/** What letters are written from, beside the message. */
export interface LetterSources {
  readonly database: Database;
  /** The console's address, for links. */
  readonly publicUrl: string;
}

export interface Addressed<F> {
  /** One address: each letter has one reader, and a state of its own (DLV-04). */
  readonly to: string;
  readonly facts: F;
  /** Where an answer lands; left out: where the letter comes from. */
  readonly replyTo?: string;
  /** Letters of one thread are shown together. */
  readonly thread?: string;
  readonly attachments?: MailMessage["attachments"];
}

interface LetterDefinition<K extends SubjectKind, S extends z.ZodType, F extends LetterFrame> {
  /** The message that it answers. */
  readonly topic: Topic<K, S>;
  /** Whether somebody must have it: then a letter without a reader is a failure that people look into. */
  readonly mustArrive?: true;
  /** Whom it goes to, in whose language, and all that it says; null = there is nobody to write to any more. */
  read(sources: LetterSources, subjectId: bigint, payload: z.output<S>): Promise<Addressed<F> | null>;
  /** Its words, in Russian and in English; pure. */
  compose(facts: F): WrittenLetter;
}

/** Whom a letter goes to beside the one it was written for. */
export interface FurtherReader {
  readonly to: string;
  readonly language: "ru" | "en";
  /** Of an address that belongs to no user: where it wants no more of them. */
  readonly unsubscribeUrl?: string;
}

/** Its reader does without it: nothing is sent, and nothing is wrong. */
export const MUTED = "muted";
/** It waits for others of its kind and goes with them. */
export const GATHERED = "gathered";
/** Its reader is gone, or what it was about: nobody misses it. */
export const NOBODY = "nobody";
/** Null = it should go out and there is nobody to write to. */
export type Written = MailMessage | typeof MUTED | typeof GATHERED | typeof NOBODY | null;

/** A kind of letter. */
export interface Letter {
  readonly topic: Topic;
  /** The same letter to another reader; where its facts are for one reader alone there is none. */
  writeTo?(sources: LetterSources, message: OutboxMessage, reader: FurtherReader): Promise<MailMessage | null>;
  /** The letter of a message of its topic, as it is known at the time of sending. */
  write(sources: LetterSources, message: OutboxMessage): Promise<Written>;
}

export function letter<K extends SubjectKind, S extends z.ZodType, F extends LetterFrame>(
  definition: LetterDefinition<K, S, F>,
): Letter {
  const { topic } = definition;
  return {
    topic,
    async writeTo(sources, message, { to, language, unsubscribeUrl }) {
      const found = await definition.read(
        sources,
        message.subject.id,
        z.parse(topic.definition.payload, message.payload),
      );
      if (!found) return null;
      const facts = { ...found.facts, language, ...(unsubscribeUrl === undefined ? {} : { unsubscribeUrl }) };
      const { attachments } = found;
      return { to, language, ...definition.compose(facts), attachments, unsubscribeUrl };
    },
    async write(sources, message) {
      const found = await definition.read(sources, message.subject.id, topic.payloadOf(message));
      if (!found) return definition.mustArrive ? null : NOBODY;
      const { to, facts, replyTo, thread, attachments } = found;
      return { to, replyTo, thread, language: facts.language, ...definition.compose(facts), attachments };
    },
  };
}
