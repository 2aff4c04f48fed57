import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable, pipeline } from "node:stream";
import { TextDecoder } from "node:util";
import { createGunzip } from "node:zlib";

import { FileUnreadable, Refusal, refusal } from "../../../core/errors.ts";

export const FileEncodingUnknown = refusal(
  "file_encoding_unknown",
  422,
  "Файл {file} не в кодировке {encoding}: строка {line}. Ничего не принято. Назовите кодировку: --encoding {known}",
  "The file {file} is not {encoding}: line {line}. Nothing was taken. Name its encoding: --encoding {known}",
);
export const FileFormatNotRead = refusal(
  "file_format_not_read",
  422,
  "Файл {file} похож на {format}, такие не читаются: сохраните его как CSV или JSON (UTF-8), можно сжать gzip",
  "The file {file} looks like {format}, which is not read: save it as CSV or JSON (UTF-8), gzipped if you like",
);
export const FileTooLarge = refusal(
  "file_too_large",
  422,
  "Файл {file} распаковывается больше чем в {most}: ничего не принято, разделите его на части",
  "The file {file} unpacks to more than {most}: nothing was taken, split it",
);

export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1251", "koi8-r", "ibm866"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** How the bytes of a file are its text. */
export interface FileForm {
  readonly packed: boolean;
  readonly encoding: Encoding;
}

const CHUNK_BYTES = 256 * 1024;
/** An archive may unpack to so much in all. */
const MOST_UNPACKED = 64 * 1024 ** 3;
/** Tables pack ten to forty times; a thousand times is what nothing but a bomb does. */
const MOST_RATIO = 200;
/** So much may unpack of anything. */
const FREE_BYTES = 16 * 1_048_576;

/** The bytes that a text of a file was made of. */
export function encodeText(text: string, encoding: Encoding): Buffer {
  if (encoding === "utf-8") return Buffer.from(text);
  if (encoding === "utf-16le") return Buffer.from(text, "utf16le");
  if (encoding === "utf-16be") return Buffer.from(text, "utf16le").swap16();
  const bytes = lettersOf(encoding);
  return Buffer.from([...text].map((letter) => bytes.get(letter) ?? 63));
}

const letters = new Map<Encoding, ReadonlyMap<string, number>>();

/** The byte of each letter of an encoding of one byte a letter. */
function lettersOf(encoding: Encoding): ReadonlyMap<string, number> {
  const known = letters.get(encoding);
  if (known) return known;
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const made = new Map([...new TextDecoder(encoding).decode(all)].map((letter, byte) => [letter, byte]));
  letters.set(encoding, made);
  return made;
}

/** Progress in bytes of the file as it lies on the disk. */
export type OnBytes = (count: number) => void;

/**
 * Reads a file once to its end, in constant memory, before anything is taken from it: its encoding is the one that is
 * asked for, else told by its byte order mark, else UTF-8 (or UTF-16 by its zeros). It never guesses between encodings of
 * one byte a letter: wrongly read, two names might become one. Refuses FileUnreadable, FileEncodingUnknown,
 * FileFormatNotRead and FileTooLarge.
 */
export async function examineFile(file: string, asked: Encoding | null = null): Promise<FileForm> {
  try {
    const packed = await isGzip(file);
    let check: TextCheck | undefined;
    for await (const chunk of bytesOf(file, packed)) {
      if (!check) {
        refuseFormat(file, chunk);
        check = new TextCheck(file, encodingOf(file, chunk, asked));
      }
      check.add(chunk);
    }
    check?.end();
    return { packed, encoding: check?.encoding ?? "utf-8" };
  } catch (error) {
    throw readable(file, error);
  }
}

/** The text of a file in pieces, in constant memory, without its byte order mark; refuses as examineFile does. */
export async function* readText(
  file: string,
  form: FileForm,
  onBytes: OnBytes = () => undefined,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(form.encoding, { fatal: true });
  try {
    for await (const chunk of bytesOf(file, form.packed, onBytes)) yield decoder.decode(chunk, { stream: true });
  } catch (error) {
    throw readable(file, error);
  }
}

/** Errors of the system and of zlib (ENOENT, EISDIR, Z_DATA_ERROR) become refusals; anything else is a defect. */
function readable(file: string, error: unknown): unknown {
  const isKnown = typeof (error as { code?: unknown }).code === "string" && !(error instanceof TypeError);
  if (error instanceof Refusal || !isKnown) return error;
  return FileUnreadable({ values: { file, reason: (error as Error).message } });
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function bytesOf(file: string, packed: boolean, onBytes: OnBytes = () => undefined): AsyncIterable<Buffer> {
  const bytes = count(createReadStream(file, { highWaterMark: CHUNK_BYTES }), onBytes);
  return packed ? unpacked(file, bytes) : bytes;
}

async function* count(bytes: Readable, onBytes: OnBytes): AsyncGenerator<Buffer> {
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** Unpacks gzip, and stops at what unpacks to far more than a table would (reliability 51). Refuses FileTooLarge. */
async function* unpacked(file: string, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // An error of either side destroys the unpacker with it, whose reader is told.
  pipeline(Readable.from(bytes), gunzip, () => undefined);
  let size = 0;
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    size += chunk.length;
    const isSwollen = size > FREE_BYTES && size > MOST_RATIO * gunzip.bytesWritten;
    if (isSwollen || size > MOST_UNPACKED)
      throw FileTooLarge({ values: { file, most: isSwollen ? `${MOST_RATIO}:1` : "64 GB" } });
    yield chunk;
  }
}

/** Formats that are often taken for a bill, by their first bytes (as latin1). */
const FORMATS: readonly (readonly [begin: string, format: string])[] = [
  ["PAR1", "Parquet"],
  ["PK\u0003\u0004", "zip / xlsx"],
  ["PK\u0005\u0006", "zip"],
  ["\u001f\u008b", "gzip in gzip"],
  ["BZh", "bzip2"],
  ["\u0028\u00b5\u002f\u00fd", "Zstandard"],
  ["\u00fd7zXZ", "xz"],
  ["7z\u00bc\u00af", "7-Zip"],
  ["\u0004\u0022\u004d\u0018", "LZ4"],
  ["Rar!", "RAR"],
  ["Obj\u0001", "Avro"],
  ["ORC", "ORC"],
  ["ARROW1", "Arrow"],
  ["\u00d0\u00cf\u0011\u00e0", "Excel (xls)"],
  ["SQLite format 3", "SQLite"],
  ["%PDF", "PDF"],
  ["<", "XML / HTML"],
];

function refuseFormat(file: string, chunk: Buffer): void {
  const begin = chunk.toString("latin1", 0, 64).replace(/^\u00ef\u00bb\u00bf/, "");
  // `ORC` and `BZh` might begin a name in a header; behind them these formats hold no text.
  const isBinary = chunk.subarray(0, 1_024).some((byte) => byte < 9);
  const isTar = chunk.toString("latin1", 257, 262) === "ustar";
  const found = isTar ? (["\u0000", "tar"] as const) : FORMATS.find(([first]) => begin.startsWith(first));
  if (found && (isBinary || !/^\w+$/.test(found[0]))) throw FileFormatNotRead({ values: { file, format: found[1] } });
}

function encodingOf(file: string, chunk: Buffer, asked: Encoding | null): Encoding {
  const marked = markOf(chunk);
  if (marked === "utf-32") throw FileFormatNotRead({ values: { file, format: "UTF-32" } });
  if (marked) return marked;
  if (asked) return asked;
  const head = chunk.subarray(0, 4_096);
  const zeros = [0, 0];
  head.forEach((byte, place) => (zeros[place % 2] = (zeros[place % 2] as number) + (byte === 0 ? 1 : 0)));
  const [even = 0, odd = 0] = zeros;
  // A zero or two are a letter like any other, and no name is told by it.
  if ((even + odd) * 16 < head.length) return "utf-8";
  // Texts of bills are mostly Latin letters, digits and commas: of these, UTF-16 has a zero in every second place.
  if (odd > even * 8 && odd > head.length / 8) return "utf-16le";
  if (even > odd * 8 && even > head.length / 8) return "utf-16be";
  throw FileFormatNotRead({ values: { file, format: "binary" } });
}

function markOf(chunk: Buffer): Encoding | "utf-32" | undefined {
  const marks = chunk.toString("latin1", 0, 4);
  if (marks.startsWith("\u00ff\u00fe\u0000\u0000") || marks.startsWith("\u0000\u0000\u00fe\u00ff")) return "utf-32";
  if (marks.startsWith("\u00ef\u00bb\u00bf")) return "utf-8";
  if (marks.startsWith("\u00ff\u00fe")) return "utf-16le";
  return marks.startsWith("\u00fe\u00ff") ? "utf-16be" : undefined;
}

/** Whether all bytes of a file are text of its encoding; tells the line of the first that are not. */
class TextCheck {
  readonly encoding: Encoding;
  readonly #file: string;
  readonly #decoder: TextDecoder;
  #line = 1;
  /** The beginning of a letter whose other bytes come with the next chunk. */
  #rest = Buffer.alloc(0);
  /** Every letter so far is also right in UTF-8, and some are not ASCII. */
  #seemsUtf8: boolean | null = null;

  constructor(file: string, encoding: Encoding) {
    this.#file = file;
    this.encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }

  add(chunk: Buffer): void {
    if (this.encoding.startsWith("utf-16")) this.#decode(chunk);
    else this.#addBytes(chunk);
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) this.#line += 1;
  }

  end(): void {
    if (this.encoding.startsWith("utf-16")) this.#decode(null);
    else if (this.encoding === "utf-8" && this.#rest.length > 0) throw this.#refused(0);
    // Told to be of one byte a letter, but these are UTF-8's pairs.
    else if (this.encoding !== "utf-8" && this.#seemsUtf8) throw this.#refused(0);
  }

  #addBytes(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const whole = bytes.length - unfinished(bytes);
    const isRight = isUtf8(bytes.subarray(0, whole));
    this.#rest = Buffer.from(bytes.subarray(whole));
    if (this.encoding === "utf-8") {
      if (!isRight) throw this.#refused(linesBefore(bytes));
      return;
    }
    if (!isRight) this.#seemsUtf8 = false;
    else if (this.#seemsUtf8 === null && chunk.some((byte) => byte > 127)) this.#seemsUtf8 = true;
    // The only place of windows-1251 that holds no letter.
    if (this.encoding === "windows-1251" && chunk.includes(0x98)) throw this.#refused(0);
  }

  #decode(chunk: Buffer | null): void {
    try {
      if (chunk) this.#decoder.decode(chunk, { stream: true });
      else this.#decoder.decode();
    } catch {
      throw this.#refused(0);
    }
  }

  #refused(lines: number): Refusal {
    const { encoding } = this;
    const known = ENCODINGS.filter((one) => one !== encoding).join(" | ");
    return FileEncodingUnknown({ values: { file: this.#file, encoding, line: String(this.#line + lines), known } });
  }
}

/** How many bytes at the end begin a letter of UTF-8 that is not whole yet. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
    if (needed > 0) return needed > back ? back : 0;
  }
  return 0;
}

/** The lines before the first byte that is no UTF-8, found by halving. */
function linesBefore(bytes: Buffer): number {
  let [right, wrong] = [0, bytes.length];
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    const part = bytes.subarray(0, middle);
    if (isUtf8(part.subarray(0, middle - unfinished(part)))) right = middle;
    else wrong = middle;
  }
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0 && at < right; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}
