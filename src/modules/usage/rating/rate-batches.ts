import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, type LocalDate, MINUTE, dateOf, dayPeriod, floorMinute } from "../../../core/time.ts";
import { type Database, type Tx, inOrder, sqlState, withoutTimeLimit } from "../../../platform/db.ts";
import { holdIfFree } from "../../../platform/locks.ts";
import { allRegions } from "../../tenancy/index.ts";
import {
  type ContractChange,
  anyContractChange,
  chargeAnew,
  rebuildDays,
  takeContractChanges,
} from "./contract-store.ts";
import * as store from "./rating-store.ts";
import * as repricing from "./reprice-store.ts";

/** Batches, and changes of contracts, of one transaction. */
const AT_ONCE = 500;

/** How many of them this process takes now: fewer after so many took too long. */
let lately = AT_ONCE;
const FEWER = 8;
const CANCELLED = "57014";

/**
 * Takes accepted events into the grains they belong to: quantities are summed by local day, gauge points are put into
 * their timelines, and the projects are woken so that they are charged. Late events (PRC-04) mark the days behind them
 * to be charged anew; corrected ones rebuild the usage of their resource and SKU from the events. One transaction; one
 * rater at a time over all processes. Changes of projects'
 * contracts are taken before. Answers how many batches, or changes, it took: call again until none is left. What takes longer
 * than a statement may is taken in smaller parts from then on, one batch at last for as long as it takes: whatever was accepted
 * is rated some time, and nothing that comes after waits for ever.
 */
export async function rateBatches(database: Database, now: Instant, limit = AT_ONCE): Promise<number> {
  return (await rateNext(database, now, limit)).taken;
}

/** How many it took, and how many it would have taken had there been more. */
async function rateNext(database: Database, now: Instant, limit: number): Promise<{ taken: number; most: number }> {
  for (;;) {
    const most = Math.min(limit, lately);
    try {
      const taken = await rateSome(database, now, most);
      lately = Math.min(AT_ONCE, lately * 2);
      return { taken, most };
    } catch (error) {
      if (sqlState(error) !== CANCELLED || most === 1) throw error;
      lately = Math.ceil(most / FEWER);
    }
  }
}

function rateSome(database: Database, now: Instant, limit: number): Promise<number> {
  return database.transaction(async (tx) => {
    if (limit === 1) await withoutTimeLimit(tx);
    // One rater at a time: rating is far faster than intake, and two would wait for each other's rows anyway.
    const [held, changed, batches] = await inOrder([
      () => holdIfFree(tx, "rating"),
      () => anyContractChange(tx),
      () => store.takeBatches(tx, limit),
    ]);
    if (!held) return 0;
    const changes = changed ? await takeContractChanges(tx, limit) : [];
    if (changes.length > 0) await takeContracts(tx, changes, now);
    if (batches.length > 0) await takeBatches(tx, batches, now);
    return Math.max(batches.length, changes.length);
  });
}

/**
 * A project's contract began, ended or became another's (REG-06), known only now or ahead: the quantities of that day are
 * cut there, and what was charged since is charged anew, so that each part stands under the contract of its time.
 */
async function takeContracts(tx: Tx, changes: readonly ContractChange[], now: Instant): Promise<void> {
  const projects = Map.groupBy(changes, (change) => change.projectId);
  await store.holdCharging(tx, [...projects.keys()]);
  const days = await dayBounds(tx, changes);
  const cut = changes.flatMap(({ projectId, at }, index) => {
    const day = days[index];
    return day && floorMinute(at) / MINUTE > day.fromMinute ? [{ ...day, projectId }] : [];
  });
  const once = [...new Map(cut.map((day) => [`${day.projectId} ${day.day}`, day])).values()];
  if (once.length > 0) await rebuildDays(tx, once);
  const since = [...projects.values()].flatMap(([first]) => (first ? [first] : []));
  await chargeAnew(tx, since, now);
}

async function takeBatches(tx: Tx, batches: readonly bigint[], now: Instant): Promise<void> {
  const touched = await store.sumUp(tx, batches);
  if (!touched) return store.markRated(tx, batches, now);
  const corrected = touched.corrections ? await store.selectCorrected(tx, batches) : [];
  if (touched.quantities) await addQuantities(tx, batches, corrected);
  const [{ late, lacking }] = await inOrder([
    () => store.touchProjects(tx, batches, corrected.length > 0, now),
    () => touched.gauges && store.addGauges(tx, batches, { corrected }),
    () => store.learnCustoms(tx),
    () => store.markRated(tx, batches, now),
  ]);
  if (corrected.length > 0) await rebuild(tx, batches, corrected);
  if (late || corrected.length > 0) await store.markLate(tx, corrected);
  if (lacking) await store.noteUnpricedUsage(tx, now);
}

/** Usage before and after a price change inside its day is kept apart (PRC-02), where there is such a change. */
async function addQuantities(tx: Tx, batches: readonly bigint[], corrected: readonly store.UsageKey[]): Promise<void> {
  const bounds = await dayBounds(tx, await store.selectDays(tx));
  const edges = await store.selectEdges(tx, bounds);
  if (edges.prices) await store.addPricedQuantities(tx, batches, { corrected }, bounds);
  else if (edges.projects.length === 0) await store.addQuantities(tx, { corrected });
  else {
    const ids = edges.projects;
    await store.addPricedQuantities(tx, batches, { corrected, projects: { ids, among: true } }, bounds);
    await store.addQuantities(tx, { corrected, projects: { ids, among: false } });
  }
}

/** Runs rateBatches until nothing is left to rate (or another process is rating). */
export async function rateAll(database: Database, now: Instant): Promise<void> {
  // Fewer than it might take: there were no more. To go on until none come would never let what was rated be charged.
  for (;;) {
    const { taken, most } = await rateNext(database, now, AT_ONCE);
    if (taken < most) return;
  }
}

async function rebuild(tx: Tx, batches: readonly bigint[], keys: readonly store.UsageKey[]): Promise<void> {
  const bounds = await dayBounds(tx, await store.selectKeyDays(tx, keys));
  await store.rebuildQuantities(tx, batches, keys, bounds);
  await store.rebuildGauges(tx, batches, keys);
}

async function dayBounds(tx: Tx, days: readonly store.RegionDay[]) {
  const zones = new Map((await allRegions(tx)).map((region) => [region.regionCode, region.timeZone]));
  return days.map(({ regionCode, day }) => {
    const { start, end } = dayPeriod(day, zones.get(regionCode) ?? "UTC");
    return { regionCode, day, fromMinute: start / MINUTE, toMinute: end / MINUTE };
  });
}

export interface PriceEffect {
  /** SKUs whose prices changed; null: all of them. */
  readonly skuIds: readonly number[] | null;
  /** Projects that are priced differently; null: all of them. */
  readonly projectIds: readonly ProjectId[] | null;
  /** From when the change counts. */
  readonly from: Instant;
}

/**
 * Prices, or who pays which, changed from an instant on (PRC-02): usage since then is charged anew, as a visible
 * correction where it was charged already, and usage that waited for a price is rated. Atomic with the caller.
 */
export async function reprice(tx: Tx, effect: PriceEffect, now: Instant): Promise<void> {
  const from = floorMinute(effect.from);
  const regions = new Map((await allRegions(tx)).map((region) => [region.regionCode, region]));
  const earliest = [...regions.values()].map((region) => dateOf(from, region.timeZone)).sort()[0];
  if (!earliest) return;
  // Charging that is under way uses the old prices: waited for, its day is seen as charged and is corrected.
  await store.holdCharging(tx, effect.projectIds);
  const rows = await repricing.selectRepriced(tx, effect.skuIds, effect.projectIds, from / MINUTE, earliest);
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.projectId);
  await rebuildSlots(tx, ids, earliest);
  await repricing.markFrom(tx, rows);
  await repricing.wakeRepriced(tx, ids, now);
}

/** Quantities are kept apart by the price that held; a new boundary inside a day cuts them anew. */
async function rebuildSlots(tx: Tx, projectIds: readonly ProjectId[], fromDay: LocalDate): Promise<void> {
  const keys = await repricing.selectQuantityKeys(tx, projectIds, fromDay);
  for (const [, slice] of Map.groupBy(
    keys.map((key, index) => ({ key, slice: Math.floor(index / 10_000) })),
    (row) => row.slice,
  )) {
    const own = slice.map((row) => row.key);
    await store.rebuildQuantities(tx, [], own, await dayBounds(tx, await store.selectKeyDays(tx, own)));
  }
}
