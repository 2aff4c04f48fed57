import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { commandLine, standAt, temporaryFolder } from "../../test/support/cli.ts";
import { testDatabase } from "../../test/support/database.ts";
import { loadConfiguration } from "../composition/configuration.ts";
import { openPrinting } from "../composition/printing.ts";
import { DAY, at, plus } from "../core/time.ts";
import { loadDemo } from "./load.ts";

/** README.md, "A tour from a terminal", read as it stands there: a newcomer's first commands, on the month that they name. */
const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const COMMANDS = [...README.matchAll(/^npx saldo (.+?)\s+#/gm)].map((match) => match[1] ?? "");

test("DOC-01 PAY-05 every command of the README's tour does what stands beside it, and the books are whole at its end", async () => {
  const own = await testDatabase();
  const now = at("2026-11-28T12:00:00+03:00");
  const printing = openPrinting();
  try {
    await loadConfiguration(own.database, plus(now, -120 * DAY));
    await loadDemo(own.database, printing.closePorts, now);
  } finally {
    await printing.close();
  }
  await standAt(own, now);
  const saldo = commandLine(own);
  const folder = temporaryFolder();
  expect(COMMANDS.length).toBeGreaterThan(7);
  const ended: [string, number][] = [];
  for (const command of COMMANDS) {
    const { object } = await saldo("suspense", "--json");
    const line = /"line":"?(\d+)/.exec(JSON.stringify(object))?.[1] ?? "";
    const words = command.split(" ").map((word) => {
      return word === "LINE" ? line : /^\.\/|\.txt$/.test(word) ? join(folder, word) : word;
    });
    const { code, out, err } = await saldo(...words);
    ended.push([`${command} ${code === 0 ? "" : out + err}`.trim(), code]);
  }
  // What waits is something to do: a script hears of it by the exit code.
  const waits = ended.filter(([, code]) => code !== 0);
  expect(waits).toEqual([[expect.stringMatching(/^suspense Line .*pid_missing/s), 1]]);
  expect(ended).toHaveLength(COMMANDS.length);
}, 240_000);
