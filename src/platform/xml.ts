/**
 * XML out: a small tree that rules can be run over, written as windows-1251, the encoding the tax service demands.
 */
import { XMLBuilder } from "fast-xml-parser";
import iconv from "iconv-lite";

export interface XmlElement {
  readonly name: string;
  /** In the order they are written. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text?: string;
}

/** Builds an element; attributes that are null are left out, children that are null too. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | null>> = {},
  children: readonly (XmlElement | null)[] = [],
): XmlElement {
  const present: Record<string, string> = {};
  for (const [key, value] of Object.entries(attributes)) if (value !== null) present[key] = value;
  return { name, attributes: present, children: children.filter((child) => child !== null) };
}

/** An element that holds only text. */
export function textElement(name: string, text: string): XmlElement {
  return { name, attributes: {}, children: [], text };
}

// XML 1.0 cannot hold these at all, not even as character references.
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const OUTSIDE_1251 = new RegExp(`[^\\x00-\\x7F${upperHalfOf1251()}]`, "gu");

const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

/** Whatever was typed or imported, made into one line of well-formed text: no control characters, single spaces. */
export function tidyText(text: string): string {
  const printable = text
    .toWellFormed()
    .replace(/[\s\u0085]/gu, " ")
    .replace(FORBIDDEN, "")
    .replace(/\p{Cc}/gu, "");
  return printable.normalize("NFC").replace(/ {2,}/g, " ").trim();
}

/**
 * The document as windows-1251 bytes; a character outside that set is written as `&#NNN;`. Throws when a value holds a
 * character that XML cannot carry: such text must be tidied before it gets into a document.
 */
export function encodeXml1251(root: XmlElement): Uint8Array {
  const xml = `<?xml version="1.0" encoding="windows-1251"?>\r\n${String(builder.build([ordered(root)]))}`;
  if (xml.search(FORBIDDEN) >= 0) throw new TypeError(`${root.name}: a value holds a character that XML cannot carry`);
  const safe = xml.replace(OUTSIDE_1251, (character) => `&#${character.codePointAt(0)};`);
  const bytes = iconv.encode(safe, "win1251");
  // The converter turns what it does not know into "?" without a word, so the way back is walked every time.
  if (iconv.decode(bytes, "win1251") !== safe) throw new TypeError(`${root.name}: not exact in windows-1251`);
  return bytes;
}

function ordered(node: XmlElement): Record<string, unknown> {
  const content = node.text === undefined ? node.children.map(ordered) : [{ "#text": node.text }];
  const attributes: Record<string, string> = {};
  for (const [key, value] of Object.entries(node.attributes)) attributes[`@${key}`] = value;
  return { [node.name]: content, ":@": attributes };
}

function upperHalfOf1251(): string {
  const characters: string[] = [];
  for (let byte = 0x80; byte <= 0xff; byte++) {
    const character = iconv.decode(Buffer.from([byte]), "win1251");
    if (character !== "\uFFFD") characters.push(`\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  }
  return characters.join("");
}
