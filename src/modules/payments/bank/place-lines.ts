import type { Instant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { topUpAll } from "../../balance/index.ts";
import { type LineDecision, decideLine } from "./decide-line.ts";
import { settlePaymentInvoices } from "../payment-invoices/index.ts";
import type { LineToPlace, NewLine, PlaceContext } from "./line.ts";
import { payableProjects } from "./own-accounts.ts";
import { recognisePid } from "./recognise-pid.ts";
import * as store from "./statement-store.ts";
import { holdInSuspense } from "./suspense.ts";

export type Disposition = LineDecision["disposition"];

/** Rows of one SQL statement: bounds its parameters, whatever the file's size. */
const BATCH = 1_000;

/**
 * Places the lines of a file, in the caller's transaction: known ones are only sighted, new ones decided, posted and
 * written. Answers what became of each new line; the lines without an answer were known. The caller holds the import
 * lock, so no other import can place the same line meanwhile (and the database would refuse it).
 */
export async function placeLines(tx: Tx, lines: readonly LineToPlace[], context: PlaceContext): Promise<Disposition[]> {
  const known = new Map<string, bigint>();
  for (const batch of batches(lines)) {
    const found = await store.selectLineIds(
      tx,
      batch.map((line) => line.fingerprint),
    );
    for (const [fingerprint, lineId] of found) known.set(fingerprint, lineId);
  }
  const fresh: NewLine[] = [];
  for (const batch of batches(lines.filter((line) => !known.has(line.fingerprint)))) {
    fresh.push(...(await decideBatch(tx, takeOnce(batch, known), known, context)));
  }
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
  for (const batch of batches(lines)) {
    await store.insertSightings(
      tx,
      batch.map((line) => ({ ...line, lineId: known.get(line.fingerprint) as bigint })),
    );
  }
  return fresh.map((line) => line.decision.disposition);
}

/** A file may show the same line in two statements: the first one counts. */
function takeOnce(batch: readonly LineToPlace[], known: ReadonlyMap<string, bigint>): LineToPlace[] {
  const first = new Map<string, LineToPlace>();
  for (const line of batch) {
    if (!known.has(line.fingerprint) && !first.has(line.fingerprint)) first.set(line.fingerprint, line);
  }
  return [...first.values()];
}

async function decideBatch(
  tx: Tx,
  batch: readonly LineToPlace[],
  known: Map<string, bigint>,
  context: PlaceContext,
): Promise<NewLine[]> {
  const ids = await store.takeLineIds(tx, batch.length);
  const named = batch.map(({ line }) => recognisePid(line.purpose));
  const projectIds = named.flatMap((pid) => (pid.kind === "recognised" ? [pid.projectId] : []));
  const projects = await payableProjects(tx, projectIds, context.regions);
  const twins = await store.selectSeenInOtherFormat(tx, context.format, batch);
  return batch.map((line, index) => {
    const lineId = ids[index] as bigint;
    known.set(line.fingerprint, lineId);
    const { ownAccounts } = context;
    const seenInOtherFormat = twins.has(line.fingerprint);
    return {
      ...line,
      lineId,
      decision: decideLine(line.line, { ownAccounts, projects, currency: line.currency, seenInOtherFormat }),
    };
  });
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
    reference: { kind: "bank_statement_line", id: line.lineId },
    idempotencyKey: `bank_statement_line:${line.lineId}`,
  };
}

function transferOf(line: NewLine) {
  const { decision, lineId } = line;
  if (decision.disposition !== "credited") return [];
  return [{ lineId, projectId: decision.projectId, amountMinor: line.line.amountMinor, purpose: line.line.purpose }];
}

function* batches<T>(items: readonly T[]): Generator<T[]> {
  for (let from = 0; from < items.length; from += BATCH) yield items.slice(from, from + BATCH);
}
