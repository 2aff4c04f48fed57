import { expect, test } from "vitest";

import { countries } from "../../../core/countries.ts";
import { localDate } from "../../../core/time.ts";
import { residenceOf, taxTreatment } from "./tax-treatment.ts";

const taxed = (supplierCountry: string, buyerCountry: string, on: string, electronic = true) =>
  taxTreatment({ supplierCountry, buyerCountry, electronic, on: localDate(on) })?.taxed ?? null;

test("PYR-04 DOC-11 a Russian supplier's services are taxed by residence, kind and date", () => {
  expect(["RU", "BY", "KZ", "AM", "KG", "DE", "UZ"].map((buyer) => taxed("RU", buyer, "2026-10-31"))).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(["RU", "BY", "DE"].map((buyer) => taxed("RU", buyer, "2026-10-31", false))).toEqual([true, true, true]);
});

test("PYR-04 DOC-11 within the union the buyer's state taxes electronic services from 2024-03-04 on", () => {
  expect(["2024-02-29", "2024-03-03", "2024-03-04", "2024-03-31"].map((on) => taxed("RU", "BY", on))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(["2019-01-31", "2024-03-03"].map((on) => taxed("RU", "DE", on))).toEqual([false, false]);
  expect(["2024-03-03", "2024-03-04"].map((on) => taxed("KZ", "RU", on))).toEqual([true, false]);
});

test("PYR-04 DOC-11 where no row says how a supply is taxed, nothing is assumed; at home it is taxed in every country", () => {
  expect([taxed("KZ", "DE", "2026-10-31"), taxed("UZ", "RU", "2026-10-31")]).toEqual([null, null]);
  expect(taxed("UZ", "UZ", "2026-10-31")).toBe(true);
});

test("PYR-04 DOC-11 a Russian supplier's supply to any country of the world, of either kind, at any date has one treatment", () => {
  for (const { code } of countries()) {
    for (const on of ["2023-12-31", "2024-03-04", "2026-12-31"]) {
      for (const electronic of [true, false]) {
        const home = residenceOf("RU", code) === "own";
        const expected = home || !electronic || (residenceOf("RU", code) === "eaeu" && on < "2024-03-04");
        expect(taxed("RU", code, on, electronic), `${code} ${on} ${electronic}`).toBe(expected);
      }
    }
  }
});
