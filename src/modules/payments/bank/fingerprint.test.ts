import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readStatementFile } from "./files/read-statement-file.ts";
import { type OneCDocument, encode, oneCText } from "../../../../test/support/bank-files.ts";
import { fingerprintLines } from "./fingerprint.ts";

function fingerprints(documents: readonly OneCDocument[]): string[] {
  const file = readStatementFile(encode(oneCText(documents), "utf-8"));
  return file.statements.flatMap((statement) => fingerprintLines(statement).map((line) => line.fingerprint));
}

/** Few different lines, so that honest repetitions are common. */
const documentOf = (kind: number): OneCDocument => ({
  number: String(kind % 2),
  amount: `${1 + (kind % 3)}.00`,
  creditedOn: `1${kind % 2}.10.2026`,
  purpose: `за услуги ${kind}`,
});

describe("fingerprint of a statement line", () => {
  it("PAY-05 the same statement again gives the same fingerprints, identical lines give different ones (reliability 27, 28)", () => {
    const twice = [documentOf(1), documentOf(1)];
    expect(fingerprints(twice)).toEqual(fingerprints(twice));
    expect(new Set(fingerprints(twice)).size).toBe(2);
  });

  it("PAY-05 does not depend on how an export wraps the purpose", () => {
    const wrapped = { ...documentOf(2), purpose: "за\r\nуслуги   2" };
    expect(fingerprints([wrapped])).toEqual(fingerprints([documentOf(2)]));
  });

  it("PAY-05 parts of a day in any order and overlap, then the whole day: each honest line once", () => {
    const day = fc.array(fc.nat({ max: 5 }).map(documentOf), { maxLength: 12 });
    fc.assert(
      fc.property(day, fc.array(fc.tuple(fc.nat(12), fc.nat(12))), fc.nat(), (documents, cuts, wholeAt) => {
        const held = new Set<string>();
        const parts = cuts.map(([from, length]) => documents.slice(from, from + length));
        parts.splice(wholeAt % (parts.length + 1), 0, documents);
        for (const part of parts) for (const fingerprint of fingerprints(part)) held.add(fingerprint);
        expect(held.size).toBe(documents.length);
      }),
    );
  });
});
