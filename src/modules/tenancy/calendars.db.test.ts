import { readFile } from "node:fs/promises";

import { describe, expect, test } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { Refusal } from "../../core/errors.ts";
import { type LocalDate, addDays, daysOf } from "../../core/time.ts";
import { PLAIN_CALENDAR, isWorkingDay } from "../../core/working-time.ts";
import { inProject } from "../../platform/project.ts";
import { parseCalendars } from "./calendar-file.ts";
import { calendarOf, loadCalendars } from "./index.ts";

const { database } = await testDatabase();
const SHIPPED = await readFile(inProject("config/calendars.yaml"), "utf8");

describe("REQ-11: business calendars", () => {
  test.each([
    ["RU", 2026, 247],
    ["RU", 2027, 247],
    ["KZ", 2026, 247],
    ["KZ", 2027, 246],
    // A year that nobody wrote down goes by its weekdays.
    ["RU", 2030, 261],
  ])("REQ-11 %s %i has %i working days", async (country, year, count) => {
    await database.transaction((tx) => loadCalendars(tx, SHIPPED));
    const calendar = await calendarOf(database, country);
    const first = `${year}-01-01` as LocalDate;
    const dates = Array.from({ length: daysOf(first, `${year}-12-31` as LocalDate) }, (_, n) => addDays(first, n));
    expect(dates.filter((date) => isWorkingDay(calendar, date))).toHaveLength(count);
  });

  test("REQ-11 moved and short days are as the law has them", async () => {
    const russia = await calendarOf(database, "RU");
    expect([
      isWorkingDay(russia, "2026-01-09" as LocalDate),
      isWorkingDay(russia, "2027-02-20" as LocalDate),
      russia.short.has("2027-02-20"),
      isWorkingDay(russia, "2026-12-31" as LocalDate),
    ]).toEqual([false, true, true, false]);
    const kazakhstan = await calendarOf(database, "KZ");
    expect(
      ["2026-08-31", "2027-03-15", "2026-03-25"].map((date) => isWorkingDay(kazakhstan, date as LocalDate)),
    ).toEqual([true, false, false]);
  });

  test("REQ-11 an operator's change replaces the country's days; a country without a calendar goes by weekdays", async () => {
    const changed = `calendars: [{ country: RU, hours: ["10:00-16:00"], years: [{ year: 2026, off: [2026-11-20] }] }]`;
    await database.transaction((tx) => loadCalendars(tx, changed));
    const russia = await calendarOf(database, "RU");
    expect(russia.hours).toEqual([{ from: 600, to: 960 }]);
    expect([...russia.off]).toEqual(["2026-11-20"]);
    expect(await calendarOf(database, "AM")).toBe(PLAIN_CALENDAR);
    await database.transaction((tx) => loadCalendars(tx, SHIPPED));
  });

  test.each([
    ["a Saturday that is off", `{ year: 2026, off: [2026-11-21] }`, "calendars[0].years[0].off"],
    ["a weekday that is worked", `{ year: 2026, working: [2026-11-20] }`, "calendars[0].years[0].working"],
    ["a short day off", `{ year: 2026, off: [2026-11-20], short: [2026-11-20] }`, "calendars[0].years[0].short"],
    ["another year's day", `{ year: 2026, off: [2027-11-22] }`, "calendars[0].years[0].year"],
    ["no date", `{ year: 2026, off: ["2026-02-30"] }`, "calendars[0].years[0].off[0]"],
  ])("REQ-11 %s is refused by its place", (_what, year, place) => {
    const text = `calendars: [{ country: RU, hours: ["09:00-18:00"], years: [${year}] }]`;
    const refused = (() => {
      try {
        parseCalendars("calendars.yaml", text);
        return [];
      } catch (error) {
        return (error as Refusal).details.problems?.map(({ field }) => field);
      }
    })();
    expect(refused).toEqual([`calendars.yaml: ${place}`]);
  });
});
