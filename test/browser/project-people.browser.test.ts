import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { listSandboxMail } from "../../src/adapters/sandbox/mailbox.ts";
import { CUSTOMERS } from "../support/http-world.ts";
import { FROZEN, type Look, SHOP, axeProblems, openConsole, overflow, shown } from "./console.ts";

const consoles = await openConsole();
const OWNER = CUSTOMERS.romashka.email;
const PASSWORD = "Wasser-und-Wind-8";

/** The link of the newest letter to an address, as it stands in the sandbox's mailbox. */
async function linkFor(email: string): Promise<string> {
  await consoles.world.drain();
  const letters = await listSandboxMail(consoles.world.test.database);
  const found = letters.find((letter) => letter.recipients.includes(email));
  const [link] = /http:\S+#[\w.-]+/.exec(found?.text ?? "") ?? [];
  if (!link) throw new Error(`no letter with a link for ${email}`);
  return link;
}

const LOOKS = {
  ru: {
    look: { language: "ru", width: 390 },
    texts: {
      settings: "Настройки проекта",
      members: "Участники",
      email: "Почта",
      role: "Роль",
      accountant: "Администратор биллинга",
      send: "Пригласить",
      sent: /Приглашение отправлено/,
      accept: "Принять",
      name: "Имя и фамилия",
      password: "Новый пароль",
      join: "Зарегистрироваться и принять",
      viewer: "Наблюдатель",
      tokens: "Токены API",
      menu: "Открыть меню",
      closeMenu: "Закрыть меню",
      start: "Обзор",
      little: /не показывает денег/,
      balance: "Баланс",
      documents: "Закрывающие документы",
    },
  },
  en: {
    look: { language: "en", width: 1280, theme: "dark" },
    texts: {
      settings: "Project settings",
      members: "Members",
      email: "E-mail",
      role: "Role",
      accountant: "Billing administrator",
      send: "Invite",
      sent: /The invitation was sent/,
      accept: "Accept",
      name: "Your name",
      password: "New password",
      join: "Register and accept",
      viewer: "Viewer",
      tokens: "API tokens",
      menu: "Open the menu",
      closeMenu: "Close the menu",
      start: "Overview",
      little: /shows neither money/,
      balance: "Balance",
      documents: "Closing documents",
    },
  },
} as const;

describe("the people of a project", () => {
  for (const language of ["ru", "en"] as const) {
    const { look, texts } = LOOKS[language];
    it(`REG-04 a company invites its accountant and an intern; the intern's forbidden things are not there (${language}, ${look.width} px)`, async () => {
      const found: string[] = [];
      const check = async (page: Page, name: string) => {
        for (const problem of await axeProblems(page)) found.push(`${name}: ${problem}`);
        if ((await overflow(page)) > 0) found.push(`${name}: too wide`);
      };
      const owner = await consoles.visitAs(OWNER, `/projects/${SHOP}/settings/members`, look);
      const accountant = CUSTOMERS.vasilek.email;
      const intern = `intern-${language}@example.test`;
      const invite = async (email: string, role?: string) => {
        await owner.getByLabel(texts.email).fill(email);
        if (role) {
          await owner.getByRole("combobox", { name: texts.role, exact: true }).click();
          await owner.getByRole("option", { name: role }).click();
        }
        await owner.getByRole("button", { name: texts.send, exact: true }).click();
        await shown(owner.getByText(texts.sent).filter({ hasText: email }));
      };
      await shown(owner.getByText(`billing_administrator@romashka.example.test`));
      await check(owner, "members");
      await invite(intern);
      // The accountant of another company, who is registered: accepts in the console, whatever page is open.
      if (language === "ru") {
        await invite(accountant, texts.accountant);
        const page = await consoles.visitAs(accountant, "/", { ...look, fresh: true } as Look);
        await shown(page.getByRole("button", { name: texts.accept }));
        await check(page, "asked");
        await page.getByRole("button", { name: texts.accept }).click();
        await page.getByRole("button", { name: texts.accept }).waitFor({ state: "detached" });
        await page.goto(`/projects/${SHOP}/documents`);
        await shown(page.getByRole("heading", { level: 1, name: texts.documents }));
        await page.goto(`/projects/${SHOP}/settings`);
        await shown(page.getByRole("heading", { level: 1, name: texts.settings }));
        await expect.poll(() => page.getByRole("tab").allInnerTexts()).toEqual(["Общие", "Уведомления"]);
      }
      await check(owner, "invited");

      // The intern is nobody yet: registers by the letter, and sees the settings alone.
      const page = await consoles.visit(await linkFor(intern), { ...look, fresh: true, refused: [401, 403] } as Look);
      await shown(page.getByLabel(texts.name));
      await check(page, "invitation");
      await page.getByLabel(texts.name).fill("Иван Стажёров");
      await page.getByLabel(texts.password, { exact: true }).fill(PASSWORD);
      await page.getByRole("button", { name: texts.join }).click();
      await shown(page.getByRole("heading", { level: 1, name: texts.start }));
      await shown(page.getByText(texts.little));
      await page.goto(`/projects/${SHOP}/settings/general`);
      await shown(page.getByRole("heading", { level: 1, name: texts.settings }));
      await shown(page.getByText(texts.viewer));
      await check(page, "intern");
      if (look.width < 600) await page.getByRole("button", { name: texts.menu }).click();
      await shown(page.getByText(texts.settings).first());
      for (const hidden of [texts.balance, texts.documents, texts.members, texts.tokens])
        expect([hidden, await page.getByText(hidden, { exact: true }).count()]).toEqual([hidden, 0]);
      // The API refuses what the page does not show.
      for (const path of [`balance`, `members`, `tokens`]) {
        const answer = await page
          .evaluate(async (url) => (await fetch(url)).status, `/v1/projects/${SHOP}/${path}`)
          .catch(() => 0);
        expect([path, answer]).toEqual([path, 403]);
      }
      expect(found).toEqual([]);
    });
  }

  it("REG-04 a token is issued for rights in words, shown once, and revoked", async () => {
    const found: string[] = [];
    const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/settings/tokens`, { fresh: true });
    await shown(page.getByText("Токенов пока нет").or(page.getByText("Токены проекта")).first());
    await page.getByLabel("Название").fill("Учётная система");
    await page.getByRole("button", { name: "Выпустить токен" }).click();
    await shown(page.getByText("Отметьте хотя бы одно право"));
    await page.getByLabel(/видеть балансы и бонусы/).check();
    await page.getByRole("button", { name: "Выпустить токен" }).click();
    const token = await page.getByText(/^saldo_/).innerText();
    for (const problem of await axeProblems(page)) found.push(problem);
    const ask = () => consoles.world.send({ path: `/v1/projects/${SHOP}/balance`, token });
    expect((await ask()).status).toBe(200);
    await page.reload();
    await shown(page.getByText("Учётная система", { exact: true }));
    expect(await page.getByText(/^saldo_/).count()).toBe(0);
    await page.getByRole("button", { name: "Отозвать: Учётная система" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Отозвать" }).click();
    await shown(page.getByText("Токен «Учётная система» отозван"));
    expect(found).toEqual([]);
  });

  it("REG-04 what a page of a project has shown once does not follow to another project", async () => {
    const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/settings/tokens`, { fresh: true });
    await page.getByLabel("Название").fill("Выгрузка");
    await page.getByLabel(/видеть балансы и бонусы/).check();
    await page.getByRole("button", { name: "Выпустить токен" }).click();
    await shown(page.getByText(/^saldo_/));
    await page.getByLabel("Название").fill("Черновик");
    await page.getByRole("combobox", { name: "Проект", exact: true }).click();
    await page.getByRole("option", { name: new RegExp(FROZEN) }).click();
    await page.waitForURL((url) => url.pathname === `/projects/${FROZEN}/settings/tokens`);
    await shown(page.getByText("Токенов пока нет"));
    expect(await page.getByText(/^saldo_/).count()).toBe(0);
    expect(await page.getByLabel("Название").inputValue()).toBe("");
  });

  it("REG-05 the owner asks a member, who agrees in the console, and the roles are exchanged", async () => {
    const heir = "superadministrator@romashka.example.test";
    const owner = await consoles.visitAs(OWNER, `/projects/${SHOP}/settings/members`, { fresh: true });
    await owner.getByRole("button", { name: /Передать проект: romashka superadministrator/ }).click();
    expect(await axeProblems(owner)).toEqual([]);
    await owner.getByRole("button", { name: "Попросить согласия" }).click();
    await shown(owner.getByText(/Ждём, согласится ли romashka superadministrator/));
    const page = await consoles.visitAs(heir, `/projects/${SHOP}/balance/detail`, { fresh: true });
    await shown(page.getByText(/предлагает вам стать владельцем/));
    expect(await axeProblems(page)).toEqual([]);
    await page.getByRole("button", { name: "Согласиться" }).click();
    await page.getByRole("button", { name: "Согласиться" }).waitFor({ state: "detached" });
    await page.goto(`/projects/${SHOP}/settings/general`);
    await shown(page.getByText("Владелец", { exact: true }));
    await owner.goto(`/projects/${SHOP}/settings/general`);
    await shown(owner.getByText("Суперадминистратор", { exact: true }));
    // And back, so that the other stories find the owner where it was.
    await page.goto(`/projects/${SHOP}/settings/members`);
    await page.getByRole("button", { name: new RegExp(`Передать проект: ${CUSTOMERS.romashka.name}`) }).click();
    await page.getByRole("button", { name: "Попросить согласия" }).click();
    await owner.reload();
    await owner.getByRole("button", { name: "Согласиться" }).click();
    await owner.getByRole("button", { name: "Согласиться" }).waitFor({ state: "detached" });
  });

  it("REG-03 who has no project yet creates one, and a forwarded invitation says whom it is for", async () => {
    const owner = await consoles.visitAs(OWNER, `/projects/${SHOP}/settings/members`, { fresh: true });
    await owner.getByLabel("Почта").fill(CUSTOMERS.alatau.email);
    await owner.getByRole("button", { name: "Пригласить", exact: true }).click();
    await shown(owner.getByText(/Приглашение отправлено/));
    const link = await linkFor(CUSTOMERS.alatau.email);
    const other = await consoles.visitAs(CUSTOMERS.vasilek.email, link, { fresh: true });
    await shown(other.getByText(/Вы вошли как/));
    expect(await other.getByRole("button", { name: "Принять" }).count()).toBe(0);
    const meant = await consoles.visitAs(CUSTOMERS.alatau.email, link, { fresh: true });
    await meant.getByRole("button", { name: "Принять" }).click();
    await shown(meant.getByRole("heading", { level: 1 }));
    await meant.goto(`/projects/${SHOP}/settings/general`);
    await meant.getByLabel("Название нового проекта").fill("Ещё один");
    await meant.getByRole("button", { name: "Создать проект" }).click();
    await shown(meant.getByLabel("Название", { exact: true }));
    await expect.poll(() => meant.getByLabel("Название", { exact: true }).inputValue()).toBe("Ещё один");
    await meant.goto(`/projects/${SHOP}/settings/general`);
    await meant.getByRole("button", { name: "Покинуть проект" }).click();
    await meant.getByRole("dialog").getByRole("button", { name: "Покинуть проект" }).click();
    await shown(meant.getByRole("heading", { level: 1, name: "Обзор" }));
  });
});
