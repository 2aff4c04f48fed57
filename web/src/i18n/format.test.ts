import { describe, expect, it } from "vitest";
import { currencySymbol, formatsOf } from "./format.ts";

const ru = formatsOf("ru", "Europe/Moscow");
const en = formatsOf("en", "Asia/Almaty");

describe("formats", () => {
  it("writes money the Russian way, exactly, however long", () => {
    expect(ru.money("12345.67", "RUB")).toBe("12\u00a0345,67\u00a0₽");
    expect(ru.money("-0.05", "RUB")).toBe("\u22120,05\u00a0₽");
    expect(ru.amount("9007199254740993.01")).toBe("9\u00a0007\u00a0199\u00a0254\u00a0740\u00a0993,01");
    expect(ru.money("100.00", "KZT")).toContain("₸");
  });

  it("writes quantities with all their digits", () => {
    expect(ru.decimal("0.0041666670")).toBe("0,004166667");
    expect(en.decimal("1234.5")).toBe("1,234.5");
  });

  it("REG-07 writes instants in the region's zone and names it", () => {
    expect(ru.instant("2026-10-31T21:05:00Z")).toBe("01.11.2026, 00:05");
    expect(ru.offset("2026-10-31T21:05:00Z")).toBe("UTC+3");
    expect(en.offset("2026-10-31T21:05:00Z")).toBe("UTC+5");
    expect(en.offset("2024-01-31T21:05:00Z")).toBe("UTC+6");
  });

  it("writes dates and months", () => {
    expect(ru.date("2026-10-31")).toBe("31.10.2026");
    expect(ru.month("2026-10")).toBe("октябрь 2026");
    expect(en.date("2026-11-12")).toBe("12 Nov 2026");
    expect(en.month("2026-10")).toBe("October 2026");
  });

  it("signs changes", () => {
    expect(ru.percent(0.123, true)).toBe("+12,3\u00a0%");
    expect(ru.percent(-0.5, true)).toBe("\u221250,0\u00a0%");
  });

  it("knows currency symbols", () => {
    expect([currencySymbol("RUB"), currencySymbol("KZT")]).toEqual(["₽", "₸"]);
  });
});
