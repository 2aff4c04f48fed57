import { once } from "node:events";
import { createInflateRaw } from "node:zlib";

import { isActiveName, typeOfName } from "./content.ts";

/** A whole file that can be looked into. */
export interface Bytes {
  readonly length: number;
  /** From `start` on, `length` bytes or what is left of them. */
  slice(start: number, length: number): Promise<Uint8Array>;
}

/** An archive may not hold more than so many files, bytes of them, and bytes for each of its own. */
const MOST_ENTRIES = 2_000;
const MOST_UNPACKED = 100 * 1_048_576;
const MOST_RATIO = 100;
/** Small files of zeros are no danger. */
const HARMLESS = 1_048_576;

const END = 0x0605_4b50;
const ENTRY = 0x0201_4b50;
const LOCAL = 0x0403_4b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const MOST_DIRECTORY = 1_048_576;

export type ArchiveVerdict = "fine" | "refused" | "active";

interface Entry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

/**
 * Looks at an archive's directory: damaged, secret, nested or too large when unpacked is `refused`, programs and macros are
 * `active`. What the directory says is not believed: entries may not share bytes, and each is unpacked into nothing and counted,
 * no further than it says. `extension` is what the archive says it is: `docx` holds other things than `zip`.
 */
export async function judgeArchive(bytes: Bytes, extension: string): Promise<ArchiveVerdict> {
  const entries = await entriesOf(bytes);
  if (!entries || entries.length === 0) return "refused";
  const unpacked = entries.reduce((sum, one) => sum + one.unpacked, 0);
  const tooMuch = unpacked > MOST_UNPACKED || (unpacked > HARMLESS && unpacked > bytes.length * MOST_RATIO);
  if (tooMuch || entries.some(isDense) || (await overlaps(bytes, entries)) || (await lies(bytes, entries)))
    return "refused";
  const names = entries.map(({ name }) => name);
  if (extension === "zip") return judgeFiles(names);
  return judgeOffice(names, extension);
}

function isDense({ packed, unpacked }: Entry): boolean {
  return unpacked > HARMLESS && unpacked > packed * MOST_RATIO;
}

function judgeFiles(names: readonly string[]): ArchiveVerdict {
  const files = names.filter((name) => !name.endsWith("/"));
  if (files.some(isActiveName)) return "active";
  const unknown = files.some((name) => {
    const type = typeOfName(name);
    return type === null || type.extension === "zip";
  });
  return unknown ? "refused" : "fine";
}

const MACROS = /(?:vbaproject|vbadata|macrosheets|\/activex|oleobject|^basic\/|^scripts\/|^object \d)/i;

function judgeOffice(names: readonly string[], extension: string): ArchiveVerdict {
  if (names.some((name) => MACROS.test(name) || isActiveName(name))) return "active";
  const mark = extension.startsWith("od") ? "mimetype" : "[Content_Types].xml";
  return names.includes(mark) ? "fine" : "refused";
}

/** The central directory; null for what is no archive we can read: damaged, secret, in parts, beyond 4 GB. */
async function entriesOf(bytes: Bytes): Promise<Entry[] | null> {
  const tailLength = Math.min(bytes.length, END_BYTES + LONGEST_COMMENT);
  const tail = view(await bytes.slice(bytes.length - tailLength, tailLength));
  let place = tail.byteLength - END_BYTES;
  while (place >= 0 && tail.getUint32(place, true) !== END) place -= 1;
  if (place < 0) return null;
  const [disk, count, size, start] = [
    tail.getUint16(place + 4, true),
    tail.getUint16(place + 10, true),
    tail.getUint32(place + 12, true),
    tail.getUint32(place + 16, true),
  ];
  const inside = start + size <= bytes.length - tail.byteLength + place;
  if (disk !== 0 || count > MOST_ENTRIES || size > MOST_DIRECTORY || !inside) return null;
  const directory = view(await bytes.slice(start, size));
  const entries: Entry[] = [];
  let at = 0;
  for (let number = 0; number < count; number += 1) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== ENTRY) return null;
    const flags = directory.getUint16(at + 8, true);
    const method = directory.getUint16(at + 10, true);
    const nameLength = directory.getUint16(at + 28, true);
    const length = 46 + nameLength + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    // Encrypted, or packed by a method that nobody's office program writes.
    if (at + length > directory.byteLength || (flags & 1) === 1 || (method !== 0 && method !== 8)) return null;
    const name = new TextDecoder().decode(new Uint8Array(directory.buffer, directory.byteOffset + at + 46, nameLength));
    entries.push({
      name,
      isDeflated: method === 8,
      packed: directory.getUint32(at + 20, true),
      unpacked: directory.getUint32(at + 24, true),
      offset: directory.getUint32(at + 42, true),
    });
    at += length;
  }
  return at === size ? entries : null;
}

/** Whether two entries share bytes, or one reaches beyond the archive: how a bomb says little and holds much. */
async function overlaps(bytes: Bytes, entries: readonly Entry[]): Promise<boolean> {
  let free = 0;
  for (const { offset, packed } of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (offset < free || offset + 30 > bytes.length) return true;
    const header = view(await bytes.slice(offset, 30));
    if (header.getUint32(0, true) !== LOCAL) return true;
    free = offset + 30 + header.getUint16(26, true) + header.getUint16(28, true) + packed;
    if (free > bytes.length) return true;
  }
  return false;
}

const PIECE = 64 * 1_024;

/** Whether an entry holds more or less than the directory says. */
async function lies(bytes: Bytes, entries: readonly Entry[]): Promise<boolean> {
  for (const entry of entries) {
    const { isDeflated, packed, unpacked } = entry;
    if (isDeflated ? !(await holds(bytes, entry)) : packed !== unpacked) return true;
  }
  return false;
}

async function holds(bytes: Bytes, { offset, packed, unpacked }: Entry): Promise<boolean> {
  const header = view(await bytes.slice(offset, 30));
  const start = offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  const inflate = createInflateRaw();
  let found = 0;
  inflate.on("data", (piece: Buffer) => {
    found += piece.length;
    if (found > unpacked) inflate.destroy(new RangeError("more than it says"));
  });
  const ended = once(inflate, "end");
  // It is waited for below; until then it may fail without being an unhandled failure.
  ended.catch(() => undefined);
  try {
    for (let place = 0; place < packed; place += PIECE) {
      const piece = await bytes.slice(start + place, Math.min(PIECE, packed - place));
      if (!inflate.write(piece)) await once(inflate, "drain");
    }
    inflate.end();
    await ended;
    return found === unpacked;
  } catch {
    return false;
  }
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
