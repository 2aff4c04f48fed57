import { expect, it } from "vitest";

import { providerOf } from "./focus-provider.ts";

it("PRC-04 a provider is one however a bill spells it, and two providers are two", () => {
  const one = (names: readonly string[]) => new Set(names.map(providerOf)).size === 1;
  expect(one(["AWS", "aws", "Amazon Web Services", "Amazon Web Services, Inc."])).toBe(true);
  expect(one(["Microsoft", "Microsoft Corporation", "Microsoft Azure", "azure"])).toBe(true);
  expect(one(["ООО «Облако»", "облако", "ОБЛАКО, ООО"])).toBe(true);
  expect(one(["Acme", "Other"])).toBe(false);
  expect(one(["Acme Cloud", "Acme"])).toBe(false);
  // A name of nothing but a form is a name all the same.
  expect(one(["Co", "SA"])).toBe(false);
});
