import type { Instant } from "../../../core/time.ts";
import { type Database, DatabaseUnavailable, isConnectionLoss, sqlState } from "../../../platform/db.ts";
import { holdLock } from "../../../platform/locks.ts";
import { MOST_SENT, type SentOf } from "./as-sent.ts";
import { refusedCorrections, replacedElsewhere } from "./corrections.ts";
import { BARE_TYPE, occurredAt, readEventOf, type UsageEvent } from "./event.ts";
import { EventColumns } from "./event-columns.ts";
import { compareQuantities } from "./event-quantity.ts";
import { type EventOutcome, type EventProblem, eventProblem, type QuarantineReason } from "./event-problem.ts";
import {
  IntakeFacts,
  isTooLarge,
  isUnusual,
  type KnownProject,
  type KnownResource,
  type KnownSku,
  type KnownSource,
} from "./ingest-facts.ts";
import * as store from "./ingest-store.ts";
import { type Held, heldEvents, keepEvents } from "./quarantine.ts";
import { uuidWords } from "./resource-id.ts";
import { ownResource, storedSource } from "./sender.ts";

export interface IntakeOptions {
  /** Called after a batch with new events is durable: whoever rates can begin. */
  readonly onAccepted?: () => void;
}

const ACCEPTED: EventOutcome = { status: "accepted" };
const DUPLICATE: EventOutcome = { status: "duplicate" };
const TOO_LONG: EventOutcome = { status: "rejected", problem: eventProblem("too_long_to_keep", "id") };
const NOTHING_SENT: SentOf = () => null;
const CONFLICT: EventOutcome = { status: "conflict", problem: eventProblem("conflict", "id") };
const RESERVED_BATCHES = 50;
const MOST_ATTEMPTS = 6;
const DEADLOCK = "40P01";
const UNIQUE_VIOLATION = "23505";
const FLUSH_MS = 2_000;
const FLUSHED_TOGETHER = 2_000;
const MOST_LATER = 100_000;

/** How events are taken. */
export interface Taking {
  /** What a person has released in spite of its reason. */
  readonly force?: boolean;
  /** What was sent, by the events' places: kept with those that have to wait. */
  readonly sentOf?: SentOf;
}

/** What an event says of its resource that is to be written down if the event is not refused. */
interface News {
  readonly place: number;
  readonly known: KnownResource;
  readonly row: store.DescribedResource;
  /** To be written in the transaction of the event; any other is written later, by `flush`. */
  readonly urgent: boolean;
}

/** Events that are stored together: those at the places `ready`. */
interface Batch {
  readonly batchId: bigint;
  readonly now: Instant;
  readonly columns: EventColumns;
  readonly events: readonly UsageEvent[];
  readonly ready: readonly number[];
}

interface Written {
  /** How many were new. */
  readonly inserted: number;
  /** What became of the others. */
  readonly known: ReadonlyMap<number, EventOutcome>;
  readonly news: readonly News[];
}

/**
 * Of a project that is conserved or deleted (REG-08): what was used up before its end is charged, and that something stopped is
 * heard. A gauge that runs would run on from whenever it is dated, and waits for a person.
 */
function isHeard(event: UsageEvent, { endedAt }: KnownProject, { isGauge }: KnownSku): boolean {
  return compareQuantities(event.quantity, "0") <= 0 || (!isGauge && occurredAt(event) < endedAt);
}

/** The same of a time in which it was conserved, told when it is used again: a gauge of before would have run on through it. */
function wasConserved(event: UsageEvent, { conservedIn }: KnownProject, { isGauge }: KnownSku): boolean {
  if (conservedIn.length === 0 || compareQuantities(event.quantity, "0") <= 0) return false;
  const at = occurredAt(event);
  return conservedIn.some(([from, to]) => at < to && (isGauge || at >= from));
}

/**
 * Takes usage in (PRC-04). Exact de-duplication by (source, id) for ever: the same event again is a duplicate, another
 * one under the same id a conflict, and the first stands. Once `ingest` answers, all it accepted is durable, and a refused
 * event has left nothing behind. It is not one transaction: a batch that fails half-way may be sent again as it is, and
 * then nothing is lost or counted twice.
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
  #flushesAtEnd = false;

  constructor(database: Database, options: IntakeOptions = {}) {
    this.#database = database;
    this.#facts = new IntakeFacts(database);
    this.#onAccepted = options.onAccepted ?? (() => undefined);
  }

  /** Takes parsed JSON, each value whatever it may be, from a sender who speaks for all projects or for one. */
  async ingest(
    values: readonly unknown[],
    now: Instant,
    onlyPid: string | null = null,
    sentOf: SentOf = NOTHING_SENT,
  ): Promise<EventOutcome[]> {
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
    const taken = await this.take(events, now, { sentOf: (index) => sentOf(places[index] as number) });
    for (let index = 0; index < taken.length; index += 1)
      outcomes[places[index] as number] = taken[index] as EventOutcome;
    return outcomes;
  }

  /** Takes events that readEvent has passed. */
  async take(events: readonly UsageEvent[], now: Instant, how: Taking = {}): Promise<EventOutcome[]> {
    if (events.length === 0) return [];
    try {
      return await this.#take(events, now, how);
    } catch (error) {
      throw isConnectionLoss(error) ? DatabaseUnavailable() : error;
    }
  }

  async #take(
    events: readonly UsageEvent[],
    now: Instant,
    { force = false, sentOf = NOTHING_SENT }: Taking,
  ): Promise<EventOutcome[]> {
    await this.#facts.load(events, now);
    const outcomes: EventOutcome[] = new Array(events.length).fill(ACCEPTED);
    const held: Held[] = [];
    const ready: number[] = [];
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index] as UsageEvent;
      const verdict = this.#judge(event, force);
      if (verdict === null) ready.push(index);
      else if (typeof verdict === "string") {
        const sent = sentOf(index);
        if (sent === null || sent.bytes.length <= MOST_SENT) held.push({ place: index, event, reason: verdict, sent });
        else outcomes[index] = TOO_LONG;
      } else outcomes[index] = { status: "rejected", problem: verdict };
    }
    // Sources are added when they are new, so only for events that are not refused.
    await this.#facts.loadSources(events.filter((_, index) => outcomes[index] === ACCEPTED));
    this.#refuseForeign(events, outcomes);
    const own = ready.filter((index) => outcomes[index] === ACCEPTED);
    const watched = own.some((index) => this.#facts.source(events[index] as UsageEvent)?.quarantined);
    if (watched && !force) await this.#storePastQuarantine(events, own, outcomes, now);
    else await this.#store(events, own, outcomes, now);
    await this.#hold(
      held.filter(({ place }) => outcomes[place] === ACCEPTED),
      outcomes,
      now,
    );
    return outcomes;
  }

  /** A project's own token does not report under a name of the provider's sources. */
  #refuseForeign(events: readonly UsageEvent[], outcomes: EventOutcome[]): void {
    events.forEach((event, index) => {
      if (event.sender === null || outcomes[index] !== ACCEPTED || this.#facts.source(event)) return;
      outcomes[index] = { status: "rejected", problem: eventProblem("foreign_source", "source") };
    });
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
    if (project.ended !== null && !isHeard(event, project, sku)) return project.ended;
    if (wasConserved(event, project, sku)) return "conserved_project";
    // That it is large is seen; that it may be there already is not.
    if (event.bill?.mayBeKnown) return "may_be_known";
    if (event.bill?.isTooLarge || isTooLarge(event.quantity, sku)) return "too_large";
    // A bill's rows differ by far more, and a vendor has counted them already.
    const custom = event.bill ? undefined : project.customs.get(sku.skuId);
    return custom && isUnusual(event.quantity, project.days.dayOf(occurredAt(event)), custom) ? "unusual" : null;
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
    const elsewhere = await replacedElsewhere(this.#database, events, ready, (event) => this.#placeOf(event));
    for (const [index, outcome] of elsewhere) outcomes[index] = outcome;
    const left = elsewhere.size === 0 ? ready : ready.filter((index) => !elsewhere.has(index));
    if (left.length === 0) return;
    const columns = this.#free.pop() ?? new EventColumns();
    try {
      const batch: Batch = { batchId: await this.#nextBatchId(), now, columns, events, ready: left };
      const corrects = left.some((index) => (events[index] as UsageEvent).supersedes !== null);
      const { inserted, known, news } = corrects ? await this.#writeCorrecting(batch) : await this.#writeEvents(batch);
      if (inserted > 0) this.#onAccepted();
      else this.#batchIds.push(batch.batchId);
      for (const [index, outcome] of known) outcomes[index] = outcome;
      this.#learn(news.filter(({ place }) => outcomes[place] !== CONFLICT));
      if (this.#later.size > MOST_LATER) await this.flush();
    } finally {
      this.#free.push(columns);
    }
  }

  #add(columns: EventColumns, event: UsageEvent, place: number, news: News[]): void {
    const project = this.#facts.project(event.pid) as KnownProject;
    const source = this.#facts.source(event) as KnownSource;
    const resource = event.sender === null || source.plainResources ? event.resource : ownResource(event.resource);
    const known =
      project.resources.get(resource) ?? this.#facts.addResource(project, resource, uuidWords(event.pid, resource));
    const at = occurredAt(event);
    const says = newsOf(known, event, at);
    if (says !== "nothing") {
      news.push({ place, known, row: describedRow(project, known, event, resource, at), urgent: says === "other" });
    }
    columns.add(event, {
      sourceId: source.sourceId,
      projectId: project.projectId,
      resourceId: known.words,
      skuId: this.#facts.sku(event.sku)?.skuId as number,
      day: project.days.dayOf(at),
    });
  }

  #placeOf(event: UsageEvent) {
    return {
      sourceId: this.#facts.source(event)?.sourceId as number,
      projectId: this.#facts.project(event.pid)?.projectId as number,
    };
  }

  async #writeEvents(batch: Batch): Promise<Written> {
    const news = this.#lineUp(batch);
    const written = await this.#expectingNew((allNew) =>
      news.some((one) => one.urgent)
        ? this.#database.transaction((tx) => write(tx, batch, news, allNew))
        : write(this.#database, batch, news, allNew),
    );
    this.#expectsKnown = written.inserted < batch.ready.length;
    return written;
  }

  /** One batch of a source at a time decides which of its corrections stand: the order of acceptance does, never chance. */
  async #writeCorrecting(batch: Batch): Promise<Written> {
    const { events, ready } = batch;
    const placeOf = (event: UsageEvent) => this.#placeOf(event);
    const correcting = ready.filter((index) => (events[index] as UsageEvent).supersedes !== null);
    const sources = new Set(correcting.map((index) => placeOf(events[index] as UsageEvent).sourceId));
    return this.#retryingDeadlocks(() =>
      this.#database.transaction(async (tx) => {
        for (const source of [...sources].sort((a, b) => a - b)) await holdLock(tx, "corrections", String(source));
        const refused = await refusedCorrections(tx, events, ready, placeOf);
        const rest = { ...batch, ready: ready.filter((index) => !refused.has(index)) };
        if (rest.ready.length === 0) return { inserted: 0, known: refused, news: [] };
        const written = await write(tx, rest, this.#lineUp(rest), false);
        return { ...written, known: new Map([...refused, ...written.known]) };
      }),
    );
  }

  /** Puts the events into the columns; answers what they say of their resources. */
  #lineUp({ columns, events, ready }: Batch): News[] {
    const news: News[] = [];
    columns.reset();
    for (const index of ready) this.#add(columns, events[index] as UsageEvent, index, news);
    return news;
  }

  /**
   * Remembers the descriptions that are durable now. One that only says the same as of a later instant is put aside for
   * `flush`: should it be lost, the resource is described no worse.
   */
  #learn(news: readonly News[]): void {
    for (const { known, row, urgent } of news) {
      if (known.describedAt > row.describedAt) continue;
      known.describedAt = row.describedAt;
      known.labels = row.labels;
      known.name = row.name;
      if (!urgent) this.#later.set(known, row);
    }
    if (this.#later.size > 0) this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#flushesAtEnd) return;
    this.#timer ??= setTimeout(() => void this.flush().catch(() => this.#flushSoon()), FLUSH_MS).unref();
  }

  /**
   * Does work that will be done again when it fails half-way, as a file is imported again: what may wait until `flush`
   * waits until its end.
   */
  async flushingAtEnd<T>(work: () => Promise<T>): Promise<T> {
    this.#flushesAtEnd = true;
    try {
      return await work();
    } finally {
      this.#flushesAtEnd = false;
      await this.flush();
    }
  }

  /** Writes the descriptions of resources that were put aside: at the end of a file, before the process ends. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const entries = [...this.#later];
    for (let from = 0; from < entries.length; from += FLUSHED_TOGETHER) {
      const part = entries.slice(from, from + FLUSHED_TOGETHER);
      await this.#retryingDeadlocks(() =>
        store.describeResources(
          this.#database,
          part.map(([, row]) => row),
        ),
      );
      // Forgotten only once it is written; one that was replaced by a newer meanwhile stays for the next time.
      for (const [known, row] of part) if (this.#later.get(known) === row) this.#later.delete(known);
    }
  }

  /**
   * Where the last batch held nothing known, this one is expected to be new as well and is written without looking; when
   * the database finds one that is known, the work is done again, looking.
   */
  async #expectingNew<T>(work: (allNew: boolean) => Promise<T>): Promise<T> {
    if (this.#expectsKnown) return this.#retryingDeadlocks(() => work(false));
    try {
      return await this.#retryingDeadlocks(() => work(true));
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      return this.#retryingDeadlocks(() => work(false));
    }
  }

  async #hold(held: readonly Held[], outcomes: EventOutcome[], now: Instant): Promise<void> {
    if (held.length === 0) return;
    const kept = await keepEvents(this.#database, held, now, (event) => this.#facts.source(event)?.sourceId as number);
    held.forEach(({ place, event, reason }, index) => {
      const source = this.#facts.source(event);
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

  /** Two batches with the same events in another order can wait for each other: the database ends one, which tries again. */
  async #retryingDeadlocks<T>(work: () => Promise<T>): Promise<T> {
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
 * Stores the events with what they say of their resources, all or nothing; answers those that were not new. A conflict says
 * nothing of its resource; a duplicate says what its first sending said.
 */
async function write(
  statements: store.Statements,
  { batchId, now, columns, events, ready }: Batch,
  news: readonly News[],
  allNew: boolean,
): Promise<Written> {
  const inserted = await insertRows(statements, batchId, now, columns, allNew);
  const known = await knownOf(statements, batchId, columns, inserted, events, ready);
  const described = news.filter(({ place, urgent }) => urgent && known.get(place) !== CONFLICT);
  if (described.length > 0) await store.describeResources(statements, latestOnly(described));
  return { inserted, known, news };
}

/** Answers how many were new. */
async function insertRows(
  statements: store.Statements,
  batchId: bigint,
  now: Instant,
  columns: EventColumns,
  allNew: boolean,
): Promise<number> {
  if (!allNew) return store.insertEvents(statements, batchId, now, columns);
  await store.insertNewEvents(statements, batchId, now, columns);
  return columns.count;
}

/** Which of a batch's events are duplicates or conflicts; `inserted` of them were new. */
async function knownOf(
  statements: store.Statements,
  batchId: bigint,
  columns: EventColumns,
  inserted: number,
  events: readonly UsageEvent[],
  ready: readonly number[],
): Promise<Map<number, EventOutcome>> {
  const outcomes = new Map<number, EventOutcome>();
  if (inserted === ready.length) return outcomes;
  if (inserted === 0) {
    for (const index of ready) outcomes.set(index, DUPLICATE);
    for (const { place } of await store.findConflicts(statements, columns))
      outcomes.set(ready[place - 1] as number, CONFLICT);
    return outcomes;
  }
  const known = await store.findKnown(statements, columns, batchId);
  for (const { place, same } of known) outcomes.set(ready[place - 1] as number, same ? DUPLICATE : CONFLICT);
  if (inserted + known.length < ready.length) judgeTwins(events, ready, outcomes);
  return outcomes;
}

/**
 * "other" when the resource's row is not there yet, or this event's description may have to replace another one; "again"
 * when it says the same as the last one, of a later instant.
 */
function newsOf(known: KnownResource, event: UsageEvent, at: Instant): "other" | "again" | "nothing" {
  if (Number.isNaN(known.describedAt)) return "other";
  if (event.labels === null || at < known.describedAt) return "nothing";
  if (event.labels !== known.labels || event.name !== known.name) return "other";
  return at > known.describedAt ? "again" : "nothing";
}

/** A resource that no event describes is described as of the beginning of time, so any description replaces it. */
function describedRow(
  project: KnownProject,
  known: KnownResource,
  event: UsageEvent,
  resource: string,
  at: Instant,
): store.DescribedResource {
  return {
    projectId: project.projectId,
    resourceId: known.words,
    externalId: resource,
    name: event.name,
    labels: event.labels ?? "{}",
    describedAt: event.labels === null ? NEVER_DESCRIBED : at,
  };
}

const NEVER_DESCRIBED = 0 as Instant;

/** Leaves out descriptions that a later one of the same resource replaces; two of one instant are for the database. */
function latestOnly(described: readonly News[]): store.DescribedResource[] {
  const latest = new Map<KnownResource, Instant>();
  for (const { known, row } of described) {
    const last = latest.get(known);
    if (last === undefined || row.describedAt > last) latest.set(known, row.describedAt);
  }
  const seen = new Map<KnownResource, News>();
  return described.flatMap((item) => {
    if (item.row.describedAt !== latest.get(item.known)) return [];
    const before = seen.get(item.known);
    if (before && before.row.labels === item.row.labels && before.row.name === item.row.name) return [];
    seen.set(item.known, item);
    return [item.row];
  });
}

/** Twins within a batch: the first was stored; each later one is its duplicate or in conflict with it. */
function judgeTwins(
  events: readonly UsageEvent[],
  ready: readonly number[],
  outcomes: Map<number, EventOutcome>,
): void {
  const first = new Map<string, string>();
  for (const index of ready) {
    if (outcomes.has(index)) continue;
    const event = events[index] as UsageEvent;
    const key = JSON.stringify([storedSource(event), event.id]);
    const content = event.bill?.meaning ?? JSON.stringify(event);
    const stored = first.get(key);
    if (stored === undefined) first.set(key, content);
    else outcomes.set(index, stored === content ? DUPLICATE : CONFLICT);
  }
}
