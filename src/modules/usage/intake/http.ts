import { isUtf8 } from "node:buffer";

import { z } from "zod";

import { noAct } from "../../../platform/act.ts";

import { Forbidden, InvalidInput, refusal, type Texts } from "../../../core/errors.ts";
import { formatPid } from "../../../core/ids.ts";
import { QUARANTINE_STATES } from "../../../core/quarantine.ts";
import { formatInstant } from "../../../core/time.ts";
import {
  cursorQuery,
  fileResponse,
  idInCursor,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  rawBody,
  type RequestContext,
  type Route,
  route,
  textsSchema,
} from "../../../platform/http/index.ts";
import { type AsSent, sentByHeaders, sentInBatch } from "./as-sent.ts";
import { readEventOf } from "./event.ts";
import { type EventOutcome, type EventStatus, QUARANTINE_REASONS } from "./event-problem.ts";
import { hasDoubleKeys } from "./json-keys.ts";
import { SingleEvents } from "./ingest-single.ts";
import type { UsageIntake } from "./ingest.ts";
import { listQuarantine, type QuarantineRow } from "./ingest-store.ts";
import {
  dismissByHand,
  isReleasable,
  NotReleasable,
  QuarantineDecided,
  QuarantineUnknown,
  releaseByHand,
  sentBytes,
  SentNotKept,
} from "./release.ts";
import { quarantineDismissed, quarantineReleased } from "../acts.ts";

export const EventConflict = refusal(
  "event_conflict",
  409,
  "Событие с этим source и id уже принято с другим содержанием",
  "An event of this source and id was accepted with another content",
);
export const EventSuperseded = refusal(
  "event_superseded",
  409,
  "Событие, названное в supersedes, уже заменено другим: замените то, которое его заменило",
  "The event named in supersedes is replaced by another one already: replace that one",
);
export const DoubleKeys = refusal(
  "duplicate_json_keys",
  400,
  "В теле запроса имя поля повторяется в одном объекте: какое значение верно, неизвестно",
  "The body names a field twice in one object: which value is meant is not known",
);
export const NotJson = refusal("malformed_event", 400, "Тело запроса не JSON", "The body is not JSON");
export const TooManyEvents = refusal(
  "too_many_events",
  413,
  "В пакете не больше {limit} событий",
  "A batch has at most {limit} events",
);

const ONE = "application/cloudevents+json";
const BATCH = "application/cloudevents-batch+json";
const ANY = "application/json";
const MOST_EVENTS = 10_000;
const MOST_BYTES = 16 * 1_048_576;

const statusSchema = z.enum(["accepted", "duplicate", "conflict", "quarantined", "rejected"]);
const oneSchema = z.strictObject({ status: statusSchema, reason: z.string().optional(), text: textsSchema.optional() });
const itemSchema = z.strictObject({
  index: z.int(),
  id: z.string().nullable(),
  status: statusSchema,
  code: z.string().optional(),
  field: z.string().optional(),
  text: textsSchema.optional(),
});
const batchSchema = z.strictObject({
  accepted: z.int(),
  duplicates: z.int(),
  conflicts: z.int(),
  quarantined: z.int(),
  rejected: z.int(),
  items: z.array(itemSchema).meta({ description: "Every event that was not accepted, in the order sent" }),
});
/** Taken as it stands by the sandbox's demo world, but for the time, which a meter says (a test sends it). */
export const USAGE_EXAMPLE = {
  specversion: "1.0",
  type: "saldo.usage.vcpu",
  source: "my-meter",
  id: "vm-1/vcpu/2026-10-31T20:59Z",
  time: "2026-10-31T20:59:00.000Z",
  data: {
    project: "mcs1000000002",
    resource: "vm-1",
    sku: "compute.vcpu.standard",
    quantity: "4",
    unit: "vCPU",
    labels: { team: "shop" },
  },
} as const;

const documentedEvent = z
  .object({
    specversion: z.literal("1.0"),
    type: z.string().meta({ example: USAGE_EXAMPLE.type }),
    source: z.string().max(256).meta({
      description:
        "With id the event's name for ever, among events of the same sender: the provider, or a project by its own token, which cannot use names of the provider's sources",
    }),
    id: z.string().max(256),
    time: instantSchema,
    subject: z.string().optional(),
    datacontenttype: z.literal("application/json").optional(),
    supersedes: z.string().optional().meta({
      description:
        "id of the event of this source and project that this one replaces. An event is replaced once: of two, the first accepted stands",
    }),
    data: z.object({
      project: z.string().meta({ example: USAGE_EXAMPLE.data.project }),
      resource: z.string().max(512),
      sku: z.string(),
      quantity: z
        .union([z.string(), z.number()])
        .meta({ description: "A decimal text, or a number by its shortest form" }),
      unit: z.string(),
      since: instantSchema.optional().meta({ description: "Quantity meters: start of the interval that ends at time" }),
      resource_name: z.string().optional(),
      labels: z.record(z.string(), z.string()).optional(),
    }),
  })
  .meta({
    id: "UsageEvent",
    description: "A CloudEvents 1.0 event that reports usage; meters, units and SKUs are listed at /docs",
    examples: [USAGE_EXAMPLE],
  });

/** The routes by which usage comes in, and those of the people who look after what waits. */
export function intakeRoutes(intake: UsageIntake): Route[] {
  const singles = new SingleEvents(intake);
  const sendUsage = route({
    method: "POST",
    path: "/v1/usage",
    operationId: "sendUsage",
    summary: "Report usage: one CloudEvents 1.0 event, or a batch of up to 10,000",
    body: rawBody([ONE, BATCH, ANY], z.union([documentedEvent, z.array(documentedEvent).max(MOST_EVENTS)])),
    bodyLimit: MOST_BYTES,
    response: z.union([oneSchema, batchSchema]),
    otherStatuses: [202],
    access: { kind: "token", scope: "usage.write" },
    idempotent: "inherent",
    act: noAct("A measurement, not somebody's act: each event is kept for ever with its sender."),
    refusals: [EventConflict, EventSuperseded, NotJson, DoubleKeys, TooManyEvents],
    handler: async (context) => {
      const value = readBody(context);
      if (Array.isArray(value)) return takeBatch(intake, value, context);
      return takeOne(singles, value, context);
    },
  });
  return [sendUsage, ...quarantineRoutes(intake)];
}

type UsageRequest = Pick<RequestContext<unknown, unknown, Buffer>, "body" | "headers" | "now" | "principal" | "status">;

/** Structured mode, batch mode, and binary mode (the attributes are ce-* headers and the body is the data alone). */
function readBody({ body, headers }: UsageRequest): unknown {
  const value = parseJson(body);
  const contentType = String(headers["content-type"] ?? "")
    .split(";", 1)[0]
    ?.trim()
    .toLowerCase();
  const isBatch = contentType === BATCH || (contentType === ANY && Array.isArray(value));
  if (isBatch !== Array.isArray(value)) throw NotJson();
  return contentType === ANY && headers["ce-specversion"] !== undefined ? fromHeaders(headers, value) : value;
}

function parseJson(body: Buffer | undefined): unknown {
  if (!body || body.length === 0 || !isUtf8(body)) throw NotJson();
  const text = body.toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw NotJson();
  }
  if (hasDoubleKeys(text, value)) throw DoubleKeys();
  return value;
}

function fromHeaders(headers: UsageRequest["headers"], data: unknown): unknown {
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith("ce-") && typeof value === "string" ? [[name.slice(3), percentDecode(value)]] : [],
  );
  return { ...Object.fromEntries(attributes), data };
}

function percentDecode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** A metering service reports for every project, a project's own token for that project, a person not at all. */
function onlyPidOf(principal: UsageRequest["principal"]): string | null {
  if (principal.kind === "service") return null;
  if (principal.kind !== "project") throw Forbidden();
  return formatPid(principal.projectId);
}

async function takeOne(singles: SingleEvents, value: unknown, request: UsageRequest) {
  const { now, status, principal, headers, body } = request;
  const event = readEventOf(value, now, onlyPidOf(principal));
  if (event.refused) throw InvalidInput({ problems: [event] });
  const { status: became, problem, reason } = await singles.take(event, now, sentAlone(headers, body));
  if (became === "conflict") throw problem?.code === "superseded_already" ? EventSuperseded() : EventConflict();
  if (became === "rejected") throw InvalidInput({ problems: problem ? [problem] : [] });
  status(became === "duplicate" ? 200 : 202);
  return { status: became, ...(reason ? { reason, text: QUARANTINE_REASONS[reason] } : {}) };
}

/** The body as it came; of the binary mode with the headers that are part of the event. */
function sentAlone(headers: UsageRequest["headers"], body: Buffer): AsSent {
  return headers["ce-specversion"] === undefined ? { form: "json", bytes: body } : sentByHeaders(headers, body);
}

async function takeBatch(intake: UsageIntake, values: readonly unknown[], { now, principal, body }: UsageRequest) {
  if (values.length > MOST_EVENTS) throw TooManyEvents({ values: { limit: String(MOST_EVENTS) } });
  const outcomes = await intake.ingest(values, now, onlyPidOf(principal), sentInBatch(body.toString("utf8")));
  const count: Record<EventStatus, number> = { accepted: 0, duplicate: 0, conflict: 0, quarantined: 0, rejected: 0 };
  const items: z.infer<typeof itemSchema>[] = [];
  for (let index = 0; index < outcomes.length; index += 1) {
    const outcome = outcomes[index] as EventOutcome;
    count[outcome.status] += 1;
    if (outcome.status !== "accepted") items.push(itemOf(index, values[index], outcome));
  }
  return {
    accepted: count.accepted,
    duplicates: count.duplicate,
    conflicts: count.conflict,
    quarantined: count.quarantined,
    rejected: count.rejected,
    items,
  };
}

function itemOf(index: number, value: unknown, { status, problem, reason }: EventOutcome): z.infer<typeof itemSchema> {
  const id = (value as { id?: unknown } | null)?.id;
  const item = { index, id: typeof id === "string" ? id.slice(0, 256) : null, status };
  if (problem) return { ...item, code: problem.code, field: problem.field, text: problem.texts };
  return reason ? { ...item, code: reason, text: QUARANTINE_REASONS[reason] } : item;
}

const quarantineSchema = z.strictObject({
  id: idSchema,
  source: z.string(),
  eventId: z.string(),
  receivedAt: instantSchema,
  reason: z.string(),
  text: textsSchema.nullable(),
  state: z.enum(QUARANTINE_STATES),
  decidedAt: instantSchema.nullable(),
  decidedBy: z.string().nullable(),
  note: z.string().nullable().meta({ description: "Why it was dismissed" }),
  event: z.unknown(),
  releasable: z.boolean().meta({ description: "It waits, and can be accepted by a decision" }),
  sent: z.boolean().meta({ description: "What was sent is kept byte by byte" }),
});

const OPERATORS = { kind: "staff", roles: ["operator", "support"] } as const;
const idParams = z.strictObject({ id: idInput });

function quarantineRoutes(intake: UsageIntake): Route[] {
  const list = route({
    method: "GET",
    path: "/v1/office/quarantine",
    operationId: "listQuarantine",
    summary: "Usage events that wait for a decision, newest first",
    query: z.strictObject({
      state: z.enum(QUARANTINE_STATES).default("waiting"),
      reason: z.string().max(100).optional(),
      limit: limitQuery,
      cursor: cursorQuery,
    }),
    response: z.strictObject({ items: z.array(quarantineSchema), nextCursor: nextCursorSchema }),
    access: OPERATORS,
    handler: async ({ query, read }) => {
      const { state, reason = null, limit } = query;
      const wanted = { state, reason, before: idInCursor(query.cursor), limit: limit + 1 };
      const found = await read((tx) => listQuarantine(tx, wanted));
      return pageOf(found, limit, ({ quarantineId }) => quarantineId, shown);
    },
  });
  const release = route({
    method: "POST",
    path: "/v1/office/quarantine/{id}/release",
    operationId: "releaseQuarantined",
    summary: "Accept an event in spite of the reason for which it waits",
    params: idParams,
    access: OPERATORS,
    idempotent: "inherent",
    act: quarantineReleased,
    refusals: [QuarantineUnknown, QuarantineDecided, NotReleasable],
    handler: ({ params, transaction, now, principal }) =>
      transaction((tx) => releaseByHand(tx, intake, params.id, now, nameOf(principal))),
  });
  const dismiss = route({
    method: "POST",
    path: "/v1/office/quarantine/{id}/dismiss",
    operationId: "dismissQuarantined",
    summary: "Decide that an event never happened, and say why; its id stays taken",
    params: idParams,
    body: z.strictObject({ note: z.string().trim().min(1).max(1000) }),
    access: OPERATORS,
    idempotent: "inherent",
    act: quarantineDismissed,
    refusals: [QuarantineUnknown, QuarantineDecided],
    handler: ({ params, body, transaction, now, principal }) =>
      transaction((tx) => dismissByHand(tx, params.id, now, { by: nameOf(principal), note: body.note })),
  });
  const sent = route({
    method: "GET",
    path: "/v1/office/quarantine/{id}/sent",
    operationId: "downloadQuarantined",
    summary: "What was sent, byte by byte: an event, its headers and data, or the row of a file",
    params: idParams,
    response: fileResponse("application/octet-stream"),
    access: OPERATORS,
    refusals: [QuarantineUnknown, SentNotKept],
    handler: async ({ params, read }) => {
      const { fileName, bytes } = await read((tx) => sentBytes(tx, params.id));
      return { contentType: "application/octet-stream", fileName, body: bytes };
    },
  });
  return [list, release, dismiss, sent];
}

function nameOf(principal: RequestContext["principal"]): string {
  return principal.kind === "user" ? principal.userId : principal.kind;
}

function shown(row: QuarantineRow): z.input<typeof quarantineSchema> {
  const reasons: Readonly<Record<string, Texts>> = QUARANTINE_REASONS;
  return {
    id: String(row.quarantineId),
    source: row.source,
    eventId: row.eventRef,
    receivedAt: formatInstant(row.receivedAt),
    reason: row.reason,
    text: reasons[row.reason] ?? null,
    state: row.state,
    decidedAt: row.decidedAt === null ? null : formatInstant(row.decidedAt),
    decidedBy: row.decidedBy,
    note: row.note,
    event: row.body,
    releasable: isReleasable(row),
    sent: row.sentForm !== null,
  };
}
