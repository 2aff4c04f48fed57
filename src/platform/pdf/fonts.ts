/**
 * The fonts that documents are set in, and what they can show. PDF/A allows no missing glyphs, so a character that no
 * font has would make a document impossible; it is shown as a white square instead.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { withoutHints } from "./hints.ts";

const locate = createRequire(import.meta.url).resolve;

/** Regular and bold of PT Sans, then of DejaVu Sans for what PT Sans lacks (the tenge sign, arrows, other scripts). */
const FONT_FILES = {
  regular: ["@expo-google-fonts/pt-sans/400Regular/PTSans_400Regular.ttf", "dejavu-fonts-ttf/ttf/DejaVuSans.ttf"],
  bold: ["@expo-google-fonts/pt-sans/700Bold/PTSans_700Bold.ttf", "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"],
};

const MISSING = "\u25A1";
/** The longest word that fits a table column. Account numbers (20) must stay whole, they are copied from the file. */
const LONGEST_WORD = 24;
const LONG_WORD = new RegExp(`[^\\s\\u00A0\\u200B-]{${LONGEST_WORD}}(?=[^\\s\\u00A0\\u200B-]{2})`, "gu");

/** What nearly every text consists of, and every font here shows. */
const PLAIN = /^[\x20-\x7E\u00A0«»А-яЁё–—№]*$/;

let shown: ReadonlySet<number> | null = null;

/** The font files' contents, for a compiler that must not look for fonts itself. */
export function fontBlobs(): Buffer[] {
  return [FONT_FILES.regular, FONT_FILES.bold].flatMap(([main = "", ...others]) => [
    withoutHints(readFileSync(locate(main))),
    // A document has a few glyphs of these at most: their hints weigh less than it takes to remove them.
    ...others.map((file) => readFileSync(locate(file))),
  ]);
}

/** The text with every character that cannot be shown replaced, and places to break in words too long for a column. */
export function readableText(text: string): string {
  if (PLAIN.test(text)) return text.replace(LONG_WORD, "$&\u200B");
  shown ??= charactersShown();
  let readable = "";
  for (const character of text.toWellFormed()) {
    readable += shown.has(character.codePointAt(0) ?? 0) ? character : /\p{Cc}/u.test(character) ? " " : MISSING;
  }
  return readable.replace(LONG_WORD, "$&\u200B");
}

/** Code points that both weights can show in one of their fonts. */
function charactersShown(): ReadonlySet<number> {
  const [regular, bold] = [FONT_FILES.regular, FONT_FILES.bold].map(
    (files) => new Set(files.flatMap((file) => mappedCodePoints(readFileSync(locate(file))))),
  );
  return regular && bold ? regular.intersection(bold) : new Set();
}

/** The code points of a TrueType font's character map (OpenType `cmap`, formats 4 and 12). */
function mappedCodePoints(font: Buffer): number[] {
  const cmap = tableOffset(font, "cmap");
  const subtables = Array.from(
    { length: font.readUInt16BE(cmap + 2) },
    (_, at) => cmap + font.readUInt32BE(cmap + 8 + at * 8),
  );
  return subtables.flatMap((at) => {
    const format = font.readUInt16BE(at);
    return format === 12 ? format12(font, at) : format === 4 ? format4(font, at) : [];
  });
}

function tableOffset(font: Buffer, tag: string): number {
  for (let record = 12; record < 12 + font.readUInt16BE(4) * 16; record += 16) {
    if (font.toString("latin1", record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new TypeError(`a font without a ${tag} table`);
}

function format12(font: Buffer, at: number): number[] {
  const groups = Array.from({ length: font.readUInt32BE(at + 12) }, (_, group) => at + 16 + group * 12);
  return groups.flatMap((group) => range(font.readUInt32BE(group), font.readUInt32BE(group + 4)));
}

function format4(font: Buffer, at: number): number[] {
  const segments = font.readUInt16BE(at + 6) / 2;
  const points: number[] = [];
  for (let segment = 0; segment < segments; segment++) {
    const last = font.readUInt16BE(at + 14 + segment * 2);
    const first = font.readUInt16BE(at + 16 + (segments + segment) * 2);
    const delta = font.readUInt16BE(at + 16 + (2 * segments + segment) * 2);
    const offsetAt = at + 16 + (3 * segments + segment) * 2;
    const offset = font.readUInt16BE(offsetAt);
    for (const point of range(first, Math.min(last, 0xfffe))) {
      const listed = offset === 0 ? point : font.readUInt16BE(offsetAt + offset + (point - first) * 2);
      const glyph = offset !== 0 && listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) points.push(point);
    }
  }
  return points;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
}
