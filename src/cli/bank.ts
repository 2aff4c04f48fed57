import { userInfo } from "node:os";
import { basename } from "node:path";

import type { Language } from "../core/errors.ts";
import { type StatementImport, importStatement } from "../modules/payments/index.ts";
import { type Command, textOf } from "./command.ts";
import { bytesOf } from "./inputs.ts";

const words = {
  ru: {
    repeated: "Этот файл уже загружен: ничего не изменилось",
    summary: (done: StatementImport) =>
      `Строк ${done.lines}: зачислено ${done.credited}, ждут решения ${done.suspense}, уже были ${done.duplicates}, ` +
      `исходящих ${done.outgoing}, между своими счетами ${done.internal}`,
    line: "строка",
  },
  en: {
    repeated: "This file was imported before: nothing changed",
    summary: (done: StatementImport) =>
      `${done.lines} lines: ${done.credited} credited, ${done.suspense} wait for a decision, ${done.duplicates} known already, ` +
      `${done.outgoing} outgoing, ${done.internal} between own accounts`,
    line: "line",
  },
} as const;

/** PAY-05: a bank statement of 1C exchange, camt.053 or MT940; whole or not at all. */
export const bankImport: Command = {
  arguments: [
    { name: "file", summary: { ru: "выписка: 1C, camt.053 или MT940", en: "the statement: 1C, camt.053 or MT940" } },
  ],
  details: {
    ru: "Формат и кодировка узнаются по содержимому. Повторная загрузка ничего не меняет.",
    en: "Format and charset are told by the content. Importing again changes nothing.",
  },
  async run({ open, language }, input) {
    const file = textOf(input, "file");
    const bytes = await bytesOf(file);
    const { database, clock } = await open();
    const importedBy = `cli:${userInfo().username}`;
    const done = await database.transaction((tx) =>
      importStatement(tx, { bytes, fileName: basename(file), importedBy, now: clock.now() }),
    );
    const problems = problemsOf(done, language);
    return {
      result: {
        lines: done.lines,
        credited: done.credited,
        suspense: done.suspense,
        duplicates: done.duplicates,
        outgoing: done.outgoing,
        internal: done.internal,
        format: done.format,
        repeated: done.repeated,
        problems,
      },
      lines: [
        ...(done.repeated ? [words[language].repeated] : []),
        words[language].summary(done),
        ...problems.map(({ line, level, message }) => `  ${words[language].line} ${line}: ${level}: ${message}`),
      ],
      // Entries that were not taken need a person: a script must not take that for success.
      ok: !problems.some(({ level }) => level === "problem"),
    };
  },
};

function problemsOf({ problems }: StatementImport, language: Language) {
  return problems.map(({ level, code, line, texts }) => ({ level, code, line, message: texts[language] }));
}
