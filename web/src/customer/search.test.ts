import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signInSearch } from "../session/search.ts";
import { chosenProjects, detailSearch, documentsSearch, expensesSearch } from "./search.ts";

describe("filters in the address", () => {
  it("BAL-05 reads every filter of the Detail tab", () => {
    const raw = { from: "2026-10-01", to: "2026-10-31", interval: "week", kind: "debit", explain: "ch_1" };
    const projects = "mcs0000000001,mcs0000000002";
    expect(detailSearch({ ...raw, projects })).toEqual({ ...raw, projects });
    expect(chosenProjects(projects, "mcs0000000009")).toEqual(["mcs0000000001", "mcs0000000002"]);
    expect(chosenProjects(undefined, "mcs0000000009")).toEqual(["mcs0000000009"]);
  });

  it("BAL-05 the step of an address of the first releases is read, and its old name does not stay", () => {
    for (const read of [detailSearch, expensesSearch]) {
      expect(read({ grain: "month" })).toEqual({ interval: "month" });
      expect(read({ grain: "month", interval: "day" })).toEqual({ interval: "day" });
      expect({ ...read({ grain: "month" }) }).toHaveProperty("grain", undefined);
    }
  });

  it("BAL-05 a date outside the years of business is no date", () => {
    for (const from of ["0001-01-01", "1999-12-31", "2100-01-01", "-002022-09", "9999-12-31", "0026-11-01"])
      expect(detailSearch({ from, to: from }), from).toEqual({});
  });

  it("leaves out what is malformed instead of failing", () => {
    expect(detailSearch({ from: "yesterday", interval: "hour", kind: 1, projects: "x", explain: "" })).toEqual({});
    expect(documentsSearch({ from: "2026-13", to: "2026-12" })).toEqual({ to: "2026-12" });
    expect(detailSearch({ explain: 42 })).toEqual({ explain: "42" });
  });

  it("returns after signing in to this site only", () => {
    expect(signInSearch({ next: "/projects/mcs0000000001/balance" })).toEqual({
      next: "/projects/mcs0000000001/balance",
    });
    for (const next of ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"])
      expect(Object.assign({ next }, signInSearch({ next })), next).toEqual({});
  });

  it("reliability 46: survives any address, and nothing raw shows through where the router lays it over", () => {
    const keys = ["from", "to", "interval", "grain", "projects", "next", "kind", "explain", "view", "expired"] as const;
    const readers = { detailSearch, expensesSearch, documentsSearch, signInSearch };
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), fc.anything()), (raw) => {
        for (const [name, read] of Object.entries(readers)) {
          const own: Record<string, unknown> = { ...read(raw) };
          const all: Record<string, unknown> = { ...raw, ...own };
          const laid = Object.fromEntries(Object.keys(read({})).map((key) => [key, all[key]]));
          expect(read(laid), name).toEqual(own);
          expect(own, name).toEqual(laid);
        }
      }),
    );
  });
});
