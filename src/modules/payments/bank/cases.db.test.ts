import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { camtText, encode, oneCText } from "../../../../test/support/bank-files.ts";
import { testDatabase } from "../../../../test/support/database.ts";
import {
  KAZAKH_ACCOUNT,
  KAZAKH_PROJECT,
  MOSCOW_ACCOUNT,
  MOSCOW_PROJECT,
  clearPayments,
  putPaymentWorld,
} from "../../../../test/support/payment-world.ts";
import { formatPid } from "../../../core/ids.ts";
import { importStatement } from "./import-statement.ts";
import { withdrawBankFile } from "./withdraw-file.ts";

/** Small files that once went wrong, each with what is right: all of them go through the front door. */
const { database, clock } = await testDatabase();

beforeAll(() => putPaymentWorld(database));
beforeEach(() => clearPayments(database));

const pid = formatPid(MOSCOW_PROJECT);

function bring(text: string, charset: "utf-8" | "windows-1251" = "utf-8", confirmed = false) {
  const input = { bytes: encode(text, charset), fileName: "day", importedBy: "test", confirmed, now: clock.now() };
  return database.transaction((tx) => importStatement(tx, input));
}

const codes = (done: Awaited<ReturnType<typeof bring>>) => done.problems.map(({ code }) => code);

async function reasons(): Promise<(string | null)[]> {
  const rows = await database.query<{ reason: string | null }>(
    "select coalesce(suspense_reason, disposition) as reason from bank_statement_line order by line_id",
  );
  return rows.map((row) => row.reason);
}

const mt940 = (...rows: readonly string[]) => `${rows.join("\r\n")}\r\n`;
const HEAD = [":20:STMT1", `:25:${MOSCOW_ACCOUNT}`, ":28C:1/1", ":60F:C261104RUB0,00"];

const camt = (purpose: string, status = "<Sts>BOOK</Sts>", reference = "<AcctSvcrRef>BANKREF-0001</AcctSvcrRef>") =>
  `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
  <GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>S1</Id><Acct><Id><Othr><Id>${MOSCOW_ACCOUNT}</Id></Othr></Id><Ccy>RUB</Ccy></Acct>
  <Ntry><NtryRef>N1</NtryRef><Amt Ccy="RUB">227.27</Amt><CdtDbtInd>CRDT</CdtDbtInd>${status}<BookgDt><Dt>2026-11-05</Dt></BookgDt>
  <NtryDtls><TxDtls><Refs>${reference}<EndToEndId>E2E-1</EndToEndId></Refs><RmtInf><Ustrd>${purpose}</Ustrd></RmtInf></TxDtls></NtryDtls>
  </Ntry></Stmt></BkToCstmrStmt></Document>`;

const oneC = (purpose: string, company = 'ООО "Вымпел"', number = "106", creditedOn = "05.11.2026") =>
  [
    "1CClientBankExchange",
    "ВерсияФормата=1.03",
    "Кодировка=Windows",
    `РасчСчет=${MOSCOW_ACCOUNT}`,
    "СекцияРасчСчет",
    `РасчСчет=${MOSCOW_ACCOUNT}`,
    "НачальныйОстаток=0.00",
    "КонецРасчСчет",
    "СекцияДокумент=Платежное поручение",
    `Номер=${number}`,
    "Дата=05.11.2026",
    "Сумма=106.06",
    "ПлательщикСчет=40702810400000000092",
    `Плательщик1=${company}`,
    "ПлательщикИНН=7700000016",
    `ПолучательСчет=${MOSCOW_ACCOUNT}`,
    `ДатаПоступило=${creditedOn}`,
    `НазначениеПлатежа=${purpose}`,
    "КонецДокумента",
    "КонецФайла",
    "",
  ].join("\r\n");

describe("the same transfer exported again", () => {
  it("PAY-12 it is kept whether a file showed it under the bank's reference, or something else could be taken for it", async () => {
    await bring(camt(`Оплата ${pid}`));
    await bring(camt(`Оплата ${pid} `, undefined, ""));
    await bring(camt(`Оплата  ${pid}`));
    const rows = await database.query<{ byReference: boolean }>(
      `select by_reference as "byReference" from bank_statement_sighting order by bank_statement_id`,
    );
    expect(rows.map(({ byReference }) => byReference)).toEqual([true, false, true]);
  });

  it("PAY-12 camt.053 with the bank's reference and other quotes is credited once (reliability 27)", async () => {
    expect(await bring(camt(`Оплата по счету "7" ${pid}`))).toMatchObject({ credited: 1 });
    expect(await bring(camt(`Оплата по счету «7» ${pid}`))).toMatchObject({ credited: 0, duplicates: 1, suspense: 0 });
  });

  it.each([
    ["other quotes", oneC(`Оплата по договору «Вымпел», ${pid}`, "ООО «Вымпел»")],
    ["leading zeros", oneC(`Оплата по договору "Вымпел", ${pid}`, 'ООО "Вымпел"', "000106")],
    [
      "a time behind the date",
      oneC(`Оплата по договору "Вымпел", ${pid}`, undefined, undefined, "05.11.2026 12:40:01"),
    ],
    ["a cut purpose", oneC("Оплата по договору Вым")],
    ["letters lost to a charset", oneC(`?????? ?? ???????? "??????", ${pid}`)],
    ["the next day", oneC(`Оплата по договору "Вымпел", ${pid}`, undefined, undefined, "06.11.2026")],
  ])("PAY-12 1C with %s is credited once", async (_title, again) => {
    expect(await bring(oneC(`Оплата по договору "Вымпел", ${pid}`), "windows-1251")).toMatchObject({ credited: 1 });
    expect(await bring(again)).toMatchObject({ credited: 0, duplicates: 1, suspense: 0 });
  });

  it("PAY-12 another number of the same payer is another transfer", async () => {
    expect(await bring(oneC(`Оплата ${pid}`))).toMatchObject({ credited: 1 });
    expect(await bring(oneC(`Оплата ${pid}`, undefined, "107"))).toMatchObject({ credited: 1, duplicates: 0 });
  });

  it("PAY-12 what may be the same but is not certain waits, in one format too", async () => {
    expect(await bring(oneC(`Оплата ${pid} за ноябрь`))).toMatchObject({ credited: 1 });
    expect(await bring(oneC(`Аванс по договору 15, ${formatPid(1_000_000_002n)}`))).toMatchObject({ suspense: 1 });
    expect(await reasons()).toEqual(["credited", "possible_duplicate"]);
  });

  it("PAY-12 equal transfers of two statements of one file whose balances chain both count (reliability 28)", async () => {
    const entry = [":61:2611051105C314,14NTRFNONREF", `:86:314 ${pid}`];
    const second = [":20:STMT1", `:25:${MOSCOW_ACCOUNT}`, ":28C:2/1", ":60F:C261104RUB314,14"];
    const file = mt940(
      ...HEAD,
      ...entry,
      ":62F:C261105RUB314,14",
      "-",
      ...second,
      ...entry,
      ":62F:C261105RUB628,28",
      "-",
    );
    expect(await bring(file)).toMatchObject({ credited: 2, duplicates: 0, problems: [] });
    expect(await bring(`${file}\r\n`)).toMatchObject({ credited: 0, duplicates: 2 });
  });

  it("PAY-12 the same statement twice in one file counts once", async () => {
    const message = [...HEAD, ":61:2611051105C314,14NTRFNONREF", `:86:314 ${pid}`, ":62F:C261105RUB314,14", "-"];
    expect(await bring(mt940(...message, ...message))).toMatchObject({ credited: 1, duplicates: 1 });
  });

  it("PAY-12 equal transfers whose balances chain over two files are asked about, not lost", async () => {
    const entry = [":61:2611051105C314,14NTRFNONREF", `:86:314 ${pid}`];
    await bring(mt940(...HEAD, ...entry, ":62F:C261105RUB314,14", "-"));
    const second = [":20:STMT1", `:25:${MOSCOW_ACCOUNT}`, ":28C:2/1", ":60F:C261104RUB314,14"];
    await bring(mt940(...second, ...entry, ":62F:C261105RUB628,28", "-"));
    expect(await reasons()).toEqual(["credited", "possible_duplicate"]);
  });
});

/** One entry of 300.00 with the bank's reference: with these details, or as one sum. */
const batch = (details: readonly (readonly [string, string])[], reference = "BATCHREF-77", amount = "300.00") =>
  `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
  <GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>S1</Id><Acct><Id><Othr><Id>${MOSCOW_ACCOUNT}</Id></Othr></Id><Ccy>RUB</Ccy></Acct>
  <Ntry><Amt Ccy="RUB">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-05</Dt></BookgDt>
  <AcctSvcrRef>${reference}</AcctSvcrRef><NtryDtls>${details
    .map(
      ([sum, purpose], index) =>
        `<TxDtls><Refs><AcctSvcrRef>DETAIL-${index}</AcctSvcrRef></Refs><AmtDtls><TxAmt><Amt Ccy="RUB">${sum}</Amt></TxAmt></AmtDtls>
         <RmtInf><Ustrd>${purpose}</Ustrd></RmtInf></TxDtls>`,
    )
    .join(
      "",
    )}</NtryDtls><AddtlNtryInf>${details.length === 0 ? `Payments for ${pid}` : ""}</AddtlNtryInf></Ntry></Stmt></BkToCstmrStmt></Document>`;
const DETAILS = [
  ["100.00", `First ${pid}`],
  ["200.00", `Second ${pid}`],
] as const;

describe("a batch with its details and as one sum", () => {
  it("PAY-12 details first, then the sum with their entry's reference: credited once, the sum is kept and not credited", async () => {
    expect(await bring(batch(DETAILS))).toMatchObject({ credited: 2 });
    expect(await bring(batch([]))).toMatchObject({ credited: 0, suspense: 0, duplicates: 1 });
    expect(await reasons()).toEqual(["credited", "credited", "dismissed"]);
    expect(await bring(`${batch([])} `)).toMatchObject({ credited: 0, duplicates: 1 });
    expect(await bring(`${batch(DETAILS)} `)).toMatchObject({ credited: 0, duplicates: 2 });
  });

  it("PAY-12 the sum first, then its details: credited once", async () => {
    expect(await bring(batch([]))).toMatchObject({ credited: 1 });
    expect(await bring(batch(DETAILS))).toMatchObject({ credited: 0, suspense: 0, duplicates: 2 });
  });

  it("PAY-12 a sum that waits leaves its details to staff, who may credit them instead", async () => {
    await bring(batch([]).replace(pid, "someone"));
    expect(await bring(batch(DETAILS))).toMatchObject({ credited: 0, suspense: 2 });
    expect(await reasons()).toEqual(["pid_missing", "possible_duplicate", "possible_duplicate"]);
  });

  it("PAY-12 where only some of an entry's payments add up, or nothing but the day's sum speaks for it, staff decide", async () => {
    await bring(batch([...DETAILS, ["50.00", `Third ${pid}`]], undefined, "350.00"));
    expect(await bring(batch([]))).toMatchObject({ credited: 0, suspense: 1 });
    const day = mt940(...HEAD, ":61:2611051105C350,00NTRFNONREF", `:86:314 ${pid}`, ":62F:C261105RUB350,00", "-");
    expect(await bring(day)).toMatchObject({ credited: 0, suspense: 1 });
    expect((await reasons()).slice(3)).toEqual(["possible_duplicate", "possible_duplicate"]);
  });

  it("PAY-12 another entry of that day, and one whose balances go on from those, are honest (reliability 28)", async () => {
    await bring(batch(DETAILS));
    expect(await bring(batch([], "BATCHREF-78"))).toMatchObject({ credited: 1 });
    // Other documents of one payer in one format are other payments, though they add up.
    for (const [number, sum] of [
      ["1", "10.00"],
      ["2", "20.00"],
      ["3", "30.00"],
    ] as const)
      expect(await bring(oneC(`Оплата ${pid}`, undefined, number).replace("106.06", sum))).toMatchObject({
        credited: 1,
      });
  });

  it("PAY-12 what was kept as such a sum stands for nothing once the details' file is taken back", async () => {
    const { fileId } = await bring(batch(DETAILS));
    await bring(batch([]));
    const order = { fileId, staffUserId: "staff", note: "another company's", now: clock.now() };
    await database.transaction((tx) => withdrawBankFile(tx, order));
    expect(await bring(`${batch([])} `)).toMatchObject({ credited: 1 });
  });
});

describe("a booking dated anew", () => {
  it("PAY-12 weeks later under the bank's reference it waits, under another it is another", async () => {
    const entry = (day: string, reference: string, number = "77") =>
      mt940(
        ...HEAD,
        `:61:2611${day}11${day}C314,00NTRF${number}//${reference}`,
        `:86:314 ${pid}`,
        `:62F:C2611${day}RUB314,00`,
        "-",
      );
    expect(await bring(entry("02", "BANKREF-9"))).toMatchObject({ credited: 1 });
    const confirmed = (text: string) => bring(text, "utf-8", true);
    expect(await confirmed(entry("23", "BANKREF-9"))).toMatchObject({ credited: 0, suspense: 1 });
    expect(await confirmed(entry("24", "BANKREF-8", "78"))).toMatchObject({ credited: 1 });
  });

  it.each(["456", "0456", "123456"])("PAY-12 1C: of the number 000123456 the bank keeps %s", async (kept) => {
    expect(await bring(oneC(`Оплата ${pid}`, undefined, "000123456"))).toMatchObject({ credited: 1 });
    expect(await bring(oneC(`Оплата «${pid}»`, undefined, kept))).toMatchObject({ credited: 0 });
    expect(await bring(oneC(`Оплата ${pid}`, undefined, "123457"))).toMatchObject({ credited: 1 });
  });
});

describe("random re-exports", () => {
  it("PAY-12 through the front door: each transfer is credited once, each honest one counts (reliability 27, 28)", async () => {
    const transfer = fc.record({ number: fc.integer({ min: 1, max: 4 }), amount: fc.constantFrom("10.00", "20.00") });
    const look = fc.record({
      quotes: fc.constantFrom('"Вымпел"', "«Вымпел»", "?Вымпел?", "?????????"),
      zeros: fc.constantFrom("", "0", "000"),
      time: fc.constantFrom("", " 10:15:00"),
      cut: fc.boolean(),
      inCamt: fc.nat(3).map((one) => one === 0),
    });
    const text = (shown: readonly { number: number; amount: string }[], { quotes, zeros, time, cut, inCamt }: Look) => {
      const purpose = (number: number) => `${pid}, счет ${number}${cut ? "" : ` от ${quotes}`}`;
      if (inCamt) {
        const entries = shown.map(({ number, amount }) => ({ amount, details: [{ purposes: [purpose(number)] }] }));
        return camtText([
          { account: MOSCOW_ACCOUNT, entries: entries.map((one, n) => ({ ...one, reference: `R${n}` })) },
        ]);
      }
      return oneCText(
        shown.map(({ number, amount }) => ({
          number: `${zeros}${number}`,
          amount,
          recipient: MOSCOW_ACCOUNT,
          creditedOn: `15.10.2026${time}`,
          purpose: purpose(number),
        })),
        [{ account: MOSCOW_ACCOUNT }],
      );
    };
    type Look = typeof look extends fc.Arbitrary<infer T> ? T : never;
    const day = fc.array(transfer, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        day,
        look,
        fc.array(fc.tuple(fc.nat(5), look), { minLength: 1, maxLength: 4 }),
        async (all, first, again) => {
          await clearPayments(database);
          await bring(text(all, { ...first, inCamt: false }));
          for (const [from, how] of again) {
            const part = all.slice(from % all.length);
            await bring(text(part, how));
          }
          const rows = await database.query<{ minor: bigint }>(
            "select coalesce(sum(amount_minor), 0)::bigint as minor from bank_statement_line where disposition = 'credited'",
          );
          expect(rows[0]?.minor).toBe(all.reduce((sum, one) => sum + BigInt(one.amount.replace(".", "")), 0n));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("structure and text", () => {
  it.each([
    ["a lone dash", ["-"]],
    ["a row that looks like a tag", [":20:dogovor"]],
    ["a row that looks like an entry", [":61:po dogovoru"]],
    ["a row that looks like a closing balance", [":62F:itogo"]],
    ["an unknown tag", [":77:abc"]],
    ["a brace", ["{4:x"]],
  ])("PAY-12 MT940 keeps %s in the purpose and loses no entry", async (_title, rows) => {
    const first = [":61:2611051105C301,01NTRFNONREF//M1", ":86:Oplata", ...rows, pid];
    const second = [":61:2611051105C301,02NTRFNONREF//M1B", `:86:Oplata ${pid}`, ":62F:C261105RUB602,03", "-"];
    expect(await bring(mt940(...HEAD, ...first, ...second))).toMatchObject({ credited: 2, problems: [] });
  });

  it.each([
    ["a row with an equals sign", `Оплата\r\nNB=5 ${pid}`],
    ["a row that begins with a key", `Оплата\r\nНомер=5 ${pid}`],
    ["a row that ends files", `Оплата\r\nКонецФайла\r\n${pid}`],
  ])("PAY-12 1C keeps %s in the purpose", async (_title, purpose) => {
    expect(await bring(oneC(purpose))).toMatchObject({ credited: 1, problems: [] });
  });

  it("PAY-12 1C names the row that belongs to nothing", async () => {
    const done = await bring(oneC(`Оплата\r\nКонецДокумента\r\n${pid}`));
    expect(done.problems).toMatchObject([{ level: "problem", code: "row_unread", line: 20 }]);
  });
});

describe("statements as banks write them", () => {
  it("PAY-12 MT940 with the currency behind the account is of the own account", async () => {
    // Over a week's end, each with what the last one closed with.
    for (const [day, account, opening, closing] of [
      ["05", `${MOSCOW_ACCOUNT}/RUB`, "0,00", "300,05"],
      ["06", `${MOSCOW_ACCOUNT}/RUR`, "300,05", "600,10"],
      ["09", `044525225/${MOSCOW_ACCOUNT}`, "600,10", "900,15"],
    ]) {
      const head = [":20:STMT1", `:25:${account}`, ":28C:1/1", `:60F:C2611${day}RUB${opening}`];
      const entry = [
        `:61:2611${day}11${day}C300,05NTRFNONREF//M5${day}`,
        `:86:${pid}`,
        `:62F:C2611${day}RUB${closing}`,
        "-",
      ];
      expect(await bring(mt940(...head, ...entry))).toMatchObject({
        credited: 1,
        problems: [],
      });
    }
  });

  it("PAY-12 MT940 of several pages in one message has no false warning", async () => {
    const file = mt940(
      ...HEAD.map((row) => row.replace(":28C:1/1", ":28C:7/1")),
      ":61:2611051105C306,06NTRFNONREF//M6",
      `:86:${pid}`,
      ":62M:C261105RUB306,06",
      ":28C:7/2",
      ":60M:C261105RUB306,06",
      ":61:2611051105C306,07NTRFNONREF//M6B",
      `:86:${pid}`,
      ":62F:C261105RUB612,13",
      "-",
    );
    expect(await bring(file)).toMatchObject({ credited: 2, problems: [] });
    expect(await database.query("select 1 from bank_statement where sums_agree")).toHaveLength(1);
  });

  it("PAY-12 MT940 with an impossible value date is booked by its entry date, and RUR is the rouble", async () => {
    const file = mt940(
      ...HEAD.map((row) => row.replace("RUB", "RUR")),
      ":61:2611311105C10,00NTRFNONREF//V",
      `:86:${pid}`,
      ":62F:C261105RUR10,00",
      "-",
    );
    const done = await bring(file);
    expect(done).toMatchObject({ credited: 1 });
    expect(codes(done)).toEqual(["value_date_unreadable"]);
    expect(await database.query(`select booked_on as "on", currency from bank_statement_line`)).toEqual([
      { on: "2026-11-05", currency: "RUB" },
    ]);
  });

  it("PAY-12 camt.053 without a status or with an unknown one is a problem; a pending one is not", async () => {
    for (const status of ["", "<Sts>BOOKED</Sts>", "<Sts><Cd>X</Cd></Sts>"]) {
      const done = await bring(camt(pid, status));
      expect(done).toMatchObject({ lines: 0, problems: [{ level: "problem", code: "status_unknown" }] });
    }
    expect(await bring(camt(pid, "<Sts>PDNG</Sts>"))).toMatchObject({ problems: [{ level: "warning" }] });
  });

  it("PAY-12 reports within the day are refused, in either format", async () => {
    const mt942 = [":20:X", `:25:${MOSCOW_ACCOUNT}`, ":28C:1/1", ":34F:RUB0,", ":13D:2611051200+0300"];
    const entry = [":61:2611051105C320,20NTRFNONREF//M20", `:86:${pid}`, ":90C:1RUB320,20", "-"];
    await expect(bring(mt940(...mt942, ...entry))).rejects.toThrow("bank_statement_intraday");
    const camt052 = camt(pid).replace("camt.053", "camt.052").replaceAll("BkToCstmrStmt", "BkToCstmrAcctRpt");
    await expect(bring(camt052)).rejects.toThrow("bank_statement_intraday");
  });

  it("PAY-12 the Kazakh dialect of the 1C exchange is read", async () => {
    const text = (amounts: readonly string[]) =>
      [
        "1CClientBankExchange",
        "ВерсияФормата=1.01",
        `РасчСчет=${KAZAKH_ACCOUNT}`,
        "СекцияРасчСчет",
        `РасчСчет=${KAZAKH_ACCOUNT}`,
        "НачальныйОстаток=1000.00",
        "ВсегоПоступило=11300.13",
        "ВсегоСписано=0.00",
        "КонечныйОстаток=12300.13",
        "КонецРасчСчет",
        'СекцияДокумент="Выписка"',
        "НомерДокумента=113",
        "ДатаДокумента=05.11.2026",
        'ПлательщикНаименование=ТОО "Қазына"',
        "ПлательщикБИН_ИИН=990601301525",
        "ПлательщикИИК=KZ86125KZT5004100100",
        "ПолучательБИН_ИИН=200640012343",
        `ПолучательИИК=${KAZAKH_ACCOUNT}`,
        ...amounts,
        "ДатаОперации=05.11.2026",
        "ДатаВалютирования=06.11.2026",
        `НазначениеПлатежа=Оплата счета ${formatPid(KAZAKH_PROJECT)}`,
        "КодНазначенияПлатежа=859",
        "КонецДокумента",
        "КонецФайла",
      ].join("\r\n");
    expect(await bring(text(["СуммаПриход=11300.13"]))).toMatchObject({ credited: 1, problems: [] });
    const [line] = await database.query(
      `select counterparty_inn as inn, document_number as number, paid_on as "paidOn", currency from bank_statement_line`,
    );
    expect(line).toEqual({ inn: "990601301525", number: "113", paidOn: "2026-11-06", currency: "KZT" });
    const again = text(["СуммаРасход=0", "СуммаПриход=11300.13", "Валюта=KZT"]);
    expect(await bring(again, "windows-1251")).toMatchObject({ credited: 0, duplicates: 1 });
  });

  it("PAY-12 a Cyrillic letter in the first line is named", async () => {
    const text = oneC(pid).replace("1CClient", "1СClient");
    for (const charset of ["utf-8", "windows-1251"] as const) {
      await expect(bring(text, charset)).rejects.toThrow("«С» (2)");
    }
  });

  it("PAY-12 a file that may be cut waits for a person's word", async () => {
    const cut = mt940(...HEAD, ":61:2611051105C10,00NTRFNONREF//C", `:86:${pid}`);
    await expect(bring(cut)).rejects.toThrow("bank_statement_unconfirmed");
    const noEnd = oneC(pid).replace("КонецФайла", "");
    await expect(bring(noEnd)).rejects.toThrow("bank_statement_unconfirmed");
    expect(await database.query("select 1 from bank_file")).toEqual([]);
    expect(await bring(cut, "utf-8", true)).toMatchObject({ credited: 1 });
    expect(await database.query("select 1 from bank_file where confirmed")).toHaveLength(1);
  });

  it("PAY-12 our own payment that came back is no customer's", async () => {
    const entry = (type: string, text: string, n: number) => [
      `:61:2611051105C1${n},00${type}NONREF//R${n}`,
      `:86:${text}`,
    ];
    const file = mt940(
      ...HEAD,
      ...entry("NRTI", `Oplata ${pid}`, 0),
      ...entry("NTRF", `Возврат п/п 5 от 01.11.2026, ${pid}`, 1),
      ":62F:C261105RUB21,00",
      "-",
    );
    expect(await bring(file)).toMatchObject({ suspense: 2, credited: 0 });
    const ours = oneC(pid).replace("ПлательщикИНН=7700000016", "ПлательщикИНН=7743001840");
    await bring(ours, "utf-8", true);
    // Our own number in any spelling.
    for (const [number, own] of [
      ["107", "7743001840/774301001"],
      ["108", "ИНН 7743001840"],
    ] as const) {
      const spelt = oneC(pid, undefined, number).replace("ПлательщикИНН=7700000016", `ПлательщикИНН=${own}`);
      await bring(spelt, "utf-8", true);
    }
    expect(await reasons()).toEqual(Array.from({ length: 5 }, () => "own_payment_returned"));
  });
});
