/** Tables as files, written while they are read: the front door. */
import { csvFile } from "./sheet-csv.ts";
import { xlsxFile } from "./sheet-xlsx.ts";

export type { Sheet, SheetColumn, SheetRow } from "./sheet-cells.ts";

/** The formats a table can be written in, and what each is called. */
export const SHEET_FORMATS = {
  csv: { mediaType: "text/csv", parameters: "; charset=utf-8", write: csvFile },
  xlsx: {
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    parameters: "",
    write: xlsxFile,
  },
} as const;
export type SheetFormat = keyof typeof SHEET_FORMATS;
