import type { ProjectId } from "../../core/ids.ts";
import { type Currency, LARGEST_MINOR, type Minor } from "../../core/money.ts";
import { refusal } from "../../core/errors.ts";
import {
  type Instant,
  type LocalDate,
  type LocalMonth,
  addMonths,
  dateOf,
  floorMinute,
  formatInstant,
  monthOf,
} from "../../core/time.ts";
import { type ActFacts, amountText } from "../../platform/act.ts";
import type { Tx } from "../../platform/db.ts";
import { recordAct, recordActs } from "../../platform/record-act.ts";
import {
  type EntryDraft,
  type EntryFacts,
  PAYMENT,
  type Posted,
  balances,
  bonusEntry,
  bonusExpiryEntry,
  bookingMonth,
  paymentEntry,
  post,
} from "../ledger/index.ts";
import { type ProjectFacts, UnknownProject, projectFacts } from "../tenancy/index.ts";
import { bonusExpired, bonusGranted } from "./acts.ts";
import { applyFreezing } from "./freezing.ts";
import type { Lot } from "./spend.ts";
import * as store from "./store.ts";

export const CurrencyMismatch = refusal(
  "currency_mismatch",
  422,
  "Проект ведётся в валюте {expected}, а платёж в {given}",
  "The project is kept in {expected}, the payment is in {given}",
);
export const AmountOutOfRange = refusal(
  "amount_out_of_range",
  422,
  "Сумма должна быть больше нуля и не больше 10 000 000 000 000",
  "The amount must be above zero and at most 10,000,000,000,000",
);

export interface TopUp {
  readonly projectId: ProjectId;
  readonly source: "transfer" | "other";
  readonly amountMinor: Minor;
  readonly currency: Currency;
  /** Business time: from then on the money counts. */
  readonly at: Instant;
  /** The bank's value date: the payment is of that month in the books while the month is open (PAY-13). */
  readonly paidOn?: LocalDate;
  readonly reference: { readonly kind: string; readonly id: bigint | string };
  /** The same key again changes nothing and answers the first entry. */
  readonly idempotencyKey: string;
}

/**
 * Credits payments to payment accounts (BAL-01, PAY-02), keeping their source (PAY-08). A frozen project is charged up to
 * the present minute next, and unfrozen if money is left then (FRZ-04). Refused: unknown_project, currency_mismatch,
 * amount_out_of_range: nothing of the whole call is written then. All projects must live in one region.
 */
export async function topUpAll(tx: Tx, topUps: readonly TopUp[]): Promise<Posted[]> {
  if (topUps.length === 0) return [];
  const ids = [...new Set(topUps.map((topUp) => topUp.projectId))];
  const facts = await projectFacts(tx, ids);
  const drafts: EntryDraft[] = [];
  const months = new Map<string, LocalMonth>();
  for (const topUp of topUps) drafts.push(await paymentDraft(tx, topUp, facts, months));
  const first = facts.get(ids[0] ?? 0n);
  if (!first) throw UnknownProject();
  const wallets = await store.lockWallets(tx, first.regionCode, first.currency, ids);
  const frozen = new Set(wallets.filter((wallet) => wallet.frozenAt !== null).map((wallet) => wallet.projectId));
  const posted = await post(tx, drafts);
  const fresh = topUps.flatMap((topUp, index) => {
    const entry = posted[index];
    return entry && !entry.repeated ? [{ topUp, entryId: entry.entryId }] : [];
  });
  if (fresh.length === 0) return posted;
  await store.insertLots(
    tx,
    fresh.map(({ topUp, entryId }) => ({
      projectId: topUp.projectId,
      lotNo: entryId,
      fundingSource: topUp.source,
      bonusGroup: null,
      amountMinor: topUp.amountMinor,
      receivedAt: topUp.at,
      expiresAt: null,
    })),
  );
  await notePayments(
    tx,
    fresh.map(({ topUp }) => topUp),
    frozen,
  );
  const latest = topUps.at(-1)?.at as Instant;
  const running = ids.filter((projectId) => !frozen.has(projectId));
  await applyFreezing(
    tx,
    latest,
    running.map((projectId) => ({ projectId, effectiveAt: latest })),
  );
  return posted;
}

/** topUpAll for one payment. */
export async function topUp(tx: Tx, one: TopUp): Promise<Posted> {
  const [posted] = await topUpAll(tx, [one]);
  if (!posted) throw new Error("a payment was neither posted nor refused");
  return posted;
}

/** `months` remembers where each month of the payments is booked: it is asked once, not for every payment. */
async function paymentDraft(
  tx: Tx,
  topUp: TopUp,
  facts: Map<ProjectId, ProjectFacts>,
  months: Map<string, LocalMonth>,
): Promise<EntryDraft> {
  const project = facts.get(topUp.projectId);
  if (!project) throw UnknownProject();
  if (project.currency !== topUp.currency) {
    throw CurrencyMismatch({ values: { expected: project.currency, given: topUp.currency } });
  }
  if (topUp.amountMinor <= 0n || topUp.amountMinor > LARGEST_MINOR) throw AmountOutOfRange();
  const month = monthPaid(topUp, dateOf(topUp.at, project.timeZone));
  const key = `${project.regionCode} ${month}`;
  const booked = months.get(key) ?? (await bookingMonth(tx, project.regionCode, month));
  months.set(key, booked);
  const entry = {
    projectId: topUp.projectId,
    regionCode: project.regionCode,
    currency: project.currency,
    effectiveAt: topUp.at,
    bookedAt: topUp.at,
    bookingMonth: booked,
    reference: `${topUp.reference.kind}:${topUp.reference.id}`,
    idempotencyKey: topUp.idempotencyKey,
  };
  return paymentEntry(entry, topUp.source, topUp.amountMinor);
}

/** The month of the value date, if it is this one or the one before: an older month's books, or a later one's, are not opened. */
function monthPaid({ paidOn }: TopUp, today: LocalDate): LocalMonth {
  const month = monthOf(today);
  return paidOn !== undefined && monthOf(paidOn) === addMonths(month, -1) ? monthOf(paidOn) : month;
}

/** A project that was charged on credit gets those charges covered by the new money; a frozen one is looked at anew. */
async function notePayments(tx: Tx, topUps: readonly TopUp[], frozen: ReadonlySet<ProjectId>): Promise<void> {
  const ids = topUps.map((topUp) => topUp.projectId);
  const accounts = await balances(tx, ids);
  const lots = await store.selectLots(tx, ids);
  const owing = (projectId: ProjectId): boolean => {
    const money = (lots.get(projectId) ?? []).filter((lot) => lot.fundingSource !== "bonus");
    const unspent = money.reduce((sum, lot) => sum + lot.remainingMinor, 0n);
    return unspent > (accounts.get(projectId)?.get(PAYMENT) ?? 0n);
  };
  await store.markPaid(
    tx,
    topUps.map(({ projectId, at }) => ({ projectId, at, recheck: frozen.has(projectId) || owing(projectId) })),
  );
}

export interface BonusGrant {
  readonly projectId: ProjectId;
  /** The SKUs' bonus group it pays for (BAL-02). */
  readonly bonusGroup: string;
  readonly amountMinor: Minor;
  readonly at: Instant;
  readonly expiresAt: Instant | null;
  readonly idempotencyKey: string;
}

/** Credits a bonus account: by the platform only, never refundable (BAL-02). Repeating a key changes nothing. */
export async function grantBonus(tx: Tx, grant: BonusGrant): Promise<Posted> {
  const facts = (await projectFacts(tx, [grant.projectId])).get(grant.projectId);
  if (!facts) throw UnknownProject();
  if (grant.amountMinor <= 0n || grant.amountMinor > LARGEST_MINOR) throw AmountOutOfRange();
  await store.lockWallets(tx, facts.regionCode, facts.currency, [grant.projectId]);
  const month = await openMonth(tx, facts, grant.at);
  const entry = bonusFacts(facts, month, grant.at, "bonus", grant.idempotencyKey);
  const [posted] = await post(tx, [bonusEntry(entry, grant.bonusGroup, grant.amountMinor)]);
  if (!posted) throw new Error("a bonus was neither posted nor refused");
  if (!posted.repeated) {
    await store.insertLots(tx, [
      {
        projectId: grant.projectId,
        lotNo: posted.entryId,
        fundingSource: "bonus",
        bonusGroup: grant.bonusGroup,
        amountMinor: grant.amountMinor,
        receivedAt: grant.at,
        expiresAt: grant.expiresAt,
      },
    ]);
    await recordAct(tx, bonusGranted, grant.at, {
      subjects: [{ kind: "project", id: grant.projectId }],
      thing: `journal_entry:${posted.entryId}`,
      after: {
        amount: amountText(grant.amountMinor, facts.currency),
        bonusGroup: grant.bonusGroup,
        expiresAt: grant.expiresAt === null ? null : formatInstant(grant.expiresAt),
      },
    });
  }
  return posted;
}

/**
 * Takes away what is left of bonuses that expired by an instant (BAL-02), among the given projects. The caller charges
 * the projects up to their expiry first, so that a bonus pays for all it should. Answers from which projects it took.
 */
export async function expireBonuses(tx: Tx, projectIds: readonly ProjectId[], until: Instant): Promise<ProjectId[]> {
  const isDue = (lot: Lot) =>
    lot.bonusGroup !== null && lot.expiresAt !== null && floorMinute(lot.expiresAt as Instant) <= until;
  const unlocked = await store.selectLots(tx, projectIds);
  const ids = [...unlocked].filter(([, own]) => own.some(isDue)).map(([projectId]) => projectId);
  if (ids.length === 0) return [];
  const facts = await projectFacts(tx, ids);
  for (const [regionCode, own] of Map.groupBy(facts.values(), (project) => project.regionCode)) {
    const region = own.map((project) => project.projectId);
    await store.lockWallets(tx, regionCode, own[0]?.currency ?? "", region);
  }
  const drafts: EntryDraft[] = [];
  const remainders: store.LotRemainder[] = [];
  const acts: ActFacts<keyof typeof bonusExpired.fields>[] = [];
  for (const [projectId, own] of await store.selectLots(tx, [...facts.keys()])) {
    const project = facts.get(projectId);
    for (const lot of own.filter(isDue)) {
      if (!project || lot.bonusGroup === null) continue;
      const month = await openMonth(tx, project, until);
      const entry = bonusFacts(project, month, lot.expiresAt as Instant, "bonus_expiry");
      drafts.push(bonusExpiryEntry(entry, lot.bonusGroup, lot.remainingMinor));
      const expiredMinor = lot.expiredMinor + lot.remainingMinor;
      remainders.push({ projectId, lotNo: lot.lotNo, remainingMinor: 0n, expiredMinor });
      acts.push({
        subjects: [{ kind: "project", id: projectId }],
        thing: `fund_lot:${lot.lotNo}`,
        before: { amount: amountText(lot.remainingMinor, project.currency), bonusGroup: lot.bonusGroup },
      });
    }
  }
  await store.updateLots(tx, remainders);
  await post(tx, drafts);
  await recordActs(tx, bonusExpired, until, acts);
  return [...new Set(remainders.map((lot) => lot.projectId))];
}

function openMonth(tx: Tx, facts: ProjectFacts, at: Instant) {
  return bookingMonth(tx, facts.regionCode, monthOf(dateOf(at, facts.timeZone)));
}

function bonusFacts(
  { projectId, regionCode, currency }: ProjectFacts,
  bookingMonth: LocalMonth,
  at: Instant,
  reference: string,
  idempotencyKey?: string,
): EntryFacts {
  const facts = { projectId, regionCode, currency, effectiveAt: at, bookedAt: at, bookingMonth, reference };
  return idempotencyKey === undefined ? facts : { ...facts, idempotencyKey };
}
