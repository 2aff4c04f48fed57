import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { at } from "../../core/time.ts";
import { fontBlobs, readableText } from "./fonts.ts";
import { withoutHints } from "./hints.ts";
import { type PdfRequest, openPdfRenderer } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "pdf-test-"));
const templates = pathToFileURL(`${folder}/`);
const renderer = openPdfRenderer({ workers: 2 });

const SHOW = `#set document(date: auto)
#set text(font: ("PT Sans", "DejaVu Sans"), fallback: false)
#let d = json("data.json")
`;
writeFileSync(join(folder, "show.typ"), `${SHOW}#d.name #strong(d.name)`);
writeFileSync(
  join(folder, "literal.typ"),
  `${SHOW}#let s = "#read(\\"/etc/passwd\\") *no* $x$ \\\\u{41}"\n#s #strong(s)`,
);
writeFileSync(join(folder, "read.typ"), `#read("/etc/passwd")`);
writeFileSync(join(folder, "climb.typ"), `#read("../../../../../../etc/passwd")`);
const SHEETS = `#for sheet in range(d.sheets) { if sheet > 0 { pagebreak() }; text(said) }`;
const COUNT = `#let s = json("sheets.json")\n#let said = repr(s.single) + " " + str(s.sheets)\n`;
writeFileSync(join(folder, "counting.typ"), SHOW + COUNT + SHEETS);
writeFileSync(join(folder, "counted.typ"), `${SHOW}#let said = d.said\n${SHEETS}`);
writeFileSync(join(folder, "wide.typ"), `${SHOW}#set page(width: 60mm, height: 20mm, margin: 5mm)\n#d.name`);

afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true });
});

function request(name: string, template = "show.typ", createdAt = "2026-11-03T09:15:27Z"): PdfRequest {
  return { templates, template, data: { name }, createdAt: at(createdAt) };
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

describe("DOC-04 print forms", () => {
  test("DOC-04 a document is PDF/A-2b and bears the given time", async () => {
    const pdf = text(await renderer.render(request("Счёт № 5, 100 ₸, Қазақстан")));
    expect(pdf.startsWith("%PDF-1.7")).toBe(true);
    expect(pdf).toContain("<pdfaid:part>2</pdfaid:part>");
    expect(pdf).toContain("<pdfaid:conformance>B</pdfaid:conformance>");
    expect(pdf).toContain("2026-11-03T09:15:27");
  });

  test("DOC-07 the same data and time give the same bytes, on any worker and in any company", async () => {
    const same = Array.from({ length: 6 }, (_, no) => request(no % 2 ? "а" : `б ${no}`));
    const pdfs = await Promise.all([...same, request("а")].map((one) => renderer.render(one)));
    for (const at of [1, 3, 5]) expect(Buffer.compare(pdfs[at] ?? Buffer.alloc(0), pdfs[6] ?? Buffer.alloc(1))).toBe(0);
    const later = await renderer.render(request("а", "show.typ", "2026-11-03T09:15:28Z"));
    expect(Buffer.compare(later, pdfs[6] ?? later)).not.toBe(0);
  });

  test("DOC-04 what users type is shown as it is, never read as markup", async () => {
    const name = '#read("/etc/passwd") *no* $x$ \\u{41}';
    const [typed, literal] = await Promise.all(
      [request(name), request("", "literal.typ")].map((one) => renderer.render(one)),
    );
    expect(Buffer.compare(typed ?? Buffer.alloc(0), literal ?? Buffer.alloc(1))).toBe(0);
  });

  test("DOC-04 a template reads nothing outside its folder, and its failure spoils no other document", async () => {
    for (const template of ["read.typ", "climb.typ", "absent.typ"]) {
      await expect(renderer.render(request("x", template))).rejects.toThrow(template);
    }
    expect((await renderer.render(request("x"))).length).toBeGreaterThan(1000);
  });

  test("DOC-04 a template is told how many sheets there are", async () => {
    const render = (sheets: number, template: string, said = "") =>
      renderer.render({ ...request("", template), data: { sheets, said } });
    for (const [sheets, said] of [
      [1, "true 1"],
      [3, "false 3"],
    ] as const) {
      const [counting, counted] = await Promise.all([
        render(sheets, "counting.typ"),
        render(sheets, "counted.typ", said),
      ]);
      expect(Buffer.compare(counting, counted)).toBe(0);
    }
  });

  test("DOC-04 fonts keep outlines, measures and characters and lose their hints, which no reader of documents runs", () => {
    const tables = (font: Buffer) =>
      Array.from({ length: font.readUInt16BE(4) }, (_, at) => font.toString("latin1", 12 + at * 16, 16 + at * 16));
    for (const font of fontBlobs().map(withoutHints)) {
      expect(tables(font)).toEqual(expect.arrayContaining(["cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"]));
      for (const hint of ["fpgm", "prep", "cvt "]) expect(tables(font)).not.toContain(hint);
      expect(Buffer.compare(withoutHints(font), font)).toBe(0);
    }
    expect(() => withoutHints(Buffer.alloc(12))).toThrow(TypeError);
  });

  test("DOC-04 no text makes a document impossible", async () => {
    const anything = fc.array(fc.string({ unit: "binary", maxLength: 60 }), { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(anything, async (texts) => {
        expect((await renderer.render(request(texts.join(" ")))).length).toBeGreaterThan(1000);
      }),
      { numRuns: 15 },
    );
  });

  test("DOC-04 characters no font has become squares, words too long for a column can break, numbers stay whole", () => {
    expect(readableText("中 \uE000 ₸ ә\u0001\uD800")).toBe("□ □ ₸ ә \uFFFD");
    expect(
      readableText("ы".repeat(60))
        .split("\u200B")
        .map(({ length }) => length),
    ).toEqual([24, 24, 12]);
    expect(readableText("40702810938120061991")).toBe("40702810938120061991");
  });
});

describe("DOC-04 the renderer", () => {
  test("DOC-04 many documents come in the order asked for, and reading may stop early", async () => {
    const names = Array.from({ length: 12 }, (_, no) => `документ ${no} `.repeat(no % 3 === 0 ? 200 : 1));
    const alone = await Promise.all(names.map((name) => renderer.render(request(name))));
    let at = 0;
    for await (const pdf of renderer.renderMany(names.map((name) => request(name)))) {
      expect(Buffer.compare(pdf, alone[at++] ?? Buffer.alloc(0))).toBe(0);
    }
    expect(at).toBe(12);
    for await (const pdf of renderer.renderMany([request("a"), request("b"), request("", "read.typ")])) {
      expect(pdf.length).toBeGreaterThan(1000);
      break;
    }
    await expect(Array.fromAsync(renderer.renderMany([request("a"), request("", "read.typ")]))).rejects.toThrow(
      "read.typ",
    );
  });

  test("DOC-04 workers are replaced without losing or changing a document", async () => {
    const recycled = openPdfRenderer({ workers: 1, recycleAfter: 1 });
    const pdfs = await Promise.all([1, 2, 3].map(() => recycled.render(request("тот же"))));
    expect(new Set(pdfs.map((pdf) => text(pdf))).size).toBe(1);
    await recycled.close();
    await expect(recycled.render(request("поздно"))).rejects.toThrow("closed");
  });

  test("DOC-04 too long a queue is refused, and closing rejects what waits", async () => {
    const busy = openPdfRenderer({ workers: 1 });
    const waiting = Array.from({ length: 1001 }, (_, no) => busy.render(request(String(no))));
    const settled = Promise.allSettled(waiting);
    await expect(busy.render(request("1002"))).rejects.toThrow(/pdf_busy/);
    await busy.close();
    expect((await settled).every(({ status }) => status === "rejected")).toBe(true);
  });
});
