import { Readable } from "node:stream";

import { Memo } from "../memo.ts";
import { FORMULA, PIECE_BYTES, type Sheet } from "./cells.ts";

/**
 * RFC 4180 in UTF-8 with a byte order mark, which Excel needs. Reliability 49: a text that a spreadsheet would take for a
 * formula is led by an apostrophe. Numbers are left alone, so a negative one begins with its minus. An error of the
 * batches destroys the stream; destroying the stream ends the batches.
 */
export function csvFile(sheet: Sheet): Readable {
  return Readable.from(csvPieces(sheet), { objectMode: false, highWaterMark: 4 * PIECE_BYTES });
}

async function* csvPieces({ columns, batches }: Sheet): AsyncGenerator<Buffer> {
  const isText = columns.map((column) => column.kind === "text");
  const fields = new Memo(csvField);
  let text = `\uFEFF${columns.map((column) => csvField(column.header)).join(",")}\r\n`;
  for await (const rows of batches) {
    for (const row of rows) {
      for (let at = 0; at < row.length; at += 1) {
        const cell = row[at] ?? "";
        text += (at === 0 ? "" : ",") + (isText[at] ? fields.of(cell) : cell);
      }
      text += "\r\n";
      if (text.length >= PIECE_BYTES) {
        yield Buffer.from(text);
        text = "";
      }
    }
  }
  yield Buffer.from(text);
}

// A cell may begin behind any separator, because Excel splits at the one of its own country: at `;` in Russia, inside quotes or not.
const LEADS_ANYWHERE = new RegExp(`(?<=^|[;,\\t\\r\\n])(?=${FORMULA})`, "g");

function csvField(text: string): string {
  const safe = text.replace(LEADS_ANYWHERE, "'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
