import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

import { hasDoubleKeys } from "../intake/index.ts";
import { CsvReader } from "./csv.ts";
import { fieldsOf } from "./events.ts";
import { type JsonItem, JsonReader } from "./json.ts";
import { encodeText, type Encoding, ENCODINGS, examineFile, readText } from "./text.ts";

const folder = mkdtempSync(join(tmpdir(), "saldo-import-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Cuts a text at random places and feeds the pieces. */
function feed<T>(reader: { push(chunk: string | null): Iterable<T> }, text: string, cuts: readonly number[]): T[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  const pieces = [0, ...places].map((place, index) => text.slice(place, places[index] ?? text.length));
  return [...pieces, null].flatMap((piece) => [...reader.push(piece)]);
}
/** Every record with its fields as texts, null for a broken one. */
function csv(text: string, cuts: readonly number[] = []): { line: number; fields: string[] | null }[] {
  const reader = new CsvReader();
  const records = (chunk: string | null) => {
    const found: { line: number; fields: string[] | null }[] = [];
    for (reader.push(chunk); reader.next(); )
      found.push({ line: reader.line, fields: reader.width === 0 ? null : fieldsOf(reader) });
    return found;
  };
  return feed({ push: records }, text, cuts);
}
/** What is read, and that each value is kept with the text it was read of. */
const json = (text: string, cuts: readonly number[] = []): JsonItem[] =>
  feed<JsonItem>(new JsonReader(), text, cuts).map(({ text: written, ...item }) => {
    if (item.value !== undefined && !item.isDouble) expect(JSON.parse(written ?? "")).toEqual(item.value);
    return item;
  });
const cutsOf = fc.array(fc.nat(2000), { maxLength: 6 });

test("PRC-04 the bytes of a text are those that it was read of, in every encoding", () => {
  const letters = "id,ведро № 1;\r\nSKU \u00a0 ё";
  for (const encoding of ENCODINGS) {
    const bytes = encodeText(letters.replace("№", encoding === "koi8-r" ? "-" : "№"), encoding);
    expect(encodeText(new TextDecoder(encoding).decode(bytes), encoding)).toEqual(bytes);
  }
  for (const encoding of ["windows-1251", "koi8-r", "ibm866"] as const) {
    const bytes = Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    expect(encodeText(new TextDecoder(encoding).decode(bytes), encoding)).toEqual(bytes);
  }
});

describe("CSV", () => {
  test("PRC-04 a record is known as it is written, without its line end", () => {
    fc.assert(
      fc.property(fc.constantFrom("\n", "\r\n"), cutsOf, (end, cuts) => {
        const rows = ["a,b", '"x ""1""\ny",2', "3,", '" ",'];
        const reader = new CsvReader();
        const push = (chunk: string | null) => {
          const found: string[] = [];
          for (reader.push(chunk); reader.next(); ) found.push(reader.text());
          return found;
        };
        expect(feed({ push }, rows.join(end), cuts)).toEqual(rows);
      }),
    );
  });

  test("reads quotes, doubled quotes, line breaks within quotes, blank lines and any line end", () => {
    expect(csv('a,b\r\n"x, ""y""","1\n2"\n\n,\r3,4')).toEqual([
      { line: 1, fields: ["a", "b"] },
      { line: 2, fields: ['x, "y"', "1\n2"] },
      { line: 5, fields: ["", ""] },
      { line: 6, fields: ["3", "4"] },
    ]);
  });

  test.each([
    ["a;b,c;d\n1;2;3", ["1", "2", "3"]],
    ["a\tb\n1\t2", ["1", "2"]],
    ['"a;b";c,d,e\n1,2,3', ["1", "2", "3"]],
  ])("finds the delimiter in the first line (%#)", (text, row) => {
    expect(csv(text)[1]?.fields).toEqual(row);
  });

  test("a broken record costs its own line only", () => {
    expect(csv('a,b\n"x"y,1\n"open,2\n3,4\n"5",6').map((record) => record.fields)).toEqual([
      ["a", "b"],
      null,
      null,
      ["3", "4"],
      ["5", "6"],
    ]);
    expect(csv('a,b\n1,2\n3,"4').map((record) => [record.line, record.fields?.length])).toEqual([
      [1, 2],
      [2, 2],
      [3, undefined],
    ]);
  });

  test("a quote that is never closed is given up after a megabyte", () => {
    const rows = csv(`a,b\n1,"2\n${"3,4\n".repeat(500_000)}`, [1000, 900_000, 1_500_000]);
    expect(rows[1]).toEqual({ line: 2, fields: null });
    expect(rows.length).toBe(500_002);
  });

  test("reads what csv-parse reads, however the text is cut", () => {
    const field = fc.string({ unit: fc.constantFrom("a", "я", ",", ";", '"', "\n", "\r\n", " ", "1", "") });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(table, cutsOf, fc.boolean(), (rows, cuts, ended) => {
        const quoted = rows.map((row) =>
          row.map((text) => (/[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(","),
        );
        const text = `h,h,h,h,h\n${quoted.join("\n")}${ended ? "\n" : ""}`;
        const expected = parse(text, { relax_column_count: true, record_delimiter: "\n" });
        expect(csv(text, cuts).map((record) => record.fields)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test("reliability 55: any text is read without a throw, and every line begins at most one record", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a", ";") }), cutsOf, (text, cuts) => {
        const lines = csv(text, cuts).map((record) => record.line);
        return new Set(lines).size === lines.length;
      }),
      { numRuns: 500 },
    );
  });
});

describe("JSON", () => {
  test.each([
    ['{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['[{"a":"}"},\n{"b":"\\\\\\"{"}]', [{ a: "}" }, { b: '\\"{' }]],
    ['{\n "a": {\n "b": [1, 2]\n }\n}', [{ a: { b: [1, 2] } }]],
    ["[]", []],
    ["", []],
    ["garbage", [undefined]],
    ['{"a":1}\nbroken\n{"a":3}', [{ a: 1 }, undefined, { a: 3 }]],
    ['[{"a":1}, 5, {"a":2}]', [{ a: 1 }, undefined, { a: 2 }]],
    ['[{"a":1}, {"a":', [{ a: 1 }, undefined]],
  ])("reads arrays, single objects and lines (%#)", (text, values) => {
    expect(json(text).map((item) => item.value)).toEqual(values);
  });

  test("PRC-04 knows an object that names a member twice, however deep and however it is spelled", () => {
    const named = (text: string) => json(text).map((item) => item.isDouble ?? false);
    expect(named('{"a":1,"a":1}\n{"a":{"b":1},"b":2}\n{"a":[{"b":1,"\\u0062":2}]}')).toEqual([true, false, true]);
    expect(named('{"__proto__":1,"a":"\\"a\\":","b":"x:"}\n{"__proto__":1,"__proto__":2}')).toEqual([false, true]);
    const member = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string());
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), member, { minKeys: 1 }),
        fc.boolean(),
        fc.nat(),
        (value, spaced, which) => {
          const text = JSON.stringify(value, null, spaced ? 1 : 0);
          const plain: unknown = JSON.parse(text);
          expect(hasDoubleKeys(text, plain)).toBe(false);
          const names = Object.keys(value);
          const again = `${text.slice(0, -1)},${JSON.stringify(names[which % names.length])}: 0}`;
          expect(hasDoubleKeys(again, JSON.parse(again))).toBe(true);
          expect(hasDoubleKeys(`[${text},{"deep":${again}}]`, JSON.parse(`[${text},{"deep":${again}}]`))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("knows on which line a value begins", () => {
    expect(json('[\n{"a":\n1},\n{"b":2}]').map((item) => item.line)).toEqual([2, 4]);
    expect(json('{"a":1}\n\n{"a":2}').map((item) => item.line)).toEqual([1, 3]);
  });

  test("gives back what was written, as lines or as an array, however it is cut", () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(objects, fc.constantFrom(undefined, 1), cutsOf, (values, space, cuts) => {
        const plain = JSON.parse(JSON.stringify(values)) as unknown[];
        expect(json(JSON.stringify(values, null, space), cuts).map((item) => item.value)).toEqual(plain);
        expect(json(values.map((value) => JSON.stringify(value)).join("\n"), cuts).map((item) => item.value)).toEqual(
          plain,
        );
      }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("{", "}", '"', "\\", "\n", "[", ",", "a") }),
        cutsOf,
        (text, cuts) => Array.isArray(json(text, cuts)),
      ),
    );
  });
});

describe("text of a file", () => {
  const all = async (file: string, encoding: Encoding | null = null) => {
    let text = "";
    for await (const piece of readText(file, await examineFile(file, encoding))) text += piece;
    return text;
  };
  const read = async (bytes: Buffer, encoding: Encoding | null = null) => {
    const file = join(folder, "file");
    writeFileSync(file, bytes);
    return all(file, encoding);
  };

  test("reads UTF-8 with and without a byte order mark, UTF-16 and gzip", async () => {
    const text = "имя,値\n".repeat(100_000);
    expect(await read(Buffer.from(text))).toBe(text);
    expect(await read(Buffer.from(`\ufeff${text}`))).toBe(text);
    expect(await read(Buffer.from(`\ufeff${text}`, "utf16le"))).toBe(text);
    expect(await read(gzipSync(`\ufeff${text}`))).toBe(text);
    expect(await read(Buffer.alloc(0))).toBe("");
  });

  test("refuses a file that is not there, a folder and a broken archive", async () => {
    await expect(all(join(folder, "none"))).rejects.toMatchObject({ kind: { code: "file_unreadable" } });
    await expect(all(folder)).rejects.toMatchObject({ kind: { code: "file_unreadable" } });
    await expect(read(gzipSync("text".repeat(1000)).subarray(0, 30))).rejects.toMatchObject({
      kind: { code: "file_unreadable" },
    });
  });

  test("reliability 51 refuses what unpacks to hundreds of times its size, early and without keeping it", async () => {
    await expect(read(gzipSync(Buffer.alloc(64 * 1_048_576, 0x61)))).rejects.toMatchObject({
      kind: { code: "file_too_large" },
    });
    const table = Array.from({ length: 200_000 }, (_, n) => `${n},server-${n % 97},${n * 7919}\n`).join("");
    expect(await read(gzipSync(table))).toBe(table);
  });
});

describe("files without an end", () => {
  test("reliability 51 a first line that never ends is given up after a megabyte, white space is not kept", () => {
    const piece = "x".repeat(256 * 1024);
    const reader = new CsvReader();
    const pushed: number[] = [];
    const push = () => {
      reader.push(piece);
      pushed.push(piece.length);
      return reader.next();
    };
    expect(() => {
      while (!push());
    }).toThrow("header_too_long");
    expect(pushed).toHaveLength(4);
    const lines = Array.from({ length: 40 }, () => " \n".repeat(1_000));
    expect(json([...lines, '{"a":1}'].join(""), [900, 1_500])).toEqual([{ line: 40_001, value: { a: 1 } }]);
  });
});
