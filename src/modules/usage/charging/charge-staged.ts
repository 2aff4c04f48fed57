import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import { type Instant, type LocalDate, type LocalMonth, monthOf } from "../../../core/time.ts";
import { type Tx, inOrder } from "../../../platform/db.ts";
import { type ChargeContext, type ProjectCharge, type Return, chargeProjects } from "../../balance/index.ts";
import { bookingMonth } from "../../ledger/index.ts";
import type { Region } from "../../tenancy/index.ts";
import * as store from "./accrual-store.ts";
import type { ChargeDay, ProjectClaim, StagedGrain } from "./charge-day.ts";
import { addLotSpends, selectSpentLots } from "./lot-spend-store.ts";
import { type LotShare, type LotSpend, SpentLots } from "./lot-spends.ts";
import {
  type GrainMove,
  type GrainReturn,
  type PaidPool,
  joinPools,
  planGrainMoves,
  planGrainReturn,
  poolOf,
} from "./returns.ts";
import * as schedule from "./schedule-store.ts";
import * as stage from "./stage-store.ts";

/**
 * Posts what is staged for a day: `balance` plans who pays, and here each grain is given its part of that money. `late`: the
 * projects for which the day lies behind the open one and settleLateBonuses follows. A day that is open still and gives
 * bonus money back is looked at once more when it is over.
 */
export async function chargeStaged(
  tx: Tx,
  region: Region,
  day: ChargeDay,
  { targets, sums }: stage.Staged,
  now: Instant,
  late: ReadonlySet<ProjectId> = new Set(),
): Promise<void> {
  const until = new Map(targets.map((target) => [target.projectId, store.minuteInstant(target.untilMinute)]));
  const granted = new Map(
    targets.map((target) => [target.projectId, store.minuteInstant(target.grantedBefore ?? target.untilMinute)]),
  );
  const givesBack = sums.some((sum) => sum.givesBack);
  const [month, moving] = await inOrder([
    () => bookingMonth(tx, region.regionCode, monthOf(day.day)),
    () => (givesBack ? stage.selectStagedMoves(tx) : []),
  ]);
  if (moving.length > 0) await moveBetweenContracts(tx, day, month, until, moving);
  const [claimed, returned] = await inOrder([
    () => (moving.length > 0 ? stage.selectStagedClaims(tx) : claimsOf(sums)),
    () => (givesBack ? stagedReturns(tx, day.day) : new Map<ProjectId, GrainReturn[]>()),
  ]);
  const context: ChargeContext = {
    regionCode: region.regionCode,
    currency: region.currency,
    bookingMonth: month,
    now,
  };
  const claims = Map.groupBy(claimed, (row) => row.projectId);
  const postponed = [...returned].filter(([, grains]) => grains.some((grain) => grain.missingMinor > 0n));
  for (const [projectId] of postponed) returned.delete(projectId);
  const waiting = new Set(postponed.map(([projectId]) => projectId));
  const given = await backToLots(tx, day.day, returned);
  const charges: ProjectCharge[] = [];
  for (const [projectId, effectiveAt] of until) {
    const own = claims.get(projectId) ?? [];
    const returns = given.returns.get(projectId) ?? [];
    if (own.length === 0 && returns.length === 0) continue;
    charges.push({
      projectId,
      effectiveAt,
      claims: own,
      returns,
      reference: `accrual:${day.day}`,
      freezesLater: waiting.has(projectId),
      grantedBefore: granted.get(projectId) as Instant,
      late: late.has(projectId),
    });
  }
  const parts = await chargeProjects(tx, context, charges);
  await store.writeStaged(tx, day.day, month, until, paidRanges(parts));
  await writeReturns(tx, day, month, until, returned);
  await addLotSpends(tx, day.day, month, given.spends);
  const toBonus = charges.filter((one) => one.returns.some((back) => back.fundingSource === "bonus"));
  const again = toBonus.map((one) => one.projectId).filter((projectId) => !late.has(projectId));
  if (again.length > 0) await schedule.lookAgain(tx, again, day.day);
  if (waiting.size > 0) await returnLate(tx, context, day, until, waiting, late);
}

function claimsOf(sums: readonly stage.StagedSum[]): ProjectClaim[] {
  return sums.flatMap(({ projectId, bonusGroup, claimMinor }) =>
    claimMinor > 0n ? [{ projectId, bonusGroup, amountMinor: claimMinor }] : [],
  );
}

/** Gives back what could not be given before the same day's other grains were charged. */
async function returnLate(
  tx: Tx,
  context: ChargeContext,
  day: ChargeDay,
  until: ReadonlyMap<ProjectId, Instant>,
  waiting: ReadonlySet<ProjectId>,
  late: ReadonlySet<ProjectId>,
): Promise<void> {
  const returned = new Map([...(await stagedReturns(tx, day.day))].filter(([projectId]) => waiting.has(projectId)));
  for (const [projectId, grains] of returned) {
    const missing = grains.find((grain) => grain.missingMinor > 0n);
    if (missing)
      throw new Error(`${day.day} gives project ${projectId} back ${missing.missingMinor} that its month did not cost`);
  }
  const given = await backToLots(tx, day.day, returned);
  const charges = [...given.returns].map(
    ([projectId, returns]): ProjectCharge => ({
      projectId,
      effectiveAt: until.get(projectId) as Instant,
      claims: [],
      returns,
      reference: `accrual:${day.day}`,
      grantedBefore: until.get(projectId) as Instant,
      late: late.has(projectId),
    }),
  );
  await chargeProjects(tx, context, charges);
  await writeReturns(tx, day, context.bookingMonth, until, returned);
  await addLotSpends(tx, day.day, context.bookingMonth, given.spends);
}

/**
 * Of what is given back, the transfers' part goes to the lots that paid it (PAY-08). Answers the returns by project, and what
 * these lots have no longer paid.
 */
export async function backToLots(
  tx: Tx,
  day: LocalDate,
  returned: ReadonlyMap<ProjectId, readonly GrainReturn[]>,
): Promise<{ returns: Map<ProjectId, Return[]>; spends: LotSpend[] }> {
  const returns = new Map<ProjectId, Return[]>();
  const spends: LotSpend[] = [];
  if (returned.size === 0) return { returns, spends };
  const lots = new SpentLots(await selectSpentLots(tx, [...returned.keys()], day));
  for (const [projectId, grains] of returned) {
    const own = grains.flatMap((grain) => {
      const rest = grain.returns.filter((one) => one.fundingSource !== "transfer");
      const pieces = transfersOf(grain).flatMap((share) =>
        lots.take(share).map((lot) => ({ ...share, ...lot, amountMinor: -lot.amountMinor })),
      );
      spends.push(...pieces);
      const { bonusGroup } = grain.written.row;
      const back = pieces.map(({ lotNo, amountMinor }) => ({ lotNo, amountMinor: -amountMinor }));
      return [...rest, ...back.map((lot): Return => ({ bonusGroup, fundingSource: "transfer", ...lot }))];
    });
    returns.set(projectId, own);
  }
  return { returns, spends };
}

/** What a grain loses of transferred money: paid when it was charged, and paid later. Amounts above zero. */
function transfersOf({ written, uncovers }: Pick<GrainReturn, "written" | "uncovers">): LotShare[] {
  const { projectId, contractId } = written.row;
  const covered = uncovers.filter((one) => one.fundingSource === "transfer");
  const later = covered.reduce((sum, one) => sum - one.amountMinor, 0n);
  return [
    { projectId, contractId, cover: false, amountMinor: -written.transfer },
    { projectId, contractId, cover: true, amountMinor: later },
  ].filter((one) => one.amountMinor > 0n);
}

/** Writes what grains give back, and the covers that go with it. */
export async function writeReturns(
  tx: Tx,
  day: ChargeDay,
  month: LocalMonth,
  until: ReadonlyMap<ProjectId, Instant>,
  returned: ReadonlyMap<ProjectId, readonly GrainReturn[]>,
): Promise<void> {
  for (const [projectId, grains] of returned) {
    const effectiveAt = until.get(projectId) as Instant;
    const written = grains.map((grain) => grain.written);
    await store.writeReturned(tx, day.day, month, effectiveAt, written);
    await store.writeUncovers(
      tx,
      month,
      grains.flatMap((grain) => grain.uncovers),
    );
  }
}

/** Of what is staged, what one contract gives up to another is written without money moving. */
async function moveBetweenContracts(
  tx: Tx,
  day: ChargeDay,
  month: LocalMonth,
  until: ReadonlyMap<ProjectId, Instant>,
  rows: readonly StagedGrain[],
): Promise<void> {
  const paid = new Map((await store.selectPaid(tx, day.day)).map((row) => [grainUnder(row), row]));
  const moves = [...Map.groupBy(rows, (row) => `${row.projectId} ${row.resourceId} ${row.skuId}`).values()].flatMap(
    ([first, ...rest]) =>
      first
        ? planGrainMoves(day.day, [first, ...rest], (contractId) => paid.get(grainUnder({ ...first, contractId })))
        : [],
  );
  await addLotSpends(tx, day.day, month, await movedLots(tx, day.day, moves));
  const settled = moves.map(({ written, amountMinor }) => ({ grain: written.row, amountMinor }));
  await stage.settleStaged(tx, settled);
  for (const [projectId, own] of Map.groupBy(moves, ({ written }) => written.row.projectId)) {
    await store.writeReturned(
      tx,
      day.day,
      month,
      until.get(projectId) as Instant,
      own.map(({ written }) => written),
    );
    await store.writeUncovers(
      tx,
      month,
      own.flatMap(({ uncovers }) => uncovers),
    );
  }
}

/** The lots go over with what they paid: each move is of two, who gives up and who gets. */
async function movedLots(tx: Tx, day: LocalDate, moves: readonly GrainMove[]): Promise<LotSpend[]> {
  if (moves.length === 0) return [];
  const projectIds = [...new Set(moves.map(({ written }) => written.row.projectId))];
  const lots = new SpentLots(await selectSpentLots(tx, projectIds, day));
  return moves.flatMap((giver, index) => {
    const taker = moves[index + 1];
    if (index % 2 === 1 || !taker) return [];
    const { contractId } = taker.written.row;
    return transfersOf(giver).flatMap((share) =>
      lots.take(share).flatMap((lot) => [
        { ...share, ...lot, amountMinor: -lot.amountMinor },
        { ...share, ...lot, contractId },
      ]),
    );
  });
}

function grainUnder(row: Pick<StagedGrain, "projectId" | "resourceId" | "skuId" | "contractId">): string {
  return `${row.projectId} ${row.resourceId} ${row.skuId} ${row.contractId}`;
}

/** How what is staged below zero is given back, by project: by whom each grain was paid. */
export async function stagedReturns(tx: Tx, day: LocalDate) {
  const rows = await stage.selectStagedReturns(tx);
  if (rows.length === 0) return new Map<ProjectId, GrainReturn[]>();
  const paid = new Map((await store.selectPaid(tx, day)).map((row) => [grainUnder(row), row]));
  const months = await store.selectPaidMonth(tx, day);
  const ofContract = new Map<string, PaidPool>(
    months.map((row) => [`${row.projectId} ${row.skuId} ${row.contractId}`, poolOf(row)]),
  );
  const ofMonth = new Map(
    [...Map.groupBy(months, (row) => `${row.projectId} ${row.skuId}`)].map(([key, own]) => [
      key,
      joinPools(own.map(poolOf)),
    ]),
  );
  const plans = rows.map((row) => {
    const sku = `${row.projectId} ${row.skuId}`;
    const pools = {
      ofContract: ofContract.get(`${sku} ${row.contractId}`) ?? poolOf(undefined),
      ofMonth: ofMonth.get(sku) ?? poolOf(undefined),
    };
    return planGrainReturn(day, row, paid.get(grainUnder(row)), pools);
  });
  return Map.groupBy(plans, (plan) => plan.written.row.projectId);
}

function paidRanges(parts: Awaited<ReturnType<typeof chargeProjects>>): store.PaidRange[] {
  const ranges: store.PaidRange[] = [];
  for (const [projectId, own] of parts) {
    const paid = new Map<string | null, Minor>();
    for (const { bonusGroup, fundingSource, lotNo, amountMinor } of own) {
      const from = paid.get(bonusGroup) ?? 0n;
      const to = from + amountMinor;
      paid.set(bonusGroup, to);
      ranges.push({ projectId, bonusGroup, fundingSource, lotNo, from, to });
    }
  }
  return ranges;
}
