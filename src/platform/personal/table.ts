import type { Texts } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { formatInstant, type Instant } from "../../core/time.ts";
import { mailSubject } from "../identity/index.ts";
import { type Tx, numberArray, textArray } from "../db.ts";

/** Whose data they are. */
export interface PersonalSubject {
  readonly userId: string;
  readonly userNo: bigint;
  /** The address of now, and those before it, as far as they are known. */
  readonly emails: readonly string[];
  readonly name: string;
  /** Accounts that the person owns, and their projects. */
  readonly accounts: readonly bigint[];
  readonly own: readonly ProjectId[];
  /** Projects that the person belonged to, was invited to or invited to. */
  readonly projects: readonly ProjectId[];
}

/**
 * What a room keeps about people in one of its tables, as a value beside its SQL: what a person gets of it as a file, and what
 * becomes of it when the person is erased (reliability 65). Conditions and statements name what they need of the person, as
 * `{userId}`: what valuesOf knows, and of an erasure `{at}`, `{mail}` and the marks of ERASED.
 */
export interface PersonalTable {
  readonly table: string;
  /** Its heading in the file. */
  readonly title: Texts;
  /** A condition on the row `t`: that it is about the person. */
  readonly of: string;
  /** The columns that the file shows. */
  readonly show: readonly string[];
  /** Columns that it does not, each with the reason. */
  readonly hide?: Readonly<Record<string, string>>;
  /** By which the newest rows are known; the first shown column where it is left out. */
  readonly newest?: string;
  /** What is done to erase, in this order; a sentence where rows stay as they are, which says why. */
  readonly erase: readonly string[] | { readonly stays: string };
}

/** What takes the place of what was known of a person: the database lets nothing else into a history (0240). */
export const ERASED = {
  name: "Удалённый пользователь (deleted user)",
  text: "[удалено, erased]",
} as const;

/** An address that nobody has (RFC 2606), so that rows which must have one stay whole and apart. */
export function erasedMail(userNo: bigint): string {
  return `erased-${userNo}@erased.invalid`;
}

/** So many rows of a table come into one file; of more it says how many there are. */
const MOST_ROWS = 5_000;

export interface PersonalRows {
  readonly table: PersonalTable;
  /** As JSON writes them: instants in UTC. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** How many there are in all. */
  readonly count: number;
}

/** All that is kept about a person, table by table; tables without a row are left out. */
export async function readPersonal(
  tx: Pick<Tx, "query">,
  tables: readonly PersonalTable[],
  who: PersonalSubject,
): Promise<PersonalRows[]> {
  const found: PersonalRows[] = [];
  for (const table of tables) {
    const [first] = table.show;
    if (first === undefined) continue;
    const pairs = table.show.map((column) => `'${column}', t."${column}"`).join(", ");
    const { text, values } = bind(
      `select jsonb_build_object(${pairs}) as row, count(*) over () as count from ${table.table} t where ${table.of}
        order by t."${table.newest ?? first}" desc limit ${MOST_ROWS}`,
      valuesOf(who),
    );
    const rows = await tx.query<{ row: Readonly<Record<string, unknown>>; count: bigint }>(text, values);
    const count = Number(rows[0]?.count ?? 0);
    if (count > 0) found.push({ table, count, rows: rows.map(({ row }) => row) });
  }
  return found;
}

/** Carries out what the tables say of an erasure, in their order. Idempotent. */
export async function erasePersonal(
  tx: Tx,
  tables: readonly PersonalTable[],
  who: PersonalSubject,
  at: Instant,
): Promise<void> {
  const values = {
    ...valuesOf(who),
    at: formatInstant(at),
    mail: erasedMail(who.userNo),
    name: ERASED.name,
    text: ERASED.text,
  };
  for (const { erase } of tables) {
    if ("stays" in erase) continue;
    for (const statement of erase) {
      const bound = bind(statement, values);
      await tx.execute(bound.text, bound.values);
    }
  }
}

function valuesOf(who: PersonalSubject): Readonly<Record<string, unknown>> {
  const { userId, userNo, emails, name, accounts, own, projects } = who;
  return {
    userId,
    userKey: `user:${userId}`,
    userNo,
    called: name,
    emails: textArray(emails),
    mailMarks: textArray(emails.map(mailSubject)),
    accounts: numberArray(accounts),
    own: numberArray(own),
    ownPids: textArray(own.map(formatPid)),
    pids: textArray([...own, ...projects].map(formatPid)),
  };
}

/** `{name}` in a statement becomes a parameter. A name that nothing stands for throws. */
function bind(statement: string, known: Readonly<Record<string, unknown>>): { text: string; values: unknown[] } {
  const names: string[] = [];
  const text = statement.replaceAll(/\{(\w+)\}/g, (_found, name: string) => {
    if (!(name in known)) throw new Error(`${name} says nothing of a person`);
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { text, values: names.map((name) => known[name]) };
}
