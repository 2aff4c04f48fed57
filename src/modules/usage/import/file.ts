import { stat } from "node:fs/promises";

import type { Decimal } from "../../../core/decimal.ts";
import { FileUnreadable } from "../../../core/errors.ts";
import type { Database } from "../../../platform/db.ts";
import { importCloudEvents, importCsv, type ImportCounts, type ImportFormat, type ImportOptions } from "./events.ts";
import { type FocusReport, importFocus } from "./focus.ts";
import { choosePayer, type FocusPayer } from "./focus-world.ts";
import { readText } from "./text.ts";
import type { UsageIntake } from "../intake/index.ts";

export interface FileImport extends ImportOptions {
  /** Null: told by the content. */
  readonly format: ImportFormat | null;
  /** For FOCUS: whose bill it is and in which region; null: chosen, see choosePayer. */
  readonly payerId: bigint | null;
  readonly regionCode: string | null;
  /** For FOCUS: one unit of the bill's currency in the payer's; null: 1 to 1. */
  readonly rate: Decimal | null;
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
 * What was taken before a failure stays, and the same file may be imported again. Refuses FileUnreadable, ColumnsMissing,
 * ImportInterrupted, and for FOCUS what choosePayer refuses.
 */
export async function importUsageFile(
  database: Database,
  intake: UsageIntake,
  file: string,
  options: FileImport,
): Promise<FileImportReport> {
  return intake.flushingAtEnd(async () =>
    importAs(options.format ?? (await formatOf(file)), database, intake, file, options),
  );
}

async function importAs(
  format: ImportFormat,
  database: Database,
  intake: UsageIntake,
  file: string,
  options: FileImport,
): Promise<FileImportReport> {
  const text = readText(file, options.onBytes);
  if (format === "cloudevents") return { format, counts: await importCloudEvents(intake, text, options), focus: null };
  if (format === "csv") return { format, counts: await importCsv(intake, text, options), focus: null };
  const payer = await choosePayer(database, options, options.now);
  const report = await importFocus(database, intake, text, { ...options, payer });
  return { format, counts: report.counts, focus: { ...report, payer } };
}

async function formatOf(file: string): Promise<ImportFormat> {
  for await (const text of readText(file)) {
    const begin = text.trimStart();
    if (begin === "") continue;
    if (begin.startsWith("{") || begin.startsWith("[")) return "cloudevents";
    const header = begin.slice(0, Math.max(0, begin.search(/[\r\n]/)) || begin.length);
    return /\bchargeperiodstart\b/i.test(header) ? "focus" : "csv";
  }
  return "csv";
}
