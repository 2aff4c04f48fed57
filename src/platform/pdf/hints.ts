/**
 * TrueType fonts without hints: the programs that fit outlines to the pixels of old screens. Print and today's readers do
 * not run them, yet they would be half of every document's bytes and a quarter of the time it takes to write it.
 */

/** Tables that serve hints alone, or hold measures made with them; a signature would not fit the new bytes. */
const OF_HINTS = new Set(["fpgm", "prep", "cvt ", "gasp", "hdmx", "VDMX", "LTSH", "DSIG"]);

/** Flags of a component of a composite glyph (OpenType `glyf`). */
const WORD_ARGUMENTS = 0x0001;
const ONE_SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const TWO_SCALES = 0x0040;
const MATRIX = 0x0080;
const INSTRUCTIONS = 0x0100;

type Tables = Map<string, Buffer>;

/** The font with the same outlines, measures and names and no hints. Takes TrueType outlines; throws for other fonts. */
export function withoutHints(font: Buffer): Buffer {
  const tables = tablesOf(font);
  const [head, maxp, loca, glyf] = ["head", "maxp", "loca", "glyf"].map((tag) => tables.get(tag));
  if (!head || !maxp || !loca || !glyf) throw new TypeError("a font without TrueType outlines");
  const long = head.readInt16BE(50) === 1;
  const startOf = (glyph: number): number => (long ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2);
  const count = maxp.readUInt16BE(4);
  const glyphs: Buffer[] = [];
  const starts = Buffer.alloc((count + 1) * 4);
  let length = 0;
  for (let glyph = 0; glyph < count; glyph++) {
    const bare = aligned(glyphWithoutHints(glyf.subarray(startOf(glyph), startOf(glyph + 1))));
    glyphs.push(bare);
    length += bare.length;
    starts.writeUInt32BE(length, (glyph + 1) * 4);
  }
  const longHead = Buffer.from(head);
  longHead.writeInt16BE(1, 50);
  const kept = [...tables].filter(([tag]) => !OF_HINTS.has(tag));
  return fontOf(font, new Map([...kept, ["head", longHead], ["loca", starts], ["glyf", Buffer.concat(glyphs)]]));
}

function glyphWithoutHints(glyph: Buffer): Buffer {
  if (glyph.length === 0) return glyph;
  const contours = glyph.readInt16BE(0);
  if (contours < 0) return compositeWithoutHints(glyph);
  const lengthAt = 10 + contours * 2;
  const outlineAt = lengthAt + 2 + glyph.readUInt16BE(lengthAt);
  return Buffer.concat([glyph.subarray(0, lengthAt), Buffer.alloc(2), glyph.subarray(outlineAt)]);
}

/** Instructions follow the last component. */
function compositeWithoutHints(glyph: Buffer): Buffer {
  const bare = Buffer.from(glyph);
  let at = 10;
  for (let flags = MORE_COMPONENTS; flags & MORE_COMPONENTS; ) {
    flags = bare.readUInt16BE(at);
    bare.writeUInt16BE(flags & ~INSTRUCTIONS, at);
    const transform = flags & ONE_SCALE ? 2 : flags & TWO_SCALES ? 4 : flags & MATRIX ? 8 : 0;
    at += 4 + (flags & WORD_ARGUMENTS ? 4 : 2) + transform;
  }
  return bare.subarray(0, at);
}

function tablesOf(font: Buffer): Tables {
  const tables: Tables = new Map();
  for (let record = 12; record < 12 + font.readUInt16BE(4) * 16; record += 16) {
    const at = font.readUInt32BE(record + 8);
    tables.set(font.toString("latin1", record, record + 4), font.subarray(at, at + font.readUInt32BE(record + 12)));
  }
  return tables;
}

/** A font file of the tables, which the format wants sorted by name. Checksums are nought: nothing here reads them. */
function fontOf(original: Buffer, tables: Tables): Buffer {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const directory = Buffer.alloc(12 + sorted.length * 16);
  original.copy(directory, 0, 0, 12);
  directory.writeUInt16BE(sorted.length, 4);
  const parts: Buffer[] = [directory];
  let at = directory.length;
  for (const [index, [tag, table]] of sorted.entries()) {
    const record = 12 + index * 16;
    directory.write(tag, record, "latin1");
    directory.writeUInt32BE(at, record + 8);
    directory.writeUInt32BE(table.length, record + 12);
    const padded = aligned(table);
    parts.push(padded);
    at += padded.length;
  }
  return Buffer.concat(parts);
}

function aligned(bytes: Buffer): Buffer {
  return bytes.length % 4 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(4 - (bytes.length % 4))]);
}
