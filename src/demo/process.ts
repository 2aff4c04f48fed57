import { type ChildProcess, fork } from "node:child_process";
import { enableCompileCache } from "node:module";
import { join } from "node:path";

import type { Instant } from "../core/time.ts";

interface Order {
  readonly url: string;
  readonly now: Instant;
}

/**
 * Loads the demo world in a process of its own: its memory is gone with it, and it reads the program while the database
 * is made.
 */
export class DemoProcess {
  readonly #child: ChildProcess;
  readonly #loaded: Promise<boolean>;

  constructor() {
    this.#child = fork(import.meta.filename, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    this.#loaded = new Promise((resolve) => {
      this.#child.once("message", () => resolve(true));
      for (const end of ["error", "close"]) this.#child.once(end, () => resolve(false));
    });
  }

  /** Loads the world into an empty database; one that was begun goes on. Throws when the process fails. */
  async load(order: Order): Promise<void> {
    this.#child.send(order);
    if (!(await this.#loaded)) throw new Error(`the demo world was not loaded: ${this.#child.exitCode}`);
  }

  /** Ends it unused. */
  discard(): void {
    if (this.#child.connected) this.#child.disconnect();
  }
}

async function play({ url, now }: Order): Promise<void> {
  const [{ prepareDemo }, { openPrinting }, { Database }] = await program;
  const begun = await ahead;
  const relaxed = new URL(url);
  // What a failing server would forget of it is loaded again: it need not wait for the disk.
  relaxed.searchParams.set("options", "-c TimeZone=UTC -c synchronous_commit=off");
  const database = new Database({ url: relaxed.href });
  const printing = openPrinting();
  try {
    await prepareDemo(database, printing.closePorts, now, begun);
    // Who waits for the world need not wait for our end.
    process.send?.("loaded");
  } finally {
    await printing.close();
    await database.close();
    process.disconnect();
  }
}

let program: Promise<
  [typeof import("./prepare.ts"), typeof import("../composition/printing.ts"), typeof import("../platform/db.ts")]
>;

let ahead: Promise<import("./prepare.ts").Ahead>;

if (process.argv[1] === import.meta.filename) {
  // A Ctrl-C goes to the whole group: who began us stops when the world is whole, within seconds, and not half-way.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);
  enableCompileCache(join(import.meta.dirname, "..", "..", "node_modules", ".cache", "saldo-compiled"));
  program = Promise.all([import("./prepare.ts"), import("../composition/printing.ts"), import("../platform/db.ts")]);
  ahead = program.then(([{ beginAhead }]) => beginAhead());
  process.once("message", (order) => void play(order as Order));
}
