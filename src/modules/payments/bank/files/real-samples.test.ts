import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { formatMinor } from "../../../../core/money.ts";
import { readStatementFile } from "./read-statement-file.ts";
import { sumOf } from "./values.ts";

/** Files published by others, which do not belong to the project: without them these tests are skipped. */
const folder = fileURLToPath(new URL("../../../../../../shared/formats/bank/", import.meta.url));
const present = existsSync(folder);
if (!present) console.info("bank file samples are absent: their tests are skipped");

function summary(name: string) {
  const file = readStatementFile(readFileSync(folder + name));
  return {
    statements: file.statements.map(({ account, currency, lines, sumsAgree }) => ({
      account,
      currency,
      lines: lines.length,
      in: formatMinor(sumOf(lines, "in")),
      out: formatMinor(sumOf(lines, "out")),
      sumsAgree,
    })),
    problems: file.problems.map((problem) => problem.code),
  };
}

describe.skipIf(!present)("real bank files", () => {
  it("PAY-05 1C 1.02 in windows-1251 with masked accounts", () => {
    expect(summary("kilylabs-one_day.txt")).toEqual({
      statements: [
        {
          account: "40702810200000000001",
          currency: "RUB",
          lines: 13,
          in: "40000.00",
          out: "41184.00",
          sumsAgree: true,
        },
      ],
      problems: [],
    });
  });

  it("PAY-05 1C 1.03 that says Windows and is UTF-8", () => {
    expect(summary("xini1-sample1.txt")).toMatchObject({ statements: [{ lines: 4 }, { lines: 0 }] });
  });

  it("PAY-05 1C 1.01 with one outgoing order", () => {
    expect(summary("xini1-sample2.txt")).toEqual({
      statements: [
        { account: "40706810900000064381", currency: "RUB", lines: 1, in: "0.00", out: "0.01", sumsAgree: true },
      ],
      problems: [],
    });
  });

  it.each(["genkgo-camt053.v2.minimal.xml", "genkgo-camt053.v8.xml"])("PAY-05 camt.053 %s", (name) => {
    expect(summary(name)).toEqual({
      statements: [
        { account: "NL26VAYB8060476890", currency: "EUR", lines: 1, in: "8.85", out: "0.00", sumsAgree: true },
      ],
      // They say with what the day opened, not with what it closed.
      problems: ["closing_balance_missing"],
    });
  });

  it("PAY-05 MT940 with three messages", () => {
    const { statements } = summary("wolph-mt940-cmxl.sta");
    expect(statements).toMatchObject([
      { account: "76198810", currency: "DEM", lines: 11, in: "49396.74", out: "49309.44" },
      { account: "1234567", currency: "EUR", lines: 2, in: "3000.00", out: "800.00", sumsAgree: true },
      { account: "320000546101", currency: "PLN", lines: 3, in: "20040.00", out: "10000.00", sumsAgree: true },
    ]);
  });
});
