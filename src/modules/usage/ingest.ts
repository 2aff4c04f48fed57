import type { Instant } from "../../core/time.ts";
import { type Database, DatabaseUnavailable, isConnectionLoss, sqlState } from "../../platform/db.ts";
import { BARE_TYPE, occurredAt, readEventOf, type UsageEvent } from "./event.ts";
import { EventColumns } from "./event-columns.ts";
import { type EventProblem, eventProblem, type QuarantineReason } from "./event-problem.ts";
import { IntakeFacts, isTooLarge, type KnownProject, type KnownResource } from "./ingest-facts.ts";
import * as store from "./ingest-store.ts";
import { type Held, heldEvents, keepEvents } from "./quarantine.ts";
import { uuidWords } from "./resource-id.ts";

export type EventStatus = "accepted" | "duplicate" | "conflict" | "quarantined" | "rejected";

/** What became of one event. */
export interface EventOutcome {
  readonly status: EventStatus;
  /** Why it was rejected or conflicts. */
  readonly problem?: EventProblem;
  /** Why it waits in quarantine, or (a duplicate) has waited there since it first came. */
  readonly reason?: QuarantineReason;
}

export interface IntakeOptions {
  /** Called after a batch with new events is durable: whoever rates can begin. */
  readonly onAccepted?: () => void;
}

const ACCEPTED: EventOutcome = { status: "accepted" };
const DUPLICATE: EventOutcome = { status: "duplicate" };
const CONFLICT: EventOutcome = { status: "conflict", problem: eventProblem("conflict", "id") };
const RESERVED_BATCHES = 50;
const MOST_ATTEMPTS = 6;
const DEADLOCK = "40P01";
const UNIQUE_VIOLATION = "23505";
const SETTLE_MS = 2_000;
const SETTLED_TOGETHER = 2_000;
const MOST_LATER = 100_000;

interface Described {
  readonly known: KnownResource;
  readonly row: store.DescribedResource;
}

/**
 * Takes usage in (PRC-04). Exact de-duplication by (source, id) for ever: the same event again is a duplicate, another
 * one under the same id a conflict, and the first stands. Once `ingest` answers, all it accepted is durable. It is not
 * one transaction: a batch that fails half-way may be sent again as it is, and then nothing is lost or counted twice.
 */
export class UsageIntake {
  readonly #database: Database;
  readonly #facts: IntakeFacts;
  readonly #onAccepted: () => void;
  readonly #free: EventColumns[] = [];
  #batchIds: bigint[] = [];
  #expectsKnown = false;
  readonly #later = new Map<KnownResource, store.DescribedResource>();
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database, options: IntakeOptions = {}) {
    this.#database = database;
    this.#facts = new IntakeFacts(database);
    this.#onAccepted = options.onAccepted ?? (() => undefined);
  }

  /** Takes parsed JSON, each value whatever it may be, from a sender who speaks for all projects or for one. */
  async ingest(values: readonly unknown[], now: Instant, onlyPid: string | null = null): Promise<EventOutcome[]> {
    const outcomes: EventOutcome[] = new Array(values.length);
    const events: UsageEvent[] = [];
    const places: number[] = [];
    for (let index = 0; index < values.length; index += 1) {
      const event = readEventOf(values[index], now, onlyPid);
      if (event.refused) {
        outcomes[index] = { status: "rejected", problem: event };
      } else {
        events.push(event);
        places.push(index);
      }
    }
    const taken = await this.take(events, now);
    for (let index = 0; index < taken.length; index += 1)
      outcomes[places[index] as number] = taken[index] as EventOutcome;
    return outcomes;
  }

  /** Takes events that readEvent has passed. `force` takes what a person has released in spite of its reason. */
  async take(events: readonly UsageEvent[], now: Instant, force = false): Promise<EventOutcome[]> {
    if (events.length === 0) return [];
    try {
      return await this.#take(events, now, force);
    } catch (error) {
      throw isConnectionLoss(error) ? DatabaseUnavailable() : error;
    }
  }

  async #take(events: readonly UsageEvent[], now: Instant, force: boolean): Promise<EventOutcome[]> {
    await this.#facts.load(events);
    const outcomes: EventOutcome[] = new Array(events.length).fill(ACCEPTED);
    const held: Held[] = [];
    const ready: number[] = [];
    let watched = false;
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index] as UsageEvent;
      const verdict = this.#judge(event, force);
      if (verdict === null) {
        ready.push(index);
        watched ||= this.#facts.source(event.source)?.quarantined ?? false;
      } else if (typeof verdict === "string") held.push({ place: index, event, reason: verdict });
      else outcomes[index] = { status: "rejected", problem: verdict };
    }
    if (watched && !force) await this.#storePastQuarantine(events, ready, outcomes, now);
    else await this.#store(events, ready, outcomes, now);
    await this.#hold(held, outcomes, now);
    return outcomes;
  }

  /** Null when the event can be stored; a reason when it has to wait; a problem when it never can. */
  #judge(event: UsageEvent, force: boolean): EventProblem | QuarantineReason | null {
    const sku = this.#facts.sku(event.sku);
    if (!sku) return this.#facts.hasMeter(event.type) ? "unknown_sku" : "unknown_meter";
    if (sku.type !== event.type && event.type !== BARE_TYPE) {
      if (!this.#facts.hasMeter(event.type)) return "unknown_meter";
      return eventProblem("wrong_meter", "data.sku", { sku: event.sku, meter: sku.meterCode });
    }
    if (sku.unit !== event.unit) {
      return eventProblem("wrong_unit", "data.unit", { meter: sku.meterCode, unit: sku.unit });
    }
    if (sku.isGauge && event.since !== null) return eventProblem("since_of_gauge", "data.since");
    const project = this.#facts.project(event.pid);
    if (!project) return "unknown_project";
    if (force) return null;
    if (project.deleted) return "deleted_project";
    return isTooLarge(event.quantity, sku) ? "too_large" : null;
  }

  /** Events whose (source, id) stands in quarantine: the same one is released by this, another one is a conflict. */
  async #storePastQuarantine(
    events: readonly UsageEvent[],
    ready: readonly number[],
    outcomes: EventOutcome[],
    now: Instant,
  ): Promise<void> {
    const standing = await heldEvents(
      this.#database,
      ready.map((index) => events[index] as UsageEvent),
    );
    const waiting: { index: number; quarantineId: bigint }[] = [];
    const clear = ready.filter((index, place) => {
      const row = standing[place];
      if (!row) return true;
      if (!row.same) outcomes[index] = CONFLICT;
      else if (row.dismissed) outcomes[index] = DUPLICATE;
      else waiting.push({ index, quarantineId: row.quarantineId });
      return row.same && !row.dismissed;
    });
    await this.#store(events, clear, outcomes, now);
    for (const { index, quarantineId } of waiting) {
      // Another event took the id while this one waited: the first that was accepted stands.
      const state = outcomes[index]?.status === "conflict" ? "dismissed" : "released";
      await store.decideQuarantine(this.#database, [quarantineId], state, now, "intake");
    }
  }

  async #store(
    events: readonly UsageEvent[],
    ready: readonly number[],
    outcomes: EventOutcome[],
    now: Instant,
  ): Promise<void> {
    if (ready.length === 0) return;
    const columns = this.#free.pop() ?? new EventColumns();
    try {
      columns.reset();
      const described: Described[] = [];
      for (const index of ready) this.#add(columns, events[index] as UsageEvent, described);
      if (described.length > 0) await this.#describe(described);
      if (this.#later.size > MOST_LATER) await this.settle();
      await this.#insert(columns, events, ready, outcomes, now);
    } finally {
      this.#free.push(columns);
    }
  }

  #add(columns: EventColumns, event: UsageEvent, described: Described[]): void {
    const project = this.#facts.project(event.pid) as KnownProject;
    const resource =
      project.resources.get(event.resource) ??
      this.#facts.addResource(project, event.resource, uuidWords(event.pid, event.resource));
    const at = occurredAt(event);
    const news = newsOf(resource, event, at);
    if (news === "now") described.push({ known: resource, row: describedRow(project, resource, event, at) });
    else if (news === "later") this.#describeLater(resource, describedRow(project, resource, event, at));
    columns.add(event, {
      sourceId: this.#facts.source(event.source)?.sourceId as number,
      projectId: project.projectId,
      resourceId: resource.words,
      skuId: this.#facts.sku(event.sku)?.skuId as number,
      day: project.days.dayOf(at),
    });
  }

  /** That a resource is still described the same is written down now and then: it only tells which description is latest. */
  #describeLater(known: KnownResource, row: store.DescribedResource): void {
    known.describedAt = row.describedAt;
    this.#later.set(known, row);
    this.#timer ??= setTimeout(() => void this.settle().catch(() => undefined), SETTLE_MS).unref();
  }

  /** Writes down what is still to be said of resources: at the end of a file, before the process ends. */
  async settle(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const rows = [...this.#later.values()];
    this.#later.clear();
    for (let from = 0; from < rows.length; from += SETTLED_TOGETHER) {
      await this.#again(() => store.describeResources(this.#database, rows.slice(from, from + SETTLED_TOGETHER)));
    }
  }

  /** Resource rows are durable before the events that name them. */
  async #describe(described: readonly Described[]): Promise<void> {
    const rows = latestOnly(described);
    await this.#again(() => store.describeResources(this.#database, rows));
    for (const { known, row } of described) {
      if (known.describedAt > row.describedAt) continue;
      known.describedAt = row.describedAt;
      known.labels = row.labels;
      known.name = row.name;
    }
  }

  async #insert(
    columns: EventColumns,
    events: readonly UsageEvent[],
    ready: readonly number[],
    outcomes: EventOutcome[],
    now: Instant,
  ): Promise<void> {
    const batchId = await this.#nextBatchId();
    const inserted = await this.#again(() => this.#insertRows(batchId, now, columns));
    this.#expectsKnown = inserted < ready.length;
    if (inserted > 0) this.#onAccepted();
    if (inserted === ready.length) return;
    if (inserted === 0) {
      this.#batchIds.push(batchId);
      for (const index of ready) outcomes[index] = DUPLICATE;
      for (const { place } of await store.findConflicts(this.#database, columns))
        outcomes[ready[place - 1] as number] = CONFLICT;
      return;
    }
    const known = await store.findKnown(this.#database, columns, batchId);
    for (const { place, same } of known) outcomes[ready[place - 1] as number] = same ? DUPLICATE : CONFLICT;
    if (inserted + known.length < ready.length) settleTwins(events, ready, outcomes);
  }

  /** Where the last batch held nothing known, this one is expected to be new as well; when it is not, it is done again. */
  async #insertRows(batchId: bigint, now: Instant, columns: EventColumns): Promise<number> {
    if (!this.#expectsKnown) {
      try {
        await store.insertNewEvents(this.#database, batchId, now, columns);
        return columns.count;
      } catch (error) {
        if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      }
    }
    return store.insertEvents(this.#database, batchId, now, columns);
  }

  async #hold(held: readonly Held[], outcomes: EventOutcome[], now: Instant): Promise<void> {
    if (held.length === 0) return;
    const kept = await keepEvents(
      this.#database,
      held,
      now,
      (source) => this.#facts.source(source)?.sourceId as number,
    );
    held.forEach(({ place, event, reason }, index) => {
      const source = this.#facts.source(event.source);
      if (source) source.quarantined = true;
      const outcome = kept[index];
      if (outcome === "kept") outcomes[place] = { status: "quarantined", reason };
      else outcomes[place] = outcome === "same" ? { status: "duplicate", reason } : CONFLICT;
    });
  }

  async #nextBatchId(): Promise<bigint> {
    const next = this.#batchIds.pop();
    if (next !== undefined) return next;
    const reserved = await store.reserveBatchIds(this.#database, RESERVED_BATCHES);
    this.#batchIds.push(...reserved);
    return this.#batchIds.pop() as bigint;
  }

  /** Two batches with the same events in another order can wait for each other; the one that is told so tries again. */
  async #again<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (sqlState(error) !== DEADLOCK || attempt === MOST_ATTEMPTS) throw error;
      }
    }
  }
}

/**
 * "now" when the resource's row is not there yet, or this event's description may have to replace another one; "later"
 * when it says the same as the last one, of a later instant.
 */
function newsOf(known: KnownResource, event: UsageEvent, at: Instant): "now" | "later" | "none" {
  if (Number.isNaN(known.describedAt)) return "now";
  if (event.labels === null || at < known.describedAt) return "none";
  if (event.labels !== known.labels || event.name !== known.name) return "now";
  return at > known.describedAt ? "later" : "none";
}

/** A resource that no event describes is described as of the beginning of time, so any description replaces it. */
function describedRow(
  project: KnownProject,
  known: KnownResource,
  event: UsageEvent,
  at: Instant,
): store.DescribedResource {
  return {
    projectId: project.projectId,
    resourceId: known.words,
    externalId: event.resource,
    name: event.name,
    labels: event.labels ?? "{}",
    describedAt: event.labels === null ? NEVER_DESCRIBED : at,
  };
}

const NEVER_DESCRIBED = 0 as Instant;

/** Leaves out descriptions that a later one of the same resource replaces; two of one instant are for the database. */
function latestOnly(described: readonly Described[]): store.DescribedResource[] {
  const latest = new Map<KnownResource, Instant>();
  for (const { known, row } of described) {
    const last = latest.get(known);
    if (last === undefined || row.describedAt > last) latest.set(known, row.describedAt);
  }
  const seen = new Map<KnownResource, Described>();
  return described.flatMap((item) => {
    if (item.row.describedAt !== latest.get(item.known)) return [];
    const before = seen.get(item.known);
    if (before && before.row.labels === item.row.labels && before.row.name === item.row.name) return [];
    seen.set(item.known, item);
    return [item.row];
  });
}

/** Twins within a batch: the first was stored; each later one is its duplicate or in conflict with it. */
function settleTwins(events: readonly UsageEvent[], ready: readonly number[], outcomes: EventOutcome[]): void {
  const first = new Map<string, string>();
  for (const index of ready) {
    if (outcomes[index] !== ACCEPTED) continue;
    const event = events[index] as UsageEvent;
    const key = JSON.stringify([event.source, event.id]);
    const content = JSON.stringify(event);
    const stored = first.get(key);
    if (stored === undefined) first.set(key, content);
    else outcomes[index] = stored === content ? DUPLICATE : CONFLICT;
  }
}
