import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";

import { type Instant, at, dateOf, formatInstant, monthOf, monthPeriod, offsetLabel, parseInstant } from "./time.ts";

const two = (number: number) => String(number).padStart(2, "0");
const year = fc.oneof(fc.integer({ min: 2, max: 9998 }), fc.integer({ min: 1995, max: 2105 }));
/** Any number of two digits, but mostly those of a clock or calendar and their neighbours. */
const field = (most: number) =>
  fc.oneof({ weight: 5, arbitrary: fc.nat(most + 1) }, { weight: 1, arbitrary: fc.nat(99) });
const fraction = fc.oneof(fc.constant(""), fc.stringMatching(/^\.\d{1,9}$/));
const offset = fc.oneof(
  fc.constantFrom("Z", "z"),
  fc.tuple(fc.constantFrom("+", "-"), field(23), field(59)).map(([sign, h, m]) => `${sign}${two(h)}:${two(m)}`),
);

describe("REG-07: instants are read from RFC 3339", () => {
  test("whatever a calendar and a clock can show is read as Temporal reads it, and nothing else is", () => {
    fc.assert(
      fc.property(
        fc.tuple(year, field(12), field(31), field(23), field(59), fc.nat(59), fraction, offset),
        ([y, month, day, hour, minute, second, part, zone]) => {
          const date = `${String(y).padStart(4, "0")}-${two(month)}-${two(day)}`;
          const text = `${date}T${two(hour)}:${two(minute)}:${two(second)}${part}${zone}`;
          expect(parseInstant(text)).toBe(byTemporal(text));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test("every instant of the years 1 to 9999 is read back as it was written", () => {
    const instants = fc.date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59.999Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (date) => parseInstant(formatInstant(date.getTime() as Instant)) === date.getTime()),
    );
  });

  test("no text at all makes it throw, and what it reads it can write", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^[0-9TZ:.+-]{18,36}$/)), (text) => {
        const read = parseInstant(text);
        return read === null || parseInstant(formatInstant(read)) === read;
      }),
    );
  });

  test.each([
    ["a day that February does not have", "2026-02-30T00:00:00Z"],
    ["29 February of a common year", "2026-02-29T12:00:00+03:00"],
    ["31 April", "2026-04-31T00:00:00Z"],
    ["the hour 24", "2026-01-01T24:00:00Z"],
    ["the minute 60", "2026-01-01T00:60:00Z"],
    ["a leap second", "2016-12-31T23:59:60Z"],
    ["an offset of a day", "2026-01-01T00:00:00+24:00"],
    ["an offset's minute 60", "2026-01-01T00:00:00+03:60"],
    ["no offset", "2026-01-01T00:00:00"],
    ["a point without a fraction", "2026-01-01T00:00:00.Z"],
    ["ten digits of a second", "2026-01-01T00:00:00.1234567890Z"],
    ["a date alone", "2026-01-01"],
    ["a year before 1 in UTC", "0001-01-01T00:00:00+01:00"],
    ["a year after 9999 in UTC", "9999-12-31T23:30:00-01:00"],
  ])("%s is no instant", (_, text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test("29 February of a leap year, a finer fraction and either case of letters are read", () => {
    expect(parseInstant("2024-02-29T23:59:59.9999Z")).toBe(Date.UTC(2024, 1, 29, 23, 59, 59, 999));
    expect(parseInstant("2024-02-29t23:59:59z")).toBe(Date.UTC(2024, 1, 29, 23, 59, 59));
    expect(parseInstant("0000-12-31T23:30:00-01:00")).toBe(Date.parse("0001-01-01T00:30:00Z"));
  });
});

describe("reliability 17: the edges of months, leap days and years in both regions", () => {
  // Moscow is three hours ahead of UTC; Kazakhstan six until the night to 1 March 2024, which has 25 hours, then five.
  test.each([
    ["2023-12-31T17:59:59.999Z", "2023-12-31", "2023-12-31"],
    ["2023-12-31T18:00:00.000Z", "2023-12-31", "2024-01-01"],
    ["2023-12-31T20:59:59.999Z", "2023-12-31", "2024-01-01"],
    ["2023-12-31T21:00:00.000Z", "2024-01-01", "2024-01-01"],
    ["2024-01-31T17:59:59.999Z", "2024-01-31", "2024-01-31"],
    ["2024-01-31T18:00:00.000Z", "2024-01-31", "2024-02-01"],
    ["2024-01-31T21:00:00.000Z", "2024-02-01", "2024-02-01"],
    ["2024-02-28T17:59:59.999Z", "2024-02-28", "2024-02-28"],
    ["2024-02-28T18:00:00.000Z", "2024-02-28", "2024-02-29"],
    ["2024-02-28T21:00:00.000Z", "2024-02-29", "2024-02-29"],
    ["2024-02-29T17:59:59.999Z", "2024-02-29", "2024-02-29"],
    ["2024-02-29T18:00:00.000Z", "2024-02-29", "2024-02-29"],
    ["2024-02-29T18:59:59.999Z", "2024-02-29", "2024-02-29"],
    ["2024-02-29T19:00:00.000Z", "2024-02-29", "2024-03-01"],
    ["2024-02-29T20:59:59.999Z", "2024-02-29", "2024-03-01"],
    ["2024-02-29T21:00:00.000Z", "2024-03-01", "2024-03-01"],
    ["2024-03-31T18:59:59.999Z", "2024-03-31", "2024-03-31"],
    ["2024-03-31T19:00:00.000Z", "2024-03-31", "2024-04-01"],
    ["2024-03-31T21:00:00.000Z", "2024-04-01", "2024-04-01"],
    ["2024-12-31T18:59:59.999Z", "2024-12-31", "2024-12-31"],
    ["2024-12-31T19:00:00.000Z", "2024-12-31", "2025-01-01"],
    ["2024-12-31T21:00:00.000Z", "2025-01-01", "2025-01-01"],
    ["2025-02-28T18:59:59.999Z", "2025-02-28", "2025-02-28"],
    ["2025-02-28T19:00:00.000Z", "2025-02-28", "2025-03-01"],
    ["2025-02-28T20:59:59.999Z", "2025-02-28", "2025-03-01"],
    ["2025-02-28T21:00:00.000Z", "2025-03-01", "2025-03-01"],
    ["2025-12-31T19:00:00.000Z", "2025-12-31", "2026-01-01"],
    ["2025-12-31T20:59:59.999Z", "2025-12-31", "2026-01-01"],
    ["2025-12-31T21:00:00.000Z", "2026-01-01", "2026-01-01"],
    ["2026-04-30T18:59:59.999Z", "2026-04-30", "2026-04-30"],
    ["2026-04-30T19:00:00.000Z", "2026-04-30", "2026-05-01"],
    ["2026-04-30T21:00:00.000Z", "2026-05-01", "2026-05-01"],
    ["2026-10-31T18:59:59.999Z", "2026-10-31", "2026-10-31"],
    ["2026-10-31T19:00:00.000Z", "2026-10-31", "2026-11-01"],
    ["2026-10-31T20:59:59.999Z", "2026-10-31", "2026-11-01"],
    ["2026-10-31T21:00:00.000Z", "2026-11-01", "2026-11-01"],
    ["2028-02-28T19:00:00.000Z", "2028-02-28", "2028-02-29"],
    ["2028-02-28T21:00:00.000Z", "2028-02-29", "2028-02-29"],
    ["2028-02-29T19:00:00.000Z", "2028-02-29", "2028-03-01"],
    ["2028-02-29T21:00:00.000Z", "2028-03-01", "2028-03-01"],
  ])("reliability 17: %s is %s in Moscow and %s in Almaty", (text, moscow, almaty) => {
    for (const [zone, day] of [
      ["Europe/Moscow", moscow],
      ["Asia/Almaty", almaty],
    ] as const) {
      const instant = at(text);
      expect(dateOf(instant, zone)).toBe(day);
      const month = monthOf(dateOf(instant, zone));
      const period = monthPeriod(month, zone);
      expect([month, instant >= period.start, instant < period.end]).toEqual([day.slice(0, 7), true, true]);
    }
  });
});

function byTemporal(text: string): number | null {
  try {
    return Temporal.Instant.from(text.toUpperCase()).epochMilliseconds;
  } catch {
    return null;
  }
}

test("REG-07 an offset is shown as people write it, that of UTC too", () => {
  const zones = ["UTC", "Europe/Moscow", "Asia/Kolkata", "America/New_York", "America/St_Johns", "+00:30"];
  const now = Date.UTC(2026, 10, 28) as Instant;
  const shown = ["UTC+0", "UTC+3", "UTC+5:30", "UTC-5", "UTC-3:30", "UTC+0:30"];
  expect(zones.map((zone) => offsetLabel(now, zone))).toEqual(shown);
});
