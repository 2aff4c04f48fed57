import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import {
  KAZAKH_PROJECT,
  MOSCOW_PROJECT,
  SECOND_PROJECT,
  clearPayments,
  putPaymentWorld,
} from "../../../test/support/payment-world.ts";
import { violations } from "../../platform/invariants.ts";
import { type IncomingPayment, recordPayment } from "./index.ts";

const { database, clock } = await testDatabase({ connections: 10 });

beforeAll(() => putPaymentWorld(database));
beforeEach(() => clearPayments(database));

const pay = (change: Partial<IncomingPayment> = {}) =>
  database.transaction((tx) =>
    recordPayment(tx, {
      projectId: MOSCOW_PROJECT,
      provider: "sandbox",
      method: "card",
      externalId: "p-1",
      amountMinor: 50_000n,
      currency: "RUB",
      at: clock.now(),
      ...change,
    }),
  );

describe("payments that are no bank transfers", () => {
  it("PAY-08 are credited with the source other", async () => {
    expect(await pay()).toMatchObject({ repeated: false });
    expect(await database.query("select funding_source, remaining_minor from fund_lot")).toEqual([
      { funding_source: "other", remaining_minor: 50_000n },
    ]);
    expect(await violations(database, clock.now())).toEqual([]);
  });

  it("PAY-08 are credited once, however often and at once they are told of (reliability 22)", async () => {
    const told = await Promise.all(Array.from({ length: 20 }, () => pay()));
    expect(told.filter((one) => !one.repeated)).toHaveLength(1);
    expect(new Set(told.map((one) => one.entryId)).size).toBe(1);
    const [balance] = await database.query("select balance_minor from ledger_balance where ledger_account = 'payment'");
    expect(balance).toEqual({ balance_minor: 50_000n });
  });

  it("refuses the same number with another amount, currency or project (reliability 24)", async () => {
    await pay();
    await expect(pay({ amountMinor: 50_001n })).rejects.toThrow("payment_changed");
    await expect(pay({ projectId: SECOND_PROJECT })).rejects.toThrow("payment_changed");
    expect(await pay({ provider: "another" })).toMatchObject({ repeated: false });
  });

  it("PAY-01 PAY-02 refuses a method the region does not take and an amount below its minimum", async () => {
    await expect(pay({ amountMinor: 999n })).rejects.toThrow("payment_too_small");
    await expect(pay({ projectId: KAZAKH_PROJECT, currency: "KZT", amountMinor: 9_999n })).rejects.toThrow(
      "payment_too_small",
    );
    await expect(pay({ method: "cheque" })).rejects.toThrow("payment_method_unavailable");
    await expect(pay({ method: "bank_transfer" })).rejects.toThrow("payment_method_unavailable");
    await expect(pay({ currency: "KZT" })).rejects.toThrow("currency_mismatch");
    await expect(pay({ projectId: 9_999_999_999n })).rejects.toThrow("unknown_project");
    expect(await database.query("select 1 from payment")).toEqual([]);
  });
});
