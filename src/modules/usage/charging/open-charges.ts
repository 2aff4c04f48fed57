import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, type LocalDate, MINUTE, addDays, dateOf } from "../../../core/time.ts";
import { NEVER, type Tx } from "../../../platform/db.ts";
import { type ChargeDay, type ProjectClaim, type Target, chargeDay, groupIn } from "./charge-day.ts";
import * as burn from "./burn-store.ts";
import * as store from "./accrual-store.ts";
import * as schedule from "./schedule-store.ts";

/** What is consumed and not posted yet, as the ledger would have it if it were posted at an instant: computed, not written. */

type Reader = Pick<Tx, "query">;

/** By project and bonus group; a project with nothing open is missing. */
export async function openClaims(
  reader: Reader,
  projectIds: readonly ProjectId[],
  now: Instant,
): Promise<Map<ProjectId, ProjectClaim[]>> {
  const days = await openDays(reader, projectIds, now);
  const [only] = days;
  if (!only) return new Map();
  // Nearly always one day is open, and the database sums it.
  if (days.length === 1) return Map.groupBy(await store.selectOpenClaims(reader, only.day, only.targets), projectOf);
  const grains = Map.groupBy(await grainsOf(reader, days), projectOf);
  return new Map([...grains].map(([projectId, own]) => [projectId, claimsOf(projectId, own)]));
}

const projectOf = (row: { readonly projectId: ProjectId }): ProjectId => row.projectId;

function claimsOf(projectId: ProjectId, grains: readonly store.OpenGrain[]): ProjectClaim[] {
  return [...Map.groupBy(grains, (grain) => grain.bonusGroup)].map(([bonusGroup, own]) => {
    return { projectId, bonusGroup, amountMinor: own.reduce((sum, grain) => sum + grain.amountMinor, 0n) };
  });
}

/** Grain by grain: what each day costs follows from the open days before it. */
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

/** A project's open grains: those of the last open day, which as a rule is the only one, as a query for a cursor. */
export interface OpenPieces {
  readonly earlier: readonly store.OpenGrain[];
  readonly last: { readonly day: LocalDate; readonly statement: store.Statement };
}

/** As openGrains, for a reader in constant memory; null when nothing is open. */
export async function openPieces(reader: Reader, projectId: ProjectId, now: Instant): Promise<OpenPieces | null> {
  const days = await openDays(reader, [projectId], now);
  const last = days.pop();
  if (!last) return null;
  const earlier = await grainsOf(reader, days);
  const statement = store.openGrainStatement(last.day, last.targets, earlier);
  return { earlier, last: { day: last.day.day, statement } };
}

/**
 * What a project will be charged a day by bonus group, by all that it uses: what runs now for the whole of tomorrow (daily
 * licences included), a thirtieth of its monthly fees, and the mean of what was used up (traffic, requests) in the seven
 * days before. Minor units; groups without cost are missing.
 */
export async function dailyCost(reader: Reader, projectId: ProjectId, now: Instant): Promise<ProjectClaim[]> {
  const [accrual] = await schedule.selectAccruals(reader, [projectId]);
  if (!accrual) return [];
  const today = dateOf(now, accrual.timeZone);
  const claims = [
    ...(await burn.selectRunningCost(reader, projectId, chargeDay(addDays(today, 1), accrual))),
    ...(await burn.selectMonthlyFees(reader, projectId, now)),
    ...(await burn.selectUsedUp(reader, projectId, today)),
  ];
  return [...Map.groupBy(claims, (claim) => groupIn(accrual, claim.bonusGroup))]
    .map(([bonusGroup, own]) => {
      return { projectId, bonusGroup, amountMinor: own.reduce((sum, claim) => sum + claim.amountMinor, 0n) };
    })
    .filter((claim) => claim.amountMinor > 0n);
}

interface OpenDay {
  readonly day: ChargeDay;
  readonly targets: readonly Target[];
}

/** The local days that are not charged yet, with the projects for which that is so, up to the minute of `now`. */
async function openDays(reader: Reader, projectIds: readonly ProjectId[], now: Instant): Promise<OpenDay[]> {
  const accruals = await schedule.selectAccruals(reader, projectIds);
  const dirty = await schedule.selectDirtyDays(reader, projectIds);
  const awake = accruals.filter((row) => row.dueAt < NEVER);
  if (awake.length === 0 && dirty.size === 0) return [];
  const minute = Math.floor(now / MINUTE);
  const days: OpenDay[] = [];
  for (const [, rows] of Map.groupBy(accruals, (row) => row.regionCode)) {
    const [region] = rows;
    if (!region) continue;
    const own = new Set(rows.map((row) => row.projectId));
    for (const [day, ids] of dirty) {
      const targets = ids.filter((id) => own.has(id)).map((projectId) => ({ projectId, untilMinute: minute }));
      if (targets.length > 0) days.push({ day: chargeDay(day, region), targets });
    }
    const today = dateOf(now, region.timeZone);
    for (const [openDay, group] of Map.groupBy(
      rows.filter((row) => row.dueAt < NEVER),
      (row) => row.openDay,
    )) {
      const targets = group.map((row) => ({ projectId: row.projectId, untilMinute: minute }));
      for (let day: LocalDate = openDay; day <= today; day = addDays(day, 1)) {
        days.push({ day: chargeDay(day, region), targets });
      }
    }
  }
  return days;
}
