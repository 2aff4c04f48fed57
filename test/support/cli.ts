import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";

import { afterAll } from "vitest";

import { run } from "../../src/cli/run.ts";
import { type Instant, at, formatInstant } from "../../src/core/time.ts";
import type { TestDatabase } from "./database.ts";

export interface CliAnswer {
  readonly code: number;
  /** Standard output without its end of line. */
  readonly out: string;
  readonly err: string;
  /** The object of --json: the last line of the output. */
  readonly object: Record<string, unknown>;
}

export type Saldo = (...argv: string[]) => Promise<CliAnswer>;

/** The command line on a test database, in English, as a user's terminal would run it but in this process. */
export function commandLine({ url }: Pick<TestDatabase, "url">): Saldo {
  return async (...argv) => {
    const before = { ...process.env };
    Object.assign(process.env, { DATABASE_URL: url, SALDO_LANG: "en", SALDO_MODE: before["SALDO_MODE"] ?? "sandbox" });
    const [out, err] = [sink(), sink()];
    try {
      const code = await run(argv, { out: out.stream, err: err.stream });
      const text = out.text().trimEnd();
      const last = text.split("\n").at(-1) ?? "";
      const object = last.startsWith("{") ? (JSON.parse(last) as Record<string, unknown>) : {};
      return { code, out: text, err: err.text(), object };
    } finally {
      process.env = before;
    }
  };
}

/** Stops the sandbox clock, which else follows the machine's, at an instant. */
export async function standAt({ database }: Pick<TestDatabase, "database">, instant: Instant | string): Promise<void> {
  const value = typeof instant === "string" ? at(instant) : instant;
  await database.query("update sandbox_clock set stands_at = $1", [formatInstant(value)]);
}

/** A folder of the test file's own, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "saldo-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function sink(): { stream: Writable; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => chunks.join("") };
}
