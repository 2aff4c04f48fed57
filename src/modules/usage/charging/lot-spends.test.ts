import fc from "fast-check";
import { expect, test } from "vitest";

import { type LotSpend, SpentLots, sumSpends } from "./lot-spends.ts";

const spend = fc.record({
  projectId: fc.constantFrom(1n, 2n),
  contractId: fc.constantFrom(0n, 7n, 8n),
  cover: fc.boolean(),
  lotNo: fc.constantFrom(10n, 20n, 30n),
  amountMinor: fc.bigInt({ min: 1n, max: 100n }),
});
const sum = (rows: readonly { readonly amountMinor: bigint }[]) => rows.reduce((all, one) => all + one.amountMinor, 0n);
const paidFor = (rows: readonly LotSpend[], of: Omit<LotSpend, "lotNo" | "amountMinor">, anyContract: boolean) =>
  rows.filter(
    (one) =>
      one.projectId === of.projectId && one.cover === of.cover && (anyContract || one.contractId === of.contractId),
  );

test("PAY-08 what is given back comes off lots that paid it, the last one first, and never more than they paid", () => {
  fc.assert(
    fc.property(fc.array(spend, { maxLength: 12 }).map(sumSpends), fc.array(spend, { maxLength: 6 }), (paid, asked) => {
      const lots = new SpentLots(paid);
      let now = paid;
      for (const { lotNo: _, ...share } of asked) {
        const all = paidFor(now, share, true);
        if (sum(all) < share.amountMinor) {
          expect(() => lots.take(share)).toThrow(/no transfer is known/);
          return;
        }
        const own = paidFor(now, share, false);
        const pieces = lots.take(share);
        expect(sum(pieces)).toBe(share.amountMinor);
        expect(new Set(pieces.map((one) => one.lotNo)).size).toBe(pieces.length);
        if (sum(own) >= share.amountMinor) {
          const least = pieces.reduce((lot, one) => (one.lotNo < lot ? one.lotNo : lot), 99n);
          const taken = new Map(pieces.map((one) => [one.lotNo, one.amountMinor]));
          // A lot that paid later than one that gives back has given back all it paid.
          for (const one of own.filter((lot) => lot.lotNo > least)) expect(taken.get(one.lotNo)).toBe(one.amountMinor);
          now = sumSpends([...now, ...pieces.map((one) => ({ ...share, ...one, amountMinor: -one.amountMinor }))]);
          expect(now.every((one) => one.amountMinor > 0n)).toBe(true);
        } else return;
      }
    }),
  );
});
