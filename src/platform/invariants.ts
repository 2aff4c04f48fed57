import { readFileSync, readdirSync } from "node:fs";

import { DAY, type Instant, MINUTE, formatInstant, plus } from "../core/time.ts";
import { type Database, type Tx, withoutTimeLimit } from "./db.ts";

/** One rule that must hold at every instant: a query that answers the rows that break it. */
export interface Invariant {
  /** Its file's name without the ending: `01-entry-sums-to-zero`. */
  readonly name: string;
  /** What must hold, in one sentence: the file's first comment. */
  readonly meaning: string;
  readonly sql: string;
}

export interface Violation {
  readonly invariant: string;
  readonly meaning: string;
  /** The first offending rows, as the query answers them. */
  readonly rows: readonly Record<string, unknown>[];
}

const FOLDER = new URL("../../db/invariants/", import.meta.url);
const MOST_ROWS = 20;

/**
 * All invariants, in the order of their names. In a query `:now` stands for the business instant of the check, `:overdue`
 * for the instant before which waiting work should have been done, and `:stale` for the one before which a person should
 * have decided what waits for one.
 */
export function allInvariants(): Invariant[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((file) => {
      const text = readFileSync(new URL(file, FOLDER), "utf8");
      const [first = "", ...rest] = text.split("\n");
      return {
        name: file.replace(/\.sql$/, ""),
        meaning: first.replace(/^--\s*/, ""),
        sql: rest.join("\n").trim().replace(/;$/, ""),
      };
    });
}

/** How long accepted usage and due projects may wait before that is a violation. */
const PATIENCE_MS = 15 * MINUTE;
/** How long money may wait for a person's decision before that is a violation. */
const DECISION_MS = 7 * DAY;

/**
 * Checks every invariant on one snapshot of the database (REPEATABLE READ, on the primary) and answers what is broken;
 * an empty answer means the books are coherent. Reads only.
 */
export function violations(
  database: Database,
  now: Instant,
  onProgress: (checked: number, total: number) => void = () => undefined,
): Promise<Violation[]> {
  return database.snapshot((tx) => violationsIn(tx, now, { onProgress }));
}

export interface CheckOptions {
  readonly onProgress?: (checked: number, total: number) => void;
  /**
   * What waits since before this instant is overdue, be it for a worker or for a person; by default a quarter of an hour
   * before `now` for the one and seven days for the other.
   */
  readonly overdue?: Instant;
}

/** The same inside a transaction of the caller's, which sees what it has not committed yet. */
export async function violationsIn(tx: Tx, now: Instant, options: CheckOptions = {}): Promise<Violation[]> {
  const invariants = allInvariants();
  const literal = (at: Instant) => `'${formatInstant(at)}'::timestamptz`;
  const overdue = literal(options.overdue ?? plus(now, -PATIENCE_MS));
  const stale = literal(options.overdue ?? plus(now, -DECISION_MS));
  await withoutTimeLimit(tx);
  const found: Violation[] = [];
  for (const [index, invariant] of invariants.entries()) {
    const sql = invariant.sql
      .replaceAll(":now", literal(now))
      .replaceAll(":overdue", overdue)
      .replaceAll(":stale", stale);
    const rows = await tx.query<Record<string, unknown>>(`select * from (${sql}) broken limit ${MOST_ROWS}`);
    if (rows.length > 0) found.push({ invariant: invariant.name, meaning: invariant.meaning, rows });
    options.onProgress?.(index + 1, invariants.length);
  }
  return found;
}
