import { describe, expect, it } from "vitest";
import { formatsOf } from "../i18n/format.ts";
import { periodName, periodNameShort } from "./period-name.ts";

const format = formatsOf("ru", "Europe/Moscow");

describe("names of periods", () => {
  it("BAL-05 names a day, a whole month, a whole year and anything else", () => {
    const names = [
      ["2026-10-31", "2026-10-31"],
      ["2026-02-01", "2026-02-28"],
      ["2026-01-01", "2026-12-31"],
      ["2026-10-05", "2026-10-11"],
    ].map(([from = "", to = ""]) => periodName({ from, to }, format));
    expect(names).toEqual(["31.10.2026", "Февраль 2026", "2026", "05.10.2026 – 11.10.2026"]);
  });

  it("is short on an axis", () => {
    expect(periodNameShort({ from: "2026-10-31", to: "2026-10-31" }, format)).toBe("31 окт");
    expect(periodNameShort({ from: "2026-11-02", to: "2026-11-08" }, format)).toBe("2–8 нояб");
    expect(periodNameShort({ from: "2026-10-01", to: "2026-10-31" }, format)).toBe("окт. 2026");
    expect(periodNameShort({ from: "2026-09-28", to: "2026-10-04" }, format)).toBe("28 сент – 4 окт");
  });
});
