import { expect, it } from "vitest";
import { payersSearch, quarantineSearch, securitySearch, signInsSearch } from "./search.ts";

it.each([
  ["waiting", "waiting"],
  ["dismissed", "dismissed"],
  ["gone", undefined],
  [["waiting"], undefined],
  [undefined, undefined],
])("the state %j in the address is read as %j", (raw, state) => {
  expect(quarantineSearch({ state: raw })).toEqual({ state });
});

it.each([
  ["Ромашка", "Ромашка"],
  [7_707_083_893, "7707083893"],
  ["", undefined],
  [["x"], undefined],
  ["x".repeat(101), undefined],
])("the search %j in the address is read as %j", (raw, search) => {
  expect(payersSearch({ search: raw })).toEqual({ search });
});

it.each([
  ["cli_act", "cli_act"],
  ["gone", undefined],
  [undefined, undefined],
])("the kind %j in the address is read as %j", (raw, kind) => {
  expect(securitySearch({ kind: raw })).toEqual({ kind });
});

it.each([
  ["anna@example.ru", "anna@example.ru"],
  ["", undefined],
  [7, undefined],
  ["x".repeat(321), undefined],
])("the address of mail %j in the address is read as %j", (raw, email) => {
  expect(signInsSearch({ email: raw })).toEqual({ email });
});
