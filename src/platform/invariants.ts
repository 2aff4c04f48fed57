import { readFileSync, readdirSync } from "node:fs";

import type { Texts } from "../core/errors.ts";
import { DAY, type Instant, MINUTE, formatInstant, plus } from "../core/time.ts";
import { type Database, type Tx, withoutTimeLimit } from "./db.ts";

/** One rule that must hold at every instant: a query that answers the rows that break it. */
export interface Invariant {
  /** Its file's name without the ending: `01-entry-sums-to-zero`. */
  readonly name: string;
  /** What must hold, told by the file's first comment, and in Russian by the comment `-- ru:` below it. */
  readonly meaning: Texts;
  /** The command that shows or mends what broke it, where there is one: the comment `-- help:` below these. */
  readonly help: string | null;
  readonly sql: string;
}

export interface Violation {
  readonly invariant: string;
  readonly meaning: Texts;
  /** The command that helps; null where none does. */
  readonly help: string | null;
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
      const header = /^(?:--.*\n)*/.exec(text)?.[0] ?? "";
      return {
        name: file.replace(/\.sql$/, ""),
        meaning: { ru: marked(header, "ru") ?? "", en: sentence(header) },
        help: marked(header, "help"),
        sql: text.slice(header.length).trim().replace(/;$/, ""),
      };
    });
}

/** What a comment `-- mark: …` at the top says. */
function marked(header: string, mark: string): string | null {
  return new RegExp(`^--\\s*${mark}:\\s*(.+)$`, "m").exec(header)?.[1] ?? null;
}

/** The comments before the first mark, as one text. */
function sentence(header: string): string {
  const [told = ""] = header.split(/^--\s*(?:ru|help):/m);
  return told
    .replaceAll(/^--\s*/gm, "")
    .trim()
    .replaceAll(/\s+/g, " ");
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
  onChecked: CheckOptions["onChecked"] = () => undefined,
): Promise<Violation[]> {
  return database.snapshot((tx) => violationsIn(tx, now, { onChecked }));
}

/** How one invariant was found: how long it took to look, in machine time, and the first rows that break it. */
export interface Checked {
  readonly name: string;
  readonly ms: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface CheckOptions {
  /** Told after each invariant; what it throws ends the look. */
  readonly onChecked?: (one: Checked) => void;
  /**
   * What waits since before this instant is overdue, be it for a worker or for a person; by default a quarter of an hour
   * before `now` for the one and seven days for the other.
   */
  readonly overdue?: Instant;
  /** Only invariants of such names; all when left out. */
  readonly only?: RegExp;
}

/** The same inside a transaction of the caller's, which sees what it has not committed yet. */
export async function violationsIn(tx: Tx, now: Instant, options: CheckOptions = {}): Promise<Violation[]> {
  const invariants = allInvariants().filter(({ name }) => options.only?.test(name) ?? true);
  const instants = {
    now,
    overdue: options.overdue ?? plus(now, -PATIENCE_MS),
    stale: options.overdue ?? plus(now, -DECISION_MS),
  };
  await withoutTimeLimit(tx);
  const found: Violation[] = [];
  for (const { name, meaning, help, sql } of invariants) {
    const started = performance.now();
    const used = Object.entries(instants).filter(([word]) => sql.includes(`:${word}`));
    const query = used.reduce((text, [word], n) => text.replaceAll(`:${word}`, `$${n + 1}::timestamptz`), sql);
    // Named: whoever checks again and again spends more time on plans than on looking.
    const rows = await tx.query<Record<string, unknown>>(
      `select * from (${query}) broken limit ${MOST_ROWS}`,
      used.map(([, at]) => formatInstant(at)),
      `invariant_${name}`,
    );
    if (rows.length > 0) found.push({ invariant: name, meaning, help, rows });
    options.onChecked?.({ name, ms: Math.round(performance.now() - started), rows });
  }
  return found;
}
