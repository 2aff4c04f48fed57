import { describe, expect, it } from "vitest";

import { listSandboxMail } from "../../src/adapters/sandbox/mailbox.ts";
import { CUSTOMERS, WORLD_PASSWORD } from "../support/http-world.ts";
import { type Look, axeProblems, openConsole, overflow, shown } from "./console.ts";

const consoles = await openConsole();
const port = new URL(consoles.world.base).port;
const PASSWORD = "Wasser-und-Wind-8";

/** The link of the newest letter to an address, as it stands in the sandbox's mailbox. */
async function linkFor(email: string, subject: RegExp): Promise<string> {
  await consoles.world.drain();
  const { database } = consoles.world.test;
  const letters = await listSandboxMail(database);
  const found = letters.find((letter) => letter.recipients.includes(email) && subject.test(letter.subject));
  const [link] = /http:\S+#[\w.-]+/.exec(found?.text ?? "") ?? [];
  if (!link) throw new Error(`no letter ${subject} for ${email}`);
  return link;
}

const LOOKS = {
  ru: {
    site: "localhost",
    look: { language: "ru", width: 390 },
    texts: {
      region: /Регион: Москва.*RUB/,
      email: "Электронная почта",
      send: "Получить письмо",
      sent: "Проверьте почту",
      subject: /Завершите регистрацию/,
      name: "Имя и фамилия",
      password: "Новый пароль",
      weak: /легко угадать/,
      good: "Пароль подходит.",
      complete: "Зарегистрироваться",
      start: "Обзор",
    },
  },
  en: {
    site: "kz.localhost",
    look: { language: "en", width: 1280, theme: "dark" },
    texts: {
      region: /Region: Kazakhstan.*KZT/,
      email: "E-mail",
      send: "Get the letter",
      sent: "Check your mail",
      subject: /Complete your registration/,
      name: "Your name",
      password: "New password",
      weak: /easy to guess/,
      good: "The password will do.",
      complete: "Register",
      start: "Overview",
    },
  },
} as const;

describe("a newcomer", () => {
  for (const language of ["ru", "en"] as const) {
    const { site, look, texts } = LOOKS[language];
    it(`REG-02 REG-03 registers on the site of the region, by a letter, and stands before the own project (${site})`, async () => {
      const found: string[] = [];
      const email = `newcomer-${language}@example.test`;
      const page = await consoles.visit(`http://${site}:${port}/register`, { ...look, refused: [401] } as Look);
      const check = async (name: string) => {
        for (const problem of await axeProblems(page)) found.push(`${name}: ${problem}`);
        if ((await overflow(page)) > 0) found.push(`${name}: too wide`);
      };
      await shown(page.getByText(texts.region));
      await check("register");
      await page.getByLabel(texts.email).fill(email);
      await page.keyboard.press("Enter");
      await shown(page.getByRole("heading", { name: texts.sent }));
      await check("sent");
      await page.goto(await linkFor(email, texts.subject));
      await shown(page.getByText(email));
      await check("complete");
      await page.getByLabel(texts.name).fill("Анна Новикова");
      const password = page.getByLabel(texts.password, { exact: true });
      await password.fill("Novikova-1998-2013");
      await shown(page.getByText(texts.weak));
      await password.fill(PASSWORD);
      await shown(page.getByText(texts.good));
      await page.getByRole("button", { name: texts.complete }).click();
      await shown(page.getByRole("heading", { level: 1, name: texts.start }));
      expect(found).toEqual([]);
    });
  }

  it("REG-02 a letter that does not come is sent once more: the page stays and says so", async () => {
    const page = await consoles.visit(`http://localhost:${port}/register`, { refused: [401] });
    await page.getByLabel("Электронная почта").fill("again@example.test");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Отправить ещё раз" }).click();
    await shown(page.getByText(/Письмо отправлено ещё раз/));
    await shown(page.getByText(/на again@example\.test/));
  });

  it("REG-02 another region is another site, and an address of none says so", async () => {
    const page = await consoles.visit(`http://localhost:${port}/register`, { refused: [401] });
    await page.getByRole("link", { name: "Нужен регион «Казахстан»" }).click();
    await shown(page.getByText(/Регион: Казахстан/));
    expect(new URL(page.url()).hostname).toBe("kz.localhost");
    const nowhere = await consoles.visit("/register", { refused: [401] });
    await shown(nowhere.getByText(/не принадлежит ни одному региону/));
  });
});

it("REG-03 REG-04 a lost connection is not told as a link that is over: it is tried again", async () => {
  for (const [page, read] of [
    ["register/complete", "registrations/read"],
    ["invitation", "invitations/read"],
  ] as const) {
    const opened = await consoles.visit("/sign-in", { refused: [401, 404, 410, 503], fresh: true });
    await opened.route(`**/v1/${read}`, (call) => call.fulfill({ status: 503 }), { times: 1 });
    await opened.goto(new URL(`/${page}#nothing`, consoles.world.base).href);
    await shown(opened.getByText(/временно недоступен/));
    expect([page, await opened.getByText(/не действует/).count()]).toEqual([page, 0]);
    await opened.getByRole("button", { name: "Повторить" }).click();
    await shown(opened.getByText(/не действует/).first());
  }
});

it("reliability 42 who forgot the password sets another by a letter, and a link that was used says so", async () => {
  const { email } = CUSTOMERS.romashka;
  const page = await consoles.visit("/sign-in", { refused: [401, 410] });
  await page.getByRole("link", { name: "Забыли пароль?" }).click();
  await page.getByLabel("Электронная почта").fill(email);
  await page.getByRole("button", { name: "Получить письмо" }).click();
  await shown(page.getByRole("heading", { name: "Проверьте почту" }));
  const link = await linkFor(email, /Новый пароль/);
  await page.goto(link);
  await page.getByLabel("Новый пароль", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Сохранить и войти" }).click();
  await shown(page.getByRole("heading", { level: 1, name: "Обзор" }));
  const again = await consoles.visit("/sign-in", { refused: [401, 410], fresh: true });
  await again.goto(link);
  await again.getByLabel("Новый пароль", { exact: true }).fill(WORLD_PASSWORD);
  await again.getByRole("button", { name: "Сохранить и войти" }).click();
  await shown(again.getByRole("alert").getByText(/Ссылка уже использована/));
});
