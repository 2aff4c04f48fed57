import { type ProjectId, formatPid } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import { HOUR, type Instant, plus } from "../../core/time.ts";
import { amountText } from "../../platform/act.ts";
import { type Tx, inOrder } from "../../platform/db.ts";
import { type OutboxDraft, enqueue } from "../../platform/outbox/index.ts";
import { recordAct, recordActs } from "../../platform/record-act.ts";
import { PAYMENT, balances } from "../ledger/index.ts";
import { paymentScheme } from "../parties/index.ts";
import { automationReleased, objectsDeleted } from "./acts.ts";
import { DELETION_NOTICE, automationAllowance, decideFreeze, deletionDueAt, deletionDueOnceTold } from "./freeze.ts";
import * as store from "./store.ts";
import { projectDeletionDue, projectFrozen, projectNotice, projectUnfrozen } from "./topics.ts";

interface Crossing {
  readonly projectId: ProjectId;
  readonly effectiveAt: Instant;
}

/**
 * Freezes what is below zero and unfreezes what is positive again, among the given projects, each at its own instant
 * (FRZ-01, FRZ-04, FRZ-06): the wallet, the history and the webhook commit together. More freezes than automation may do
 * within an hour are not done: automation halts and an operator is asked.
 */
export async function applyFreezing(tx: Tx, now: Instant, crossings: readonly Crossing[]): Promise<void> {
  if (crossings.length === 0) return;
  const ids = crossings.map((crossing) => crossing.projectId);
  const [found, accounts, schemes] = await inOrder([
    () => store.selectWallets(tx, ids),
    () => balances(tx, ids),
    () => paymentScheme(tx, ids, now),
  ]);
  const wallets = new Map(found.map((wallet) => [wallet.projectId, wallet]));
  const toFreeze: FreezeTarget[] = [];
  const toUnfreeze: FreezeTarget[] = [];
  const recovered: ProjectId[] = [];
  for (const { projectId, effectiveAt } of crossings) {
    const wallet = wallets.get(projectId);
    if (!wallet) continue;
    const balanceMinor = accounts.get(projectId)?.get(PAYMENT) ?? 0n;
    const frozen = wallet.frozenAt !== null;
    const decision = decideFreeze({ scheme: schemes.get(projectId) ?? "prepaid", balanceMinor, frozen });
    if (decision === "freeze") toFreeze.push({ wallet, at: effectiveAt, balanceMinor });
    if (decision === "unfreeze") toUnfreeze.push({ wallet, at: effectiveAt, balanceMinor });
    if (decision === "none" && wallet.freezePending) recovered.push(projectId);
  }
  if (recovered.length > 0) await store.clearFreezePending(tx, recovered);
  await freeze(tx, now, toFreeze);
  await unfreeze(tx, now, toUnfreeze);
}

/**
 * Decides anew whether projects of one region are frozen, from what is posted: a client in debt who was switched to
 * prepayment is (FRZ-06), one who paid and was charged up to now is not if money is left (FRZ-04).
 */
export async function reviewFreezing(
  tx: Tx,
  region: { readonly regionCode: string; readonly currency: string },
  projectIds: readonly ProjectId[],
  now: Instant,
): Promise<void> {
  await store.lockWallets(tx, region.regionCode, region.currency, projectIds);
  await applyFreezing(
    tx,
    now,
    projectIds.map((projectId) => ({ projectId, effectiveAt: now })),
  );
}

interface FreezeTarget {
  readonly wallet: store.Wallet;
  readonly at: Instant;
  readonly balanceMinor: Minor;
}

async function freeze(tx: Tx, now: Instant, targets: readonly FreezeTarget[]): Promise<void> {
  if (targets.length === 0) return;
  const allowance = await allowanceFor(tx, "freeze", "frozen", targets.length, now);
  if (targets.length <= allowance.left) return freezeNow(tx, now, targets);
  await freezeNow(tx, now, targets.slice(0, allowance.released));
  const waiting = await store.setFreezePending(
    tx,
    targets.slice(allowance.released).map((target) => target.wallet.projectId),
    now,
  );
  await store.openHalt(tx, "freeze", now, waiting, allowance.usual);
}

async function freezeNow(tx: Tx, now: Instant, targets: readonly FreezeTarget[]): Promise<void> {
  if (targets.length === 0) return;
  const changes = targets.map(({ wallet, at }) => ({
    projectId: wallet.projectId,
    at,
    // Counted from when the owner is told, which is later than the crossing when usage came late.
    deletionDueAt: deletionDueAt(at > now ? at : now, wallet.firstPaidAt !== null),
  }));
  await store.setFrozen(tx, changes);
  // What was warned of has come; the next time is another.
  await store.deleteWarnings(
    tx,
    changes.map(({ projectId }) => projectId),
  );
  await record(tx, now, "frozen", "balance_below_zero", targets);
  await enqueue(
    tx,
    targets.map((target, index) =>
      webhook(target, projectFrozen, "balance_below_zero", changes[index]?.deletionDueAt ?? null),
    ),
  );
  await enqueue(
    tx,
    targets.flatMap((target, index) => notice(target, "frozen", changes[index]?.deletionDueAt ?? null)),
  );
}

async function unfreeze(tx: Tx, now: Instant, targets: readonly FreezeTarget[]): Promise<void> {
  if (targets.length === 0) return;
  await store.clearFrozen(
    tx,
    targets.map((target) => target.wallet.projectId),
  );
  for (const [reason, some] of Map.groupBy(targets, unfreezeReason)) await record(tx, now, "unfrozen", reason, some);
  await enqueue(
    tx,
    targets.map((target) => webhook(target, projectUnfrozen, unfreezeReason(target), null)),
  );
}

/** A debt that is not held against a project any more is no balance above zero: it went over to post-payment (FRZ-06). */
const unfreezeReason = ({ balanceMinor }: FreezeTarget) => (balanceMinor > 0n ? "balance_positive" : "post_payment");

/**
 * Carries out what is due by the deletion queue (FRZ-02, FRZ-03): warns owners a day ahead, and tells the control plane to
 * delete, never sooner than a day after the warning: told late (nobody worked, or the clock jumped), the deletion is due later.
 * Deletions stop at the automation cap. Answers how many projects were told to be deleted.
 */
export async function processDeletions(tx: Tx, now: Instant, limit = 500): Promise<number> {
  await warnOfDeletions(tx, now, limit);
  const due = await store.selectDeletionsDue(tx, now, plus(now, -DELETION_NOTICE), limit);
  if (due.length === 0) return 0;
  const allowance = await allowanceFor(tx, "deletion", "deletion_due", due.length, now);
  const isWithin = due.length <= allowance.left;
  const deleted = isWithin ? due : due.slice(0, allowance.released);
  await deleteNow(tx, now, deleted);
  if (!isWithin) await store.openHalt(tx, "deletion", now, due.length - deleted.length, allowance.usual);
  return deleted.length;
}

async function warnOfDeletions(tx: Tx, now: Instant, limit: number): Promise<void> {
  const queued = await store.selectDeletionsAhead(tx, plus(now, DELETION_NOTICE), limit);
  if (queued.length === 0) return;
  const ahead = queued.map((wallet) => ({
    ...wallet,
    deletionDueAt: wallet.deletionDueAt && deletionDueOnceTold(wallet.deletionDueAt, now),
  }));
  await store.markWarned(tx, ahead, now);
  const targets = await withBalances(tx, ahead, now);
  await record(tx, now, "deletion_ahead", "deletion_queue", targets);
  await enqueue(
    tx,
    targets.flatMap((target) => notice(target, "deletion_ahead", target.wallet.deletionDueAt)),
  );
}

async function deleteNow(tx: Tx, now: Instant, due: readonly store.Wallet[]): Promise<void> {
  if (due.length === 0) return;
  const targets = await withBalances(tx, due, now);
  await store.markDeleted(
    tx,
    due.map((wallet) => wallet.projectId),
    now,
  );
  await record(tx, now, "deletion_due", "deletion_queue", targets);
  await enqueue(
    tx,
    targets.map((target) => webhook(target, projectDeletionDue, "deletion_queue", target.wallet.deletionDueAt)),
  );
  await enqueue(
    tx,
    targets.flatMap((target) => notice(target, "deleted", target.wallet.deletionDueAt)),
  );
  await recordActs(
    tx,
    objectsDeleted,
    now,
    targets.map(({ wallet, balanceMinor }) => ({
      subjects: [{ kind: "project", id: wallet.projectId }],
      after: { balance: amountText(balanceMinor, wallet.currency) },
    })),
  );
}

/** What automation stopped at, oldest first: an operator decides. */
export function openHalts(tx: Tx): Promise<store.Halt[]> {
  return store.selectOpenHalts(tx);
}

/**
 * An operator releases a halt: what waited is done at the next tick, as many as the operator was shown. Freezes that
 * waited are decided anew from the present balance. Answers false when nothing was halted. `shown`: how many it was when it was
 * asked for; null: as many as wait now.
 */
export async function releaseHalt(
  tx: Tx,
  kind: "freeze" | "deletion",
  now: Instant,
  by: string,
  shown: number | null = null,
): Promise<boolean> {
  if (!(await store.releaseHalt(tx, kind, { at: now, by, shown }))) return false;
  await recordAct(tx, automationReleased, now, { subjects: [], after: { what: kind, by } });
  if (kind === "freeze") {
    // The longest waiting first: those that were shown.
    const pending = await store.selectFreezePending(tx);
    await applyFreezing(
      tx,
      now,
      pending.map((wallet) => ({ projectId: wallet.projectId, effectiveAt: now })),
    );
  }
  return true;
}

interface Allowance {
  /** As many as automation may do of `asked` within this hour: none while it is halted. */
  readonly left: number;
  /** Without what operators released. */
  readonly usual: number;
  /** Where more are asked than are left, as many go on all the same: those that a release within this hour was for. */
  readonly released: number;
}

async function allowanceFor(
  tx: Tx,
  kind: "freeze" | "deletion",
  event: store.FreezeEventKind,
  asked: number,
  now: Instant,
): Promise<Allowance> {
  const since = plus(now, -HOUR);
  const halts = await store.selectOpenHalts(tx);
  const { released, firstAt } = await store.selectReleasedAllowance(tx, kind, since);
  const done = await store.countFreezeEvents(tx, event, since);
  const isHalted = halts.some((halt) => halt.kind === kind);
  // Few are allowed in any case: then nobody needs to count a hundred thousand wallets.
  const least = automationAllowance(0);
  if (!isHalted && asked <= least + released - done) return { left: least + released - done, usual: least, released };
  const usual = automationAllowance(await store.countWallets(tx));
  const left = isHalted ? 0 : usual + released - done;
  const doneSince = firstAt === null ? 0 : await store.countFreezeEvents(tx, event, plus(firstAt, -1));
  return { left, usual, released: Math.max(0, Math.min(left, released - doneSince)) };
}

async function withBalances(tx: Tx, wallets: readonly store.Wallet[], at: Instant): Promise<FreezeTarget[]> {
  const accounts = await balances(
    tx,
    wallets.map((wallet) => wallet.projectId),
  );
  return wallets.map((wallet) => ({
    wallet,
    at,
    balanceMinor: accounts.get(wallet.projectId)?.get(PAYMENT) ?? 0n,
  }));
}

async function record(
  tx: Tx,
  now: Instant,
  kind: store.FreezeEventKind,
  reason: string,
  targets: readonly FreezeTarget[],
): Promise<void> {
  await store.insertFreezeEvents(
    tx,
    targets.map(({ wallet, at, balanceMinor }) => ({
      projectId: wallet.projectId,
      at,
      recordedAt: now,
      kind,
      reason,
      balanceMinor,
    })),
  );
}

function moment(target: FreezeTarget, reason: string, deletionDueAt: Instant | null) {
  const { wallet, at, balanceMinor } = target;
  const pid = formatPid(wallet.projectId);
  return { reason, pid, at, balance: balanceMinor, currency: wallet.currency, deletionDueAt };
}

function webhook(
  target: FreezeTarget,
  topic: typeof projectFrozen,
  reason: string,
  deletionDueAt: Instant | null,
): OutboxDraft {
  return topic.message(target.wallet.projectId, moment(target, reason, deletionDueAt), target.at);
}

/** FRZ-03: the owner is told, unless the project itself is deleted (REG-08); the letter itself is written when it is sent. */
function notice(
  target: FreezeTarget,
  kind: "frozen" | "deletion_ahead" | "deleted",
  deletionDueAt: Instant | null,
): OutboxDraft[] {
  if (target.wallet.closedAt !== null) return [];
  const payload = { kind, ...moment(target, kind, deletionDueAt) };
  return [projectNotice.message(target.wallet.projectId, payload, target.at)];
}
