import { expect, it } from "vitest";

import { signatureOf } from "./signature.ts";

it("REG-07 who is of no region, as staff are, gets letters of the console and of UTC, of no region that happens to be first", async () => {
  const sources = { database: null as never, publicUrl: "https://console.example:8443" };
  expect(await signatureOf(sources, "")).toEqual({
    supplierName: "Saldo",
    contact: "console.example:8443",
    zone: "UTC",
  });
});
