import { describe, expect, it } from "vitest";

import { systemClock } from "../../src/platform/clock.ts";
import { codeAt } from "../support/authenticator.ts";
import { CUSTOMERS, WORLD_PASSWORD } from "../support/http-world.ts";
import { type Look, axeProblems, openConsole, overflow, plain, shown } from "./console.ts";

/** A second factor in the browser: switched on from the page's own picture and key, asked for at the sign-in, switched off. */
const consoles = await openConsole();
const WORDS = {
  ru: {
    title: "Вход и безопасность",
    on: "Включить",
    picture: "QR-код для приложения",
    code: "Код из приложения",
    confirm: "Включить второй фактор",
    digits: "Введите шесть цифр кода",
    codes: "Резервные коды",
    kept: "Коды сохранены",
    left: /Осталось 10 резервных кодов/,
    email: "Электронная почта",
    password: "Пароль",
    signIn: "Войти",
    second: "Код из приложения или резервный код",
    wrong: /Код не подходит/,
    go: "Подтвердить",
    balance: "Обзор",
    off: "Отключить",
    proof: "Подтвердите, что это вы",
    isOff: "Второй фактор отключён",
  },
  en: {
    title: "Sign-in and security",
    on: "Switch on",
    picture: "QR code for the app",
    code: "Code of the app",
    confirm: "Switch the second factor on",
    digits: "Enter the six digits of the code",
    codes: "Backup codes",
    kept: "The codes are kept",
    left: /10 backup codes are left/,
    email: "E-mail",
    password: "Password",
    signIn: "Sign in",
    second: "Code of your app, or a backup code",
    wrong: /The code will not do/,
    go: "Confirm",
    balance: "Overview",
    off: "Switch off",
    proof: "Show that it is you",
    isOff: "The second factor is off",
  },
} as const;

const LOOKS = [
  ["ru", CUSTOMERS.vasilek.email, { language: "ru", width: 390, fresh: true, refused: [401] }],
  ["en", CUSTOMERS.alatau.email, { language: "en", theme: "dark", width: 1280, fresh: true, refused: [401] }],
] as const satisfies readonly (readonly ["ru" | "en", string, Look])[];

describe("REG-02 a second factor", () => {
  it.each(LOOKS)(
    "REG-02 reliability 42 is switched on, asked for at the sign-in, and switched off by who shows a code (%s)",
    async (language, email, look) => {
      const words = WORDS[language];
      const found: string[] = [];
      const page = await consoles.visitAs(email, "/profile/security", look);
      const check = async (name: string) => {
        for (const problem of await axeProblems(page)) found.push(`${name}: ${problem}`);
        if ((await overflow(page)) > 0) found.push(`${name}: too wide`);
      };
      await shown(page.getByRole("heading", { level: 1, name: words.title }));
      await page.getByRole("button", { name: words.on, exact: true }).click();
      await shown(page.getByRole("img", { name: words.picture }));
      await page.getByRole("button", { name: words.confirm }).click();
      await shown(page.getByText(words.digits));
      await check("enrolment");
      const key = await page.locator(".enrolment__key").innerText();
      await page.getByLabel(words.code).fill(codeAt(key, systemClock.now()));
      await page.getByRole("button", { name: words.confirm }).click();
      await shown(page.getByText(words.codes, { exact: true }));
      const backup = await page.locator(".backup-codes code").allInnerTexts();
      expect(backup).toHaveLength(10);
      await check("codes");
      await page.getByRole("button", { name: words.kept }).click();
      expect(await plain(page.locator("main"))).toMatch(words.left);

      const door = await consoles.visit("/sign-in", look);
      await door.getByLabel(words.email).fill(email);
      await door.getByLabel(words.password, { exact: true }).fill(WORLD_PASSWORD);
      await door.getByRole("button", { name: words.signIn, exact: true }).click();
      await door.getByLabel(words.second).fill("000000");
      await door.getByRole("button", { name: words.go }).click();
      await shown(door.getByRole("alert").getByText(words.wrong));
      for (const problem of await axeProblems(door)) found.push(`door: ${problem}`);
      await door.getByLabel(words.second).fill(backup[0] ?? "");
      await door.getByLabel(words.second).press("Enter");
      await shown(door.getByRole("heading", { level: 1, name: words.balance }));

      // A browser that was left open for longer than a proof is believed.
      await consoles.world.test.database.query(
        "update auth.session set proved_at = proved_at - interval '20 minutes' where user_id in (select id from auth.login where email = $1)",
        [email],
      );
      await page.getByRole("button", { name: words.off, exact: true }).click();
      await page.getByRole("dialog").getByRole("button", { name: words.off, exact: true }).click();
      const proof = page.getByRole("dialog", { name: words.proof });
      await proof.getByLabel(words.second).fill(backup[1] ?? "");
      await check("proof");
      expect(await page.getByRole("dialog", { includeHidden: true }).count()).toBe(1);
      await proof.getByRole("button", { name: words.go }).click();
      await shown(page.getByRole("status").getByText(words.isOff));
      expect(found).toEqual([]);
    },
  );
});
