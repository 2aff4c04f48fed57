import { Refusal, refusal } from "../../../core/errors.ts";
import type { ProjectId } from "../../../core/ids.ts";
import type { Minor } from "../../../core/money.ts";
import { type Instant, type LocalMonth, dateOf, monthOf } from "../../../core/time.ts";
import { amountText } from "../../../platform/act.ts";
import type { Tx } from "../../../platform/db.ts";
import { recordAct } from "../../../platform/record-act.ts";
import { CurrencyMismatch, topUp } from "../../balance/index.ts";
import {
  type EntryDraft,
  type EntryFacts,
  bookingMonth,
  post,
  suspenseHoldEntry,
  suspenseReleaseEntry,
} from "../../ledger/index.ts";
import { type Region, UnknownProject, allRegions, regionOf } from "../../tenancy/index.ts";
import { transferAssigned, transferClosed } from "../acts.ts";
import { ownBankAccounts, paidByOthers, payableProjects } from "./own-accounts.ts";
import { settlePaymentInvoices } from "../payment-invoices/index.ts";
import type { Held, NewLine, PlaceContext } from "./line.ts";
import { recognisePid } from "./recognise-pid.ts";
import * as store from "./statement-store.ts";

export const SuspenseLineNotFound = refusal(
  "suspense_line_not_found",
  404,
  "Такой строки выписки нет",
  "There is no such statement line",
);
export const SuspenseLineDecided = refusal(
  "suspense_line_decided",
  409,
  "По этой строке выписки уже принято решение",
  "This statement line is already decided",
);
export const SuspenseNotIncoming = refusal(
  "suspense_not_incoming",
  409,
  "Это списание со счёта: зачислить его проекту нельзя",
  "This line took money away, so it cannot be credited to a project",
);
export const SuspenseProjectDeleted = refusal(
  "suspense_project_deleted",
  409,
  "Проект удалён: зачислить ему деньги нельзя",
  "The project is deleted and cannot be credited",
);
export const SuspenseOtherSupplier = refusal(
  "suspense_other_supplier",
  409,
  "Деньги пришли на счёт другого поставщика: верните их плательщику",
  "The money came to another supplier's account: return it to the payer",
);

/**
 * Books doubtful money in the suspense account of its supplier's region; answers where, by line. Not booked until staff
 * decide: money on an account that is not ours, in a currency the region does not keep books in, or that a file of
 * another format may have brought already.
 */
export async function holdInSuspense(
  tx: Tx,
  lines: readonly NewLine[],
  context: PlaceContext,
): Promise<Map<bigint, Held>> {
  const drafts: { lineId: bigint; draft: EntryDraft }[] = [];
  const months = new Map<string, LocalMonth>();
  for (const { lineId, line, currency, decision } of lines) {
    const supplierCode = context.ownAccounts.get(line.ownAccount)?.supplierCode;
    const region = context.regions.find((one) => one.supplierCode === supplierCode && one.currency === currency);
    const doubted = decision.disposition === "suspense" && decision.reason === "possible_duplicate";
    if (!region || doubted) continue;
    const month = months.get(region.regionCode) ?? (await openMonth(tx, region, context.now));
    months.set(region.regionCode, month);
    const facts = suspenseFacts(lineId, region, month, "hold", context.now);
    drafts.push({ lineId, draft: suspenseHoldEntry(facts, signedMinor(line)) });
  }
  const posted = await post(
    tx,
    drafts.map(({ draft }) => draft),
  );
  return new Map(
    drafts.map(({ lineId, draft }, index) => [
      lineId,
      { regionCode: draft.regionCode, entryId: posted[index]?.entryId as bigint },
    ]),
  );
}

function openMonth(tx: Tx, region: Region, now: Instant): Promise<LocalMonth> {
  return bookingMonth(tx, region.regionCode, monthOf(dateOf(now, region.timeZone)));
}

function suspenseFacts(
  lineId: bigint,
  { regionCode, currency }: Region,
  month: LocalMonth,
  step: "hold" | "release",
  now: Instant,
): Omit<EntryFacts, "projectId"> {
  const reference = `bank_statement_line:${lineId}`;
  const when = { effectiveAt: now, bookedAt: now, bookingMonth: month };
  return { regionCode, currency, ...when, reference, idempotencyKey: `${reference}:${step}` };
}

/** Money that left our account is below zero. */
function signedMinor(line: { readonly direction: "in" | "out"; readonly amountMinor: Minor }): Minor {
  return line.direction === "in" ? line.amountMinor : -line.amountMinor;
}

export interface SuspenseAssignment {
  readonly lineId: bigint;
  readonly projectId: ProjectId;
  readonly staffUserId: string;
  readonly note: string | null;
  readonly now: Instant;
}

/**
 * Credits a waiting line to the project staff found for it (PAY-05): out of suspense and onto the payment account in one
 * transaction, with the source bank transfer (PAY-08). Refused: suspense_line_not_found, suspense_line_decided,
 * suspense_not_incoming, unknown_project, suspense_project_deleted, currency_mismatch, suspense_other_supplier.
 */
export async function assignSuspense(tx: Tx, order: SuspenseAssignment): Promise<{ entryId: bigint }> {
  const line = await lockWaiting(tx, order.lineId);
  await checkProject(tx, line, order.projectId);
  await releaseHeld(tx, line, order.now);
  const { amountMinor, currency, purpose, lineId, paidOn, payerInn } = line;
  const { entryId } = await topUp(tx, {
    projectId: order.projectId,
    source: "transfer",
    amountMinor,
    currency,
    at: order.now,
    paidOn,
    reference: { kind: "bank_statement_line", id: lineId },
    idempotencyKey: `bank_statement_line:${lineId}`,
  });
  const { projectId, now, note } = order;
  const [otherPayer = false] = await paidByOthers(tx, [{ projectId, payerInn, paidOn }]);
  const decision = { lineId, disposition: "credited", projectId, entryId, otherPayer, note, now } as const;
  await store.decideLine(tx, { ...decision, by: order.staffUserId });
  await settlePaymentInvoices(tx, [{ lineId, projectId, amountMinor, purpose }]);
  await recordAct(tx, transferAssigned, now, {
    subjects: [{ kind: "project", id: projectId }],
    thing: `bank_statement_line:${lineId}`,
    after: { amount: amountText(amountMinor, currency), note },
  });
  return { entryId };
}

/** Refuses what assignSuspense refuses of a project that a line is to be credited to. */
export async function checkProject(
  tx: Tx,
  line: Pick<store.WaitingLine, "direction" | "currency" | "ownAccount">,
  projectId: ProjectId,
): Promise<void> {
  if (line.direction !== "in") throw SuspenseNotIncoming();
  const regions = await allRegions(tx);
  const project = (await payableProjects(tx, [projectId], regions)).get(projectId);
  if (!project) throw UnknownProject();
  if (project.status === "deleted") throw SuspenseProjectDeleted();
  if (project.currency !== line.currency) {
    throw CurrencyMismatch({ values: { expected: project.currency, given: line.currency } });
  }
  const supplierCode = (await ownBankAccounts(tx, regions)).get(line.ownAccount)?.supplierCode;
  if (supplierCode !== undefined && supplierCode !== project.supplierCode) throw SuspenseOtherSupplier();
}

export interface SuspenseClosing {
  readonly lineId: bigint;
  /** returned: the money went back to the payer. dismissed: it was not a customer's, or not there at all. */
  readonly outcome: "returned" | "dismissed";
  readonly staffUserId: string;
  readonly note: string;
  readonly now: Instant;
}

/** Ends the waiting of a line that belongs to no project. Refused: suspense_line_not_found, suspense_line_decided. */
export async function closeSuspense(tx: Tx, order: SuspenseClosing): Promise<void> {
  const line = await lockWaiting(tx, order.lineId);
  await releaseHeld(tx, line, order.now);
  const { lineId, now, note } = order;
  await store.decideLine(tx, {
    lineId,
    disposition: order.outcome,
    projectId: null,
    entryId: null,
    otherPayer: false,
    by: order.staffUserId,
    note,
    now,
  });
  await recordAct(tx, transferClosed, now, {
    subjects: [],
    ...(line.suspenseRegion === null ? {} : { regionCode: line.suspenseRegion }),
    thing: `bank_statement_line:${lineId}`,
    after: { amount: amountText(line.amountMinor, line.currency), outcome: order.outcome, note },
  });
}

/** Decides several lines alike in one transaction: all or none. The refusal of one names it in `field`. */
export async function decideTogether(
  lineIds: readonly bigint[],
  decide: (lineId: bigint) => Promise<unknown>,
): Promise<void> {
  for (const lineId of [...new Set(lineIds)].sort((a, b) => (a < b ? -1 : 1))) {
    try {
      await decide(lineId);
    } catch (error) {
      if (error instanceof Refusal) throw new Refusal(error.kind, { ...error.details, field: `ids[${lineId}]` });
      throw error;
    }
  }
}

async function lockWaiting(tx: Tx, lineId: bigint): Promise<store.WaitingLine> {
  const line = await store.lockLine(tx, lineId);
  if (!line) throw SuspenseLineNotFound();
  if (line.disposition !== "suspense") throw SuspenseLineDecided();
  return line;
}

/** A waiting line, as far as its money in suspense goes. */
export interface HeldMoney {
  readonly lineId: bigint;
  readonly direction: "in" | "out";
  readonly amountMinor: Minor;
  readonly suspenseRegion: string | null;
}

/** Takes the money out of suspense again, if it was ever booked there. */
export async function releaseHeld(tx: Tx, line: HeldMoney, now: Instant): Promise<void> {
  if (line.suspenseRegion === null) return;
  const region = await regionOf(tx, line.suspenseRegion);
  const facts = suspenseFacts(line.lineId, region, await openMonth(tx, region, now), "release", now);
  await post(tx, [suspenseReleaseEntry(facts, signedMinor(line))]);
}

/** The lines that wait, the longest waiting first: at most `limit` after a line number. */
export function listSuspense(tx: Pick<Tx, "query">, after: bigint, limit: number): Promise<store.SuspenseItem[]> {
  return store.selectSuspense(tx, after, limit);
}

/** The project that the purpose of a waiting line names, null when it names none or several. */
export interface NamedProject {
  readonly projectId: ProjectId | null;
  /** Its payer is another company than the one that pays for that project (PAY-13). */
  readonly otherPayer: boolean;
}

/** For each waiting line, whom its purpose is about, whatever keeps it waiting, and whether another company paid. */
export async function namedProjects(
  tx: Pick<Tx, "query">,
  lines: readonly Pick<store.SuspenseItem, "purpose" | "payerInn" | "paidOn">[],
): Promise<NamedProject[]> {
  const named = lines.map(({ purpose }) => recognisePid(purpose));
  const paidFor = named.map((pid, index) => {
    const { payerInn, paidOn } = lines[index] as (typeof lines)[number];
    return pid.kind === "recognised"
      ? { projectId: pid.projectId, payerInn, paidOn }
      : { projectId: 0n, payerInn: null, paidOn };
  });
  const others = await paidByOthers(tx, paidFor);
  return named.map((pid, index) => ({
    projectId: pid.kind === "recognised" ? pid.projectId : null,
    otherPayer: others[index] ?? false,
  }));
}
