import { decodeAs } from "./decode.ts";
import { looksLike } from "./lookalikes.ts";
import { readCamt053 } from "./read-camt053.ts";
import { readMt940 } from "./read-mt940.ts";
import { readOneC } from "./read-1c.ts";
import {
  type ReadOptions,
  type StatementFile,
  type StatementFormat,
  StatementFirstLineLetter,
  StatementFormatUnknown,
  StatementTooLarge,
  atLine,
} from "./statement.ts";

/** Half a million entries of XML take about as much; both bounds keep the reader's memory below a gigabyte. */
const LARGEST_FILE = 64 * 1024 * 1024;
const LARGEST_XML = 32 * 1024 * 1024;

/**
 * Reads a bank statement file of any supported format, told by its content. Pure. Refuses with a code and a line
 * whatever is not a statement, too large, broken or unsafe; entries that cannot be read come back as problems.
 */
export function readStatementFile(bytes: Uint8Array, options: ReadOptions = {}): StatementFile {
  const limit = (bound: number) => StatementTooLarge(atLine(1, { limit: `${bound / 1024 / 1024} MiB` }));
  if (bytes.byteLength > LARGEST_FILE) throw limit(LARGEST_FILE);
  switch (detectFormat(bytes)) {
    case "1c":
      return readOneC(bytes, options);
    case "camt053":
      if (bytes.byteLength > LARGEST_XML) throw limit(LARGEST_XML);
      return readCamt053(bytes);
    case "mt940":
      return readMt940(bytes);
    case null: {
      const letters = cyrillicLetters(bytes);
      if (letters) throw StatementFirstLineLetter({ values: { line: "1", letters } });
      throw StatementFormatUnknown(atLine(1));
    }
  }
}

const ONE_C = "1CClientBankExchange";
/** Which Cyrillic letters stand in a first line that is 1C's to the eye; null when it is another line. */
function cyrillicLetters(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, 120);
  for (const charset of ["utf-8", "windows-1251", "cp866", "utf-16le"] as const) {
    const [first = ""] = decodeAs(head, charset)
      .replace(/^\ufeff/, "")
      .trimStart()
      .split(/[\r\n]/, 1);
    const places = [...first.trim()].map((letter, index) => ({ letter, index, latin: ONE_C[index] ?? "" }));
    const others = places.filter(({ letter, latin }) => letter.toLowerCase() !== latin.toLowerCase());
    if (places.length !== ONE_C.length || !others.every(({ letter, latin }) => looksLike(letter, latin))) continue;
    return others.map(({ letter, index }) => `«${letter}» (${index + 1})`).join(", ");
  }
  return null;
}

/** By the first bytes, never by the file's name; UTF-16 is seen through by dropping its NUL bytes. */
export function detectFormat(bytes: Uint8Array): StatementFormat | null {
  const head = Buffer.from(bytes.subarray(0, 4096))
    .toString("latin1")
    .replaceAll("\u0000", "")
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, "")
    .trimStart();
  if (/^1CClientBankExchange\s*(?:[\r\n]|$)/i.test(head)) return "1c";
  if (head.startsWith("<")) return "camt053";
  // SWIFT block headers or a bank's own line may stand before the first field.
  if (/^(?:\{4:)?:20:|\n:20:|\{4:\s*:20:|\{4:\s*$/.test(head)) return "mt940";
  return null;
}
