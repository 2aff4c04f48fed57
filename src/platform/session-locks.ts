import type pg from "pg";

import { type Database, statement } from "./db.ts";

/**
 * Named locks of one process, held by one database connection of its own and gone with it: when the process dies,
 * PostgreSQL frees them at once. When only the connection dies they are lost too, while their holder works on: they save
 * work, they do not replace idempotency. Needs a session, so no transaction-pooling proxy in between.
 */
export class SessionLocks {
  readonly #database: Database;
  #line: Promise<Line> | undefined;
  #held = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** True when this process now holds the lock (also when it did already). */
  async take(name: string): Promise<boolean> {
    const line = await (this.#line ??= this.#connect());
    if (this.#held.has(name)) return true;
    const rows = await this.#ask(line, "select pg_try_advisory_lock($1, hashtext($2)) as taken", name);
    const taken = rows[0]?.["taken"] === true;
    if (taken) this.#held.add(name);
    return taken;
  }

  async give(name: string): Promise<void> {
    if (!this.#held.delete(name)) return;
    const line = await this.#line;
    if (line) await this.#ask(line, "select pg_advisory_unlock($1, hashtext($2))", name);
  }

  async close(): Promise<void> {
    const line = await this.#line?.catch(() => undefined);
    line?.drop();
  }

  /** A connection that does not answer is given up, and what it held with it. */
  async #ask({ client, drop }: Line, text: string, name: string): Promise<Record<string, unknown>[]> {
    try {
      const { answerMs } = this.#database;
      return (await client.query<Record<string, unknown>>(statement({ text, values: [SPACE, name], answerMs }))).rows;
    } catch (error) {
      drop();
      throw error;
    }
  }

  async #connect(): Promise<Line> {
    try {
      const client = await this.#database.pool.connect();
      this.#held = new Set();
      let dropped = false;
      const drop = (): void => {
        if (dropped) return;
        dropped = true;
        this.#line = undefined;
        this.#held = new Set();
        client.release(true);
      };
      client.on("error", drop);
      return { client, drop };
    } catch (error) {
      this.#line = undefined;
      throw error;
    }
  }
}

interface Line {
  readonly client: pg.PoolClient;
  /** Gives the connection back, once, however many find it lost. */
  readonly drop: () => void;
}

/** The first key of all named locks ("sald"); the second is a hash of the name. */
export const SPACE = 0x73616c64;
