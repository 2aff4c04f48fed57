import type { Minor } from "../../core/money.ts";
import { DAY } from "../../core/time.ts";
import type { FundingSource } from "../ledger/index.ts";

/** Money of a project that came in at once and is not spent whole yet. */
export interface Lot {
  readonly lotNo: bigint;
  readonly fundingSource: Exclude<FundingSource, "credit">;
  /** The only group of services this lot pays for (BAL-02); null for real money. */
  readonly bonusGroup: string | null;
  readonly grantedMinor: Minor;
  readonly remainingMinor: Minor;
  /** Taken away when it expired; late usage of the days before may still claim it. */
  readonly expiredMinor: Minor;
  readonly receivedAt: number;
  /** Null: never expires. */
  readonly expiresAt: number | null;
}

/** What is to be paid for services of one bonus group (null: services that no bonus pays for). */
export interface Claim {
  readonly bonusGroup: string | null;
  readonly amountMinor: Minor;
}

/** What is to be given back to the source that paid it. */
export interface Return {
  readonly bonusGroup: string | null;
  readonly fundingSource: FundingSource;
  readonly amountMinor: Minor;
  /** The lot that paid it, where that is known. */
  readonly lotNo?: bigint | null;
}

/** Not a bonus, and not what nobody paid. */
export function isMoney({ fundingSource }: Pick<Return, "fundingSource">): boolean {
  return fundingSource === "transfer" || fundingSource === "other";
}

export interface Part {
  readonly bonusGroup: string | null;
  readonly fundingSource: FundingSource;
  /** Null on credit. */
  readonly lotNo: bigint | null;
  readonly amountMinor: Minor;
}

export interface SpendPlan {
  /** Who pays each claim, claims in their order, each claim's sources in the order in which they pay. */
  readonly parts: readonly Part[];
  /** What is left in each lot that the plan touches. */
  readonly remaining: ReadonlyMap<bigint, Minor>;
}

/**
 * BAL-04: a claim is paid from the bonus of its own group (soonest expiry first), then from the payment account first in,
 * first out by funding source (PAY-08), then on credit (a balance below zero). Pure; the lots are not changed.
 */
export function planSpending(lots: readonly Lot[], claims: readonly Claim[]): SpendPlan {
  const remaining = new Map<bigint, Minor>();
  const left = (lot: Lot) => remaining.get(lot.lotNo) ?? lot.remainingMinor;
  const bonuses = lots.filter((lot) => lot.fundingSource === "bonus").sort(bySoonestExpiry);
  const money = lots.filter((lot) => lot.fundingSource !== "bonus").sort(byArrival);
  const parts: Part[] = [];
  for (const claim of claims) {
    let due = claim.amountMinor;
    if (due < 0n) throw new RangeError("a claim is not negative: give money back with planReturns");
    const own = claim.bonusGroup === null ? [] : bonuses.filter((lot) => lot.bonusGroup === claim.bonusGroup);
    for (const lot of [...own, ...money]) {
      if (due === 0n) break;
      const taken = left(lot) < due ? left(lot) : due;
      if (taken === 0n) continue;
      remaining.set(lot.lotNo, left(lot) - taken);
      due -= taken;
      const { fundingSource, lotNo } = lot;
      pushPart(parts, { bonusGroup: claim.bonusGroup, fundingSource, lotNo, amountMinor: taken });
    }
    if (due > 0n) {
      pushPart(parts, { bonusGroup: claim.bonusGroup, fundingSource: "credit", lotNo: null, amountMinor: due });
    }
  }
  return { parts, remaining };
}

/**
 * Puts money back where it came from: into the lot that paid it, where that is known, else into the lots of its source that
 * were spent last, so that what came in first is still spent first; a bonus into one that was valid at `suppliedUntil`, if
 * there is one. What was on credit needs no lot. More than a source ever gave is a defect and throws.
 */
export function planReturns(
  lots: readonly Lot[],
  returns: readonly Return[],
  suppliedUntil?: number,
): ReadonlyMap<bigint, Minor> {
  const remaining = new Map<bigint, Minor>();
  const left = (lot: Lot) => remaining.get(lot.lotNo) ?? lot.remainingMinor;
  for (const { bonusGroup, fundingSource, amountMinor, lotNo } of returns) {
    if (fundingSource === "credit") continue;
    let due = amountMinor;
    const sources =
      fundingSource === "bonus"
        ? lots.filter((lot) => lot.bonusGroup === bonusGroup).sort(bySoonestExpiry)
        : lots.filter((lot) => lot.fundingSource === fundingSource).sort(byArrival);
    const latest = sources.reverse();
    const isMeant = (lot: Lot) =>
      lot.lotNo === lotNo || (lot.fundingSource === "bonus" && wasValid(lot, suppliedUntil));
    for (const lot of [...latest.filter(isMeant), ...latest]) {
      if (due === 0n) break;
      const room = lot.grantedMinor - lot.expiredMinor - left(lot);
      const given = room < due ? room : due;
      if (given === 0n) continue;
      remaining.set(lot.lotNo, left(lot) + given);
      due -= given;
    }
    if (due > 0n) throw new Error(`${due} more is given back to ${fundingSource} than it ever paid`);
  }
  return remaining;
}

/** A part that goes on with the one before is one with it. */
function pushPart(parts: Part[], part: Part): void {
  const last = parts.at(-1);
  if (last && last.bonusGroup === part.bonusGroup && last.lotNo === part.lotNo) {
    parts[parts.length - 1] = { ...part, amountMinor: last.amountMinor + part.amountMinor };
  } else parts.push(part);
}

/** At some time of the day that ends then. */
function wasValid(lot: Lot, dayEnd: number | undefined): boolean {
  if (dayEnd === undefined) return false;
  return lot.receivedAt < dayEnd && (lot.expiresAt === null || lot.expiresAt > dayEnd - DAY);
}

function byArrival(a: Lot, b: Lot): number {
  return a.receivedAt - b.receivedAt || (a.lotNo < b.lotNo ? -1 : 1);
}

/** Which of two bonuses pays first (BAL-04). */
export function bySoonestExpiry(a: Lot, b: Lot): number {
  return (a.expiresAt ?? Number.POSITIVE_INFINITY) - (b.expiresAt ?? Number.POSITIVE_INFINITY) || byArrival(a, b);
}
