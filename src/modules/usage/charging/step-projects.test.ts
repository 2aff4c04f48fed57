import fc from "fast-check";
import { expect, test } from "vitest";

import { likelyMinute } from "./step-projects.ts";

const minor = fc.bigInt({ min: 0n, max: 10n ** 15n });

test("FRZ-01 a guess of the minute of zero lies within the range that is searched, so that each makes it smaller", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2_000 }),
      fc.integer({ min: 1, max: 1_500 }),
      minor,
      minor,
      (low, minutes, left, lack) => {
        const guess = likelyMinute({ low, high: low + minutes, leftAtLow: left, leftAtHigh: -lack - 1n });
        expect(guess).toBeGreaterThanOrEqual(low);
        expect(guess).toBeLessThan(low + minutes);
      },
    ),
  );
});

test("FRZ-01 of usage that costs the same every minute the minute of zero is found in two guesses", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_440 }),
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      fc.nat(),
      (day, cost, part) => {
        const funds = (cost * BigInt(day) * BigInt(part % 1_000)) / 1_000n;
        const left = (minute: number) => funds - cost * BigInt(minute);
        let range = { low: 0, high: day, leftAtLow: funds, leftAtHigh: left(day) };
        for (let guesses = 0; guesses < 2 && range.low < range.high; guesses += 1) {
          const minute = likelyMinute(range);
          range =
            left(minute) < 0n
              ? { ...range, high: minute, leftAtHigh: left(minute) }
              : { ...range, low: minute + 1, leftAtLow: left(minute) };
        }
        expect(range.low).toBe(range.high);
        expect(left(range.high)).toBeLessThan(0n);
        expect(left(range.high - 1)).toBeGreaterThanOrEqual(0n);
      },
    ),
  );
});
