import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import { type Instant, type LocalMonth, dateOf, monthOf } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import {
  type EntryDraft,
  type EntryFacts,
  bonusRevivalEntry,
  bookingMonth,
  chargeEntry,
  correctionEntry,
  post,
} from "../ledger/index.ts";
import type { Region } from "../tenancy/index.ts";
import { applyFreezing } from "./freezing.ts";
import { type Lot, type Return, isMoney, planReturns } from "./spend.ts";
import * as store from "./store.ts";

/** What bonuses pay instead of money, of days that became known late (BAL-04). */
export interface BonusSettlement {
  readonly projectId: ProjectId;
  /** When the project's freezing is decided as of. */
  readonly effectiveAt: Instant;
  /** By open month: the money that is given back, and as much that a bonus pays. */
  readonly bookings: readonly { readonly month: LocalMonth; readonly returns: readonly Return[] }[];
  /** What bonus lots have paid in all from now on, by lot; lots that are missing stay as they are. */
  readonly spent: ReadonlyMap<bigint, Minor>;
}

type RegionMoney = Pick<Region, "regionCode" | "timeZone" | "currency">;

/** The projects' bonuses, spent and expired ones too; locks the projects' money. */
export async function bonusLots(
  tx: Tx,
  { regionCode, currency }: RegionMoney,
  projectIds: readonly ProjectId[],
): Promise<Map<ProjectId, Lot[]>> {
  await store.lockWallets(tx, regionCode, currency, projectIds);
  const lots = await store.selectLots(tx, projectIds, true);
  return new Map([...lots].map(([projectId, own]) => [projectId, own.filter((lot) => lot.bonusGroup !== null)]));
}

/**
 * Lets bonuses pay what money paid (BAL-04): posts one `correction` that gives the money back and one `charge` of the bonus
 * for each month, and a `bonus_expiry` of the other sign where a bonus that expired is claimed; then decides freezing
 * (FRZ-01). Of projects whose bonusLots are held; atomic with the caller. What is left of an expired bonus then is
 * expireBonuses' to take away again.
 */
export async function settleBonuses(
  tx: Tx,
  region: RegionMoney,
  settlements: readonly BonusSettlement[],
  now: Instant,
): Promise<void> {
  const changing = settlements.filter(({ bookings, spent }) => bookings.length > 0 || spent.size > 0);
  const ids = changing.map(({ projectId }) => projectId);
  const lots = changing.length > 0 ? await store.selectLots(tx, ids, true) : new Map<ProjectId, Lot[]>();
  const remainders: store.LotRemainder[] = [];
  const drafts: EntryDraft[] = [];
  for (const { projectId, bookings, spent } of changing) {
    const own = lots.get(projectId) ?? [];
    const returns = bookings.flatMap((booking) => booking.returns);
    const money = own.filter((lot) => lot.bonusGroup === null);
    for (const [lotNo, remainingMinor] of planReturns(money, returns)) {
      remainders.push({ projectId, lotNo, remainingMinor });
    }
    const { regionCode, currency } = region;
    const facts = { projectId, regionCode, currency, bookedAt: now, reference: "bonus_settlement" };
    for (const lot of own) {
      const paid = spent.get(lot.lotNo);
      if (paid === undefined) continue;
      const left = lot.grantedMinor - paid;
      const expiredMinor = left < lot.expiredMinor ? left : lot.expiredMinor;
      remainders.push({ projectId, lotNo: lot.lotNo, remainingMinor: left - expiredMinor, expiredMinor });
      drafts.push(...(await revival(tx, region, facts, lot, lot.expiredMinor - expiredMinor)));
    }
    for (const { month, returns: back } of bookings) {
      const entry = { ...facts, effectiveAt: now, bookingMonth: month };
      const byBonus = back.map((one) => ({ ...one, fundingSource: "bonus" as const }));
      drafts.push(correctionEntry(entry, back), chargeEntry(entry, byBonus));
    }
  }
  await store.updateLots(tx, remainders);
  const paidBack = changing.filter(({ bookings }) => bookings.some(({ returns }) => returns.some(isMoney)));
  await store.markToCover(
    tx,
    paidBack.map(({ projectId }) => projectId),
    now,
  );
  await post(tx, drafts);
  await applyFreezing(tx, now, settlements);
}

async function revival(
  tx: Tx,
  { regionCode, timeZone }: RegionMoney,
  facts: Omit<EntryFacts, "effectiveAt" | "bookingMonth">,
  lot: Lot,
  amountMinor: Minor,
): Promise<EntryDraft[]> {
  if (amountMinor === 0n || lot.bonusGroup === null || lot.expiresAt === null) return [];
  const effectiveAt = lot.expiresAt as Instant;
  const month = await bookingMonth(tx, regionCode, monthOf(dateOf(effectiveAt, timeZone)));
  return [bonusRevivalEntry({ ...facts, effectiveAt, bookingMonth: month }, lot.bonusGroup, amountMinor)];
}
