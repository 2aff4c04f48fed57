import { inflateRawSync } from "node:zlib";

import { XMLParser } from "fast-xml-parser";

/** A cell as a spreadsheet takes it: what it is, and the characters it came with. Null where the file has none. */
export interface OpenedCell {
  readonly type: "text" | "number" | "money" | "date" | "formula";
  readonly value: string;
}

export interface OpenedSheet {
  readonly name: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly (OpenedCell | null)[])[];
}

/** The files of a ZIP archive by name, found the way every program does it: from the directory at its end. */
export function unzip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf("PK\u0005\u0006");
  const files = new Map<string, Buffer>();
  let place = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [size, nameLength, extra, comment, header] = [
      bytes.readUInt32LE(place + 20),
      bytes.readUInt16LE(place + 28),
      bytes.readUInt16LE(place + 30),
      bytes.readUInt16LE(place + 32),
      bytes.readUInt32LE(place + 42),
    ] as const;
    const name = bytes.toString("utf8", place + 46, place + 46 + nameLength);
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    files.set(name, inflateRawSync(bytes.subarray(start, start + size)));
    place += 46 + nameLength + extra + comment;
  }
  return files;
}

interface XmlCell {
  readonly "@_r": string;
  readonly "@_s"?: string;
  readonly "@_t"?: string;
  readonly v?: string;
  readonly f?: string;
  readonly is?: { readonly t: string | { readonly "#text"?: string } };
}

interface Parsed {
  readonly worksheet: { readonly sheetData: { readonly row: readonly { readonly c: readonly XmlCell[] }[] } };
  readonly workbook: {
    readonly sheets: { readonly sheet: readonly { readonly "@_name": string; readonly "@_id": string }[] };
  };
  readonly Relationships: {
    readonly Relationship: readonly { readonly "@_Id": string; readonly "@_Target": string }[];
  };
  readonly styleSheet: { readonly cellXfs: { readonly xf: readonly { readonly "@_numFmtId": string }[] } };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  removeNSPrefix: true,
  isArray: (name) => ["row", "c", "sheet", "Relationship", "xf"].includes(name),
});

/** Opens a workbook: every worksheet with its typed cells, the figures digit for digit as they stand in the file. */
export function openXlsx(bytes: Buffer): OpenedSheet[] {
  const files = unzip(bytes);
  const part = (name: string) => parser.parse(files.get(name) ?? "") as Parsed;
  const targets = new Map(
    part("xl/_rels/workbook.xml.rels").Relationships.Relationship.map((one) => [one["@_Id"], one["@_Target"]]),
  );
  const formats = part("xl/styles.xml").styleSheet.cellXfs.xf.map((one) => one["@_numFmtId"]);
  return part("xl/workbook.xml").workbook.sheets.sheet.map((sheet) => {
    const { row } = part(`xl/${targets.get(sheet["@_id"])}`).worksheet.sheetData;
    const [head = [], ...rows] = row.map(({ c }) => opened(c, formats));
    return { name: sheet["@_name"], headers: head.map((cell) => cell?.value ?? ""), rows };
  });
}

function opened(cells: readonly XmlCell[], formats: readonly string[]): (OpenedCell | null)[] {
  const row: (OpenedCell | null)[] = [];
  for (const cell of cells) {
    const at = placeOf(cell["@_r"]);
    while (row.length < at) row.push(null);
    row.push(openedCell(cell, formats[Number(cell["@_s"] ?? "0")] ?? "0"));
  }
  return row;
}

function openedCell(cell: XmlCell, format: string): OpenedCell {
  if (cell.f !== undefined) return { type: "formula", value: cell.f };
  if (cell["@_t"] === "inlineStr") {
    const text = cell.is?.t ?? "";
    const raw = typeof text === "string" ? text : (text["#text"] ?? "");
    return {
      type: "text",
      value: raw.replaceAll(/_x([\dA-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    };
  }
  const type = format === "14" ? "date" : format === "4" ? "money" : "number";
  return { type, value: String(cell.v) };
}

/** A1 -> 0, AA7 -> 26. */
function placeOf(reference: string): number {
  const letters = /^[A-Z]+/.exec(reference)?.[0] ?? "";
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The local date of a serial number of Excel's. */
export function dateOfSerial(serial: string): string {
  return new Date((Number(serial) - 25_569) * 86_400_000).toISOString().slice(0, 10);
}
