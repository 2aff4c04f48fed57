import { createHash } from "node:crypto";

import { refusal } from "../../../core/errors.ts";
import type { Instant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { recordAct } from "../../../platform/record-act.ts";
import { holdLock } from "../../../platform/locks.ts";
import { bankFileImported } from "../acts.ts";
import type { StatementFormat, StatementProblem } from "./files/statement.ts";
import { type Disposition, placeLines } from "./place-lines.ts";
import { type StatementPlan, planStatement } from "./plan-statement.ts";
import * as store from "./statement-store.ts";

export const StatementUnconfirmed = refusal(
  "bank_statement_unconfirmed",
  409,
  "Файл мог быть обрезан или не продолжает прошлую выписку (строка {line}). Сверьте его с банком и подтвердите, что он верен",
  "The file may be cut, or does not continue the last statement (line {line}). Compare it with the bank and confirm that it is right",
);

export interface StatementInput {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** Who brought the file: a user's id, or the name of a command. */
  readonly importedBy: string;
  readonly now: Instant;
  /** A person looked and says that a file which is doubtful is right. */
  readonly confirmed?: boolean;
}

/** What one file brought. `lines` is the sum of the five counts after it. */
export interface StatementImport {
  readonly fileId: bigint;
  readonly format: StatementFormat;
  /** The same bytes were imported before: nothing was done, and every line is a duplicate. */
  readonly repeated: boolean;
  readonly lines: number;
  readonly credited: number;
  readonly suspense: number;
  readonly duplicates: number;
  readonly outgoing: number;
  /** Transfers between our own accounts. */
  readonly internal: number;
  readonly problems: readonly StatementProblem[];
}

/**
 * Imports a bank statement file (PAY-05): credits each new incoming line whose purpose names one project, holds the
 * doubtful ones in suspense and passes over lines that any earlier file showed. All of it in the caller's transaction,
 * so a file is imported whole or not at all; imports run one after another. Refused as planStatement refuses, and with
 * bank_statement_unconfirmed while nobody said that a file which may be cut, or does not continue its account, is right.
 */
export async function importStatement(tx: Tx, input: StatementInput): Promise<StatementImport> {
  const { earlier, plan } = await openStatement(tx, input);
  if (earlier) return earlier;
  if (!input.confirmed) refuseDoubts(plan);
  return carryOut(tx, plan, input);
}

/** What became of the same bytes before, or what they would bring; nobody else imports until the transaction ends. */
export async function openStatement(
  tx: Tx,
  { bytes, now }: Pick<StatementInput, "bytes" | "now">,
): Promise<
  { readonly earlier: StatementImport; readonly plan: null } | { readonly earlier: null; readonly plan: StatementPlan }
> {
  // One import at a time: what is new in a file is decided against what all earlier files showed.
  await holdLock(tx, "bankImport");
  const earlier = await store.selectBankFile(tx, sha256Of(bytes));
  if (earlier) return { earlier: repeatedImport(earlier), plan: null };
  return { earlier: null, plan: await planStatement(tx, bytes, now) };
}

export function sha256Of(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** Writes what was planned. */
export async function carryOut(tx: Tx, plan: StatementPlan, input: StatementInput): Promise<StatementImport> {
  const { file, statements, decided, problems } = plan;
  const confirmed = doubtsOf(plan).length > 0;
  const sha256 = sha256Of(input.bytes);
  const fileId = await store.insertBankFile(tx, { ...input, sha256, file, problems, confirmed });
  for (const statement of statements) await store.insertStatement(tx, { ...statement, fileId });
  await placeLines(tx, decided, plan.context);
  const { recognised, fresh } = decided;
  const count = (disposition: Disposition) =>
    fresh.filter(({ decision }) => decision.disposition === disposition).length;
  const counts = {
    lines: recognised.length,
    credited: count("credited"),
    suspense: count("suspense"),
    duplicates: recognised.length - fresh.length + count("dismissed"),
  };
  await recordAct(tx, bankFileImported, input.now, {
    subjects: [],
    thing: `bank_file:${fileId}`,
    after: { fileName: input.fileName, ...counts },
  });
  return {
    fileId,
    format: file.format,
    repeated: false,
    ...counts,
    outgoing: count("ignored_outgoing"),
    internal: count("internal"),
    problems,
  };
}

/** What a person must answer for. */
export function doubtsOf({ problems }: Pick<StatementPlan, "problems">): StatementProblem[] {
  return problems.filter(({ mustConfirm }) => mustConfirm);
}

/** Refuses bank_statement_unconfirmed. */
export function refuseDoubts(plan: StatementPlan): void {
  const doubts = doubtsOf(plan);
  if (doubts.length > 0) throw unconfirmed(doubts);
}

/** Each remark that makes the file doubtful stands beside the refusal, by its line. */
function unconfirmed(remarks: readonly StatementProblem[]) {
  const problems = remarks.slice(0, 20).map(({ line, code, texts }) => ({ field: `line ${line}`, code, texts }));
  return StatementUnconfirmed({ values: { line: String(remarks[0]?.line ?? 1) }, problems });
}

function repeatedImport(earlier: store.BankFile): StatementImport {
  const nothing = { credited: 0, suspense: 0, outgoing: 0, internal: 0 };
  return { ...earlier, ...nothing, repeated: true, duplicates: earlier.lines };
}
