import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { CUSTOMERS } from "../support/http-world.ts";
import { SHOP, axeProblems, openConsole, overflow, shown } from "./console.ts";

const consoles = await openConsole();
const OWNER = CUSTOMERS.romashka.email;

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["SALDO_PICTURES"];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

const TEXTS = {
  ru: {
    another: "Название нового проекта",
    create: "Создать проект",
    conserve: "Законсервировать",
    runs: /В проекте работает объектов/,
    cancel: "Отмена",
    resting: /Проект законсервирован: в нём/,
    rests: "Проект законсервирован",
    resume: "Возобновить",
    delete: "Удалить проект",
    papers: "Прислать документы ещё раз",
    confirm: /чтобы подтвердить/,
    ended: "Проект удалён",
    rename: "Сохранить название",
  },
  en: {
    another: "Name of the new project",
    create: "Create the project",
    conserve: "Conserve",
    runs: /objects run in the project/,
    cancel: "Cancel",
    resting: /The project is conserved: nothing runs/,
    rests: "The project is conserved",
    resume: "Resume",
    delete: "Delete the project",
    papers: "Send the papers once more",
    confirm: /to confirm/,
    ended: "The project is deleted",
    rename: "Save the name",
  },
} as const;

describe("REG-08 the end of a project, in its settings", () => {
  for (const [language, width] of [
    ["ru", 390],
    ["en", 1280],
  ] as const) {
    it(`REG-08 what runs is named; a new project is conserved, resumed and deleted (${language}, ${width} px)`, async () => {
      const texts = TEXTS[language];
      const found: string[] = [];
      const check = async (page: Page, name: string) => {
        await picture(page, `ending-${name}-${language}-${width}`);
        for (const problem of await axeProblems(page)) found.push(`${name}: ${problem}`);
        if ((await overflow(page)) > 0) found.push(`${name}: too wide`);
      };
      const look = { language, width, refused: [409] };
      const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/settings/general`, look);
      const button = (name: string) => page.getByRole("button", { name, exact: true });
      const inDialog = (name: string) => page.getByRole("dialog").getByRole("button", { name, exact: true });

      await button(texts.conserve).click();
      await inDialog(texts.conserve).click();
      await shown(page.getByRole("dialog").getByText(texts.runs));
      await inDialog(texts.cancel).click();

      await page.getByLabel(texts.another).fill(`Архив ${language}`);
      await button(texts.create).click();
      await page.waitForURL((url) => !url.pathname.includes(SHOP));
      const pid = page.url().split("/")[4] ?? "";
      await shown(page.getByRole("heading", { level: 2 }).first());

      await button(texts.conserve).click();
      await inDialog(texts.conserve).click();
      await shown(page.getByText(texts.resting));
      await check(page, "conserved");
      await button(texts.resume).click();
      await inDialog(texts.resume).click();
      await shown(button(texts.conserve));

      await button(texts.delete).click();
      const dialog = page.getByRole("dialog");
      // Its payer is a company: it is asked for which months it wants papers.
      await shown(dialog.getByLabel(texts.papers));
      expect(await inDialog(texts.delete).isDisabled()).toBe(true);
      await dialog.getByLabel(texts.confirm).fill(pid);
      await check(page, "delete");
      await inDialog(texts.delete).click();
      await shown(page.getByText(texts.ended).first());
      await check(page, "deleted");
      expect(await button(texts.rename).count()).toBe(0);
      const [asked] = await consoles.world.test.database.query<{ n: bigint }>(
        "select count(*) as n from request where kind = 'last_papers' and project_id = $1",
        [BigInt(pid.slice(3))],
      );
      expect([pid, asked?.n]).toEqual([formatPid(BigInt(pid.slice(3))), 1n]);
      expect(found).toEqual([]);
    });
  }

  it("REG-08 a dialog and what is typed in it outlive that a window is made narrow and wide again", async () => {
    const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/settings/general`, { fresh: true });
    await page.getByRole("button", { name: TEXTS.ru.delete, exact: true }).click();
    const typed = page.getByRole("dialog").getByLabel(TEXTS.ru.confirm);
    await typed.fill("mcs1");
    for (const [width, mark] of [
      [390, ".shell__mobile"],
      [1280, ".shell__nav"],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.locator(mark).waitFor({ state: "attached" });
      expect([width, await typed.inputValue()]).toEqual([width, "mcs1"]);
    }
  });
});
