import { z } from "zod";

import { type Minor, formatMinor, parseMinor } from "../../core/money.ts";
import type { Subject, SubjectKind } from "../../core/subject.ts";
import { type Instant, formatInstant, parseInstant } from "../../core/time.ts";
import type { OutboxMessage } from "./store.ts";

/** What of a stored message a topic reads. */
type Stored = Pick<OutboxMessage, "topic" | "destination" | "subject" | "payload">;

/** The destination of twins. */
const CONSOLE = "console";

interface TopicDefinition<K extends SubjectKind, S extends z.ZodType> {
  /** What happened: `project.frozen`. */
  readonly name: string;
  /** The sender that takes it: `control_plane`, `mail`. */
  readonly destination: string;
  /** The kind of subject that it is about. Messages are found and replayed by their subject. */
  readonly subject: K;
  /** Whether messages of one subject and destination must leave strictly one after another. */
  readonly ordered: boolean;
  /**
   * What its reader gets by letter also stands in the console (NTF-01): each message leaves a twin, which the notifications
   * room takes. A letter that nobody can carry holds no notification back.
   */
  readonly console?: true;
  /** The payload: what code holds is encoded to what is stored and sent, and decoded when it is read. */
  readonly payload: S;
}

/** A kind of message, as a value of the module that sends it: only a topic makes messages, and only a topic reads them. */
export class Topic<K extends SubjectKind = SubjectKind, S extends z.ZodType = z.ZodType> {
  readonly definition: TopicDefinition<K, S>;
  /** Of a topic with `console`: the same message to the console. */
  readonly twin: Topic<K, S> | null;

  constructor(definition: TopicDefinition<K, S>) {
    this.definition = definition;
    const { console, name, ...rest } = definition;
    this.twin = console ? new Topic({ ...rest, name: `${name}.console`, destination: CONSOLE }) : null;
  }

  get name(): string {
    return this.definition.name;
  }

  /**
   * A message for `enqueue`, about the subject of that id; `at` is the business instant of what happened. A payload that
   * is not the topic's is a defect and throws.
   */
  message(subjectId: bigint, payload: z.output<S>, at: Instant): OutboxDraft {
    const { name, subject } = this.definition;
    const encoded = z.safeEncode(this.definition.payload, payload);
    if (!encoded.success) throw new TypeError(`not a message of ${name}: ${z.prettifyError(encoded.error)}`);
    const json = JSON.stringify(encoded.data);
    const about = { kind: subject, id: subjectId };
    const twin = this.twin && new OutboxDraft(this.twin, about, json, at);
    return new OutboxDraft(this, about, json, at, twin);
  }

  /** The payload of a stored message of this topic. Another topic's, or one that does not fit, throws. */
  payloadOf(message: Stored): z.output<S> {
    const problem = this.problemOf(message);
    if (problem !== null) throw new TypeError(problem);
    return z.parse(this.definition.payload, message.payload);
  }

  /** Why a stored message is not one of this topic; null when it is. */
  problemOf({ topic, destination, subject, payload }: Stored): string | null {
    const { definition } = this;
    if (topic !== definition.name || destination !== definition.destination || subject.kind !== definition.subject)
      return `${topic} to ${destination} about a ${subject.kind} is not ${definition.name}`;
    const { error } = definition.payload.safeParse(payload);
    return error ? `not a message of ${topic}: ${z.prettifyError(error)}` : null;
  }
}

/** Defines a topic beside the code that sends it; the composition's list of topics must know it, too. */
export function defineTopic<K extends SubjectKind, S extends z.ZodType<object, object>>(
  definition: TopicDefinition<K, S>,
): Topic<K, S> {
  return new Topic(definition);
}

/** A message that a topic made and nobody left in the outbox yet. */
export class OutboxDraft {
  readonly topic: Topic["definition"];
  readonly subject: Subject;
  readonly at: Instant;
  /** Is left with it. */
  readonly twin: OutboxDraft | null;
  readonly #json: string;

  constructor(topic: Topic, subject: Subject, json: string, at: Instant, twin: OutboxDraft | null = null) {
    this.topic = topic.definition;
    this.subject = subject;
    this.at = at;
    this.twin = twin;
    this.#json = json;
  }

  /** The payload as it is stored and sent. */
  get json(): string {
    return this.#json;
  }
}

/** All topics of the program by name. */
export type Topics = ReadonlyMap<string, Topic>;

/** These topics and their twins. Two of one name are a defect and throw. */
export function topicRegistry(topics: readonly Topic[]): Topics {
  const all = topics.flatMap((topic) => (topic.twin ? [topic, topic.twin] : [topic]));
  const byName = new Map(all.map((topic) => [topic.name, topic]));
  if (byName.size !== all.length) throw new TypeError("two topics have the same name");
  return byName;
}

/** Where they go, in order. */
export function destinationsOf(topics: Topics): string[] {
  return [...new Set([...topics.values()].map(({ definition }) => definition.destination))].sort();
}

/** An id in a payload: digits in what is sent, bigint in code. */
export const idField = z.codec(z.string().regex(/^\d{1,19}$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (id) => id.toString(),
});

/** An amount in a payload: `"-15.20"` in what is sent, minor units in code. */
export const amountField = z.codec(z.string(), z.bigint(), {
  decode: (text, context): Minor => parseMinor(text) ?? refused(context, text, "an amount"),
  encode: formatMinor,
});

/** An instant in a payload: RFC 3339 in what is sent. */
export const instantField = z.codec(z.string(), z.custom<Instant>(Number.isSafeInteger), {
  decode: (text, context): Instant => parseInstant(text) ?? refused(context, text, "an instant"),
  encode: formatInstant,
});

function refused(context: z.core.ParsePayload, input: string, what: string): never {
  context.issues.push({ code: "custom", input, message: `not ${what}` });
  return z.NEVER;
}
