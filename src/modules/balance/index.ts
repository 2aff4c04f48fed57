import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import type { Instant } from "../../core/time.ts";
import { type Tx, inOrder } from "../../platform/db.ts";
import { type LedgerAccount, PAYMENT, balances, isBonus } from "../ledger/index.ts";
import * as store from "./store.ts";

export { deletionDueAt } from "./freeze.ts";
export { cover, chargeProjects } from "./charge-projects.ts";
export type { CoverOrder, ProjectCharge, ChargeContext } from "./charge-projects.ts";
export type { Claim, Lot, Part, Return } from "./spend.ts";
export { type BonusSlot, planMoreBonus, spentByLot } from "./bonus-plan.ts";
export { type BonusSettlement, bonusLots, settleBonuses } from "./settle-bonuses.ts";
export { CurrencyMismatch, expireBonuses, grantBonus, topUp, topUpAll } from "./top-up.ts";
export type { BonusGrant, TopUp } from "./top-up.ts";
export { type CreditedPayment, PaymentSpent, takeBackAll } from "./take-back.ts";
export { balanceTopics, projectDeletionDue, projectFrozen, projectNotice, projectUnfrozen } from "./topics.ts";
export { type FreezeOutlook, warnOfFreeze, warnedProjects } from "./freeze-warning.ts";
export { openHalts, processDeletions, releaseHalt, reviewFreezing } from "./freezing.ts";
export { selectFreezeEvents as freezeHistory } from "./store.ts";
export { haltRoutes } from "./http.ts";
export { HALT_KINDS, type HaltKind, haltRelease, presentRelease } from "./propose-release.ts";
export { balanceActs } from "./acts.ts";
export { balanceJobs } from "./jobs.ts";

export interface BonusBalance {
  readonly bonusGroup: string;
  readonly amountMinor: Minor;
  readonly receivedAt: Instant;
  readonly expiresAt: Instant | null;
}

/** A project's money as posted; what is consumed but not posted yet is the usage module's to add. */
export interface Funds {
  readonly paymentMinor: Minor;
  readonly bonusMinor: Minor;
  /** Soonest expiry first. */
  readonly bonuses: readonly BonusBalance[];
  /** Received and not spent yet: more than the balance while charges on credit wait to be covered. */
  readonly unspentMinor: Minor;
  readonly frozenAt: Instant | null;
  readonly deletionDueAt: Instant | null;
  /** When the control plane was told to delete the objects (FRZ-02). */
  readonly objectsDeletedAt: Instant | null;
  /** When money came in for the first time (FRZ-02). */
  readonly firstPaidAt: Instant | null;
}

/** The posted funds of projects (BAL-01); every asked project gets an answer, an unknown one an empty one. */
export async function funds(tx: Pick<Tx, "query">, projectIds: readonly ProjectId[]): Promise<Map<ProjectId, Funds>> {
  const [accounts, lots, found] = await inOrder([
    () => balances(tx, projectIds),
    () => store.selectLots(tx, projectIds),
    () => store.selectWallets(tx, projectIds),
  ]);
  const wallets = new Map(found.map((wallet) => [wallet.projectId, wallet]));
  const result = new Map<ProjectId, Funds>();
  for (const projectId of projectIds) {
    const own = accounts.get(projectId) ?? new Map<LedgerAccount, Minor>();
    let bonusMinor = 0n;
    for (const [ledgerAccount, minor] of own) if (isBonus(ledgerAccount)) bonusMinor += minor;
    const ownLots = lots.get(projectId) ?? [];
    result.set(projectId, {
      paymentMinor: own.get(PAYMENT) ?? 0n,
      bonusMinor,
      bonuses: ownLots
        .filter((lot) => lot.bonusGroup !== null)
        .map((lot) => ({
          bonusGroup: lot.bonusGroup ?? "",
          amountMinor: lot.remainingMinor,
          receivedAt: lot.receivedAt as Instant,
          expiresAt: lot.expiresAt as Instant | null,
        }))
        .sort((a, b) => (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity)),
      unspentMinor: ownLots.filter((lot) => lot.bonusGroup === null).reduce((sum, lot) => sum + lot.remainingMinor, 0n),
      frozenAt: wallets.get(projectId)?.frozenAt ?? null,
      deletionDueAt: wallets.get(projectId)?.deletionDueAt ?? null,
      objectsDeletedAt: wallets.get(projectId)?.deletedAt ?? null,
      firstPaidAt: wallets.get(projectId)?.firstPaidAt ?? null,
    });
  }
  return result;
}

export interface ExpiredBonus {
  readonly projectId: ProjectId;
  /** When the first of its bonuses that still hold something expired. */
  readonly since: Instant;
}

/** Projects with bonuses that expired by an instant and are not taken away yet (BAL-02), at most `limit`. */
export function expiredBonuses(tx: Pick<Tx, "query">, now: Instant, limit: number): Promise<ExpiredBonus[]> {
  return store.selectExpired(tx, now, limit);
}

/** Those of some projects that ever had a bonus. */
export function withBonus(tx: Pick<Tx, "query">, projectIds: readonly ProjectId[]): Promise<ProjectId[]> {
  return store.selectWithBonus(tx, projectIds);
}

/**
 * Projects to which money came in while they owed for charges on credit or were frozen, not locked: ask toCoverAmong once
 * they are held.
 */
export function toCover(tx: Tx, limit: number): Promise<ProjectId[]> {
  return store.selectToCover(tx, limit);
}

/** As toCover, but among given projects, locking them: money is spent first in, first out. */
export function toCoverAmong(tx: Tx, projectIds: readonly ProjectId[]): Promise<ProjectId[]> {
  return store.selectToCoverAmong(tx, projectIds);
}

/** REG-08: of a deleted project nobody is told of freezing any more, and no deletion queue waits. */
export function closeWallet(tx: Tx, projectId: ProjectId, at: Instant): Promise<void> {
  return store.setClosed(tx, projectId, at);
}
