import type { Currency } from "../../../core/money.ts";
import { refusal } from "../../../core/errors.ts";
import type { Instant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { allRegions } from "../../tenancy/index.ts";
import { continuityOf } from "./continuity.ts";
import type { Statement, StatementFile, StatementProblem } from "./files/statement.ts";
import { type LineToPlace, type PlaceContext, chainsOf } from "./line.ts";
import { type OwnAccounts, ownBankAccounts } from "./own-accounts.ts";
import { type DecidedLines, decideLines } from "./place-lines.ts";
import * as store from "./statement-store.ts";

export const StatementCurrencyUnknown = refusal(
  "bank_statement_currency_unknown",
  422,
  "Неизвестна валюта счёта {account}: в файле её нет, а счёт не указан ни у одного поставщика",
  "The currency of account {account} is unknown: the file does not say and no supplier has that account",
);

/** A statement of a file, with the number it will have. */
export type PlannedStatement = Omit<store.NewStatement, "fileId">;

/** A file as it would be imported now: read, recognised and decided, and nothing of it written. */
export interface StatementPlan {
  readonly file: StatementFile;
  readonly statements: readonly PlannedStatement[];
  readonly decided: DecidedLines;
  /** Those of the file itself, and where it does not continue what is known of its accounts. */
  readonly problems: readonly StatementProblem[];
  readonly context: PlaceContext;
}

/**
 * Reads a file and decides about its lines against the books as they are; the caller holds the import lock. Refused as
 * readStatementFile refuses, and with bank_statement_currency_unknown.
 */
export async function planStatement(tx: Tx, bytes: Uint8Array, now: Instant): Promise<StatementPlan> {
  const regions = await allRegions(tx);
  const ownAccounts = await ownBankAccounts(tx, regions);
  // The readers bring an XML parser of 30 MB with them: nobody pays for that before there is a statement to read.
  const { readStatementFile } = await import("./files/read-statement-file.ts");
  const file = readStatementFile(bytes, { knownOwnAccounts: new Set(ownAccounts.keys()) });
  const ids = await store.takeStatementIds(tx, file.statements.length);
  const chains = chainsOf(file.statements);
  const lines: LineToPlace[] = [];
  const statements = file.statements.map((statement, index): PlannedStatement => {
    const currency = currencyOf(statement, ownAccounts);
    const statementId = ids[index] as bigint;
    const chain = chains[index] ?? index;
    for (const line of statement.lines) {
      lines.push({ statementId, statement, chain, line, currency: line.currency ?? currency });
    }
    const supplierCode = ownAccounts.get(statement.account)?.supplierCode ?? null;
    return { statementId, statementNo: index + 1, statement, currency, supplierCode };
  });
  const context = { ownAccounts, regions, now };
  const decided = await decideLines(tx, lines, context);
  const problems = [...file.problems, ...(await continuityOf(tx, file, decided.fresh, context))];
  return { file, statements, decided, problems, context };
}

/** The currency the file gives, else the one kept with the supplier's account. */
function currencyOf(statement: Statement, ownAccounts: OwnAccounts): Currency {
  const currency = statement.currency ?? ownAccounts.get(statement.account)?.currency;
  if (!currency) throw StatementCurrencyUnknown({ values: { account: statement.account.slice(0, 40) } });
  return currency;
}
