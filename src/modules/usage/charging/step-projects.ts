import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import {
  type Instant,
  type LocalMonth,
  MINUTE,
  addDays,
  addMonths,
  dateOf,
  firstDay,
  monthOf,
} from "../../../core/time.ts";
import { NEVER, type Tx, inOrder } from "../../../platform/db.ts";
import {
  type Funds,
  cover,
  expireBonuses,
  funds as fundsOf,
  reviewFreezing,
  toCoverAmong,
} from "../../balance/index.ts";
import { bookingMonth } from "../../ledger/index.ts";
import { type PaymentScheme, paymentScheme } from "../../parties/index.ts";
import { type Region, regionOf } from "../../tenancy/index.ts";
import * as store from "./accrual-store.ts";
import { type ChargeDay, type ProjectClaim, type Target, chargeDay } from "./charge-day.ts";
import { chargeLate } from "./charge-late.ts";
import type { LateBounds } from "./late-days.ts";
import * as schedule from "./schedule-store.ts";
import * as stage from "./stage-store.ts";
import { chargeStaged } from "./charge-staged.ts";

/** How much one transaction does. */
export interface StepBounds {
  /** Steps of a project, in all. */
  readonly steps: number;
  readonly late: LateBounds;
}

/**
 * Brings projects that are held forward by one step, and goes on with those that are due again at once: who is behind by many
 * days need not be looked for and committed day by day. Answers whether one of them is still due at `now`.
 */
export async function stepTaken(
  tx: Tx,
  taken: readonly schedule.AccrualRow[],
  now: Instant,
  { steps, late }: StepBounds,
): Promise<boolean> {
  let left = steps - taken.length;
  let again = false;
  for (const [region, rows] of await byRegion(tx, taken)) {
    let due = rows;
    do {
      const stepped = await stepOnce(tx, region, due, now, late);
      ({ due } = stepped);
      again ||= stepped.behind;
      if (due.length > left) break;
      left -= due.length;
    } while (due.length > 0);
    again ||= due.length > 0;
  }
  return again;
}

/** One step of projects of a region: who is due again at once, and whether of others changed days are left. */
async function stepOnce(
  tx: Tx,
  region: Region,
  rows: readonly schedule.AccrualRow[],
  now: Instant,
  bounds: LateBounds,
): Promise<{ due: schedule.AccrualRow[]; behind: boolean }> {
  const ids = rows.map((row) => row.projectId);
  const [waiting] = await inOrder([() => toCoverAmong(tx, ids), () => schedule.forgetFailures(tx, ids)]);
  if (waiting.length > 0) await coverCredit(tx, region, waiting, now);
  const behind = await chargeLate(tx, region, rows, now, bounds);
  const due: schedule.AccrualRow[] = [];
  const ready = rows.filter((row) => !behind.has(row.projectId));
  for (const [day, own] of Map.groupBy(ready, (row) => row.openDay)) {
    due.push(...(await step(tx, region, chargeDay(day, region), own, now)));
  }
  return { due, behind: behind.size > 0 };
}

interface Standing {
  readonly projectId: ProjectId;
  readonly funds: Funds;
  /** Of the funds what may pay here: a bonus that was granted once the stretch was over does not (BAL-04). */
  readonly payable: Funds;
  readonly scheme: PaymentScheme;
  /** The end of the stretch that it is in, a minute: the day's or the next expiry of a bonus. */
  readonly stretchEnd: number;
  /** The day's end or, when a bonus expires before, that minute; now, when a payment may end a freeze. */
  readonly horizon: number;
}

/** One step of projects that are open at the same local day. Answers those that are due again at once. */
async function step(
  tx: Tx,
  region: Region,
  day: ChargeDay,
  rows: readonly schedule.AccrualRow[],
  now: Instant,
): Promise<schedule.AccrualRow[]> {
  const nowMinute = Math.floor(now / MINUTE);
  const ids = rows.map((row) => row.projectId);
  const [funds, schemes] = await inOrder([() => fundsOf(tx, ids), () => paymentScheme(tx, ids, now)]);
  const standings = ids.map((projectId): Standing => {
    const own = funds.get(projectId) as Funds;
    const stretchEnd = stretchEndOf(own, day);
    const horizon = Math.min(stretchEnd, paidWhileFrozen(own) ? Math.max(nowMinute, day.fromMinute) : day.toMinute);
    const bonuses = own.bonuses.filter((bonus) => bonus.receivedAt < store.minuteInstant(stretchEnd));
    const payable = bonuses.length < own.bonuses.length ? { ...own, bonuses } : own;
    return { projectId, funds: own, payable, scheme: schemes.get(projectId) ?? "prepaid", stretchEnd, horizon };
  });
  await review(tx, region, standings.filter(isFrozenAmiss), now);
  const due = standings.filter((standing) => standing.horizon <= nowMinute);
  const { needs, sums } = await needsAtHorizon(tx, day, due, standings);
  const crossing = await crossingMinutes(tx, day, standings, needs);
  const reached = due.filter((standing) => !crossing.has(standing.projectId));
  if (reached.length < due.length) await stage.unstage(tx, [...crossing.keys()]);
  await chargeReached(tx, region, day, reached, sums, now);
  await review(
    tx,
    region,
    reached.filter((one) => paidWhileFrozen(one.funds) && one.horizon >= nowMinute),
    now,
  );
  const crossed = [...crossing].filter(([, minute]) => minute <= nowMinute);
  if (crossed.length > 0) {
    const ends = new Map(standings.map((standing) => [standing.projectId, standing.stretchEnd]));
    const targets = crossed.map(([projectId, untilMinute]): Target => {
      return { projectId, untilMinute, grantedBefore: ends.get(projectId) ?? untilMinute };
    });
    await chargeStaged(tx, region, day, await stage.stageChanges(tx, day, targets), now);
  }
  const updates = await reschedule(tx, day, standings, { crossing, needs }, nowMinute, now);
  return updates.flatMap(({ projectId, openDay, dueAt }) =>
    dueAt <= now ? [{ projectId, regionCode: region.regionCode, openDay, dueAt }] : [],
  );
}

/** A client may be in debt when it is prepaid from now on, or frozen when it is post-paid from now on (FRZ-06). */
function isFrozenAmiss({ scheme, funds }: Standing): boolean {
  return scheme === "prepaid" ? funds.frozenAt === null && funds.paymentMinor < 0n : funds.frozenAt !== null;
}

/** Money came in: what is left of it when the project is charged up to now decides whether it stays frozen (FRZ-04). */
function paidWhileFrozen(funds: Funds): boolean {
  return funds.frozenAt !== null && funds.paymentMinor > 0n;
}

async function review(tx: Tx, region: Region, standings: readonly Standing[], now: Instant): Promise<void> {
  if (standings.length === 0) return;
  const ids = standings.map((standing) => standing.projectId);
  await reviewFreezing(tx, region, ids, now);
}

/** What each project will have to pay by its horizon; what is charged right away is staged for it. */
async function needsAtHorizon(
  tx: Tx,
  day: ChargeDay,
  due: readonly Standing[],
  standings: readonly Standing[],
): Promise<{ needs: Map<ProjectId, ProjectClaim[]>; sums: readonly stage.StagedSum[] }> {
  const ahead = new Set(due);
  const watched = standings.filter((standing) => mayCross(standing) && !ahead.has(standing));
  const [staged, open] = await inOrder([
    () => (due.length > 0 ? stage.stageChanges(tx, day, due.map(atHorizon)) : null),
    () => (watched.length > 0 ? store.selectOpenClaims(tx, day, watched.map(atHorizon)) : []),
  ]);
  const sums = staged?.sums ?? [];
  return { needs: needsByProject([...sums, ...open]), sums };
}

function atHorizon({ projectId, horizon, stretchEnd }: Standing): Target {
  return { projectId, untilMinute: horizon, grantedBefore: stretchEnd };
}

/** Only a prepaid project that is not below zero yet can pass zero (FRZ-01, FRZ-06). */
function mayCross({ scheme, funds }: Standing): boolean {
  return scheme === "prepaid" && funds.frozenAt === null && funds.paymentMinor >= 0n;
}

/** Charges what is staged for projects that reach their horizons. */
async function chargeReached(
  tx: Tx,
  region: Region,
  day: ChargeDay,
  reached: readonly Standing[],
  sums: readonly stage.StagedSum[],
  now: Instant,
): Promise<void> {
  if (reached.length === 0) return;
  const targets = reached.map(atHorizon);
  const charged = new Set(reached.map((standing) => standing.projectId));
  const staged = { targets, sums: sums.filter((sum) => charged.has(sum.projectId)) };
  await chargeStaged(tx, region, day, staged, now);
  for (const [horizon, own] of Map.groupBy(reached, (standing) => standing.horizon)) {
    const expiring = own.filter((standing) => standing.funds.bonuses.length > 0);
    if (expiring.length > 0) {
      const ids = expiring.map((standing) => standing.projectId);
      const expired = await expireBonuses(tx, ids, store.minuteInstant(horizon));
      // What is told later of the day's hours before is for the bonus: it is looked at when the day is over.
      if (expired.length > 0 && horizon > day.fromMinute) await schedule.lookAgain(tx, expired, day.day);
    }
  }
  const ended = targets.filter((target) => target.untilMinute === day.toMinute);
  if (ended.length > 0) await store.noteUnpriced(tx, day, ended, now);
}

/** What is known of the projects' way to their horizons: who passes zero when, and what each will have to pay. */
interface Outlook {
  readonly crossing: ReadonlyMap<ProjectId, number>;
  readonly needs: ReadonlyMap<ProjectId, readonly ProjectClaim[]>;
}

/**
 * What usage may cost more until the horizon before the project must be looked at again: what its payment account then
 * still holds. Zero, and so any usage wakes it, when it cannot be frozen or is frozen already.
 */
function slackOf(standing: Standing, needs: readonly ProjectClaim[] | undefined): Minor {
  return mayCross(standing) ? leftOf(standing.payable, needs) : 0n;
}

/** Where each project goes on: the same day after a crossing or an expiry, the next one after the day's end. */
async function reschedule(
  tx: Tx,
  day: ChargeDay,
  standings: readonly Standing[],
  { crossing, needs }: Outlook,
  nowMinute: number,
  now: Instant,
): Promise<schedule.AccrualUpdate[]> {
  const updates: schedule.AccrualUpdate[] = [];
  const ended: ProjectId[] = [];
  const next = addDays(day.day, 1);
  for (const standing of standings) {
    const { projectId, funds, horizon } = standing;
    const crossed = crossing.get(projectId);
    const minute = crossed ?? horizon;
    if (minute > nowMinute) {
      const slackMinor = crossed === undefined ? slackOf(standing, needs.get(projectId)) : 0n;
      updates.push({ projectId, openDay: day.day, dueAt: store.minuteInstant(minute), slackMinor });
    } else if (crossed !== undefined || horizon < day.toMinute) {
      updates.push({ projectId, openDay: day.day, dueAt: now, slackMinor: 0n });
    } else if (paidWhileFrozen(funds) && minute < nowMinute) {
      updates.push({ projectId, openDay: next, dueAt: now, slackMinor: 0n });
    } else ended.push(projectId);
  }
  const idle = new Set(await schedule.selectIdle(tx, day, ended));
  for (const projectId of ended) {
    // Not the day's end when that is past: how long a project has been due would count from then.
    const dueAt = idle.has(projectId) ? (NEVER as Instant) : store.minuteInstant(Math.max(day.toMinute, nowMinute));
    updates.push({ projectId, openDay: next, dueAt, slackMinor: 0n });
  }
  await schedule.updateAccruals(tx, updates);
  return updates;
}

function stretchEndOf(funds: Funds, day: ChargeDay): number {
  let end = day.toMinute;
  for (const bonus of funds.bonuses) {
    if (bonus.expiresAt === null) continue;
    const minute = Math.floor(bonus.expiresAt / MINUTE);
    if (minute < end) end = Math.max(minute, day.fromMinute);
  }
  return end;
}

/**
 * The minute in which each prepaid project that is not below zero yet passes zero, among those that do so by their
 * horizon (FRZ-01): the first minute at which what is due is more than what is there, guessed by what the day costs and
 * found by halving where that does not lead to it.
 */
async function crossingMinutes(
  tx: Tx,
  day: ChargeDay,
  standings: readonly Standing[],
  needs: ReadonlyMap<ProjectId, readonly ProjectClaim[]>,
): Promise<Map<ProjectId, number>> {
  const search = standings
    .filter(mayCross)
    .map((standing) => ({
      standing,
      low: day.fromMinute,
      high: standing.horizon,
      leftAtLow: standing.payable.paymentMinor,
      leftAtHigh: leftOf(standing.payable, needs.get(standing.projectId)),
    }))
    .filter(({ leftAtHigh }) => leftAtHigh < 0n);
  if (search.length === 0) return new Map();
  const found = await searchMinutes(tx, day, search, false);
  // Sums of a day count as if all had been used at its start: who has some passes zero then, or later.
  const summed = await store.selectWithQuantities(tx, day.day, [...found.keys()]);
  const later = search.flatMap((range) => {
    const low = found.get(range.standing.projectId) ?? range.high;
    return low < range.high && summed.has(range.standing.projectId) ? [{ ...range, low }] : [];
  });
  return new Map([...found, ...(await searchMinutes(tx, day, later, true))]);
}

async function searchMinutes(
  tx: Tx,
  day: ChargeDay,
  ranges: readonly Range[],
  byMinute: boolean,
): Promise<Map<ProjectId, number>> {
  const found = new Map<ProjectId, number>();
  let search = ranges;
  for (let round = 0; search.length > 0; round += 1) {
    const guesses = search.map((range) => (round < GUESSES && !byMinute ? likelyMinute(range) : middleOf(range)));
    const targets = search.map(({ standing: { projectId } }, index) => {
      return { projectId, untilMinute: guesses[index] as number };
    });
    const due = needsByProject(await store.selectOpenClaims(tx, day, targets, { byMinute }));
    search = search.flatMap((range, index) => {
      const { standing } = range;
      const minute = guesses[index] as number;
      const left = leftOf(standing.payable, due.get(standing.projectId));
      const next =
        left < 0n ? { ...range, high: minute, leftAtHigh: left } : { ...range, low: minute + 1, leftAtLow: left };
      if (next.low < next.high) return [next];
      found.set(standing.projectId, next.high);
      return [];
    });
  }
  return found;
}

/** Usage that is even, as most is, is found in so many guesses; any other is halved from there on. */
const GUESSES = 4;

interface Range extends Guessed {
  readonly standing: Standing;
}

interface Guessed {
  /** The minute searched for is not before. */
  readonly low: number;
  /** Nor after. */
  readonly high: number;
  /** What the payment account holds just before `low`. */
  readonly leftAtLow: Minor;
  /** What it lacks at `high`, below zero. */
  readonly leftAtHigh: Minor;
}

/** Where the account would be at zero if everything cost the same all the time: from `low` on, before `high`. */
export function likelyMinute({ low, high, leftAtLow, leftAtHigh }: Guessed): number {
  const minutes = (BigInt(high - low) * leftAtLow) / (leftAtLow - leftAtHigh);
  return Math.min(low + Number(minutes), high - 1);
}

const middleOf = ({ low, high }: Guessed): number => Math.floor((low + high) / 2);

function needsByProject(rows: readonly ProjectClaim[]): Map<ProjectId, ProjectClaim[]> {
  return Map.groupBy(rows, (row) => row.projectId);
}

/** What the payment account would hold after paying what no bonus pays. */
function leftOf(funds: Funds, needs: readonly ProjectClaim[] | undefined): Minor {
  return funds.paymentMinor - paidByAccount(funds, needs);
}

/** What of the needs falls on the payment account, bonuses of each group paying first (BAL-04). */
export function paidByAccount(funds: Funds, needs: readonly ProjectClaim[] = []): Minor {
  let due = 0n;
  for (const { bonusGroup: group, amountMinor: needed } of needs) {
    let left = needed;
    for (const bonus of funds.bonuses) {
      if (group !== null && bonus.bonusGroup === group && left > 0n) {
        left = left > bonus.amountMinor ? left - bonus.amountMinor : 0n;
      }
    }
    due += left;
  }
  return due;
}

/**
 * Lets money that came in cover the oldest charges on credit, and notes which. What the bank valued in the month before, while
 * that is open, covers the charges of that time in its books (PAY-13).
 */
async function coverCredit(tx: Tx, region: Region, ids: readonly ProjectId[], now: Instant): Promise<void> {
  const today = dateOf(now, region.timeZone);
  const before = addMonths(monthOf(today), -1);
  if ((await bookingMonth(tx, region.regionCode, before)) === before) {
    const owed = await store.selectOwed(tx, ids, firstDay(monthOf(today)));
    await coverOwed(tx, region, before, owed, now, before);
  }
  const month = await bookingMonth(tx, region.regionCode, monthOf(today));
  const owed = await store.selectOwed(tx, ids, addDays(today, 1));
  const missing = ids.filter((id) => !owed.some((row) => row.projectId === id));
  await coverOwed(tx, region, month, [...owed, ...missing.map((projectId) => ({ projectId, owedMinor: 0n }))], now);
}

async function coverOwed(
  tx: Tx,
  region: Region,
  month: LocalMonth,
  owed: readonly store.OwedRow[],
  now: Instant,
  paidBy?: LocalMonth,
): Promise<void> {
  const context = { regionCode: region.regionCode, currency: region.currency, bookingMonth: month, now };
  const covered = await cover(tx, context, owed, paidBy);
  const ranges: store.CoverRange[] = [];
  for (const [projectId, { parts, entryId }] of covered) {
    let from = 0n;
    for (const part of parts) {
      const to = from + part.amountMinor;
      const fundingSource = part.fundingSource === "transfer" ? "transfer" : "other";
      ranges.push({ projectId, entryId, fundingSource, lotNo: part.lotNo, from, to });
      from = to;
    }
  }
  if (ranges.length > 0) await store.writeCovers(tx, month, ranges);
}

async function byRegion(tx: Tx, rows: readonly schedule.AccrualRow[]): Promise<Map<Region, schedule.AccrualRow[]>> {
  const result = new Map<Region, schedule.AccrualRow[]>();
  for (const [code, own] of Map.groupBy(rows, (row) => row.regionCode)) result.set(await regionOf(tx, code), own);
  return result;
}
