import { once } from "node:events";
import { PassThrough, Readable, pipeline } from "node:stream";

import { ZipArchive } from "archiver";

import { Memo } from "../memo.ts";
import { PIECE_BYTES, type Sheet, type SheetColumn, type SheetRow, neutral } from "./cells.ts";

/** Rows of one worksheet with its header: more and Excel refuses the file. */
const EXCEL_ROWS = 1_048_576;
const EXCEL_TEXT = 32_767;
/** Half the time of the usual level for files an eighth larger. */
const DEFLATE_LEVEL = 3;
/** Of every part, so that the same table is the same file. */
const PART_DATE = new Date("1980-01-01T00:00:00Z");

/**
 * Office Open XML in constant memory. Numbers and dates are typed cells with every digit they came with, texts are texts
 * and never formulas; reliability 49: one that begins like a formula is led by an apostrophe all the same, for whoever
 * saves the file as CSV. What one worksheet cannot hold goes on in the next. An error of the batches destroys the stream;
 * destroying the stream ends the batches.
 */
export function xlsxFile(sheet: Sheet, rowsPerSheet: number = EXCEL_ROWS): Readable {
  const archive = new ZipArchive({ zlib: { level: DEFLATE_LEVEL } });
  const body = new PassThrough({ highWaterMark: 4 * PIECE_BYTES });
  pipeline(archive, body, () => undefined);
  fill(archive, body, sheet, rowsPerSheet).catch((error: unknown) => body.destroy(error as Error));
  return body;
}

async function fill(archive: ZipArchive, body: Readable, sheet: Sheet, rowsPerSheet: number): Promise<void> {
  const rows = new Rows(sheet.batches);
  let source: Readable | undefined;
  body.once("close", () => {
    source?.destroy();
    void rows.end();
  });
  const put = async (name: string, content: Readable | string) => {
    const done = once(archive, "entry");
    archive.append(content, { name, date: PART_DATE });
    await done;
  };
  let count = 0;
  do {
    count += 1;
    source = Readable.from(worksheet(sheet.columns, rows, rowsPerSheet), { objectMode: false });
    source.once("error", (error) => body.destroy(error));
    await put(`xl/worksheets/sheet${count}.xml`, source);
  } while (await rows.hasMore());
  for (const [name, content] of Object.entries(partsOf(sheet.title, count))) await put(name, content);
  await archive.finalize();
}

/** Batches as single rows, that one worksheet can leave to the next. */
class Rows {
  readonly #batches: AsyncIterator<Iterable<SheetRow>>;
  #batch: Iterator<SheetRow> | undefined;
  #next: SheetRow | undefined;

  constructor(batches: AsyncIterable<Iterable<SheetRow>>) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  /** The next row, when its batch is here already. */
  take(): SheetRow | undefined {
    const row = this.#next;
    this.#look();
    return row;
  }

  /** Waits for the next batch when the present one is used up. */
  async hasMore(): Promise<boolean> {
    while (this.#next === undefined) {
      const { done, value } = await this.#batches.next();
      if (done) return false;
      this.#batch = value[Symbol.iterator]();
      this.#look();
    }
    return true;
  }

  #look(): void {
    const found = this.#batch?.next();
    this.#next = found?.done === false ? found.value : undefined;
  }

  async end(): Promise<void> {
    await this.#batches.return?.();
  }
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

async function* worksheet(columns: readonly SheetColumn[], rows: Rows, rowsPerSheet: number): AsyncGenerator<Buffer> {
  const texts = new Memo(inlineText);
  const serials = new Memo(serial);
  const letters = columns.map((_, at) => columnLetters(at));
  let xml = `${headOf(columns)}<row r="1">`;
  for (const [at, { header }] of columns.entries()) {
    xml += `<c r="${letters[at]}1" s="${STYLES.header}" t="inlineStr">${inlineText(header)}</c>`;
  }
  xml += "</row>";
  for (let number = 2; number <= rowsPerSheet && (await rows.hasMore()); ) {
    for (let row; number <= rowsPerSheet && (row = rows.take()); number += 1) {
      xml += `<row r="${number}">`;
      for (let at = 0; at < columns.length; at += 1) {
        const cell = row[at];
        if (cell === null || cell === undefined) continue;
        const { kind } = columns[at] as SheetColumn;
        if (kind === "text") xml += `<c r="${letters[at]}${number}" t="inlineStr">${texts.of(cell)}</c>`;
        else
          xml += `<c r="${letters[at]}${number}" s="${STYLES[kind]}"><v>${kind === "date" ? serials.of(cell) : cell}</v></c>`;
      }
      xml += "</row>";
      if (xml.length >= PIECE_BYTES) {
        yield Buffer.from(xml);
        xml = "";
      }
    }
  }
  yield Buffer.from(`${xml}</sheetData></worksheet>`);
}

/** Everything of a worksheet before its rows: the header stays in sight, columns have their widths. */
function headOf(columns: readonly SheetColumn[]): string {
  const widths = columns.map(
    ({ width = 14 }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const view = `<sheetView workbookViewId="0">${pane}<selection pane="bottomLeft"/></sheetView>`;
  return `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews>${view}</sheetViews><cols>${widths.join("")}</cols><sheetData>`;
}

/** 0 -> A, 25 -> Z, 26 -> AA. */
function columnLetters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : columnLetters(Math.floor(at / 26) - 1) + last;
}

/** A date as the number of days that Excel counts. */
function serial(date: string): string {
  return String(Date.parse(`${date}T00:00:00Z`) / 86_400_000 + 25_569);
}

// Characters that XML cannot carry are written `_x000B_`; a text that looks like such an escape has its own `_` escaped.
// oxlint-disable-next-line no-control-regex
const SPECIAL = /[&<>\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|_(?=x[\dA-Fa-f]{4}_)/g;
const NAMED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function inlineText(text: string): string {
  const cut = neutral(text).slice(0, EXCEL_TEXT).toWellFormed();
  const escaped = cut.replace(
    SPECIAL,
    (found) => NAMED[found] ?? `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
  );
  return `<is><t${/^\s|\s$|[\t\n]/.test(escaped) ? ' xml:space="preserve"' : ""}>${escaped}</t></is>`;
}

/** Indexes of the cell formats. Of Excel's own, 14 is a date and 4 an amount, both in the reader's manner. */
const STYLES = { number: 0, date: 1, money: 2, header: 3 } as const;
const CELL_FORMATS = [
  'numFmtId="0" fontId="0"',
  'numFmtId="14" fontId="0" applyNumberFormat="1"',
  'numFmtId="4" fontId="0" applyNumberFormat="1"',
  'numFmtId="0" fontId="1" applyFont="1"',
];

/** The small parts around the worksheets, by their names. */
function partsOf(title: string, count: number): Record<string, string> {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const sheetName = (number: number) => escapedName(number === 1 ? title : `${title} ${number}`);
  const font = (bold: string) => `<font>${bold}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`;
  return {
    "xl/styles.xml":
      `${DECLARATION}<styleSheet xmlns="${MAIN}"><fonts count="2">${font("")}${font("<b/>")}</fonts>` +
      '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      `<cellXfs count="${CELL_FORMATS.length}">${CELL_FORMATS.map((own) => `<xf ${own} fillId="0" borderId="0" xfId="0"/>`).join("")}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    "xl/workbook.xml":
      `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><sheets>` +
      `${numbers.map((n) => `<sheet name="${sheetName(n)}" sheetId="${n}" r:id="rId${n}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels":
      `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">` +
      `${numbers.map((n) => relationship(n, "worksheet", `worksheets/sheet${n}.xml`)).join("")}` +
      `${relationship(count + 1, "styles", "styles.xml")}</Relationships>`,
    "_rels/.rels":
      `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">` +
      `${relationship(1, "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "[Content_Types].xml":
      `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>` +
      `${numbers.map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`).join("")}</Types>`,
  };
}

function relationship(id: number, type: string, target: string): string {
  return `<Relationship Id="rId${id}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`;
}

/** Excel allows 31 characters, and some not at all. */
function escapedName(name: string): string {
  return name.replace(/[[\]*?:/\\'&<>"]/g, " ").slice(0, 31);
}
