import { describe, expect, it } from "vitest";

import { CUSTOMERS } from "../support/http-world.ts";
import { FROZEN, SHOP, axeProblems, choose, downloaded, openConsole, overflow, plain, shown } from "./console.ts";

/** What customers ask and staff answer, on both sides. */
const consoles = await openConsole();
const OWNER = CUSTOMERS.romashka.email;
const SUPPORT = "support@saldo.example.test";
const HOSTILE = `"><img src=x onerror="window.taken=1"><script>window.taken=1</script>{{constructor}}`;

async function ask(topic: string, text: string): Promise<string> {
  const body = { asked: { kind: "question", fields: { topic } }, text };
  const made = await consoles.world.send({
    method: "POST",
    path: `/v1/projects/${SHOP}/requests`,
    as: "romashka",
    body,
  });
  return made.json<{ id: string }>().id;
}

async function answer(id: string): Promise<void> {
  const path = `/v1/office/requests/${id}`;
  const { version } = await consoles.world.get<{ version: number }>(path, "support");
  const body = { act: "answer", text: "Готово", version };
  await consoles.world.send({ method: "POST", path: `${path}/messages`, as: "support", body });
}

it("REQ-11 a customer asks by the question, staff take it and answer, the customer reads the answer and is content", async () => {
  const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/requests`);
  await page.getByRole("button", { name: "Новый запрос" }).click();
  await page.getByRole("link", { name: "Другой вопрос" }).click();
  await page.getByRole("button", { name: "Отправить запрос" }).click();
  await shown(page.getByText("Заполните поле").first());
  await page.getByRole("textbox", { name: "Тема" }).fill("Не приходит счёт");
  await page.getByLabel("Опишите вопрос").fill("Жду счёт с понедельника.");
  await page.locator("input[type=file]").setInputFiles({
    name: "Снимок.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("что было на экране"),
  });
  await shown(page.getByText("Снимок.txt"));
  await page.getByRole("button", { name: "Отправить запрос" }).click();
  await shown(page.getByRole("heading", { level: 1, name: "Не приходит счёт" }));
  await shown(page.getByText("Жду счёт с понедельника."));

  const office = await consoles.visitAs(SUPPORT, "/office/my-work");
  await office.getByRole("link", { name: "Не приходит счёт" }).click();
  await shown(office.getByText("ООО «Ромашка»"));
  const { name, bytes } = await downloaded(office, office.getByRole("button", { name: /Снимок\.txt/ }));
  expect([name, bytes.toString()]).toEqual(["Снимок.txt", "что было на экране"]);
  await office.getByRole("button", { name: "Взять в работу" }).click();
  await shown(office.getByRole("status").getByText("Запрос изменён"));
  await office.locator("textarea").first().fill("Проверить почту клиента");
  await office.getByRole("button", { name: "Оставить заметку" }).click();
  await shown(office.getByText("Заметка, клиент её не видит"));
  await choose(office, "Заготовка", "Нужны подробности");
  expect(await office.locator("textarea").first().inputValue()).toContain("Анна Ромашкина");
  // A ready answer after one's own words leaves them where they are.
  await office.locator("textarea").first().fill("Проверил доставку.");
  await choose(office, "Заготовка", "Нужны подробности");
  expect(await office.locator("textarea").first().inputValue()).toMatch(/^Проверил доставку\.\n\n[^]*Анна Ромашкина/);
  await office.locator("textarea").first().fill("Счёт выслан повторно.");
  await office.getByRole("button", { name: "Ответить" }).click();
  await shown(office.getByRole("status").getByText("Ответ отправлен"));

  await page.reload();
  await shown(page.getByText("Счёт выслан повторно."));
  expect(await plain(page.locator("main"))).not.toContain("Проверить почту клиента");
  await page.getByRole("button", { name: "Вопрос решён" }).click();
  await shown(page.getByRole("status").getByText("Запрос закрыт"));
  await page.getByRole("link", { name: "Все запросы" }).click();
  await choose(page, "Показать", "Завершённые");
  await shown(page.getByRole("row", { name: /Не приходит счёт/ }));
  expect(page.url()).toContain("show=closed");
});

it("REQ-11 staff follow a case, hand it over and join another to it; the customer finds the one that goes on, and rates the answer", async () => {
  const into = await ask("Первое обращение", "Не вижу документ");
  const id = await ask("Второе обращение", "Всё ещё не вижу");
  const office = await consoles.visitAs(SUPPORT, `/office/requests/${id}`);
  await office.getByRole("button", { name: "Следить" }).click();
  await shown(office.getByRole("button", { name: "Не следить" }));
  await choose(office, "Отдел", "Бухгалтерия");
  await shown(office.getByText(/передан отделу.*Бухгалтерия/));
  await office.getByRole("combobox", { name: "Объединить с", exact: true }).click();
  await office.getByRole("option", { name: /Первое обращение/ }).click();
  const dialog = office.getByRole("dialog");
  await shown(dialog.getByText("Клиенту уйдёт письмо."));
  await dialog.getByRole("button", { name: "Объединить" }).click();
  await shown(office.getByRole("link", { name: /Первое обращение/ }));
  await office.goto("/office/my-work?show=followed");
  await shown(office.getByRole("link", { name: "Второе обращение" }));
  await office.getByRole("radio", { name: "Ждёт меня" }).check({ force: true });
  await shown(office.getByRole("link", { name: "Первое обращение" }));
  expect(await office.getByRole("link", { name: "Второе обращение" }).count()).toBe(0);

  await answer(into);
  const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/requests/${id}`);
  await page.getByRole("link", { name: "Открыть запрос, с которым объединён этот" }).click();
  await shown(page.getByRole("heading", { level: 1, name: "Первое обращение" }));
  await page.getByRole("radio", { name: "4" }).check({ force: true });
  await page.getByLabel("Что стоило сделать иначе").fill("Быстрее");
  await page.getByRole("button", { name: "Оценить" }).click();
  await shown(page.getByRole("status").getByText("Спасибо за оценку"));
  await office.goto(`/office/requests/${into}`);
  await shown(office.getByText("4 / 5. Быстрее"));
  await office.goto("/office/requests?show=all&search=обращение");
  await shown(office.getByRole("link", { name: "Второе обращение" }));
  await office.getByRole("button", { name: "Сохранить отбор" }).click();
  await office.getByRole("textbox", { name: "Название отбора" }).fill("Обращения");
  await office.keyboard.press("Enter");
  await shown(office.getByRole("button", { name: "Обращения", exact: true }));
  await office.goto("/office/requests");
  await office.getByRole("button", { name: "Обращения", exact: true }).click();
  await shown(office.getByRole("link", { name: "Второе обращение" }));
  expect(decodeURIComponent(office.url())).toContain("search=обращение");
  await office.getByRole("button", { name: "Убрать отбор «Обращения»" }).click();
  await office.getByRole("button", { name: "Обращения", exact: true }).waitFor({ state: "detached" });
});

it("REQ-11 who chooses another project at a request sees that project's requests, not this one under its name", async () => {
  const id = await ask("Только этого проекта", "Вопрос");
  const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/requests/${id}`, { fresh: true });
  await shown(page.getByRole("heading", { level: 1, name: "Только этого проекта" }));
  await page.getByRole("combobox", { name: "Проект", exact: true }).click();
  await page.getByRole("option", { name: new RegExp(FROZEN) }).click();
  await page.waitForURL((url) => url.pathname === `/projects/${FROZEN}/requests`);
  await shown(page.getByRole("heading", { level: 1, name: "Запросы" }));
  expect(await page.getByText("Только этого проекта").count()).toBe(0);
});

it("REQ-11 what is being typed outlives that a phone is turned, and the keyboard stays there", async () => {
  const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/requests/new?kind=question`, { fresh: true });
  const field = page.getByLabel("Опишите вопрос");
  await field.pressSequentially("Начало");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator(".shell__mobile").waitFor({ state: "attached" });
  await page.keyboard.type(" и конец");
  expect(await field.inputValue()).toBe("Начало и конец");
  expect(await axeProblems(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
});

it("REQ-11 a file with macros is refused while one writes, in a sentence", async () => {
  const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/requests/new?kind=question`, { refused: [422] });
  await shown(page.getByRole("textbox", { name: "Тема" }));
  await page.locator("input[type=file]").setInputFiles({ name: "a.docm", mimeType: "x/y", buffer: Buffer.from("PK") });
  await shown(page.getByRole("alert").getByText(/макросы, сценарии/));
});

it("reliability 46 what people write is text on both sides, whatever it holds", async () => {
  const id = await ask(HOSTILE.slice(0, 190), HOSTILE);
  for (const [who, path] of [
    [OWNER, `/projects/${SHOP}/requests`],
    [OWNER, `/projects/${SHOP}/requests/${id}`],
    [SUPPORT, "/office/requests"],
    [SUPPORT, `/office/requests/${id}`],
  ] as const) {
    const page = await consoles.visitAs(who, path);
    await shown(page.getByText("onerror").first());
    expect(await page.evaluate("window.taken")).toBeUndefined();
    expect(await page.locator("main img, main script").count()).toBe(0);
  }
});

describe("for everybody", () => {
  const looks = [
    { language: "ru", theme: "light", width: 390 },
    { language: "en", theme: "dark", width: 1280 },
    { language: "ru", theme: "dark", width: 1920 },
    { language: "en", theme: "light", width: 390 },
  ] as const;

  for (const look of looks) {
    it(`REG-07 every page of requests is accessible and fits: ${Object.values(look).join(", ")}`, async () => {
      const id = await ask("Страница", `Длинное слово: ${"щ".repeat(200)}`);
      const done = await ask("С ответом", "Текст");
      await answer(done);
      const found: string[] = [];
      for (const [who, path] of [
        [OWNER, `/projects/${SHOP}/requests`],
        [OWNER, `/projects/${SHOP}/requests/new`],
        [OWNER, `/projects/${SHOP}/requests/new?kind=change_owner`],
        [OWNER, `/projects/${SHOP}/requests/new?kind=accruals`],
        [OWNER, `/projects/${SHOP}/requests/${id}`],
        [OWNER, `/projects/${SHOP}/requests/${done}`],
        [SUPPORT, "/office/my-work"],
        [SUPPORT, "/office/my-work?show=followed"],
        [SUPPORT, "/office/requests?show=all"],
        [SUPPORT, `/office/requests/${id}`],
      ] as const) {
        const page = await consoles.visitAs(who, path, look);
        await shown(page.locator("main table, main form, main .questions, main .case, main .state").first());
        await page.locator(".g-skeleton").first().waitFor({ state: "detached" });
        for (const problem of await axeProblems(page)) found.push(`${path}: ${problem}`);
        const pixels = await overflow(page);
        if (pixels > 0) found.push(`${path}: ${pixels} px too wide`);
        const pictures = process.env["SALDO_PICTURES"];
        if (pictures) {
          const name = `${look.language}-${look.width}-${path.replaceAll(/\W+/g, "_")}.png`;
          await page.screenshot({ path: `${pictures}/${name}`, fullPage: true });
        }
      }
      expect(found).toEqual([]);
    });
  }
});
