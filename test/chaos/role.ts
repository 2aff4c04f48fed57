import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

import { inProject } from "../../src/platform/project.ts";

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
}

/** Runs `saldo` with arguments to its end; SALDO_FAULT may end it sooner. */
export function runSaldo(args: readonly string[], environment: Readonly<Record<string, string>>): RunningSaldo {
  return new RunningSaldo(args, environment);
}

export class RunningSaldo {
  readonly ended: Promise<Ending>;
  /** Its address, once it serves; rejects when it ends before. */
  readonly ready: Promise<string>;
  readonly #child: ChildProcess;
  #said = "";

  constructor(args: readonly string[], environment: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, [inProject("src/main.ts"), ...args], {
      cwd: inProject(),
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (bytes: Buffer) => (this.#said = (this.#said + bytes.toString("utf8")).slice(-4000)));
    }
    this.ended = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => resolve({ code, signal, said: this.#said }));
    });
    this.ready = new Promise((resolve, reject) => {
      this.#child.stdout?.on("data", () => {
        const [, address] = /^ready (\S+)\n/m.exec(this.#said) ?? [];
        if (address !== undefined) resolve(address);
      });
      void this.ended.then(({ said }) => reject(new Error(`ended before it was ready: ${said}`)));
    });
    this.ready.catch(() => undefined);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  stop(): void {
    this.#child.kill("SIGTERM");
  }
}

/** A role that is always started again: each life may carry a fault that ends it at a labelled step. */
export class Role {
  killed = 0;
  /** What it said when it ended otherwise than by a kill. */
  lastWords = "";
  #running: RunningSaldo | null = null;
  #stopping = false;
  readonly #looping: Promise<void>;

  constructor(name: string, environment: () => Readonly<Record<string, string>>, onKilled: () => void) {
    this.#looping = this.#live(name, environment, onKilled);
  }

  kill(): void {
    this.#running?.kill();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#running?.stop();
    await this.#looping;
  }

  async #live(name: string, environment: () => Readonly<Record<string, string>>, onKilled: () => void): Promise<void> {
    while (!this.#stopping) {
      this.#running = runSaldo([name], environment());
      const { signal, said } = await this.#running.ended;
      if (signal === "SIGKILL") {
        this.killed += 1;
        onKilled();
      } else {
        this.lastWords = said;
        // The database is away, or the port is not free yet.
        if (!this.#stopping) await delay(200);
      }
    }
  }
}
