import { createHash } from "node:crypto";

import type { Tx } from "../../../platform/db.ts";
import { type LineToPlace, factsOf } from "./line.ts";
import { type HeldPart, matchBatches } from "./match-batches.ts";
import { type HeldTransfer, type Match, matchTransfers } from "./match-transfers.ts";
import * as store from "./statement-store.ts";
import { MOST_DAYS, REFERENCE_DAYS, Transfer, haveOneReference } from "./transfer.ts";

/** What a line of a file is: one that is held, or a new one with a number of its own. */
export interface RecognisedLine extends LineToPlace {
  /** The line as the file has it. */
  readonly of: LineToPlace;
  readonly lineId: bigint;
  readonly isNew: boolean;
  /** The second lock (invariant 14): what the line says, and how many lines that say the same are held before it. */
  readonly fingerprint: string;
  readonly duplicateOf: bigint | null;
  /** It is certainly the sum of held lines or a part of one, of which `duplicateOf` is one. */
  readonly isHeldOtherwise: boolean;
  /** The held line is known by the bank's reference of it; true of a new line. */
  readonly byReference: boolean;
}

/** Lines or amounts of one SQL statement: bounds its parameters, whatever the file's size. */
const BATCH = 1_000;

/**
 * Tells the lines of a file that are held from new ones and from those that may be held (PAY-12, reliability 27, 28), in
 * their order. Reads only what is near in time on the same account in the same amount; the caller holds the import lock.
 */
export async function recogniseTransfers(tx: Tx, lines: readonly LineToPlace[]): Promise<RecognisedLine[]> {
  // Each line has its number beforehand, in the file's order; those of held lines are not used.
  const numbers = new Map<LineToPlace, bigint>();
  for (const batch of batchesOf(lines)) {
    const ids = await store.takeLineIds(tx, batch.length);
    for (const [index, line] of batch.entries()) numbers.set(line, ids[index] as bigint);
  }
  const recognised = new Map<LineToPlace, RecognisedLine>();
  for (const batch of batchesOf([...Map.groupBy(lines, bucketOf).values()])) {
    const alike = new Map((await store.selectAlike(tx, batch.map(searchOf))).map((line) => [line.lineId, line]));
    // By the bank's own reference also what was booked long before or after.
    const named = batch.flat().filter(({ line }) => line.bankReference !== null);
    for (const part of batchesOf(named))
      for (const line of await store.selectByReference(tx, part.map(searchOfReference))) alike.set(line.lineId, line);
    const held = Map.groupBy(alike.values(), bucketOf);
    for (const bucket of batch) {
      const known = held.get(bucketOf(bucket[0] as LineToPlace)) ?? [];
      for (const line of recogniseLines(bucket, known, (of) => numbers.get(of) as bigint))
        recognised.set(line.of, line);
    }
  }
  const found = lines.map((line) => recognised.get(line) as RecognisedLine);
  return recogniseBatches(found, await selectBatches(tx, found));
}

/** What is held under the entries of new lines, and on the days of their file: a line taken for a held one may be a part too. */
async function selectBatches(tx: Tx, lines: readonly RecognisedLine[]): Promise<store.HeldLine[]> {
  const fresh = lines.filter(isUnknown);
  const held = new Map<bigint, store.HeldLine>();
  const dayOf = ({ line }: RecognisedLine) => `${line.ownAccount} ${line.bookedOn}`;
  const days = fresh.length === 0 ? [] : [...new Map(lines.map((line) => [dayOf(line), line])).values()];
  for (const batch of batchesOf(fresh.filter(({ line }) => line.batchReference ?? line.bankReference)))
    for (const line of await store.selectByReference(tx, batch.map(searchOfReference))) held.set(line.lineId, line);
  for (const batch of batchesOf(days)) {
    const wanted = batch.map(({ line }) => line);
    for (const line of await store.selectOnDays(tx, wanted)) held.set(line.lineId, line);
  }
  return [...held.values()];
}

function isUnknown(line: RecognisedLine): boolean {
  return line.isNew && line.duplicateOf === null;
}

/**
 * Tells the new lines that are sums of held ones, or parts of them (matchBatches). Chain by chain, as what an earlier one of the
 * file brought is held. Pure.
 */
export function recogniseBatches(lines: readonly RecognisedLine[], known: readonly store.HeldLine[]): RecognisedLine[] {
  const transfers = new Map(known.map((line) => [line.lineId, new Transfer(line)]));
  // What the file shows under the bank's reference is no part of a batch. By its number and payer another document of the
  // same number, day and amount may have been taken for it, by this file or one of before.
  const takenFor = new Set(known.filter(({ wasTakenFor }) => wasTakenFor).map(({ lineId }) => lineId));
  const isSure = (line: RecognisedLine) =>
    !line.isNew && line.byReference && transfers.has(line.lineId) && !takenFor.has(line.lineId);
  const sure = new Set(lines.filter(isSure).map((line) => line.lineId));
  const doubted = new Set(lines.flatMap((line) => (line.isNew ? (line.duplicateOf ?? []) : line.lineId)));
  const held = [...known]
    .sort((a, b) => (a.lineId < b.lineId ? -1 : 1))
    .filter((line) => isHeld(line) && !sure.has(line.lineId))
    .map((line): HeldPart<bigint> => {
      const transfer = transfers.get(line.lineId) as Transfer;
      const { lineId, disposition } = line;
      return { held: lineId, transfer, waits: disposition === "suspense", isDoubted: doubted.has(lineId) };
    });
  const changed = new Map<RecognisedLine, RecognisedLine>();
  for (const chain of Map.groupBy(lines, (line) => line.chain).values()) {
    for (const [side, own] of Map.groupBy(chain, ({ line }) => sideOf(line))) {
      if (!own.some(isUnknown)) continue;
      const parts = own
        .filter((line) => !sure.has(line.lineId))
        .map((line) => ({ line, transfer: new Transfer(factsOf(line)), isDoubted: !isUnknown(line) }));
      const before = held.filter(({ transfer }) => sideOf(transfer.facts) === side);
      const matches = matchBatches(parts, before);
      // Taken for held ones, they may be parts of a sum instead: then those held ones may be other lines of their amounts.
      const freed = new Map(
        parts.flatMap(({ line }, index) => {
          const match = line.isNew ? null : matches[index];
          return match ? [[bucketOf(line), match.held] as const] : [];
        }),
      );
      for (const [index, { line, transfer, isDoubted }] of parts.entries()) {
        if (isDoubted) continue;
        const match = matches[index];
        const duplicateOf = match?.held ?? freed.get(bucketOf(line)) ?? null;
        if (duplicateOf) changed.set(line, { ...line, duplicateOf, isHeldOtherwise: match?.kind === "same" });
        // What becomes of it is not decided yet.
        else held.push({ held: line.lineId, transfer, isDoubted, waits: true });
      }
    }
  }
  return lines.map((line) => changed.get(line) ?? line);
}

/** A line that stands for another one, or for nothing any more, is no part of a batch. */
function isHeld({ disposition, duplicateOf }: store.HeldLine): boolean {
  return disposition !== "withdrawn" && (disposition !== "dismissed" || duplicateOf === null);
}

function sideOf({ ownAccount, direction }: Pick<store.HeldLine, "ownAccount" | "direction">): string {
  return `${ownAccount} ${direction}`;
}

function searchOfReference({ line }: LineToPlace): store.ReferenceSearch {
  return { ...line, days: REFERENCE_DAYS };
}

function* batchesOf<T>(items: readonly T[]): Generator<T[]> {
  for (let from = 0; from < items.length; from += BATCH) yield items.slice(from, from + BATCH);
}

/** Lines of one own account, direction and amount: only these can be the same transfer. */
function bucketOf(line: LineToPlace | store.HeldLine): string {
  const { ownAccount, direction, amountMinor } = "line" in line ? line.line : line;
  return `${ownAccount} ${direction} ${amountMinor}`;
}

function searchOf(bucket: readonly LineToPlace[]): store.LikenessSearch {
  const [first] = bucket as [LineToPlace];
  const { ownAccount, direction, amountMinor } = first.line;
  const dates = bucket.map(({ line }) => line.bookedOn).sort();
  const [from, to] = [dates[0] ?? first.line.bookedOn, dates.at(-1) ?? first.line.bookedOn];
  return { ownAccount, direction, amountMinor, from, to, days: MOST_DAYS };
}

/**
 * The same for lines of one own account, direction and amount, and all lines held of them near in time. Each chain is
 * matched against what was held before the file and what earlier chains of it brought. Pure.
 */
export function recogniseLines(
  lines: readonly LineToPlace[],
  known: readonly store.HeldLine[],
  numberOf: (line: LineToPlace) => bigint,
): RecognisedLine[] {
  const { held, occurrences } = heldTransfers(known);
  const found: RecognisedLine[] = [];
  for (const chain of Map.groupBy(lines, (line) => line.chain).values()) {
    const transfers = chain.map((line) => new Transfer(factsOf(line)));
    const matches = matchTransfers(transfers, held);
    let alikeOf: Map<bigint, readonly Transfer[]> | undefined;
    for (const [index, line] of chain.entries()) {
      const transfer = transfers[index] as Transfer;
      const match = matches[index] as Match<bigint>;
      if (match.kind === "same") {
        alikeOf ??= new Map(held.map((one) => [one.held, one.alike]));
        const byReference = alikeOf.get(match.held)?.some((one) => haveOneReference(transfer, one)) ?? false;
        found.push({
          ...line,
          of: line,
          lineId: match.held,
          isNew: false,
          fingerprint: "",
          duplicateOf: null,
          isHeldOtherwise: false,
          byReference,
        });
        continue;
      }
      const lineId = numberOf(line);
      const occurrence = (occurrences.get(transfer.content) ?? 0) + 1;
      occurrences.set(transfer.content, occurrence);
      const fingerprint = fingerprintOf(bucketOf(line), transfer, occurrence);
      const duplicateOf = match.kind === "possible" ? match.held : null;
      const fresh = { lineId, isNew: true, fingerprint, duplicateOf, isHeldOtherwise: false, byReference: true };
      found.push({ ...line, of: line, ...fresh });
      held.push({ held: lineId, alike: [transfer] });
    }
  }
  return found;
}

/** A line that staff dismissed as the duplicate of another stands for that other; a withdrawn one, with what stood for it, is held no more. */
function heldTransfers(known: readonly store.HeldLine[]) {
  const occurrences = new Map<string, number>();
  const groups = new Map<bigint, Transfer[]>();
  const roots = new Map<bigint, bigint>();
  const withdrawn = new Set<bigint>();
  // In the order of their numbers a line comes behind the one it duplicates.
  for (const line of [...known].sort((a, b) => (a.lineId < b.lineId ? -1 : 1))) {
    const transfer = new Transfer(line);
    occurrences.set(transfer.content, (occurrences.get(transfer.content) ?? 0) + 1);
    const isAlias = line.disposition === "dismissed" && line.duplicateOf !== null;
    const root = isAlias ? (roots.get(line.duplicateOf as bigint) ?? line.lineId) : line.lineId;
    roots.set(line.lineId, root);
    if (line.disposition === "withdrawn" || line.standsForNothing) withdrawn.add(line.lineId);
    // What stood for a line that was taken back has no money in the books: the transfer may come again.
    if (withdrawn.has(root)) continue;
    const group = groups.get(root);
    if (group) group.push(transfer);
    else groups.set(root, [transfer]);
  }
  const held: HeldTransfer<bigint>[] = [...groups].map(([lineId, alike]) => ({ held: lineId, alike }));
  return { held, occurrences };
}

const VERSION = "line-2";

function fingerprintOf(bucket: string, transfer: Transfer, occurrence: number): string {
  return createHash("sha256").update(`${VERSION}|${bucket}|${occurrence}|${transfer.content}`).digest("hex");
}
