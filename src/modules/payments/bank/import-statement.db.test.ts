import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { ownerOf, testDatabase } from "../../../../test/support/database.ts";
import { Refusal } from "../../../core/errors.ts";
import { formatPid } from "../../../core/ids.ts";
import { violations } from "../../../platform/invariants.ts";
import { type CamtEntry, type OneCDocument, camtText, encode, oneCText } from "../../../../test/support/bank-files.ts";
import { importStatement } from "./import-statement.ts";
import {
  DELETED_PROJECT,
  KAZAKH_ACCOUNT,
  KAZAKH_PROJECT,
  MOSCOW_ACCOUNT,
  MOSCOW_PROJECT,
  SECOND_PROJECT,
  clearPayments,
  putPaymentWorld,
} from "../../../../test/support/payment-world.ts";

const { database, clock } = await testDatabase();

beforeAll(() => putPaymentWorld(database));
beforeEach(() => clearPayments(database));

const pid = formatPid(MOSCOW_PROJECT);
/** Published by others and no part of the project: without them their test is skipped. */
const SAMPLES = fileURLToPath(new URL("../../../../../shared/formats/bank/", import.meta.url));

function oneC(documents: readonly OneCDocument[], account = MOSCOW_ACCOUNT): Uint8Array {
  return encode(
    oneCText(
      documents.map((document) => ({ recipient: account, ...document })),
      [{ account }],
    ),
    "windows-1251",
  );
}

function bring(bytes: Uint8Array, confirmed = false) {
  return database.transaction((tx) =>
    importStatement(tx, { bytes, fileName: "day.txt", importedBy: "test", now: clock.now(), confirmed }),
  );
}

async function balances(): Promise<Record<string, bigint>> {
  const rows = await database.query<{ account: string; balance: bigint }>(
    "select project_id || ' ' || ledger_account as account, balance_minor as balance from ledger_balance where balance_minor <> 0",
  );
  return Object.fromEntries(rows.map((row) => [row.account, row.balance]));
}

async function reasons(): Promise<(string | null)[]> {
  const rows = await database.query<{ reason: string | null }>(
    "select coalesce(suspense_reason, disposition) as reason from bank_statement_line order by line_id",
  );
  return rows.map((row) => row.reason);
}

describe("importing a bank statement", () => {
  it("PAY-05 PAY-08 credits the project the purpose names, with bank transfer as the source", async () => {
    const result = await bring(oneC([{ amount: "1000.50", purpose: `Оплата, PID ${pid}` }]));
    expect(result).toMatchObject({
      format: "1c",
      repeated: false,
      lines: 1,
      credited: 1,
      suspense: 0,
      duplicates: 0,
      outgoing: 0,
      problems: [],
    });
    expect(await balances()).toEqual({ [`${MOSCOW_PROJECT} payment`]: 100050n, [`${MOSCOW_PROJECT} bank`]: -100050n });
    const [lot] = await database.query("select funding_source, remaining_minor from fund_lot");
    expect(lot).toEqual({ funding_source: "transfer", remaining_minor: 100050n });
  });

  it("PAY-05 the same file again changes nothing (reliability 27)", async () => {
    const bytes = oneC([
      { amount: "10", purpose: pid },
      { amount: "20", purpose: "без PID" },
    ]);
    const first = await bring(bytes);
    const before = await balances();
    const again = await bring(bytes);
    expect(again).toMatchObject({
      fileId: first.fileId,
      repeated: true,
      lines: 2,
      duplicates: 2,
      credited: 0,
      suspense: 0,
    });
    expect(await balances()).toEqual(before);
  });

  it("PAY-05 overlapping statements bring each line once: A, then A and B, then B (reliability 27)", async () => {
    const [a, b] = [
      { number: "1", amount: "10", purpose: pid },
      { number: "2", amount: "20", purpose: pid },
    ];
    expect(await bring(oneC([a]))).toMatchObject({ credited: 1, duplicates: 0 });
    expect(await bring(oneC([a, b]))).toMatchObject({ lines: 2, credited: 1, duplicates: 1 });
    expect(await bring(oneC([b]))).toMatchObject({ credited: 0, duplicates: 1 });
    expect((await balances())[`${MOSCOW_PROJECT} payment`]).toBe(3000n);
  });

  it("PAY-05 two honest identical lines both count, once each (reliability 28)", async () => {
    const line = { amount: "10", purpose: pid };
    expect(await bring(oneC([line]))).toMatchObject({ credited: 1 });
    expect(await bring(oneC([line, line]))).toMatchObject({ credited: 1, duplicates: 1 });
    expect((await balances())[`${MOSCOW_PROJECT} payment`]).toBe(2000n);
  });

  it("PAY-05 holds whatever is doubtful in suspense, each with its reason (reliability 29)", async () => {
    const documents: OneCDocument[] = [
      { amount: "1", purpose: "Оплата услуг" },
      { amount: "2", purpose: `${pid} или ${formatPid(SECOND_PROJECT)}` },
      { amount: "3", purpose: "mcs9999999999" },
      { amount: "4", purpose: formatPid(DELETED_PROJECT) },
      { amount: "5", purpose: formatPid(KAZAKH_PROJECT) },
      { amount: "-6", purpose: pid },
      { amount: "7", purpose: formatPid(SECOND_PROJECT) },
      { amount: "8", recipient: "40702810000000000001", payer: MOSCOW_ACCOUNT, debitedOn: "15.10.2026" },
    ];
    const result = await bring(oneC(documents));
    expect(result).toMatchObject({ lines: 8, credited: 1, suspense: 6, duplicates: 0, outgoing: 1 });
    expect(await reasons()).toEqual([
      "pid_missing",
      "pid_ambiguous",
      "project_unknown",
      "project_deleted",
      "wrong_currency",
      "reversal",
      "credited",
      "ignored_outgoing",
    ]);
    // 1 + 2 + 3 + 4 + 5 roubles came in, 6 were taken back.
    expect(await balances()).toEqual({
      [`${SECOND_PROJECT} payment`]: 700n,
      [`${SECOND_PROJECT} bank`]: -700n,
      "0 suspense:moscow": 900n,
      "0 bank:moscow": -900n,
    });
  });

  it("PAY-05 money on an account that is not ours waits outside the books", async () => {
    expect(await bring(oneC([{ amount: "10", purpose: pid }], "40702810000000000777"))).toMatchObject({
      suspense: 1,
      credited: 0,
    });
    expect(await reasons()).toEqual(["own_account_unknown"]);
    expect(await balances()).toEqual({});
  });

  it("PAY-05 a transfer between our own accounts is no customer's payment", async () => {
    const result = await bring(oneC([{ amount: "10", payer: KAZAKH_ACCOUNT, purpose: pid }]));
    expect(result).toMatchObject({ lines: 1, internal: 1, credited: 0, suspense: 0 });
  });

  it("PAY-05 the same day in another format is not credited twice but asked about", async () => {
    await bring(oneC([{ amount: "10", purpose: pid }]));
    const entry = (amount: string): CamtEntry => ({ amount, details: [{ purposes: [pid] }] });
    const camt = camtText([{ account: MOSCOW_ACCOUNT, entries: [entry("10.00"), entry("11.00")] }]);
    expect(await bring(encode(camt, "utf-8"))).toMatchObject({ lines: 2, credited: 1, suspense: 1 });
    expect(await reasons()).toEqual(["credited", "possible_duplicate", "credited"]);
    expect((await balances())[`${MOSCOW_PROJECT} payment`]).toBe(2100n);
  });

  it("PAY-05 imports MT940 of the Kazakh account in tenge", async () => {
    const rows = [
      ":20:S",
      `:25:${KAZAKH_ACCOUNT}`,
      ":28C:1",
      ":60F:C261014KZT0,",
      ":61:261015C5000,NTRFX//R1",
      `:86:PID ${formatPid(KAZAKH_PROJECT)}`,
      ":62F:C261015KZT5000,",
      "-",
    ];
    expect(await bring(encode(rows.join("\r\n"), "utf-8"))).toMatchObject({ format: "mt940", credited: 1 });
    expect((await balances())[`${KAZAKH_PROJECT} payment`]).toBe(500000n);
  });

  it("PAY-05 keeps what it could not read beside the file, and refuses a file of unknown currency whole", async () => {
    const result = await bring(oneC([{ amount: "x" }, { amount: "10", purpose: pid }]));
    expect(result).toMatchObject({ lines: 1, credited: 1, problems: [{ code: "amount_unreadable" }] });
    const repeated = await bring(oneC([{ amount: "x" }, { amount: "10", purpose: pid }]));
    expect(repeated.problems).toEqual(result.problems);
    await expect(bring(oneC([{ amount: "1" }], "KZ000000000000000000"))).rejects.toThrow(
      "bank_statement_currency_unknown",
    );
    expect(await database.query("select 1 from bank_file")).toHaveLength(1);
  });

  it("PAY-05 imports sent at once are taken one after another (reliability 27)", async () => {
    const bytes = oneC([{ amount: "10", purpose: pid }]);
    const overlapping = oneC([
      { amount: "10", purpose: pid },
      { amount: "5", purpose: pid },
    ]);
    const results = await Promise.all([bytes, overlapping, bytes, overlapping].map((one) => bring(one)));
    expect(results.reduce((sum, result) => sum + result.credited, 0)).toBe(2);
    expect((await balances())[`${MOSCOW_PROJECT} payment`]).toBe(1500n);
  });

  it("PAY-05 the database refuses the same line twice and a second decision (invariant 14)", async () => {
    await bring(oneC([{ amount: "10", purpose: pid }]));
    const copy = `insert into bank_statement_line (fingerprint, bank_statement_id, own_account, booked_on, direction, amount_minor,
      currency, reversal, purpose, recorded_at, disposition)
      select fingerprint, bank_statement_id, own_account, booked_on, direction, amount_minor, currency, reversal, purpose,
             recorded_at, 'internal' from bank_statement_line`;
    await expect(database.query(copy)).rejects.toThrow("bank_statement_line_once");
    await expect(
      database.query("update bank_statement_line set disposition = 'returned', entry_id = null, project_id = null"),
    ).rejects.toThrow("already decided");
    await expect(ownerOf(database).query("delete from bank_statement_line")).rejects.toThrow("append-only");
  });

  it.skipIf(!existsSync(SAMPLES))(
    "PAY-05 real files of foreign accounts are taken line by line and credited to nobody",
    async () => {
      const found: unknown[] = [];
      for (const name of [
        "kilylabs-one_day.txt",
        "xini1-sample2.txt",
        "genkgo-camt053.v8.xml",
        "wolph-mt940-cmxl.sta",
      ]) {
        const { lines, credited, suspense, duplicates, outgoing } = await bring(readFileSync(SAMPLES + name), true);
        found.push([lines, credited, suspense, duplicates, outgoing]);
      }
      expect(found).toEqual([
        [13, 0, 3, 0, 10],
        [1, 0, 0, 0, 1],
        [1, 0, 1, 0, 0],
        [16, 0, 7, 0, 9],
      ]);
      expect(await balances()).toEqual({});
      expect(await violations(database, clock.now())).toEqual([]);
    },
  );

  it("PAY-05 damaged files are imported or refused, never half done and never a crash", async () => {
    const samples = [
      oneC([
        { amount: "10", purpose: pid },
        { amount: "20", purpose: "q" },
      ]),
      encode(
        oneCText([{ amount: "10", recipient: MOSCOW_ACCOUNT, purpose: pid }], [{ account: MOSCOW_ACCOUNT }]),
        "utf-16le",
        true,
      ),
      encode(
        camtText([{ account: MOSCOW_ACCOUNT, entries: [{ amount: "10", details: [{ purposes: [pid] }] }] }]),
        "utf-8",
      ),
      encode(
        `:20:S\n:25:${KAZAKH_ACCOUNT}\n:60F:C261014KZT0,\n:61:261015C5000,NTRFX//R1\n:86:x\n:62F:C261015KZT5000,\n-\n`,
        "utf-8",
      ),
    ];
    const change = fc.tuple(fc.nat(), fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 0xd8, 0x30, 0x39)));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.array(change, { minLength: 1, maxLength: 12 }),
        async (sample, changes) => {
          const bytes = Uint8Array.from(sample);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          try {
            const result = await bring(bytes);
            const { credited, suspense, duplicates, outgoing, internal } = result;
            expect(credited + suspense + duplicates + outgoing + internal).toBe(result.lines);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(await violations(database, clock.now())).toEqual([]);
  });

  it("PAY-05 a file of thousands of lines is imported set by set", async () => {
    const purposes = [pid, formatPid(SECOND_PROJECT), "без PID"];
    const documents = Array.from({ length: 2_400 }, (_, n) => ({
      number: String(n),
      amount: "1.01",
      purpose: purposes[n % 3] ?? "",
    }));
    const result = await bring(oneC(documents));
    expect(result).toMatchObject({ lines: 2_400, credited: 1_600, suspense: 800 });
    expect(await balances()).toMatchObject({ [`${MOSCOW_PROJECT} payment`]: 80_800n, "0 suspense:moscow": 80_800n });
  });

  it("PAY-05 any files of a day, in any order, overlap and repetition, credit what the honest lines sum to", async () => {
    const kinds = [pid, formatPid(SECOND_PROJECT), "без PID", formatPid(KAZAKH_PROJECT)];
    const documentOf = (kind: number): OneCDocument => ({
      // A payer's number of the day is one order: with another purpose it would be doubtful, not another transfer. A number
      // of zero is none.
      number: String(kind + 1),
      amount: `${1 + (kind % 3)}.00`,
      purpose: kinds[kind % kinds.length] ?? "",
    });
    const day = fc.array(fc.nat({ max: 11 }).map(documentOf), { minLength: 1, maxLength: 8 });
    const parts = fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(day, parts, fc.nat(), async (documents, cuts, wholeAt) => {
        await clearPayments(database);
        const files = cuts
          .map(([from, length]) => documents.slice(from, from + length))
          .filter((part) => part.length > 0);
        files.splice(wholeAt % (files.length + 1), 0, documents);
        let lines = 0;
        for (const part of files) {
          const result = await bring(oneC(part));
          expect(result.credited + result.suspense + result.duplicates).toBe(result.lines);
          lines += result.credited + result.suspense;
        }
        expect(lines).toBe(documents.length);
        const credited = documents.filter((one) => one.purpose === kinds[0] || one.purpose === kinds[1]);
        const sum = credited.reduce((total, one) => total + BigInt(one.amount.replace(".", "")), 0n);
        const held = await balances();
        expect((held[`${MOSCOW_PROJECT} payment`] ?? 0n) + (held[`${SECOND_PROJECT} payment`] ?? 0n)).toBe(sum);
        expect(await violations(database, clock.now())).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
