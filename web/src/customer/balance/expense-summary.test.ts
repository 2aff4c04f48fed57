import { describe, expect, it } from "vitest";
import type { Expenses } from "../../api/fetch.ts";
import { changeOf, chartSeries, lowestOf, summarise } from "./expense-summary.ts";

function expenses(totals: Record<string, string>, total: string): Expenses {
  return {
    timeZone: "Europe/Moscow",
    periods: [{ from: "2026-10-01", to: "2026-10-31" }],
    services: Object.entries(totals).map(([code, amount], position) => ({
      code,
      position,
      name: { ru: code, en: code },
      amounts: [amount],
      total: amount,
    })),
    total: { amount: total, currency: "RUB" },
    previousTotal: { amount: "0.00", currency: "RUB" },
  };
}

describe("expenses on services", () => {
  it("BAL-05 orders services by size with share and change", () => {
    const now = expenses({ cdn: "25.00", compute: "75.00" }, "100.00");
    expect(summarise(now, expenses({ compute: "50.00" }, "50.00"))).toMatchObject([
      { code: "compute", share: 0.75, change: 0.5 },
      { code: "cdn", share: 0.25, change: null },
    ]);
  });

  it("has no change without a previous period", () => {
    expect(changeOf("5.00", "0.00")).toBeNull();
    expect(changeOf("0.00", "5.00")).toBe(-1);
  });

  it("keeps the chart readable and exact: the smallest services become one series", () => {
    const many = expenses({ a: "4.00", b: "3.00", c: "0.01", d: "0.02" }, "7.03");
    expect(chartSeries(many, 3).map(({ code, amounts }) => [code, ...amounts])).toEqual([
      ["a", "4.00"],
      ["b", "3.00"],
      ["", "0.03"],
    ]);
    expect(chartSeries(many, 4)).toHaveLength(4);
  });

  it("BAL-05 a service keeps its colour whatever else is drawn, and what came back is drawn below zero", () => {
    const alone = expenses({ a: "1.00", b: "2.00", c: "3.00" }, "6.00");
    const fewer = { ...alone, services: alone.services.filter(({ code }) => code !== "b") };
    const places = (one: Expenses) => new Map(chartSeries(one, 9).map(({ code, position }) => [code, position]));
    expect(places(fewer).get("c")).toBe(places(alone).get("c"));
    expect(lowestOf(chartSeries(alone, 9), 1)).toBe(0);
    expect(lowestOf(chartSeries(expenses({ a: "-1.50", b: "2.00", c: "-0.50" }, "0.00"), 9), 1)).toBe(-2);
  });
});
