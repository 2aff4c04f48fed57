import { describe, expect, it } from "vitest";

import { camtText, encode, oneCText } from "../../../../../test/support/bank-files.ts";
import { Refusal } from "../../../../core/errors.ts";
import { readStatementFile } from "./read-statement-file.ts";

/** A refusal's code, or the number of statements: nothing else may come out, whatever goes in. */
function outcome(text: string): string | number {
  try {
    return readStatementFile(encode(text, "utf-8")).statements.length;
  } catch (error) {
    if (error instanceof Refusal) return error.kind.code;
    throw error;
  }
}

const MANY = 200_000;

describe("files made to hurt (reliability 55)", () => {
  it.each([
    ["a key over and over, continued between", "Сумма=1\ny\n".repeat(MANY)],
    ["keys without end", Array.from({ length: MANY }, (_, n) => `k${n}=`).join("\n")],
    ["documents that never end", "СекцияДокумент\n".repeat(MANY)],
    ["only line ends", "\n".repeat(MANY * 5)],
  ])("1C: %s", (_title, body) => {
    expect(outcome(`1CClientBankExchange\nСекцияДокумент\n${body}`)).toBe(0);
    expect(outcome(`1CClientBankExchange\nРасчСчет=1\n${body}\nКонецДокумента`)).toBe(1);
  });

  it("1C: accounts without end", () => {
    const accounts = (count: number) => Array.from({ length: count }, (_, n) => `РасчСчет=${n}`).join("\n");
    expect(outcome(`1CClientBankExchange\n${accounts(5_000)}`)).toBe(5_000);
    expect(outcome(`1CClientBankExchange\n${accounts(20_000)}`)).toBe("bank_statement_too_large");
  });

  it("MT940: messages, rows and references without end", () => {
    expect(outcome(":20:x\n:25:1\n".repeat(20_000))).toBe("bank_statement_too_large");
    expect(outcome(`:20:x\n:25:1\n:86:${"row\n".repeat(MANY)}`)).toBe(1);
    expect(outcome(`:20:x\n:25:1\n:61:261015C1,NTRF${"/a".repeat(MANY)}`)).toBe(1);
  });

  it("camt.053: statements, pages and children without end", () => {
    const statement = { entries: [] };
    expect(outcome(camtText(Array.from({ length: 10_001 }, () => statement)))).toBe("bank_statement_too_large");
    const pages = Array.from({ length: 5_000 }, (_, n) => ({ id: "A", page: String(n), entries: [{ amount: "1" }] }));
    expect(outcome(camtText(pages))).toBe(1);
    const junk = camtText([{ entries: [{ amount: "1" }] }]).replace("<Ntry>", `<Ntry>${"<x/>".repeat(MANY)}`);
    expect(outcome(junk)).toBe(1);
  });

  it("cuts what is longer than any bank writes and drops what a database cannot keep", () => {
    const long = { amount: "1", number: "9".repeat(9_000), purpose: `a\u0000b${"я".repeat(9_000)}` };
    const text = oneCText([long]).replace("ВерсияФормата=1.03", `ВерсияФормата=1\u0000.03`);
    const file = readStatementFile(encode(text, "utf-16le", true));
    expect(file.formatVersion).toBe("1.03");
    const [line] = file.statements[0]?.lines ?? [];
    expect(line?.documentNumber).toHaveLength(140);
    expect(line?.purpose).toHaveLength(2_000);
    expect(line?.purpose.startsWith("abя")).toBe(true);
  });

  it.each([
    ["blanks without end", `з в${" ".repeat(3_900)}x`],
    ["line ends without end", `возв${"\n ".repeat(1_900)}рат`],
    ["returns that are denied without end", "без права возврата ".repeat(200)],
    ["words that begin as one", "возв ".repeat(800)],
  ])("a purpose costs next to nothing: %s", (_title, purpose) => {
    const entry = `<Ntry><Amt Ccy="RUB">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-10-15</Dt></BookgDt>`;
    const text = camtText([{ entries: [] }]).replace(
      "</Stmt>",
      `${`${entry}<NtryDtls><TxDtls><RmtInf><Ustrd>${purpose}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`.repeat(500)}</Stmt>`,
    );
    const begun = performance.now();
    expect(outcome(text)).toBe(1);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it("drops half a character", () => {
    const bytes = encode(oneCText([{ amount: "1", purpose: "q" }]), "utf-16le", true);
    const at = bytes.lastIndexOf("q".charCodeAt(0));
    bytes.set([0x00, 0xd8], at);
    const purpose = readStatementFile(bytes).statements[0]?.lines[0]?.purpose;
    expect(purpose?.isWellFormed()).toBe(true);
  });
});
