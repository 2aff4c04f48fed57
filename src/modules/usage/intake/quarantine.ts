import { type Instant, formatInstant, instant } from "../../../core/time.ts";
import { NEVER } from "../../../platform/db.ts";
import type { AsSent } from "./as-sent.ts";
import { occurredAt, readEvent, type UsageEvent } from "./event.ts";
import { EventColumns } from "./event-columns.ts";
import type { QuarantineReason } from "./event-problem.ts";
import * as store from "./ingest-store.ts";
import { sentAs, storedSource } from "./sender.ts";

export interface Held {
  readonly place: number;
  readonly event: UsageEvent;
  readonly reason: QuarantineReason;
  readonly sent: AsSent | null;
}

/** An event of the quarantine with the same (source, id) as one that came in. */
export interface Standing {
  readonly quarantineId: bigint;
  readonly same: boolean;
  readonly dismissed: boolean;
}

/** For each event: what stands under its (source, id) in quarantine, unless that was released. */
export async function heldEvents(
  statements: store.Statements,
  events: readonly UsageEvent[],
): Promise<(Standing | undefined)[]> {
  const keys = events.map((event) => ({ source: storedSource(event), eventRef: event.id }));
  const rows = (await store.findQuarantined(statements, keys)).filter((row) => row.state !== "released");
  const byKey = new Map(rows.map((row) => [keyOf(row.source, row.eventRef), row]));
  return events.map((event) => {
    const row = byKey.get(keyOf(storedSource(event), event.id));
    if (!row) return undefined;
    return {
      quarantineId: row.quarantineId,
      same: contentOf(event) === contentOfRow(row),
      dismissed: row.state === "dismissed",
    };
  });
}

/**
 * Keeps events that cannot be accepted yet. Answers for each whether it is kept now, was there before with the same
 * content (in quarantine or accepted), or another one stands under its (source, id).
 */
export async function keepEvents(
  statements: store.Statements,
  held: readonly Held[],
  now: Instant,
  sourceIdOf: (event: UsageEvent) => number,
): Promise<("kept" | "same" | "other")[]> {
  const columns = new EventColumns();
  for (const { event } of held) {
    columns.add(event, { sourceId: sourceIdOf(event), projectId: 0, resourceId: NOBODY, skuId: 0, day: 0 });
  }
  const accepted = new Map(
    (await store.findKnown(statements, columns, NO_BATCH)).map((known) => [known.place, known.same]),
  );
  const before = await heldEvents(
    statements,
    held.map(({ event }) => event),
  );
  const seen = new Map<string, string>();
  const fresh: store.QuarantinedEvent[] = [];
  const outcomes = held.map(({ event, reason, sent }, index): "kept" | "same" | "other" => {
    const key = keyOf(storedSource(event), event.id);
    const content = contentOf(event);
    const known =
      accepted.get(index + 1) ?? before[index]?.same ?? (seen.has(key) ? seen.get(key) === content : undefined);
    if (known !== undefined) return known ? "same" : "other";
    seen.set(key, content);
    fresh.push({ source: storedSource(event), eventRef: event.id, reason, body: bodyOf(event), sent });
    return "kept";
  });
  const added = fresh.length > 0 ? await store.insertQuarantined(statements, now, fresh) : 0;
  // Somebody else kept one of these ids at the same moment: look again, now that it is there.
  if (added === fresh.length) return outcomes;
  const again = await keepEvents(statements, held, now, sourceIdOf);
  return outcomes.map((outcome, index) =>
    outcome === "kept" && again[index] === "same" ? "kept" : (again[index] ?? outcome),
  );
}

const NOBODY = new Uint32Array(4);
const NO_BATCH = 0n;

function keyOf(source: string, id: string): string {
  return `${source}\u0000${id}`;
}

/** The event as CloudEvents JSON again, every field in its one normal spelling. */
export function bodyOf(event: UsageEvent): string {
  return JSON.stringify({
    specversion: "1.0",
    type: event.type,
    source: event.source,
    id: event.id,
    time: formatInstant(event.time),
    ...(event.subject === "" ? {} : { subject: event.subject }),
    ...(event.supersedes === null ? {} : { supersedes: event.supersedes }),
    ...(event.bill === undefined
      ? {}
      : { [BILL_MEANING]: event.bill.meaning, ...heldAlike(event.bill.cost, occurredAt(event)) }),
    data: {
      project: event.pid,
      resource: event.resource,
      sku: event.sku,
      quantity: event.quantity,
      unit: event.unit,
      ...(event.since === null ? {} : { since: formatInstant(event.since) }),
      ...(event.name === null ? {} : { resource_name: event.name }),
      ...(event.labels === null ? {} : { labels: JSON.parse(event.labels) as unknown }),
    },
  });
}

/** What an event that waits is compared by when its id comes again. */
function contentOf(event: UsageEvent): string {
  return event.bill?.meaning ?? bodyOf(event);
}

function contentOfRow(row: store.QuarantineRow): string | null {
  const event = eventOfRow(row);
  return event.refused ? null : contentOf(event);
}

/** An attribute that only the import of bills writes: readEvent passes it over, so no sender can. */
const BILL_MEANING = "billmeaning";

/** What of a bill's row is looked for when one that lacks cells comes: these attributes, in one spelling. */
export function heldAlike(cost: string, start: Instant | null): Readonly<Record<string, string>> {
  return cost === "" || start === null ? {} : { billcost: cost, billstart: formatInstant(start) };
}

/** Quarantined events passed the test of time when they came. */
export function eventOfRow(row: store.QuarantineRow) {
  const event = readEvent(row.body, FAR_FUTURE, sentAs(row.source).sender);
  const meaning = textIn(row.body, BILL_MEANING);
  if (event.refused || meaning === "") return event;
  return { ...event, bill: { meaning, cost: textIn(row.body, "billcost"), isTooLarge: false, mayBeKnown: false } };
}

function textIn(body: unknown, name: string): string {
  const value = (body as Readonly<Record<string, unknown>> | null)?.[name];
  return typeof value === "string" ? value : "";
}

const FAR_FUTURE = instant(NEVER);
