import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { CUSTOMERS } from "../support/http-world.ts";
import { SHOP, axeProblems, openConsole, overflow, plain, shown } from "./console.ts";

/** Who is new is shown around in five steps, or says that it is not wanted. */
const consoles = await openConsole();

/** For people to look at, where somebody asks for pictures. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["SALDO_PICTURES"];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

const WORDS = {
  ru: { start: "Показать", next: "Дальше", done: "Готово", place: (n: number) => `Шаг ${n} из 5` },
  en: { start: "Show me", next: "Next", done: "Done", place: (n: number) => `Step ${n} of 5` },
} as const;

const PEOPLE = [
  { who: "an owner", email: CUSTOMERS.romashka.email, at: "/", language: "ru", width: 1280 },
  { who: "an accountant", email: "billing_administrator@romashka.example.test", at: "/", language: "en", width: 390 },
  { who: "a viewer", email: "viewer@romashka.example.test", at: "/", language: "en", width: 1280 },
  { who: "an operator", email: "operator@saldo.example.test", at: "/office", language: "en", width: 1280 },
  { who: "the accountant of staff", email: "accountant@saldo.example.test", at: "/office", language: "ru", width: 390 },
  { who: "a document clerk", email: "document_clerk@saldo.example.test", at: "/office", language: "ru", width: 1280 },
  { who: "support", email: "support@saldo.example.test", at: "/office", language: "ru", width: 1280 },
] as const;

describe("the tour", () => {
  it.each(PEOPLE)("REG-04 $who is shown five pages that the role sees, and then left alone", async (person) => {
    const { email, at, language, width } = person;
    const words = WORDS[language];
    const page = await consoles.visitAs(email, at, { language, width, fresh: true });
    await shown(page.getByRole("button", { name: words.start, exact: true }));
    await picture(page, `tour-offer-${language}-${width}`);
    await page.getByRole("button", { name: words.start, exact: true }).click();
    const card = page.locator(".tour");
    const seen = new Set<string>();
    for (let step = 1; step <= 5; step += 1) {
      await shown(card.getByText(words.place(step)));
      const title = await plain(card.getByRole("heading"));
      expect(title).not.toMatch(/^\w+\.\w/);
      await expect.poll(() => plain(page.locator(":focus"))).toBe(title);
      await shown(page.getByRole("heading", { level: 1 }));
      seen.add(new URL(page.url()).pathname);
      expect([await overflow(page), ...(await axeProblems(page))]).toEqual([0]);
      if (step === 3) await picture(page, `tour-${email.split("@")[0]}-${language}-${width}`);
      await card.getByRole("button", { name: step === 5 ? words.done : words.next }).click();
    }
    expect(seen.size).toBe(5);
    await card.waitFor({ state: "detached" });
    await page.goto(at);
    await shown(page.getByRole("heading", { level: 1 }));
    expect(await page.getByRole("button", { name: words.start, exact: true }).count()).toBe(0);
  });

  it("REG-04 is skipped by Escape or not wanted at all, goes back, and is found in the user menu", async () => {
    const page = await consoles.visitAs(CUSTOMERS.romashka.email, `/projects/${SHOP}/overview`, { fresh: true });
    await page.getByRole("button", { name: "Не сейчас", exact: true }).click();
    await page.getByRole("button", { name: "Показать", exact: true }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: /Меню пользователя/ }).click();
    await page.getByRole("button", { name: "Экскурсия по консоли" }).click();
    const card = page.locator(".tour");
    await card.getByRole("button", { name: "Дальше" }).click();
    await shown(card.getByText("Шаг 2 из 5"));
    await card.getByRole("button", { name: "Назад" }).click();
    await shown(card.getByText("Шаг 1 из 5"));
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "detached" });
  });
});
