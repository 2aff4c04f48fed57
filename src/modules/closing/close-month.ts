import { refusal } from "../../core/errors.ts";
import { formatPid } from "../../core/ids.ts";
import { type Instant, type LocalMonth, lastDayOf, monthPeriod, plus } from "../../core/time.ts";
import type { Database, Tx } from "../../platform/db.ts";
import { holdLock } from "../../platform/locks.ts";
import { faultPoint } from "../../platform/fault.ts";
import { violations } from "../../platform/invariants.ts";
import {
  type IssueContext,
  type PayerMonth,
  type RenderPdfs,
  documentTotals,
  issueMonth,
  printMonth,
  sendMonth,
} from "../documents/index.ts";
import type { PaymentDocument } from "../documents/index.ts";
import { earliestOpenMonth, holdPosting, lockPeriod } from "../ledger/index.ts";
import { type DocumentPayer, documentPayers, supplierOf } from "../parties/index.ts";
import { type Region, regionOf } from "../tenancy/index.ts";
import {
  type ConsumptionRow,
  accrueAll,
  chargingBacklog,
  consumption,
  countBacklog,
  countChargingFailures,
  countUnpriced,
  rateAll,
} from "../usage/index.ts";
import { type SchemeOf, documentedMinor, supplySchemes } from "./documented.ts";
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

/** What a close needs from outside its rooms; the composition root hands it in. */
export interface ClosePorts {
  readonly render: RenderPdfs;
  /** Bank transfers of a month, by project, for row 5 of the UPD. */
  readonly paymentDocuments: (
    tx: Tx,
    projectIds: readonly bigint[],
    period: { start: Instant; end: Instant },
  ) => Promise<Map<bigint, readonly PaymentDocument[]>>;
  /** Called after each piece of work that is committed; what it throws ends the close there. */
  readonly onProgress?: (step: CloseStep, done: number) => void;
  /** Payers issued, and documents printed, in one transaction; 200 and 100 when left out. */
  readonly batch?: number;
}

export type CloseStep = "charge" | "check" | "lock" | "issue" | "print" | "send";

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
 * earlier_month_open, projects_not_charged,
 * usage_not_priced, books_not_coherent.
 */
export async function closeMonth(
  database: Database,
  ports: ClosePorts,
  regionCode: string,
  month: LocalMonth,
  now: Instant,
): Promise<CloseResult> {
  const region = await regionOf(database, regionCode);
  const period = monthPeriod(month, region.timeZone);
  if (now < period.end) throw MonthNotOver({ values: { month } });
  const progress: NonNullable<ClosePorts["onProgress"]> = (step, done) => {
    faultPoint(`close.${step}`);
    ports.onProgress?.(step, done);
  };
  const { issueAt, begun } = await database.transaction((tx) => store.beginClose(tx, regionCode, month, now));
  if (!(await database.transaction((tx) => store.isLocked(tx, regionCode, month)))) {
    await refuseSkipping(database, regionCode, month);
    progress("charge", 0);
    await chargeAll(database, now);
    progress("check", 0);
    await gate(database, regionCode, month, now);
    progress("lock", 0);
    await lockWhenCharged(database, region, month, now);
  }
  await issueAll(database, ports, region, month, issueAt);
  await printMonth(database, ports.render, regionCode, month, (made) => progress("print", made), ports.batch);
  await sendMonth(database, regionCode, month, now);
  progress("send", 0);
  await database.transaction((tx) => store.finishClose(tx, regionCode, month, now));
  const totals = await database.transaction((tx) => documentTotals(tx, regionCode, month));
  return { ...totals, resumed: !begun };
}

/** Months are closed in order: a correction is always booked in the month after. */
async function refuseSkipping(database: Database, regionCode: string, month: LocalMonth): Promise<void> {
  const earlier = await database.transaction((tx) => earliestOpenMonth(tx, regionCode));
  if (earlier !== null && earlier < month) throw EarlierMonthOpen({ values: { month: earlier } });
}

/** Also what a worker beside the close has in hand: the gate would take that for usage that nobody charges. */
async function chargeAll(database: Database, now: Instant): Promise<void> {
  do {
    await rateAll(database, now);
    await accrueAll(database, now);
  } while ((await countBacklog(database, now)) > 0);
}

async function gate(database: Database, regionCode: string, month: LocalMonth, now: Instant): Promise<void> {
  const failed = await countChargingFailures(database, regionCode);
  if (failed > 0) throw ProjectsNotCharged({ values: { count: String(failed) } });
  const count = await countUnpriced(database, regionCode, month);
  if (count > 0) throw UsageNotPriced({ values: { count: String(count) } });
  const broken = await violations(database, now);
  if (broken.length > 0) throw BooksNotCoherent({ values: { names: broken.map((one) => one.invariant).join(", ") } });
}

/** Under the lock nothing can be posted to the month; usage that came in meanwhile is charged first, then tried again. */
async function lockWhenCharged(database: Database, region: Region, month: LocalMonth, now: Instant): Promise<void> {
  for (;;) {
    const due = await database.transaction(async (tx) => {
      await holdPosting(tx, region.regionCode);
      const latest = await chargingBacklog(tx, region.regionCode, lastDayOf(month), now);
      if (latest === null) await lockPeriod(tx, region.regionCode, month, now);
      return latest;
    });
    if (due === null) return;
    // A worker rated it after the close began, by the clock: whoever charges it, it is due no sooner than then.
    const until = due > now ? due : now;
    await rateAll(database, until);
    await accrueAll(database, until);
  }
}

async function issueAll(
  database: Database,
  ports: ClosePorts,
  region: Region,
  month: LocalMonth,
  issuedAt: Instant,
): Promise<void> {
  const last = plus(monthPeriod(month, region.timeZone).end, -1);
  let after = -1n;
  let issued = 0;
  for (;;) {
    const payers = await database.transaction(async (tx) => {
      // One issuer at a time for a region's month: numbers go to payers in one order.
      await holdLock(tx, "issue", `${region.regionCode}${month}`);
      const batch = await documentPayers(tx, region.regionCode, last, issuedAt, after, ports.batch ?? PAYERS_AT_ONCE);
      if (batch.length === 0) return batch;
      const context: IssueContext = {
        supplier: await supplierOf(tx, region.supplierCode),
        regionCode: region.regionCode,
        zone: region.timeZone,
        currency: region.currency,
        month,
        issuedAt,
      };
      issued += await issueMonth(tx, context, await payerMonths(tx, ports, batch, region, month));
      return batch;
    });
    if (payers.length === 0) return;
    after = payers.at(-1)?.payerId as bigint;
    faultPoint("close.issue");
    ports.onProgress?.("issue", issued);
  }
}

/** What each payer's documents show (PAY-08): what bank transfers paid, and for the post-paid what is to be paid so. */
async function payerMonths(
  tx: Tx,
  ports: ClosePorts,
  payers: readonly DocumentPayer[],
  { timeZone }: Region,
  month: LocalMonth,
): Promise<PayerMonth[]> {
  const projectIds = payers.flatMap((payer) => payer.projectIds);
  const rows = await consumption(tx, projectIds, month);
  const supplies = [...Map.groupBy(rows, (row) => row.supplyMonth)].map(([supplyMonth, own]) => ({
    supplyMonth,
    projectIds: own.map((row) => row.projectId),
  }));
  const schemeOf = await supplySchemes(tx, timeZone, supplies);
  const ofProject = Map.groupBy(rows, (row) => row.projectId);
  const transfers = await ports.paymentDocuments(tx, projectIds, monthPeriod(month, timeZone));
  return payers.map((payer) => ({
    payer,
    charges: chargesOf(
      payer.projectIds.flatMap((projectId) => ofProject.get(projectId) ?? []),
      schemeOf,
    ),
    paymentDocuments: payer.projectIds.flatMap((projectId) => transfers.get(projectId) ?? []),
    pids: payer.projectIds.map(formatPid),
  }));
}

function chargesOf(rows: readonly ConsumptionRow[], schemeOf: SchemeOf) {
  const sums = new Map<string, { row: ConsumptionRow; gross: bigint }>();
  for (const row of rows) {
    const scheme = schemeOf(row.projectId, row.supplyMonth);
    const gross = documentedMinor(scheme, row.transferMinor, row.creditMinor, row.coveredMinor);
    const key = `${row.supplyMonth} ${row.serviceCode}`;
    const sum = sums.get(key);
    if (sum) sum.gross += gross;
    else sums.set(key, { row, gross });
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, { gross }]) => gross !== 0n)
    .map(([, { row, gross }]) => ({
      serviceCode: row.serviceCode,
      serviceName: row.serviceName.ru,
      supplyMonth: row.supplyMonth,
      gross,
    }));
}
