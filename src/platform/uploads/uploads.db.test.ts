import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { MovableClock } from "../../../test/support/movable-clock.ts";
import { type ZipEntry, zipOf } from "../../../test/support/zip.ts";
import { Refusal } from "../../core/errors.ts";
import { DAY, MINUTE, at, plus } from "../../core/time.ts";
import { fileAddress } from "./address.ts";
import { cleanName, isActivePdf } from "./content.ts";
import { Uploads } from "./index.ts";

const { database } = await testDatabase();
const clock = new MovableClock(at("2026-11-20T09:00:00Z"));
const uploads = new Uploads({ database, clock });
let person = 0;

/** What becomes of a file: its media type, or the code by which it is refused. Each by somebody else. */
async function fate(name: string, content: Uint8Array | string): Promise<string> {
  person += 1;
  return uploads.take(`user:${person}`, name, Readable.from([Buffer.from(content)])).then(
    ({ mediaType }) => mediaType,
    (error: unknown) => (error as Refusal).kind.code,
  );
}

const PDF = "%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF";
const OFFICE: ZipEntry[] = [
  { name: "[Content_Types].xml", content: "<Types/>" },
  { name: "xl/workbook.xml", content: "<workbook/>" },
  { name: "xl/printerSettings/printerSettings1.bin", content: "paper" },
];

describe("REQ-11: files that people bring", () => {
  test.each([
    ["bill.pdf", PDF, "application/pdf"],
    ["Скан.PNG", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2]), "image/png"],
    ["photo.jpeg", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]), "image/jpeg"],
    ["note.txt", "Просто текст", "text/plain"],
    ["old.txt", Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]), "text/plain"],
    ["list.csv", "a;b\n1;2", "text/csv"],
    ["upd.xml", '<?xml version="1.0" encoding="windows-1251"?><Файл/>', "application/xml"],
    ["book.xlsx", zipOf(OFFICE), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
    ["all.zip", zipOf([{ name: "a/bill.pdf", content: PDF }]), "application/zip"],
  ])("REQ-11 %s is taken", async (name, content, mediaType) => {
    expect(await fate(name, content)).toBe(mediaType);
  });

  test.each([
    ["a program", "bill.exe", "MZ", "file_active"],
    ["a program under another name", "bill.pdf", "MZ\u0090\u0000", "file_active"],
    ["a page", "bill.html", "<html>", "file_active"],
    ["a page under another name", "bill.txt", "  <!DOCTYPE html><script>alert(1)</script>", "file_active"],
    ["a picture that is a page", "logo.svg", "<svg onload='alert(1)'/>", "file_active"],
    ["a picture that is a page, as XML", "logo.xml", "<?xml version='1.0'?><svg onload='x'/>", "file_active"],
    ["an XML that makes a page", "a.xml", "<?xml version='1.0'?><a><html:script xmlns:html='x'/></a>", "file_active"],
    ["a script", "run.js", "alert(1)", "file_active"],
    ["two endings", "bill.pdf.exe", "MZ", "file_active"],
    ["an ending that spaces hide", "run.bat ", "dir", "file_active"],
    ["an ending that a mark turns round", "bill\u202Efdp.exe", "MZ", "file_active"],
    ["a PDF with a script", "a.pdf", `${PDF} /OpenAction << /S /JavaScript /JS (app.alert(1)) >>`, "file_active"],
    ["a PDF that writes it otherwise", "a.pdf", `${PDF} << /S /J#61vaScript >>`, "file_active"],
    ["a PDF that starts a program", "a.pdf", `${PDF} << /S /Launch >>`, "file_active"],
    ["an old Office file", "a.doc", Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), "file_type_refused"],
    ["an old Office file under another name", "a.xlsx", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]), "file_name_differs"],
    ["an Office file for macros", "a.docm", zipOf(OFFICE), "file_active"],
    [
      "macros under another name",
      "a.xlsx",
      zipOf([...OFFICE, { name: "xl/vbaProject.bin", content: "x" }]),
      "file_active",
    ],
    [
      "an embedded object",
      "a.docx",
      zipOf([...OFFICE, { name: "word/embeddings/oleObject1.bin", content: "x" }]),
      "file_active",
    ],
    ["an archive that calls itself a book", "a.xlsx", zipOf([{ name: "a.txt", content: "x" }]), "archive_refused"],
    ["a program in an archive", "a.zip", zipOf([{ name: "deep/run.exe", content: "MZ" }]), "file_active"],
    ["an archive in an archive", "a.zip", zipOf([{ name: "b.zip", content: zipOf([]) }]), "archive_refused"],
    ["a secret archive", "a.zip", zipOf([{ name: "a.txt", content: "x", encrypted: true }]), "archive_refused"],
    [
      "half an archive",
      "a.zip",
      zipOf([{ name: "a.txt", content: "x".repeat(500) }]).subarray(0, 60),
      "archive_refused",
    ],
    ["a picture that is none", "a.png", "text", "file_name_differs"],
    ["a text that is none", "a.txt", Buffer.from([65, 0, 66]), "file_name_differs"],
    ["nothing", "a.txt", "", "file_empty"],
    ["an unknown type", "a.dwg", "AC1032", "file_type_refused"],
  ])("reliability 46 %s is refused", async (_what, name, content, code) => {
    expect(await fate(name, content)).toBe(code);
  });

  const zeros = Buffer.alloc(20 * 1_048_576);

  test.each([
    ["says how much it holds", zipOf([{ name: "a.txt", content: zeros }])],
    ["says that it holds little", zipOf([{ name: "a.txt", content: zeros, claims: 1_000 }])],
    ["says that it holds nothing", zipOf([{ name: "a.txt", content: zeros, claims: 0 }])],
    [
      "holds the same bytes many times",
      zipOf(
        Array.from({ length: 50 }, (_, place) => ({ name: `${place}.txt`, content: randomBytes(3_000), offset: 0 })),
      ),
    ],
    [
      "holds more files than anybody sends",
      zipOf(Array.from({ length: 2_001 }, (_, place) => ({ name: `${place}.txt`, content: "x" }))),
    ],
    [
      "holds much in each of many files",
      zipOf(Array.from({ length: 120 }, (_, place) => ({ name: `${place}.txt`, content: Buffer.alloc(900_000) }))),
    ],
  ])("reliability 51 a bomb that %s is refused", async (_what, bomb) => {
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await fate("bomb.zip", bomb)).toBe("archive_refused");
  });

  test("reliability 51 no bytes at all make the look into an archive throw or hang", async () => {
    const whole = zipOf([...OFFICE, { name: "a.txt", content: "x".repeat(2_000) }]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }), async (changes) => {
        const damaged = Buffer.from(whole);
        for (const [place, byte] of changes) damaged[place] = byte;
        const mediaTypes = ["application/zip", "archive_refused", "file_active", "file_name_differs", "text/plain"];
        expect(mediaTypes).toContain(await fate("a.zip", damaged));
      }),
      { numRuns: 60 },
    );
  });

  test("REQ-11 a file beyond 20 MB is refused while it arrives, and what came of it goes with the next sweep", async () => {
    let asked = 0;
    const endless = (async function* () {
      for (;;) {
        asked += 1;
        yield Buffer.alloc(1_048_576, 65);
      }
    })();
    await expect(uploads.take("user:large", "large.txt", endless)).rejects.toMatchObject({
      kind: { code: "upload_too_large" },
    });
    expect(asked).toBeLessThan(25);
    const left = await database.query("select 1 from uploaded_file where uploaded_by = 'user:large'");
    expect(left).toHaveLength(1);
  });

  test("REQ-11 a mark that lies across two pieces is seen", async () => {
    const pieces = [PDF + " ".repeat(256 * 1_024 - PDF.length - 5), "/Java", "Script (x)"].map((text) =>
      Buffer.from(text),
    );
    await expect(uploads.take("user:cut", "a.pdf", Readable.from(pieces))).rejects.toMatchObject({
      kind: { code: "file_active" },
    });
    expect(isActivePdf("/JSON /Annots /Launcher")).toBe(false);
  });

  test("reliability 54 names lose whatever would lead elsewhere or hide an ending, and keep the rest", () => {
    expect(cleanName("../../etc/Счёт №1.pdf")).toBe("Счёт №1.pdf");
    expect(cleanName("C:\\fake\\bill.pdf")).toBe("bill.pdf");
    expect(cleanName('a\r\nb\u202E"<x>.txt')).toBe("abx.txt");
    expect(cleanName("///")).toBe("file");
    fc.assert(
      fc.property(fc.string(), (name) => {
        const clean = cleanName(name);
        return (
          clean.length > 0 &&
          clean.length <= 255 &&
          !/[\u0000-\u001f\u007f/\\"<>|?*:\u202a-\u202e\u2066-\u2069]/u.test(clean)
        );
      }),
    );
  });

  test("REQ-11 a file is given out byte for byte, by an address that only we can make, for five minutes", async () => {
    const content = randomBytes(700_000);
    content[0] = 65;
    const text = Buffer.from(content.toString("base64"));
    const { fileId } = await uploads.take(
      "user:out",
      "много.txt",
      Readable.from([text.subarray(0, 10), text.subarray(10)]),
    );
    const { path } = await uploads.addressOf(fileId);
    const address = path.replace("/files/", "");
    const opened = await uploads.open(address);
    expect(opened.name).toBe("много.txt");
    expect((await buffer(opened.content)).equals(text)).toBe(true);
    const [id, until, signature = ""] = address.split(".");
    const forged = [
      `${Number(id) + 1}.${until}.${signature}`,
      `${id}.${Number(until) + 1}.${signature}`,
      `${id}.${until}.${signature.replace(/^./, (letter) => (letter === "A" ? "B" : "A"))}`,
      fileAddress("another secret", fileId, clock.now()).path.replace("/files/", ""),
      "",
      "1.1.1",
    ];
    for (const one of forged)
      await expect(uploads.open(one)).rejects.toMatchObject({ kind: { code: "address_expired" } });
    clock.moveTo(plus(clock.now(), 5 * MINUTE));
    await expect(uploads.open(address)).rejects.toMatchObject({ kind: { code: "address_expired" } });
  });

  test("REQ-11 a file is claimed once, by who brought it; what nobody claims for a day is swept, with its bytes", async () => {
    const kept = await uploads.take("user:a", "a.txt", Readable.from([Buffer.from("kept")]));
    const left = await uploads.take("user:a", "b.txt", Readable.from([Buffer.from("left")]));
    const claim = (who: string, ids: bigint[]) => database.transaction((tx) => uploads.claim(tx, ids, who));
    await expect(claim("user:b", [kept.fileId])).rejects.toMatchObject({ kind: { code: "file_unknown" } });
    expect(await claim("user:a", [kept.fileId, kept.fileId])).toHaveLength(1);
    await expect(claim("user:a", [kept.fileId])).rejects.toMatchObject({ kind: { code: "file_unknown" } });
    const sweep = uploads.sweep() as Extract<ReturnType<Uploads["sweep"]>, { kind: "recurring" }>;
    const run = () => sweep.run({ database, now: clock.now(), stop: new AbortController().signal });
    await run();
    const ids = async () =>
      (await database.query<{ id: bigint }>("select file_id as id from uploaded_file order by 1")).map(({ id }) => id);
    expect(await ids()).toEqual(expect.arrayContaining([kept.fileId, left.fileId]));
    clock.moveTo(plus(clock.now(), DAY + MINUTE));
    while (await run());
    expect(await ids()).toEqual([kept.fileId]);
    expect(await database.query("select 1 from uploaded_chunk where file_id <> $1", [kept.fileId])).toEqual([]);
  });

  test("REQ-11 nobody has more than thirty files waiting", async () => {
    for (let count = 0; count < 30; count += 1)
      await uploads.take("user:many", `${count}.txt`, Readable.from([Buffer.from("x")]));
    await expect(uploads.take("user:many", "one.txt", Readable.from([Buffer.from("x")]))).rejects.toMatchObject({
      kind: { code: "too_many_files" },
    });
  });
});
