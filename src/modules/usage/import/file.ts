import { stat } from "node:fs/promises";

import type { Decimal } from "../../../core/decimal.ts";
import { FileUnreadable } from "../../../core/errors.ts";
import type { Database } from "../../../platform/db.ts";
import { importCloudEvents, importCsv, type ImportCounts, type ImportFormat, type ImportOptions } from "./events.ts";
import { type FocusReport, importFocus } from "./focus.ts";
import { choosePayer, type FocusPayer } from "./focus-world.ts";
import { SEPARATOR_LINE } from "./csv.ts";
import { encodeText, type Encoding, examineFile, type FileForm, readText } from "./text.ts";
import type { UsageIntake } from "../intake/index.ts";

export interface FileImport extends ImportOptions {
  /** Null: told by the content. */
  readonly format: ImportFormat | null;
  /** Null: told by the content. */
  readonly encoding?: Encoding | null;
  /** For FOCUS: whose bill it is and in which region; null: chosen, see choosePayer. */
  readonly payerId: bigint | null;
  readonly regionCode: string | null;
  /** For FOCUS: one unit of the bill's currency in the payer's; null: 1 to 1. */
  readonly rate: Decimal | null;
  /** For FOCUS: see FocusOptions. */
  readonly contract?: string | null;
  readonly mayConclude?: boolean;
  /** Told as the file is read, in its own bytes. */
  readonly onBytes?: (count: number) => void;
}

export interface FileImportReport {
  readonly format: ImportFormat;
  readonly counts: ImportCounts;
  readonly focus: (FocusReport & { readonly payer: FocusPayer }) | null;
}

/** The size in bytes, for a progress bar. Refuses FileUnreadable. */
export async function fileSize(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    throw FileUnreadable({ values: { file, reason: (error as Error).message } });
  }
}

/**
 * Imports a file of usage in constant memory, by the same rules as the API; every row ends as exactly one of the counts.
 * The file is read through once before anything is taken, so one that is no text or unpacks without end is refused whole.
 * What was taken before a later failure stays, and the same file may be imported again. Refuses what examineFile and
 * CsvReader do, ColumnsMissing, ImportInterrupted, and for FOCUS what choosePayer and FocusWorld refuse.
 */
export async function importUsageFile(
  database: Database,
  intake: UsageIntake,
  file: string,
  options: FileImport,
): Promise<FileImportReport> {
  const form = await examineFile(file, options.encoding ?? null);
  const format = options.format ?? (await formatOf(file, form));
  return intake.flushingAtEnd(() =>
    importAs(format, database, intake, readText(file, form, options.onBytes), {
      ...options,
      encode: (part) => encodeText(part, form.encoding),
    }),
  );
}

async function importAs(
  format: ImportFormat,
  database: Database,
  intake: UsageIntake,
  text: AsyncIterable<string>,
  options: FileImport,
): Promise<FileImportReport> {
  if (format === "cloudevents") return { format, counts: await importCloudEvents(intake, text, options), focus: null };
  if (format === "csv") return { format, counts: await importCsv(intake, text, options), focus: null };
  const payer = await choosePayer(database, options, options.now);
  const { contract = null, mayConclude = true } = options;
  const report = await importFocus(database, intake, text, { ...options, payer, contract, mayConclude });
  return { format, counts: report.counts, focus: { ...report, payer } };
}

async function formatOf(file: string, form: FileForm): Promise<ImportFormat> {
  for await (const text of readText(file, form)) {
    const begin = text.trimStart();
    if (begin === "") continue;
    if (begin.startsWith("{") || begin.startsWith("[")) return "cloudevents";
    const lines = begin.split(/[\r\n]+/, 2);
    const header = SEPARATOR_LINE.test(lines[0] ?? "") ? lines[1] : lines[0];
    return /\bchargeperiodstart\b/i.test(header ?? "") ? "focus" : "csv";
  }
  return "csv";
}
