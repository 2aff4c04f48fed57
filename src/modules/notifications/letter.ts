import type { SubjectKind } from "../../core/subject.ts";
import type { z } from "zod";

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

interface Addressed<F> {
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
  /** Whom it goes to, in whose language, and all that it says; null = there is nobody to write to any more. */
  read(sources: LetterSources, subjectId: bigint, payload: z.output<S>): Promise<Addressed<F> | null>;
  /** Its words, in Russian and in English; pure. */
  compose(facts: F): WrittenLetter;
}

/** A kind of letter. */
export interface Letter {
  readonly topic: Topic;
  /** The letter of a message of its topic, as it is known at the time of sending. Null = nobody to write to. */
  write(sources: LetterSources, message: OutboxMessage): Promise<MailMessage | null>;
}

export function letter<K extends SubjectKind, S extends z.ZodType, F extends LetterFrame>(
  definition: LetterDefinition<K, S, F>,
): Letter {
  const { topic } = definition;
  return {
    topic,
    async write(sources, message) {
      const found = await definition.read(sources, message.subject.id, topic.payloadOf(message));
      if (!found) return null;
      const { to, facts, replyTo, thread, attachments } = found;
      return { to, replyTo, thread, language: facts.language, ...definition.compose(facts), attachments };
    },
  };
}
