import { type Instant, parseInstant } from "../../../core/time.ts";
import { type EventProblem, eventProblem, type ProblemCode } from "./event-problem.ts";
import { readQuantity } from "./event-quantity.ts";
import { AHEAD, EARLIEST } from "./event-time.ts";
import { isReserved, type Sent } from "./sender.ts";

/** `saldo.usage.vcpu` reports meter `vcpu`. */
export const TYPE_PREFIX = "saldo.usage.";
/** The meter is whichever measures the SKU. */
export const BARE_TYPE = "saldo.usage";

/** A well-formed usage event (PRC-04); its codes are not looked up yet. */
export interface UsageEvent extends Sent {
  readonly refused: false;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly pid: string;
  readonly resource: string;
  readonly sku: string;
  readonly unit: string;
  /** In its one normal spelling. */
  readonly quantity: string;
  readonly time: Instant;
  /** Start of the interval whose end is `time`; null for a gauge and for a quantity that belongs to its `time`. */
  readonly since: Instant | null;
  /** Id of the event of the same sender, source and project that this one replaces. */
  readonly supersedes: string | null;
  /** The resource as this event describes it, when it says anything: its name, and its labels as canonical JSON. */
  readonly name: string | null;
  readonly labels: string | null;
  /** Of a row of a bill only: `meaning` takes the place of the event's own; its cost, and what the import thinks of it. */
  readonly bill?: {
    readonly meaning: string;
    /** In the payer's currency, in its normal spelling. */
    readonly cost: string;
    readonly isTooLarge: boolean;
    readonly mayBeKnown: boolean;
  };
}

/** The instant an event belongs to: the day and the price of its start. */
export function occurredAt(event: UsageEvent): Instant {
  return event.since ?? event.time;
}

/** readEvent for a sender who speaks for one project only, by its own token (null: for all, as the provider). */
export function readEventOf(raw: unknown, now: Instant, onlyPid: string | null): UsageEvent | EventProblem {
  const event = readEvent(raw, now, onlyPid);
  if (event.refused) return event;
  if (onlyPid !== null && event.pid !== onlyPid) return eventProblem("foreign_project", "data.project");
  return isReserved(event.source) ? eventProblem("foreign_source", "source") : event;
}

type Fields = Readonly<Record<string, unknown>>;

const MOST = { source: 256, id: 256, type: 256, subject: 1024, resource: 512, sku: 100, unit: 200, resource_name: 512 };
const MOST_LABELS = 100;
const MOST_LABEL_KEY = 512;
const MOST_LABEL_VALUE = 1024;
const MOST_LABELS_TEXT = 16_384;
const REQUIRED_DATA = 5;

/**
 * PRC-04: reads one CloudEvents 1.0 event (JSON already parsed) as usage; anything at all may be handed in. Unknown
 * attributes of the envelope are extensions and are left alone; unknown fields of `data` are refused.
 */
export function readEvent(raw: unknown, now: Instant, sender: string | null = null): UsageEvent | EventProblem {
  if (!isFields(raw)) return eventProblem("not_an_event", "");
  const { source, id, type, data, subject } = raw;
  const envelope =
    textProblem(source, MOST.source, "source") ??
    textProblem(id, MOST.id, "id") ??
    textProblem(type, MOST.type, "type");
  if (envelope) return envelope;
  if (raw["specversion"] !== "1.0") return eventProblem("bad_specversion", "specversion");
  if (!(type as string).startsWith(TYPE_PREFIX) && type !== BARE_TYPE) return eventProblem("bad_type", "type");
  const content = raw["datacontenttype"];
  if (content !== undefined && content !== "application/json" && !isJson(content)) {
    return eventProblem("bad_content_type", "datacontenttype");
  }
  if (subject !== undefined && subject !== null) {
    const problem = textProblem(subject, MOST.subject, "subject");
    if (problem) return problem;
  }
  if (!isFields(data)) return eventProblem(data === undefined ? "missing" : "not_an_event", "data");
  return readData(raw, data, now, sender);
}

function readData(raw: Fields, data: Fields, now: Instant, sender: string | null): UsageEvent | EventProblem {
  const { project, resource, sku, unit } = data;
  const codes =
    textProblem(project, 13, "data.project") ??
    textProblem(resource, MOST.resource, "data.resource") ??
    textProblem(sku, MOST.sku, "data.sku") ??
    textProblem(unit, MOST.unit, "data.unit") ??
    unknownField(data);
  if (codes) return codes;
  if (!isPid(project as string)) return eventProblem("bad_project", "data.project");
  const quantity = readQuantity(data["quantity"]);
  if (typeof quantity !== "string") return eventProblem(quantity.problem, "data.quantity");
  const time = readInstant(raw["time"], "time", now);
  if (typeof time !== "number") return time;
  const since = data["since"] === undefined ? null : readInstant(data["since"], "data.since", now);
  if (since !== null && typeof since !== "number") return since;
  if (since !== null && since > time) return eventProblem("since_after_time", "data.since");
  const supersedes = raw["supersedes"] ?? null;
  const replaced = supersedes === null ? null : supersedesProblem(supersedes, raw["id"]);
  if (replaced) return replaced;
  const described = describeResource(data);
  if ("code" in described) return described;
  return {
    refused: false,
    sender,
    source: raw["source"] as string,
    id: raw["id"] as string,
    type: raw["type"] as string,
    subject: (raw["subject"] as string | null | undefined) ?? "",
    pid: project as string,
    resource: resource as string,
    sku: sku as string,
    unit: unit as string,
    quantity,
    time,
    since,
    supersedes: supersedes as string | null,
    name: described.name,
    labels: described.labels,
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isJson(content: unknown): boolean {
  return (
    typeof content === "string" &&
    content.length < 200 &&
    /^application\/(json|[\w.-]{1,100}\+json)\s*(;|$)/i.test(content)
  );
}

/** Texts are 1 to `most` characters, without control characters and halves of surrogate pairs: PostgreSQL keeps those. */
function textProblem(value: unknown, most: number, field: string): EventProblem | null {
  if (typeof value === "string" && value.length > 0 && value.length <= most) {
    return isClean(value) ? null : eventProblem("bad_characters", field);
  }
  if (value === undefined || value === null) return eventProblem("missing", field);
  return eventProblem("not_text", field, { most: String(most) });
}

function isClean(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character < 32 || character === 127) return false;
    if (character > 0xd7ff) return text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text);
  }
  return true;
}

function isPid(text: string): boolean {
  if (text.length !== 13 || !text.startsWith("mcs")) return false;
  for (let index = 3; index < 13; index += 1) {
    const character = text.charCodeAt(index);
    if (character < 48 || character > 57) return false;
  }
  return true;
}

const KNOWN_DATA = new Set(["project", "resource", "sku", "quantity", "unit", "since", "resource_name", "labels"]);

function unknownField(data: Fields): EventProblem | null {
  const names = Object.keys(data);
  if (names.length === REQUIRED_DATA && data["quantity"] !== undefined) return null;
  const unknown = names.find((name) => !KNOWN_DATA.has(name));
  return unknown === undefined ? null : eventProblem("unknown_field", `data.${unknown.slice(0, 60).toWellFormed()}`);
}

function readInstant(value: unknown, field: string, now: Instant): Instant | EventProblem {
  if (value === undefined || value === null) return eventProblem("missing", field);
  const time = typeof value === "string" ? parseInstant(value) : null;
  if (time === null) return eventProblem("bad_time", field);
  if (time > now + AHEAD) return eventProblem("in_future", field);
  if (time < EARLIEST) return eventProblem("too_old", field);
  return time;
}

function supersedesProblem(supersedes: unknown, id: unknown): EventProblem | null {
  return (
    textProblem(supersedes, MOST.id, "supersedes") ??
    (supersedes === id ? eventProblem("supersedes_itself", "supersedes") : null)
  );
}

interface Description {
  readonly name: string | null;
  readonly labels: string | null;
}

const NOT_DESCRIBED: Description = { name: null, labels: null };

/** Name and labels are one description: an event that gives one of them without the other says there is no other. */
function describeResource(data: Fields): Description | EventProblem {
  const name = data["resource_name"] ?? null;
  const labels = data["labels"] ?? null;
  if (name === null && labels === null) return NOT_DESCRIBED;
  if (name !== null) {
    const problem = textProblem(name, MOST.resource_name, "data.resource_name");
    if (problem) return problem;
  }
  const text = labels === null ? "{}" : canonicalLabels(labels);
  return typeof text === "string" ? { name: name as string | null, labels: text } : text;
}

function canonicalLabels(labels: unknown): string | EventProblem {
  if (!isFields(labels)) return eventProblem("bad_labels", "data.labels");
  const keys = Object.keys(labels).sort();
  if (keys.length > MOST_LABELS) return eventProblem("labels_too_large", "data.labels");
  let text = "{";
  for (const key of keys) {
    const value = labels[key];
    const problem = labelProblem(key, value);
    if (problem) return eventProblem(problem, "data.labels");
    text += `${text.length > 1 ? "," : ""}${JSON.stringify(key)}:${JSON.stringify(value)}`;
  }
  return text.length > MOST_LABELS_TEXT ? eventProblem("labels_too_large", "data.labels") : `${text}}`;
}

function labelProblem(key: string, value: unknown): ProblemCode | null {
  if (typeof value !== "string") return "bad_labels";
  if (key.length > MOST_LABEL_KEY || value.length > MOST_LABEL_VALUE) return "labels_too_large";
  return isClean(key) && isClean(value) ? null : "bad_characters";
}
