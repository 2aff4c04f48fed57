import fc from "fast-check";
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
        ["closing_balance_missing", 3],
      ].sort((a, b) => (a[1] === 11 ? -1 : 0) - (b[1] === 11 ? -1 : 0)),
    );
    expect(file.statements[0]?.lines.map((line) => line.amountMinor)).toEqual([700n]);
    expect(file.statements[0]?.sumsAgree).toBe(false);
  });

  it("refuses a message without an account", () => {
    expect(() => read([":20:X", ":28C:1", ":61:261015C1,NTRFX"])).toThrow(Refusal);
  });

  const details = (...rows: readonly string[]) =>
    read([...MESSAGE.slice(0, 5), ...rows, ":62F:C261015KZT6000,50", "-"]).statements[0]?.lines[0];

  it.each([
    ["?20Oplata po schetu ?77 ot 01.11.2026 mcs1234567890?32OOO", "Oplata po schetu ?77 ot 01.11.2026 mcs1234567890"],
    ["?20?ызмет ?шін mcs1234567890?32ООО", "?ызмет ?шін mcs1234567890"],
    ["110?20Оплата за октябрь? Да, mcs1234567890?32ООО", "Оплата за октябрь? Да, mcs1234567890"],
    ["?20Оплата за ?31 октября mcs1234567890?32ООО", "Оплата за ?31 октября mcs1234567890"],
    [
      "?20Oplata po schetu ?25 ot 01.11.2026?21mcs1234567890?32OOO",
      "Oplata po schetu ?25 ot 01.11.2026\nmcs1234567890",
    ],
    ["?20Счет?21от ?20 числа?22mcs1234567890?32ООО", "Счет\nот ?20 числа\nmcs1234567890"],
    ["?20Договор ?60 от 1 мая?21mcs1234567890?32ООО", "Договор ?60 от 1 мая\nmcs1234567890"],
    ["?20Заказ ?34 mcs1234567890?32ООО", "Заказ ?34 mcs1234567890"],
    ["?20Заказ ?36 от мая, mcs1234567890?32ООО", "Заказ ?36 от мая, mcs1234567890"],
    ["?20Заказ ?33 mcs1234567890?30044525225?32ООО", "Заказ ?33 mcs1234567890"],
    ["110<20Wert < 5, mcs1234567890<32OOO", "Wert < 5, mcs1234567890"],
  ])("PAY-05 a question mark or a lost letter in a structured purpose loses no text of it: %s", (row, purpose) => {
    expect(details(`:86:${row}`)).toMatchObject({ purpose, counterparty: { name: /ООО|OOO/.exec(row)?.[0] } });
  });

  it("PAY-05 the purpose goes on in 60 to 63, behind its tenth row or behind the payer", () => {
    const rows = [..."0123456789"].map((digit) => `?2${digit}r${digit}`).join("");
    const payer = "?30HSBKKZKX?31KZ86125KZT5004100100?32OOO";
    for (const row of [`${rows}?60s0?61s1${payer}`, `${rows}${payer}?60s0?61s1`]) {
      const { purpose, counterparty } = details(`:86:110${row}`) ?? {};
      expect(purpose?.split("\n").slice(-3)).toEqual(["r9", "s0", "s1"]);
      expect(counterparty).toMatchObject({ account: "KZ86125KZT5004100100", name: "OOO" });
    }
  });

  it("PAY-05 wherever a sign and two digits stand in a structured purpose, every letter of it is read", () => {
    const piece = fc.constantFrom(
      "?20",
      "?21",
      "?25",
      "?30 ",
      "?31 мая",
      "?34 шт",
      "?37",
      "?45",
      "?60",
      "?63",
      "??",
      " и ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const purpose = `Начало ${pieces.join("слово")} mcs1234567890`;
        const read = details(`:86:?20${purpose}?30044525225?32ООО`);
        const shown = `${read?.purpose ?? ""}${read?.counterparty.name ?? ""}${read?.counterparty.bic ?? ""}`;
        // A sign may have been taken for structure; no word may be lost.
        const words = (text: string) => text.match(/Начало|слово|мая|шт|mcs1234567890/g)?.length;
        expect(words(shown)).toBe(words(purpose));
      }),
    );
  });

  it("PAY-05 accounts of the subfields are read beside such text", () => {
    const row = ":86:?20Schet ?7 mcs1234567890?30HSBKKZKX?31KZ86125KZT5004100100?32OOO VYMPEL";
    expect(details(row)).toMatchObject({
      purpose: "Schet ?7 mcs1234567890",
      counterparty: { account: "KZ86125KZT5004100100", bic: "HSBKKZKX", name: "OOO VYMPEL" },
    });
  });

  it.each(["/KZT", "/kzt", "/398", " (KZT)", " kzt", "KZT", " / KZT", "[KZT]", "-KZT", ""])(
    "PAY-05 the own account is read with “%s” behind it",
    (behind) => {
      for (const before of ["", "HSBKKZKX/"]) {
        const rows = [MESSAGE[0] ?? "", `:25:${before}${ACCOUNT}${behind}`, ...MESSAGE.slice(2)];
        expect(read(rows).statements[0]).toMatchObject({ account: ACCOUNT, currency: "KZT" });
      }
    },
  );

  it("PAY-05 a value date far from the booking is told and not taken", () => {
    const rows = MESSAGE.map((row) => row.replace(":61:2610151015C", ":61:2605151015C"));
    const file = read(rows);
    expect(file.problems).toMatchObject([{ code: "value_date_far", level: "warning" }]);
    expect(file.statements[0]?.lines[0]).toMatchObject({ bookedOn: "2026-10-15", valueOn: null });
  });
});
