import { describe, expect, test } from "vitest";

import { textOfHtml } from "./letter-text.ts";
import { LetterReader } from "./letter-thread.ts";

const HEAD = "From: =?utf-8?q?=D0=90=D0=BD=D0=BD=D0=B0?= <anna@example.ru>\r\nSubject: Вопрос\r\nMessage-ID: <1@x>\r\n";
const letter = (rest: string) => Buffer.from(`${HEAD}${rest}`);
const nested = Array.from({ length: 25 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`);

describe("reliability 55: letters of strangers", () => {
  test("reliability 55 a letter is taken apart on a thread of its own", async () => {
    const reader = new LetterReader();
    expect(await reader.read(letter("\r\nТекст\r\n"))).toMatchObject({
      from: { address: "anna@example.ru", name: "Анна" },
      messageId: "<1@x>",
      text: "Текст\n",
      attachments: [],
    });
  });

  test("reliability 55 one that takes too long or cannot be read is given up, and the next is read", async () => {
    const [quick, reader] = [new LetterReader(1), new LetterReader()];
    expect(await quick.read(letter("\r\n"))).toBeNull();
    const read = await Promise.all([reader.read(letter(nested.join(""))), reader.read(letter("\r\nДальше"))]);
    expect(read).toEqual([null, expect.objectContaining({ text: "Дальше\n" })]);
  });
});

describe("reliability 58: a machine without a thread to spare", () => {
  test("reliability 58 a letter for which there was no thread comes again, and those behind it are read", async () => {
    const reader = new LetterReader();
    const gone = new Uint8Array(8);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    await expect(reader.read(gone)).rejects.toThrow();
    expect(await reader.read(letter("\r\nДальше"))).toMatchObject({ text: "Дальше\n" });
    // A program that was replaced on disk under the one that runs.
    const without = new LetterReader(undefined, new URL("not-there.ts", import.meta.url));
    await expect(without.read(letter("\r\n"))).rejects.toThrow();
  });
});

describe("reliability 46: a page that somebody sent", () => {
  test("reliability 46 only its text is left", () => {
    const page = `<HTML><head><title>T</title></head><style>p{}</style ><body>Раз<br>два &lt;b&gt; <script>x<!--</SCRIPT>три</p>1 < 2`;
    expect(textOfHtml(page)).toBe("Раз\nдва <b> три\n1 < 2");
    expect(textOfHtml("<style>p{} и всё")).toBe("p{} и всё");
  });

  test("reliability 55 pages of marks that nothing closes are read as fast as others", () => {
    const before = process.threadCpuUsage();
    for (const mark of ["<style>", "<style ", "<br ", "<", "<script><style>", "<a href='"])
      textOfHtml(mark.repeat(500_000 / mark.length));
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(3_000);
  });
});
