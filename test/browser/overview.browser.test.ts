import { describe, expect, it } from "vitest";

import { CUSTOMERS } from "../support/http-world.ts";
import { ALMATY, FROZEN, type Look, SHOP, axeProblems, openConsole, overflow, plain, shown } from "./console.ts";

const consoles = await openConsole();
const OWNER = CUSTOMERS.romashka.email;

const LOOKS = {
  ru: {
    look: { language: "ru", width: 390 },
    texts: {
      title: "Обзор",
      freezes: "Проект заморозится",
      month: "Расходы за месяц",
      first: "Первые шаги",
      days: "По дням",
    },
  },
  en: {
    look: { language: "en", width: 1280, theme: "dark" },
    texts: {
      title: "Overview",
      freezes: "The project freezes",
      month: "Expenses of the month",
      first: "First steps",
      days: "By day",
    },
  },
} as const satisfies Record<string, { look: Look; texts: Record<string, string> }>;

describe("the overview", () => {
  for (const [language, { look, texts }] of Object.entries(LOOKS)) {
    it(`BAL-01 FRZ-01 FRZ-02 a project begins with its balance, the freeze clock, the month and the last papers (${language})`, async () => {
      const page = await consoles.visitAs(OWNER, `/projects/${SHOP}`, look);
      await shown(page.getByRole("heading", { level: 1, name: texts.title }));
      expect(page.url()).toContain(`/projects/${SHOP}/overview`);
      type Sums = { payment: { amount: string }; runsOutAt: string; deletionWouldBeAt: string };
      const balance = await consoles.world.get<Sums>(`/v1/projects/${SHOP}/balance`, "romashka");
      await shown(page.getByText(texts.freezes));
      await shown(page.getByRole("heading", { name: texts.month }));
      await page.locator("summary", { hasText: texts.days }).click();
      await shown(page.getByRole("table", { name: texts.days }));
      const digits = (await plain(page.locator("main"))).replace(/\D/g, "");
      expect(digits).toContain(balance.payment.amount.replace(/\D/g, ""));
      // Paid before: seven days after the freeze.
      expect(Date.parse(balance.deletionWouldBeAt) - Date.parse(balance.runsOutAt)).toBe(7 * 86_400_000);
      expect(await axeProblems(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    });
  }

  it("FRZ-01 FRZ-05 a frozen project says until when its objects are kept and what it costs meanwhile", async () => {
    const page = await consoles.visitAs(OWNER, `/projects/${FROZEN}/overview`);
    await shown(page.getByText("Расход в заморозке"));
    expect(await plain(page.locator("main"))).toContain("26.11.2026, 02:53 (UTC+3)");
    expect(await axeProblems(page)).toEqual([]);
  });

  it("REG-03 REG-04 a newcomer is told what to do next; a viewer reads no figure and is asked for nothing it may not do", async () => {
    const newcomer = await consoles.visitAs(CUSTOMERS.alatau.email, `/projects/${ALMATY}/overview`, { width: 390 });
    const steps = newcomer.getByRole("region", { name: "Первые шаги" });
    await shown(steps.getByText("Пополнить баланс"));
    await shown(steps.getByRole("link", { name: "Пригласить" }));
    expect(await axeProblems(newcomer)).toEqual([]);
    const viewer = await consoles.visitAs("viewer@romashka.example.test", `/projects/${SHOP}`);
    await shown(viewer.getByRole("heading", { level: 1, name: "Обзор" }));
    expect(await plain(viewer.locator("body"))).not.toContain("₽");
    expect(await viewer.getByText("Пополнить баланс").count()).toBe(0);
  });
});
