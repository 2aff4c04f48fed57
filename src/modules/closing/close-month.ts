import { refusal } from "../../core/errors.ts";
import { type Instant, type LocalMonth, dateOf, lastDayOf, monthOf, monthPeriod } from "../../core/time.ts";
import type { Database, Tx } from "../../platform/db.ts";
import { holdLock } from "../../platform/locks.ts";
import { faultPoint } from "../../platform/fault.ts";
import { violations } from "../../platform/invariants.ts";
import { recordAct } from "../../platform/record-act.ts";
import { documentTotals, printMonth, sendMonth } from "../documents/index.ts";
import { earliestOpenMonth, firstBookedMonth, holdPosting, lockPeriod, lockedMonths } from "../ledger/index.ts";
import { type Region, firstProjectAt, regionOf } from "../tenancy/index.ts";
import {
  accrueAll,
  wakeCommitted,
  chargingBacklog,
  countBacklog,
  countChargingFailures,
  countUnpriced,
  rateAll,
  untilOthersCharged,
} from "../usage/index.ts";
import { monthLocked } from "./acts.ts";
import { issueParts } from "./issue-parts.ts";
import type { ClosePorts } from "./ports.ts";
import { fillMonth, selectWaitingMonths } from "./part-store.ts";
import * as store from "./store.ts";

export const MonthNotOver = refusal(
  "month_not_over",
  409,
  "Месяц {month} в регионе ещё не закончился",
  "The month {month} is not over in the region yet",
);
export const BooksNotCoherent = refusal(
  "books_not_coherent",
  409,
  "Закрытие остановлено: нарушены инварианты {names}",
  "The close is halted: invariants are broken: {names}",
);
export const UsageNotPriced = refusal(
  "usage_not_priced",
  409,
  "Закрытие остановлено: {count} строк потребления без цены",
  "The close is halted: {count} days of usage have no price",
);
export const ProjectsNotCharged = refusal(
  "projects_not_charged",
  409,
  "Закрытие остановлено: {count} проектов не удаётся начислить (saldo alarms)",
  "The close is halted: {count} projects cannot be charged (saldo alarms)",
);
export const EarlierMonthOpen = refusal("earlier_month_open", 409, "Сначала закройте {month}", "Close {month} first");

export const MonthBeforeFirst = refusal(
  "month_before_first",
  409,
  "В регионе {region} за {month} закрывать нечего: до {first} в нём не было ни проектов, ни проводок",
  "There is nothing to close in {region} for {month}: it had neither projects nor entries before {first}",
);
export const NothingToClose = refusal(
  "nothing_to_close",
  409,
  "В регионе {region} закрывать нечего: в нём ещё нет ни проектов, ни проводок",
  "There is nothing to close in {region}: it has neither projects nor entries yet",
);

export interface CloseResult {
  /** Payers that have documents of the month now. */
  readonly payers: number;
  /** Documents of the month, issued now or before. */
  readonly documents: number;
  /** The close had begun before and was taken up where it was left. */
  readonly resumed: boolean;
}

const PAYERS_AT_ONCE = 200;

/**
 * Closes a region's month (DOC-01): charges everything through the month's end, checks that the books are coherent and all
 * usage is priced, locks the month to posting, issues each payer's documents in payer order, prints and sends them. Each
 * step commits by itself and is passed over when it is done, so the close may be killed anywhere and run again: numbers
 * and bytes come out the same. Several closes of one month at once do the work once. Refuses month_not_over,
 * month_before_first, nothing_to_close, earlier_month_open, projects_not_charged,
 * usage_not_priced, books_not_coherent.
 */
export function closeMonth(
  database: Database,
  ports: ClosePorts,
  regionCode: string,
  month: LocalMonth,
  now: Instant,
): Promise<CloseResult> {
  return closeChecked(violations, database, ports, regionCode, month, now);
}

/** closeMonth by another look at the books: for `unchecked.ts`, which only the demo may import (a rule of the boundaries). */
export async function closeChecked(
  check: typeof violations,
  database: Database,
  ports: ClosePorts,
  regionCode: string,
  month: LocalMonth,
  now: Instant,
): Promise<CloseResult> {
  const region = await regionOf(database, regionCode);
  const period = monthPeriod(month, region.timeZone);
  if (now < period.end) throw MonthNotOver({ values: { month } });
  await refuseBeforeFirst(database, region, month);
  const progress: NonNullable<ClosePorts["onProgress"]> = (step, done) => {
    faultPoint(`close.${step}`);
    ports.onProgress?.(step, done);
  };
  const { issueAt, begun } = await database.transaction((tx) => store.beginClose(tx, regionCode, month, now));
  if (!(await database.transaction((tx) => store.isLocked(tx, regionCode, month)))) {
    await database.transaction((tx) => refuseSkipping(tx, regionCode, month));
    progress("charge", 0);
    await chargeAll(database, now);
    progress("check", 0);
    await gate(database, check, regionCode, month, now);
    progress("lock", 0);
    await lockWhenCharged(database, region, month, now);
  }
  await issueAll(database, ports, region, month, issueAt);
  await printMonth(database, ports.render, regionCode, month, (made) => progress("print", made), ports.batch);
  await sendMonth(database, regionCode, month, issueAt, now);
  progress("send", 0);
  await database.transaction((tx) => store.finishClose(tx, regionCode, month, now));
  const totals = await database.transaction((tx) => documentTotals(tx, regionCode, month));
  return { ...totals, resumed: !begun };
}

/**
 * A lock is for good: a month in which the region was not there yet, a slip of the pen, is not locked. One that was locked is
 * left to what a repeated close does. Refuses month_before_first, nothing_to_close.
 */
export async function refuseBeforeFirst(tx: Pick<Tx, "query">, region: Region, month: LocalMonth): Promise<void> {
  const { regionCode, timeZone } = region;
  const created = await firstProjectAt(tx, regionCode);
  const months = [
    ...(created === null ? [] : [monthOf(dateOf(created, timeZone))]),
    await firstBookedMonth(tx, regionCode),
    (await lockedMonths(tx, regionCode))[0] ?? null,
  ].filter((one) => one !== null);
  const [first] = months.sort();
  if (first === undefined) throw NothingToClose({ values: { region: regionCode } });
  if (month < first) throw MonthBeforeFirst({ values: { region: regionCode, month, first } });
}

/** Months are closed in order: a correction is always booked in the month after. */
async function refuseSkipping(tx: Tx, regionCode: string, month: LocalMonth): Promise<void> {
  const earlier = await earliestOpenMonth(tx, regionCode);
  if (earlier !== null && earlier < month) throw EarlierMonthOpen({ values: { month: earlier } });
}

/**
 * Also what a worker or another close has in hand: the gate would take that for usage that nobody charges. It waits for them
 * instead of asking again and again.
 */
async function chargeAll(database: Database, now: Instant): Promise<void> {
  await wakeCommitted(database, now);
  do {
    await rateAll(database, now);
    await accrueAll(database, now);
    await untilOthersCharged(database, now);
  } while ((await countBacklog(database, now)) > 0);
}

async function gate(
  database: Database,
  check: typeof violations,
  regionCode: string,
  month: LocalMonth,
  now: Instant,
): Promise<void> {
  const failed = await countChargingFailures(database, regionCode);
  if (failed > 0) throw ProjectsNotCharged({ values: { count: String(failed) } });
  const count = await countUnpriced(database, regionCode, month);
  if (count > 0) throw UsageNotPriced({ values: { count: String(count) } });
  const broken = await check(database, now);
  if (broken.length > 0) throw BooksNotCoherent({ values: { names: broken.map((one) => one.invariant).join(", ") } });
}

/** Under the lock nothing can be posted to the month; usage that came in meanwhile is charged first, then tried again. */
async function lockWhenCharged(database: Database, region: Region, month: LocalMonth, now: Instant): Promise<void> {
  for (;;) {
    const due = await database.transaction(async (tx) => {
      await holdPosting(tx, region.regionCode);
      const latest = await chargingBacklog(tx, region.regionCode, lastDayOf(month), now);
      if (latest !== null) return latest;
      // What was charged on the way here may have been of an earlier month.
      await refuseSkipping(tx, region.regionCode, month);
      await lockPeriod(tx, region.regionCode, month, now);
      await recordAct(tx, monthLocked, now, { subjects: [], regionCode: region.regionCode, after: { month } });
      await fillMonth(tx, region.regionCode, month, now);
      return null;
    });
    if (due === null) return;
    // A worker rated it after the close began, by the clock: whoever charges it, it is due no sooner than then.
    const until = due > now ? due : now;
    await rateAll(database, until);
    await accrueAll(database, until);
    await untilOthersCharged(database, until);
  }
}

/** What waits of earlier months comes first, so that a correction finds the document that it corrects. */
async function issueAll(
  database: Database,
  ports: ClosePorts,
  region: Region,
  month: LocalMonth,
  issuedAt: Instant,
): Promise<number> {
  const months = await database.transaction((tx) => selectWaitingMonths(tx, region.regionCode, month));
  let issued = 0;
  for (const one of months) {
    for (let after: bigint | null = -1n; after !== null; ) {
      const from: bigint = after;
      const done = await database.transaction(async (tx) => {
        // One issuer at a time for a region: numbers go to payers in one order.
        await holdLock(tx, "issue", region.regionCode);
        return issueParts(tx, ports, region, one, issuedAt, from, ports.batch ?? PAYERS_AT_ONCE);
      });
      after = done.last;
      issued += done.issued;
      if (after === null) break;
      faultPoint("close.issue");
      ports.onProgress?.("issue", issued);
    }
  }
  return issued;
}

/**
 * Issues, prints and sends what waits of a region's closed months and whose payers are ready by now (PYR-10): dated as their
 * months' closes date documents, numbered on in the series. Answers how many documents were issued. Safe to repeat.
 */
export async function issueWaiting(
  database: Database,
  ports: ClosePorts,
  regionCode: string,
  now: Instant,
): Promise<{ issued: number }> {
  const region = await regionOf(database, regionCode);
  const last = (await database.transaction((tx) => lockedMonths(tx, regionCode))).at(-1);
  if (last === undefined) return { issued: 0 };
  const issued = await issueAll(database, ports, region, last, now);
  await printMonth(database, ports.render, regionCode, last, (made) => ports.onProgress?.("print", made), ports.batch);
  await sendMonth(database, regionCode, last, now, now);
  return { issued };
}
