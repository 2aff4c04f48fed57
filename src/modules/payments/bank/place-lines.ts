import type { Instant, LocalDate } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { topUpAll } from "../../balance/index.ts";
import { type LineDecision, decideLine } from "./decide-line.ts";
import { settlePaymentInvoices } from "../payment-invoices/index.ts";
import type { StatementLine } from "./files/statement.ts";
import type { LineToPlace, NewLine, PlaceContext } from "./line.ts";
import { paidByOthers, payableProjects } from "./own-accounts.ts";
import { recognisePid } from "./recognise-pid.ts";
import { type RecognisedLine, recogniseTransfers } from "./recognise-transfers.ts";
import * as store from "./statement-store.ts";
import { holdInSuspense } from "./suspense.ts";

export type Disposition = LineDecision["disposition"];

/** Rows of one SQL statement: bounds its parameters, whatever the file's size. */
const BATCH = 1_000;

/** The lines of a file as they were recognised, and what becomes of those that are new. */
export interface DecidedLines {
  readonly recognised: readonly RecognisedLine[];
  readonly fresh: readonly NewLine[];
}

/**
 * Recognises the lines of a file and decides about the new ones, and writes nothing. The caller holds the import lock, so no
 * other import can place the same line meanwhile (and the database would refuse its exact equal).
 */
export async function decideLines(tx: Tx, lines: readonly LineToPlace[], context: PlaceContext): Promise<DecidedLines> {
  const recognised = await recogniseTransfers(tx, lines);
  const fresh: NewLine[] = [];
  for (const batch of batches(recognised.filter((line) => line.isNew))) {
    fresh.push(...(await decideBatch(tx, batch, context)));
  }
  return { recognised, fresh };
}

/** Places the lines of a file, in the caller's transaction: known ones are only sighted, new ones posted and written. */
export async function placeLines(tx: Tx, { recognised, fresh }: DecidedLines, context: PlaceContext): Promise<void> {
  const entries = await creditLines(tx, fresh, context.now);
  const held = await holdInSuspense(
    tx,
    fresh.filter((line) => line.decision.disposition === "suspense"),
    context,
  );
  for (const batch of batches(fresh)) {
    await store.insertLines(tx, batch, { entries, held, now: context.now });
    await settlePaymentInvoices(tx, batch.flatMap(transferOf));
  }
  for (const batch of batches(recognised)) await store.insertSightings(tx, batch);
}

async function decideBatch(tx: Tx, batch: readonly RecognisedLine[], context: PlaceContext): Promise<NewLine[]> {
  const named = batch.map(({ line }) => recognisePid(line.purpose));
  const projectIds = named.flatMap((pid) => (pid.kind === "recognised" ? [pid.projectId] : []));
  const projects = await payableProjects(tx, projectIds, context.regions);
  const { ownAccounts } = context;
  const decisions = batch.map(({ line, currency, duplicateOf, isHeldOtherwise }) =>
    decideLine(line, { ownAccounts, projects, currency, maybeHeld: duplicateOf !== null, isHeldOtherwise }),
  );
  const paidFor = batch.map(({ line }, index) => {
    const decision = decisions[index] as LineDecision;
    const credited = decision.disposition === "credited";
    return {
      projectId: credited ? decision.projectId : 0n,
      payerInn: credited ? line.counterparty.inn : null,
      paidOn: paidOn(line),
    };
  });
  const others = await paidByOthers(tx, paidFor);
  return batch.map((line, index) => ({
    ...line,
    decision: decisions[index] as LineDecision,
    otherPayer: others[index] ?? false,
  }));
}

/**
 * Credits the recognised lines; answers the entry of each by line. In the order of projects, as everybody takes their
 * locks, and region by region, as topUpAll asks.
 */
async function creditLines(tx: Tx, lines: readonly NewLine[], now: Instant): Promise<Map<bigint, bigint>> {
  const credits = lines.flatMap((line) =>
    line.decision.disposition === "credited" ? [{ line, to: line.decision }] : [],
  );
  const entries = new Map<bigint, bigint>();
  for (const [, group] of [...Map.groupBy(credits, (credit) => credit.to.regionCode)].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const ordered = group.sort((a, b) =>
      a.to.projectId < b.to.projectId ? -1 : a.to.projectId > b.to.projectId ? 1 : 0,
    );
    for (const batch of batches(ordered)) {
      const posted = await topUpAll(
        tx,
        batch.map(({ line, to }) => creditOf(line, to.projectId, now)),
      );
      batch.forEach(({ line }, index) => entries.set(line.lineId, posted[index]?.entryId as bigint));
    }
  }
  return entries;
}

/** The payment a line is for a project. The key is the line's own, so it can be credited to a project only once. */
function creditOf(line: NewLine, projectId: bigint, at: Instant) {
  return {
    projectId,
    source: "transfer" as const,
    amountMinor: line.line.amountMinor,
    currency: line.currency,
    at,
    paidOn: paidOn(line.line),
    reference: { kind: "bank_statement_line", id: line.lineId },
    idempotencyKey: `bank_statement_line:${line.lineId}`,
  };
}

/** The value date is the payment's (PAY-13). */
function paidOn({ valueOn, bookedOn }: StatementLine): LocalDate {
  return valueOn ?? bookedOn;
}

function transferOf(line: NewLine) {
  const { decision, lineId } = line;
  if (decision.disposition !== "credited") return [];
  return [{ lineId, projectId: decision.projectId, amountMinor: line.line.amountMinor, purpose: line.line.purpose }];
}

function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += BATCH) yield items.slice(from, from + BATCH);
}
