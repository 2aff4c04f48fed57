import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { DAY, HOUR, type Instant, at, plus } from "../../core/time.ts";
import { type Warning, decideWarning } from "./freeze-warning.ts";

const NOW = at("2026-11-20T12:00:00Z");
const TRANSFER_BY = plus(NOW, 5 * DAY);
const decide = (told: Warning | null, hours: number | null) =>
  decideWarning(told, { runsOutAt: hours === null ? null : plus(NOW, hours * HOUR), transferBy: TRANSFER_BY }, NOW);

describe("NTF-02 people are told before their project freezes", () => {
  test("NTF-02 once while a transfer still comes in time, and once more on the last day", () => {
    expect(decide(null, 6 * 24)).toEqual({ tell: null, told: null });
    expect(decide(null, 5 * 24)).toEqual({ tell: "freeze_ahead", told: "freeze_ahead" });
    expect(decide("freeze_ahead", 30)).toEqual({ tell: null, told: "freeze_ahead" });
    expect(decide("freeze_ahead", 24)).toEqual({ tell: "freeze_last_day", told: "freeze_last_day" });
    expect(decide("freeze_last_day", 3)).toEqual({ tell: null, told: "freeze_last_day" });
    expect(decide(null, 3)).toEqual({ tell: "freeze_last_day", told: "freeze_last_day" });
  });

  test("NTF-02 after a top-up the next last day is told again, and a forecast that trembles tells nobody twice", () => {
    expect(decide("freeze_last_day", 40)).toEqual({ tell: null, told: "freeze_last_day" });
    expect(decide("freeze_last_day", 49)).toEqual({ tell: null, told: "freeze_ahead" });
    expect(decide("freeze_ahead", 5 * 24 + 12)).toEqual({ tell: null, told: "freeze_ahead" });
    expect(decide("freeze_ahead", 7 * 24)).toEqual({ tell: null, told: null });
    expect(decide("freeze_last_day", null)).toEqual({ tell: null, told: null });
  });

  test("NTF-02 while the money only gets less, whatever the pace, each warning is told at most once and the last day always", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 60 }), (steps) => {
        let told: Warning | null = null;
        const tells: Warning[] = [];
        const falling = steps.toSorted((a, b) => b - a);
        for (const hours of falling) {
          const decision = decide(told, hours);
          told = decision.told;
          if (decision.tell) tells.push(decision.tell);
        }
        expect(new Set(tells).size).toBe(tells.length);
        expect(tells.includes("freeze_last_day")).toBe((falling.at(-1) as number) <= 24);
      }),
    );
  });

  test("NTF-02 nobody is told of a project that lasts longer than a transfer takes", () => {
    const instant: fc.Arbitrary<Instant> = fc
      .integer({ min: 1, max: 400 })
      .map((days) => plus(TRANSFER_BY, days * DAY));
    fc.assert(
      fc.property(
        fc.constantFrom<Warning | null>(null, "freeze_ahead", "freeze_last_day"),
        instant,
        (told, runsOutAt) => {
          expect(decideWarning(told, { runsOutAt, transferBy: TRANSFER_BY }, NOW).tell).toBeNull();
        },
      ),
    );
  });
});
