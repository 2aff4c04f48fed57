import { describe, expect, test } from "vitest";

import { DAY, at, plus } from "../../core/time.ts";
import { lastsUntil } from "./forecast.ts";

const NOW = at("2026-11-20T12:00:00Z");
const bonus = (bonusGroup: string, amountMinor: bigint, days: number | null) => ({
  bonusGroup,
  amountMinor,
  expiresAt: days === null ? null : plus(NOW, days * DAY),
});

describe("how long the money lasts", () => {
  test("BAL-01 without bonuses it is the balance by what a day costs", () => {
    const perDay = [
      { bonusGroup: "compute", amountMinor: 100n },
      { bonusGroup: null, amountMinor: 50n },
    ];
    expect(lastsUntil({ paymentMinor: 1500n, bonuses: [] }, perDay, NOW)).toBe(plus(NOW, 10 * DAY));
    expect(lastsUntil({ paymentMinor: 1500n, bonuses: [] }, [], NOW)).toBeNull();
    expect(lastsUntil({ paymentMinor: 0n, bonuses: [] }, perDay, NOW)).toBeNull();
  });

  test("BAL-01 BAL-04 beside an empty account a bonus lasts as long as it pays for everything", () => {
    const compute = [{ bonusGroup: "compute", amountMinor: 100n }];
    const lasting = (perDay: Parameters<typeof lastsUntil>[1], paymentMinor = 0n) =>
      lastsUntil({ paymentMinor, bonuses: [bonus("compute", 400n, null)] }, perDay, NOW);
    expect(lasting(compute)).toBe(plus(NOW, 4 * DAY));
    expect(lasting([...compute, { bonusGroup: null, amountMinor: 1n }])).toBe(NOW);
    expect(lasting(compute, -1n)).toBeNull();
  });

  test("BAL-04 a bonus pays for its own group first, until it is used up or expires", () => {
    const perDay = [
      { bonusGroup: "compute", amountMinor: 100n },
      { bonusGroup: null, amountMinor: 50n },
    ];
    const lasting = (days: number | null, amount = 400n) =>
      lastsUntil({ paymentMinor: 500n, bonuses: [bonus("compute", amount, days)] }, perDay, NOW);
    // Four days of the bonus cost 200; the other 300 are gone in two days more.
    expect(lasting(null)).toBe(plus(NOW, 6 * DAY));
    // After two days the bonus is gone: 400 are left, of 150 a day.
    expect(lasting(2)).toBe(plus(NOW, 2 * DAY + Math.floor((400 * DAY) / 150)));
    expect(lasting(null, 100_000n)).toBe(plus(NOW, 10 * DAY));
    expect(lastsUntil({ paymentMinor: 500n, bonuses: [bonus("platform", 400n, null)] }, perDay, NOW)).toBe(
      plus(NOW, Math.floor((500 * DAY) / 150)),
    );
  });
});
