import { userInfo } from "node:os";
import { basename } from "node:path";

import type { Language } from "../core/errors.ts";
import { refusal } from "../core/errors.ts";
import { formatInstant } from "../core/time.ts";
import { type StatementBrought, bringStatement, listBankFiles, withdrawOrPropose } from "../modules/payments/index.ts";
import { type Command, textOf } from "./command.ts";
import { bytesOf } from "./inputs.ts";
import { columns } from "./output.ts";
import { proposed } from "./proposals.ts";

const words = {
  ru: {
    repeated: "Этот файл уже загружен: ничего не изменилось",
    summary: (done: StatementBrought) =>
      `Строк ${done.lines}: зачислено ${done.credited}, ждут решения ${done.suspense}, уже были ${done.duplicates}, ` +
      `исходящих ${done.outgoing}, между своими счетами ${done.internal}`,
    line: "строка",
  },
  en: {
    repeated: "This file was imported before: nothing changed",
    summary: (done: StatementBrought) =>
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
    ru: "Формат и кодировка узнаются по содержимому. Повторная загрузка ничего не меняет. Файл, который мог быть обрезан или не продолжает прошлую выписку, с --whole предлагается: что он верен, подтверждают двое в кабинете сотрудников. Предлагается и файл, который зачисляет больше, чем один сотрудник вправе зачислить сам: кто сидит за командной строкой, неизвестно.",
    en: "Format and charset are told by the content. Importing again changes nothing. A file that may be cut, or does not continue the last statement, is proposed with --whole: two persons confirm in the office that it is right. So is a file that credits more than one person may assign alone: nobody knows who sits at the command line.",
  },
  options: [
    {
      flags: "--whole",
      summary: { ru: "файл сверен с банком и верен", en: "the file was compared with the bank and is right" },
    },
  ],
  async run({ open, language }, input) {
    const file = textOf(input, "file");
    const bytes = await bytesOf(file);
    const { database, clock } = await open();
    const importedBy = `cli:${userInfo().username}`;
    const confirmed = input["whole"] === true;
    const brought = { bytes, fileName: basename(file), importedBy, confirmed, userId: null, now: clock.now() };
    const done = await database.transaction((tx) => bringStatement(tx, brought));
    if (done.proposalId !== null) return proposed(done.proposalId, language);
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

function problemsOf({ problems }: StatementBrought, language: Language) {
  return problems.map(({ level, code, line, texts }) => ({ level, code, line, message: texts[language] }));
}

const NotAFile = refusal(
  "not_a_bank_file",
  422,
  "Ожидается номер выписки из saldo bank files",
  "Expected the number of a file as saldo bank files shows it",
);
const MOST_FILES = 50;
const FILE_HEADERS = {
  ru: ["Выписка", "Загружена", "Файл", "Счета", "Строк", "Зачислено", "Ждут", "Отозвал"],
  en: ["No.", "Imported at", "File", "Accounts", "Lines", "Credited", "Waiting", "Taken back by"],
} as const;

/** The files that were brought, the newest first. */
export const bankFiles: Command = {
  async run({ open, language }) {
    const { database } = await open();
    const files = await database.snapshot((tx) => listBankFiles(tx, null, MOST_FILES));
    const shown = files.map((file) => ({
      file: file.fileId,
      importedAt: formatInstant(file.importedAt),
      importedBy: file.importedBy,
      name: file.fileName,
      format: file.format,
      accounts: file.accounts,
      lines: file.lines,
      credited: file.credited,
      waiting: file.waiting,
      withdrawnBy: file.withdrawnBy,
    }));
    return {
      result: { files: shown },
      lines: columns([
        FILE_HEADERS[language],
        ...shown.map(({ file, importedAt, name, accounts, lines, credited, waiting, withdrawnBy }) =>
          [file, importedAt, name, accounts.join(","), lines, credited, waiting, withdrawnBy ?? "—"].map(String),
        ),
      ]),
    };
  },
};

/** PAY-12: a file that should not have been brought goes, with all that only it brought. */
export const bankWithdraw: Command = {
  arguments: [
    {
      name: "file",
      summary: { ru: "номер выписки из saldo bank files", en: "the number of a file, from saldo bank files" },
      parse: (text) => {
        if (!/^\d{1,18}$/.test(text)) throw NotAFile({ field: "file" });
        return BigInt(text);
      },
    },
  ],
  options: [
    { flags: "--by <name>", summary: { ru: "кто решил", en: "who decides" }, required: true },
    { flags: "--note <text>", summary: { ru: "почему", en: "why" }, required: true },
  ],
  async run({ open, language }, input) {
    const fileId = input["file"] as bigint;
    const { database, clock } = await open();
    const [staffUserId, note, now] = [`cli:${textOf(input, "by")}`, textOf(input, "note"), clock.now()];
    const asked = { fileId, staffUserId, note, userId: null, now };
    const { proposalId, done } = await database.transaction((tx) => withdrawOrPropose(tx, asked));
    if (proposalId !== null) return proposed(proposalId, language);
    const said = {
      ru: `Отозвано строк ${done.lines}, из них зачисленных ${done.credited}`,
      en: `${done.lines} lines taken back, ${done.credited} of them had been credited`,
    };
    return { result: { file: fileId, ...done }, lines: [said[language]] };
  },
};
