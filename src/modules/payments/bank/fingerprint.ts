import { createHash } from "node:crypto";

import type { Statement, StatementLine } from "./files/statement.ts";

/**
 * Which lines of bank statements are the same line (PAY-05, reliability 27 and 28).
 *
 * A line is told by what a bank never changes about it between two exports: own account, booking date, direction and
 * amount, document number, counterparty account, bank reference and purpose (without white space, because exports wrap
 * it differently). Lines equal in all of that are honest repetitions and are numbered 1, 2, ... within their statement
 * and day; the number is part of the fingerprint. So a statement that shows the line n times says "at least n such
 * lines were booked", and after any number of statements the line is held as often as the fullest of them showed it:
 *
 * - the same file again, or the same day exported again, adds nothing;
 * - a morning statement and then the whole day add the afternoon only, whatever the order;
 * - two identical lines of one statement both count.
 *
 * The one case a content key cannot tell is a repetition split between two part-day statements that do not overlap and
 * are never followed by a full one: it counts once until the full day is imported. That errs towards not crediting
 * twice, and the statement's own balances show the difference.
 */
export interface FingerprintedLine {
  readonly line: StatementLine;
  readonly fingerprint: string;
  /** Number among identical lines of its statement and day, from 1. */
  readonly occurrence: number;
}

const VERSION = "line-1";

/** Fingerprints (hex SHA-256) of a statement's lines, in their order. Pure. */
export function fingerprintLines(statement: Statement): FingerprintedLine[] {
  const seen = new Map<string, number>();
  return statement.lines.map((line) => {
    const content = contentOf(line);
    const occurrence = (seen.get(content) ?? 0) + 1;
    seen.set(content, occurrence);
    return { line, occurrence, fingerprint: sha256(`${content}|${occurrence}`) };
  });
}

function contentOf(line: StatementLine): string {
  const parts = [
    VERSION,
    line.ownAccount,
    line.bookedOn,
    line.direction,
    line.amountMinor.toString(),
    line.currency ?? "",
    line.documentNumber ?? "",
    line.counterparty.account ?? "",
    line.bankReference ?? "",
    sha256(line.purpose.replace(/\s+/g, "")),
  ];
  // Lengths keep ("ab", "c") apart from ("a", "bc").
  return parts.map((part) => `${part.length}:${part}`).join("|");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
