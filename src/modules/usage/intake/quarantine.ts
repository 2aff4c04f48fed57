import { refusal } from "../../../core/errors.ts";
import { type Instant, formatInstant, instant } from "../../../core/time.ts";
import { NEVER } from "../../../platform/db.ts";
import { readEvent, type UsageEvent } from "./event.ts";
import { EventColumns } from "./event-columns.ts";
import { QUARANTINE_REASONS, type QuarantineReason } from "./event-problem.ts";
import type { UsageIntake } from "./ingest.ts";
import * as store from "./ingest-store.ts";

export const QuarantineUnknown = refusal(
  "quarantine_unknown",
  404,
  "В карантине нет записи {id}",
  "There is no {id} in quarantine",
);
export const QuarantineDecided = refusal(
  "quarantine_decided",
  409,
  "По записи {id} уже решено",
  "{id} has already been decided",
);
export const NotReleasable = refusal(
  "quarantine_not_releasable",
  409,
  "Событие всё ещё нельзя принять: {ru}",
  "The event still cannot be accepted: {en}",
);

export interface Held {
  readonly place: number;
  readonly event: UsageEvent;
  readonly reason: QuarantineReason;
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
  const keys = events.map((event) => ({ source: event.source, eventRef: event.id }));
  const rows = (await store.findQuarantined(statements, keys)).filter((row) => row.state !== "released");
  const byKey = new Map(rows.map((row) => [keyOf(row.source, row.event_ref), row]));
  return events.map((event) => {
    const row = byKey.get(keyOf(event.source, event.id));
    if (!row) return undefined;
    return {
      quarantineId: row.quarantine_id,
      same: bodyOf(event) === bodyOfRow(row),
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
  sourceIdOf: (source: string) => number,
): Promise<("kept" | "same" | "other")[]> {
  const columns = new EventColumns();
  for (const { event } of held) {
    columns.add(event, { sourceId: sourceIdOf(event.source), projectId: 0, resourceId: NOBODY, skuId: 0, day: 0 });
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
  const outcomes = held.map(({ event, reason }, index): "kept" | "same" | "other" => {
    const key = keyOf(event.source, event.id);
    const body = bodyOf(event);
    const known =
      accepted.get(index + 1) ?? before[index]?.same ?? (seen.has(key) ? seen.get(key) === body : undefined);
    if (known !== undefined) return known ? "same" : "other";
    seen.set(key, body);
    fresh.push({ source: event.source, eventRef: event.id, reason, body });
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

function bodyOfRow(row: store.QuarantineRow): string | null {
  const event = eventOfRow(row);
  return event.refused ? null : bodyOf(event);
}

/** Quarantined events passed the test of time when they came. */
function eventOfRow(row: store.QuarantineRow) {
  return readEvent(row.body, FAR_FUTURE);
}

const FAR_FUTURE = instant(NEVER);

/** What may become acceptable by itself: when the catalogue, the project or the SKU appears. */
const SELF_HEALING = ["unknown_meter", "unknown_sku", "unknown_project"] as const;
const CHUNK = 500;

/**
 * Tries the waiting events anew whose meter, SKU or project was unknown; answers how many were released. To be run after
 * a change of the catalogue, after a project appears, and now and then.
 */
export async function releaseQuarantine(
  statements: store.Statements,
  intake: UsageIntake,
  now: Instant,
): Promise<number> {
  let released = 0;
  let after = 0n;
  for (;;) {
    const rows = await store.waitingRows(statements, SELF_HEALING, after, CHUNK);
    const last = rows.at(-1);
    if (!last) break;
    after = last.quarantine_id;
    const events = rows.map(eventOfRow).filter((event) => !event.refused);
    const outcomes = await intake.take(events, now);
    released += outcomes.filter((outcome) => outcome.status === "accepted").length;
  }
  await intake.settle();
  return released;
}

/**
 * A person accepts an event in spite of its reason (a large quantity, a deleted project). Refuses QuarantineUnknown,
 * QuarantineDecided and NotReleasable (the catalogue or the project is still unknown, or it is no usage at all).
 */
export async function releaseByHand(
  statements: store.Statements,
  intake: UsageIntake,
  quarantineId: bigint,
  now: Instant,
  by: string,
): Promise<void> {
  const row = await waitingRow(statements, quarantineId);
  const event = eventOfRow(row);
  if (event.refused) throw NotReleasable({ values: event.texts });
  const [outcome] = await intake.take([event], now, true);
  if (outcome?.status === "accepted" || (outcome?.status === "duplicate" && outcome.reason === undefined)) {
    await store.decideQuarantine(statements, [quarantineId], "released", now, by);
    return;
  }
  const why = outcome?.problem?.texts ?? (outcome?.reason && QUARANTINE_REASONS[outcome.reason]);
  throw NotReleasable(why ? { values: why } : {});
}

/** A person decides that an event never happened: it stays here, and its id stays taken. Refuses as releaseByHand does. */
export async function dismissByHand(
  statements: store.Statements,
  quarantineId: bigint,
  now: Instant,
  by: string,
): Promise<void> {
  await waitingRow(statements, quarantineId);
  const decided = await store.decideQuarantine(statements, [quarantineId], "dismissed", now, by);
  if (decided === 0) throw QuarantineDecided({ values: { id: String(quarantineId) } });
}

async function waitingRow(statements: store.Statements, quarantineId: bigint): Promise<store.QuarantineRow> {
  const row = await store.quarantineRow(statements, quarantineId);
  if (!row) throw QuarantineUnknown({ values: { id: String(quarantineId) } });
  if (row.state !== "waiting") throw QuarantineDecided({ values: { id: String(quarantineId) } });
  return row;
}
