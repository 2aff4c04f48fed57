import { formatDecimal } from "../../../core/decimal.ts";
import { formatPid, parsePid } from "../../../core/ids.ts";
import { HOUR, type Instant, type Zone, dateOf, plus } from "../../../core/time.ts";
import type { Database } from "../../../platform/db.ts";
import { type SkuIndex, skuIndex } from "../../catalog/index.ts";
import { type ProjectFacts, projectFacts, statusChangedSince } from "../../tenancy/index.ts";
import { compareQuantities } from "./event-quantity.ts";
import { BARE_TYPE, TYPE_PREFIX, type UsageEvent } from "./event.ts";
import { postgresDay } from "./event-time.ts";
import { customsOf, takeSources } from "./ingest-store.ts";
import { ownText } from "./own-text.ts";
import type { UuidWords } from "./resource-id.ts";
import { type Sent, storedSource } from "./sender.ts";

/** A resource of which this process knows that its row is there, and which description it has at least. */
export interface KnownResource {
  readonly words: UuidWords;
  /** NaN until the row is known to be there. */
  describedAt: number;
  labels: string | null;
  name: string | null;
}

/** What a project is used to of a SKU. */
export interface Custom {
  /** A quantity above it is unusual. */
  readonly limit: string;
  readonly events: number;
  /** Days since 2000-01-01. */
  readonly since: number;
}

const ENDED = { active: null, conserved: "conserved_project", deleted: "deleted_project" } as const;

export class KnownProject {
  readonly projectId: number;
  readonly days: LocalDays;
  /** Why nothing runs in it from `endedAt` on (REG-08); null: it is used. */
  readonly ended: "deleted_project" | "conserved_project" | null;
  readonly endedAt: Instant;
  /** Times before that in which it was conserved. */
  readonly conservedIn: readonly (readonly [Instant, Instant])[];
  readonly resources: Map<string, KnownResource>;
  readonly loadedAt: number;
  /** The last change of its status that is known here; null: none. */
  readonly statusSince: Instant | null;
  /** By the SKU's number. */
  readonly customs = new Map<number, Custom>();

  constructor(fact: ProjectFacts, days: LocalDays, resources: Map<string, KnownResource>, loadedAt: number) {
    this.projectId = Number(fact.projectId);
    this.ended = ENDED[fact.status];
    this.statusSince = fact.statusSince;
    this.endedAt = fact.statusSince ?? (Number.NEGATIVE_INFINITY as Instant);
    this.conservedIn = fact.conservedIn ?? [];
    this.days = days;
    this.resources = resources;
    this.loadedAt = loadedAt;
  }
}

export interface KnownSku {
  readonly skuId: number;
  readonly type: string;
  readonly meterCode: string;
  readonly unit: string;
  readonly isGauge: boolean;
  readonly largest: string;
}

export interface KnownSource {
  readonly sourceId: number;
  readonly plainResources: boolean;
  quarantined: boolean;
  readonly loadedAt: number;
}

/** Local days of a zone as PostgreSQL dates. Every zone's midnight falls on a whole quarter of an hour of UTC. */
export class LocalDays {
  readonly #zone: Zone;
  readonly #days = new Map<number, number>();
  #lastQuarter = -1;
  #lastDay = 0;

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  dayOf(instant: Instant): number {
    const quarter = Math.floor(instant / QUARTER);
    if (quarter === this.#lastQuarter) return this.#lastDay;
    let day = this.#days.get(quarter);
    if (day === undefined) {
      day = postgresDay(dateOf(instant, this.#zone));
      if (this.#days.size > MOST_QUARTERS) this.#days.clear();
      this.#days.set(quarter, day);
    }
    this.#lastQuarter = quarter;
    this.#lastDay = day;
    return day;
  }
}

const QUARTER = 900_000;
const MOST_QUARTERS = 50_000;
/** After so long, what is known of a project, a source and the catalogue is asked for again. */
const FRESH_MS = 3_000;
const MOST_RESOURCES = 200_000;
const MOST_PROJECTS = 50_000;
const MOST_SOURCES = 10_000;

/**
 * What events are checked against, kept in memory. What is not known is always asked for, so nothing is refused for long
 * that has become right; what is known is asked for again after FRESH_MS of machine time (not business time).
 */
export class IntakeFacts {
  readonly #database: Database;
  readonly #zones = new Map<Zone, LocalDays>();
  #projects = new Map<string, KnownProject>();
  #older = new Map<string, KnownProject>();
  #resources = 0;
  #sources = new Map<string, KnownSource>();
  #skus = new Map<string, KnownSku>();
  #index: SkuIndex | undefined;
  #indexAt = Number.NEGATIVE_INFINITY;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Brings in the projects and SKUs that these events name and that are not known or no longer fresh. That a project was conserved
   * or deleted is known at once: nothing that is told after it runs there (REG-08). `businessNow` is that of the batch.
   */
  async load(events: readonly UsageEvent[], businessNow: Instant): Promise<void> {
    const now = performance.now();
    const pids = new Set<string>();
    for (const { projectId, statusSince } of await statusChangedSince(this.#database, plus(businessNow, -HOUR))) {
      const project = this.project(formatPid(projectId));
      if (project && project.statusSince !== statusSince) pids.add(formatPid(projectId));
    }
    let skus = now - this.#indexAt > FRESH_MS;
    for (const event of events) {
      const project = this.project(event.pid);
      if (!project || now - project.loadedAt > FRESH_MS) pids.add(event.pid);
      if (!this.#skus.has(event.sku)) skus = true;
    }
    if (skus) await this.#loadSkus(now);
    if (pids.size > 0) await this.#loadProjects([...pids], now);
  }

  /** Brings in the sources of these events; new ones are added, but for a project's under a name of the provider's. */
  async loadSources(events: readonly UsageEvent[]): Promise<void> {
    const now = performance.now();
    if (this.#sources.size > MOST_SOURCES) this.#sources = new Map();
    const sources = new Set<string>();
    for (const event of events) {
      const source = this.source(event);
      if (!source || now - source.loadedAt > FRESH_MS) sources.add(storedSource(event));
    }
    if (sources.size === 0) return;
    for (const { source, ...row } of await takeSources(this.#database, [...sources])) {
      this.#sources.set(source, { ...row, loadedAt: now });
    }
  }

  project(pid: string): KnownProject | undefined {
    const known = this.#projects.get(pid);
    if (known) return known;
    const old = this.#older.get(pid);
    if (old) this.#projects.set(pid, old);
    return old;
  }

  sku(code: string): KnownSku | undefined {
    return this.#skus.get(code);
  }

  hasMeter(type: string): boolean {
    return type === BARE_TYPE || (this.#index?.meters.has(type.slice(TYPE_PREFIX.length)) ?? false);
  }

  /** Undefined for sources that `loadSources` was never told of, and for those that the sender may not use. */
  source(event: Sent): KnownSource | undefined {
    return this.#sources.get(storedSource(event));
  }

  /** Remembers resources of a project; the longest unused projects are forgotten when there are too many in all. */
  addResource(project: KnownProject, externalId: string, words: UuidWords): KnownResource {
    const known: KnownResource = { words, describedAt: Number.NaN, labels: null, name: null };
    // A copy: the text may be a slice of a large one, which it would keep alive.
    project.resources.set(ownText(externalId), known);
    this.#resources += 1;
    if (this.#resources > MOST_RESOURCES) this.#forget();
    return known;
  }

  #forget(): void {
    for (const project of this.#projects.values()) {
      if (project.resources.size > MOST_RESOURCES / 2) project.resources.clear();
    }
    this.#older = this.#projects;
    this.#projects = new Map();
    this.#resources = 0;
  }

  async #loadSkus(now: number): Promise<void> {
    const index = await this.#database.snapshot((tx) => skuIndex(tx, this.#index));
    this.#indexAt = now;
    if (index === this.#index) return;
    this.#index = index;
    this.#skus = new Map(
      [...index.skus].map(([code, sku]) => [
        code,
        {
          skuId: sku.skuId,
          type: TYPE_PREFIX + sku.meterCode,
          meterCode: sku.meterCode,
          unit: sku.meter.unit,
          isGauge: sku.meter.kind === "gauge",
          largest: formatDecimal(sku.meter.largest),
        },
      ]),
    );
  }

  async #loadProjects(pids: readonly string[], now: number): Promise<void> {
    const ids = pids.map((pid) => parsePid(pid)).filter((id) => id !== null);
    const facts = await projectFacts(this.#database, ids);
    if (this.#projects.size > MOST_PROJECTS) this.#forget();
    for (const fact of facts.values()) {
      const pid = formatPid(fact.projectId);
      const resources = this.project(pid)?.resources ?? new Map<string, KnownResource>();
      this.#projects.set(pid, new KnownProject(fact, this.#daysOf(fact.timeZone), resources, now));
    }
    for (const row of await customsOf(this.#database, [...facts.keys()], UNUSUAL_TIMES)) {
      const custom = { limit: row.limit, events: Number(row.events), since: postgresDay(row.since) };
      this.#projects.get(formatPid(row.projectId))?.customs.set(row.skuId, custom);
    }
  }

  #daysOf(zone: Zone): LocalDays {
    let days = this.#zones.get(zone);
    if (!days) this.#zones.set(zone, (days = new LocalDays(zone)));
    return days;
  }
}

/** True when a quantity (normal spelling) is above what the meter calls plausible. */
export function isTooLarge(quantity: string, sku: KnownSku): boolean {
  return compareQuantities(quantity, sku.largest) > 0;
}

/** So many times of what a project is used to are unusual. */
const UNUSUAL_TIMES = 1_000;
/** A project is used to what it has had in so many events, or for so many days: the first figures of a new one tell nothing. */
const ENOUGH_EVENTS = 10;
const ENOUGH_DAYS = 3;

/** True when a quantity (normal spelling) of a day is a thousand times what its project is used to. */
export function isUnusual(quantity: string, day: number, custom: Custom | undefined): boolean {
  if (!custom || compareQuantities(quantity, custom.limit) <= 0) return false;
  return custom.events >= ENOUGH_EVENTS || day - custom.since >= ENOUGH_DAYS;
}
