import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { encode, oneCText } from "../../../test/support/bank-files.ts";
import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import { MOSCOW_ACCOUNT, MOSCOW_PROJECT, clearPayments, putPaymentWorld } from "../../../test/support/payment-world.ts";
import { formatPid } from "../../core/ids.ts";
import { violations } from "../../platform/invariants.ts";
import { importStatement, recordPayment } from "./index.ts";

const { database, clock } = await testDatabase({ checks: false });

beforeAll(() => putPaymentWorld(database));
beforeEach(async () => {
  await clearPayments(database);
  const account = { account: MOSCOW_ACCOUNT, opening: "1", credited: "15", debited: "0", closing: "16" };
  const text = oneCText(
    [
      { amount: "10", recipient: MOSCOW_ACCOUNT, purpose: formatPid(MOSCOW_PROJECT) },
      { amount: "5", recipient: MOSCOW_ACCOUNT },
    ],
    [account],
  );
  await database.transaction(async (tx) => {
    const now = clock.now();
    await importStatement(tx, { bytes: encode(text, "utf-8"), fileName: "a", importedBy: "test", now });
    const card = { provider: "p", method: "card", externalId: "1", amountMinor: 2_000n, currency: "RUB" };
    await recordPayment(tx, { ...card, projectId: MOSCOW_PROJECT, at: now });
  });
});

/** Breaks the books past every guard and answers which of this room's invariants notice. */
async function broken(statement: string): Promise<string[]> {
  await ownerOf(database).transaction(async (tx) => {
    await tx.execute("set local session_replication_role = replica");
    expect(await tx.execute(statement)).toBeGreaterThan(0);
  });
  const found = await violations(database, clock.now());
  return found.map(({ invariant }) => invariant).filter((name) => /^(?:12|13|14|28)-/.test(name));
}

const LINE = "bank_statement_line";

describe("the invariants of payments notice a planted corruption", () => {
  it("are silent on good books", async () => {
    expect(await violations(database, clock.now())).toEqual([]);
  });

  it.each([
    [
      "12 a credited line whose entry has another amount",
      `update ${LINE} set amount_minor = 1001 where disposition = 'credited'`,
      "12-payment-posted-once",
    ],
    [
      "12 a payment that was credited as a transfer",
      "update posting set funding_source = 'transfer' where funding_source = 'other'",
      "12-payment-posted-once",
    ],
    [
      "12 a line credited twice",
      `insert into journal_entry select project_id, entry_id + 1000000, region_code, kind, effective_at, booked_at, booking_month, reference, 'x'
         from journal_entry where reference like 'bank_statement_line:%' and kind = 'payment'`,
      "12-payment-posted-once",
    ],
    [
      "13 a statement whose lines no longer give its balance",
      "update bank_statement set closing_minor = closing_minor + 1",
      "13-statement-adds-up",
    ],
    ["13 a line that vanished", `delete from bank_statement_sighting where line_no = 2`, "13-statement-adds-up"],
    ["14 a line that no statement shows", "delete from bank_statement_sighting", "14-bank-line-once"],
    [
      "28 suspense money without a waiting line",
      `update ${LINE} set disposition = 'ignored_outgoing', decided_at = '2026-11-20Z', decided_by = 'x' where disposition = 'suspense'`,
      "28-suspense-is-waiting-lines",
    ],
    [
      "28 a waiting line whose money left",
      "update ledger_balance set balance_minor = 0 where ledger_account = 'suspense:moscow'",
      "28-suspense-is-waiting-lines",
    ],
  ])("invariant %s", async (_title, statement, expected) => {
    expect(await broken(statement)).toContain(expected);
  });
});
