import type { ProjectId } from "../../../core/ids.ts";
import { type Instant, MINUTE, monthOf } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { withBonus } from "../../balance/index.ts";
import type { Region } from "../../tenancy/index.ts";
import * as store from "./accrual-store.ts";
import { chargeDay } from "./charge-day.ts";
import { chargeStaged } from "./charge-staged.ts";
import { type LateBounds, type LateDay, lateDaysNow } from "./late-days.ts";
import * as schedule from "./schedule-store.ts";
import { settleLateBonuses } from "./settle-late-bonuses.ts";
import * as stage from "./stage-store.ts";

/**
 * Charges days behind the open one anew, of projects of a region that are held, as many as `bounds` allow and the oldest first
 * (PRC-04); then bonuses pay what they would have paid had it been known in time (BAL-04). Answers the projects of which such
 * days are left: they are charged no further until the next transaction has gone on with these.
 */
export async function chargeLate(
  tx: Tx,
  region: Region,
  rows: readonly schedule.AccrualRow[],
  now: Instant,
  bounds: LateBounds,
): Promise<ReadonlySet<ProjectId>> {
  const late = await schedule.selectLateDays(
    tx,
    rows.map((row) => row.projectId),
  );
  if (late.length === 0) return new Set();
  const taken = lateDaysNow(await measured(tx, late, bounds), bounds);
  await schedule.takeLateDays(tx, taken);
  const dirty = schedule.byDay(taken);
  const bonused = new Set(await withBonus(tx, [...new Set(taken.map((one) => one.projectId))]));
  await unwindNegative(tx, region, { rows, late, taken }, { late: bonused, now });
  for (const [day, projectIds] of dirty) {
    const whole = chargeDay(day, region);
    const targets = projectIds.map((projectId) => ({ projectId, untilMinute: whole.toMinute }));
    await chargeStaged(tx, region, whole, await stage.stageChanges(tx, whole, targets), now, bonused);
    await store.noteUnpriced(tx, whole, targets, now);
  }
  if (bonused.size > 0) await settleLateBonuses(tx, region, dirty, bonused, now);
  const keys = new Set(taken.map(keyOf));
  return new Set(late.filter((one) => !keys.has(keyOf(one))).map((one) => one.projectId));
}

const keyOf = ({ projectId, day }: schedule.ProjectDay): string => `${projectId} ${day}`;

/** How many grains the days may have: counted only where they are so many that it matters. */
async function measured(tx: Tx, late: readonly schedule.ProjectDay[], bounds: LateBounds): Promise<LateDay[]> {
  const some = [...Map.groupBy(late, (one) => one.projectId).values()].flatMap((own) => own.slice(0, bounds.days));
  const grains = new Map(
    (await schedule.countGrains(tx, some, bounds.grains)).map((one) => [keyOf(one), Number(one.grains)]),
  );
  return some.map((one) => ({ ...one, grains: grains.get(keyOf(one)) ?? 0 }));
}

/** What is late of projects with these accruals, and what of it is charged now. */
interface Late {
  readonly rows: readonly schedule.AccrualRow[];
  readonly late: readonly schedule.ProjectDay[];
  readonly taken: readonly schedule.ProjectDay[];
}

/**
 * Under volume prices a day may cost less than nothing, on the strength of the days before it. When those are charged anew
 * for less, their month would for a moment have cost less than nothing, and nobody paid what is to be given back. So such
 * days of the months in hand are taken as not charged first; they are among the days that are charged anew, now or next, or
 * still open.
 */
async function unwindNegative(
  tx: Tx,
  region: Region,
  { rows, late, taken }: Late,
  { late: bonused, now }: { readonly late: ReadonlySet<ProjectId>; readonly now: Instant },
): Promise<void> {
  const touched = new Set(taken.map((one) => one.projectId));
  const months = new Set(taken.map((one) => `${one.projectId} ${monthOf(one.day)}`));
  const days = late.filter((one) => months.has(`${one.projectId} ${monthOf(one.day)}`));
  const open = rows.filter((row) => touched.has(row.projectId));
  days.push(...open.map((row) => ({ projectId: row.projectId, day: row.openDay })));
  for (const [day, projectIds] of await stage.selectNegativeDays(tx, days)) {
    const whole = chargeDay(day, region);
    const untilMinute = Math.min(whole.toMinute, Math.floor(now / MINUTE));
    const targets = projectIds.map((projectId) => ({ projectId, untilMinute }));
    const sums = await stage.stageUnwinding(tx, whole, projectIds);
    await chargeStaged(tx, region, whole, { targets, sums }, now, bonused);
  }
}
