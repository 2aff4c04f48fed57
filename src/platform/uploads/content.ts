/** What a file is by its first bytes; pure. `ole` = Office documents before 2007, which may hide programs anywhere. */
export type Content =
  | "pdf"
  | "png"
  | "jpeg"
  | "gif"
  | "webp"
  | "zip"
  | "ole"
  | "text"
  | "markup"
  | "program"
  | "unknown";

const SIGNATURES: readonly [Content, readonly number[]][] = [
  ["pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["jpeg", [0xff, 0xd8, 0xff]],
  ["gif", [0x47, 0x49, 0x46, 0x38]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["ole", [0xd0, 0xcf, 0x11, 0xe0]],
  ["program", [0x4d, 0x5a]],
  ["program", [0x7f, 0x45, 0x4c, 0x46]],
  ["program", [0x23, 0x21]],
];

/** Of pages and pictures with scripts; looked for where a text begins, since browsers guess there. */
const ACTIVE_MARKUP =
  /<(?:!doctype\s+html|html|head|body|script|svg|iframe|object|embed|meta|link|style|x?html:\w+|\w+:svg)\b/i;
const XML_START = /^\ufeff?\s*<[?!\w]/;

export function contentOf(head: Uint8Array): Content {
  const signature = SIGNATURES.find(([, bytes]) => bytes.every((byte, place) => head[place] === byte));
  if (signature) return signature[0];
  if (isRiffOf(head, "WEBP")) return "webp";
  // A text of one byte a letter, or of UTF-8; of two bytes a letter only with its mark.
  const text = textOf(head);
  if (text === null) return "unknown";
  if (ACTIVE_MARKUP.test(text)) return "program";
  return XML_START.test(text) ? "markup" : "text";
}

function isRiffOf(head: Uint8Array, kind: string): boolean {
  const letters = (from: number) => String.fromCharCode(...head.slice(from, from + 4));
  return letters(0) === "RIFF" && letters(8) === kind;
}

/** The head as text, for looking at what is in it; null when it is none. */
function textOf(head: Uint8Array): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder("utf-16le").decode(head);
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder("utf-16be").decode(head);
  return head.includes(0) ? null : new TextDecoder("latin1").decode(head);
}

/** By the end of a name: what it may be inside, and what it is called by a browser. */
const TYPES: Readonly<Record<string, { readonly content: Content; readonly mediaType: string }>> = {
  pdf: { content: "pdf", mediaType: "application/pdf" },
  png: { content: "png", mediaType: "image/png" },
  jpg: { content: "jpeg", mediaType: "image/jpeg" },
  jpeg: { content: "jpeg", mediaType: "image/jpeg" },
  gif: { content: "gif", mediaType: "image/gif" },
  webp: { content: "webp", mediaType: "image/webp" },
  zip: { content: "zip", mediaType: "application/zip" },
  docx: { content: "zip", mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
  xlsx: { content: "zip", mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
  pptx: { content: "zip", mediaType: "application/vnd.openxmlformats-officedocument.presentationml.presentation" },
  odt: { content: "zip", mediaType: "application/vnd.oasis.opendocument.text" },
  ods: { content: "zip", mediaType: "application/vnd.oasis.opendocument.spreadsheet" },
  txt: { content: "text", mediaType: "text/plain" },
  log: { content: "text", mediaType: "text/plain" },
  csv: { content: "text", mediaType: "text/csv" },
  json: { content: "text", mediaType: "application/json" },
  xml: { content: "markup", mediaType: "application/xml" },
};

export interface NamedType {
  readonly extension: string;
  readonly content: Content;
  readonly mediaType: string;
}

/** What a name promises; null for a type that is not taken. The last ending counts: `bill.pdf.exe` is a program. */
export function typeOfName(name: string): NamedType | null {
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const found = Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
  return found ? { extension, ...found } : null;
}

/** Names of files that do something when they are opened, wherever they lie. */
const ACTIVE_NAME =
  /\.(?:ade|adp|app|bat|chm|cmd|com|cpl|dll|docm|dotm|exe|hta|htm|html|img|iso|jar|js|jse|lnk|mht|mhtml|msc|msi|msp|potm|ppam|ppsm|pptm|ps1|reg|scr|sct|sh|sldm|svg|svgz|sys|url|vb|vbe|vbs|ws|wsc|wsf|wsh|xhtml|xlam|xll|xlsb|xlsm|xltm)$/i;

export function isActiveName(name: string): boolean {
  return ACTIVE_NAME.test(name.replace(/[\s.]+$/, ""));
}

/** As people see it, in one line and without a way to another folder or another ending. */
export function cleanName(name: string): string {
  const last = name.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const plain = last
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"<>|?*:]/gu, "")
    .trim();
  const ending = /\.[a-z0-9]{1,8}$/i.exec(plain)?.[0] ?? "";
  return plain.length > 200 ? plain.slice(0, 200 - ending.length) + ending : plain || "file";
}

/**
 * A PDF that does something when it is opened: scripts, programs, embedded files. Simple marks, also where letters of a name
 * are written as `#4a`; what lies in compressed objects is not seen.
 */
const ACTIVE_PDF = /\/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z])/;

export function isActivePdf(piece: string): boolean {
  return ACTIVE_PDF.test(
    piece.replaceAll(/#([0-9a-f]{2})/gi, (_mark, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  );
}
