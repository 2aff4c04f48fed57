import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import { subjectsOf } from "../../core/subject.ts";
import { type Instant, type LocalDate, MINUTE, addDays, dateOf } from "../../core/time.ts";
import type { Database, Tx } from "../../platform/db.ts";
import { NEVER } from "../../platform/db.ts";
import { tenantRead } from "../../platform/http/index.ts";
import { type Funds, funds } from "../balance/index.ts";
import { type Region, allRegions } from "../tenancy/index.ts";
import { chargeDay, groupBy, paidByAccount } from "./charging/accrue.ts";
import * as store from "./charging/accrual-store.ts";
import * as schedule from "./charging/schedule-store.ts";

type Reader = Pick<Tx, "query">;

/** A project's money at an instant: what is posted, less what is consumed and not posted yet (computed, not written). */
export interface BalanceView {
  readonly paymentMinor: Minor;
  readonly bonusMinor: Minor;
  readonly funds: Funds;
  /** What is consumed and not posted yet, by bonus group. */
  readonly open: readonly store.ClaimRow[];
}

/**
 * BAL-01: the balances as they are at `now`, to the minute: the very figures the ledger would show if everything were
 * posted now. Set-based: one call for many projects costs little more than for one. An unknown project has zeros.
 */
export async function balanceViews(
  reader: Reader,
  projectIds: readonly ProjectId[],
  now: Instant,
): Promise<Map<ProjectId, BalanceView>> {
  const posted = await funds(reader, projectIds);
  const open = await openNeeds(reader, projectIds, now);
  const views = new Map<ProjectId, BalanceView>();
  for (const projectId of projectIds) {
    const own = posted.get(projectId) as Funds;
    const needs = open.get(projectId) ?? [];
    const fromAccount = paidByAccount(own, needs);
    const needed = needs.reduce((sum, row) => sum + row.amount_minor, 0n);
    views.set(projectId, {
      paymentMinor: own.paymentMinor - fromAccount,
      bonusMinor: own.bonusMinor - (needed - fromAccount),
      funds: own,
      open: needs,
    });
  }
  return views;
}

/** What is consumed and not posted yet, by project and bonus group. */
async function openNeeds(
  reader: Reader,
  projectIds: readonly ProjectId[],
  now: Instant,
): Promise<Map<ProjectId, store.ClaimRow[]>> {
  const days = await openDays(reader, projectIds, now);
  const [only] = days;
  if (!only) return new Map();
  // Nearly always one day is open, and the database sums it.
  if (days.length === 1) return groupBy(await store.selectOpenClaims(reader, only.day, only.targets), projectOf);
  return new Map(
    [...groupBy(await grainsOf(reader, days), projectOf)].map(([id, grains]) => [id, claimsOf(id, grains)]),
  );
}

const projectOf = (row: { readonly project_id: ProjectId }): ProjectId => row.project_id;

function claimsOf(projectId: ProjectId, grains: readonly store.OpenGrain[]): store.ClaimRow[] {
  return [...groupBy(grains, (grain) => grain.bonus_group)].map(([group, own]) => ({
    project_id: projectId,
    bonus_group: group,
    amount_minor: own.reduce((sum, grain) => sum + grain.amount_minor, 0n),
  }));
}

/** What is consumed and not posted yet, grain by grain: what each day costs follows from the open days before it. */
export async function openGrains(
  reader: Reader,
  projectIds: readonly ProjectId[],
  now: Instant,
): Promise<store.OpenGrain[]> {
  return grainsOf(reader, await openDays(reader, projectIds, now));
}

async function grainsOf(reader: Reader, days: readonly OpenDay[]): Promise<store.OpenGrain[]> {
  const grains: store.OpenGrain[] = [];
  for (const { day, targets } of days) {
    // One by one: as arguments of a single push, a hundred thousand grains overflow the stack.
    for (const grain of await store.selectOpenGrains(reader, day, targets, grains)) grains.push(grain);
  }
  return grains;
}

interface OpenDay {
  readonly day: store.ChargeDay;
  readonly targets: readonly store.Target[];
}

/** The local days that are not charged yet, with the projects for which that is so, up to the minute of `now`. */
export async function openDays(reader: Reader, projectIds: readonly ProjectId[], now: Instant): Promise<OpenDay[]> {
  const accruals = await schedule.selectAccruals(reader, projectIds);
  const dirty = await schedule.selectDirtyDays(reader, projectIds);
  const awake = accruals.filter((row) => row.due_at < NEVER);
  if (awake.length === 0 && dirty.size === 0) return [];
  const regions = new Map((await regionsOf(reader)).map((region) => [region.regionCode, region]));
  const minute = Math.floor(now / MINUTE);
  const days: OpenDay[] = [];
  for (const [regionCode, rows] of groupBy(accruals, (row) => row.region_code)) {
    const timeZone = regions.get(regionCode)?.timeZone ?? "UTC";
    const own = new Set(rows.map((row) => row.project_id));
    for (const [day, ids] of dirty) {
      const targets = ids.filter((id) => own.has(id)).map((projectId) => ({ projectId, untilMinute: minute }));
      if (targets.length > 0) days.push({ day: chargeDay(day, timeZone), targets });
    }
    const today = dateOf(now, timeZone);
    for (const [openDay, group] of groupBy(
      rows.filter((row) => row.due_at < NEVER),
      (row) => row.open_day,
    )) {
      const targets = group.map((row) => ({ projectId: row.project_id, untilMinute: minute }));
      for (let day: LocalDate = openDay; day <= today; day = addDays(day, 1)) {
        days.push({ day: chargeDay(day, timeZone), targets });
      }
    }
  }
  return days;
}

let regionCache: { readonly reader: object; readonly regions: Region[]; readonly until: number } | undefined;

/** Regions change with a restart or a load; a minute-old copy serves the balance's hot path. */
async function regionsOf(reader: Reader): Promise<Region[]> {
  if (regionCache && regionCache.reader === reader && performance.now() < regionCache.until) return regionCache.regions;
  const regions = await allRegions(reader);
  regionCache = { reader, regions, until: performance.now() + MINUTE };
  return regions;
}

interface Waiting {
  readonly projectId: ProjectId;
  readonly now: Instant;
  readonly resolve: (view: BalanceView) => void;
  readonly reject: (error: unknown) => void;
}

const MOST_AT_ONCE = 200;

/**
 * Reads balances for many requests at once: those that come while a read is under way share the next one. Under load the
 * database sees a few set-based queries instead of thousands of small ones; alone a request waits for nobody.
 */
export class BalanceReader {
  readonly #database: Database;
  #waiting: Waiting[] = [];
  #running = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  read(projectId: ProjectId, now: Instant): Promise<BalanceView> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ projectId, now, resolve, reject });
      if (this.#running < 2) void this.#flush();
    });
  }

  /** The database shows the rows of these projects only, each of which its own request may see (reliability 34). */
  #views(projectIds: readonly ProjectId[], now: Instant): Promise<Map<ProjectId, BalanceView>> {
    return tenantRead(this.#database, subjectsOf("project", projectIds), (tx) => balanceViews(tx, projectIds, now));
  }

  async #readAlone({ projectId, now, resolve, reject }: Waiting): Promise<void> {
    try {
      resolve((await this.#views([projectId], now)).get(projectId) as BalanceView);
    } catch (error) {
      reject(error);
    }
  }

  async #flush(): Promise<void> {
    this.#running += 1;
    // One turn of the event loop: requests of the same moment go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE);
      try {
        const latest = batch.reduce((most, one) => (one.now > most ? one.now : most), (batch[0] as Waiting).now);
        const views = await this.#views([...new Set(batch.map((one) => one.projectId))], latest);
        for (const one of batch) one.resolve(views.get(one.projectId) as BalanceView);
      } catch (error) {
        // A project whose figures fail must not take the others' with it.
        if (batch.length > 1) await Promise.all(batch.map((one) => this.#readAlone(one)));
        else for (const one of batch) one.reject(error);
      }
    }
    this.#running -= 1;
  }
}
