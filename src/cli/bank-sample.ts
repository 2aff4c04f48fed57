import { writeFile } from "node:fs/promises";

import { refusal } from "../core/errors.ts";
import { sampleStatements } from "../demo/statement.ts";
import { type Command, textOf } from "./command.ts";
import { optionalText } from "./inputs.ts";

const NoSample = refusal(
  "no_demo_project",
  409,
  "Выписка составляется для учебного мира, а в базе его нет: загрузите его, saldo demo, или укажите другой --region",
  "A sample is made for the demo world, which is not in this database: load it with saldo demo, or name another --region",
);

const words = {
  ru: (file: string) =>
    `Записано: ${file}. Дальше: saldo bank import ${file}; один перевод зачислится, другой будет ждать решения`,
  en: (file: string) =>
    `Written: ${file}. Next: saldo bank import ${file}; one transfer is credited, one waits for a decision`,
} as const;

/** PAY-05: today's statement of the demo world's bank. The same day gives the same bytes. Refuses no_demo_project. */
export const bankSample: Command = {
  options: [
    {
      flags: "--out <file>",
      summary: { ru: "файл; заменяется целиком", en: "the file; replaced whole" },
      required: true,
    },
    {
      flags: "--region <region>",
      summary: { ru: "регион, если не первый", en: "the region, where it is not the first" },
    },
  ],
  async run({ open, language }, input) {
    const file = textOf(input, "out");
    const wanted = optionalText(input, "region");
    const { database, clock } = await open();
    const samples = await database.snapshot((tx) => sampleStatements(tx, clock.now()));
    const sample = wanted === null ? samples[0] : samples.find(({ regionCode }) => regionCode === wanted);
    if (!sample) throw NoSample();
    await writeFile(file, sample.bytes);
    return { result: { file, region: sample.regionCode }, lines: [words[language](file)] };
  },
};
