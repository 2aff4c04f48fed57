import { describe, expect, it } from "vitest";
import {
  addMonths,
  fittingInterval,
  isLocalDate,
  isLocalMonth,
  lengthInDays,
  localDateOf,
  monthsUpTo,
  presetOf,
  presetRange,
  previousRange,
} from "./period.ts";

describe("periods of the filters", () => {
  it("REG-07 takes the local date of the region, not of the browser", () => {
    expect(localDateOf("2026-10-31T21:30:00Z", "Europe/Moscow")).toBe("2026-11-01");
    expect(localDateOf("2026-10-31T18:30:00Z", "Asia/Almaty")).toBe("2026-10-31");
  });

  it("BAL-05 offers presets that end today while they run", () => {
    const today = "2026-11-15";
    expect(presetRange("thisMonth", today)).toEqual({ from: "2026-11-01", to: "2026-11-15" });
    expect(presetRange("previousMonth", today)).toEqual({ from: "2026-10-01", to: "2026-10-31" });
    expect(presetRange("thisQuarter", today)).toEqual({ from: "2026-10-01", to: "2026-11-15" });
    expect(presetRange("last7", today)).toEqual({ from: "2026-11-09", to: "2026-11-15" });
    expect(presetRange("previousYear", today)).toEqual({ from: "2025-01-01", to: "2025-12-31" });
  });

  it("recognises the preset of a range, the default month first", () => {
    expect(presetOf({ from: "2026-11-01", to: "2026-11-01" }, "2026-11-01")).toBe("thisMonth");
    expect(presetOf({ from: "2026-11-09", to: "2026-11-15" }, "2026-11-15")).toBe("last7");
    expect(presetOf({ from: "2026-11-08", to: "2026-11-15" }, "2026-11-15")).toBeNull();
  });

  it("compares whole months with whole months and parts with like parts", () => {
    expect(previousRange({ from: "2026-10-01", to: "2026-10-31" })).toEqual({ from: "2026-09-01", to: "2026-09-30" });
    expect(previousRange({ from: "2026-03-01", to: "2026-03-30" })).toEqual({ from: "2026-02-01", to: "2026-02-28" });
    expect(previousRange({ from: "2026-10-01", to: "2026-10-15" })).toEqual({ from: "2026-09-01", to: "2026-09-15" });
    expect(previousRange({ from: "2026-01-01", to: "2026-12-31" })).toEqual({ from: "2025-01-01", to: "2025-12-31" });
    expect(previousRange({ from: "2026-10-05", to: "2026-10-06" })).toEqual({ from: "2026-10-03", to: "2026-10-04" });
  });

  it("compares the year so far with the same part of the year before", () => {
    expect(previousRange({ from: "2026-01-01", to: "2026-11-12" })).toEqual({ from: "2025-01-01", to: "2025-11-12" });
    expect(previousRange({ from: "2026-01-01", to: "2026-03-31" })).toEqual({ from: "2025-10-01", to: "2025-12-31" });
  });

  it("cuts the day to the month it lands in", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2026-01-15", -1)).toBe("2025-12-15");
    expect(monthsUpTo("2026-02", 3)).toEqual(["2026-02", "2026-01", "2025-12"]);
  });

  it("refuses what is not a date", () => {
    for (const wrong of ["2026-02-30", "2026-13-01", "26-01-01", "", 5, undefined])
      expect(isLocalDate(wrong)).toBe(false);
    expect([isLocalMonth("2026-12"), isLocalMonth("2026-13"), isLocalMonth(12)]).toEqual([true, false, false]);
  });

  it("picks a readable step", () => {
    const from = "2026-01-01";
    expect(["2026-01-31", "2026-05-31", "2026-12-31", "2029-12-31"].map((to) => fittingInterval({ from, to }))).toEqual(
      ["day", "week", "month", "year"],
    );
    expect(lengthInDays({ from, to: "2026-12-31" })).toBe(365);
  });
});
