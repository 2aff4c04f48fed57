import { describe, expect, it } from "vitest";

import { CUSTOMERS } from "../support/http-world.ts";
import { ALMATY, type Look, SHOP, axeProblems, openConsole, overflow, plain, shown } from "./console.ts";

const consoles = await openConsole();
const OWNER = CUSTOMERS.romashka.email;

const LOOKS = {
  ru: {
    look: { language: "ru", width: 390 },
    texts: {
      title: "Помощь",
      search: "Найти ответ",
      find: "Найти",
      ask: "акт сверки",
      question: "Как получить акт сверки за период?",
      action: "Закрывающие документы",
    },
  },
  en: {
    look: { language: "en", width: 1280, theme: "dark" },
    texts: {
      title: "Help",
      search: "Find an answer",
      find: "Find",
      ask: "reconciliation",
      question: "How do I get a reconciliation report for a period?",
      action: "Closing documents",
    },
  },
} as const satisfies Record<string, { look: Look; texts: Record<string, string> }>;

describe("HLP-01 help", () => {
  for (const [language, { look, texts }] of Object.entries(LOOKS)) {
    it(`HLP-01 a question is found, answered from one's own data, and its button does it (${language})`, async () => {
      const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/help`, look);
      await shown(page.getByRole("heading", { level: 1, name: texts.title }));
      expect(await axeProblems(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.getByRole("textbox", { name: texts.search }).fill(texts.ask);
      await page.getByRole("button", { name: texts.find }).click();
      await page.waitForURL(/search=/);
      await page.getByRole("link", { name: texts.question }).click();
      await shown(page.getByRole("heading", { level: 1, name: texts.question }));
      expect(await plain(page.locator("main"))).toContain("docs_vktech@vk.company");
      expect(await axeProblems(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.getByRole("button", { name: texts.action }).click();
      await page.waitForURL(new RegExp(`/projects/${SHOP}/documents`));
    });
  }

  it("HLP-01 a Kazakh company reads its own department; a viewer why it is not for its role; a visitor without signing in", async () => {
    const kazakh = await consoles.visitAs(CUSTOMERS.alatau.email, `/projects/${ALMATY}/help/pay`);
    await shown(kazakh.getByText("accountvk@qazcloud.kz"));
    expect(await plain(kazakh.locator("main"))).not.toContain("docs_vktech@vk.company");
    const viewer = await consoles.visitAs("viewer@romashka.example.test", `/projects/${SHOP}/help/invite`);
    await shown(viewer.getByText(/Ваша роль в проекте — «Наблюдатель»/));
    expect(await viewer.getByRole("button", { name: "Пригласить" }).count()).toBe(0);
    const visitor = await consoles.visit("/help/regions", { width: 390, refused: [401] });
    await shown(visitor.getByRole("heading", { level: 1, name: /Что такое регион/ }));
    await shown(visitor.getByText("Войдите, чтобы ответ учитывал ваш проект", { exact: false }));
    expect(await axeProblems(visitor)).toEqual([]);
    expect(await overflow(visitor)).toBeLessThanOrEqual(0);
  });
});
