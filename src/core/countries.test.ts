import { expect, test } from "vitest";

import { countries, countryOf, isInEaeu } from "./countries.ts";

/** In the national classifier alone. */
const OKSM_ONLY = new Set(["AB", "OS"]);

test("PYR-04 the classifier knows the countries buyers come from", () => {
  expect(["RU", "KZ", "BY", "AM", "KG", "UZ", "DE"].map((code) => countryOf(code)?.digits)).toEqual([
    "643",
    "398",
    "112",
    "051",
    "417",
    "860",
    "276",
  ]);
  expect(countryOf("BY")).toEqual({ code: "BY", digits: "112", name: "Беларусь" });
  expect(["XK", "ru", "", "USA"].map(countryOf)).toEqual([null, null, null, null]);
  expect(["BY", "KZ", "UZ"].map(isInEaeu)).toEqual([true, true, false]);
});

test("PYR-04 letters and digits of every country are those of ISO 3166, each once", () => {
  const all = countries();
  expect(all).toHaveLength(251);
  expect(new Set(all.map(({ digits }) => digits)).size).toBe(all.length);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { code, digits, name } of all) {
    expect(name, code).toMatch(/^[А-Я].{2,}/);
    if (!OKSM_ONLY.has(code)) expect(Intl.getCanonicalLocales(`und-${digits}`), name).toEqual([`und-${code}`]);
  }
});

test("PYR-04 no country of ISO 3166 is left out", () => {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const known = letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => {
      const locale = Intl.getCanonicalLocales(`und-${code}`)[0];
      return names.of(code) !== undefined && locale === `und-${code}`;
    });
  // Regions of the locale data that are no countries of the standard.
  const others = ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"];
  expect(known.filter((code) => countryOf(code) === null && !others.includes(code))).toEqual([]);
});
