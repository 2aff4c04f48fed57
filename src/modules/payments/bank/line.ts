import type { Currency } from "../../../core/money.ts";
import type { Instant } from "../../../core/time.ts";
import type { Region } from "../../tenancy/index.ts";
import type { LineDecision } from "./decide-line.ts";
import type { StatementFormat, StatementLine } from "./files/statement.ts";
import type { OwnAccounts } from "./own-accounts.ts";

/** A line of a file that is being imported. */
export interface LineToPlace {
  readonly statementId: bigint;
  readonly line: StatementLine;
  readonly fingerprint: string;
  readonly currency: Currency;
}

/** A line no file showed before, with its number and what becomes of it. */
export interface NewLine extends LineToPlace {
  readonly lineId: bigint;
  readonly decision: LineDecision;
}

export interface PlaceContext {
  readonly ownAccounts: OwnAccounts;
  readonly regions: readonly Region[];
  readonly format: StatementFormat;
  readonly now: Instant;
}

/** Where the waiting money of a line stands in the ledger. */
export interface Held {
  readonly regionCode: string;
  readonly entryId: bigint;
}
