import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { InvalidInput, refusal } from "../core/errors.ts";
import { inProject } from "../platform/project.ts";
import type { Command } from "./command.ts";

const BenchesMissing = refusal(
  "benches_missing",
  409,
  "Замеры лежат в test/bench, а здесь этой папки нет: запустите команду в полном дереве проекта",
  "The benches live in test/bench, which is not here: run the command in a full tree of the project",
);

interface Result {
  readonly ok: boolean;
}

/** What test/bench/run.ts gives: loaded when called, because the program itself never needs its tests. */
interface BenchRunner<R extends Result> {
  readonly BENCHES: Readonly<Record<string, unknown>>;
  runBenches(order: {
    only: readonly string[];
    scale: string;
    signal: AbortSignal;
    note(text: string): void;
  }): Promise<R[]>;
  lineOf(result: R): string;
}

/** Every figure of the performance goals beside the machine's own limit, both measured now, on a database of its own. */
export const bench: Command = {
  options: [
    {
      flags: "--only <names>",
      summary: { ru: "только эти замеры, через запятую", en: "only these benches, separated by commas" },
    },
    {
      flags: "--scale <scale>",
      summary: {
        ru: "small: минуты на двух ядрах; full: размеры из целей",
        en: "small: minutes on two cores; full: the goals' own sizes",
      },
      choices: ["small", "full"],
      fallback: "small",
    },
  ],
  async run({ output, signal }, input) {
    const file = inProject("test/bench/run.ts");
    if (!existsSync(file)) throw BenchesMissing();
    const { BENCHES, runBenches, lineOf } = (await import(pathToFileURL(file).href)) as BenchRunner<Result>;
    const only = typeof input["only"] === "string" ? input["only"].split(",") : [];
    const unknown = only.filter((name) => !(name in BENCHES));
    if (unknown.length > 0) {
      const known = Object.keys(BENCHES).join(", ");
      const texts = {
        ru: `нет замера ${unknown.join(", ")}; есть ${known}`,
        en: `no bench ${unknown.join(", ")}; there are ${known}`,
      };
      throw InvalidInput({ problems: [{ field: "--only", code: "unknown_bench", texts }] });
    }
    const results = await runBenches({
      only,
      scale: String(input["scale"]),
      signal,
      note: (text) => output.note(text),
    });
    return { result: { results }, lines: results.map(lineOf), ok: results.every((result) => result.ok) };
  },
};
