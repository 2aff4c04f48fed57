import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { encode, oneCText } from "../../../../test/support/bank-files.ts";
import { ownerOf, testDatabase } from "../../../../test/support/database.ts";
import {
  MOSCOW_ACCOUNT,
  MOSCOW_PROJECT,
  SECOND_PROJECT,
  clearPayments,
  putPaymentWorld,
} from "../../../../test/support/payment-world.ts";
import { formatPid } from "../../../core/ids.ts";
import { violations } from "../../../platform/invariants.ts";
import {
  assignSuspense,
  closeSuspense,
  decideTogether,
  importStatement,
  listBankFiles,
  listSuspense,
  withdrawBankFile,
} from "../index.ts";

const { database, clock } = await testDatabase();

beforeAll(() => putPaymentWorld(database));
beforeEach(() => clearPayments(database));

type Transfer = readonly [number: string, amount: string, purpose: string];
const pid = formatPid(MOSCOW_PROJECT);
const A: Transfer = ["1", "10", pid];
const B: Transfer = ["2", "20", "без PID"];
const C: Transfer = ["3", "30", formatPid(SECOND_PROJECT)];

function bring(...transfers: readonly Transfer[]) {
  const documents = transfers.map(([number, amount, purpose]) => ({
    number,
    amount,
    purpose,
    recipient: MOSCOW_ACCOUNT,
  }));
  const bytes = encode(oneCText(documents, [{ account: MOSCOW_ACCOUNT }]), "utf-8");
  const input = { bytes, fileName: "a.txt", importedBy: "test", now: clock.now() };
  return database.transaction((tx) => importStatement(tx, input));
}

const withdraw = (fileId: bigint) =>
  database.transaction((tx) => withdrawBankFile(tx, { fileId, staffUserId: "staff", note: "чужая", now: clock.now() }));

async function balances(): Promise<Record<string, bigint>> {
  const rows = await database.query<{ place: string; balance: bigint }>(
    "select project_id || ' ' || ledger_account as place, balance_minor as balance from ledger_balance where balance_minor <> 0",
  );
  return Object.fromEntries(rows.map((row) => [row.place, row.balance]));
}

async function waiting(): Promise<bigint[]> {
  return (await database.snapshot((tx) => listSuspense(tx, 0n, 10))).map((item) => item.lineId);
}

describe("taking a bank file back", () => {
  it("PAY-12 takes back all that only it brought, says who and why, and lets its bytes come again", async () => {
    const { fileId } = await bring(A, B, C);
    expect(await withdraw(fileId)).toEqual({ lines: 3, credited: 2 });
    expect(await balances()).toEqual({});
    expect(await waiting()).toEqual([]);
    expect(await violations(database, clock.now())).toEqual([]);
    expect(await database.snapshot((tx) => listBankFiles(tx, null, 10))).toMatchObject([
      { fileId, withdrawnBy: "staff", withdrawalNote: "чужая", credited: 0n, accounts: [MOSCOW_ACCOUNT] },
    ]);
    await expect(withdraw(fileId)).rejects.toThrow("bank_file_withdrawn");
    expect(await bring(A, B, C)).toMatchObject({ repeated: false, credited: 2, suspense: 1, duplicates: 0 });
    expect((await balances())[`${MOSCOW_PROJECT} payment`]).toBe(1000n);
  });

  it("PAY-12 leaves what another file shows too", async () => {
    const { fileId } = await bring(A, C);
    await bring(A);
    expect(await withdraw(fileId)).toEqual({ lines: 1, credited: 1 });
    expect(await balances()).toEqual({ [`${MOSCOW_PROJECT} payment`]: 1000n, [`${MOSCOW_PROJECT} bank`]: -1000n });
  });

  it("PAY-12 is refused whole once anything of it was used", async () => {
    const { fileId } = await bring(A, B);
    const before = await balances();
    await database.transaction(async (tx) => {
      await tx.execute("update fund_lot set remaining_minor = remaining_minor - 1");
      await expect(withdrawBankFile(tx, { fileId, staffUserId: "staff", note: "x", now: clock.now() })).rejects.toThrow(
        "payment_spent",
      );
      await tx.execute("update fund_lot set remaining_minor = remaining_minor + 1");
    });
    const [lineId = 0n] = await waiting();
    await database.transaction((tx) =>
      closeSuspense(tx, { lineId, outcome: "returned", staffUserId: "staff", note: "письмо", now: clock.now() }),
    );
    await expect(withdraw(fileId)).rejects.toThrow("bank_file_used");
    await expect(withdraw(999n)).rejects.toThrow("bank_file_not_found");
    expect((await balances())[`${MOSCOW_PROJECT} payment`]).toBe(before[`${MOSCOW_PROJECT} payment`]);
  });

  it("invariant 12 notices a withdrawn line whose money stayed", async () => {
    const { fileId } = await bring(A);
    await withdraw(fileId);
    await ownerOf(database).transaction(async (tx) => {
      await tx.execute("set local session_replication_role = replica");
      await tx.execute(`update journal_entry set reference = 'x' where kind = 'payment_return'`);
    });
    const found = await violations(database, clock.now());
    expect(found.map(({ invariant, help }) => [invariant, help])).toContainEqual([
      "12-payment-posted-once",
      "saldo bank files",
    ]);
    await clearPayments(database);
  });
});

describe("deciding several at once", () => {
  it("PAY-05 assigns or closes all of them, or none and names the one", async () => {
    await bring(B, ["4", "40", "за услуги"], ["5", "50", "за услуги"]);
    const [first = 0n, second = 0n, third = 0n] = await waiting();
    const order = { projectId: MOSCOW_PROJECT, staffUserId: "staff", note: null, now: clock.now() };
    const assign = (ids: readonly bigint[]) =>
      database.transaction((tx) => decideTogether(ids, (lineId) => assignSuspense(tx, { ...order, lineId })));
    await assign([third]);
    await expect(assign([first, third])).rejects.toThrow("suspense_line_decided");
    expect(await waiting()).toEqual([first, second]);
    await assign([second, first]);
    expect(await waiting()).toEqual([]);
    expect((await balances())[`${MOSCOW_PROJECT} payment`]).toBe(11_000n);
  });
});
