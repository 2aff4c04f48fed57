import { z } from "zod";

import { formatPid } from "../../core/ids.ts";
import { type Subject, subjectKey } from "../../core/subject.ts";
import { formatInstant } from "../../core/time.ts";
import type { Clock } from "../clock.ts";
import {
  type Route,
  cursorQuery,
  decodeCursor,
  encodeCursor,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  route,
  userOf,
} from "../http/index.ts";
import { messageGivenUp, messageRetried } from "./acts.ts";
import { type AfterGivenUp, MessageNotStuck, giveUp, retryStuck } from "./desk.ts";
import { type DeskMessage, type DeskPlace, MESSAGE_SHOWS, selectDesk } from "./desk-store.ts";
import { reasonShown } from "./reason.ts";
import { type Topics, destinationsOf } from "./topic.ts";

const messageSchema = z
  .strictObject({
    id: idSchema,
    destination: z.string().meta({ example: "control_plane" }),
    topic: z.string().meta({ example: "project.frozen" }),
    subject: z.string().meta({ description: "whom it is about: a PID, or `payer:12`", example: "mcs1234567890" }),
    state: z.enum(MESSAGE_SHOWS),
    createdAt: instantSchema,
    attempts: z.int(),
    reason: z
      .string()
      .nullable()
      .meta({ description: "why the last try failed, without addresses, telephones and tokens" }),
    nextAttemptAt: instantSchema
      .nullable()
      .meta({ description: "null: at once, behind another of its order, or never" }),
    givenUp: z.strictObject({ at: instantSchema, by: z.string(), why: z.string() }).nullable(),
  })
  .meta({ id: "OutboxMessage" });

function messageShown(message: DeskMessage): z.input<typeof messageSchema> {
  const { messageId, destination, topic, subject, state, attempts, givenUpAt, givenUpBy, givenUpWhy } = message;
  return {
    id: messageId.toString(),
    destination,
    topic,
    subject: subjectShown(subject),
    state,
    createdAt: formatInstant(message.createdAt),
    attempts,
    reason: message.lastError === null ? null : reasonShown(message.lastError),
    nextAttemptAt: message.nextAttemptAt === null ? null : formatInstant(message.nextAttemptAt),
    givenUp: givenUpAt === null ? null : { at: formatInstant(givenUpAt), by: givenUpBy ?? "", why: givenUpWhy ?? "" },
  };
}

function subjectShown(subject: Subject): string {
  return subject.kind === "project" ? formatPid(subject.id) : subjectKey(subject);
}

const OPERATORS = { kind: "staff", roles: ["operator"] } as const;

const PLACE = z.tuple([z.string().regex(/^(?:-?infinity|\d{1,17})$/), z.string().regex(/^\d{1,18}$/)]);

function placeIn(cursor: string | undefined): DeskPlace | null {
  const position = decodeCursor(cursor, PLACE);
  return position && { place: position[0], messageId: BigInt(position[1]) };
}

export interface DeskParts {
  /** Where messages go: what is of no known topic is not listed by it. */
  readonly topics: Topics;
  /** Machine time. */
  readonly clock: Clock;
  readonly afterGivenUp: AfterGivenUp;
}

/** Where an operator sees what has not arrived yet and decides about what does not get through. No payload ever leaves here. */
export function outboxRoutes({ topics, clock, afterGivenUp }: DeskParts): Route[] {
  const destinations = destinationsOf(topics);
  const list = route({
    method: "GET",
    path: "/v1/office/outbox",
    operationId: "listOutbox",
    summary:
      "Webhooks, letters and other messages that have not arrived: what waits by its next try, the rest the oldest first",
    query: z.strictObject({
      show: z.enum(MESSAGE_SHOWS).default("waiting"),
      destination: z.string().max(40).optional(),
      cursor: cursorQuery,
      limit: limitQuery,
    }),
    response: z.strictObject({
      items: z.array(messageSchema),
      nextCursor: nextCursorSchema,
      destinations: z.array(z.string()).max(20).meta({ description: "where messages go" }),
    }),
    access: OPERATORS,
    handler: async ({ query, read }) => {
      const { show, destination, limit } = query;
      const asked = destination === undefined ? destinations : destinations.filter((one) => one === destination);
      const page = { destinations: asked, after: placeIn(query.cursor), limit: limit + 1 };
      const found = await read((tx) => selectDesk(tx, show, page));
      const rows = found.slice(0, limit);
      const last = found.length > limit ? rows.at(-1) : undefined;
      return {
        items: rows.map(messageShown),
        nextCursor: last ? encodeCursor([last.place, last.messageId.toString()]) : null,
        destinations,
      };
    },
  });
  const decision = {
    method: "POST",
    params: z.strictObject({ id: idInput }),
    body: z.strictObject({ why: z.string().trim().min(1).max(1000) }),
    access: OPERATORS,
    idempotent: "inherent",
    refusals: [MessageNotStuck],
  } as const;
  return [
    list,
    route({
      ...decision,
      path: "/v1/office/outbox/{id}/retry",
      operationId: "retryMessage",
      summary: "Sends a parked, refused or given up message now, in its place of the order",
      act: messageRetried,
      handler: async ({ params, body, principal, now, transaction }) =>
        transaction((tx) => retryStuck(tx, { messageId: params.id, by: userOf(principal), why: body.why }, now)),
    }),
    route({
      ...decision,
      path: "/v1/office/outbox/{id}/give-up",
      operationId: "giveUpMessage",
      summary: "A parked or refused message is never sent, and holds up none behind it",
      act: messageGivenUp,
      proof: true,
      handler: async ({ params, body, principal, now, transaction }) => {
        const decided = { messageId: params.id, by: userOf(principal), why: body.why };
        await transaction((tx) => giveUp(tx, decided, { now, machineNow: clock.now() }, afterGivenUp));
      },
    }),
  ];
}
