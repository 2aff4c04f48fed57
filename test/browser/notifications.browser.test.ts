import { describe, expect, it } from "vitest";

import { CUSTOMERS } from "../support/http-world.ts";
import { FROZEN, type Look, SHOP, axeProblems, choose, openConsole, overflow, plain, shown } from "./console.ts";

const consoles = await openConsole();
const OWNER = CUSTOMERS.romashka.email;

const LOOKS = {
  ru: {
    look: { language: "ru", width: 390 },
    texts: {
      bell: /^Уведомления: \d+ непрочитанн/,
      read: "Уведомления",
      latest: "Последние уведомления",
      frozen: /Проект заморожен/,
      all: "Все уведомления",
      title: "Уведомления",
      state: "Состояние",
      unread: "Непрочитанные",
      group: "О чём",
      documents: "Документы",
      readAll: "Прочитать все",
      none: "По этим фильтрам уведомлений нет",
      sent: "Закрывающие документы за октябрь 2026 г.",
    },
  },
  en: {
    look: { language: "en", width: 1280, theme: "dark" },
    texts: {
      bell: /^Notifications: \d+ unread/,
      read: "Notifications",
      latest: "Latest notifications",
      frozen: /Project frozen/,
      all: "All notifications",
      title: "Notifications",
      state: "State",
      unread: "Unread",
      group: "About",
      documents: "Documents",
      readAll: "Mark all as read",
      none: "No notifications for these filters",
      sent: "Closing documents for October 2026",
    },
  },
} as const satisfies Record<string, { look: Look; texts: Record<string, string | RegExp> }>;

describe("NTF-01 notifications", () => {
  for (const [language, { look, texts }] of Object.entries(LOOKS)) {
    it(`NTF-01 FRZ-03 the bell counts, shows the newest and leads to all; filters stay in the address (${language})`, async () => {
      // Each look reads with its own eyes: what one marks as read is still unread for the other.
      const reader = language === "ru" ? OWNER : "superadministrator@romashka.example.test";
      const page = await consoles.visitAs(reader, `/projects/${SHOP}/documents`, look);
      const bell = page.getByRole("button", { name: texts.bell });
      await shown(bell);
      await bell.click();
      const panel = page.getByRole("dialog", { name: texts.latest });
      await shown(panel.getByText(texts.frozen).first());
      expect(await plain(panel)).toContain(FROZEN);
      expect(await axeProblems(page)).toEqual([]);
      await panel.getByRole("button", { name: texts.all }).click();
      await shown(page.getByRole("heading", { level: 1, name: texts.title }));
      const list = page.getByRole("list", { name: texts.title });
      await shown(list.getByText(texts.sent));
      await choose(page, texts.group, texts.documents);
      await page.waitForURL(/group=documents/);
      await list.getByText(texts.frozen).first().waitFor({ state: "detached" });
      await page.reload();
      await shown(list.getByText(texts.sent));
      expect(await axeProblems(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.goto(`/projects/${SHOP}/notifications`);
      await page.getByRole("button", { name: texts.readAll }).click();
      await shown(page.getByRole("button", { name: texts.read, exact: true }));
      await choose(page, texts.state, texts.unread);
      await shown(page.getByText(texts.none));
      expect(page.url()).toContain("unread=true");
    });
  }

  it("NTF-01 REG-04 who may not see documents is not told of them; staff have the bell too", async () => {
    const viewer = await consoles.visitAs("viewer@romashka.example.test", `/projects/${SHOP}/notifications`);
    await shown(
      viewer
        .getByRole("list")
        .getByText(/Проект заморожен/)
        .first(),
    );
    expect(await viewer.getByText(/Закрывающие документы за/).count()).toBe(0);
    const staff = await consoles.visitAs("operator@saldo.example.test", "/office/notifications");
    await shown(staff.getByText("Уведомлений нет"));
    expect(await axeProblems(staff)).toEqual([]);
  });
});
