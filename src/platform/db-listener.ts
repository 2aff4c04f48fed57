import { type Database, statement } from "./db.ts";

export interface ListenerParts {
  readonly database: Database;
  /** A name of our own, never a text from outside. */
  readonly channel: string;
  readonly onMessage: (payload: string) => void;
  /** The connection is lost: what was announced meanwhile is not known. `listen` takes another one. */
  readonly onLost: () => void;
}

/**
 * Listens on a database connection of its own for the NOTIFY of transactions, so that nobody need wait for a next look.
 */
export class ChannelListener {
  readonly #parts: ListenerParts;
  /** Gives the connection back, once. */
  #connection: Promise<{ readonly drop: () => void }> | undefined;

  constructor(parts: ListenerParts) {
    this.#parts = parts;
  }

  /** Listens from here on; does nothing while it does so already. */
  async listen(): Promise<void> {
    await (this.#connection ??= this.#connect());
  }

  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined);
    connection?.drop();
  }

  async #connect(): Promise<{ readonly drop: () => void }> {
    const { database, channel, onMessage, onLost } = this.#parts;
    try {
      const client = await database.pool.connect();
      let dropped = false;
      const drop = (): void => {
        if (dropped) return;
        dropped = true;
        this.#connection = undefined;
        client.release(true);
      };
      client.on("notification", ({ payload }) => onMessage(payload ?? ""));
      client.on("error", () => {
        drop();
        onLost();
      });
      try {
        await client.query(statement({ text: `listen ${channel}`, answerMs: database.answerMs }));
      } catch (error) {
        drop();
        throw error;
      }
      return { drop };
    } catch (error) {
      this.#connection = undefined;
      throw error;
    }
  }
}
