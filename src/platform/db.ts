import type { Writable } from "node:stream";

import pg from "pg";

import { refusal } from "../core/errors.ts";
import { type Actor } from "./act.ts";
import { faultPoint } from "./fault.ts";

/** PostgreSQL is away or busy: the caller may try again; nothing was half-done. */
export const DatabaseUnavailable = refusal(
  "database_unavailable",
  503,
  "База данных временно недоступна, повторите запрос",
  "The database is unavailable for the moment, repeat the request",
);

export type Row = Record<string, unknown>;

/**
 * One transaction. Inner code takes a Tx and never commits. Values arrive as: int8 -> bigint,
 * numeric and date -> string, timestamptz -> milliseconds since the epoch (an Instant), jsonb -> parsed.
 */
export interface Tx {
  /** Runs one statement. A statement used often may be given a `name`: it is then planned once per connection. */
  query<R extends object = Row>(text: string, values?: readonly unknown[], name?: string): Promise<R[]>;
  /** Like query, but answers the number of rows the statement touched. */
  execute(text: string, values?: readonly unknown[], name?: string): Promise<number>;
  /** The driver's own connection, for COPY streams and cursors only. */
  readonly client: pg.ClientBase;
  /** Who acts in it, as whoever opened the database said: acts are recorded under it (AUD-01). */
  readonly actor?: Actor | undefined;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly connections?: number;
  readonly applicationName?: string;
  /** A statement that runs longer is cancelled by the server; 0 means no limit (month close, exports). */
  readonly statementTimeoutMs?: number;
  /** A connection on which a statement gets no answer for so long is given up: the server hangs, or the network does. */
  readonly answerTimeoutMs?: number;
}

const CONNECT_MS = 10_000;
const STATEMENT_MS = 60_000;
/** So much later than the server's own limit an answer is given up. */
const ANSWER_MARGIN_MS = 5_000;
/** The longest that a timer can run. */
const NO_LIMIT_MS = 2_147_483_647;

const { types } = pg;
const INT8 = 20;
const NUMERIC = 1700;
const DATE = 1082;
const TIMESTAMPTZ = 1184;

const parsers: Record<number, (text: string) => unknown> = {
  [INT8]: (text) => BigInt(text),
  [NUMERIC]: (text) => text,
  [DATE]: (text) => text,
  [TIMESTAMPTZ]: parseTimestamptz,
};

const typeParser = {
  getTypeParser(oid: number, format?: string) {
    return parsers[oid] ?? types.getTypeParser(oid as never, format as never);
  },
};

export class Database {
  readonly pool: pg.Pool;
  /** How long an answer is waited for before the connection is given up. */
  readonly answerMs: number;
  readonly #options: DatabaseOptions;
  readonly #actor: Actor | undefined;

  constructor(options: DatabaseOptions, as?: { readonly pool: pg.Pool; readonly actor: Actor }) {
    this.#options = options;
    this.#actor = as?.actor;
    const statementMs = options.statementTimeoutMs ?? STATEMENT_MS;
    this.answerMs = options.answerTimeoutMs ?? (statementMs === 0 ? NO_LIMIT_MS : statementMs + ANSWER_MARGIN_MS);
    if (as) {
      this.pool = as.pool;
      return;
    }
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.connections ?? 10,
      application_name: options.applicationName ?? "saldo",
      connectionTimeoutMillis: Math.min(CONNECT_MS, this.answerMs),
      statement_timeout: statementMs,
      keepAlive: true,
      // Statements that do not wait for each other's answers share a way to the server and back.
      pipeline: true,
      types: typeParser as never,
      // Every session speaks UTC, so a timestamptz always prints with +00.
      options: "-c TimeZone=UTC",
    });
    // A connection that dies, idle or in use, is replaced by the pool; without listeners Node would exit. Whoever uses it
    // learns of it by the next query.
    this.pool.on("error", () => undefined);
    this.pool.on("connect", (client) => client.on("error", () => undefined));
  }

  /** The same database on the same connections, whose transactions are of this actor. */
  as(actor: Actor): Database {
    return new Database(this.#options, { pool: this.pool, actor });
  }

  /** Runs `work` in one transaction: commits when it returns, rolls back when it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#run("begin", work);
  }

  /** A consistent snapshot (REPEATABLE READ, READ ONLY): reports, invariants, documents. */
  snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#run("begin isolation level repeatable read read only", work);
  }

  /** One statement outside a transaction of its own: hot reads. */
  async query<R extends object = Row>(text: string, values: readonly unknown[] = [], name?: string): Promise<R[]> {
    try {
      const result = await this.pool.query(statement({ text, values, name, answerMs: this.answerMs }));
      return result.rows as R[];
    } catch (error) {
      throw isConnectionLoss(error) ? DatabaseUnavailable() : error;
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  async #run<T>(begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    const answerMs = this.answerMs;
    let failure: Error | undefined;
    try {
      // Goes out with the first statement of the work; what it answers is looked at before anything is committed.
      sendTogether(client);
      const begun = client.query(statement({ text: begin, answerMs }));
      begun.catch(() => undefined);
      const result = await work(bind(client, answerMs, this.#actor));
      await begun;
      faultPoint("commit");
      await client.query(statement({ text: "commit", answerMs }));
      faultPoint("committed");
      return result;
    } catch (error) {
      failure = error as Error;
      // A connection that is lost has rolled back by itself; one that hangs would not answer this either.
      if (!isConnectionLoss(error))
        await client.query(statement({ text: "rollback", answerMs })).catch(() => undefined);
      throw isConnectionLoss(error) ? DatabaseUnavailable() : error;
    } finally {
      unlimited.delete(client);
      client.release(isConnectionLoss(failure) ? failure : undefined);
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.pool.connect();
    } catch {
      throw DatabaseUnavailable();
    }
  }
}

/** What is asked before anything else happens in this process goes out in one piece. */
function sendTogether(client: pg.ClientBase): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly name?: string | undefined;
  /** The driver gives up waiting after so long: its `query_timeout`, which its types do not know. */
  readonly answerMs: number;
}

/** For what speaks to a connection itself: a statement whose answer is not waited for without end. */
export function statement({ text, values, name, answerMs }: Statement): pg.QueryConfig {
  const limit = { query_timeout: answerMs };
  return { text, ...(values ? { values: values as unknown[] } : {}), ...(name ? { name } : {}), ...limit };
}

const unlimited = new WeakSet<pg.ClientBase>();

/**
 * The connection of a transaction for what is no statement (a cursor, a COPY): the driver refuses it where statements share
 * the way. Everything asked before must be answered; `giveBack` when it is at its end.
 */
export function takeConnection(tx: Tx): { readonly client: pg.ClientBase; giveBack(): void } {
  const shared = tx.client as pg.ClientBase & { pipeline: boolean };
  shared.pipeline = false;
  return { client: tx.client, giveBack: () => (shared.pipeline = true) };
}

/** For the rest of this transaction a statement may take as long as it takes: migrations, checks of the whole books. */
export async function withoutTimeLimit(tx: Tx): Promise<void> {
  await tx.execute("set local statement_timeout = 0");
  unlimited.add(tx.client);
}

function bind(client: pg.ClientBase, answerMs: number, actor: Actor | undefined): Tx {
  const run = (text: string, values: readonly unknown[] = [], name?: string) =>
    client.query(statement({ text, values, name, answerMs: unlimited.has(client) ? NO_LIMIT_MS : answerMs }));
  return {
    client,
    actor,
    query: async <R extends object>(text: string, values?: readonly unknown[], name?: string) =>
      (await run(text, values, name)).rows as R[],
    execute: async (text, values, name) => (await run(text, values, name)).rowCount ?? 0,
  };
}

type Answers<S extends readonly (() => unknown)[]> = { -readonly [K in keyof S]: Awaited<ReturnType<S[K]>> };

/**
 * Steps of one transaction that do not need each other's answers, in the order in which the server is to do them: each
 * sends its first statement when it is called, and none waits for the one before (decision 0025). A lock that stands first
 * is held when the next step looks. Rejects with the first failure. The one way to ask a transaction several things at once.
 */
export async function inOrder<const S extends readonly (() => unknown)[]>(steps: S): Promise<Answers<S>> {
  return (await Promise.all(steps.map((step) => step()))) as Answers<S>;
}

/** SQLSTATE of a PostgreSQL error, or undefined. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** The name of the violated constraint, when the database refused a row. */
export function violatedConstraint(error: unknown): string | undefined {
  const constraint = (error as { constraint?: unknown } | null)?.constraint;
  return typeof constraint === "string" ? constraint : undefined;
}

/** Connection lost or hanging, server shutting down or starting: class 08 and 57P0x, or a socket error. */
export function isConnectionLoss(error: unknown): boolean {
  if (!error) return false;
  const state = sqlState(error);
  if (state) return state.startsWith("08") || state.startsWith("57P");
  const text = String((error as Error).message ?? "");
  return /ECONNRESET|ECONNREFUSED|EPIPE|Connection terminated|connection error|timeout exceeded|Query read timeout/i.test(
    text,
  );
}

/** The value of a required first row: a missing one is a defect of the caller, not a refusal. */
export function only<R>(rows: readonly R[]): R {
  if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}`);
  return rows[0] as R;
}

/** `2026-10-31 21:00:00.123+00` (session zone UTC) to milliseconds; infinity to ±8.64e15. */
function parseTimestamptz(text: string): number {
  if (text === "infinity") return 8.64e15;
  if (text === "-infinity") return -8.64e15;
  return Date.parse(text.replace(" ", "T").replace(/\+00$/, "Z"));
}

/** Numbers as a PostgreSQL array literal: several times cheaper than the driver's own rendering of long arrays. */
export function numberArray(values: readonly (bigint | number | null)[]): string {
  return `{${values.map((value) => (value === null ? "NULL" : value)).join(",")}}`;
}

/**
 * What `ilike` finds words by wherever they stand in a name, as one pattern or two; nothing in the words is a pattern. One or two
 * letters are looked for where words of the name begin: only so have they trigrams, by which a name is found among many.
 */
export function likePatterns(words: string): readonly [string, string | null] {
  const text = words.replace(/[\\%_]/g, "\\$&");
  return words.length < 3 ? [`${text}%`, `% ${text}%`] : [`%${text}%`, null];
}

/** Instants as a PostgreSQL timestamptz array literal. */
export function instantArray(values: readonly (number | null)[]): string {
  return `{${values.map((value) => (value === null ? "NULL" : `"${timestamptz(value)}"`)).join(",")}}`;
}

/** The instant that stands for "never" in the database's `infinity`. */
export const NEVER = 8.64e15;

function timestamptz(value: number): string {
  return value >= NEVER ? "infinity" : new Date(value).toISOString();
}

/** Texts as a PostgreSQL array literal. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? "NULL" : `"${value.replace(/[\\"]/g, "\\$&")}"`)).join(",")}}`;
}
