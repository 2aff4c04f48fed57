import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { DAY, type LocalDate, MINUTE, addDays, at, dateOf, instant, plus } from "./time.ts";
import {
  type BusinessCalendar,
  PLAIN_CALENDAR,
  isWorkingDay,
  plusWorking,
  workingMinutes,
  workingPeriods,
} from "./working-time.ts";

const ZONES = ["Europe/Moscow", "Asia/Almaty", "America/New_York", "Australia/Lord_Howe"] as const;
const START = at("2026-01-01T00:00:00Z");
const moment = fc.integer({ min: 0, max: 730 * 24 * 60 }).map((minutes) => plus(START, minutes * MINUTE));
const day = fc.integer({ min: 0, max: 729 }).map((days) => addDays("2026-01-01" as LocalDate, days));
const days = fc.array(day, { maxLength: 40 }).map((list): ReadonlySet<string> => new Set(list));
const calendar: fc.Arbitrary<BusinessCalendar> = fc
  .record({ off: days, working: days, short: days })
  .map((lists) => ({ ...PLAIN_CALENDAR, ...lists }));
const zone = fc.constantFrom(...ZONES);
const minutes = fc.integer({ min: 0, max: 40 * 480 });

describe("REQ-11: working time", () => {
  test("REQ-11 what is added is what has passed, whatever the calendar, the zone and the start", () => {
    fc.assert(
      fc.property(calendar, zone, moment, minutes, (dates, where, from, added) => {
        const until = plusWorking(dates, where, from, added);
        expect(until).toBeGreaterThanOrEqual(from);
        expect(workingMinutes(dates, where, from, until)).toBe(added);
      }),
    );
  });

  test("REQ-11 adding twice is adding the sum, and later starts end no earlier", () => {
    fc.assert(
      fc.property(calendar, zone, moment, minutes, minutes, (dates, where, from, one, other) => {
        const whole = plusWorking(dates, where, from, one + other);
        const twice = plusWorking(dates, where, plusWorking(dates, where, from, one), other);
        // Between two periods there are two instants of the same working time.
        expect(workingMinutes(dates, where, twice, whole) + workingMinutes(dates, where, whole, twice)).toBe(0);
        expect(plusWorking(dates, where, plus(from, 7 * MINUTE), one)).toBeGreaterThanOrEqual(
          plusWorking(dates, where, from, one),
        );
      }),
    );
  });

  test("REQ-11 the time of a whole is that of its parts, and of a day never more than its hours", () => {
    fc.assert(
      fc.property(calendar, zone, moment, moment, moment, (dates, where, a, b, c) => {
        const [first, middle, last] = [a, b, c].sort((one, other) => one - other) as [typeof a, typeof a, typeof a];
        const whole = workingMinutes(dates, where, first, last);
        const parts = workingMinutes(dates, where, first, middle) + workingMinutes(dates, where, middle, last);
        expect(parts).toBe(whole);
        expect(workingMinutes(dates, where, last, first)).toBe(0);
        expect(workingMinutes(dates, where, first, plus(first, DAY))).toBeLessThanOrEqual(2 * 480);
      }),
    );
  });

  test("REQ-11 a deadline never falls on a day off", () => {
    fc.assert(
      fc.property(calendar, zone, moment, fc.integer({ min: 1, max: 4_800 }), (dates, where, from, added) => {
        const until = plusWorking(dates, where, from, added);
        const date = dateOf(instant(until - 1), where);
        expect(isWorkingDay(dates, date)).toBe(true);
        expect(workingPeriods(dates, date, where).some(({ start, end }) => start < until && until <= end)).toBe(true);
      }),
    );
  });

  test("REQ-11 four hours of Friday's evening end on Monday at eleven; a short day ends an hour early", () => {
    const friday = at("2026-11-20T16:00:00+03:00");
    expect(plusWorking(PLAIN_CALENDAR, "Europe/Moscow", friday, 240)).toBe(at("2026-11-23T11:00:00+03:00"));
    const short = { ...PLAIN_CALENDAR, short: new Set(["2026-11-20"]) };
    expect(plusWorking(short, "Europe/Moscow", friday, 240)).toBe(at("2026-11-23T12:00:00+03:00"));
    const worked = { ...PLAIN_CALENDAR, working: new Set(["2026-11-21"]) };
    expect(plusWorking(worked, "Europe/Moscow", friday, 240)).toBe(at("2026-11-21T11:00:00+03:00"));
  });

  test("REQ-11 with nothing to add, the next working moment; a calendar without working hours is an error, not a hang", () => {
    const night = at("2026-11-21T03:00:00+03:00");
    expect(plusWorking(PLAIN_CALENDAR, "Europe/Moscow", night, 0)).toBe(at("2026-11-23T09:00:00+03:00"));
    const never = { ...PLAIN_CALENDAR, hours: [] };
    expect(() => plusWorking(never, "Europe/Moscow", night, 1)).toThrow(RangeError);
  });

  test("REG-07 on the day on which the clocks are changed work begins at nine by the clock", () => {
    // New York, Sunday 8 March 2026, worked.
    const worked = { ...PLAIN_CALENDAR, working: new Set(["2026-03-08"]) };
    const [first] = workingPeriods(worked, "2026-03-08" as LocalDate, "America/New_York");
    expect(first?.start).toBe(at("2026-03-08T09:00:00-04:00"));
  });
});
