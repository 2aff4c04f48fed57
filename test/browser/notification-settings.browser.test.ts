import { describe, expect, it } from "vitest";

import { CUSTOMERS } from "../support/http-world.ts";
import { type Look, SHOP, axeProblems, openConsole, overflow, shown } from "./console.ts";

const consoles = await openConsole();

const LOOKS = {
  ru: {
    look: { language: "ru", width: 390 },
    texts: {
      own: "Что вы получаете",
      docs: "Закрывающие документы: письмо",
      frozen: "Проект заморожен: письмо",
      email: "Почта",
      add: "Добавить адрес",
      waits: "Ждёт согласия",
    },
  },
  en: {
    look: { language: "en", width: 1280, theme: "dark" },
    texts: {
      own: "What you get",
      docs: "Closing documents: letter",
      frozen: "The project is frozen: letter",
      email: "Mail",
      add: "Add the address",
      waits: "Waits for consent",
    },
  },
} as const satisfies Record<string, { look: Look; texts: Record<string, string> }>;

describe("NTF-01 settings of notifications", () => {
  for (const [language, { look, texts }] of Object.entries(LOOKS)) {
    it(`NTF-01 one chooses what one gets, and adds an address that is asked first (${language})`, async () => {
      const page = await consoles.visitAs(CUSTOMERS.romashka.email, `/projects/${SHOP}/settings/notifications`, look);
      await shown(page.getByRole("heading", { name: texts.own }));
      const docs = page.getByRole("checkbox", { name: texts.docs });
      await shown(page.getByRole("checkbox", { name: texts.frozen }));
      expect(await page.getByRole("checkbox", { name: texts.frozen }).isDisabled()).toBe(true);
      const before = await docs.isChecked();
      await docs.click({ force: true });
      await expect.poll(async () => (await docs.isEnabled()) && (await docs.isChecked())).toBe(!before);
      await page.getByLabel(texts.email).fill(`office-${language}@example.ru`);
      await page.getByRole("button", { name: texts.add }).click();
      await shown(page.getByText(texts.waits).first());
      expect(await axeProblems(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    });
  }
});
