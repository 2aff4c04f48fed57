import type { Minor } from "../../core/money.ts";
import { DAY, type Instant, MINUTE, floorMinute, plus } from "../../core/time.ts";

import type { PaymentScheme } from "../parties/index.ts";

export interface FreezeFacts {
  readonly scheme: PaymentScheme;
  /** The payment account's balance; bonuses do not count. */
  readonly balanceMinor: Minor;
  readonly frozen: boolean;
}

export type FreezeDecision = "freeze" | "unfreeze" | "none";

/**
 * FRZ-01: a prepaid project below zero is frozen. FRZ-04: a frozen project is unfrozen when its payment account is
 * positive; at exactly zero it stays as it is. FRZ-06: a post-paid project is never frozen for its balance.
 */
export function decideFreeze(facts: FreezeFacts): FreezeDecision {
  if (facts.scheme === "postpaid") return facts.frozen ? "unfreeze" : "none";
  if (!facts.frozen) return facts.balanceMinor < 0n ? "freeze" : "none";
  return facts.balanceMinor > 0n ? "unfreeze" : "none";
}

export interface DeletionTerms {
  readonly daysNeverPaid: number;
  readonly daysOncePaid: number;
}

export const DELETION_TERMS: DeletionTerms = { daysNeverPaid: 3, daysOncePaid: 7 };

/** FRZ-02: deletion is due 3 days after freezing if the project never received a payment, else 7 days. */
export function deletionDueAt(frozenAt: Instant, everPaid: boolean, terms: DeletionTerms = DELETION_TERMS): Instant {
  return plus(frozenAt, (everPaid ? terms.daysOncePaid : terms.daysNeverPaid) * DAY);
}

/** FRZ-03: nothing is deleted sooner than so long after the owner was told of it. */
export const DELETION_NOTICE = DAY;

/**
 * FRZ-02, FRZ-03: when objects are to be deleted whose deletion is told at `toldAt`: as it was due, or at the whole minute by
 * which the owner has had the notice, when it is told late by a minute or more. (By less, the deletion alone waits for it.)
 */
export function deletionDueOnceTold(dueAt: Instant, toldAt: Instant): Instant {
  const noticed = plus(toldAt, DELETION_NOTICE);
  if (noticed < plus(dueAt, MINUTE)) return dueAt;
  const minute = floorMinute(noticed);
  return minute < noticed ? plus(minute, MINUTE) : minute;
}

/**
 * How many projects automation may freeze (or delete) within an hour before it halts and asks an operator: half a per
 * cent of all, at least 20. A jumped clock or a wrong price touches far more than that at once.
 */
export function automationAllowance(projects: number): number {
  return Math.max(20, Math.ceil(projects / 200));
}
