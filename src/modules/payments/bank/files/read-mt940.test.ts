import { describe, expect, it } from "vitest";

import { Refusal } from "../../../../core/errors.ts";
import { readStatementFile } from "./read-statement-file.ts";
import { encode } from "../../../../../test/support/bank-files.ts";

const read = (rows: readonly string[], end = "\r\n") => readStatementFile(encode(rows.join(end), "utf-8"));
const ACCOUNT = "KZ75125KZT1001300335";

const MESSAGE = [
  ":20:STATEMENT",
  `:25:HSBKKZKX/${ACCOUNT}`,
  ":28C:00015/001",
  ":60F:C261014KZT1000,00",
  ":61:2610151015C5000,50NTRF12345//BANKREF1",
  ":86:Payment for cloud PID mcs1234567890",
  "second row",
  ":61:2610151015D100,NTRFNONREF",
  ":86:020?00FEE?20Bank fee",
  ":62F:C261015KZT5900,50",
  "-",
];

describe("MT940", () => {
  it("PAY-05 reads a message whole", () => {
    const file = read(MESSAGE);
    expect(file.problems).toEqual([]);
    expect(file.statements).toHaveLength(1);
    expect(file.statements[0]).toMatchObject({
      format: "mt940",
      account: ACCOUNT,
      currency: "KZT",
      openingMinor: 100000n,
      closingMinor: 590050n,
      sumsAgree: true,
    });
    expect(file.statements[0]?.lines[0]).toMatchObject({
      fileLine: 5,
      ownAccount: ACCOUNT,
      bookedOn: "2026-10-15",
      valueOn: "2026-10-15",
      direction: "in",
      amountMinor: 500050n,
      currency: "KZT",
      purpose: "Payment for cloud PID mcs1234567890\nsecond row",
      documentNumber: "12345",
      bankReference: "BANKREF1",
    });
    expect(file.statements[0]?.lines[1]).toMatchObject({
      direction: "out",
      amountMinor: 10000n,
      purpose: "Bank fee",
      documentNumber: null,
    });
  });

  it("PAY-05 reads SWIFT envelopes, any line end and several messages", () => {
    const enveloped = [`{1:F01XXXX}{2:I940XXXX}{4:`, ...MESSAGE.slice(0, -1), "-}{5:{CHK:1}}"];
    for (const end of ["\n", "\r\n", "\r"]) {
      const file = read([...enveloped, ...enveloped, ...MESSAGE], end);
      expect(file.statements.map((statement) => statement.lines.length)).toEqual([2, 2, 2]);
    }
    const joined = read([`{1:F01XXXX}{4::20:X`, ...MESSAGE.slice(1)]);
    expect(joined.statements[0]?.lines).toHaveLength(2);
  });

  it("PAY-05 takes the parts of :86: from its subfields, cut anywhere", () => {
    const file = read([
      ...MESSAGE.slice(0, 4),
      ":61:261015C12,NTRFNONREF//R",
      ":86:166?00CREDIT?20Oplata PID mcs12345?2167890?3",
      "0HSBKKZKX?31KZ000",
      "001?32TOO ROMASHKA?33AND SONS",
      ":62F:C261015KZT1012,00",
    ]);
    expect(file.statements[0]?.lines[0]).toMatchObject({
      purpose: "Oplata PID mcs12345\n67890",
      counterparty: { name: "TOO ROMASHKA AND SONS", account: "KZ000001", bic: "HSBKKZKX" },
    });
  });

  it("PAY-05 understands the four marks and the entry date at a year's edge", () => {
    const file = read([
      ...MESSAGE.slice(0, 3),
      ":60F:C261230KZT0,",
      ":61:2701011231C10,NTRFA",
      ":61:2612310101CR20,5NTRFB",
      ":61:261231RC1,NTRFC",
      ":61:261231RDR2,NTRFD",
      ":61:261231EC9,NTRFE",
      ":62F:C261231KZT31,5",
    ]);
    expect(
      file.statements[0]?.lines.map(({ bookedOn, direction, amountMinor, reversal }) => [
        bookedOn,
        direction,
        amountMinor,
        reversal,
      ]),
    ).toEqual([
      ["2026-12-31", "in", 1000n, false],
      ["2027-01-01", "in", 2050n, false],
      ["2026-12-31", "out", 100n, true],
      ["2026-12-31", "in", 200n, true],
    ]);
    expect(file.problems.map((problem) => problem.code)).toEqual(["pending_skipped"]);
    expect(file.statements[0]?.sumsAgree).toBe(true);
  });

  it("PAY-05 joins the pages of one statement", () => {
    const file = read([
      ":20:A",
      ":25:1",
      ":28C:7/1",
      ":60F:C261015EUR0,",
      ":61:261015C1,NTRFX",
      ":62M:C261015EUR1,",
      "-",
      ":20:B",
      ":25:1",
      ":28C:7/2",
      ":60M:C261015EUR1,",
      ":61:261015C2,NTRFX",
      ":62F:C261015EUR3,",
      "-",
      ":20:C",
      ":25:1",
      ":28C:8/1",
      ":60F:C261015EUR3,",
      ":62F:C261015EUR3,",
    ]);
    expect(file.problems).toEqual([]);
    expect(
      file.statements.map(({ openingMinor, closingMinor, lines }) => [openingMinor, closingMinor, lines.length]),
    ).toEqual([
      [0n, 300n, 2],
      [300n, 300n, 0],
    ]);
  });

  it("PAY-05 reports entries it cannot read and takes the rest", () => {
    const file = read([
      ...MESSAGE.slice(0, 4),
      ":61:261315C1,NTRFX",
      ":61:nonsense",
      ":61:2610151399C1,NTRFX",
      ":61:261015C1,005NTRFX",
      ":61:261015C0,NTRFX",
      ":61:261015C7,NTRFX",
      ":62F:broken",
    ]);
    expect(file.problems.map(({ code, line }) => [code, line])).toEqual(
      [
        ["date_unreadable", 5],
        ["entry_unreadable", 6],
        ["date_unreadable", 7],
        ["amount_unreadable", 8],
        ["amount_zero", 9],
        ["entry_unreadable", 11],
      ].sort((a, b) => (a[1] === 11 ? -1 : 0) - (b[1] === 11 ? -1 : 0)),
    );
    expect(file.statements[0]?.lines.map((line) => line.amountMinor)).toEqual([700n]);
    expect(file.statements[0]?.sumsAgree).toBe(false);
  });

  it("refuses a message without an account", () => {
    expect(() => read([":20:X", ":28C:1", ":61:261015C1,NTRFX"])).toThrow(Refusal);
  });
});
