import { expect, it } from "vitest";

import { CUSTOMERS } from "../support/http-world.ts";
import { ALMATY, SHOP, axeProblems, openConsole, overflow, plain, shown } from "./console.ts";

/** One page of a project in the office, what is done there, and who works here. */
const consoles = await openConsole();
const OPERATOR = "operator@saldo.example.test";
const SUPPORT = "support@saldo.example.test";

const looks = [
  ["ru", 1280, "Законсервировать", "Почему", /В проекте работает объектов/],
  ["en", 390, "Conserve", "Why", /objects run in the project/],
] as const;

it.each(looks)(
  "REG-08 BAL-01 support finds a project, reads all of it on one page, and conserves nothing that runs (%s, %i px)",
  async (language, width, conserve, why, runs) => {
    const page = await consoles.visitAs(SUPPORT, `/office/projects?search=${SHOP}`, {
      language,
      width,
      refused: [409],
    });
    await page
      .getByRole("row", { name: new RegExp(SHOP) })
      .getByRole("link")
      .first()
      .click();
    await shown(page.getByRole("heading", { level: 1 }));
    await shown(page.getByText(SHOP).first());
    const people = page.getByRole("region", { name: language === "ru" ? "Владелец и участники" : "Owner and members" });
    await shown(people.getByRole("link", { name: CUSTOMERS.romashka.email }));
    await shown(
      page
        .getByRole("region", { name: language === "ru" ? "Движения за 30 дней" : "Movements of 30 days" })
        .locator("table"),
    );
    await shown(
      page
        .getByRole("region", { name: language === "ru" ? "Последние действия" : "Latest acts" })
        .locator("table, .state"),
    );
    expect(await plain(page.getByRole("region", { name: language === "ru" ? "Деньги" : "Money" }))).toMatch(
      /\d,\d\d|\d\.\d\d/,
    );
    const acts = page.getByRole("region", {
      name: language === "ru" ? "Сделать за клиента" : "Do it for the customer",
    });
    expect(
      await acts.getByText(language === "ru" ? "Удалить проект навсегда" : "Delete the project for ever").count(),
    ).toBe(0);
    await acts.locator("summary", { hasText: conserve }).click();
    const button = acts.getByRole("button", { name: conserve });
    expect(await button.isDisabled()).toBe(true);
    await acts.getByLabel(why).fill("R-2026-000007");
    await button.click();
    await shown(acts.getByRole("alert").getByText(runs));
    expect(await axeProblems(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.getByRole("link", { name: language === "ru" ? "Все проекты" : "All projects" }).click();
    await page.waitForURL(/search=mcs/);
  },
);

it("REG-04 a clerk reads the page and does nothing there: no acts, no tokens, no audit", async () => {
  const page = await consoles.visitAs("document_clerk@saldo.example.test", `/office/projects/${ALMATY}`);
  await shown(page.getByRole("heading", { name: "Плательщик и договор" }));
  for (const name of ["Сделать за клиента", "Токены API", "Последние действия"])
    expect(await page.getByRole("heading", { name }).count()).toBe(0);
});

it("REG-08 AUD-01 an operator ends a project for a reason, and the page says what became of it", async () => {
  const { database, clock } = consoles.world.test;
  const [account] = await database.query<{ id: bigint }>(
    "select account_id as id from account where owner_user_id = 'romashka'",
  );
  const { createProject } = await import("../../src/modules/tenancy/index.ts");
  const { formatPid } = await import("../../src/core/ids.ts");
  const projectId = await database.transaction((tx) =>
    createProject(tx, { accountId: account?.id ?? 0n, name: "Черновик", now: clock.now() }),
  );
  const pid = formatPid(projectId);
  const page = await consoles.visitAs(OPERATOR, `/office/projects/${pid}`);
  const acts = page.getByRole("region", { name: "Сделать за клиента" });
  await acts.locator("summary", { hasText: "Удалить проект навсегда" }).click();
  const form = acts.locator("details[open]");
  await form.getByLabel("Почему").fill("по запросу владельца");
  expect(await form.getByRole("button").isDisabled()).toBe(true);
  await form.getByLabel("PID проекта").fill(pid);
  await form.getByRole("button", { name: "Удалить проект навсегда" }).click();
  await shown(acts.getByRole("status").getByText("Проект удалён, владельцу отправлено письмо"));
  await shown(page.getByRole("region", { name: "Что было с проектом" }).getByText("удалён", { exact: true }));
  await shown(page.getByRole("region", { name: "Последние действия" }).getByText("по запросу владельца"));
  expect(await acts.locator("summary").count()).toBe(0);
});

it("REG-02 an operator adds a colleague, changes the role and takes it away; the own row offers nothing", async () => {
  const page = await consoles.visitAs(OPERATOR, "/office/staff");
  const own = page.getByRole("row", { name: new RegExp(OPERATOR) });
  await shown(own.getByText("Это вы: вашу роль меняет другой администратор"));
  expect(await own.locator("summary").count()).toBe(0);
  await page.locator("summary", { hasText: "Добавить сотрудника" }).click();
  const form = page.locator("form.filters");
  await form.getByLabel("Почта").fill("nina@saldo.example.test");
  await form.getByLabel("Имя и фамилия").fill("Нина Новикова");
  await form.getByLabel("Почему").fill("выходит в понедельник");
  await form.getByRole("button", { name: "Добавить", exact: true }).click();
  await shown(page.getByRole("status").getByText("nina@saldo.example.test: роль дана, письмо отправлено"));
  const row = page.getByRole("row", { name: /nina@saldo/ });
  await row.locator("summary", { hasText: "Сменить роль" }).click();
  await row.getByRole("combobox", { name: "Роль" }).click();
  await page.getByRole("option", { name: "бухгалтерия" }).click();
  await row.getByLabel("Почему").first().fill("в другой отдел");
  expect(await axeProblems(page)).toEqual([]);
  await row.getByRole("button", { name: "Сменить роль" }).click();
  await shown(page.getByRole("status").getByText(/теперь бухгалтерия/));
  await row.locator("summary", { hasText: "Снять с работы" }).click();
  await row.locator("details[open]", { hasText: "Снять с работы" }).getByLabel("Почему").fill("уволилась");
  await row.getByRole("button", { name: "Снять с работы" }).click();
  await shown(page.getByRole("status").getByText(/больше не сотрудник/));
  await row.waitFor({ state: "detached" });
});

it("REG-02 whoever is signed in and opens the sign-in goes on to the own console, or to the page that was asked for", async () => {
  const page = await consoles.visitAs(SUPPORT, "/sign-in");
  await page.waitForURL(/\/office\//);
  await page.goto("/sign-in?next=/office/projects");
  await page.waitForURL(/\/office\/projects$/);
  const customer = await consoles.visitAs(CUSTOMERS.romashka.email, "/sign-in");
  await customer.waitForURL((url) => url.pathname !== "/sign-in");
  await shown(customer.getByRole("heading", { level: 1 }));
});
