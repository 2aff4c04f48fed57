import { expect, test } from "vitest";

import { MOSCOW_OWN_ACCOUNT } from "../../../../test/support/bank-transfer.ts";
import { testDatabase } from "../../../../test/support/database.ts";
import { loadShippedRegions } from "../../../../test/support/regions.ts";
import { lineFacts, ruleOf } from "./proposed-lines.ts";
import type { WeighedLine } from "./statement-store.ts";

const { database } = await testDatabase();
await loadShippedRegions(database);

const line = (ownAccount: string, lineId = 1n): WeighedLine => ({
  lineId,
  disposition: "suspense",
  bookedOn: "2026-10-01" as never,
  direction: "in",
  amountMinor: 1_000n,
  currency: "RUB",
  // What is looked at before the account.
  reason: "possible_duplicate",
  payerName: "ООО «Ромашка»",
  payerInn: "7707083893",
  payerAccount: null,
  purpose: "Оплата",
  ownAccount,
  suspenseRegion: null,
});

test("PAY-14 the account decides whether money is ours, not the reason why its line waits", async () => {
  const ruled = (...lines: WeighedLine[]) => database.transaction((tx) => ruleOf(tx, lines));
  expect(await ruled(line(MOSCOW_OWN_ACCOUNT))).toBeNull();
  expect(await ruled(line(MOSCOW_OWN_ACCOUNT), line("40702810900000000077", 2n))).not.toBeNull();
});

test("AUD-03 who confirms sees every transfer, however many there are", () => {
  const lines = Array.from({ length: 200 }, (_, index) => line(MOSCOW_OWN_ACCOUNT, BigInt(index)));
  expect(lineFacts(lines)).toHaveLength(200);
});
