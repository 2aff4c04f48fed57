import type { Currency } from "../../../core/money.ts";
import type { Instant } from "../../../core/time.ts";
import type { Region } from "../../tenancy/index.ts";
import type { LineDecision } from "./decide-line.ts";
import type { Statement, StatementLine } from "./files/statement.ts";
import type { OwnAccounts } from "./own-accounts.ts";
import type { TransferFacts } from "./transfer.ts";

/** A line of a file that is being imported. */
export interface LineToPlace {
  readonly statementId: bigint;
  readonly statement: Statement;
  /** Statements of a file whose balances chain share a number: what they show are different transfers. */
  readonly chain: number;
  readonly line: StatementLine;
  readonly currency: Currency;
}

/** A line no file showed before, with its number and what becomes of it. */
export interface NewLine extends LineToPlace {
  readonly lineId: bigint;
  readonly fingerprint: string;
  /** The line it may be the same as: staff decide. */
  readonly duplicateOf: bigint | null;
  readonly decision: LineDecision;
  /** It is certainly money that is held already, as a sum or as its parts. */
  readonly isHeldOtherwise: boolean;
  /** The payer is another company than the project's payer (PAY-13). */
  readonly otherPayer: boolean;
}

export interface PlaceContext {
  readonly ownAccounts: OwnAccounts;
  readonly regions: readonly Region[];
  readonly now: Instant;
}

/** Where the waiting money of a line stands in the ledger. */
export interface Held {
  readonly regionCode: string;
  readonly entryId: bigint;
}

/** What identity is decided by. */
export function factsOf({ line, statement, currency }: LineToPlace): TransferFacts {
  const { openingMinor: opensAt, closingMinor: closesAt, format } = statement;
  const { account: payerAccount, inn: payerInn } = line.counterparty;
  return { ...line, currency, format, opensAt, closesAt, payerAccount, payerInn };
}

/** Numbers the chains of a file's statements, by account, in their order. */
export function chainsOf(statements: readonly Statement[]): number[] {
  const open = new Map<string, { last: Statement; chain: number; shown: Set<string> }>();
  let count = 0;
  return statements.map((statement) => {
    const { account, id, openingMinor } = statement;
    const name = `${id} ${openingMinor}`;
    const before = open.get(account);
    // The same statement over again is none of the chain, even where the balances went round.
    if (before && chains(before.last, statement) && !(id !== null && before.shown.has(name))) {
      before.last = statement;
      before.shown.add(name);
      return before.chain;
    }
    open.set(account, { last: statement, chain: count, shown: new Set([name]) });
    return count++;
  });
}

/** The second opens with what the first closed with. One that moved nothing may as well be the first over again. */
function chains(first: Statement, second: Statement): boolean {
  if (first.closingMinor === null || first.closingMinor !== second.openingMinor) return false;
  return first.openingMinor !== first.closingMinor || (first.id !== null && first.id !== second.id);
}
