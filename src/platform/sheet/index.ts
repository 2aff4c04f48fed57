/** Tables as files, written while they are read: the front door. */
import type { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";

import type { Sheet } from "./cells.ts";
import { csvFile } from "./csv.ts";
import { xlsxFile } from "./xlsx.ts";

export type { Sheet, SheetColumn, SheetRow } from "./cells.ts";

/** The formats a table can be written in, and what each is called. */
export const SHEET_FORMATS = {
  csv: { mediaType: "text/csv", parameters: "; charset=utf-8", write: (sheet: Sheet) => inSmallHeap(csvFile(sheet)) },
  xlsx: {
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    parameters: "",
    write: (sheet: Sheet) => inSmallHeap(xlsxFile(sheet)),
  },
} as const;
export type SheetFormat = keyof typeof SHEET_FORMATS;

let beingWritten = 0;

/**
 * While a file is written, the heap's young part does not grow. It would to 100 MB by the mere number of cells that pass
 * through it, and no file is written faster for it; what serves other requests has grown before, or grows after.
 */
function inSmallHeap(file: Readable): Readable {
  beingWritten += 1;
  if (beingWritten === 1) setFlagsFromString("--semi-space-growth-factor=1");
  file.once("close", () => {
    beingWritten -= 1;
    if (beingWritten === 0) setFlagsFromString("--semi-space-growth-factor=2");
  });
  return file;
}
