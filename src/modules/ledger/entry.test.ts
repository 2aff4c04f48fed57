import fc from "fast-check";
import { expect, test } from "vitest";

import { at, localMonth } from "../../core/time.ts";
import { PAYMENT } from "./chart.ts";
import { type EntryDraft, checkDraft } from "./entry.ts";

const draft = (amounts: readonly bigint[]): EntryDraft => ({
  projectId: 1n,
  regionCode: "moscow",
  currency: "RUB",
  kind: "charge",
  effectiveAt: at("2026-10-01T00:00:00Z"),
  bookedAt: at("2026-10-01T00:00:00Z"),
  bookingMonth: localMonth("2026-10"),
  reference: "test",
  postings: amounts.map((amountMinor) => ({ ledgerAccount: PAYMENT, amountMinor, fundingSource: "other" })),
});

test("invariant 1: exactly the drafts of two postings or more, none of nothing, that sum to zero are entries", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -3n, max: 3n }), { maxLength: 6 }), (amounts) => {
      const sound =
        amounts.length >= 2 && !amounts.includes(0n) && amounts.reduce((sum, amount) => sum + amount, 0n) === 0n;
      if (sound) expect(() => checkDraft(draft(amounts))).not.toThrow();
      else expect(() => checkDraft(draft(amounts))).toThrow();
    }),
  );
});
