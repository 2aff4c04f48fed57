import { DatabaseSync } from "node:sqlite";

const BUSY = 5;

/**
 * A lock on a file that the operating system takes back when the process dies, however it dies. Node has no file locks
 * of its own, so the lock is that of an empty SQLite database: nothing is ever written to it.
 */
export class FileLock {
  readonly #handle: DatabaseSync;

  private constructor(handle: DatabaseSync) {
    this.#handle = handle;
  }

  /** Null when anybody else, this process included, holds the lock in any way. */
  static tryExclusive(path: string): FileLock | null {
    return FileLock.#try(path, "begin exclusive");
  }

  /** Null while somebody holds the lock exclusively; any number may share it. */
  static tryShared(path: string): FileLock | null {
    return FileLock.#try(path, "begin; select count(*) from sqlite_schema");
  }

  release(): void {
    this.#handle.close();
  }

  static #try(path: string, statement: string): FileLock | null {
    const handle = new DatabaseSync(path);
    try {
      handle.exec("pragma busy_timeout = 0");
      handle.exec(statement);
      return new FileLock(handle);
    } catch (error) {
      handle.close();
      if ((error as { errcode?: unknown }).errcode === BUSY) return null;
      throw error;
    }
  }
}
