import { expect, it } from "vitest";
import { taxNumberName } from "./tax-number-name.ts";

it("PAY-05 REG-01 a payer's number is called as in the country of the bank: БИН or ИИН in Kazakhstan, else ИНН", () => {
  expect(["KZ86125KZT1001300224", "kz86 125k zt10 0130 0224"].map(taxNumberName)).toEqual(["bin", "bin"]);
  expect(["40702810900000000001", "DE89370400440532013000", ""].map(taxNumberName)).toEqual(["inn", "inn", "inn"]);
});
