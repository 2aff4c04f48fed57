import { describe, expect, it } from "vitest";

import { readStatementFile } from "./read-statement-file.ts";
import {
  type OneCAccount,
  OWN_ACCOUNT,
  PAYER_ACCOUNT,
  encode,
  oneCText,
} from "../../../../../test/support/bank-files.ts";
import { sumOf } from "./values.ts";

const SECOND = "40702978900000000018";

describe("1C exchange files", () => {
  it("PAY-05 reads a document whole", () => {
    const text = oneCText([{ number: "77", amount: "1000.50", purpose: "Оплата, PID mcs1234567890" }]);
    const file = readStatementFile(encode(text, "windows-1251"));
    expect(file.problems).toEqual([]);
    expect(file).toMatchObject({ format: "1c", formatVersion: "1.03" });
    expect(file.statements).toHaveLength(1);
    expect(file.statements[0]).toMatchObject({ account: OWN_ACCOUNT, currency: "RUB", sumsAgree: true });
    expect(file.statements[0]?.lines).toEqual([
      {
        ordinal: 1,
        fileLine: 11,
        ownAccount: OWN_ACCOUNT,
        bookedOn: "2026-10-15",
        valueOn: null,
        direction: "in",
        amountMinor: 100050n,
        currency: "RUB",
        reversal: false,
        returned: false,
        counterparty: {
          name: "ООО «Ромашка»",
          inn: "7700000001",
          kpp: "770001001",
          account: PAYER_ACCOUNT,
          bic: "044525000",
        },
        purpose: "Оплата, PID mcs1234567890",
        documentNumber: "77",
        documentDate: "2026-10-15",
        bankReference: null,
        batchReference: null,
        endToEndId: null,
      },
    ]);
  });

  it.each([
    ["windows-1251", "Windows", "windows-1251", false],
    ["windows-1251, lower case", "windows", "windows-1251", false],
    ["DOS", "DOS", "cp866", false],
    ["says DOS but is windows-1251", "DOS", "windows-1251", false],
    ["says Windows but is UTF-8", "Windows", "utf-8", false],
    ["UTF-8 with a byte order mark", "Windows", "utf-8", true],
    ["UTF-16", "Windows", "utf-16le", true],
  ] as const)("PAY-05 reads any charset whatever is declared: %s", (_name, declared, charset, mark) => {
    const text = oneCText([{ amount: "10", purpose: "За услуги №5" }]).replace(
      "Кодировка=Windows",
      `Кодировка=${declared}`,
    );
    const line = readStatementFile(encode(text, charset, mark)).statements[0]?.lines[0];
    expect(line?.purpose).toBe("За услуги №5");
  });

  it("PAY-05 accepts mixed line ends, a section without a value and a purpose over several lines", () => {
    const text = oneCText([{ amount: "10.00", extra: ["НазначениеПлатежа1=PID mcs12345", "НазначениеПлатежа2=67890"] }])
      .replace("СекцияДокумент=Платежное поручение\r\n", "СекцияДокумент\n")
      .replace("Сумма=10.00\r\n", "Сумма=10.00\n");
    const [line] = readStatementFile(encode(text, "utf-8")).statements[0]?.lines ?? [];
    expect(line).toMatchObject({ amountMinor: 1000n, purpose: "PID mcs12345\n67890" });
    const wrapped = oneCText([{ amount: "10", purpose: "Оплата по счету\r\nPID mcs1234567890" }]);
    expect(readStatementFile(encode(wrapped, "utf-8")).statements[0]?.lines[0]?.purpose).toBe(
      "Оплата по счету\nPID mcs1234567890",
    );
  });

  it("PAY-05 keeps several accounts apart and books a transfer between them on both", () => {
    const file = readStatementFile(
      encode(
        oneCText(
          [
            { amount: "5", recipient: OWN_ACCOUNT },
            { amount: "7", recipient: SECOND },
            { amount: "3", payer: OWN_ACCOUNT, recipient: SECOND, debitedOn: "15.10.2026", creditedOn: "15.10.2026" },
          ],
          [
            { account: OWN_ACCOUNT, opening: "100", credited: "5", debited: "3", closing: "102" },
            { account: SECOND, opening: "0", credited: "10", debited: "0", closing: "10" },
          ],
        ),
        "windows-1251",
      ),
    );
    expect(file.problems).toEqual([]);
    const [first, second] = file.statements;
    expect(first).toMatchObject({ currency: "RUB", openingMinor: 10000n, closingMinor: 10200n, sumsAgree: true });
    expect(second).toMatchObject({ currency: "EUR", sumsAgree: true });
    expect(first?.lines.map((line) => line.direction)).toEqual(["in", "out"]);
    expect(second?.lines.map((line) => line.amountMinor)).toEqual([700n, 300n]);
  });

  it("PAY-05 joins the daily sections of one account", () => {
    const day = (on: string, opening: string, credited: string, closing: string) => ({
      account: OWN_ACCOUNT,
      from: on,
      to: on,
      opening,
      credited,
      debited: "0",
      closing,
    });
    const file = readStatementFile(
      encode(
        oneCText(
          [
            { amount: "5", creditedOn: "15.10.2026" },
            { amount: "6", creditedOn: "16.10.2026" },
          ],
          [day("16.10.2026", "15", "6", "21"), day("15.10.2026", "10", "5", "15")],
        ),
        "utf-8",
      ),
    );
    expect(file.problems).toEqual([]);
    expect(file.statements).toHaveLength(1);
    expect(file.statements[0]).toMatchObject({
      openingMinor: 1000n,
      closingMinor: 2100n,
      sumsAgree: true,
      period: { from: "2026-10-15", to: "2026-10-16" },
    });
  });

  it("PAY-05 reports a damaged date or amount as a problem and takes the rest", () => {
    const text = oneCText([
      { amount: "1", creditedOn: "32.10.2026" },
      { amount: "ten" },
      { amount: "0.00" },
      { amount: "2", date: "99.99.9999" },
      { amount: "3" },
    ]);
    const file = readStatementFile(encode(text, "windows-1251"));
    expect(file.problems.map(({ level, code, line }) => [level, code, line])).toEqual([
      ["problem", "date_unreadable", 11],
      ["problem", "amount_unreadable", 24],
      ["problem", "amount_zero", 37],
      ["warning", "document_date_unreadable", 50],
    ]);
    expect(file.statements[0]?.lines.map((line) => line.amountMinor)).toEqual([200n, 300n]);
    expect(file.statements[0]?.sumsAgree).toBe(false);
    expect(file.problems[1]?.texts).toEqual({ ru: "Сумма «ten» не читается", en: "The amount “ten” is unreadable" });
  });

  it("PAY-05 warns when the documents do not add up to the declared totals", () => {
    const account = { account: OWN_ACCOUNT, opening: "1", credited: "789647.44", debited: "0", closing: "789648.44" };
    const file = readStatementFile(encode(oneCText([{ amount: "156936.00" }], [account]), "utf-8"));
    expect(file.problems.map((problem) => problem.code)).toEqual(["credit_total_differs", "closing_balance_differs"]);
    expect(file.problems.every((problem) => problem.level === "warning")).toBe(true);
    // Amounts are grouped as each language writes them.
    expect(file.problems[0]?.texts.ru.replaceAll(/[\u00a0\u202f]/g, " ")).toContain(
      "156 936,00, в выписке указано 789 647,44",
    );
    expect(file.problems[0]?.texts.en).toContain("156,936.00, the statement declares 789,647.44");
    expect(file.statements[0]?.lines).toHaveLength(1);
    expect(file.statements[0]?.sumsAgree).toBe(false);
  });

  it("PAY-05 takes a masked document's side from its booking date, and asks when there is none", () => {
    const masked = { payer: "****", recipient: "****" };
    const file = readStatementFile(
      encode(
        oneCText([
          { amount: "1", ...masked },
          { amount: "2", ...masked, debitedOn: "15.10.2026" },
          { amount: "3", ...masked, creditedOn: "" },
        ]),
        "utf-8",
      ),
    );
    expect(file.statements[0]?.lines.map((line) => line.direction)).toEqual(["in", "out"]);
    expect(file.problems.map((problem) => problem.code)).toEqual(["direction_unknown"]);
  });

  it("PAY-05 does not take an order that the bank has not booked for money", () => {
    const text = oneCText([{ amount: "1000", creditedOn: "" }]).replace(/СекцияРасчСчет[\s\S]*?КонецРасчСчет\r\n/, "");
    const file = readStatementFile(encode(text, "utf-8"));
    expect(file.problems.map((problem) => problem.code)).toEqual(["not_booked"]);
    expect(file.statements[0]?.lines).toEqual([]);
  });

  it("PAY-05 turns a negative amount into a reversal the other way", () => {
    const file = readStatementFile(encode(oneCText([{ amount: "-5.00" }]), "utf-8"));
    expect(file.statements[0]?.lines[0]).toMatchObject({ direction: "out", amountMinor: 500n, reversal: true });
  });

  it("PAY-05 a file cut inside a document, or without its end mark, must be confirmed", () => {
    const whole = oneCText([{ amount: "5" }, { amount: "6" }]);
    const cut = readStatementFile(encode(whole.slice(0, whole.lastIndexOf("КонецДокумента")), "windows-1251"));
    expect(cut.problems.map(({ level, code, line, mustConfirm }) => [level, code, line, mustConfirm])).toEqual([
      ["problem", "document_unfinished", 24, false],
      ["warning", "section_cut", 24, true],
    ]);
    expect(cut.statements[0]?.lines.map((line) => line.amountMinor)).toEqual([500n]);
    const noEnd = readStatementFile(encode(whole.replace("КонецФайла", ""), "windows-1251"));
    expect(noEnd.problems.map(({ code, mustConfirm }) => [code, mustConfirm])).toEqual([["end_missing", true]]);
    expect(sumOf(noEnd.statements[0]?.lines ?? [], "in")).toBe(1100n);
  });

  it("PAY-05 refuses a 1C file without accounts and documents", () => {
    const code = (text: string) => {
      try {
        readStatementFile(encode(text, "utf-8"));
      } catch (error) {
        return (error as { kind: { code: string } }).kind.code;
      }
      return null;
    };
    expect(code("1CClientBankExchange\nКонецФайла\n")).toBe("bank_statement_empty");
    expect(code("\n \n")).toBe("bank_statement_format_unknown");
  });

  const lineWith = (...rows: readonly string[]) => {
    const text = oneCText([{ amount: "10", purpose: ["Оплата по счету", ...rows].join("\r\n") }]);
    return readStatementFile(encode(text, "utf-8")).statements[0]?.lines[0];
  };

  it.each([
    "Код=7 mcs1234567890",
    "Код=mcs1234567890",
    "Валюта=руб mcs1234567890",
    "ПолучательКПП=771401001 mcs1234567890",
    "ПлательщикБанк1=PID mcs1234567890",
    "СрокПлатежа=до 5 ноября",
    "Очередность=первая, вторая",
    "ДатаВалютирования=01.01.2020",
    "СуммаПриход=1000000.00",
    "ДатаСписано=01.10.2026",
  ])("PAY-05 a row of the purpose that begins as a key is its text: %s", (row) => {
    const plain = lineWith();
    expect(lineWith(row, "PID mcs1234567890")).toEqual({
      ...plain,
      purpose: `Оплата по счету\n${row}\nPID mcs1234567890`,
    });
  });

  it("PAY-05 what follows the purpose as its keys have it is the document's", () => {
    const rows = ["Код=0", "Очередность=5", "ВидОплаты=01", "ПлательщикБанк1=ПАО Банк", "ДатаВалютирования=16.10.2026"];
    expect(lineWith(...rows)).toMatchObject({ purpose: "Оплата по счету", valueOn: "2026-10-16" });
  });

  it("PAY-12 the payer's account is the real one, not the bank's, and a masked one is told from a whole one", () => {
    const text = oneCText([{ amount: "10", purpose: "Оплата" }]);
    const account = (as: string) =>
      readStatementFile(encode(text.replace(`ПлательщикСчет=${PAYER_ACCOUNT}`, as), "utf-8")).statements[0]?.lines[0]
        ?.counterparty.account;
    expect(account(`ПлательщикСчет=30101810400000000225\r\nПлательщикРасчСчет=${PAYER_ACCOUNT}`)).toBe(PAYER_ACCOUNT);
    expect(account("ПлательщикСчет=407028104.........92")).toBe("407028104*92");
    expect(account("ПлательщикСчет=40702810•••••••00092")).toBe("40702810*00092");
    expect(account("ПлательщикСчет=40702.810.4.00000000092")).toBe("40702810400000000092");
  });

  const fileWith = (rows: readonly string[], purpose = "Оплата по счету") => {
    const text = oneCText([{ amount: "10", purpose, extra: rows }]).replace(
      `НазначениеПлатежа=${purpose}\r\n${rows.join("\r\n")}`,
      `${rows.join("\r\n")}\r\nНазначениеПлатежа=${purpose}`,
    );
    return readStatementFile(encode(text, "utf-8"));
  };
  const told = (file: ReturnType<typeof fileWith>) =>
    file.problems.map(({ code, level, line, texts }) => [code, level, line, texts.ru.includes("«")]);

  it.each([
    "НазначениеПлатежa",
    "НАЗНАЧЕНИЕПЛАТЕЖA",
    "Нaзнaчениeплaтeжa",
    "Назначение Платежа",
    "НазначениеПлатежа ",
    "Назначение_Платежа",
  ])("PAY-12 a key with a Latin letter or a sign between its words is the key: %s", (key) => {
    const text = oneCText([{ amount: "10", purpose: "PID mcs1234567890" }]).replace("НазначениеПлатежа=", `${key}=`);
    const file = readStatementFile(encode(text, "utf-8"));
    expect(file.problems).toEqual([]);
    expect(file.statements[0]?.lines[0]?.purpose).toBe("PID mcs1234567890");
  });

  it.each([
    "ПлательщикБИНИИН",
    "ПлательщикБИН/ИИН",
    "ПлательщикИИН/БИН",
    "ПлательщикБИН",
    "ПлательщикИИН_БИН",
    "ПлательщикИНН",
  ])("PAY-12 the payer's number is read under each of its names: %s", (key) => {
    const text = oneCText([{ amount: "10", purpose: "x" }]).replace("ПлательщикИНН=7700000001", `${key}=990601301525`);
    const file = readStatementFile(encode(text, "utf-8"));
    expect(file.problems).toEqual([]);
    expect(file.statements[0]?.lines[0]?.counterparty.inn).toBe("990601301525");
  });

  it("PAY-12 a purpose in more parts than six is read whole", () => {
    const parts = ["Оплата", "по", "договору", "об", "услугах", "облака", "PID", "mcs12345", "67890"];
    const rows = parts.map((part, index) => `НазначениеПлатежа${index + 1}=${part}`);
    const file = fileWith(rows, "");
    expect(file.problems).toEqual([]);
    expect(file.statements[0]?.lines[0]?.purpose).toBe(parts.join("\n"));
  });

  it("PAY-12 a purpose that stands whole and in parts is both, where a part says more", () => {
    const purposeOf = (whole: string, ...parts: readonly string[]) => {
      const file = fileWith(
        parts.map((part, index) => `НазначениеПлатежа${index + 1}=${part}`),
        whole,
      );
      expect(file.problems).toEqual([]);
      return file.statements[0]?.lines[0]?.purpose;
    };
    expect(purposeOf("Оплата по счету", "Оплата по счету", "PID mcs1234567890")).toBe(
      "Оплата по счету\nPID mcs1234567890",
    );
    expect(purposeOf("Оплата по счету", "PID mcs1234567890")).toBe("Оплата по счету\nPID mcs1234567890");
    // What the parts say is in the whole already, in other quotes and cut within words.
    const whole = "Оплата «Облако», PID mcs1234567890";
    expect(purposeOf(whole, 'Оплата "Облако", PID mcs1234', "567890")).toBe(whole);
    expect(purposeOf(whole, "Оплата «Облако»,")).toBe(whole);
  });

  it("PAY-12 a key that nobody knows is a problem with its line, once in a file, and its value is named", () => {
    const file = fileWith(["НазначениеПлaтежка=PID mcs1234567890", "ПлательщикНомер=5", "ПлательщикНомер=6"]);
    expect(told(file)).toEqual([
      ["key_unknown", "problem", 23, true],
      ["key_unknown", "problem", 24, true],
    ]);
    expect(file.problems[0]?.texts.ru).toContain("НазначениеПлaтежка=PID mcs1234567890");
    expect(file.statements[0]?.lines).toHaveLength(1);
  });

  it("PAY-12 an unknown key of many documents is told once, but each that names a PID", () => {
    const documents = ["1", "2", "3"].map((number) => ({
      number,
      amount: number,
      extra: ["ПризнакБанка=7", `Комментарий=mcs100000000${number}`, "НазначениеПлатежа=Оплата"],
    }));
    const file = readStatementFile(encode(oneCText(documents), "utf-8"));
    expect(file.problems.map(({ code, line }) => [code, line])).toEqual([
      ["key_unknown", 23],
      ["key_unknown", 24],
      ["key_unknown", 40],
      ["key_unknown", 56],
    ]);
  });

  it("PAY-12 an unknown key of an account's section is told, and an empty one says nothing", () => {
    const text = oneCText([{ amount: "10", purpose: "x", extra: ["Прочее="] }]).replace(
      "КонецРасчСчет",
      "ОстатокПозже=100.00\r\nПустой=\r\nКонецРасчСчет",
    );
    const file = readStatementFile(encode(text, "utf-8"));
    expect(file.problems.map(({ code, line }) => [code, line])).toEqual([["key_unknown", 10]]);
  });

  const STANDARD =
    "ВидПлатежа ВидОплаты Код Очередность ОчередностьПлатежа СрокПлатежа СрокАкцепта ВидАккредитива КодНазПлатежа УИН УИП " +
    "КодНазначенияПлатежа ВидДокумента КвитанцияДата КвитанцияВремя КвитанцияСодержание СтатусСоставителя ПоказательКБК " +
    "ОКАТО ОКТМО ПоказательОснования ПоказательПериода ПоказательНомера ПоказательДаты ПоказательТипа УсловиеОплаты1 " +
    "УсловиеОплаты2 УсловиеОплаты3 НомерСчетаПоставщика ПлатежПоПредст ДополнУслов ДополнУсловия ДатаОтсылкиДок РезервноеПоле " +
    "НазначениеПлатежаКод СодержаниеОперации НомерОперации";
  const OF_PARTIES =
    "2 3 4 РасчСчет КПП БИК Банк1 Банк2 Корсчет КБЕ БанкНаименование БанкБИК БанкБИН_ИИН БанкКорсчет РНН";
  it("PAY-12 the standard's keys that say nothing here make no noise", () => {
    const values: Readonly<Record<string, string>> = { КвитанцияДата: "15.10.2026", ДатаОтсылкиДок: "15.10.2026" };
    const keys = [
      ...STANDARD.split(" "),
      ...["Плательщик", "Получатель"].flatMap((party) => OF_PARTIES.split(" ").map((key) => party + key)),
    ];
    const rows = keys.map((key) => `${key}=${values[key] ?? "1"}`);
    const text = oneCText([{ amount: "10", purpose: "Оплата", extra: rows }]).replace(
      /Плательщик(?:КПП|БИК)=\d+\r\n/g,
      "",
    );
    for (const one of [text, text.toUpperCase().replace("1CCLIENTBANKEXCHANGE", "1CClientBankExchange")]) {
      const file = readStatementFile(encode(one, "utf-8"));
      expect(file.problems).toEqual([]);
      expect(file.statements[0]?.lines[0]?.purpose.toLowerCase()).toBe("оплата");
    }
  });

  it("PAY-05 a section that opens with a balance and closes with none must be confirmed", () => {
    const codes = (account: Partial<OneCAccount>) =>
      readStatementFile(
        encode(oneCText([{ amount: "5" }], [{ account: OWN_ACCOUNT, ...account }]), "utf-8"),
      ).problems.map(({ code, mustConfirm }) => [code, mustConfirm]);
    expect(codes({ opening: "100" })).toEqual([["closing_balance_missing", true]]);
    expect(codes({ credited: "5" })).toEqual([["closing_balance_missing", true]]);
    expect(codes({ opening: "100", closing: "105" })).toEqual([]);
    // Banks that give no balances fill the field with a nought.
    expect(codes({ opening: "0.00" })).toEqual([]);
    expect(codes({})).toEqual([]);
  });
});
