import { expect, it } from "vitest";
import { heights, monthForecast, monthToDate, totalsByPeriod } from "./month-forecast.ts";

it("BAL-05 the month's forecast is what is spent and today's rate for the whole days that are left, exact to the kopeck", () => {
  expect(monthForecast("100.01", "10.10", "2026-11-20")).toBe("201.01");
  expect(monthForecast("100.01", "10.10", "2026-11-30")).toBe("100.01");
  expect(monthForecast("0.00", "0.01", "2028-02-01")).toBe("0.28");
  expect(monthForecast("1234567890123.44", "0.01", "2026-10-30")).toBe("1234567890123.45");
});

it("BAL-05 bars are drawn by the largest day; days that gave something back have none", () => {
  expect(heights(["50.00", "100.00", "-3.00", "0.00"])).toEqual([0.5, 1, 0, 0]);
  expect(heights(["0.00"])).toEqual([0]);
  expect(totalsByPeriod([{ amounts: ["1.10", "2.20"] }, { amounts: ["0.05"] }], 2)).toEqual(["1.15", "2.20"]);
  expect(monthToDate("2026-11-20")).toEqual({ from: "2026-11-01", to: "2026-11-20" });
});
