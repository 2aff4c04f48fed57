import { describe, expect, it } from "vitest";

import { CUSTOMERS } from "../support/http-world.ts";
import { axeProblems, choose, openConsole, overflow, plain, SHOP, shown } from "./console.ts";

/** The record of acts as its readers see it: a project's people their own, an operator all (AUD-01). */
const consoles = await openConsole();
const OWNER = CUSTOMERS.romashka.email;
const OPERATOR = "operator@saldo.example.test";
const invoice = (as: string, key: string) =>
  consoles.world.send({
    method: "POST",
    path: `/v1/projects/${SHOP}/payment-invoices`,
    as,
    body: { amount: "1500.00" },
    headers: { "idempotency-key": key, "user-agent": "curl/8.9" },
  });

const WORDS = {
  ru: {
    title: "Журнал действий",
    settings: "Настройки проекта",
    invoice: "Выставлен счёт на оплату",
    amount: /Сумма\s*1 500,00 ₽/,
    refused: "Отказано",
    only: "Только отказы",
    class: "О чём",
    money: "Деньги",
    payment: "Зачислен платёж",
    chains: /Записей в цепочках/,
  },
  en: {
    title: "Audit log",
    settings: "Project settings",
    invoice: "A payment invoice was made",
    amount: /Amount\s*₽1,500.00/,
    refused: "Refused",
    only: "Refusals only",
    class: "About",
    money: "Money",
    payment: "A payment was credited",
    chains: /Records in chains/,
  },
} as const;

describe("AUD-01 the audit log of a project", () => {
  for (const language of ["ru", "en"] as const) {
    const words = WORDS[language];
    it(`AUD-01 its owner reads who did what and what it changed, and narrows it; the address keeps the filter (${language})`, async () => {
      expect((await invoice("romashka", `made-${language}`)).status).toBe(201);
      expect((await invoice("romashka viewer", `refused-${language}`)).status).toBe(403);
      const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/balance/detail`, { language });
      await page.getByRole("navigation").getByText(words.settings).click();
      await page.getByRole("tab", { name: words.title }).click();
      const made = page.getByRole("row", { name: words.invoice }).filter({ hasText: CUSTOMERS.romashka.name }).first();
      await shown(made);
      expect(await plain(made)).toMatch(words.amount);
      expect(await plain(made)).toContain("curl/8.9");
      const refused = page.getByRole("row", { name: words.refused }).first();
      expect(await plain(refused)).toContain("romashka viewer");
      await page.getByText(words.only).click();
      await page.waitForURL(/refused=true/);
      await shown(refused);
      await page.reload();
      await shown(refused);
      expect(await page.getByRole("row", { name: words.payment }).count()).toBe(0);
    });
  }

  it("AUD-01 who may not read it is not led there, and is refused", async () => {
    const page = await consoles.visitAs("viewer@romashka.example.test", `/projects/${SHOP}/settings/acts`, {
      refused: [403],
    });
    await shown(page.locator("main .state").first());
    expect(await page.getByRole("tab", { name: "Журнал действий" }).count()).toBe(0);
  });
});

describe("AUD-01 the office's audit", () => {
  for (const language of ["ru", "en"] as const) {
    const words = WORDS[language];
    it(`AUD-01 an operator finds acts by person and subject, and sees how far they are chained (${language})`, async () => {
      await invoice("romashka", `office-${language}`);
      const page = await consoles.visitAs(OPERATOR, "/office/acts", { language });
      await shown(page.getByRole("row", { name: words.invoice }).first());
      await page.getByRole("textbox").first().fill(OWNER);
      await page.getByRole("textbox").nth(1).fill(SHOP);
      await page.keyboard.press("Enter");
      await page.waitForURL(/actor=anna/);
      const row = page.getByRole("row", { name: words.invoice }).first();
      await shown(row);
      expect(await plain(row)).toContain("127.0.0.1, curl/8.9");
      expect(await plain(row)).toContain(SHOP);
      await choose(page, words.class, words.money);
      await page.waitForURL(/class=money/);
      await shown(page.locator("main .state").first());
      await page.getByText(words.chains).click();
      await shown(page.getByText(/moscow:\d+:[0-9a-f]{64}/));
    });
  }
});

/** What the books keep and people do not read. */
const CODES =
  /\b(upd|card|platform|compute|bank_transfer|forbidden|not_found|superadministrator|billing_administrator|(payer|payment|payment_invoice|document|job):\S+)/;

describe("for everybody", () => {
  const looks = [
    { language: "ru", theme: "light", width: 390 },
    { language: "en", theme: "dark", width: 1280 },
    { language: "ru", theme: "dark", width: 1920 },
  ] as const;
  for (const look of looks) {
    it(`REG-07 AUD-01 both pages are accessible and fit: ${Object.values(look).join(", ")}`, async () => {
      const found: string[] = [];
      for (const [who, path] of [
        [OWNER, `/projects/${SHOP}/settings/acts`],
        [OPERATOR, "/office/acts"],
      ] as const) {
        const page = await consoles.visitAs(who, path, look);
        await shown(page.locator("main .card.refreshing table").first());
        await page.locator(".g-skeleton").first().waitFor({ state: "detached" });
        for (const summary of await page.locator("main summary").all()) await summary.click();
        for (const problem of await axeProblems(page)) found.push(`${path}: ${problem}`);
        const [raw] = CODES.exec(await plain(page.locator("main"))) ?? [];
        if (raw !== undefined) found.push(`${path}: shows the code ${raw}`);
        const pictures = process.env["SALDO_PICTURES"];
        if (pictures) {
          const name = `${look.language}-${look.width}-${path.replaceAll(/\W+/g, "_")}.png`;
          await page.screenshot({ path: `${pictures}/${name}`, fullPage: true });
        }
        const pixels = await overflow(page);
        if (pixels > 0) found.push(`${path}: ${pixels} px too wide`);
        await page.close();
      }
      expect(found).toEqual([]);
    });
  }
});
