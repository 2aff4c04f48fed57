import fc from "fast-check";
import { expect, test } from "vitest";

import { at, localMonth } from "../../core/time.ts";
import * as chart from "./chart.ts";
import { type EntryDraft, type FundingSource, checkDraft } from "./entry.ts";

const { projectId, ...ofRegion } = {
  projectId: 1n,
  regionCode: "moscow",
  currency: "RUB",
  effectiveAt: at("2026-10-01T00:00:00Z"),
  bookedAt: at("2026-10-01T00:00:00Z"),
  bookingMonth: localMonth("2026-10"),
  reference: "test",
} as const;
const facts = { projectId, ...ofRegion };

const amount = fc.bigInt({ min: 1n, max: 10n ** 15n });
const group = fc.constantFrom("compute", "traffic");
const part = (...sources: FundingSource[]) =>
  fc.record({ bonusGroup: group, fundingSource: fc.constantFrom(...sources), amountMinor: amount });
const parts = (...sources: FundingSource[]) => fc.array(part(...sources), { minLength: 1, maxLength: 8 });

const entries: fc.Arbitrary<EntryDraft> = fc.oneof(
  fc.tuple(fc.constantFrom("transfer" as const, "other" as const), amount).map((p) => chart.paymentEntry(facts, ...p)),
  parts("transfer", "other", "bonus", "credit").map((p) => chart.chargeEntry(facts, p)),
  parts("transfer", "other", "bonus", "credit").map((p) => chart.correctionEntry(facts, p)),
  parts("transfer", "other").map((p) => chart.coverEntry(facts, p)),
  amount.map((minor) => chart.suspenseHoldEntry(ofRegion, minor)),
  amount.map((minor) => chart.suspenseReleaseEntry(ofRegion, minor)),
  fc.tuple(group, amount).map((p) => chart.bonusEntry(facts, ...p)),
  fc.tuple(group, amount).map((p) => chart.bonusExpiryEntry(facts, ...p)),
);

const familyOf = (name: string) => /^[^:]*:?/.exec(name)?.[0];

test("invariant 1: every builder makes an entry that sums to zero and touches accounts of its kind alone", () => {
  fc.assert(
    fc.property(entries, (entry) => {
      checkDraft(entry);
      for (const { ledgerAccount } of entry.postings)
        expect(chart.ACCOUNTS_OF_KIND[entry.kind]).toContain(familyOf(ledgerAccount));
    }),
  );
});

test("PAY-08 within an entry each funding source sums to zero by itself", () => {
  fc.assert(
    fc.property(entries, (entry) => {
      const own = new Map<FundingSource, bigint>();
      for (const { fundingSource, amountMinor } of entry.postings)
        own.set(fundingSource, (own.get(fundingSource) ?? 0n) + amountMinor);
      expect([...own.values()].every((sum) => sum === 0n)).toBe(true);
    }),
  );
});

test("BAL-04 a charge takes from each payer what its parts say, a correction gives exactly that back", () => {
  fc.assert(
    fc.property(parts("transfer", "other", "bonus", "credit"), (some) => {
      const charge = chart.chargeEntry(facts, some);
      const total = some.reduce((sum, one) => sum + one.amountMinor, 0n);
      expect(sumOf(charge, "revenue")).toBe(total);
      const bonus = some.filter((one) => one.fundingSource === "bonus" && one.bonusGroup === "compute");
      expect(sumOf(charge, "bonus:compute")).toBe(-bonus.reduce((sum, one) => sum + one.amountMinor, 0n));
      const back = chart.correctionEntry(facts, some);
      expect(back.postings).toEqual(charge.postings.map((one) => ({ ...one, amountMinor: -one.amountMinor })));
    }),
  );
});

test("PAY-08 a cover leaves the balance: what new money pays is no longer on credit", () => {
  fc.assert(
    fc.property(parts("transfer", "other"), (some) => {
      const cover = chart.coverEntry(facts, some);
      expect(sumOf(cover, "payment")).toBe(0n);
      const total = some.reduce((sum, one) => sum + one.amountMinor, 0n);
      const credit = cover.postings.filter((one) => one.fundingSource === "credit");
      expect(credit.map((one) => one.amountMinor)).toEqual([total, -total]);
    }),
  );
});

function sumOf(entry: EntryDraft, name: string): bigint {
  const own = entry.postings.filter((one) => one.ledgerAccount === name);
  return own.reduce((sum, one) => sum + one.amountMinor, 0n);
}
