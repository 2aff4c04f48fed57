import { describe, expect, it } from "vitest";

import { Refusal } from "../../../../core/errors.ts";
import { readStatementFile } from "./read-statement-file.ts";
import {
  type CamtEntry,
  OWN_ACCOUNT,
  PAYER_ACCOUNT,
  camtText,
  encode,
} from "../../../../../test/support/bank-files.ts";

const read = (text: string) => readStatementFile(encode(text, "utf-8"));
const entry = (amount: string, more: Partial<CamtEntry> = {}): CamtEntry => ({
  amount,
  details: [{ purposes: ["PID mcs1234567890"] }],
  ...more,
});

function refused(bytes: Uint8Array | string): { code: string; line: string | undefined } {
  try {
    readStatementFile(typeof bytes === "string" ? encode(bytes, "utf-8") : bytes);
  } catch (error) {
    if (error instanceof Refusal) return { code: error.kind.code, line: error.details.values?.["line"] };
    throw error;
  }
  throw new Error("was accepted");
}

describe("camt.053", () => {
  it.each(["02", "04", "08"] as const)("PAY-05 reads version 001.%s", (version) => {
    const file = read(camtText([{ opening: "100.00", closing: "110.50", entries: [entry("10.50")] }], version));
    expect(file.problems).toEqual([]);
    expect(file.formatVersion).toBe(`001.${version}`);
    const [statement] = file.statements;
    expect(statement).toMatchObject({
      format: "camt053",
      account: OWN_ACCOUNT,
      currency: "RUB",
      openingMinor: 10000n,
      closingMinor: 11050n,
      sumsAgree: true,
    });
    expect(statement?.lines[0]).toMatchObject({
      direction: "in",
      amountMinor: 1050n,
      bookedOn: "2026-10-15",
      purpose: "PID mcs1234567890",
      bankReference: "REF1",
      endToEndId: null,
      counterparty: { name: "Romashka LLC", inn: "7700000001", account: PAYER_ACCOUNT },
    });
  });

  it("PAY-05 reads any namespace prefix, UTF-16 and windows-1251", () => {
    expect(read(camtText([{ entries: [entry("1")] }], "08", "ns2")).statements[0]?.lines).toHaveLength(1);
    const text = camtText([{ entries: [entry("1", { details: [{ purposes: ["Оплата"] }] })] }]);
    for (const charset of ["utf-16le", "windows-1251"] as const) {
      const declared = `<?xml version="1.0" encoding="${charset === "utf-16le" ? "UTF-16" : charset}"?>${text}`;
      const file = readStatementFile(encode(declared, charset, charset === "utf-16le"));
      expect(file.statements[0]?.lines[0]?.purpose).toBe("Оплата");
    }
  });

  it("PAY-05 counts booked entries only", () => {
    const entries = [entry("1"), entry("2", { status: "PDNG" }), entry("3", { status: "INFO" })];
    const file = read(camtText([{ opening: "0", closing: "1", entries }], "04"));
    expect(file.statements[0]?.lines.map((line) => line.amountMinor)).toEqual([100n]);
    expect(file.problems.map(({ level, code }) => [level, code])).toEqual([
      ["warning", "pending_skipped"],
      ["warning", "pending_skipped"],
    ]);
    expect(file.statements[0]?.sumsAgree).toBe(true);
  });

  it("PAY-05 splits a batch entry into its details", () => {
    const details = [
      { amount: "4.00", purposes: ["PID mcs1000000001"] },
      { amount: "6.00", purposes: ["PID", "mcs1000000002"] },
    ];
    for (const version of ["02", "08"] as const) {
      const file = read(camtText([{ entries: [entry("10.00", { details })] }], version));
      expect(
        file.statements[0]?.lines.map(({ amountMinor, purpose, ordinal }) => [ordinal, amountMinor, purpose]),
      ).toEqual([
        [1, 400n, "PID mcs1000000001"],
        [2, 600n, "PID\nmcs1000000002"],
      ]);
    }
  });

  it("PAY-05 takes a batch whose details do not add up as one line, so no money is made or lost", () => {
    const details = [{ amount: "4.00", purposes: ["a"] }, { purposes: ["b"] }];
    const file = read(camtText([{ entries: [entry("10.00", { details })] }]));
    expect(file.statements[0]?.lines.map(({ amountMinor, purpose }) => [amountMinor, purpose])).toEqual([
      [1000n, "a\nb"],
    ]);
    expect(file.problems.map((problem) => problem.code)).toEqual(["details_do_not_sum"]);
  });

  const othr = (id: string, scheme?: string) =>
    `<Othr><Id>${id}</Id>${scheme === undefined ? "" : `<SchmeNm>${scheme}</SchmeNm>`}</Othr>`;
  it.each([
    [
      "the bank's number of its customer first",
      othr("100200300", "<Cd>CUST</Cd>") + othr("7700000016", "<Cd>TXID</Cd>"),
    ],
    [
      "a register's number first",
      othr("1027700132195", "<Prtry>OGRN</Prtry>") + othr("7700000016", "<Prtry>ИНН</Prtry>"),
    ],
    ["a number without a scheme first", othr("100200300400") + othr("7700000016", "<Cd>TXID</Cd>")],
    ["no scheme", othr("7700000016")],
    ["an unknown scheme first", othr("5555", "<Prtry>X</Prtry>") + othr("7700000016")],
    ["the bank's own word for it", othr("7700000016", "<Prtry>TaxId</Prtry>")],
    [
      "the bank's and the Kazakh word for it",
      othr("77", "<Cd>BANK</Cd>") + othr("7700000016", "<Prtry>BIN/IIN</Prtry>"),
    ],
  ])("PAY-13 the payer's taxpayer number is told from its other numbers: %s", (_title, others) => {
    for (const version of ["02", "08"] as const) {
      const text = camtText([{ entries: [entry("1")] }], version).replace(/<Othr><Id>7700000001<\/Id><\/Othr>/, others);
      expect(read(text).statements[0]?.lines[0]?.counterparty.inn).toBe("7700000016");
    }
  });

  it("PAY-13 a number that is said to be no taxpayer's is none", () => {
    for (const scheme of [
      "<Cd>CUST</Cd>",
      "<Cd>BANK</Cd>",
      "<Cd>EMPL</Cd>",
      "<Prtry>KPP</Prtry>",
      "<Prtry>Client No</Prtry>",
    ]) {
      const text = camtText([{ entries: [entry("1")] }]).replace(
        /<Othr><Id>7700000001<\/Id><\/Othr>/,
        othr("7700000016", scheme),
      );
      expect(read(text).statements[0]?.lines[0]?.counterparty.inn).toBeNull();
    }
  });

  it("PAY-05 keeps the direction of a reversal as booked", () => {
    const file = read(
      camtText([{ opening: "10", closing: "8", entries: [entry("2", { mark: "DBIT", reversal: true })] }]),
    );
    expect(file.statements[0]?.lines[0]).toMatchObject({ direction: "out", reversal: true, amountMinor: 200n });
    expect(file.problems).toEqual([]);
  });

  it("PAY-05 keeps several statements apart and joins the pages of one", () => {
    const page = (id: string, number: string | undefined, amount: string) => ({
      id,
      ...(number ? { page: number } : {}),
      entries: [entry(amount)],
    });
    const file = read(camtText([page("A", "1", "1"), page("A", "2", "2"), page("B", undefined, "3")]));
    expect(file.statements.map((statement) => statement.lines.map((line) => line.amountMinor))).toEqual([
      [100n, 200n],
      [300n],
    ]);
  });

  it("PAY-05 reports what it cannot read and takes the rest", () => {
    const entries = [entry("1", { bookedOn: "2026-02-30" }), entry("x"), entry("0"), entry("1.005"), entry("5")];
    const file = read(camtText([{ entries }]));
    expect(file.problems.map((problem) => problem.code)).toEqual([
      "date_unreadable",
      "amount_unreadable",
      "amount_zero",
      "amount_unreadable",
    ]);
    expect(file.problems.every((problem) => problem.line > 1)).toBe(true);
    expect(file.statements[0]?.lines.map((line) => line.amountMinor)).toEqual([500n]);
  });

  it("refuses entities and document types unread (reliability 50)", () => {
    const laughs = Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");
    const bomb = `<?xml version="1.0"?>\n<!DOCTYPE Document [<!ENTITY l0 "ha">${laughs}]>\n<Document>&l12;</Document>`;
    expect(refused(bomb)).toEqual({ code: "bank_statement_xml_unsafe", line: "2" });
    const utf16 = encode(bomb.replace('"1.0"', '"1.0" encoding="UTF-16"'), "utf-16le", true);
    expect(refused(utf16).code).toMatch(/^bank_statement_xml_(unsafe|malformed)$/);
    const canary = `<!DOCTYPE Document SYSTEM "file:///etc/hostname"><Document/>`;
    expect(refused(canary).code).toBe("bank_statement_xml_unsafe");
  });

  it("refuses broken XML, other messages and statements without an account, each with its line", () => {
    expect(refused("<Document>\n<a></Document>")).toEqual({ code: "bank_statement_xml_malformed", line: "2" });
    const other = camtText([{ entries: [] }]).replace("camt.053", "camt.054");
    expect(refused(other)).toEqual({ code: "bank_statement_message_unsupported", line: "1" });
    expect(refused(camtText([]))).toEqual({ code: "bank_statement_empty", line: "1" });
    expect(refused(camtText([{ account: " ", entries: [] }]))).toEqual({
      code: "bank_statement_account_missing",
      line: "2",
    });
    expect(refused(`<a>${"<b>".repeat(100_000)}`).code).toBe("bank_statement_xml_malformed");
  });
});
