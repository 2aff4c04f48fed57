import { readFileSync } from "node:fs";

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { CUSTOMERS, WORLD_PASSWORD } from "../support/http-world.ts";
import { unzip } from "../support/sheets.ts";
import { type Look, axeProblems, openConsole, overflow, shown } from "./console.ts";

/** Reliability 65: what is kept about me, and the end of it; what the office sees and does of it. */
const consoles = await openConsole();
const PATH = "/profile/data";

/** For people to look at, where somebody asks for pictures. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["SALDO_PICTURES"];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function looked(page: Page, name: string, found: string[]): Promise<void> {
  await picture(page, name);
  for (const problem of await axeProblems(page)) found.push(`${name}: ${problem}`);
  const pixels = await overflow(page);
  if (pixels > 0) found.push(`${name}: ${pixels} px too wide`);
}

const WORDS = {
  ru: {
    title: "Мои данные",
    take: "Скачать файл",
    ask: "Удалить учётную запись",
    asked: "Удаление запрошено",
    due: /будет удалена не раньше/,
    keep: "Оставить учётную запись",
    kept: "Учётная запись останется",
    cannot: "Сейчас удалить нельзя:",
    owns: /Вы владелец действующих проектов: mcs/,
    password: "Пароль",
    confirm: "Подтвердить",
    proof: "Подтвердите, что это вы",
  },
  en: {
    title: "My data",
    take: "Download the file",
    ask: "Delete my account",
    asked: "The deletion was asked for",
    due: /will be deleted no earlier than/,
    keep: "Keep my account",
    kept: "Your account stays",
    cannot: "It cannot be deleted now:",
    owns: /You own live projects: mcs/,
    password: "Password",
    confirm: "Confirm",
    proof: "Show that it is you",
  },
} as const;

describe("reliability 65 my data", () => {
  it.each([
    ["ru", "viewer@romashka.example.test", 390],
    ["en", "user_administrator@romashka.example.test", 1280],
  ] as const)(
    "reliability 65 a customer takes the file, asks to be erased, takes it back and asks again (%s)",
    async (language, email, width) => {
      const words = WORDS[language];
      const look: Look = { language, width, fresh: true, refused: [401] };
      const found: string[] = [];
      const page = await consoles.visitAs(email, PATH, look);
      await consoles.world.test.database.query(
        "update auth.session set proved_at = proved_at - interval '20 minutes' where user_id in (select id from auth.login where email = $1)",
        [email],
      );
      await shown(page.getByRole("heading", { level: 1, name: words.title }));
      await shown(page.getByRole("button", { name: words.ask }));
      await looked(page, `my-data-${language}-${width}`, found);
      const arriving = page.waitForEvent("download");
      await page.getByRole("button", { name: words.take }).click();
      const proof = page.getByRole("dialog", { name: words.proof });
      await proof.getByLabel(words.password, { exact: true }).fill(WORLD_PASSWORD);
      await proof.getByRole("button", { name: words.confirm }).click();
      const download = await arriving;
      expect(download.suggestedFilename()).toBe("saldo-personal.zip");
      const files = unzip(readFileSync(await download.path()));
      expect(files.get("personal.json")?.toString()).toContain(email);
      expect(files.get("index.html")?.toString()).toContain(`lang="${language}"`);

      const ask = async () => {
        await page.getByRole("button", { name: words.ask }).click();
        await looked(page, `my-data-sure-${language}-${width}`, found);
        await page.getByRole("dialog").getByRole("button", { name: words.ask }).click();
        await shown(page.getByRole("status").getByText(words.asked));
        await shown(page.getByText(words.due));
      };
      await ask();
      await looked(page, `my-data-asked-${language}-${width}`, found);
      await page.getByRole("button", { name: words.keep }).click();
      await page.getByRole("dialog").getByRole("button", { name: words.keep }).click();
      await shown(page.getByRole("status").getByText(words.kept));
      await ask();
      expect(found).toEqual([]);
    },
  );

  it.each([
    ["ru", 1280],
    ["en", 390],
  ] as const)(
    "reliability 65 REG-05 who owns a live project reads why it cannot be, and what to do (%s)",
    async (language, width) => {
      const words = WORDS[language];
      const found: string[] = [];
      const page = await consoles.visitAs(CUSTOMERS.romashka.email, PATH, { language, width });
      await shown(page.getByText(words.cannot));
      await shown(page.getByText(words.owns));
      expect(await page.getByRole("button", { name: words.ask }).isDisabled()).toBe(true);
      await looked(page, `my-data-kept-${language}-${width}`, found);
      expect(found).toEqual([]);
    },
  );
});

it("reliability 65 the office sees who is to be erased, enters a paper, holds an erasure and lets it go", async () => {
  const found: string[] = [];
  const page = await consoles.visitAs("support@saldo.example.test", "/office/erasures", { fresh: true });
  await shown(page.getByText("viewer@romashka.example.test"));
  await page.getByText("Внести заявление").click();
  await page.getByLabel("Почта пользователя").fill("billing_administrator@romashka.example.test");
  await page.getByLabel(/^Заявление:/).fill("Письмо от 20.11.2026, паспорт сверен");
  await looked(page, "erasures-paper-ru-1280", found);
  await page.getByRole("button", { name: "Внести", exact: true }).click();
  await shown(page.getByRole("status").getByText(/^Внесено\. Срок/));
  const row = page.getByRole("row").filter({ hasText: "billing_administrator@romashka.example.test" });
  await shown(row.getByText(/по заявлению/));
  await row.getByText("Приостановить").first().click();
  await row.getByLabel(/^Причина/).fill("Запрос суда № 12");
  await row.getByRole("button", { name: "Приостановить" }).click();
  await shown(page.getByRole("status").getByText("Удаление приостановлено"));
  await shown(row.getByText("Причина: Запрос суда № 12"));
  await looked(page, "erasures-ru-1280", found);
  await row.getByRole("button", { name: /^Возобновить/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Возобновить" }).click();
  await shown(page.getByRole("status").getByText("Удаление возобновлено"));
  await row.getByRole("button", { name: /^Отменить удаление/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Отменить удаление" }).click();
  await shown(page.getByRole("status").getByText("Удаление отменено"));
  const narrow = await consoles.visitAs("support@saldo.example.test", "/office/erasures?show=all", {
    language: "en",
    width: 390,
  });
  await shown(narrow.getByText("viewer@romashka.example.test").first());
  await looked(narrow, "erasures-en-390", found);
  expect(found).toEqual([]);
});
