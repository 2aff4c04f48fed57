import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { listSandboxMail } from "../../src/adapters/sandbox/mailbox.ts";
import { listSandboxSms } from "../../src/adapters/sandbox/sms.ts";
import { CUSTOMERS, WORLD_PASSWORD } from "../support/http-world.ts";
import { type Look, SHOP, axeProblems, openConsole, overflow, plain, shown } from "./console.ts";

/** What is about the person who is signed in, and what staff do about it. */
const consoles = await openConsole();
const { email } = CUSTOMERS.alatau;

/** Signs the same person in elsewhere, from a program that calls itself so. */
async function elsewhere(agent: string, who: string = email): Promise<void> {
  const answer = await consoles.world.send({
    method: "POST",
    path: "/api/auth/sign-in/email",
    body: { email: who, password: WORLD_PASSWORD },
    headers: { origin: consoles.world.base, "user-agent": agent },
  });
  expect(answer.status).toBe(200);
}

/** For people to look at, where somebody asks for pictures. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["SALDO_PICTURES"];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

const WORDS = {
  ru: {
    menu: /Меню пользователя/,
    profile: "Профиль и сеансы",
    title: "Сеансы",
    current: "Этот",
    end: /Завершить: Firefox\/140/,
    confirm: "Завершить",
    ended: "Сеанс завершён",
    others: "Завершить все другие",
    othersEnded: "Остальные сеансы завершены",
  },
  en: {
    menu: /User menu/,
    profile: "Profile and sessions",
    title: "Sessions",
    current: "This one",
    end: /End: Firefox\/140/,
    confirm: "End",
    ended: "The session was ended",
    others: "End all others",
    othersEnded: "The other sessions were ended",
  },
} as const;

describe("REG-02 sessions", () => {
  for (const language of ["ru", "en"] as const) {
    const words = WORDS[language];
    it(`REG-02 reliability 38 one sees where one is signed in, and ends one session and all others (${language})`, async () => {
      await elsewhere("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0");
      await elsewhere("curl/8.9");
      const page = await consoles.visitAs(email, "/", { language, fresh: true });
      await page.getByRole("button", { name: words.menu }).click();
      await page.getByRole("button", { name: words.profile }).click();
      await shown(page.getByRole("heading", { level: 1, name: words.title }));
      await shown(page.getByText(words.current, { exact: true }));
      expect(await plain(page.locator("main"))).toContain("127.0.0.1");
      await page.getByRole("button", { name: words.end }).first().click();
      await page.getByRole("dialog").getByRole("button", { name: words.confirm, exact: true }).click();
      await shown(page.getByRole("status").getByText(words.ended));
      await page.getByRole("button", { name: words.others }).click();
      await page.getByRole("dialog").getByRole("button", { name: words.others }).click();
      await shown(page.getByRole("status").getByText(words.othersEnded));
      await page.getByText("curl/8.9").waitFor({ state: "detached" });
      expect(await page.locator("main li").count()).toBe(1);
    });
  }
});

it("PTR-07 support sees a user's sessions, closes the sign-in with a reason and opens it again", async () => {
  const who = CUSTOMERS.vasilek.email;
  await elsewhere("curl/8.9", who);
  const page = await consoles.visitAs(
    "support@saldo.example.test",
    `/office/sign-ins?email=${encodeURIComponent(who)}`,
  );
  await shown(page.getByText(/curl\/8\.9 · адрес 127\.0\.0\.1/));
  await page.getByRole("combobox", { name: "Почему", exact: true }).click();
  await page.getByRole("option", { name: "Учётную запись украли" }).click();
  await page.getByRole("button", { name: "Закрыть вход", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Закрыть вход" }).click();
  await shown(page.getByRole("status").getByText("Вход закрыт"));
  await shown(page.getByText("Открытых сеансов нет"));
  await page.getByRole("button", { name: "Открыть вход снова" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Открыть вход снова" }).click();
  await shown(page.getByRole("status").getByText("Вход снова открыт"));
  await elsewhere("curl/8.9", who);
});

it("REG-02 staff who need a second factor are led to switch it on, and the office says nothing before", async () => {
  const page = await consoles.visitAs("operator@saldo.example.test", "/nowhere", { refused: [403] });
  await page.route("**/v1/me", async (call) => {
    const answer = await call.fetch();
    const me = (await answer.json()) as object;
    await call.fulfill({ response: answer, json: { ...me, staffRole: null, needsSecondFactor: true } });
  });
  await page.goto("/office/acts");
  await shown(page.getByText("Сотруднику нужен второй фактор"));
  await picture(page, "needed-ru-1280");
  expect(new URL(page.url()).pathname).toBe("/profile/security");
  await shown(page.getByRole("button", { name: "Включить" }));
});

const ABOUT = {
  ru: {
    menu: "Имя и язык",
    name: "Имя",
    letters: "Язык писем",
    other: "Английский",
    save: "Сохранить",
    saved: "Сохранено",
    missing: "Введите имя",
    kept: "en",
  },
  en: {
    menu: "Name and language",
    name: "Name",
    letters: "Language of letters",
    other: "Russian",
    save: "Save",
    saved: "Saved",
    missing: "Enter a name",
    kept: "ru",
  },
} as const;

describe("REG-03 one's own name and language of letters", () => {
  const who = "project_administrator@romashka.example.test";
  it.each([
    ["ru", 390],
    ["en", 1280],
  ] as const)("REG-03 are changed in the profile, and hold from then on (%s, %i px)", async (language, width) => {
    const words = ABOUT[language];
    const found: string[] = [];
    const page = await consoles.visitAs(who, "/profile/about", { language, width, fresh: true });
    const check = async (what: string) => {
      for (const problem of await axeProblems(page)) found.push(`${what}: ${problem}`);
      if ((await overflow(page)) > 0) found.push(`${what}: overflows`);
      await picture(page, `about-${what}-${language}-${width}`);
    };
    await shown(page.getByRole("heading", { level: 1, name: words.menu }));
    await check("page");
    await page.getByLabel(words.name, { exact: true }).fill(" ");
    await page.getByRole("button", { name: words.save }).click();
    await shown(page.getByText(words.missing));
    expect(await page.getByLabel(words.name, { exact: true }).and(page.locator(":focus")).count()).toBe(1);
    await check("missing");
    const name = `Пётр ${language}`;
    await page.getByLabel(words.name, { exact: true }).fill(name);
    await page.getByRole("combobox", { name: words.letters }).click();
    await page.getByRole("option", { name: words.other }).click();
    await page.getByRole("button", { name: words.save }).click();
    await shown(page.getByRole("status").getByText(words.saved));
    await check("saved");
    await page.reload();
    expect(await page.getByLabel(words.name, { exact: true }).inputValue()).toBe(name);
    expect(await plain(page.getByRole("combobox", { name: words.letters }))).toContain(words.other);
    const kept = await consoles.world.test.database.query("select name, language from app_user where email = $1", [
      who,
    ]);
    expect(kept).toEqual([{ name, language: words.kept }]);
    expect(found).toEqual([]);
  });
});

const MAIL = {
  ru: {
    field: "Новая почта",
    change: "Сменить почту",
    waits: /ждёт подтверждения/,
    proof: "Подтвердите, что это вы",
    password: "Пароль",
    confirm: "Подтвердить",
    agree: "Подтвердить",
    half: /откройте письмо в новом ящике/,
    done: /Почта изменена/,
    letters: [/Подтвердите смену почты/, /Подтвердите новую почту/],
  },
  en: {
    field: "New address",
    change: "Change the address",
    waits: /waits to be agreed to/,
    proof: "Show that it is you",
    password: "Password",
    confirm: "Confirm",
    agree: "Agree",
    half: /open the letter in the new one/,
    done: /The address was changed/,
    letters: [/Подтвердите смену почты/, /Подтвердите новую почту/],
  },
} as const;

/** The link of the newest letter to an address, as it stands in the sandbox's mailbox. */
async function linkFor(to: string, subject: RegExp): Promise<string> {
  await consoles.world.drain();
  const letters = await listSandboxMail(consoles.world.test.database);
  const found = letters.find((letter) => letter.recipients.includes(to) && subject.test(letter.subject));
  const [link] = /http:\S+#[\w.-]+/.exec(found?.text ?? "") ?? [];
  if (!link) throw new Error(`no letter ${subject} for ${to}`);
  return link;
}

describe("REG-02 another mail address", () => {
  it.each([
    ["ru", "viewer@romashka.example.test", 390],
    ["en", "user_administrator@romashka.example.test", 1280],
  ] as const)(
    "REG-02 reliability 42 is asked for by who shows who it is, and holds when both mailboxes have agreed (%s)",
    async (language, old, width) => {
      const words = MAIL[language];
      const fresh = `new-${language}@example.test`;
      const look: Look = { language, width, fresh: true, refused: [401] };
      const found: string[] = [];
      const page = await consoles.visitAs(old, "/profile/security", look);
      await consoles.world.test.database.query(
        "update auth.session set proved_at = proved_at - interval '20 minutes' where user_id in (select id from auth.login where email = $1)",
        [old],
      );
      await page.getByLabel(words.field).fill(fresh);
      await page.getByRole("button", { name: words.change }).click();
      const proof = page.getByRole("dialog", { name: words.proof });
      await proof.getByLabel(words.password, { exact: true }).fill(WORLD_PASSWORD);
      for (const problem of await axeProblems(page)) found.push(`proof: ${problem}`);
      await proof.getByRole("button", { name: words.confirm }).click();
      await shown(page.getByText(words.waits));
      for (const problem of await axeProblems(page)) found.push(`waiting: ${problem}`);
      await picture(page, `mail-${language}-${width}`);
      if ((await overflow(page)) > 0) found.push("too wide");
      const door = await consoles.visit(await linkFor(old, words.letters[0]), look);
      await shown(door.getByText(fresh));
      for (const problem of await axeProblems(door)) found.push(`door: ${problem}`);
      await picture(door, `mail-door-${language}-${width}`);
      if ((await overflow(door)) > 0) found.push("door: too wide");
      await door.getByRole("button", { name: words.agree }).click();
      await shown(door.getByText(words.half));
      await door.goto(await linkFor(fresh, words.letters[1]));
      await door.getByRole("button", { name: words.agree }).click();
      await shown(door.getByText(words.done));
      await elsewhere("curl/8.9", fresh);
      expect(found).toEqual([]);
    },
  );
});

const PASSWORD = {
  ru: {
    current: "Текущий пароль",
    fresh: "Новый пароль",
    change: "Сменить пароль",
    done: "Пароль изменён. Остальные сеансы завершены",
    wrong: "Пароль неверный",
    back: /К проекту «/,
  },
  en: {
    current: "Current password",
    fresh: "New password",
    change: "Change the password",
    done: "The password was changed. The other sessions were ended",
    wrong: "The password is wrong",
    back: /To the project /,
  },
} as const;

const PHONE = {
  ru: {
    number: "Номер телефона",
    send: "Получить код",
    foreign: /Другой номер привяжет поддержка/,
    code: "Код из SMS",
    link: "Привязать номер",
    wrong: /Код не подошёл/,
    done: /Номер \+7\d{10} привязан/,
    next: "Другой номер",
    old: /Код с прежнего номера/,
    request: "Запрос в поддержку",
  },
  en: {
    number: "Telephone number",
    send: "Get a code",
    foreign: /Another number is linked by support/,
    code: "Code of the SMS",
    link: "Link the number",
    wrong: /The code is wrong/,
    done: /\+7\d{10} is linked/,
    next: "Another number",
    old: /Code sent to the old number/,
    request: "Ask support",
  },
} as const;

/** The code of the newest message to a number, as it stands at the sandbox's gateway. */
async function codeFor(to: string): Promise<string> {
  await consoles.world.drain();
  const found = (await listSandboxSms(consoles.world.test.database)).find((one) => one.to === to);
  return /^\d{6}/.exec(found?.text ?? "")?.[0] ?? "";
}

describe("REG-09 the telephone", () => {
  it.each([
    ["ru", CUSTOMERS.romashka.email, ["+79161110001", "+79161110002"], 390],
    ["en", CUSTOMERS.vasilek.email, ["+79161110003", "+79161110004"], 1280],
  ] as const)(
    "REG-09 is linked by the code that the sandbox's gateway shows, and changed when the old one agrees (%s)",
    async (language, who, [first, second], width) => {
      const words = PHONE[language];
      const look: Look = { language, width, fresh: true, refused: [422, 401] };
      const found: string[] = [];
      const page = await consoles.visitAs(who, "/profile/security", look);
      await page.getByLabel(words.number).fill("+49 151 23456789");
      await page.getByRole("button", { name: words.send }).click();
      await shown(page.getByRole("alert").getByText(words.foreign));
      await shown(page.getByRole("link", { name: words.request }));
      await page.getByLabel(words.number).fill(first);
      await page.getByRole("button", { name: words.send }).click();
      await shown(page.getByLabel(words.code));
      const code = await codeFor(first);
      await page.getByLabel(words.code).fill(code === "000000" ? "000001" : "000000");
      await page.getByRole("button", { name: words.link }).click();
      await shown(page.getByRole("alert").getByText(words.wrong));
      for (const problem of await axeProblems(page)) found.push(`code: ${problem}`);
      if ((await overflow(page)) > 0) found.push("code: too wide");
      await page.getByLabel(words.code).fill(code);
      await page.getByRole("button", { name: words.link }).click();
      await shown(page.getByRole("status").getByText(words.done));
      // What was told about the first one stands over the form for some seconds, and for longer under the pointer.
      await page.mouse.move(0, 0);
      await page.getByLabel(words.next).fill(second);
      await page.getByRole("button", { name: words.send }).click();
      await shown(page.getByLabel(words.old));
      for (const problem of await axeProblems(page)) found.push(`change: ${problem}`);
      if ((await overflow(page)) > 0) found.push("change: too wide");
      await picture(page, `phone-${language}-${width}`);
      await page.getByLabel(words.code).fill(await codeFor(second));
      await page.getByLabel(words.old).fill(await codeFor(first));
      await page.getByRole("button", { name: words.link }).click();
      await shown(page.getByRole("status").getByText(words.done));
      const sandbox = await consoles.visit(`${consoles.world.services?.sandboxUrl ?? ""}?lang=${language}`, look);
      await shown(sandbox.getByText(second).first());
      for (const problem of await axeProblems(sandbox)) found.push(`sandbox: ${problem}`);
      await picture(sandbox, `sandbox-${language}-${width}`);
      expect(found).toEqual([]);
    },
  );
});

describe("REG-02 another password", () => {
  it.each([
    ["ru", "project_administrator@romashka.example.test", 390],
    ["en", "billing_administrator@romashka.example.test", 1280],
  ] as const)(
    "REG-02 reliability 42 is set by who gives the current one; the others are out, and one goes back where one came from (%s)",
    async (language, who, width) => {
      const words = PASSWORD[language];
      const look: Look = { language, width, fresh: true, refused: [401] };
      const found: string[] = [];
      await elsewhere("curl/8.9", who);
      const page = await consoles.visitAs(who, `/projects/${SHOP}/settings/general`, look);
      if (width < 600) await page.getByRole("button", { name: /меню/i }).first().click();
      else await page.getByRole("button", { name: WORDS[language].menu }).click();
      await page.getByRole("button", { name: WORDS[language].profile }).click();
      await shown(page.getByRole("button", { name: words.back }));
      if ((await overflow(page)) > 0) found.push("sessions: too wide");
      await page.goto("/profile/security");
      await page.getByRole("button", { name: words.change }).click();
      await shown(page.locator('input[name="current-password"]:focus'));
      await page.getByLabel(words.current, { exact: true }).fill("Wrong-password-1");
      await page.getByLabel(words.fresh, { exact: true }).fill("password1234");
      await page.getByRole("button", { name: words.change }).click();
      await shown(page.locator('input[name="new-password"]:focus'));
      await page.getByLabel(words.fresh, { exact: true }).fill("Wasser-und-Wind-8");
      await page.getByRole("button", { name: words.change }).click();
      await shown(page.getByRole("alert").getByText(words.wrong));
      for (const problem of await axeProblems(page)) found.push(`refused: ${problem}`);
      await page.getByLabel(words.current, { exact: true }).fill(WORLD_PASSWORD);
      await page.getByRole("button", { name: words.change }).click();
      await shown(page.getByRole("status").getByText(words.done));
      for (const problem of await axeProblems(page)) found.push(`done: ${problem}`);
      await picture(page, `security-${language}-${width}`);
      if ((await overflow(page)) > 0) found.push("security: too wide");
      await page.goto("/profile/sessions");
      await shown(page.getByText(WORDS[language].current, { exact: true }));
      expect(await page.locator("main li").count()).toBe(1);
      await page.getByRole("button", { name: words.back }).click();
      await page.waitForURL(`**/projects/${SHOP}/settings/general`);
      expect(found).toEqual([]);
    },
  );
});

describe("for everybody", () => {
  const looks: readonly Look[] = [
    { language: "ru", theme: "light", width: 390 },
    { language: "en", theme: "dark", width: 1280 },
    { language: "ru", theme: "dark", width: 1920 },
  ];
  it.each(looks)("the pages are accessible and fit: $language, $theme, $width", async (look) => {
    const found: string[] = [];
    for (const [who, path] of [
      [email, "/profile/sessions"],
      ["support@saldo.example.test", "/profile/sessions"],
      [email, "/profile/security"],
      ["support@saldo.example.test", `/office/sign-ins?email=${encodeURIComponent(email)}`],
    ] as const) {
      const page = await consoles.visitAs(who, path, look);
      await shown(page.locator("main .card, main .sign-in").first());
      for (const problem of await axeProblems(page)) found.push(`${path}: ${problem}`);
      if ((await overflow(page)) > 0) found.push(`${path}: too wide`);
    }
    expect(found).toEqual([]);
  });
});
