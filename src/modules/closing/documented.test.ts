import fc from "fast-check";
import { expect, test } from "vitest";

import { documentedMinor } from "./documented.ts";

const minor = fc.bigInt({ min: 0n, max: 10n ** 15n });
/** What the months book of one supply: paid by transfer, on credit, and of the credit what a transfer covered. */
const months = fc
  .array(fc.record({ transfer: minor, credit: minor, share: fc.integer({ min: 0, max: 100 }) }), { minLength: 1 })
  .map((some) => {
    let owed = 0n;
    return some.map(({ transfer, credit, share }) => {
      owed += credit;
      const covered = (owed * BigInt(share)) / 100n;
      owed -= covered;
      return { transfer, credit, covered };
    });
  });
type Months = readonly { transfer: bigint; credit: bigint; covered: bigint }[];

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, one) => total + one, 0n);
const documented = (scheme: "prepaid" | "postpaid", some: Months) =>
  sum(some.map(({ transfer, credit, covered }) => documentedMinor(scheme, transfer, credit, covered)));

test("PAY-08 the documents of a prepaid supply show what transfers paid, at once or later, and nothing else", () => {
  fc.assert(
    fc.property(months, (some) => {
      expect(documented("prepaid", some)).toBe(sum(some.flatMap(({ transfer, covered }) => [transfer, covered])));
      expect(documented("prepaid", some)).toBeLessThanOrEqual(documented("postpaid", some));
    }),
  );
});

test("PAY-08 DOC-09 a post-paid supply is documented when it is charged, and once: what is paid for it later adds nothing", () => {
  fc.assert(
    fc.property(months, minor, (some, later) => {
      expect(documented("postpaid", some)).toBe(sum(some.flatMap(({ transfer, credit }) => [transfer, credit])));
      expect(documentedMinor("postpaid", 0n, 0n, later)).toBe(0n);
    }),
  );
});

test("PYR-02 DOC-09 when transfers have covered all of the credit, both schemes have documented every kopeck once", () => {
  fc.assert(
    fc.property(months, (some) => {
      const owed = sum(some.map(({ credit, covered }) => credit - covered));
      const paid = [...some, { transfer: 0n, credit: 0n, covered: owed }];
      expect(documented("prepaid", paid)).toBe(documented("postpaid", paid));
    }),
  );
});

test("PRC-04 a correction takes back from the documents what the charge put there", () => {
  fc.assert(
    fc.property(fc.constantFrom("prepaid" as const, "postpaid" as const), months, (scheme, some) => {
      const back = some.map(({ transfer, credit, covered }) => ({
        transfer: -transfer,
        credit: -credit,
        covered: -covered,
      }));
      expect(documented(scheme, [...some, ...back])).toBe(0n);
    }),
  );
});
