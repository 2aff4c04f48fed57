import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { encode, oneCText } from "../../../../test/support/bank-files.ts";
import { testDatabase } from "../../../../test/support/database.ts";
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
import { formatPid } from "../../../core/ids.ts";
import { violations } from "../../../platform/invariants.ts";
import { assignSuspense, closeSuspense, importStatement, listSuspense, paymentDocuments } from "../index.ts";

const { database, clock } = await testDatabase();

beforeAll(() => putPaymentWorld(database));
beforeEach(() => clearPayments(database));

interface Doubtful {
  readonly amount?: string;
  readonly purpose?: string;
  readonly account?: string;
}

/** Brings one doubtful transfer and answers its line. */
async function hold({
  amount = "10",
  purpose = "за услуги",
  account = MOSCOW_ACCOUNT,
}: Doubtful = {}): Promise<bigint> {
  const text = oneCText([{ number: "42", amount, purpose, recipient: account }], [{ account }]);
  const input = { bytes: encode(text, "utf-8"), fileName: "a.txt", importedBy: "test", now: clock.now() };
  await database.transaction((tx) => importStatement(tx, input));
  const [item] = await database.snapshot((tx) => listSuspense(tx, 0n, 10));
  return item?.lineId as bigint;
}

const assign = (lineId: bigint, projectId = MOSCOW_PROJECT) =>
  database.transaction((tx) =>
    assignSuspense(tx, { lineId, projectId, staffUserId: "staff", note: "нашли", now: clock.now() }),
  );
const close = (lineId: bigint, outcome: "returned" | "dismissed") =>
  database.transaction((tx) =>
    closeSuspense(tx, { lineId, outcome, staffUserId: "staff", note: "письмо", now: clock.now() }),
  );

async function balances(): Promise<Record<string, bigint>> {
  const rows = await database.query<{ place: string; balance: bigint }>(
    "select project_id || ' ' || ledger_account as place, balance_minor as balance from ledger_balance where balance_minor <> 0",
  );
  return Object.fromEntries(rows.map((row) => [row.place, row.balance]));
}

describe("transfers that wait for staff", () => {
  it("PAY-05 the queue shows what staff need to find the project", async () => {
    const lineId = await hold({ purpose: "по договору 5" });
    expect(await database.snapshot((tx) => listSuspense(tx, 0n, 10))).toMatchObject([
      {
        lineId,
        amountMinor: 1000n,
        currency: "RUB",
        reason: "pid_missing",
        supplierCode: "north",
        payerInn: "7700000001",
        documentNumber: "42",
      },
    ]);
    expect(await database.snapshot((tx) => listSuspense(tx, lineId, 10))).toEqual([]);
  });

  it("PAY-05 PAY-08 an assigned transfer leaves suspense for the payment account, as a bank transfer", async () => {
    const lineId = await hold();
    expect(await balances()).toEqual({ "0 suspense:moscow": 1000n, "0 bank:moscow": -1000n });
    await assign(lineId);
    expect(await balances()).toEqual({ [`${MOSCOW_PROJECT} payment`]: 1000n, [`${MOSCOW_PROJECT} bank`]: -1000n });
    const [lot] = await database.query("select funding_source from fund_lot");
    expect(lot).toEqual({ funding_source: "transfer" });
    const [line] = await database.query(
      "select disposition, suspense_reason, decided_by, decision_note from bank_statement_line",
    );
    expect(line).toEqual({
      disposition: "credited",
      suspense_reason: "pid_missing",
      decided_by: "staff",
      decision_note: "нашли",
    });
    expect(await violations(database, clock.now())).toEqual([]);
  });

  it("PAY-05 a line is decided once, also by two people at the same moment", async () => {
    const lineId = await hold();
    const results = await Promise.allSettled([
      assign(lineId),
      assign(lineId, SECOND_PROJECT),
      close(lineId, "returned"),
    ]);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    await expect(assign(lineId)).rejects.toThrow("suspense_line_decided");
    await expect(close(lineId, "dismissed")).rejects.toThrow("suspense_line_decided");
    await expect(assign(999_999n)).rejects.toThrow("suspense_line_not_found");
    expect(await violations(database, clock.now())).toEqual([]);
  });

  it("PAY-05 refuses a project that cannot have the money, and changes nothing", async () => {
    const lineId = await hold();
    await expect(assign(lineId, 9_999_999_999n)).rejects.toThrow("unknown_project");
    await expect(assign(lineId, DELETED_PROJECT)).rejects.toThrow("suspense_project_deleted");
    await expect(assign(lineId, KAZAKH_PROJECT)).rejects.toThrow("currency_mismatch");
    expect(await balances()).toEqual({ "0 suspense:moscow": 1000n, "0 bank:moscow": -1000n });
  });

  it("PAY-05 a returned transfer leaves the books, each region's in its own currency", async () => {
    const lineId = await hold({ account: KAZAKH_ACCOUNT, purpose: formatPid(MOSCOW_PROJECT) });
    expect(await balances()).toEqual({ "0 suspense:kazakhstan": 1000n, "0 bank:kazakhstan": -1000n });
    await close(lineId, "returned");
    expect(await balances()).toEqual({});
    expect(await database.snapshot((tx) => listSuspense(tx, 0n, 10))).toEqual([]);
  });

  it("PAY-05 money on an account that is not ours enters the books only when staff assign it", async () => {
    const lineId = await hold({ account: "40702810000000000777", purpose: formatPid(MOSCOW_PROJECT) });
    expect(await balances()).toEqual({});
    await assign(lineId);
    expect(await balances()).toEqual({ [`${MOSCOW_PROJECT} payment`]: 1000n, [`${MOSCOW_PROJECT} bank`]: -1000n });
  });

  it("PAY-05 a reversal that took money away cannot be credited, only closed", async () => {
    const lineId = await hold({ amount: "-10", purpose: formatPid(MOSCOW_PROJECT) });
    expect(await balances()).toEqual({ "0 suspense:moscow": -1000n, "0 bank:moscow": 1000n });
    await expect(assign(lineId)).rejects.toThrow("suspense_not_incoming");
    await close(lineId, "dismissed");
    expect(await balances()).toEqual({});
    expect(await violations(database, clock.now())).toEqual([]);
  });

  it("PAY-08 a credited transfer is the payment document of its lot; other money has none", async () => {
    const lineId = await hold();
    await assign(lineId);
    const [line] = await database.query<{ lotNo: bigint }>(
      'select entry_id as "lotNo" from bank_statement_line where line_id = $1',
      [lineId],
    );
    const lotNo = line?.lotNo ?? 0n;
    const asked = [MOSCOW_PROJECT, SECOND_PROJECT].map((projectId) => ({ projectId, lotNo }));
    const found = await database.snapshot((tx) =>
      paymentDocuments(tx, [...asked, { ...asked[0], lotNo: 1n } as never]),
    );
    expect(found).toEqual([{ projectId: MOSCOW_PROJECT, lotNo, number: "42", date: "2026-10-15", amount: 1000n }]);
  });
});
