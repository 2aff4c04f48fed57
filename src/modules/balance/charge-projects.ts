import type { ProjectId } from "../../core/ids.ts";
import type { Currency, Minor } from "../../core/money.ts";
import type { Instant, LocalMonth } from "../../core/time.ts";
import { type Tx, inOrder } from "../../platform/db.ts";
import {
  type EntryDraft,
  type EntryFacts,
  bookedBy,
  chargeEntry,
  correctionEntry,
  coverEntry,
  post,
} from "../ledger/index.ts";
import { applyFreezing } from "./freezing.ts";
import { type Claim, type Lot, type Part, type Return, isMoney, planReturns, planSpending } from "./spend.ts";
import * as store from "./store.ts";

/** What projects that are charged together share. */
export interface ChargeContext {
  readonly regionCode: string;
  readonly currency: Currency;
  /** The open local month in which the entries count. */
  readonly bookingMonth: LocalMonth;
  /** When it is written down (business time). */
  readonly now: Instant;
}

export interface ProjectCharge {
  readonly projectId: ProjectId;
  /** The instant up to which the project is charged: freezing takes effect there. */
  readonly effectiveAt: Instant;
  readonly claims: readonly Claim[];
  readonly returns: readonly Return[];
  readonly reference: string;
  /** Another charge of the project follows in this transaction: freezing is decided after that. */
  readonly freezesLater?: boolean;
  /** A bonus that was granted then or later does not pay for what was supplied before (BAL-04). */
  readonly grantedBefore: Instant;
  /** A day behind the open one, which settleBonuses follows: freezing is decided there. */
  readonly late?: boolean;
}

/**
 * Debits projects for what they consumed and gives back what was charged too much, in one transaction with the caller:
 * plans who pays (BAL-04, PAY-08), takes it from the lots, posts one `charge` and, for returns, one `correction` entry
 * a project, and freezes or unfreezes (FRZ-01). Answers each project's parts: who paid which claim, in order. The
 * database refuses a booking month that is closed.
 */
export async function chargeProjects(
  tx: Tx,
  context: ChargeContext,
  charges: readonly ProjectCharge[],
): Promise<Map<ProjectId, readonly Part[]>> {
  if (charges.length === 0) return new Map();
  const ids = charges.map((charge) => charge.projectId);
  await store.lockWallets(tx, context.regionCode, context.currency, ids);
  const giving = charges.filter((charge) => charge.returns.length > 0);
  await giveBack(tx, giving, context.now);
  const lots = await store.selectLots(tx, ids);
  const remainders: store.LotRemainder[] = [];
  const parts = new Map<ProjectId, readonly Part[]>();
  const drafts: EntryDraft[] = [];
  for (const charge of charges) {
    const { projectId, effectiveAt } = charge;
    const plan = planSpending(validLots(lots.get(projectId) ?? [], charge), charge.claims);
    for (const [lotNo, remainingMinor] of plan.remaining) remainders.push({ projectId, lotNo, remainingMinor });
    parts.set(projectId, plan.parts);
    const facts = factsOf(context, projectId, effectiveAt, charge.reference);
    if (plan.parts.length > 0) drafts.push(chargeEntry(facts, plan.parts));
    if (charge.returns.length > 0) drafts.push(correctionEntry(facts, charge.returns));
  }
  await inOrder([() => store.updateLots(tx, remainders), () => post(tx, drafts)]);
  await applyFreezing(
    tx,
    context.now,
    charges.filter((charge) => mayChangeFreeze(charge, parts)),
  );
  return parts;
}

/** Money that comes back covers what was charged on credit meanwhile, as money that comes in does (PAY-08). */
async function giveBack(tx: Tx, charges: readonly ProjectCharge[], now: Instant): Promise<void> {
  if (charges.length === 0) return;
  const lots = await store.selectLots(
    tx,
    charges.map((charge) => charge.projectId),
    true,
  );
  const remainders: store.LotRemainder[] = [];
  for (const { projectId, returns, effectiveAt } of charges) {
    for (const [lotNo, remainingMinor] of planReturns(lots.get(projectId) ?? [], returns, effectiveAt)) {
      remainders.push({ projectId, lotNo, remainingMinor });
    }
  }
  await store.updateLots(tx, remainders);
  const paid = charges.filter(({ returns }) => returns.some(isMoney));
  await store.markToCover(
    tx,
    paid.map(({ projectId }) => projectId),
    now,
  );
}

function validLots(lots: readonly Lot[], { effectiveAt, grantedBefore }: ProjectCharge): Lot[] {
  return lots.filter(
    (lot) =>
      (lot.expiresAt === null || lot.expiresAt >= effectiveAt) &&
      (lot.fundingSource !== "bonus" || lot.receivedAt < grantedBefore),
  );
}

/** Only a project that went on credit or got money back can have crossed zero. */
function mayChangeFreeze(charge: ProjectCharge, parts: Map<ProjectId, readonly Part[]>): boolean {
  if (charge.freezesLater || charge.late) return false;
  if (charge.returns.length > 0) return true;
  return (parts.get(charge.projectId) ?? []).some((part) => part.fundingSource === "credit");
}

function factsOf(context: ChargeContext, projectId: ProjectId, effectiveAt: Instant, reference: string): EntryFacts {
  const { regionCode, currency, bookingMonth, now } = context;
  return { projectId, regionCode, currency, effectiveAt, bookedAt: now, bookingMonth, reference };
}

async function lotsPaidBy(
  tx: Tx,
  lots: ReadonlyMap<ProjectId, readonly Lot[]>,
  month: LocalMonth,
): Promise<Map<ProjectId, Lot[]>> {
  const entries = [...lots].flatMap(([projectId, own]) => own.map((lot) => ({ projectId, entryId: lot.lotNo })));
  const booked = new Set((await bookedBy(tx, entries, month)).map((entry) => `${entry.projectId} ${entry.entryId}`));
  return new Map(
    [...lots].map(([projectId, own]) => [projectId, own.filter((lot) => booked.has(`${projectId} ${lot.lotNo}`))]),
  );
}

export interface CoverOrder {
  readonly projectId: ProjectId;
  /** What was charged on credit and is not covered yet. */
  readonly owedMinor: Minor;
}

/**
 * Lets money that came in later pay what was charged on credit (FIFO, PAY-08): takes it from the lots and re-sources the
 * postings. Answers who covered how much, per project in order; the caller says which charges. Balances do not change.
 * With `paidBy` only money that counts in that month or before it covers (PAY-13).
 */
export async function cover(
  tx: Tx,
  context: ChargeContext,
  orders: readonly CoverOrder[],
  paidBy?: LocalMonth,
): Promise<Map<ProjectId, { parts: readonly Part[]; entryId: bigint }>> {
  const covered = new Map<ProjectId, { parts: readonly Part[]; entryId: bigint }>();
  if (orders.length === 0) return covered;
  const ids = orders.map((order) => order.projectId);
  await store.lockWallets(tx, context.regionCode, context.currency, ids);
  const unspent = await store.selectLots(tx, ids);
  const lots = paidBy === undefined ? unspent : await lotsPaidBy(tx, unspent, paidBy);
  const remainders: store.LotRemainder[] = [];
  const drafts: EntryDraft[] = [];
  const plans: { projectId: ProjectId; parts: Part[] }[] = [];
  for (const { projectId, owedMinor } of orders) {
    const plan = planSpending(lots.get(projectId) ?? [], [{ bonusGroup: null, amountMinor: owedMinor }]);
    const parts = plan.parts.filter((part) => part.fundingSource !== "credit");
    if (parts.length === 0) continue;
    for (const [lotNo, remainingMinor] of plan.remaining) remainders.push({ projectId, lotNo, remainingMinor });
    plans.push({ projectId, parts });
    drafts.push(coverEntry(factsOf(context, projectId, context.now, "cover"), parts));
  }
  const [posted] = await inOrder([() => post(tx, drafts), () => store.updateLots(tx, remainders)]);
  plans.forEach(({ projectId, parts }, index) => {
    covered.set(projectId, { parts, entryId: posted[index]?.entryId ?? 0n });
  });
  await store.clearToCover(tx, ids);
  return covered;
}
