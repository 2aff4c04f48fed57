import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { refusal } from "../core/errors.ts";
import { inProject } from "../platform/project.ts";
import type { Command } from "./command.ts";
import { countOf } from "./inputs.ts";

const ChaosMissing = refusal(
  "chaos_missing",
  409,
  "Испытание лежит в test/chaos, а здесь этой папки нет: запустите команду в полном дереве проекта",
  "The trial lives in test/chaos, which is not here: run the command in a full tree of the project",
);

interface Report extends Readonly<Record<string, unknown>> {
  readonly problems: readonly string[];
}

/** What test/chaos/chaos.ts gives: loaded when called, because the program itself never needs its tests. */
interface ChaosRunner {
  runChaos(order: { kills: number; seed: number; signal: AbortSignal; note(text: string): void }): Promise<Report>;
  linesOf(report: Report): string[];
}

/** Reliability 1-5: on a database server of its own, which is removed afterwards. The same seed plays the same trial. */
export const chaos: Command = {
  options: [
    {
      flags: "--kills <number>",
      summary: { ru: "сколько раз убить процесс", en: "how many processes to kill" },
      fallback: "100",
      parse: countOf,
    },
    {
      flags: "--seed <number>",
      summary: { ru: "откуда берутся случайности", en: "what chance follows from" },
      fallback: "1",
      parse: countOf,
    },
  ],
  async run({ output, signal }, input) {
    const file = inProject("test/chaos/chaos.ts");
    if (!existsSync(file)) throw ChaosMissing();
    const { runChaos, linesOf } = (await import(pathToFileURL(file).href)) as ChaosRunner;
    const kills = Number(input["kills"]);
    const seed = Number(input["seed"]);
    const report = await runChaos({ kills, seed, signal, note: (text) => output.note(text) });
    return { result: report, lines: linesOf(report), ok: report.problems.length === 0 };
  },
};
