import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

import { refusal } from "../core/errors.ts";
import { type LocalDate, localDate } from "../core/time.ts";
import { type ExportOrder, countCharges, usageSheet } from "../modules/reports/index.ts";
import { SHEET_FORMATS, type Sheet, type SheetFormat, type SheetRow } from "../platform/sheet/index.ts";
import { type Command, type OptionSpec, textOf } from "./command.ts";
import { Interrupted, optionalText, projectOf, projectOption } from "./inputs.ts";

const NotADate = refusal("not_a_date", 422, "Ожидается дата вида 2026-10-31", "Expected a date like 2026-10-31");
const FileUnwritable = refusal(
  "file_unwritable",
  422,
  "Файл {file} не записать: {reason}",
  "The file {file} cannot be written: {reason}",
);

const FormatDiffers = refusal(
  "format_differs",
  422,
  "Файл {file} по имени — {named}, а формат задан {format}: назовите одно",
  "By its name the file {file} is {named}, and the format is given as {format}: name one of them",
);
const FormatUnknown = refusal(
  "format_unknown",
  422,
  "По имени {file} формат не понять: .csv или .xlsx, либо --format",
  "The format cannot be told from {file}: .csv or .xlsx, or --format",
);

/** From the file's name; `--format` decides where the name says nothing, and may not contradict it. */
function formatOf(file: string, given: string | null): SheetFormat {
  const names = Object.keys(SHEET_FORMATS) as SheetFormat[];
  const named = names.find((name) => file.toLowerCase().endsWith(`.${name}`));
  if (named === undefined && given === null) throw FormatUnknown({ field: "--out", values: { file } });
  if (named !== undefined && given !== null && named !== given)
    throw FormatDiffers({ field: "--format", values: { file, named, format: given } });
  return named ?? (given as SheetFormat);
}

const words = {
  ru: { label: "Строки", done: (rows: number, file: string) => `Строк ${rows} в ${file}` },
  en: { label: "Rows", done: (rows: number, file: string) => `${rows} rows in ${file}` },
} as const;

function dateOption(name: "from" | "to", ru: string, en: string): OptionSpec {
  const flags = `--${name} <date>`;
  return {
    flags,
    summary: { ru, en },
    required: true,
    parse: (text) => {
      try {
        return localDate(text);
      } catch {
        throw NotADate({ field: `--${name}` });
      }
    },
  };
}

/** BAL-06, PRC-07: a project's consumption by day, resource and SKU, with labels, the open days included. */
export const usageExport: Command = {
  options: [
    projectOption,
    dateOption("from", "первый день, 2026-10-01", "the first day, 2026-10-01"),
    dateOption("to", "последний день, 2026-10-31", "the last day, 2026-10-31"),
    {
      flags: "--format <format>",
      summary: {
        ru: "формат, если его не называет имя файла",
        en: "the format, where the file's name does not say it",
      },
      choices: Object.keys(SHEET_FORMATS),
    },
    {
      flags: "--out <file>",
      summary: { ru: "файл; заменяется целиком", en: "the file; replaced whole" },
      required: true,
    },
  ],
  details: {
    ru: "Дни — по времени региона. Строки складываются в то, что списано и будет списано за эти дни. В ячейках с текстом, похожим\nна формулу, впереди стоит апостроф.",
    en: "Days are the region's. Rows add up to what was and will be charged for the days. A text that looks like a formula is\nled by an apostrophe.",
  },
  async run({ open, language, output, signal }, input) {
    const file = textOf(input, "out");
    const order: ExportOrder = {
      projectIds: [projectOf(input)],
      from: input["from"] as LocalDate,
      to: input["to"] as LocalDate,
      format: formatOf(file, optionalText(input, "format")),
      language,
    };
    const { database, clock } = await open();
    let rows = 0;
    await database.snapshot(async (tx) => {
      const sheet = await usageSheet(tx, order, clock.now());
      const bar = await output.progress(words[language].label, await countCharges(tx, order));
      const counted = counting(sheet, (count) => {
        rows += count;
        bar.advance(count);
      });
      try {
        await writeSheet(counted, order.format, file, signal);
      } finally {
        bar.end();
      }
    });
    return { result: { rows, file }, lines: [words[language].done(rows, file)] };
  },
};

/** The same sheet, telling how many rows each batch had. */
function counting(sheet: Sheet, onRows: (count: number) => void): Sheet {
  async function* batches(): AsyncGenerator<Iterable<SheetRow>> {
    for await (const batch of sheet.batches) yield counted(batch);
  }
  function* counted(batch: Iterable<SheetRow>): Generator<SheetRow> {
    let count = 0;
    for (const row of batch) {
      count += 1;
      yield row;
    }
    onRows(count);
  }
  return { ...sheet, batches: batches() };
}

/** The file is there whole or as it was before. Refuses file_unwritable, interrupted. */
async function writeSheet(sheet: Sheet, format: SheetFormat, file: string, signal: AbortSignal): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(SHEET_FORMATS[format].write(sheet), createWriteStream(part), { signal });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    if (signal.aborted) throw Interrupted();
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw FileUnwritable({ values: { file, reason: message } });
  }
}
