import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Refusal } from "../../../../core/errors.ts";
import { readStatementFile } from "./read-statement-file.ts";
import { camtText, encode, oneCText } from "../../../../../test/support/bank-files.ts";

const SAMPLES = [
  encode(oneCText([{ amount: "1", purpose: "mcs1234567890" }, { amount: "2" }]), "windows-1251"),
  encode(oneCText([{ amount: "1" }, { amount: "2", purpose: "услуги" }]), "utf-8"),
  encode(
    camtText([
      { opening: "0", closing: "3", entries: [{ amount: "1" }, { amount: "2", details: [{ purposes: ["x"] }] }] },
    ]),
    "utf-8",
  ),
  encode(
    ":20:A\n:25:1\n:28C:7/1\n:60F:C261015EUR0,\n:61:261015C1,NTRFX//Y\n:86:020?20abc\n:62F:C261015EUR1,\n-\n",
    "utf-8",
  ),
];

/** Reads, or refuses with a code, a line and both texts; anything else that is thrown fails the property. */
function readsOrRefuses(bytes: Uint8Array): void {
  try {
    const file = readStatementFile(bytes);
    for (const line of file.statements.flatMap((statement) => statement.lines)) {
      expect(line.amountMinor).toBeGreaterThan(0n);
      expect(line.fileLine).toBeGreaterThan(0);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.kind.code).toMatch(/^bank_statement_/);
    expect(error.details.values?.["line"]).toMatch(/^\d+$/);
  }
}

describe("a first line that looks like 1C's", () => {
  const HEAD = "1CClientBankExchange";
  it.each([
    [1, "С"],
    [1, "с"],
    [2, "С"],
    [3, "І"],
    [3, "ӏ"],
    [4, "і"],
    [5, "е"],
    [6, "п"],
    [7, "т"],
    [8, "В"],
    [9, "а"],
    [10, "п"],
    [11, "к"],
    [11, "К"],
    [12, "Е"],
    [13, "х"],
    [13, "Х"],
    [14, "с"],
    [15, "Н"],
    [15, "һ"],
    [16, "А"],
    [19, "е"],
    [19, "ё"],
  ] as const)("PAY-12 the Cyrillic letter in place %i is named: %s", (place, letter) => {
    const first = HEAD.slice(0, place) + letter + HEAD.slice(place + 1);
    const text = oneCText([{ amount: "1" }]).replace(HEAD, first);
    for (const charset of ["utf-8", "utf-16le"] as const) {
      expect(() => readStatementFile(encode(text, charset))).toThrow(
        expect.objectContaining({
          kind: expect.objectContaining({ code: "bank_statement_first_line_letter" }),
          details: expect.objectContaining({
            values: expect.objectContaining({ letters: `«${letter}» (${place + 1})` }),
          }),
        }),
      );
    }
  });

  it("PAY-12 all of several are named, in the charsets of banks too, and another line is no 1C's", () => {
    const text = oneCText([{ amount: "1" }]).replace(HEAD, "1ССliеntВаnkЕхсhаngе");
    for (const charset of ["windows-1251", "cp866", "utf-8"] as const) {
      expect(() => readStatementFile(encode(text, charset))).toThrow(
        expect.objectContaining({
          details: expect.objectContaining({
            values: expect.objectContaining({ letters: expect.stringMatching(/^«С» \(2\), «С» \(3\), .*«е» \(20\)$/) }),
          }),
        }),
      );
    }
    expect(() => readStatementFile(encode(text.replace("1СС", "1СЖ"), "utf-8"))).toThrow(
      "bank_statement_format_unknown",
    );
  });
});

describe("any bytes", () => {
  it("PAY-05 random bytes and texts are refused, never a crash", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), readsOrRefuses));
    const heads = fc.constantFrom(
      "1CClientBankExchange\n",
      "<",
      "<?xml version='1.0'?>",
      ":20:",
      "{1:}{4:\n:20:x\n:25:1\n",
    );
    fc.assert(
      fc.property(heads, fc.string({ unit: "binary", maxLength: 300 }), (head, rest) =>
        readsOrRefuses(encode(head + rest, "utf-8")),
      ),
    );
  });

  it("PAY-05 truncated and mutated files are read or refused, never a crash", () => {
    const mutation = fc.record({
      sample: fc.constantFrom(...SAMPLES),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
    });
    fc.assert(
      fc.property(mutation, ({ sample, cut, changes }) => {
        const bytes = Uint8Array.from(sample.subarray(0, Math.ceil(sample.length * cut)));
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        readsOrRefuses(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it("PAY-05 shuffled rows of a file are read or refused, never a crash", () => {
    for (const sample of [SAMPLES[1], SAMPLES[3]]) {
      const rows = Buffer.from(sample ?? [])
        .toString("utf-8")
        .split(/\r?\n/);
      fc.assert(
        fc.property(fc.shuffledSubarray(rows, { minLength: 1 }), (shuffled) =>
          readsOrRefuses(encode(`${rows[0]}\n${shuffled.join("\n")}`, "utf-8")),
        ),
      );
    }
  });

  it("bounds the list of problems of a garbage file", () => {
    const rows = Array.from(
      { length: 5_000 },
      () => "СекцияДокумент\nСумма=x\nПолучательСчет=1\nДатаПоступило=1\nКонецДокумента",
    );
    const file = readStatementFile(encode(`1CClientBankExchange\nРасчСчет=1\n${rows.join("\n")}\nКонецФайла`, "utf-8"));
    expect(file.problems).toHaveLength(1_001);
    expect(file.problems.at(-1)?.code).toBe("problems_cut");
  });
});
