import { expect, it } from "vitest";

import { CUSTOMERS } from "../support/http-world.ts";
import { SHOP, openConsole, plain, shown } from "./console.ts";

const consoles = await openConsole();
const OWNER = CUSTOMERS.romashka.email;

/** An amount's digits: minor units. */
function kopecks(text: string): number {
  return Number(text.replace(/\D/g, ""));
}

it("PRC-05 PAY-08 a document is shown down to usage: its lines add up, a charge of them is told in a sentence", async () => {
  const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/documents`);
  await page.getByRole("button", { name: /№/ }).first().click();
  const drawer = page.getByRole("dialog", { name: /№/ });
  const line = drawer.getByRole("table").first();
  await shown(line);
  const parts = await line.locator("tbody td:last-child").allInnerTexts();
  expect(parts.map(kopecks).reduce((sum, one) => sum + one, 0)).toBe(
    kopecks(await plain(line.locator("tfoot td").last())),
  );
  await line.getByRole("button").first().click();
  await shown(drawer.locator(".explain__sentence"));
  expect(await plain(drawer.locator(".explain__sentence"))).toContain("×");
  await drawer.getByRole("button", { name: "К строкам документа" }).click();
  await shown(line);
});
