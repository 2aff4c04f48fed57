import { createHash } from "node:crypto";

import { refusal } from "../../../core/errors.ts";
import type { Currency } from "../../../core/money.ts";
import type { Instant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { recordAct } from "../../../platform/record-act.ts";
import { holdLock } from "../../../platform/locks.ts";
import { allRegions } from "../../tenancy/index.ts";
import { bankFileImported } from "../acts.ts";
import type { Statement, StatementFormat, StatementProblem } from "./files/statement.ts";
import { type OwnAccounts, ownBankAccounts } from "./own-accounts.ts";
import { type LineToPlace, chainsOf } from "./line.ts";
import { type Disposition, placeLines } from "./place-lines.ts";
import * as store from "./statement-store.ts";

export const StatementCurrencyUnknown = refusal(
  "bank_statement_currency_unknown",
  422,
  "Неизвестна валюта счёта {account}: в файле её нет, а счёт не указан ни у одного поставщика",
  "The currency of account {account} is unknown: the file does not say and no supplier has that account",
);

export const StatementUnconfirmed = refusal(
  "bank_statement_unconfirmed",
  409,
  "Файл мог быть обрезан (строка {line}). Сверьте его с банком и подтвердите, что он полный",
  "The file may be cut (line {line}). Compare it with the bank and confirm that it is whole",
);

export interface StatementInput {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** Who brought the file: a user's id, or the name of a command. */
  readonly importedBy: string;
  readonly now: Instant;
  /** A person looked and says that a file which may be cut is whole. */
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
 * so a file is imported whole or not at all; imports run one after another. Refused as readStatementFile refuses, with
 * bank_statement_currency_unknown, and with bank_statement_unconfirmed while nobody said that a file which may be cut is
 * whole.
 */
export async function importStatement(tx: Tx, input: StatementInput): Promise<StatementImport> {
  const sha256 = createHash("sha256").update(input.bytes).digest();
  // One import at a time: what is new in a file is decided against what all earlier files showed.
  await holdLock(tx, "bankImport");
  const earlier = await store.selectBankFile(tx, sha256);
  if (earlier) return repeatedImport(earlier);
  const regions = await allRegions(tx);
  const ownAccounts = await ownBankAccounts(tx, regions);
  // The readers bring an XML parser of 30 MB with them: nobody pays for that before there is a statement to read.
  const { readStatementFile } = await import("./files/read-statement-file.ts");
  const file = readStatementFile(input.bytes, { knownOwnAccounts: new Set(ownAccounts.keys()) });
  const remarks = file.problems.filter(({ mustConfirm }) => mustConfirm);
  if (remarks.length > 0 && !input.confirmed) throw unconfirmed(remarks);
  const fileId = await store.insertBankFile(tx, { ...input, sha256, file, confirmed: remarks.length > 0 });
  const lines: LineToPlace[] = [];
  const chains = chainsOf(file.statements);
  for (const [index, statement] of file.statements.entries()) {
    const currency = currencyOf(statement, ownAccounts);
    const supplierCode = ownAccounts.get(statement.account)?.supplierCode ?? null;
    const statementId = await store.insertStatement(tx, {
      fileId,
      statementNo: index + 1,
      statement,
      currency,
      supplierCode,
    });
    const chain = chains[index] ?? index;
    for (const line of statement.lines) {
      lines.push({ statementId, statement, chain, line, currency: line.currency ?? currency });
    }
  }
  const placed = await placeLines(tx, lines, { ownAccounts, regions, now: input.now });
  const count = (disposition: Disposition) => placed.filter((one) => one === disposition).length;
  const counts = {
    lines: lines.length,
    credited: count("credited"),
    suspense: count("suspense"),
    duplicates: lines.length - placed.length + count("dismissed"),
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
    problems: file.problems,
  };
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

/** The currency the file gives, else the one kept with the supplier's account. */
function currencyOf(statement: Statement, ownAccounts: OwnAccounts): Currency {
  const currency = statement.currency ?? ownAccounts.get(statement.account)?.currency;
  if (!currency) throw StatementCurrencyUnknown({ values: { account: statement.account.slice(0, 40) } });
  return currency;
}
