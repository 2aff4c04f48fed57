/**
 * A process of its own for test/bench/export.bench.ts, so that the memory it takes is the export's:
 *   node test/bench/export-process.ts DATABASE_URL MEASURE ROWS
 * It prints one ExportOutcome as JSON.
 */
import { existsSync, readFileSync } from "node:fs";
import { Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { constants, crc32, createDeflateRaw } from "node:zlib";

import { at, localDate } from "../../src/core/time.ts";
import { type ExportOrder, usageSheet } from "../../src/modules/reports/index.ts";
import type { Tx } from "../../src/platform/db.ts";
import {
  SHEET_FORMATS,
  type Sheet,
  type SheetColumn,
  type SheetFormat,
  type SheetRow,
} from "../../src/platform/sheet/index.ts";
import { openBench } from "./harness.ts";

export type ExportMeasure = SheetFormat | `${SheetFormat} by hand`;

export interface ExportOutcome {
  readonly rows: number;
  readonly seconds: number;
  /** Resident memory at its highest, above what the process had when it was ready to begin. */
  readonly grownMegabytes: number;
}

const NOW = at("2026-11-20T12:00:00+03:00");
const PIECE = 65_536;
const STATUS = "/proc/self/status";
/** What the hand's rows may take of memory; more rows are these once more. */
const MOST_HELD = 100_000;

const FORMULAS = /(?<=^|[;,\t\r\n])(?=[ \u00a0]{0,9}[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])/g;
const LEADS = /^[ \u00a0]{0,9}[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const [url = "", measure = "csv", wanted = "0"] = process.argv.slice(2);
const database = openBench(url, 1);
const ids = await database.query<{ project_id: bigint }>("select project_id from project order by 1");
const order: ExportOrder = {
  projectIds: ids.map((row) => row.project_id),
  from: localDate("2026-10-01"),
  to: localDate("2026-10-31"),
  format: measure.startsWith("csv") ? "csv" : "xlsx",
  language: "ru",
};
const outcome = await database.snapshot((tx) =>
  measure.endsWith("by hand") ? byHand(tx, Number(wanted)) : exported(tx),
);
await database.close();
process.stdout.write(JSON.stringify(outcome));

async function exported(tx: Tx): Promise<ExportOutcome> {
  const before = process.memoryUsage.rss();
  const begun = performance.now();
  const sheet = await usageSheet(tx, order, NOW);
  let rows = 0;
  function* counted(batch: Iterable<SheetRow>) {
    for (const row of batch) {
      rows += 1;
      yield row;
    }
  }
  async function* batches() {
    for await (const batch of sheet.batches) yield counted(batch);
  }
  await pipeline(SHEET_FORMATS[order.format].write({ ...sheet, batches: batches() }), nowhere());
  const seconds = (performance.now() - begun) / 1000;
  return { rows, seconds, grownMegabytes: (highestMemory() - before) / 1_048_576 };
}

/** Resident memory at its highest, in bytes. Of the process alone: what getrusage tells began with its parent's. */
function highestMemory(): number {
  const kilobytes = existsSync(STATUS) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(STATUS, "utf8"))?.[1] : undefined;
  return 1024 * (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes));
}

/** The limit: rows that are ready in memory, written by code that does nothing else. */
async function byHand(tx: Tx, count: number): Promise<ExportOutcome> {
  const { columns, batches } = await usageSheet(tx, order, NOW);
  const held: SheetRow[] = [];
  for await (const batch of batches) {
    if (held.length < Math.min(count, MOST_HELD)) held.push(...batch);
  }
  await compareWithOurs(columns, held.slice(0, 1_000));
  const times = Math.ceil(count / held.length);
  const begun = performance.now();
  if (order.format === "csv") await pipeline(csvByHand(columns, held, times), nowhere());
  else
    await pipeline(
      crcByHand(xmlByHand(columns, held, times)),
      createDeflateRaw({ level: constants.Z_DEFAULT_COMPRESSION }),
      nowhere(),
    );
  return { rows: held.length * times, seconds: (performance.now() - begun) / 1000, grownMegabytes: 0 };
}

/** The hand's CSV is the file's, byte for byte, or the two cannot be compared. */
async function compareWithOurs(columns: readonly SheetColumn[], rows: readonly SheetRow[]): Promise<void> {
  async function* batches() {
    yield rows;
  }
  const sheet: Sheet = { title: "", columns, batches: batches() };
  const ours = await buffer(SHEET_FORMATS.csv.write(sheet));
  if (!ours.equals(Buffer.concat([...csvByHand(columns, rows, 1)]))) throw new Error("the hand writes another CSV");
}

function* csvByHand(columns: readonly SheetColumn[], rows: readonly SheetRow[], times: number): Generator<Buffer> {
  const field = (text: string) => {
    const safe = text.replace(FORMULAS, "'");
    return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  let text = `\uFEFF${columns.map(({ header }) => field(header)).join(",")}\r\n`;
  for (let time = 0; time < times; time += 1) {
    for (const row of rows) {
      text += row[0] ?? "";
      for (let place = 1; place < columns.length; place += 1) {
        const cell = row[place] ?? "";
        text += `,${columns[place]?.kind === "text" ? field(cell) : cell}`;
      }
      text += "\r\n";
      if (text.length < PIECE) continue;
      yield Buffer.from(text);
      text = "";
    }
  }
  yield Buffer.from(text);
}

function* xmlByHand(columns: readonly SheetColumn[], rows: readonly SheetRow[], times: number): Generator<Buffer> {
  const escaped = (text: string) => {
    const safe = LEADS.test(text) ? `'${text}` : text;
    return /[&<>]/.test(safe) ? safe.replace(/[&<>]/g, (found) => ESCAPES[found] ?? "") : safe;
  };
  const letters = columns.map((_, place) => (place < 26 ? "" : "A") + String.fromCharCode(65 + (place % 26)));
  const serials = new Map<string, number>();
  const serial = (date: string) => {
    const known = serials.get(date) ?? Date.parse(`${date}T00:00:00Z`) / 86_400_000 + 25_569;
    serials.set(date, known);
    return known;
  };
  let xml = "<worksheet><sheetData>";
  let number = 1;
  for (let time = 0; time < times; time += 1) {
    for (const row of rows) {
      number += 1;
      xml += `<row r="${number}">`;
      for (let place = 0; place < columns.length; place += 1) {
        const cell = row[place];
        if (cell === null || cell === undefined) continue;
        const { kind } = columns[place] as SheetColumn;
        if (kind === "text")
          xml += `<c r="${letters[place]}${number}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
        else if (kind === "date") xml += `<c r="${letters[place]}${number}" s="1"><v>${serial(cell)}</v></c>`;
        else xml += `<c r="${letters[place]}${number}" s="2"><v>${cell}</v></c>`;
      }
      xml += "</row>";
      if (xml.length < PIECE) continue;
      yield Buffer.from(xml);
      xml = "";
    }
  }
  yield Buffer.from(`${xml}</sheetData></worksheet>`);
}

function* crcByHand(pieces: Iterable<Buffer>): Generator<Buffer> {
  let sum = 0;
  for (const piece of pieces) {
    sum = crc32(piece, sum);
    yield piece;
  }
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
