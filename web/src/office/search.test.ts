import { expect, it } from "vitest";
import { quarantineSearch } from "./search.ts";

it.each([
  ["waiting", "waiting"],
  ["dismissed", "dismissed"],
  ["gone", undefined],
  [["waiting"], undefined],
  [undefined, undefined],
])("the state %j in the address is read as %j", (raw, state) => {
  expect(quarantineSearch({ state: raw })).toEqual({ state });
});
